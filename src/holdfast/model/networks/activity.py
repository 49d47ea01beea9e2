"""Who is there and what they do, by date: people present, and what they and industry ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.model.types import BLOCKS, SLICES

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.model.networks.fixed import Fixed
    from holdfast.scenario import Scenario

ORDINARY, INDUSTRY = SLICES.index("ordinary"), SLICES.index("industry")


@bundle
class Activity:
    """Factors on demand by date, 1 where nothing changes; the axis day is 1 if nothing does."""

    moves: bool
    """Does anything change at all?"""
    leave: bool
    """May people leave in days of strain, and take some of their demand out of the country?"""
    asks: Array = array("future", "1", "share of it that those away go on asking for")
    people: Array = array("future day region", "1", "people present, over those at the start")
    unconnected: Array = array("future day region", "1", "share of them whom no grid reaches yet")
    habits: Array = array("future day block region", "1", "what each asks for, over the start")
    firms: Array = array("future day block region", "1", "what industry asks for, over the start")


def prepare(scenario: Scenario, regions: tuple[str, ...], luck: Luck) -> Activity:
    """Read who is present and what they do by date; draw what is uncertain in it.

    People are counted over those that regions tells of, not over a draw from their range: how many
    there are altogether is one matter, how many came or left another.
    """
    present, acts = scenario.table("present"), scenario.table("power/activity")
    known = scenario.parameters["people.leave_share"]
    asks = scenario.parameter("people.away_asks", luck)
    leave = max(known.default, known.high) > 0 and bool((asks < 1).any())
    if not len(present) and not len(acts):
        one, all_blocks = np.ones((1, 1, len(regions))), np.ones((1, 1, 4, len(regions)))
        return Activity(False, leave, asks, one, np.zeros_like(one), all_blocks, all_blocks.copy())
    at_start = scenario.table("regions").number("population")
    home = present.index("region", regions)
    there = scenario.uncertain("present", "people", luck) / np.maximum(at_start[home], 1.0)
    cut = scenario.uncertain("present", "unconnected", luck)
    begins = present.days("from")
    whole = np.ones((1, len(regions)))
    return Activity(
        True,
        leave,
        asks,
        _by_day(scenario, there, begins, home, whole),
        _by_day(scenario, cut, begins, home, 0 * whole),
        _by_block(scenario, regions, "people", luck),
        _by_block(scenario, regions, "industry", luck),
    )


def _by_day(scenario: Scenario, drawn: Array, begins: Array, home: Array, before: Array) -> Array:
    """(F, D, R): the latest row of each region that has begun by a day holds; drawn (F, rows)."""
    days = scenario.settings.days
    made = np.repeat(np.repeat(before[:, None], days, axis=1), len(drawn), axis=0)
    for row in np.argsort(begins, kind="stable"):
        made[:, max(int(begins[row]), 0) :, home[row]] = drawn[:, row, None]
    return made


def _by_block(scenario: Scenario, regions: tuple[str, ...], who: str, luck: Luck) -> Array:
    """(F, D, B, R): rows of a region times rows of all regions."""
    table = scenario.table("power/activity")
    rows = [row for row, each in enumerate(table.text("who")) if each == who]
    home, begins = table.index("region", regions), table.days("from")
    made = []
    for block in BLOCKS:
        drawn = scenario.uncertain("power/activity", block, luck)
        one = np.ones((1, len(regions)))
        of_all = _by_day(scenario, *_some(drawn, begins, home, rows, alone=False), one[:, :1])
        own = _by_day(scenario, *_some(drawn, begins, home, rows, alone=True), one)
        made.append(own * of_all)
    return np.stack(np.broadcast_arrays(*made), axis=2)


def _some(
    drawn: Array, begins: Array, home: Array, rows: list[int], alone: bool
) -> tuple[Array, Array, Array]:
    """Values, first days and regions of the rows of single regions, or of those of all."""
    kept = [row for row in rows if (home[row] >= 0) == alone]
    return drawn[:, kept], begins[kept], np.maximum(home[kept], 0)


def of_day(values: Array, today: int) -> Array:
    """Values (F, D, ...) of a day."""
    return values[:, min(today, values.shape[1] - 1)]


def without(activity: Activity, away: Array | None, today: int) -> Activity:
    """What is there today less those who have left: away (F, R) is their share of people present.

    Of what these asked for they go on asking for a share. The same for every future whoever it is
    solved with: it hangs on the scenario whether people may leave at all, not on whether any has.
    """
    if away is None or not activity.leave:
        return activity
    people, *others = (
        of_day(values, today)[:, None]
        for values in (activity.people, activity.unconnected, activity.habits, activity.firms)
    )
    there = 1 - (1 - activity.asks[:, None]) * away
    return Activity(True, True, activity.asks, people * there[:, None], *others)


def factor(activity: Activity, industry: Array, today: int) -> Array:
    """(F, B, R) demand over that of the start; industry (F or 1, R) its share then."""
    home = of_day(activity.people, today)[:, None] * of_day(activity.habits, today)
    firms, share = of_day(activity.firms, today), industry[:, None]
    return np.asarray(home * (1 - share) + firms * share)


def cut_first(share: Array, first: Array) -> Array:
    """Slices (F, R, K) of demand as they are cut: of industry the part `first` (F,) before people.

    The rest of it is cut in turn with ordinary feeders, of which it is one.
    """
    if (first >= 1).all():
        return share
    made = np.array(np.broadcast_to(share, np.broadcast_shapes(share.shape, (len(first), 1, 1))))
    later = made[:, :, INDUSTRY] * (1 - first[:, None])
    made[:, :, INDUSTRY] -= later
    made[:, :, ORDINARY] += later
    return made


def blocks(
    activity: Activity, fixed: Fixed, share: Array, first: Array, today: int
) -> tuple[Fixed, ...]:
    """What stays the same through a block, for each block: slices change with who asks.

    share (F, R, K) is that of the start, first (F,) as of `cut_first`.
    """
    if not activity.moves:
        return (fixed,) * len(BLOCKS)
    home = of_day(activity.people, today)[:, None] * of_day(activity.habits, today)
    firms = of_day(activity.firms, today)
    made = []
    for b in range(len(BLOCKS)):
        grown = share * home[:, b, :, None]
        grown[:, :, INDUSTRY] = share[:, :, INDUSTRY] * firms[:, b]
        grown = grown / np.maximum(grown.sum(axis=2, keepdims=True), 1e-9)
        grown = np.ascontiguousarray(cut_first(grown, first))
        grown.flags.writeable = False
        made.append(fixed._replace(habits=fixed.habits._replace(share=grown)))
    return tuple(made)
