"""Where a given number of units stands best: the least backorders for every total.

For a given depot stock the pipelines of the bases are given, and each base's backorders are convex
in its stock: the k-th unit saves P(X_b >= k). So the best share-out takes the greatest savings of
all bases, and the best depot stock is found by trying each. What is least over depot stocks need
not be convex in the total (Sherbrooke 2004, section 3.7).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.spares.asked import Asked, Floats
from holdfast.spares.echelons import Backorders, judged
from holdfast.spares.item import MODELS, Item, pipeline, read_item

ROOM = 2_000_000
"""Numbers held at a time while many items are tried."""

Ints = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Curves:
    """Least backorders of I items by the units there are in all, 0 to M."""

    backorders: Floats
    """(I, M + 1) over all bases."""
    depot_stock: Ints
    """(I, M + 1) of them at the depot; the fewest where several are as good."""


def best_stock(
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    total: npt.ArrayLike,
    *,
    model: str = "metric",
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
) -> tuple[Ints, Ints, Backorders]:
    """Depot stock, base stock (B,) and backorders of the best place for `total` units.

    Arguments as in `metric`; `total` whole, with leading axes of items if there are several;
    `model` metric, vari_metric or exact. Exact for bases that differ, as no share-out is left
    untried that could be better. The work grows as the square of the total.

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    asked.choice("model", model, MODELS)
    item, given = read_item(
        asked, demand_rate, repaired_at_base, base_repair_time, order_ship_time,
        depot_repair_time, total=total,
    )  # fmt: skip
    lead, bases = item.own.shape[:-1], item.own.shape[-1]
    units = given["total"].astype(np.int64).reshape(-1)
    flat = one_axis(item)
    found = curves(flat, int(units.max(initial=0)), model)
    depot = found.depot_stock[np.arange(len(units)), units]
    base = share_out(flat, depot, units - depot, model)
    stock = {
        "depot_stock": depot.reshape(lead).astype(np.float64),
        "base_stock": base.reshape(*lead, bases).astype(np.float64),
    }
    judgement = judged(item, stock, model, systems, quantity_per_system)
    return depot.reshape(lead)[()], base.reshape(*lead, bases), judgement


def one_axis(item: Item) -> Item:
    """The item with its leading axes as one."""
    bases = item.own.shape[-1]
    return Item(
        own=item.own.reshape(-1, bases),
        to_depot=item.to_depot.reshape(-1, bases),
        depot_mean=item.depot_mean.reshape(-1),
        lot=item.lot.reshape(-1, bases),
    )


def some(item: Item, which: slice | Ints) -> Item:
    """Items out of many along one leading axis."""
    return Item(item.own[which], item.to_depot[which], item.depot_mean[which], item.lot[which])


def curves(item: Item, most: int, model: str) -> Curves:
    """Least backorders of I items for 0 to `most` units."""
    count, bases = item.own.shape
    least = np.full((count, most + 1), np.inf)
    depot = np.zeros((count, most + 1), dtype=np.int64)
    size = max(1, ROOM // ((most + 1) * bases * (100 if model == "exact" else 1)))
    for first in range(0, count, size):
        here = slice(first, min(first + size, count))
        part = some(item, here)
        for at_depot in range(most + 1):
            kept = np.full(part.depot_mean.shape, float(at_depot))
            short, saved = savings(part, kept, most - at_depot, model)
            saved = -np.sort(-saved.reshape(len(saved), -1), axis=1)[:, : most - at_depot]
            left = short[:, None] - np.concatenate(
                [np.zeros((len(saved), 1)), np.cumsum(saved, axis=1)], axis=1
            )
            reached = least[here, at_depot:]
            better = left < reached * (1 - 1e-13) - 1e-300
            depot[here, at_depot:][better] = at_depot
            reached[better] = left[better]
    return Curves(np.maximum(least, 0.0), depot)


def savings(item: Item, depot_stock: Floats, units: int, model: str) -> tuple[Floats, Floats]:
    """(I,) backorders without base stock; (I, units, B) what the next unit at a base saves."""
    waits = pipeline(item, depot_stock, model)
    stock = np.arange(float(units))[:, None]
    wide = dataclasses.replace(
        waits,
        mean=waits.mean[:, None],
        variance=waits.variance[:, None],
        node_weight=waits.node_weight[:, None],
        node_mean=waits.node_mean[:, None],
    )
    shape = (len(depot_stock), units, item.own.shape[-1])
    return waits.mean.sum(axis=-1), wide.above(np.broadcast_to(stock, shape))


def share_out(item: Item, depot_stock: Ints, units: Ints, model: str) -> Ints:
    """(I, B) base stock: `units` (I,) where each saves most."""
    count, bases = item.own.shape
    made = np.zeros((count, bases), dtype=np.int64)
    most = int(units.max(initial=0))
    size = max(1, ROOM // (max(most, 1) * bases * (100 if model == "exact" else 1)))
    for first in range(0, len(made), size):
        here = np.arange(first, min(first + size, len(made)))
        kept = depot_stock[here].astype(np.float64)
        _, saved = savings(some(item, here), kept, most, model)
        order = np.argsort(-saved.reshape(len(here), -1), axis=1, kind="stable")
        for row, number in enumerate(here):
            made[number] = np.bincount(order[row, : units[number]] % bases, minlength=bases)
    return made
