"""A day of people in the small country: what the networks gave, what came, and the dawn."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import declared
from holdfast.draws import Luck
from holdfast.model import people
from holdfast.model.carried import Homes
from holdfast.model.types import Arrived, Service, Weather
from model.small_country import country

LUCK = Luck.of(2, range(2))
CERTAIN = """id,value
people.design_temperature,-20
people.indoor_target,20
people.cold_threshold,16
people.set_people,50
people.set_movable,1
people.set_litres,10
people.set_wear,0.001
"""
DIESEL, PETROL = 5, 6
"""Positions of the two fuels among the items of the small country."""


def prepared(luck=LUCK, more="", **tables) -> people.Params:
    """The small country; `more` are rows of parameters after the certain ones."""
    return people.prepare(country({"parameters": CERTAIN + more, **tables}), luck)


def service(futures=2, **given) -> Service:
    """A day of full service, with some fields changed; all feeders are dark alike unless said."""
    sizes = {"future": futures, "block": 4, "region": 2, "use": 5, "slice": 3}
    made = {
        spec.name: np.zeros([sizes.get(axis, 1) for axis in spec.axes])
        for spec in declared(Service)
    }
    made["heat_left"] = np.ones((futures, 2))
    if "dark" in given:
        given = {"dark_protected": given["dark"], "dark_ordinary": given["dark"]} | given
    return Service(**(made | given))


def weather(temperature, futures=2) -> Weather:
    made = np.broadcast_to(np.asarray(temperature, dtype=float), (futures, 2)).copy()
    return Weather(anomaly=np.zeros(futures), temperature=made)


def arrived(sets=(0, 0), futures=2, points=(0, 0), boilers=(0, 0)) -> Arrived:
    one, none = np.zeros((futures, 1)), np.zeros(futures)
    came, opened, warm = (
        np.tile(np.array(each, dtype=float), (futures, 1)) for each in (sets, points, boilers)
    )
    return Arrived(
        one, one, one, came, none, none, none, one, heating_points=opened, boiler_mw=warm
    )


def dawn(params, futures=2, **given) -> Homes:
    """The first morning, with some of it changed."""
    made = {
        name: np.broadcast_to(value, (futures, *np.shape(value)[1:])).copy()
        for name, value in (people.start(params) | given).items()
    }
    return Homes(**made)


def day(params, *, outdoor=0.0, served=None, come=None, held=None, futures=2, **homes):
    """One day after a dawn with some `homes` changed."""
    tanks = np.zeros((futures, params.fuel.size))
    for item, litres in (held or {}).items():
        tanks[:, item] = litres
    return people.step(
        params,
        weather(outdoor, futures),
        served or service(futures),
        come or arrived(futures=futures),
        dawn(params, futures, **homes),
        tanks,
        LUCK,
    )


def dark(*blocks, futures=2):
    """(F, 4, 2) the same share in both regions."""
    return np.broadcast_to(np.array(blocks, float)[None, :, None], (futures, 4, 2)).copy()


def local(share, futures=2):
    """(F, 2) the same local cut in both regions."""
    return np.full((futures, 2), float(share))
