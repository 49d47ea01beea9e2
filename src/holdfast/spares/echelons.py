"""Bases and a depot: what is short where, by METRIC, by VARI-METRIC and exactly.

Demand at base b is Poisson of rate m; a share r is repaired there in T, the rest is sent to the
depot, which sends a unit from its shelf, or when one is repaired, and that takes O. Each place
orders one for one against its stock level. With the depot's rate m0 = sum m (1 - r), its pipeline
is Poisson of mean m0 T0 (Palm 1938), B0 and V0 are mean and variance of its backorders, and

    E[X_b] = m (r T + (1 - r) O) + p_b B0,   p_b = m (1 - r) / m0                              (1)
    Var[X_b] = E[X_b] + p_b^2 (V0 - B0)                                                        (2)

METRIC (Sherbrooke 1968, Operations Research 16) takes X_b as Poisson of mean (1), VARI-METRIC
(Slay 1984; Graves 1985, Management Science 31; Sherbrooke 1986) as negative binomial of (1), (2).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.spares.asked import Asked, Floats
from holdfast.spares.fleet import share_up
from holdfast.spares.item import Item, pipeline, read_item
from holdfast.spares.lots import owed_in_lots, short_in_lots
from holdfast.spares.tails import backorders


@dataclasses.dataclass(frozen=True, slots=True)
class Backorders:
    """What is short at rest, in units. Leading axes are items, if there are several."""

    depot: Floats
    """(...) owed by the depot to the bases."""
    base: Floats
    """(..., B) owed by each base to its systems: holes in them."""
    total: Floats
    """(...) over the bases."""
    availability: Floats
    """(...) expected share of systems, over all bases, that do not lack this part."""
    pipeline: Floats
    """(..., B) mean of what each base waits for."""
    pipeline_variance: Floats
    """(..., B)"""


def metric(
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    depot_stock: npt.ArrayLike,
    base_stock: npt.ArrayLike,
    *,
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
    order_quantity: npt.ArrayLike = 1,
) -> Backorders:
    """Expected backorders of an item, pipelines Poisson.

    Arguments
    ---------
    demand_rate : (B,) [1/year]
    repaired_at_base : (B,) share of failures that the base mends itself, 0 to 1
    base_repair_time, order_ship_time : (B,) [year]
    depot_repair_time : [year], with the way to the depot
    depot_stock : whole, from 0 on
    base_stock : (B,) whole, from 0 on
    systems : (B,) systems at each base, 1 if not given; of `availability` alone
    quantity_per_system : whole, units of the item in a system, 1 if not given; likewise
    order_quantity : (B,) whole, units sent to the depot and asked for at a time, 1 if not given; of
        bases that send it none it counts for nothing

    Any of them may have leading axes of items, the same for all or of length 1; those with B go
    last. One number stands for all bases.

    Raises ValueError that names every argument that is wrong, its value and what is allowed.
    """
    return _read_and_judged(
        "metric", demand_rate, repaired_at_base, base_repair_time, order_ship_time,
        depot_repair_time, depot_stock, base_stock, systems, quantity_per_system, order_quantity,
    )  # fmt: skip


def vari_metric(
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    depot_stock: npt.ArrayLike,
    base_stock: npt.ArrayLike,
    *,
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
    order_quantity: npt.ArrayLike = 1,
) -> Backorders:
    """As `metric`, pipelines negative binomial of the right mean and variance; lots as `exact`."""
    return _read_and_judged(
        "vari_metric", demand_rate, repaired_at_base, base_repair_time, order_ship_time,
        depot_repair_time, depot_stock, base_stock, systems, quantity_per_system, order_quantity,
    )  # fmt: skip


def exact(
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    depot_stock: npt.ArrayLike,
    base_stock: npt.ArrayLike,
    *,
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
    order_quantity: npt.ArrayLike = 1,
) -> Backorders:
    """As `metric`, without its approximation, for order-and-ship times that do not vary.

    What the depot owes, in the order in which it was asked, falls to the bases by their shares, so
    X_b = Poisson + Binomial(depot backorders, p_b) (Simon 1971; Graves 1985); repair times may
    have any distribution, unless there are lots. Agrees with the sum over that law to some 1e-12.
    """
    return _read_and_judged(
        "exact", demand_rate, repaired_at_base, base_repair_time, order_ship_time,
        depot_repair_time, depot_stock, base_stock, systems, quantity_per_system, order_quantity,
    )  # fmt: skip


def _read_and_judged(
    model: str,
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    depot_stock: npt.ArrayLike,
    base_stock: npt.ArrayLike,
    systems: npt.ArrayLike,
    quantity_per_system: npt.ArrayLike,
    order_quantity: npt.ArrayLike,
) -> Backorders:
    """What `metric` says of its arguments, by the given model."""
    item, stock = read_item(
        Asked(), demand_rate, repaired_at_base, base_repair_time, order_ship_time,
        depot_repair_time, order_quantity, depot_stock=depot_stock, base_stock=base_stock,
    )  # fmt: skip
    return judged(item, stock, model, systems, quantity_per_system)


def judged(
    item: Item,
    stock: dict[str, Floats],
    model: str,
    systems: npt.ArrayLike = 1,
    quantity_per_system: npt.ArrayLike = 1,
) -> Backorders:
    """Backorders of items under given stock, `depot_stock` (...) and `base_stock` (..., B)."""
    asked = Asked()
    fleet = asked.amounts("systems", systems, above=True)
    each = asked.amounts("quantity_per_system", quantity_per_system, low=1, whole=True)
    shape = asked.together(
        base_stock=stock["base_stock"].shape,
        systems=fleet.shape,
        quantity_per_system=(*each.shape, 1),
    )
    if shape not in ((), stock["base_stock"].shape):
        asked.wrong.append(
            f"systems {fleet.shape} and quantity_per_system {each.shape} have more "
            f"axes than the items and bases {stock['base_stock'].shape}"
        )
    asked.settle()
    owed, short, mean, variance = _short(item, stock["depot_stock"], stock["base_stock"], model)
    up = share_up(short, each[..., None], fleet)
    weight = np.broadcast_to(fleet, short.shape)
    return Backorders(
        depot=owed[()],
        base=short,
        total=short.sum(axis=-1)[()],
        availability=((up * weight).sum(axis=-1) / weight.sum(axis=-1))[()],
        pipeline=mean,
        pipeline_variance=variance,
    )


def _short(
    item: Item, depot_stock: Floats, base_stock: Floats, model: str
) -> tuple[Floats, Floats, Floats, Floats]:
    """Backorders of the depot and of bases, mean and variance of what bases wait for."""
    lots = item.lot
    if model != "metric" and (lots > 1).any():
        mean = item.share * item.depot_mean[..., None]
        owed = owed_in_lots(mean, lots, depot_stock)
        return owed, *short_in_lots(item.own, mean, lots, depot_stock, base_stock)
    waits = pipeline(item, depot_stock, model)
    owed = backorders(depot_stock, item.depot_mean)
    short = waits.short(base_stock)
    for waiting in range(1, int(lots.max(initial=1))):
        short = short + (waiting < lots) * waits.short(base_stock - waiting)
    return owed, short / lots, waits.mean + (lots - 1) / 2, waits.variance + (lots**2 - 1) / 12
