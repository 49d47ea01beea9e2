"""Large units: which fits which bank, and how many can be on their way at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.repair import yard_kernels

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def fits(scenario: Scenario) -> Array:
    """(cells, N) positions of the items that mend a destroyed one of each cell, the best first.

    It is the part of the kind. Where that has a voltage class and the cell serves a bank that has
    one, all pools of the bank's class fit whose rating is at least `repair.least_rating` of the
    bank's units, the smallest first, which keeps large units for large banks.
    """
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    items, banks = scenario.table("items"), scenario.table("power/transformers")
    part = kinds.index("part", items.text("id"))[cells.index("kind", kinds.text("id"))]
    served = np.array(cells.text("serves")) == "transformer"
    bank = np.full(len(cells), -1)
    bank[served] = cells.where(served).index("element", banks.text("id"))
    pool = np.array(
        [
            adds == "stock" and to == name
            for name, adds, to in zip(
                *(items.text(name) for name in ("id", "adds", "adds_to")), strict=True
            )
        ]
    )
    chosen = [_choices(int(p), int(b), scenario, pool) for p, b in zip(part, bank, strict=True)]
    width = max(max(map(len, chosen)), 1)
    return np.array([row + [-1] * (width - len(row)) for row in chosen], dtype=np.int64)


def _choices(part: int, bank: int, scenario: Scenario, pool: Array) -> list[int]:
    """Items for one cell: `part` and `bank` are positions, -1 for none."""
    items, banks = scenario.table("items"), scenario.table("power/transformers")
    if part < 0:
        return []
    classes, rating = items.number("kv"), items.number("mva")
    own = banks.number("kv")[bank] if bank >= 0 else np.nan
    if np.isnan(own) or np.isnan(classes[part]):
        return [part]
    least = scenario.known("repair.least_rating") * banks.number("unit_mva")[bank]
    able = np.flatnonzero(pool & (classes == own) & (rating >= least))
    return [int(item) for item in able[np.argsort(rating[able], kind="stable")]]


def transport(scenario: Scenario, luck: Luck) -> tuple[Array, Array, Array]:
    """way (F or 1, H) [1/day], haul (I,) and slots (F or 1, H): classes of repair/transport.

    The last class is of items without one, whose way is `repair.part_transport` and has no end of
    room.
    """
    table, items = scenario.table("repair/transport"), scenario.table("items")
    usual = scenario.parameter("repair.part_transport", luck)[:, None]
    own = scenario.uncertain("repair/transport", "days", luck)
    own, usual = _as_many(np.where(np.isnan(own), usual, own), usual)
    haul = items.index("transport", table.text("id"))
    slots = scenario.uncertain("repair/transport", "slots", luck)
    endless = np.full((len(slots), 1), np.inf)
    return (
        1 / np.maximum(np.concatenate([own, usual], axis=1), 1.0),
        np.where(haul < 0, len(table), haul).astype(np.int64),
        np.concatenate([slots, endless], axis=1),
    )


def _as_many(one: Array, other: Array) -> tuple[Array, Array]:
    """Both with as many futures as the one that has more."""
    futures = max(len(one), len(other))
    wide = [np.broadcast_to(each, (futures, each.shape[1])) for each in (one, other)]
    return wide[0], wide[1]


def under_way(
    fits: Array, haul: Array, classes: int, fitted: Array, state: Array, has_part: Array
) -> Array:
    """(F, H) parts of each class that are on their way: fits (A, N), haul (I,) below
    `classes`, all else (F, A).

    fitted is 1 + the item of the part of each, or (F, other) where only one fits.
    """
    made = np.empty((len(state), classes))
    yard_kernels.under_way(fits, haul, fitted, state, has_part, made)
    return made
