"""What is fixed of readiness through the campaign."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle

STAGES = ("there", "work", "back")
"""What a path takes days for, in order."""


@bundle
class Paths:
    """Ways through the echelons: of fire units and then of the parts taken out of them.

    A path is a row of readiness/mending or of readiness/returns; a fit one of readiness/parts; a
    post one of readiness/technicians. The slots of a stage of a path are taken in turn, a
    slot a day: what ends the stage on day t is in slot t modulo their number.
    """

    names: tuple[str, ...]
    """Names of the paths under which luck is drawn."""
    fits: tuple[str, ...]
    """Names of the fits under which luck is drawn, then those of systems for failures without."""
    items: tuple[str, ...]
    echelons: tuple[str, ...]
    unit: Array = array("path", "1", "type of the fire units that take it, -1 for parts")
    item: Array = array("path", "1", "part that takes it, -1 for fire units")
    share: Array = array("path", "1", "share of failures of its type, or of its part, that take it")
    echelon: Array = array("path", "1", "where it leads")
    post: Array = array("path", "1", "who mends there, -1 if there are always enough")
    days: Array = array("future stage path", "days", "days there, at work and back, whole")
    lost: Array = array("future path", "1", "share lost on the way, each way")
    first: Array = array("stage path", "1", "first slot of each stage")
    room: Array = array("stage path", "1", "slots of each stage: the most days it can take")
    transport: Array = array("path", "1", "transport whose places it takes, -1 for none")
    places: Array = array("transport", "1/week", "fire units that can be moved in a week, each way")
    crews: Array = array("future post", "1", "crews at the start")
    fit_unit: Array = array("fit", "1", "type that fails")
    fit_item: Array = array("fit", "1", "part that it then needs")
    fit_share: Array = array("fit", "1", "share of the failures of the type")
    whole: bool = False
    """Fire units and parts are whole and luck is drawn; else all are expected numbers."""


@bundle
class Params:
    """How often units fall out, and what mending takes."""

    names: tuple[str, ...]
    fails_per_day: Array = array("future unit", "1/day", "share of ready units that fall out")
    mended_per_day: Array = array("future unit", "1/day", "share of units down that are mended")
    part: Array = array("unit", "1", "position of the spare part among the items, -1 for none")
    fails_per_round: Array = array(
        "future unit", "1/piece", "units that fall out for each round fired", blank=0.0
    )
    paths: Paths | None = None
    """None: no type is mended in echelons."""
