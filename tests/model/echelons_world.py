"""A fleet of one or two types in echelons, lived alone: no raid, no enemy, only wear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model import readiness
from holdfast.model.carried import Pipelines
from holdfast.model.types import Cover
from holdfast.model.upkeep import Readiness
from holdfast.scenario import Scenario
from model.small_country import TABLES, country

SYSTEMS = """id,name,layer,units,channels,reach,item,fails_per_day,fails_per_round
battery,Battery,medium,{units},4,0.2,interceptor,{fails},{use}
gun,Gun,gun,20,1,0.1,,0.02,0"""
ECHELONS = """id,name,there_days,back_days,slots_per_week,lost_share
unit,Unit,0,0,,0
depot,Depot at home,2,3,{home},{home_lost}
abroad,Depot abroad,10,12,{abroad},{abroad_lost}"""
MENDING = """system,echelon,share,days,technicians
battery,unit,0.5,4,
battery,depot,0.3,10,radar
battery,abroad,0.2,30,"""
TECHNICIANS = """id,name,echelon,crews
radar,Radar,depot,{crews}"""
PARTS = """system,item,share
battery,spare,{spare}
battery,valve,{valve}"""
RETURNS = """item,echelon,share,days,technicians
spare,depot,0.6,5,
spare,abroad,0.3,20,
valve,depot,1,6,{valve_by}"""
VALVE = "\nvalve,Valve,military,part,0,stock,valve,1,0"


def world(
    *,
    units: float = 10,
    fails: float = 0.02,
    use: float = 0,
    crews: float = 100,
    home: str = "",
    abroad: str = "",
    home_lost: float = 0,
    abroad_lost: float = 0,
    spare: float = 0.4,
    valve: float = 0.2,
    valve_by: str = "",
    whole: bool = False,
    tables: Mapping[str, str] | None = None,
) -> Scenario:
    """The small country with a battery that is mended in three echelons."""
    made = {
        "defence/systems": SYSTEMS.format(units=units, fails=fails, use=use),
        "readiness/echelons": ECHELONS.format(
            home=home, abroad=abroad, home_lost=home_lost, abroad_lost=abroad_lost
        ),
        "readiness/mending": MENDING,
        "readiness/technicians": TECHNICIANS.format(crews=crews),
        "readiness/parts": PARTS.format(spare=spare, valve=valve),
        "readiness/returns": RETURNS.format(valve_by=valve_by),
        "items": TABLES["items"] + VALVE,
        "parameters": f"id,value\nreadiness.whole_units,{int(whole)}",
    }
    return country(made | dict(tables or {}))


@dataclass(frozen=True)
class Lived:
    """A fleet day by day; the first axis of all is the day."""

    ready: Array
    """(D, F, U) units ready in the morning."""
    held: Array
    """(D + 1, F, I) parts in stock at dawn."""
    days: list[Readiness]


def live(
    scenario: Scenario,
    days: int,
    *,
    held: Mapping[str, float],
    futures: int = 1,
    fleet: Array | None = None,
    spent: float = 0.0,
    daily: Mapping[str, float] | None = None,
    seed: int = 1,
) -> Lived:
    """Wear a fleet for some days, from all ready; `spent` rounds a day are fired by the first.

    held parts are there at first, daily ones come each night.
    """
    luck = Luck.of(seed, range(futures))
    params = readiness.prepare(scenario, luck)
    began = {
        name: np.repeat(value, futures, axis=0) for name, value in readiness.start(params).items()
    }
    down = began.pop("down")
    at = Pipelines(**began)
    items = scenario.table("items").text("id")
    stock = np.zeros((futures, len(items)))
    for name, count in held.items():
        stock[:, items.index(name)] = count
    more = np.array([(daily or {}).get(name, 0.0) for name in items])
    units = scenario.table("defence/systems").number("units") if fleet is None else fleet
    shots = np.zeros((futures, len(units)))
    shots[:, 0] = spent
    ready, stocks, told = [], [stock], []
    for today in range(days):
        ready.append(np.maximum(units - down, 0.0))
        made = readiness.step(
            params, Cover(ready[-1]), down, stock, shots, at, np.zeros((1, 1)), luck.on(today)
        )
        stock = np.maximum(stock - made.parts, 0.0) + made.returned + more
        down = made.down
        at = Pipelines(made.astray, made.short, made.queue, made.bench, made.line, made.dock)
        stocks.append(stock)
        told.append(made)
    return Lived(np.array(ready), np.array(stocks), told)
