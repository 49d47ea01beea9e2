"""The deliveries of both plans: when each is sent, arrives and is used, and what is asked for."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from holdfast.aid.service import foreseen
from holdfast.scenario import Scenario, Table
from holdfast.show.caveats import standing_against
from holdfast.show.plans import Row
from holdfast.show.sides import MILITARY, Side, Story

LATE = 0.95
DAYS_PER_DELAY, MOST_DELAYS = 30, 12
"""How a month of delay is counted by arrivals."""
FIRM, OPEN, OTHER = "firm", "open", "other"
"""Decided; proposed; proposed by the first plan and not by the second."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery as the plan has it: positions of its days among the reported ones."""

    row: Mapping[str, str]
    item: Mapping[str, str]
    sent: float
    arrives: float
    used: float
    late: float
    firm: bool
    caveat: str
    other: bool = False
    """Whether only the first plan has it."""

    @property
    def kind(self) -> str:
        """How far it is settled: decided, proposed, or proposed by the first plan alone."""
        return OTHER if self.other else FIRM if self.firm else OPEN


def delays(hazard: float) -> int:
    """Give the months of delay that 95 % of futures do not exceed: P(delay >= k) = hazard^k."""
    if not 0 < hazard < 1:
        return MOST_DELAYS if hazard >= 1 else 0
    months = math.ceil(math.log(1 - LATE) / math.log(hazard)) - 1
    return min(max(months, 0), MOST_DELAYS)


def due(story: Story) -> list[Due]:
    """Give the deliveries of the side shown that come into use in the reported time.

    They stand by partner and day. A public report has no military help among them.
    """
    return _ordered(_of_side(story, story.shown, story.plans.b.asked, story.added), story)


def by_side(story: Story) -> list[tuple[Side, list[Due]]]:
    """Give each side with its own deliveries that come into use in the reported time."""
    plans = (story.plans.a, story.plans.b) if story.paired else (story.plans.b,)
    apart = (story.removed, story.added) if story.paired else (story.added,)
    return [
        (side, _ordered(_of_side(story, side, plan.asked, rows), story))
        for side, plan, rows in zip(story.sides, plans, apart, strict=True)
    ]


def every(story: Story) -> list[Due]:
    """Give the deliveries of both sides: those of the one shown, and what only the other has."""
    found = _of_side(story, story.shown, story.plans.b.asked, story.added)
    if story.paired:
        gone = {row["id"] for row in story.removed}
        first = _of_side(story, story.baseline, story.plans.a.asked, story.removed)
        found += [replace(each, other=True) for each in first if each.row["id"] in gone]
    return _ordered(found, story)


def _ordered(found: list[Due], story: Story) -> list[Due]:
    shown = [each for each in found if not (story.public and each.item["kind"] == MILITARY)]
    return sorted(shown, key=lambda each: (each.row["partner"], each.used, each.row["id"]))


def _of_side(story: Story, side: Side, asked: Sequence[Row], apart: Sequence[Row]) -> list[Due]:
    """Give the deliveries of one side; what was asked of it, or sets it apart, is not firm."""
    scenario = side.outcome.scenario
    items = _by_id(scenario.table("items"))
    offers = _by_id(scenario.table("offers"))
    unsettled = {row["id"] for row in (*asked, *apart)}
    found = []
    days = (each.tolist() for each in foreseen(scenario))
    for row, arrival, use in zip(scenario.table("deliveries").rows(), *days, strict=True):
        offer = offers.get(row.get("offer", ""), {})
        firm = row["id"] not in unsettled
        made = _due(story, scenario, row, items[row["item"]], offer, firm, (arrival, use))
        if made.used >= 0 and made.arrives < len(story.dates):
            found.append(made)
    return found


def _by_id(table: Table) -> dict[str, dict[str, str]]:
    """Give the rows of a table by id, each with the text of every column, defaults filled in."""
    columns = {name: table.text(name) for name in table.schema.columns}
    return {
        key: {name: texts[i] for name, texts in columns.items()}
        for i, key in enumerate(table.text("id"))
    }


def _due(
    story: Story,
    scenario: Scenario,
    row: Mapping[str, str],
    item: Mapping[str, str],
    offer: Mapping[str, str],
    firm: bool,
    days: tuple[float, float],
) -> Due:
    """Lay out a delivery; `days`: of the campaign, of arrival and of use if it is not late."""
    date = dt.date.fromisoformat(row["date"])
    arrives, used = (story.position(date) + day - scenario.day(date) for day in days)
    lead = float(item["lead_days"])
    committed = offer.get("committed", "")
    sent = arrives - lead
    if committed:
        sent = float(story.position(dt.date.fromisoformat(committed)))
    known = scenario.as_of is not None and date <= scenario.as_of
    slips = row.get("slips", "") != "no" and not known
    months = delays(float(item["slip_per_month"])) if slips else 0
    return Due(
        row,
        item,
        min(sent, arrives),
        arrives,
        used,
        used + DAYS_PER_DELAY * months,
        firm,
        _caveat(scenario, row, offer),
    )


def _caveat(scenario: Scenario, row: Mapping[str, str], offer: Mapping[str, str]) -> str:
    """Give what was said as a condition of a delivery: with the offer, or as a stance on it."""
    if offer.get("caveat"):
        return offer["caveat"]
    for said in standing_against(scenario, row):
        if said.stance == "conditional":
            return said.quote
    return ""


def worth(each: Due) -> float:
    """Give what a delivery costs [EUR million]."""
    return float(each.row["quantity"]) * float(each.item["unit_cost_meur"])
