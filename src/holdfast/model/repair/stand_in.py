"""What serves before repair is done: temporary switching, and mobile units in place of destroyed.

Function of an installation that is not intact, of which the share l is left:

    l' = l + (1 - l) max(s, m)

with s its share by switching, from so many days after it was last hit, and m that of a mobile unit
in use there.
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
    switched, stands = params.switching, params.mobile
    if switched is None and stands is None:
        return harm
    own = params.bridged
    before = after = np.zeros((1, 1))
    spared = harm.hit[:, own] == 0.0
    if switched is not None:
        days, share = switched.days[:, own], switched.share[:, own]
        back = np.where(yard.since[:, own] + 1.0 >= days, share, 0.0)
        before, after = back, np.where(spared, back, np.where(days <= 0.0, share, 0.0))
    if stands is not None:
        gives = np.where(yard.standing[:, own] >= 1.0, stands.share[:, own], 0.0)
        before, after = np.maximum(before, gives), np.maximum(after, gives * spared)
    left, left_before = harm.left.copy(), harm.left_before.copy()
    bridge(own, after, left)
    bridge(own, before, left_before)
    return dataclasses.replace(harm, left=left, left_before=left_before)


def bridged(switched: Switching | None, stands: Mobile | None, assets: int) -> Array:
    """(N,) positions of the installations that something can stand in for."""
    made = np.zeros(assets, dtype=bool)
    if switched is not None:
        made |= (switched.share > 0.0).any(axis=0)
    if stands is not None:
        made |= stands.unit >= 0
    return np.flatnonzero(made)


def counted(since: Array, hit: Array) -> Array:
    """(F, A) days since each installation was last hit, as of this midnight."""
    made = np.empty(since.shape)
    count_days(since, hit, made)
    return made
