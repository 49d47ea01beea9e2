"""What the model should say of the day that is worked out by hand: its fields, dawn and record."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from examples.valley_by_hand import worked

CONSTANT: dict[str, Any] = {
    "arrived.systems": [0],  # no delivery of these is in use on the first day
    "arrived.pieces": [0] * 7,
    "arrived.crews": [0, 0],
    "arrived.import_mw": 0,
    "arrived.gas_mcm": 0,
    "arrived.saving_mw": 0,
    "arrived.protection": [0] * 11,
    "raid.claimed": [math.nan],  # the record does not say what was brought down
    "raid.harmful": [1],  # no decoys
    "fight.jammed": [0],  # nothing is jammed here
    "fight.waiting": [0],  # and no launcher is limited
    "harm.left_before": [1] * 11,  # all was whole at dawn
    "service.linepack": [],  # gas is a national balance
    "service.compressor_mw": [0] * 3,
    "service.oil": [],  # no station has oil
    "arrived.technicians": [],  # air defence is mended where it stands, without echelons
    "readiness.astray": [0],
    "readiness.at": [[0]],
    "readiness.bench": [],
    "readiness.dock": [],
    "readiness.fails": [0],
    "readiness.gone": [0],
    "readiness.line": [],
    "readiness.queue": [],
    "readiness.removed": [0],
    "readiness.returned": [0],
    "readiness.scrapped": [0],
    "readiness.short": [],
    "readiness.wants": [0],
    "stock.expired": [0] * 7,  # nothing has a shelf life
    "stock.lots": np.empty((0, 23)),
    "arrived.transport": [],  # parts need no heavy transport
    "arrived.works": [0],  # nor does protection need crews
    "mended.built": [0, 0],
    "mended.fitted": [0],  # crews are posted nowhere, hurt nowhere, and nothing stands in
    "mended.injured": [0],
    "mended.order": [0],
    "mended.posted": [[0]],
    "mended.since": [0],
    "mended.standing": [0],
    "mended.worked": [0],
    "mended.remains": [0],  # nothing is taken from what is destroyed, no smaller unit serves
    "mended.taken": [0],
    "mended.donor": [0],
    "mended.smaller": [0],
    "service.oil_mw": [0] * 3,
    "service.oil_left": [0] * 3,
    "service.heat_pumps": [0] * 3,  # nor is there a heat pump
    "service.gas_burnt": 0,
    "service.gas_given": 0,  # no gas is given
    "service.gas_cost": 0,  # and what is bought has no price
    "service.gas_struck": 0,  # nothing that serves a field can be hit here
    "service.compressors_dark": [0] * 3,
    "service.rounds": 1,  # no station burns more than it gets
    "arrived.absorbed": [[0]],  # no item gives a level of protection
    "arrived.heating_points": [0],  # nor is a heating point or a boiler in the catalogue
    "arrived.boiler_mw": [0],
    "arrived.oil_t": 0,
    "comfort.frozen_hours": [0] * 3,  # no home comes under 12 degrees within a day
    "comfort.frozen_by_home": [[0, math.nan], [0, 0], [0, math.nan]],
    "comfort.warmed": [0] * 3,
    "comfort.points": [0] * 3,
    "comfort.boilers": [0] * 3,
    "comfort.apart": [0] * 3,  # all homes of a class share the dark
    "comfort.dry_hours": [0] * 3,  # water is not counted here
    "comfort.tanks": [8] * 3,
    "comfort.tanks_apart": [8] * 3,
    "comfort.works_apart": [0] * 3,
    "comfort.dry": [0] * 3,
    "comfort.strained": [0] * 3,  # nobody leaves
    "comfort.away": [0] * 3,
    "comfort.wood": [0] * 3,  # and no home has a stove
    "comfort.group_hours": [[]] * 3,  # no groups are told apart
    "losses.units": [0],  # nothing that stands can be lost here
    "losses.sets": [0] * 3,
    "losses.standing": [4],
    "losses.sets_left": [0] * 3,
    "losses.lost": [0],
    "harm.debris": [0] * 3,  # nor do fragments hurt a place
    "harm.pocket": [0] * 3,  # nothing that serves distribution can be hit here
    "service.dark_local": [0] * 3,
    "service.relayed": [0] * 3,
    "service.heat_left": [1] * 3,  # nor any source of district heat
    "service.heaters": [[0] * 3] * 4,  # homes were warm at dawn, and heaters are left out
    "service.heater_kw": [[[0] * 2] * 3] * 4,
    "mended.mended": [0] * 11,
    "readiness.parts": [0] * 7,  # none was down at dawn, so none is mended
}
"""Fields of the day that this day leaves as they are, and why."""


def items(**values: float) -> list[float]:
    names = ("battery", "interceptor", "spare", "transformer", "generator_set", "diesel", "crew")
    return [values.get(name, 0) for name in names]


def day_by_hand() -> dict[str, Any]:
    """Every field of the day that this day moves, as "verb.field"."""
    w = worked()
    sky, come, won, hurt = w["weather"], w["raid"], w["fight"], w["harm"]
    grid, fuel, home, fixed = w["power"], w["gas"], w["people"], w["repair"]
    made = 8 / 30.4375
    return {
        "weather.anomaly": sky["anomaly"],
        "weather.temperature": sky["temperature"],
        "weather.lasting": sky["temperature"],
        "arrived.generator_sets": [50, 0, 0],
        "cover.ready": [4],
        "raid.wave": come["wave"],
        "raid.days_since_wave": 0,
        "raid.stock": [come["stock"]],
        "raid.launched": [12],
        "raid.toward": [come["toward"]],
        "raid.aimed": [come["aimed"]],
        "fight.leaks": [won["leaks"]],
        "fight.kills": [[a - b for a, b in zip(come["toward"], won["leaks"], strict=True)]],
        "fight.destroyed": [won["destroyed"]],
        "fight.fired": items(interceptor=won["fired"]),
        "fight.spent": [won["fired"]],
        "harm.state": hurt["state"],
        "harm.work_left": hurt["work_left"],
        "harm.has_part": hurt["has_part"],
        "harm.times_hit": hurt["hit"],
        "harm.hit": hurt["hit"],
        "harm.left": hurt["left"],
        "service.asked": grid["asked"],
        "service.unserved": grid["unserved"],
        "service.dark": grid["dark"],
        "service.dark_protected": grid["dark_protected"],
        "service.dark_ordinary": grid["dark_ordinary"],
        "service.planned": grid["planned"],
        "service.deficit": grid["deficit"],
        "service.collapsed": grid["fall"]["falls"],
        "service.solved_again": 0,  # capacities alone, balanced by maximum flows
        "service.restart_left": [14 - 6 - 6] * 3,
        "service.trip_left": grid["trip_left"],
        "service.planned_before": grid["schedule"],
        "service.rebound": grid["evening"]["put_off"],
        "service.generated": [grid["hydro_mwh"], grid["thermal_mwh"]],
        "service.imported": grid["imported_mwh"],
        "service.import_cost": grid["imported_mwh"] * 100 / 1e6,
        "service.available": [200 * 0.95, 0],
        "service.gas_stock": [fuel["stock"]],
        "service.gas_imported": 0,
        "service.gas_withdrawn": fuel["withdrawn"],
        "service.gas_produced": fuel["produced"],
        "service.gas_in_dark": 2 - fuel["produced"],
        "service.gas_asked": fuel["uses"],
        "service.gas_served": fuel["uses"],
        "comfort.hours_without": home["hours_without"],
        "comfort.hours_planned": home["hours_planned"],
        # no flats in UPP and LOW; those of MID keep their district heat
        "comfort.indoor": [[house, 20] for house in home["at_midnight"]],
        "comfort.indoor_apart": [[house, 20] for house in home["at_midnight"]],
        # half of the people of MID live in houses, all of UPP and LOW
        "comfort.degree_hours": [home["area"][0], 0.5 * home["area"][1], home["area"][2]],
        "comfort.degree_by_home": [
            [home["area"][0], math.nan], [home["area"][1], 0], [home["area"][2], math.nan],
        ],
        # 100, 200 and 100 thousand people, of whom half of MID live in flats
        "comfort.indoor_by_home": [sum(home["at_midnight"]) / 3, 20],
        "comfort.cold_hours": [home["hours"][0], 0.5 * home["hours"][1], home["hours"][2]],
        "comfort.no_heat": home["no_heat"],
        "comfort.sets": [home["sets"], 0, 0],
        "comfort.litres": home["litres"],
        "mended.state": hurt["state"],
        "mended.work_left": fixed["work_left"],
        "mended.has_part": fixed["has_part"],
        "mended.times_hit": hurt["hit"],
        "mended.parts": items(transformer=1),
        "mended.busy": [1, 1],
        "readiness.down": [4 * 0.01],
        "stock.held": items(
            interceptor=60 - won["fired"] + made, spare=10, transformer=0,
            diesel=20_000 - home["litres"],
        ),
        "stock.empty": items(transformer=1),
    }  # fmt: skip


def dawn_by_hand() -> dict[str, Any]:
    """What the next morning finds: each field of State and the field of the day that becomes it."""
    day = day_by_hand() | CONSTANT
    became = {
        "weather": ("anomaly",),
        "raid": ("days_since_wave",),
        "readiness": ("down", "astray", "short", "queue", "bench", "line", "dock"),
        "losses": ("lost",),
        "fight": ("waiting",),
        "mended": (
            "state", "work_left", "has_part", "times_hit", "fitted", "since", "standing",
            "worked", "posted", "injured", "built", "order", "remains", "taken", "donor",
            "smaller",
        ),
        "service": (
            "restart_left", "trip_left", "dark_local", "relayed", "planned_before", "rebound",
            "gas_stock", "linepack", "oil",
        ),
        "comfort": (
            "indoor", "indoor_apart", "apart", "sets", "points", "boilers",
            "tanks", "tanks_apart", "works_apart", "dry", "strained", "away",
        ),
        "stock": ("held", "lots"),
    }  # fmt: skip
    made = {name: day[f"{verb}.{name}"] for verb, names in became.items() for name in names}
    return made | {"threat_stock": day["raid.stock"]}


def nation(values: list[float]) -> float:
    """Mean over 100, 200 and 100 thousand people."""
    return (values[0] + 2 * values[1] + values[2]) / 4


RECORD_OF_FIELD = {
    "hours_without_power": "comfort.hours_without",
    "hours_planned": "comfort.hours_planned",
    "deficit": "service.deficit",
    "collapsed": "service.collapsed",
    "solved_again": "service.solved_again",
    "imported": "service.imported",
    "import_cost": "service.import_cost",
    "gas_withdrawn": "service.gas_withdrawn",
    "gas_produced": "service.gas_produced",
    "gas_imported": "service.gas_imported",
    "gas_given": "service.gas_given",
    "gas_struck": "service.gas_struck",
    "gas_in_dark": "service.gas_in_dark",
    "indoor_by_home": "comfort.indoor_by_home",
    "degree_by_home": "comfort.degree_by_home",
    "frozen_by_home": "comfort.frozen_by_home",
    "degree_hours": "comfort.degree_hours",
    "cold_hours": "comfort.cold_hours",
    "no_heat": "comfort.no_heat",
    "frozen_hours": "comfort.frozen_hours",
    "launched": "raid.launched",
    "destroyed": "fight.destroyed",
    "jammed": "fight.jammed",
    "fired": "fight.fired",
    "held": "stock.held",
    "empty": "stock.empty",
    "ready": "cover.ready",
    "available": "service.available",
    "busy": "mended.busy",
}
"""Measures that are a field of the day as it is."""


def record_by_hand() -> dict[str, Any]:
    """What a run keeps of the day."""
    day, grid = day_by_hand() | CONSTANT, worked()["power"]
    dark = grid["dark"]
    share = [2 / 9, 1 / 2]  # substations, units of the plant
    return {name: day[field] for name, field in RECORD_OF_FIELD.items()} | {
        "dark_evening": nation(dark[3]),
        "dark_evening_region": dark[3],
        "dark_worst": max(nation(block) for block in dark),
        "restart_left": 14 - 6 - 6,
        "schedule_hours": 0,  # nothing had been announced the day before
        "unserved": [6 * sum(sum(grid["unserved"][b][r]) for b in range(4)) for r in range(3)],
        "gas_stock": worked()["gas"]["stock"],
        "gas_unserved": 0,
        "gas_used": worked()["gas"]["need"],
        "gas_for_power": worked()["power"]["thermal_mwh"] * 0.2 / 1000,
        "gas_short_homes": [0] * 3,
        "gas_short_power": [0] * 3,
        "temperature": nation(worked()["weather"]["temperature"]),
        "leaked": [sum(worked()["fight"]["leaks"])],
        "units_lost": [0],
        "sets_lost": [0] * 3,
        "debris": [0] * 3,
        "damaged": share,
        "ever_damaged": share,
        "twice_damaged": [0, 0],
        "lost": share,  # heavy and destroyed leave nothing
        "thermal_damaged": 1 / 2,
        "mended": [0, 0],
    }
