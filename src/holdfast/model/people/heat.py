"""Heat of homes: what sources give, and how warm homes are with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.model.carried import Homes
from holdfast.model.people.apart import mixed
from holdfast.model.people.kernels import warm
from holdfast.model.people.params import Params
from holdfast.model.people.stoves import Stoves
from holdfast.model.types import Service, Weather

SOURCES = ("district_heat", "household_gas", "electricity", "solid", "heat_pump")
"""Sources of heat, in the order in which `Params.source` numbers them."""
_HOUSEHOLD, _DISTRICT = 0, 1
"""Positions of the uses of gas that heat homes, on the axis `use` of Service."""
_LITTLE = 0.5
"""A source that gives less than this share of what is asked counts as no heat (Comfort.no_heat)."""


@dataclass(frozen=True, slots=True)
class Warmth:
    """How warm homes were today; means over the people of a region are (F, R)."""

    indoor: Array
    """(F, R, H) degree C at midnight."""
    indoor_apart: Array
    """(F, R, H) degree C at midnight in homes dark in a row and without heat."""
    degree_hours: Array
    """K h under the threshold."""
    cold_hours: Array
    """h under the threshold."""
    frozen_hours: Array
    """h under the frost threshold."""
    no_heat: Array
    """1, share with under half of their heat."""
    indoor_of_all: Array
    """(F, R, H) degree C at midnight, mean over all homes of a class."""
    degree_by_home: Array
    """(F, R, H) K h under the threshold."""
    frozen_by_home: Array
    """(F, R, H) h under the frost threshold."""


def availability(
    params: Params, service: Service, dark: Array | None = None, boilers: Array | None = None
) -> Array:
    """(F, B, R, H) [1]: share of its full heat that each class of dwellings can have.

    Gas of households and of district heat by what was delivered of what was asked, district heat
    also by its heat pumps that have power, by the sources that work and by `boilers` (F, R), share
    of its full heat that they add;
    homes whose heat needs power lose it while they are `dark` (F, B, R), which is as the networks
    say if it is not given.
    """
    cut = service.dark if dark is None else dark
    return reached(params, by_home(params, service, boilers), cut)


def by_home(params: Params, service: Service, boilers: Array | None) -> Array:
    """(F, R, H) [1]: share of its full heat that each class of homes has where nothing is dark."""
    given = sources(params, service)
    if boilers is not None:
        given = given.copy()
        given[:, :, 0] += boilers
    mine = given[:, np.arange(len(params.regions))[:, None], params.source]
    return np.asarray(np.clip(mine, 0.0, 1.0))


def reached(params: Params, given: Array, dark: Array) -> Array:
    """(F, B, R, H) [1]: what is left of that, given (F, R, H), where homes are dark (F, B, R)."""
    stopped = params.needs_power[:, None] * dark[:, :, :, None]
    return np.asarray(given[:, None] * (1 - stopped))


def sources(params: Params, service: Service) -> Array:
    """(F, R, 5) share of their full heat that the SOURCES give where nothing is dark.

    Heat pumps of district heat stand on protected feeders, and stop for as much of the day as these
    are dark.
    """
    asked = service.gas_asked
    share = np.divide(service.gas_served, asked, out=np.ones(asked.shape), where=asked > 0)
    full = np.ones(asked.shape[:2])
    lit = 1 - service.dark_protected.mean(axis=1)
    district = (1 - params.pumped) * share[:, :, _DISTRICT] + params.pumped * lit
    return np.stack(
        [district * service.heat_left, share[:, :, _HOUSEHOLD], full, full, full], axis=2
    )


def heater_lift(params: Params, service: Service) -> Array | None:
    """(F, B, R, H) K that electric heaters hold above outdoors beside the source, None if none are.

    Those whom power reaches have what they asked for, those in the dark have nothing of it.
    """
    if not service.heater_kw.any():
        return None
    lit = 1 - service.dark[:, :, :, None]
    return np.asarray(service.heater_kw * lit * params.per_kw[:, None])


def homes_of(
    params: Params,
    weather: Weather,
    heat: Array,
    homes: Homes,
    apart: Array | None,
    heaters: Array | None = None,
    stoves: Stoves | None = None,
) -> Warmth:
    """A day of homes with heat (F, B, R, H) [1]; all alike, or some dark in a row, apart (F, R).

    Of those dark in a row the share whose heat needs power has none; all others have what is left
    of the same heat, and of what electric heaters (F, B, R, H) [K] and stoves add to it. Homes that
    join or leave them bring their temperature along. `Warmth.no_heat` is of the source alone.
    """
    if stoves:
        heaters = stoves.lift if heaters is None else heaters + stoves.lift
    if apart is None:
        lift = _lift(params, heat, heaters)
        last, hours, area, frozen = _lived(params, weather, homes.indoor, lift)
        little = (heat < _LITTLE).mean(axis=1)
        deep, cold, harsh, none = (_mean(params, each) for each in (area, hours, frozen, little))
        return Warmth(last, last, deep, cold, harsh, none, last, area, frozen)
    without = apart[:, :, None] * params.needs_power
    usual, cold = mixed(
        homes.indoor, homes.indoor_apart, homes.apart[:, :, None] * params.needs_power, without
    )
    left = _of_others(heat, without)
    more = heaters
    if heaters is not None:
        taken = without[:, None] * stoves.apart if stoves else 0.0
        more = _of_others(heaters - taken, without)
    some = _lived(params, weather, usual, _lift(params, np.minimum(left, 1.0), more))
    burnt = np.broadcast_to(stoves.apart, heat.shape) if stoves else np.zeros(heat.shape)
    others = _lived(params, weather, cold, burnt)
    little = (left < _LITTLE).mean(axis=1)
    pairs = (*zip(some[1:], others[1:], strict=True), (little, np.ones(little.shape)))
    every = [(1 - without) * one + without * other for one, other in pairs]
    hours, area, frozen, none = (_mean(params, each) for each in every)
    last = (1 - without) * some[0] + without * others[0]
    return Warmth(some[0], others[0], area, hours, frozen, none, last, every[1], every[2])


def _of_others(values: Array, without: Array) -> Array:
    """Means over all homes (F, B, R, H) as means over those that are not `without` (F, R, H)."""
    there = 1 - without[:, None]
    return np.asarray(np.divide(values, there, out=np.zeros(values.shape), where=there > 0))


def _lift(params: Params, heat: Array, heaters: Array | None) -> Array:
    """(F, B, R, H) K that homes can hold above outdoors."""
    lift = heat * params.lift[:, None]
    return np.asarray(lift if heaters is None else lift + heaters)


def _lived(
    params: Params, weather: Weather, indoor: Array, lift: Array
) -> tuple[Array, Array, Array, Array]:
    """Last temperature, hours and degree-hours under the threshold, hours under that of frost."""
    last, hours, area, frozen = (np.empty(indoor.shape) for _ in range(4))
    warm(
        np.ascontiguousarray(indoor),
        np.ascontiguousarray(weather.temperature),
        np.ascontiguousarray(lift),
        np.ascontiguousarray(params.tau),
        np.ascontiguousarray(params.gain),
        params.target,
        params.threshold,
        params.frozen,
        last,
        hours,
        area,
        frozen,
    )
    return last, hours, area, frozen


def _mean(params: Params, values: Array) -> Array:
    """(F, R) mean over people of (F, R, H) values; people in no class count as 0."""
    return np.asarray((values * params.share).sum(axis=2))
