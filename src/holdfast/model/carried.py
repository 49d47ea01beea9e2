"""What one block alone carries over from yesterday: parts of the state, put together for it.

Axes as of `model.types`.
"""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Pipelines:
    """Fire units and parts on their way through the echelons, as of dawn."""

    astray: Array = array("future unit", "1", "fire units lost on their way since the start")
    short: Array = array("future fit", "1", "fire units that wait for a part")
    queue: Array = array("future path", "1", "waits for a transport there")
    bench: Array = array("future path", "1", "waits for technicians")
    line: Array = array("future slot", "1", "on the way or at work, by the day of its end")
    dock: Array = array("future path", "1", "waits for a transport back")


@bundle
class Homes:
    """What homes, help and people carry through the night, as of dawn."""

    indoor: Array = array("future region dwelling", "degree C", "indoor temperature")
    indoor_apart: Array = array(
        "future region dwelling", "degree C", "the same in homes dark in a row and without heat"
    )
    apart: Array = array("future region", "1", "share of people dark in a row")
    sets: Array = array("future region", "1", "generator sets in use")
    points: Array = array("future region", "1", "heating points in use")
    boilers: Array = array("future region", "MW", "mobile boilers in use")
    tanks: Array = array("future region", "h", "hours of supply in the tanks of water works")
    tanks_apart: Array = array("future region", "h", "the same of works dark in a row")
    works_apart: Array = array("future region", "1", "share of water works dark in a row")
    dry: Array = array("future region", "1", "share of piped water that is off")
    strained: Array = array("future region", "days", "days of strain in a row")
    away: Array = array("future region", "1", "share of people who have left")


@bundle
class Yard:
    """What repair carries through the night, as of dawn; axes of one place where nothing is."""

    has_part: Array = array("future asset", "1", "share of the way that its part has come")
    fitted: Array = array("future asset", "1", "1 + the item of the part given to it")
    since: Array = array("future asset", "days", "since it was last hit")
    standing: Array = array("future asset", "1", "share of setting up a mobile unit that is done")
    worked: Array = array("future asset", "1", "crews at work on it yesterday")
    posted: Array = array("future skill post", "1", "crews by where they stand")
    injured: Array = array("future skill", "1", "crews lost and not yet replaced")
    built: Array = array("future skill", "crew-days", "work done at protection")
    order: Array = array("future place", "1", "order of work as of the last look ahead", blank=0.0)
    remains: Array = array(
        "future asset", "1", "1 another can take a part of it, 2 it cannot, 3 it was", blank=0.0
    )
    taken: Array = array(
        "future asset", "1", "share of taking out and way of a taken part that is done", blank=0.0
    )
    donor: Array = array("future asset", "1", "1 + where it takes a part from", blank=0.0)
    smaller: Array = array(
        "future asset", "1", "share of setting up a smaller unit that is done", blank=0.0
    )
