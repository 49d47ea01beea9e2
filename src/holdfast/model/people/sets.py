"""Generator sets, boilers and heating points: what they reach, what they burn, how they wear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.model.people.heat import sources
from holdfast.model.people.params import Params
from holdfast.model.types import BLOCK_HOURS, Service, Weather
from holdfast.scenario.homes import least, part

_KW_IN_MW = 1000.0
_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Sets:
    """What generator sets do on a day."""

    relieved: Array
    """(F, B, R) share of people whom they serve, of all: none of those who have left."""
    running: Array
    """(F, R) hours that each runs."""
    litres: Array
    """(F,) burnt."""


@dataclass(frozen=True, slots=True)
class Heating:
    """What boilers do on a day."""

    adds: Array
    """(F, R) share of full district heat."""
    running: Array
    """(F, R) hours that each runs."""
    litres: Array
    """(F,) burnt."""


@dataclass(frozen=True, slots=True)
class Shelter:
    """What heating points do on a day."""

    places: Array
    """(F, R) hours in the warmth that they can give, per person of the region."""
    running: Array
    """(F, R) hours that each runs on its own power."""
    litres: Array
    """(F,) burnt."""


def fuel_of(params: Params, held: Array) -> Array:
    """(F,) litres held; without a row of fuel it is not counted."""
    if not params.fuel.any():
        return np.full(len(held), np.inf)
    return np.asarray((held * params.fuel).sum(axis=1))


def run_sets(params: Params, dark: Array, sets: Array, fuel: Array, away: Array) -> Sets:
    """Sets (F, R) against dark (F, B, R) with fuel (F,) [l]; who is away (F, R) is not served.

    A set runs for the share of its people that are dark: one that stays where it is for the share
    that all are, one that can be moved for as many as it reaches while there are so many. If fuel
    runs short all run in proportion; a scenario without a row of fuel does not count it.
    """
    reach = (sets * params.set_people[:, None] / np.maximum(params.people, 1.0))[:, None]
    movable = params.set_movable[:, None, None]
    there = 1.0 - away[:, None]
    fixed = np.minimum(reach, there) * dark
    wanted = (1.0 - movable) * fixed + movable * np.minimum(reach, there * dark)
    reach = reach[:, 0]
    hours = BLOCK_HOURS * wanted.sum(axis=1)
    running = np.divide(hours, reach, out=np.zeros(reach.shape), where=reach > 0)
    litres = (sets * running).sum(axis=1) * params.set_litres
    enough = _enough(litres, fuel)
    return Sets(wanted * enough[:, None, None], running * enough[:, None], litres * enough)


def run_boilers(
    params: Params, weather: Weather, service: Service, boilers: Array, fuel: Array, away: Array
) -> Heating | None:
    """Boilers (F, R) [MW] beside what gives district heat by itself; None if there are none.

    Their heat is that of homes whose people are there, away (F, R) being the share that has left.

    They run where it gives less than its homes need to hold the target, burn for what is lacking
    then, and give up to what is lacking of full heat: what holds the target at the design
    temperature, times the reserve of a class.
    """
    if not boilers.any():
        return None
    given = sources(params, service)[:, :, 0]
    homes = params.source == 0
    share = (params.share * params.reserve * homes).sum(axis=2)
    full = params.people * (1 - away) * share * params.boilers.heat[:, None] / _KW_IN_MW
    size = np.divide(boilers, full, out=np.zeros((boilers + full).shape), where=full > 0)
    lift = np.where(homes, params.lift, np.inf).min(axis=2)
    free = weather.temperature + least(params.gain, homes)
    need = part(params.target[:, None] - free, lift)
    lacks = np.clip(need, 0.0, 1.0) - given
    adds = np.where(lacks > 0, np.minimum(size, np.maximum(1.0 - given, 0.0)), 0.0)
    works = np.clip(lacks, 0.0, adds)
    litres = (works * full).sum(axis=1) * _DAY * params.boilers.litres
    enough = _enough(litres, fuel)
    running = _DAY * np.divide(works, size, out=np.zeros(size.shape), where=size > 0)
    return Heating(adds * enough[:, None], running * enough[:, None], litres * enough)


def open_points(params: Params, left: Array, points: Array, fuel: Array) -> Shelter | None:
    """Points (F, R) where left (F, B, R) of the people are dark; None if there are none.

    While the power of a point is out it runs on its own, and is shut without fuel.
    """
    if not points.any():
        return None
    hours = params.points.hours[:, None]
    alone = hours * left.mean(axis=1)
    litres = (points * alone).sum(axis=1) * params.points.litres
    enough = _enough(litres, fuel)[:, None]
    served = hours - alone * (1 - enough)
    places = points * params.points.people[:, None] / np.maximum(params.people, 1.0)
    return Shelter(places * served, alone * enough, litres * enough[:, 0])


def worn(number: Array, wear: Array, running: Array) -> Array:
    """What is left of a number (F, R) after a day of so many hours running (F, R)."""
    return np.asarray(number * np.maximum(1 - wear[:, None] * running, 0.0))


def _enough(litres: Array, fuel: Array) -> Array:
    """(F,) share of the litres wanted that there is fuel for."""
    return np.divide(fuel, litres, out=np.ones(litres.shape), where=litres > fuel)
