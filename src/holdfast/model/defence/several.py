"""Systems that can fire several interceptors: where one is short the next takes its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.defence.params import Params
from holdfast.model.defence.sums import sum_of
from holdfast.model.kernels import ration

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def others(scenario: Scenario, system: Array) -> Array:
    """What each effect fires in place of its system's own (T, E), turn by turn, -1 for nothing.

    system (E,) of the effects.
    """
    table, names = scenario.table("defence/fires"), scenario.table("defence/systems").text("id")
    owner = table.index("system", names)
    item = table.index("item", scenario.table("items").text("id"))
    count = np.bincount(owner, minlength=len(names)) if len(table) else np.zeros(len(names), int)
    by_system = np.full((int(count.max(initial=0)), len(names)), -1)
    for name in range(len(names)):
        by_system[: count[name], name] = item[owner == name]
    return by_system[:, system]


def turns(params: Params) -> list[Array]:
    """What effects fire in place of their own, turn by turn, each (E,)."""
    return [item.astype(np.int64) for item in params.others if (item >= 0).any()]


def open_to(params: Params, held: Array, own: Array) -> Array:
    """1 where an effect may fire its own item or another, (F, 1 + T, E).

    own (F, E) is that of its own. Another is spared by the same level of its own magazine.
    """
    told = [own]
    for item in turns(params):
        filled = params.full > 0.0
        fill = np.where(filled, held / np.where(filled, params.full, 1.0), held > 0.0)
        told.append(np.where(item >= 0, fill[:, item] >= params.spared_below, 0.0))
    return np.stack([np.broadcast_to(turn, own.shape) for turn in told], axis=1).astype(float)


def met_in_turn(params: Params, demand: Array, met: Array, may: Array, held: Array) -> Array:
    """Share of the demand (F, E) that each turn meets, (F, 1 + T, E).

    met (F, E) is what the own item meets; may (F, 1 + T, E); held (F, I) [pieces].
    """
    told = [met * may[:, 0]]
    used = sum_of(demand * told[0], params.item, held.shape[1])
    for turn, item in enumerate(turns(params), start=1):
        rest = (1.0 - np.sum(told, axis=0)) * may[:, turn]
        want = np.ascontiguousarray(demand * rest)
        left = np.ascontiguousarray(np.maximum(held - used, 0.0))
        got = np.empty_like(want)
        order = np.lexsort((params.served, item))
        ration(want, left, np.zeros((1, want.shape[1])), order, item, params.served, got)
        told.append(np.where(item >= 0, got * rest, 0.0))
        used = used + sum_of(demand * told[-1], item, held.shape[1])
    return np.stack(told, axis=1)


def fired(params: Params, spent: Array, met: Array, held: Array) -> Array:
    """Pieces fired of each item (F, I): what each effect spent (F, E) by the share of its turns."""
    if met.shape[1] == 1:
        return np.minimum(sum_of(spent, params.item, held.shape[1]), held)
    total = met.sum(axis=1)
    part = np.divide(spent, total, out=np.zeros_like(spent), where=total > 0.0)
    items = (params.item, *turns(params))
    pieces = [sum_of(part * met[:, turn], item, held.shape[1]) for turn, item in enumerate(items)]
    return np.asarray(np.minimum(np.sum(pieces, axis=0), held))
