"""Power and gas networks of one day: what is delivered, to whom, and what the raid shook loose.

Power is solved block by block (four of six hours) as the least weighted shed of a transport
network, unique and shared in proportion; gas is a daily national balance. Each needs the other, so
both are solved until they agree.
"""

from holdfast.model.networks.params import Params
from holdfast.model.networks.prepare import prepare, start
from holdfast.model.networks.step import step

__all__ = ["Params", "prepare", "start", "step"]
