"""Gas for one day: what is asked for, what is delivered, and what that leaves for power."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.gas import daily
from holdfast.model.networks import curve
from holdfast.model.networks.activity import of_day
from holdfast.model.networks.params import USES, Params
from holdfast.model.networks.sums import mean_by
from holdfast.model.types import Harm, Weather

HOMES = [USES.index("household"), USES.index("district_heat")]
INDUSTRY, POWER = USES.index("industry"), USES.index("power")


def asked(params: Params, weather: Weather, dark: Array, burnt: Array, today: int) -> Array:
    """(F, R, U) mcm: piecewise linear in temperature or along a sigmoid, for those who are there,
    less what stops in the dark (F, R); power stations ask for what they would burn (F, R)."""
    knots, t = params.gas.demand, weather.temperature[:, :, None]
    mild = np.clip((10 - t) / 10, 0, 1)
    cold = np.maximum(-t / 10, 0)
    shape = knots[0] + (knots[1] - knots[0]) * mild + (knots[2] - knots[1]) * cold
    if params.curve.follows.any():
        shape = np.where(params.curve.follows > 0, curve.heat(params.curve, weather.lasting), shape)
    if params.activity.moves:
        shape = shape * _activity(params, today)
    made = shape * params.gas.level * (1 - params.gas.needs_power * dark[:, :, None])
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
    params: Params, harm: Harm, stock: Array, dark: Array, demand: Array, today: int
) -> daily.Daily:
    """One day's balance with damaged sources and compressors that stand still in the dark."""
    gas = params.gas
    works = mean_by(harm.left, params.assets.well, gas.well_region.size)
    powered = 1 - gas.power_need[:, None] * dark[:, gas.well_region]
    production = (gas.production[:, :, today] * works * powered).sum(axis=1)
    return daily.balance(
        stock=stock,
        working=gas.capacity,
        max_withdrawal=gas.withdrawal,
        empty_share=gas.empty_share,
        max_injection=gas.injection,
        production=production,
        import_cap=gas.import_limit[:, today],
        demand=demand,
        priority=gas.priority,
    )
