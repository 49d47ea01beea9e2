"""Stoves in homes: wood that is burnt where the usual source of heat fails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.model.people.params import Params
from holdfast.model.types import Weather
from holdfast.scenario.homes import part

_DAY = 24.0
_KW_IN_MW = 1000.0


@dataclass(frozen=True, slots=True)
class Stoves:
    """What stoves add on a day."""

    lift: Array
    """(F, B, R, H) K held above outdoors beside the source, mean over the homes of a class."""
    apart: Array
    """(F, 1, R, H) K the same in homes without any heat of their source."""
    wood: Array
    """(F, R) MWh of heat from wood."""


def burn(params: Params, weather: Weather, given: Array, dark: Array) -> Stoves | None:
    """Stoves beside sources that give (F, R, H) [1], heat being off for lack of power where dark.

    A home with a stove has what its source gives or what the stove can, whichever is more. Wood is
    burnt for what that holds of the target and the source does not. None where there is no stove.
    """
    if not params.stoves.any():
        return None
    stopped = params.needs_power[:, None] * dark[:, :, :, None]
    most = np.minimum(params.stove_heat, 1.0)[:, None, None]
    free = weather.temperature[:, :, None] + params.gain
    need = part(params.target[:, None, None] - free, params.lift)
    burnt = params.stoves[:, None] * _instead(
        np.minimum(most, np.maximum(need, 0.0)), given, stopped
    )
    kilowatt = (burnt.mean(axis=1) * params.lift / np.maximum(params.per_kw, 1e-9)) * params.share
    held = params.stoves * most * params.lift
    return Stoves(
        lift=params.stoves[:, None] * _instead(most, given, stopped) * params.lift[:, None],
        apart=np.broadcast_to(held, given.shape)[:, None],
        wood=kilowatt.sum(axis=2) * params.people * _DAY / _KW_IN_MW,
    )


def _instead(most: Array, given: Array, stopped: Array) -> Array:
    """(F, B, R, H) share of full heat beyond what is given, mean over homes stopped and not."""
    lacks = np.maximum(most - given, 0.0)[:, None]
    return np.asarray((1 - stopped) * lacks + stopped * most[:, None])
