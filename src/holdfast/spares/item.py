"""An item at bases and a depot: rates and times, and the pipelines that follow from them."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammainccinv, gammaincinv, gammaln, xlogy

from holdfast.spares.asked import NO_BASES, Asked, Floats
from holdfast.spares.tails import at_least, backorder_variance, backorders

MODELS = ("metric", "vari_metric", "exact")
NODES = 48
"""Points of Gauss and Legendre at which the exact model looks; twice as many change nothing."""
NEVER = 1e-18
"""Chances below this are left out of an integral."""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One item, or many along leading axes; the last axis are B bases."""

    own: Floats
    """(..., B) mean in base repair and on the way from the depot, without waiting for it."""
    to_depot: Floats
    """(..., B) demand on the depot [1/year]."""
    depot_mean: Floats
    """(...) mean in depot repair."""
    lot: Floats
    """(..., B) order quantity: units are asked for when so many are wanting; 1 of a base that asks
    for none."""

    @property
    def share(self) -> Floats:
        """(..., B) of each base in the demand on the depot."""
        whole = self.to_depot.sum(axis=-1, keepdims=True)
        none = np.zeros(self.to_depot.shape)
        return np.asarray(np.divide(self.to_depot, whole, out=none, where=whole > 0))


@dataclasses.dataclass(frozen=True, slots=True)
class Pipeline:
    """Units that a base waits for: negative binomial, or a mixture of Poisson over J nodes."""

    mean: Floats
    """(..., B)"""
    variance: Floats
    """(..., B)"""
    node_weight: Floats
    """(..., 1, J)"""
    node_mean: Floats
    """(..., B, J)"""

    def above(self, stock: Floats) -> Floats:
        """P(X > stock), what one more unit saves."""
        if self.node_weight.shape[-1]:
            chance = at_least(stock[..., None] + 1, self.node_mean)
            return np.asarray((self.node_weight * chance).sum(axis=-1))
        return at_least(stock + 1, self.mean, self.variance)

    def short(self, stock: Floats) -> Floats:
        """E(X - stock)+."""
        if self.node_weight.shape[-1]:
            short = backorders(stock[..., None], self.node_mean)
            return np.asarray((self.node_weight * short).sum(axis=-1))
        return backorders(stock, self.mean, self.variance)


def read_item(
    asked: Asked,
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    order_quantity: npt.ArrayLike = 1,
    **more: npt.ArrayLike,
) -> tuple[Item, dict[str, Floats]]:
    """The item, and `more` that is whole by the names `depot_stock`, `base_stock` and so on.

    What has to do with bases ends on an axis of B; what begins with one of `NO_BASES` has
    leading axes alone. Faults are noted in `asked` and raised here.
    """
    at_base = {
        "demand_rate": asked.amounts("demand_rate", demand_rate),
        "repaired_at_base": asked.amounts("repaired_at_base", repaired_at_base, high=1.0),
        "base_repair_time": asked.amounts("base_repair_time", base_repair_time),
        "order_ship_time": asked.amounts("order_ship_time", order_ship_time),
        "order_quantity": asked.amounts("order_quantity", order_quantity, low=1, whole=True),
    }
    at_depot = {"depot_repair_time": asked.amounts("depot_repair_time", depot_repair_time)}
    for name, value in more.items():
        place = at_depot if name.startswith(NO_BASES) else at_base
        place[name] = asked.amounts(name, value, whole=True)
    at_base = {name: np.atleast_1d(value) for name, value in at_base.items()}
    shape = asked.together(
        **{name: value.shape for name, value in at_base.items()},
        **{name: (*value.shape, 1) for name, value in at_depot.items()},
    )
    asked.settle()
    at_base = {name: np.broadcast_to(value, shape) for name, value in at_base.items()}
    at_depot = {name: np.broadcast_to(value, shape[:-1]) for name, value in at_depot.items()}
    rate, repaired = at_base["demand_rate"], at_base["repaired_at_base"]
    to_depot = rate * (1 - repaired)
    item = Item(
        own=rate * repaired * at_base["base_repair_time"] + to_depot * at_base["order_ship_time"],
        to_depot=to_depot,
        depot_mean=to_depot.sum(axis=-1) * at_depot["depot_repair_time"],
        lot=np.where(to_depot > 0, at_base["order_quantity"], 1.0),
    )
    return item, {name: value for name, value in (at_base | at_depot).items() if name in more}


def pipeline(item: Item, depot_stock: Floats, model: str) -> Pipeline:
    """What each base waits for, in the given model, lots left out. `depot_stock` (...)."""
    mean = backorders(depot_stock, item.depot_mean)[..., None]
    variance = backorder_variance(depot_stock, item.depot_mean)[..., None]
    share = item.share
    waits = item.own + share * mean
    none = np.zeros((*waits.shape, 0))
    if model == "metric":
        return Pipeline(waits, waits, none, none)
    spread = waits + share * share * np.maximum(variance - mean, 0.0)
    if model != "exact":
        return Pipeline(waits, spread, none, none)
    weight, ahead = depot_nodes(item.depot_mean, depot_stock)
    node_mean = item.own[..., None] + share[..., None] * ahead[..., None, :]
    return Pipeline(waits, spread, weight[..., None, :], node_mean)


def depot_nodes(mean: Floats, stock: Floats) -> tuple[Floats, Floats]:
    """(..., J) weights, and expected demand since the first that the depot has not met.

    Let depot repair take a constant time, which changes no distribution (Palm). The depot has not
    met the demands after the first `stock` of that time. On the scale of expected demand, the last
    that it met stands at a gamma of shape `stock`; what follows is Poisson, whoever asked.
    """
    mean, stock = np.broadcast_arrays(mean, stock)
    some = np.maximum(stock, 1.0)
    low = np.minimum(gammaincinv(some, NEVER), mean)[..., None]
    high = np.minimum(gammainccinv(some, NEVER), mean)[..., None]
    point, weight = np.polynomial.legendre.leggauss(NODES)
    x = low + (high - low) / 2 * (1 + point)
    shape = some[..., None]
    dense = weight * np.exp(xlogy(shape - 1, x) - x - gammaln(shape)) * (high > low)
    whole = dense.sum(axis=-1, keepdims=True)
    reached = np.where(stock > 0, gammainc(some, mean), 0.0)[..., None]
    dense = np.divide(dense * reached, whole, out=np.zeros_like(dense), where=whole > 0)
    ahead = np.maximum(mean[..., None] - x, 0.0)
    none_met = (stock <= 0)[..., None]
    rest = np.concatenate([np.where(none_met, 0.0, 1 - reached), none_met * 1.0], axis=-1)
    ends = np.stack([np.zeros(mean.shape), mean], axis=-1)
    return np.concatenate([dense, rest], axis=-1), np.concatenate([ahead, ends], axis=-1)
