"""What repair reads of a scenario: who mends what, with which part, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.repair import crews as crewing
from holdfast.model.repair import look_ahead, salvage, stand_in, units
from holdfast.model.repair.crews import Pauses, Strikes, Travel
from holdfast.model.repair.look_ahead import Outlook
from holdfast.model.repair.order import by_urgency, worth
from holdfast.model.repair.salvage import Salvage
from holdfast.model.repair.stand_in import Mobile, Switching

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_STATES = ("light", "heavy", "destroyed")


@bundle
class Params:
    """Who repairs what, with which part, and in which order."""

    assets: tuple[str, ...]
    skills: tuple[str, ...]
    skill: Array = array("asset", "1", "position of the skill that can mend it")
    fits: Array = array(
        "asset choice", "1", "items that mend a destroyed one, best first; -1 for no more"
    )
    order: Array = array("any place", "1", "3 x installation + state - 1, the most urgent first")
    crews: Array = array("future skill", "1", "crews at the start")
    effort: Array = array(
        "future skill area", "days", "crew-days of work that a crew does in a day"
    )
    way: Array = array("future haul", "1/day", "share of a part's way covered in a day")
    haul: Array = array("item", "1", "class of transport; the last is of parts without one")
    slots: Array = array("future haul", "1", "parts of a class that can be on their way at once")
    area: Array = array("asset", "1", "along the last axis of effort")
    post: Array = array("asset", "1", "along the axis of where crews stand")
    bridged: Array = array("any", "1", "positions of what something can stand in for")
    travel_days: Array = array("future", "days", "lost on the way to another region", blank=0.0)
    works_share: Array = array(
        "future", "1", "share of crews set aside while works of protection wait", blank=0.0
    )
    pauses: Pauses | None = None
    """Hours of work by region and day; None if all crews lose the same share."""
    travel: Travel | None = None
    """Where crews stand; None if each can be anywhere."""
    strikes: Strikes | None = None
    """Crews that are hit; None if none are."""
    switching: Switching | None = None
    """What comes back before it is mended; None if nothing does."""
    mobile: Mobile | None = None
    """Units that stand in for what is destroyed; None if there are none."""
    smaller: Mobile | None = None
    """Units too small to mend with, that serve until the right one comes; None if none do."""
    salvage: Salvage | None = None
    """What is taken from one destroyed for another; None if nothing is."""
    outlook: Outlook | None = None
    """The network by which the order is revalued; None if it is fixed."""

    @property
    def on_record(self) -> bool:
        """Whether it matters which item a part on its way is, or that the way has room."""
        return bool(self.fits.shape[1] > 1 or self.slots.shape[1] > 1)


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read crews, kinds and installations; uncertain values are drawn once per pair of futures.

    Worth and order come from the tables' own values: crews go by what is known, not what is drawn.
    """
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    crews = scenario.table("repair/crews")
    counts = cells.number("count").astype(np.int64)
    kind = np.repeat(cells.index("kind", kinds.text("id")), counts)
    names = tuple(
        f"{cell}/{i}"
        for cell, count in zip(cells.text("id"), counts, strict=True)
        for i in range(1, count + 1)
    )
    left = kinds.number("left_light"), kinds.number("left_heavy"), np.zeros(len(kinds))
    lost = 1 - np.stack(left)
    days = np.stack([kinds.number(f"days_{state}") for state in _STATES])
    skill = kinds.index("skill", crews.text("skill"))[kind]
    regions = scenario.table("regions").text("id")
    region = np.repeat(cells.index("region", regions), counts)
    value, per_day = worth(scenario), (lost / np.maximum(days, 1e-9))[:, kind]
    order = by_urgency(value, per_day, names)
    switched = stand_in.switching(scenario, luck, kind)
    mobile = stand_in.mobile(scenario, luck, kind)
    fitting = units.fits(scenario)
    smaller = stand_in.smaller(scenario, luck, fitting, counts)
    fitting = fitting[np.repeat(np.arange(len(cells)), counts)]
    way, haul, slots = units.transport(scenario, luck)
    breaks, ways = crewing.pauses(scenario, luck), scenario.parameter("repair.travel_days", luck)
    anywhere = np.zeros(len(region), np.int64)
    return Params(
        assets=names,
        skills=crews.text("skill"),
        skill=skill,
        fits=fitting,
        order=order[None],
        crews=scenario.uncertain("repair/crews", "crews", luck),
        effort=crewing.steady(scenario, luck),
        way=way,
        haul=haul,
        slots=slots,
        area=anywhere if breaks is None else region,
        post=region if ways.any() else anywhere,
        travel_days=ways,
        works_share=scenario.parameter("repair.works_share", luck),
        pauses=breaks,
        travel=crewing.travel(scenario, skill, region) if ways.any() else None,
        strikes=crewing.strikes(scenario, luck),
        bridged=stand_in.bridged(switched, (mobile, smaller), len(names)),
        switching=switched,
        mobile=mobile,
        smaller=smaller,
        salvage=salvage.prepare(scenario, luck, kind, fitting, way, haul),
        outlook=look_ahead.prepare(scenario, counts, value, per_day, order),
    )
