"""People: hours without power, cold and dry homes, and the help that changes them.

Generator sets take people out of the dark as far as fuel lasts, heating points take them out of the
cold, boilers add heat. A class of dwellings is one thermal resistance and one capacity: its
temperature approaches what its heat source can hold outdoors permitting, and a thermostat keeps it
from rising above the target.
"""

from holdfast.model.people.heat import SOURCES, availability
from holdfast.model.people.params import Params
from holdfast.model.people.prepare import prepare, start
from holdfast.model.people.step import step

__all__ = ["SOURCES", "Params", "availability", "prepare", "start", "step"]
