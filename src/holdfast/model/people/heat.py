"""Heat of homes: what sources give, and how warm homes are with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.model.people.apart import mixed
from holdfast.model.people.kernels import warm
from holdfast.model.people.params import Params
from holdfast.model.types import Homes, Service, Weather

SOURCES = ("district_heat", "household_gas", "electricity", "solid")
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


def availability(
    params: Params, service: Service, dark: Array | None = None, boilers: Array | None = None
) -> Array:
    """(F, B, R, H) [1]: share of its full heat that each class of dwellings can have.

    Gas of households and of district heat by what was delivered of what was asked, district heat
    also by the sources that work and by `boilers` (F, R), share of its full heat that they add;
    homes whose heat needs power lose it while they are `dark` (F, B, R), which is as the networks
    say if it is not given.
    """
    given = sources(service)
    if boilers is not None:
        given = given.copy()
        given[:, :, 0] += boilers
    by_home = given[:, np.arange(len(params.regions))[:, None], params.source]
    cut = service.dark if dark is None else dark
    stopped = params.needs_power[:, None] * cut[:, :, :, None]
    return np.asarray(np.clip(by_home, 0.0, 1.0)[:, None] * (1 - stopped))


def sources(service: Service) -> Array:
    """(F, R, 4) share of their full heat that the SOURCES give where nothing is dark."""
    asked = service.gas_asked
    share = np.divide(service.gas_served, asked, out=np.ones(asked.shape), where=asked > 0)
    full = np.ones(asked.shape[:2])
    return np.stack(
        [share[:, :, _DISTRICT] * service.heat_left, share[:, :, _HOUSEHOLD], full, full], axis=2
    )


def homes_of(
    params: Params, weather: Weather, heat: Array, homes: Homes, apart: Array | None
) -> Warmth:
    """A day of homes with heat (F, B, R, H) [1]; all alike, or some dark in a row, apart (F, R).

    Of those dark in a row the share whose heat needs power has none; all others have what is left
    of the same heat. Homes that join or leave them bring their temperature along.
    """
    if apart is None:
        last, hours, area, frozen = _lived(params, weather, homes.indoor, heat)
        little = (heat < _LITTLE).mean(axis=1)
        means = (_mean(params, each) for each in (area, hours, frozen, little))
        return Warmth(last, last, *means)
    without = apart[:, :, None] * params.needs_power
    usual, cold = mixed(
        homes.indoor, homes.indoor_apart, homes.apart[:, :, None] * params.needs_power, without
    )
    left = np.divide(
        heat, 1 - without[:, None], out=np.zeros(heat.shape), where=without[:, None] < 1
    )
    some = _lived(params, weather, usual, np.minimum(left, 1.0))
    others = _lived(params, weather, cold, np.zeros(heat.shape))
    little = (left < _LITTLE).mean(axis=1)
    pairs = (*zip(some[1:], others[1:], strict=True), (little, np.ones(little.shape)))
    hours, area, frozen, none = (
        _mean(params, (1 - without) * one + without * other) for one, other in pairs
    )
    return Warmth(some[0], others[0], area, hours, frozen, none)


def _lived(
    params: Params, weather: Weather, indoor: Array, heat: Array
) -> tuple[Array, Array, Array, Array]:
    """Last temperature, hours and degree-hours under the threshold, hours under that of frost."""
    last, hours, area, frozen = (np.empty(indoor.shape) for _ in range(4))
    warm(
        np.ascontiguousarray(indoor),
        np.ascontiguousarray(weather.temperature),
        np.ascontiguousarray(heat * params.lift[:, None]),
        np.ascontiguousarray(params.tau),
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
