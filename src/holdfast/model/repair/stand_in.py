"""What serves before repair is done: switching, and mobile or smaller units in place of destroyed.

Function of an installation that is not intact, of which the share l is left:

    l' = l + (1 - l) max(s, m, r)

with s its share by switching, from so many days after it was last hit, m that of a mobile unit in
use there, and r that of a unit too small to mend it with, which serves until the right one comes.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.carried import Yard
from holdfast.model.repair.yard_kernels import bridge, count_days
from holdfast.model.types import Harm

if TYPE_CHECKING:
    from holdfast.model.repair.params import Params
    from holdfast.scenario import Scenario


@bundle
class Switching:
    """What comes back of each installation by other ways."""

    days: Array = array("future asset", "days", "from the last hit until it does")
    share: Array = array("future asset", "1", "of the function lost")


@bundle
class Mobile:
    """What can stand in for each installation."""

    unit: Array = array("asset", "1", "position of the item, -1 for none")
    setting_up: Array = array("future asset", "1/day", "share of setting up done in a day")
    share: Array = array("future asset", "1", "of the function lost that one gives")


def switching(scenario: Scenario, luck: Luck, kind: Array) -> Switching | None:
    """Read repair/switching, or None if it is not given; kind (A,) of each installation."""
    if not len(scenario.table("repair/switching")):
        return None
    return Switching(
        days=_of_kind(scenario, luck, "repair/switching", "days", kind, np.inf),
        share=_of_kind(scenario, luck, "repair/switching", "share", kind, 0.0),
    )


def mobile(scenario: Scenario, luck: Luck, kind: Array) -> Mobile | None:
    """Read repair/mobile, or None if it is not given; kind (A,) of each installation."""
    table = scenario.table("repair/mobile")
    if not len(table):
        return None
    unit = np.full(len(scenario.table("damage/kinds")), -1, dtype=np.int64)
    place = table.index("kind", scenario.table("damage/kinds").text("id"))
    unit[place] = table.index("item", scenario.table("items").text("id"))
    days = _of_kind(scenario, luck, "repair/mobile", "days", kind, 1.0)
    return Mobile(
        unit=unit[kind],
        setting_up=1.0 / np.maximum(days, 1.0),
        share=_of_kind(scenario, luck, "repair/mobile", "share", kind, 0.0),
    )


def smaller(scenario: Scenario, luck: Luck, fits: Array, counts: Array) -> Mobile | None:
    """Read repair/smaller, or None if it is not given.

    fits (cells, N) items that mend a destroyed one of each cell, counts (cells,) installations. The
    share is the rating of the unit over that of the bank's; what mends a bank is not too small.
    """
    table = scenario.table("repair/smaller")
    if not len(table):
        return None
    cells, banks = scenario.table("assets"), scenario.table("power/transformers")
    items = scenario.table("items")
    item = table.index("item", items.text("id"))
    served = np.array(cells.text("serves")) == "transformer"
    bank = np.full(len(cells), -1)
    bank[served] = cells.where(served).index("element", banks.text("id"))
    row = np.full(len(cells), -1)
    for at, kv in enumerate(table.number("kv").tolist()):
        row[(bank >= 0) & (banks.number("kv")[bank] == kv)] = at
    mends = (fits == item[row][:, None]).any(axis=1) | (fits[:, 0] < 0)
    row[mends] = -1
    share = items.number("mva")[item[row]] / banks.number("unit_mva")[bank]
    days = scenario.uncertain("repair/smaller", "days", luck)[:, row]
    each = np.repeat(np.arange(len(cells)), counts)
    return Mobile(
        unit=np.where(row >= 0, item[row], -1)[each].astype(np.int64),
        setting_up=np.ascontiguousarray((1.0 / np.maximum(days, 1.0))[:, each]),
        share=np.where(row >= 0, np.minimum(share, 1.0), 0.0)[None, each],
    )


def _of_kind(
    scenario: Scenario, luck: Luck, name: str, column: str, kind: Array, other: float
) -> Array:
    """(F or 1, A) a column of a table by kind, `other` for kinds without a row."""
    kinds = scenario.table("damage/kinds").text("id")
    drawn = scenario.uncertain(name, column, luck)
    made = np.full((len(drawn), len(kinds)), other)
    made[:, scenario.table(name).index("kind", kinds)] = drawn
    return np.ascontiguousarray(made[:, kind])


def stand_in(params: Params, harm: Harm, yard: Yard) -> Harm:
    """The day's harm with what serves in place of damaged installations, before and after the raid.

    A hit undoes switching, and a mobile unit at its place is lost with it.
    """
    switched = params.switching
    units = ((params.mobile, yard.standing), (params.smaller, yard.smaller))
    if switched is None and all(fixed is None for fixed, _ in units):
        return harm
    own = params.bridged
    before = after = np.zeros((1, 1))
    spared = harm.hit[:, own] == 0.0
    if switched is not None:
        days, share = switched.days[:, own], switched.share[:, own]
        back = np.where(yard.since[:, own] + 1.0 >= days, share, 0.0)
        before, after = back, np.where(spared, back, np.where(days <= 0.0, share, 0.0))
    for fixed, standing in units:
        if fixed is not None:
            gives = np.where(standing[:, own] >= 1.0, fixed.share[:, own], 0.0)
            before, after = np.maximum(before, gives), np.maximum(after, gives * spared)
    left, left_before = harm.left.copy(), harm.left_before.copy()
    bridge(own, after, left)
    bridge(own, before, left_before)
    return dataclasses.replace(harm, left=left, left_before=left_before)


def bridged(switched: Switching | None, units: tuple[Mobile | None, ...], assets: int) -> Array:
    """(N,) positions of the installations that something can stand in for."""
    made = np.zeros(assets, dtype=bool)
    if switched is not None:
        made |= (switched.share > 0.0).any(axis=0)
    for fixed in units:
        if fixed is not None:
            made |= fixed.unit >= 0
    return np.flatnonzero(made)


def counted(since: Array, hit: Array) -> Array:
    """(F, A) days since each installation was last hit, as of this midnight."""
    made = np.empty(since.shape)
    count_days(since, hit, made)
    return made
