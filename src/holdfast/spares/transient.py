"""Dyna-METRIC: what is short on each date while demand surges, at bases and a depot.

Base b sends a share of its failures to the depot; what comes back takes O_b. So at t it waits for
what is in its own repair, for what it asked in (t - O_b, t], and for its part of what the depot
owed at t - O_b (Hillestad 1982, RAND R-2785, sections II and VI). The depot owes its last
(N - s)+ demands, N in repair there:

- repair times constant, crews enough: N is Poisson and the last demand met is found on the time
  scale of expected demand; what came after it is Poisson by base. Exact however demand changes.
- otherwise by the number of the last demands that came in each period (`sharing`, `periods`). Exact
  too, with crews enough or few, up to 200 units in depot repair.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.spares.asked import Asked, Floats
from holdfast.spares.fleet import share_up
from holdfast.spares.item import Pipeline, depot_nodes
from holdfast.spares.law import REPAIRS, Rates, in_repair, law_of, queue
from holdfast.spares.sharing import Depot, depot_law, owed_law, split
from holdfast.spares.tails import backorders

LONG = 1e9
"""Years; dates are closer than this."""


@dataclasses.dataclass(frozen=True, slots=True)
class Transient:
    """What is short at T times, in units."""

    time: Floats
    """(T,) [year]"""
    depot: Floats
    """(T,) owed by the depot."""
    base: Floats
    """(T, B) owed by each base: holes in systems."""
    total: Floats
    """(T,) over the bases."""
    availability: Floats
    """(T,) expected share of systems that do not lack this part."""
    pipeline: Floats
    """(T, B) mean of what each base waits for."""
    pipeline_variance: Floats
    """(T, B)"""


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """Times, stocks and crews of B bases, and the depot; crews 0 where there are always enough."""

    repaired: Floats
    base_time: Floats
    ship_time: Floats
    base_stock: Floats
    base_crews: Floats
    repair: str
    depot: Depot


def dyna_metric(
    demand_rate: npt.ArrayLike,
    since: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: float,
    depot_stock: int,
    base_stock: npt.ArrayLike,
    time: npt.ArrayLike,
    *,
    repair: str = "constant",
    base_crews: npt.ArrayLike = 0,
    depot_crews: int = 0,
    systems: npt.ArrayLike = 1,
    quantity_per_system: int = 1,
) -> Transient:
    """Expected backorders at given times, with demand that changes on given dates.

    Arguments
    ---------
    demand_rate : (P, B) in each of P periods [1/year]
    since : (P,) when each begins [year], rising; the first has held since ever
    time : (T,) when to look [year]
    repair : how repair times vary about their means, constant or exponential
    base_crews, depot_crews : (B,) and one number: units that can be in repair at once, the others
        queue in order; 0 for enough of them. Needs exponential repair, and a first period that
        leaves the crews some rest.
    others : as in `metric`, one item

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    asked.choice("repair", repair, REPAIRS)
    rates = _read_rates(asked, demand_rate, since)
    when = np.atleast_1d(asked.amounts("time", time, low=-LONG))
    if when.ndim > 1:
        asked.wrong.append(f"time has shape {when.shape}: one number or (T,) is allowed")
    at_base = {
        "repaired_at_base": asked.amounts("repaired_at_base", repaired_at_base, high=1.0),
        "base_repair_time": asked.amounts("base_repair_time", base_repair_time),
        "order_ship_time": asked.amounts("order_ship_time", order_ship_time),
        "base_stock": asked.amounts("base_stock", base_stock, whole=True),
        "base_crews": asked.amounts("base_crews", base_crews, whole=True),
        "systems": asked.amounts("systems", systems, above=True),
    }
    each = asked.number("quantity_per_system", quantity_per_system, low=1, whole=True)
    depot = (
        asked.number("depot_repair_time", depot_repair_time),
        asked.number("depot_stock", depot_stock, whole=True),
        int(asked.number("depot_crews", depot_crews, whole=True)),
    )
    wide = _for_each_base(asked, at_base, rates.rate.shape[1:])
    places = Places(
        wide["repaired_at_base"], wide["base_repair_time"], wide["order_ship_time"],
        wide["base_stock"], wide["base_crews"], repair, Depot(*depot),
    )  # fmt: skip
    _crews_can(asked, rates.rate[0], places)
    asked.settle()
    return _judged(rates, places, when, wide["systems"], np.array(each))


def _read_rates(asked: Asked, demand_rate: npt.ArrayLike, since: npt.ArrayLike) -> Rates:
    """Rates by period; of no bases where shapes are wrong."""
    rate = asked.amounts("demand_rate", demand_rate)
    begins = asked.amounts("since", since, low=-LONG)
    if rate.ndim != 2 or begins.shape != rate.shape[:1] or not rate.size:
        asked.wrong.append(
            f"demand_rate {rate.shape} and since {begins.shape}: (P, B) and (P,) are allowed"
        )
        return Rates(np.zeros((1, 0)), np.zeros(1))
    if (np.diff(begins) <= 0).any():
        asked.wrong.append("since does not rise: later periods begin later")
    return Rates(rate, begins)


def _for_each_base(
    asked: Asked, given: dict[str, Floats], shape: tuple[int, ...]
) -> dict[str, Floats]:
    """Each value for each base; notes those of another length, if it is known what bases are."""
    made = {}
    for name, value in given.items():
        if value.shape not in ((), shape) and shape != (0,):
            asked.wrong.append(f"{name} has shape {value.shape}: one number or {shape} is allowed")
        fits = value.shape in ((), shape)
        made[name] = np.broadcast_to(value if fits else np.zeros(()), shape)
    return made


def _crews_can(asked: Asked, rate: Floats, places: Places) -> None:
    """Notes where crews are asked for that cannot be."""
    if places.repair != "exponential" and (places.depot.crews or places.base_crews.any()):
        asked.wrong.append("repair is constant: with crews exponential is allowed")
    for number, crews in enumerate(places.base_crews):
        load = rate[number] * places.repaired[number] * places.base_time[number]
        if crews and load >= crews:
            asked.wrong.append(
                f"base_crews[{number}] is {crews:g}: more than {load:g} is allowed, their work "
                "before the first change"
            )
    load = float(rate @ (1 - places.repaired)) * places.depot.time
    if places.depot.crews and load >= places.depot.crews:
        asked.wrong.append(
            f"depot_crews is {places.depot.crews}: more than {load:g} is allowed, their work "
            "before the first change"
        )


def _judged(rates: Rates, places: Places, time: Floats, fleet: Floats, each: Floats) -> Transient:
    """Base by base, as each has its own way from the depot."""
    asks = rates.scaled(1 - places.repaired)
    found = [_at_base(number, rates, asks, places, time) for number in range(len(fleet))]
    base, mean, variance = (np.stack(part, axis=-1) for part in zip(*found, strict=True))
    up = share_up(base, each, fleet)
    if places.depot.crews:
        law = owed_law(depot_law(asks, places.depot, time), places.depot.stock)
        owed = law @ np.arange(law.shape[1])
    else:
        there = in_repair(asks.summed(), time, np.array([places.depot.time]), places.repair)[:, 0]
        owed = backorders(np.asarray(places.depot.stock), there)
    return Transient(
        time=time,
        depot=owed,
        base=base,
        total=base.sum(axis=-1),
        availability=(up * fleet).sum(axis=-1) / fleet.sum(),
        pipeline=mean,
        pipeline_variance=variance,
    )


def _at_base(
    base: int, rates: Rates, asks: Rates, places: Places, time: Floats
) -> tuple[Floats, Floats, Floats]:
    """(T,) backorders of a base, mean and variance of what it waits for."""
    sent = time - places.ship_time[base]
    moving = asks.between(sent, time)[:, base]
    mends = Rates(rates.rate[:, [base]] * places.repaired[base], rates.since)
    stock, crews = places.base_stock[base], int(places.base_crews[base])
    own = moving
    if not crews:
        own = own + in_repair(mends, time, places.base_time[[base]], places.repair)[:, 0]
    if places.repair == "constant":
        return _mixed(own, stock, *_after_last_met(base, asks, places, sent))
    laws = [law_of(own), split(base, asks, places.depot, sent)]
    if crews and mends.rate.any() and places.base_time[base] > 0:
        laws.append(queue(mends, time, float(places.base_time[base]), crews))
    return _folded(laws, float(stock))


def _after_last_met(base: int, asks: Rates, places: Places, time: Floats) -> tuple[Floats, Floats]:
    """(T, J) weights, and the base's expected demand since the last that the depot met."""
    before = time - places.depot.time
    whole = asks.between(before, time).sum(axis=-1)
    weight, ahead = depot_nodes(whole, np.asarray(places.depot.stock))
    met = asks.reached(before[:, None], np.maximum(whole[:, None] - ahead, 0.0))
    ours = asks.between(np.minimum(met, time[:, None]), time[:, None])[..., base]
    return weight, np.where(ahead > 0, ours, 0.0)


def _mixed(
    own: Floats, stock: Floats, weight: Floats, ahead: Floats
) -> tuple[Floats, Floats, Floats]:
    """Backorders, mean and variance of a mixture of Poisson."""
    node = own[:, None] + ahead
    mean = (weight * node).sum(axis=-1)
    variance = mean + (weight * (node - mean[:, None]) ** 2).sum(axis=-1)
    waits = Pipeline(mean[:, None], variance[:, None], weight[:, None, :], node[:, None, :])
    return waits.short(np.full((1, 1), stock))[:, 0], mean, variance


def _folded(laws: list[Floats], stock: float) -> tuple[Floats, Floats, Floats]:
    """Backorders, mean and variance of a sum of independent counts, each law (T, X)."""
    rows = []
    for one in zip(*laws, strict=True):
        chance = one[0]
        for other in one[1:]:
            chance = np.convolve(chance, other)
        count = np.arange(len(chance))
        mean = float(chance @ count)
        rows.append((chance @ np.maximum(count - stock, 0.0), mean, chance @ (count - mean) ** 2))
    table = np.array(rows).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
