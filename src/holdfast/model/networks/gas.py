"""Gas for one day: what is asked for, what is delivered, and what that leaves for power."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.gas import daily
from holdfast.model.networks import curve, piped, supplied
from holdfast.model.networks.activity import of_day
from holdfast.model.networks.offers import lost, produced, takes
from holdfast.model.networks.params import Params
from holdfast.model.networks.piped import Piped
from holdfast.model.networks.sums import mean_by
from holdfast.model.types import DISTRICT, HOMES, INDUSTRY, POWER, USES, Harm, Weather


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """The gas of a day of F futures."""

    day: daily.Daily
    piped: Piped | None
    """What a network with pressures adds to it; None if gas is a national balance."""


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """What of the gas that is asked for does not hang on power."""

    lit: Array
    """(F, R, U) mcm where nothing is dark and all sources of district heat are there."""
    heat_left: Array
    """(F, R) share of these sources that is left."""


def morning(params: Params, weather: Weather, harm: Harm, today: int) -> Need:
    """What those who are there would ask for: piecewise linear in temperature or along a sigmoid;
    of power stations nothing is known yet.

    Raises ValueError where a sigmoid asks for lasting cold and the weather has none.
    """
    knots, t = params.gas.demand, weather.temperature[:, :, None]
    mild = np.minimum(np.maximum((10 - t) / 10, 0), 1)
    cold = np.maximum(-t / 10, 0)
    shape = knots[0] + (knots[1] - knots[0]) * mild + (knots[2] - knots[1]) * cold
    if params.curve.follows.any():
        if not np.isfinite(weather.lasting).all():
            raise ValueError("demand that follows lasting cold needs weather.lasting")
        shape = np.where(params.curve.follows > 0, curve.heat(params.curve, weather.lasting), shape)
    if params.activity.moves:
        shape = shape * _activity(params, today)
    left = mean_by(harm.left, params.assets.heat, params.demand.hinge.size)
    return Need(np.asarray(shape * params.gas.level), left)


def asked(params: Params, need: Need, dark: Array, burnt: Array) -> Array:
    """(F, R, U) mcm: less what stops in the dark (F, R), district heat by the sources of it that
    are left, power stations what they would burn (F, R)."""
    made = need.lit * (1 - params.gas.needs_power * dark[:, :, None])
    made[:, :, DISTRICT] *= need.heat_left
    made[:, :, POWER] = burnt
    return np.asarray(made)


def _activity(params: Params, today: int) -> Array:
    """(F, R, U) demand over that of the start: homes by people present, industry by its day."""
    people = of_day(params.activity.people, today)
    firms = of_day(params.activity.firms, today).mean(axis=1)
    many = max(len(people), len(firms))
    made = np.ones((many, people.shape[1], len(USES)))
    made[:, :, HOMES] = people[:, :, None]
    made[:, :, INDUSTRY] = firms
    return made


def deliver(
    params: Params,
    harm: Harm,
    stock: Array,
    packed: Array,
    dark: Array,
    stopped: Array,
    demand: Array,
    today: int,
    earlier: Given | None,
    moving: Array,
) -> Given:
    """Gas of one day, by pressures where there is a network of them; stock (F, S), packed (F, N).

    dark (F, R) of regions and stopped (F, C) of compressors are shares of the day. In a network
    only futures that are `moving` (F,) are solved again, if there was a round before.
    """
    if params.pressures is None:
        return Given(balance(params, harm, stock, dark, demand, today), None)
    before = None if earlier is None else earlier.piped
    found = piped.deliver(
        params, params.pressures, harm, stock, packed, dark, stopped, demand, today, before, moving
    )
    return Given(piped.as_day(found), found)


def stood_still(params: Params, given: Given, regions: int) -> Array:
    """(F, R) share of the day that electric compressors of a region stood still in the dark."""
    many = len(given.day.stock)
    made = np.zeros((many, regions))
    if given.piped is not None and params.pressures is not None:
        p = params.pressures
        for c in np.flatnonzero(p.electric > 0):
            region = p.station_region[c]
            made[:, region] = np.maximum(made[:, region], given.piped.stopped[:, c])
    return made


def books(
    params: Params, harm: Harm, given: Given, gift: Array, dark: Array, today: int
) -> dict[str, Array]:
    """What is told of the gas of a day beside who got it, (F,) each, by field of Service; gift (F,)
    what was given and found room [mcm], dark (F, R)."""
    still = dark if given.piped is None else given.piped.still
    struck, in_dark = lost(params, harm.left, still, today)
    return {
        "gas_imported": given.day.imported,
        "gas_withdrawn": given.day.withdrawn - given.day.injected,
        "gas_produced": given.day.produced,
        "gas_given": gift,
        "gas_cost": _paid(params, given, today),
        "gas_struck": struck,
        "gas_in_dark": in_dark,
    }


def _paid(params: Params, given: Given, today: int) -> Array:
    """(F,) million EUR for gas that was bought; 0 where the scenario states no price."""
    bought = params.bought
    if given.piped is None or not bought.order.size:
        return supplied.cost(bought, supplied.in_order(bought, given.day.imported, today))
    return supplied.cost(bought, given.piped.bought)


def balance(
    params: Params, harm: Harm, stock: Array, dark: Array, demand: Array, today: int
) -> daily.Daily:
    """One day's national balance, with damaged sources that stand still in part in the dark."""
    gas = params.gas
    whole = mean_by(harm.left, params.assets.store, gas.capacity.size)
    made = daily.balanced(
        stock=stock,
        working=gas.capacity[None],
        max_withdrawal=gas.withdrawal * whole,
        empty_share=gas.empty_share,
        max_injection=takes(params, stock, whole),
        production=produced(params, harm.left, dark, today).sum(axis=1),
        import_cap=gas.import_limit[:, today],
        demand=demand,
        priority=gas.priority,
        imports_first=gas.imports_first,
    )
    if not (np.isfinite(made.stock).all() and np.isfinite(made.served).all()):
        raise ValueError(f"gas of day {today} is no number: look at what is asked and in store")
    return made
