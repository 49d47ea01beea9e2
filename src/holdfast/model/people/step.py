"""What a day was for people: hours, warmth, water, and the help that was in use."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.carried import Homes
from holdfast.model.people import groups, leaving, water
from holdfast.model.people.apart import shared
from holdfast.model.people.heat import Warmth, by_home, heater_lift, homes_of, reached
from holdfast.model.people.params import Params
from holdfast.model.people.sets import (
    Shelter,
    fuel_of,
    open_points,
    run_boilers,
    run_sets,
    worn,
)
from holdfast.model.people.stoves import Stoves, burn
from holdfast.model.types import BLOCK_HOURS, Arrived, Comfort, Service, Weather


def step(
    params: Params,
    weather: Weather,
    service: Service,
    arrived: Arrived,
    homes: Homes,
    held: Array,
    luck: Luck,
) -> Comfort:
    """One day; homes and held (F, I) [pieces] as of dawn.

    Fuel goes to generator sets first, then to boilers, then to heating points.
    """
    sets = homes.sets + arrived.generator_sets
    points, boilers = homes.points + arrived.heating_points, homes.boilers + arrived.boiler_mw
    fuel = fuel_of(params, held)
    ran = run_sets(params, service.dark, sets, fuel, homes.away)
    left = service.dark - ran.relieved
    fuel = np.maximum(fuel - ran.litres, 0.0)
    heated = run_boilers(params, weather, service, boilers, fuel, homes.away)
    if heated:
        fuel = np.maximum(fuel - heated.litres, 0.0)
    shelter = open_points(params, left, points, fuel)
    cold = service.dark - params.set_heat[:, None, None] * ran.relieved
    apart = shared(cold, service.dark_local, params.in_a_row)
    given = by_home(params, service, heated.adds if heated else None)
    wood = burn(params, weather, given, cold)
    warmth = _warmth(params, weather, service, given, cold, homes, apart, wood)
    warmed, cold_hours, degree_hours, frozen = _sheltered(warmth, shelter, homes.away)
    taps = water.flow(params, service, left, homes, apart)
    without = BLOCK_HOURS * left.sum(axis=1)
    strained, away = leaving.gone(params, without, warmth, apart, homes)
    return Comfort(
        hours_without=without,
        hours_planned=BLOCK_HOURS * _planned(service, left).sum(axis=1),
        indoor=warmth.indoor,
        degree_hours=degree_hours,
        cold_hours=cold_hours,
        no_heat=warmth.no_heat,
        sets=worn(sets, params.set_wear, ran.running),
        litres=ran.litres
        + (heated.litres if heated else 0.0)
        + (shelter.litres if shelter else 0.0),
        frozen_hours=frozen,
        warmed=warmed,
        dry_hours=taps.hours,
        group_hours=groups.hours_of(params, service, left, apart),
        indoor_apart=warmth.indoor_apart,
        **_by_home(params, warmth, degree_hours, frozen),
        apart=apart,
        points=worn(points, params.points.wear, shelter.running) if shelter else points,
        boilers=worn(boilers, params.boilers.wear, heated.running) if heated else boilers,
        tanks=taps.tanks,
        tanks_apart=taps.tanks_apart,
        works_apart=taps.works_apart,
        dry=taps.dry,
        wood=wood.wood if wood else np.zeros(without.shape),
        strained=strained,
        away=away,
    )


def _planned(service: Service, left: Array) -> Array:
    """(F, B, R) what was announced of what is left dark, in proportion."""
    share = np.divide(left, service.dark, out=np.zeros(left.shape), where=service.dark > 0)
    return np.asarray(service.planned * share)


def _warmth(
    params: Params,
    weather: Weather,
    service: Service,
    given: Array,
    dark: Array,
    homes: Homes,
    apart: Array,
    wood: Stoves | None,
) -> Warmth:
    """Homes whose sources give (F, R, H) [1] where they are not dark, told apart if they are."""
    heat = reached(params, given, dark)
    some = apart if params.in_a_row.any() else None
    return homes_of(params, weather, heat, homes, some, heater_lift(params, service), wood)


def _sheltered(
    warmth: Warmth, shelter: Shelter | None, away: Array
) -> tuple[Array, Array, Array, Array]:
    """Hours in the warmth of heating points, and what is left of cold, its depth, the worst of it.

    Places go to those in the cold who are there, away (F, R) being the share that has left, to the
    coldest first; depth falls with the hours.
    """
    cold = warmth.cold_hours
    if shelter is None:
        return np.zeros(cold.shape), cold, warmth.degree_hours, warmth.frozen_hours
    warmed = np.minimum(shelter.places, (1 - away) * cold)
    left = cold - warmed
    kept = np.divide(left, cold, out=np.ones(cold.shape), where=cold > 0)
    return warmed, left, warmth.degree_hours * kept, np.maximum(warmth.frozen_hours - warmed, 0.0)


def _by_home(params: Params, warmth: Warmth, degrees: Array, frozen: Array) -> dict[str, Array]:
    """The day by class of dwelling; degrees and frozen (F, R) are what heating points leave."""
    return {
        "indoor_by_home": _indoors(params, warmth.indoor_of_all),
        "degree_by_home": _left(params, warmth.degree_by_home, degrees, warmth.degree_hours),
        "frozen_by_home": _left(params, warmth.frozen_by_home, frozen, warmth.frozen_hours),
    }


def _left(params: Params, values: Array, left: Array, before: Array) -> Array:
    """(F, R, H) of values by class what heating points leave of the region's mean (F, R); nan where
    nobody lives in homes of a class."""
    kept = np.divide(left, before, out=np.ones(before.shape), where=before > 0)
    return np.where(params.share > 0, values * kept[:, :, None], np.nan)


def _indoors(params: Params, indoor: Array) -> Array:
    """(F, H) degree C: mean over the people of the country in homes of each class."""
    lives = params.people[:, :, None] * params.share
    there = lives.sum(axis=1)
    total = (lives * indoor).sum(axis=1)
    return np.where(there > 0, total / np.where(there > 0, there, 1.0), np.nan)
