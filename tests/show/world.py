"""A made-up country with two winters and two paired plans, for the tests of the report.

Nothing here is Holdfast's model: damage comes in waves and heals, and the second plan heals faster.
It only makes arrays of the right shape that look like winters and agree with each other.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.outcome import Outcome
from holdfast.questions.whatif import WhatIf, between
from holdfast.scenario import Scenario, Settings, Table, schemas

DAYS, FUTURES = 548, 200
START = dt.date(2022, 10, 1)
SETTINGS = """
name = "aldria"
title = "Aldria, winters 2022–24"
start = 2022-10-01
days = 548
freeze = 2022-11-29
report_from = 2022-11-29
seed = 1

[weights.cold]
value = 0.5
source = "judgement, for tests"
"""
REGIONS = (
    ("NOR", "Capital and North", 5.8, 1.0),
    ("NEA", "North-East", 3.7, 1.5),
    ("CEN", "Centre", 3.5, 0.7),
    ("STH", "South", 4.1, 1.2),
    ("EST", "East", 4.4, 0.9),
    ("WST", "West", 7.5, 0.45),
)
ITEMS = (
    ("long_missile", "Long-range interceptor", "military", "stock", 120, 0, 1.2, 0.15),
    ("medium_missile", "Medium-range interceptor", "military", "stock", 60, 0, 0.5, 0.2),
    ("short_missile", "Short-range interceptor", "military", "stock", 45, 0, 0.1, 0.1),
    ("long_battery", "Long-range battery", "military", "system", 120, 70, 600, 0.3),
    ("large_transformer", "Large transformer", "humanitarian", "stock", 90, 14, 2.5, 0.35),
    ("generator_set", "Generator set", "humanitarian", "generator_set", 14, 7, 0.03, 0.2),
    ("repair_crew", "Repair crew", "humanitarian", "crew", 14, 7, 0.15, 0.1),
    ("gas", "Gas (million cubic metres)", "financial", "gas", 14, 0, 1.1, 0.0),
    ("diesel", "Diesel (thousand litres)", "humanitarian", "stock", 7, 0, 0.001, 0.0),
)
DELIVERIES = (
    ("d1", "NN", "long_missile", "80", "2023-01-05", "o1", "s1"),
    ("d2", "NN", "medium_missile", "200", "2022-12-20", "", "s1;s2"),
    ("d3", "VV", "large_transformer", "24", "2023-01-20", "o2", "s3"),
    ("d4", "VV", "generator_set", "900", "2022-12-10", "", "s2"),
    ("d5", "KK", "repair_crew", "36", "2022-12-15", "o3", "s4"),
    ("d6", "FF", "gas", "900", "2023-02-01", "", ""),
)
PACKAGE = (
    ("p1", "NN", "long_battery", "2", "2023-02-15"),
    ("p2", "NN", "long_missile", "120", "2023-03-01"),
    ("p3", "VV", "large_transformer", "30", "2023-04-01"),
    ("p4", "KK", "repair_crew", "40", "2023-03-15"),
)
ACTORS = """id,name,kind,status
NN,Norholm,member,READ
VV,Vestria,member,READ
KK,Kaldmark,partner,MEMORY
FF,Joint fund,institution,ESTIMATE
"""


def tables() -> dict[str, str]:
    regions = "".join(f"{i},{n},{int(p * 1e6)},held,{1 / 6:.4f}\n" for i, n, p, _ in REGIONS)
    items = "".join(
        f"{i},{n},{k},piece,{c},{c * 0.8},{c * 1.3},{lead},{use},{adds},1,{slip}\n"
        for i, n, k, adds, lead, use, c, slip in ITEMS
    )
    rows = "".join(f"{','.join(row[:5])},,{row[5]},yes,{row[6]}\n" for row in DELIVERIES)
    package = "".join(f"winter,{','.join(row)},\n" for row in PACKAGE)
    return {
        "regions": "id,name,population,status,defence_share\n" + regions,
        "items": "id,name,kind,unit,unit_cost_meur,unit_cost_meur_low,unit_cost_meur_high,"
        "lead_days,use_days,adds,amount,slip_per_month\n" + items,
        "actors": ACTORS,
        "offers": "id,partner,said,item,quantity,kind,committed,caveat\n"
        "o1,NN,80 missiles,long_missile,80,military,2022-11-30,only if Vestria sends crews\n"
        "o2,VV,24 units,large_transformer,24,humanitarian,2022-12-05,to be used in the South\n"
        "o3,KK,36 crews,repair_crew,36,humanitarian,2022-12-01,\n",
        "deliveries": "id,partner,item,quantity,date,region,offer,slips,source\n" + rows,
        "packages": "package,delivery,partner,item,quantity,date,region\n" + package,
        "stocks": "item,quantity,defended,fuel\nlong_missile,300,yes,no\n"
        "medium_missile,420,yes,no\nshort_missile,900,yes,no\nlarge_transformer,12,no,no\ndiesel,20000,no,yes\n",
        "sources": "id,outlet,published,speaker,statement,address\n"
        "s1,The Courier,2022-11-28,minister,missiles will follow,https://courier.example/1\n"
        "s2,Wire,2022-11-20,envoy,sets and missiles,https://wire.example/2\n"
        "s3,Vestrian Post,2022-12-01,operator,24 units shipped,https://post.example/3\n"
        "s4,Kaldmark Radio,2022-11-25,minister & <staff>,36 crews ready,-\n",
        "power/demand": "region,bus,night_mw,morning_mw,day_mw,evening_mw,protected_share\n"
        + "".join(f"{r[0]},{r[0]},1,1,1,1,{0.12 + 0.02 * k:.2f}\n" for k, r in enumerate(REGIONS)),
    }


def scenario(texts: dict[str, str] | None = None) -> Scenario:
    """The scenario, with the tables that the report reads and no others."""
    settings = Settings.model_validate(tomllib.loads(SETTINGS))
    made = {}
    written = tables() if texts is None else texts
    for name, text in written.items():
        head, *rows = csv.reader(io.StringIO(text))
        cells = dict(zip(head, zip(*rows, strict=True), strict=True))
        made[name] = Table(schemas()[name], settings.start, tuple(range(2, len(rows) + 2)), cells)
    files = {schemas()[name].file: text for name, text in written.items()}
    return Scenario(settings, settings.freeze, {"scenario.toml": SETTINGS, **files}, made, made)


def with_package(plain: Scenario) -> Scenario:
    """The scenario with the package added to its deliveries."""
    texts = tables()
    for _, partner, item, quantity, date in PACKAGE:
        texts["deliveries"] += f"{item}/1,{partner},{item},{quantity},{date},,,yes,\n"
    return scenario(texts)


def hours(futures: int, help_from: int, strength: float, seed: int = 5) -> np.ndarray:
    """Hours without power (future, day, region): waves in winter that heal, faster with help."""
    draw = np.random.default_rng(seed)
    season = np.cos(2 * np.pi * (np.arange(DAYS) - 105) / 365)
    level = np.repeat(draw.lognormal(0, 0.45, futures // 2), 2) * draw.lognormal(0, 0.2, futures)
    waves = draw.random((futures, DAYS)) < 0.10 * np.clip(season + 0.35, 0.08, 1)
    size = draw.lognormal(0, 0.5, (futures, DAYS)) * waves
    need = 0.45 + 0.55 * np.clip(season, -0.2, 1)
    risk = np.array([row[3] for row in REGIONS])
    out = np.empty((futures, DAYS, len(REGIONS)))
    damage = np.full(futures, 0.15) * level
    for day in range(DAYS):
        helped = strength if day >= help_from else 0.0
        damage = damage * (1 - 0.015 * (1 + 1.2 * helped))
        damage = damage + 0.16 * level * size[:, day] * (1 - 0.35 * helped)
        shed = np.clip(damage * need[day] - 0.3, 0, None)
        blow = 5 * size[:, day] * level * (1 - 0.2 * helped)
        out[:, day] = np.clip(9 * shed[:, None] * risk + (blow * 0.4)[:, None] * risk, 0, 24)
    return out


def stock_of(futures: int, start: float, arrivals: Sequence[tuple[int, float]], use: float):
    """Pieces held (future, day): used in waves, filled up by arrivals."""
    draw = np.random.default_rng(11)
    season = np.clip(np.cos(2 * np.pi * (np.arange(DAYS) - 105) / 365) + 0.7, 0.3, 2)
    pace = np.repeat(draw.lognormal(0, 0.25, futures // 2), 2)
    spent = draw.poisson(use * season * pace[:, None], (futures, DAYS)).astype(float)
    held = np.empty((futures, DAYS))
    now = np.full(futures, float(start))
    for day in range(DAYS):
        now = now + sum(amount for at, amount in arrivals if at == day)
        now = np.maximum(now - spent[:, day], 0)
        held[:, day] = now
    return held


def dataset(futures: int, helped: bool) -> xr.Dataset:
    """The variables of an outcome that the report reads, and those that its metrics count."""
    at = (dt.date(2023, 3, 1) - START).days
    power = hours(futures, at if helped else DAYS, 1.0)
    items = [row[0] for row in ITEMS]
    held = np.zeros((futures, DAYS, len(items)))
    plan = {
        "long_missile": (300, [(96, 80)], 1.0),
        "medium_missile": (420, [(80, 200)], 1.1),
        "short_missile": (900, [], 1.2),
        "large_transformer": (12, [(125, 24)], 0.09),
        "diesel": (20000, [(200, 9000)], 40.0),
    }
    for name, (start, arrivals, use) in plan.items():
        if helped and name == "long_missile":
            arrivals = [*arrivals, (at, 120)]
        if helped and name == "large_transformer":
            arrivals = [*arrivals, (at + 30, 30)]
        held[:, :, items.index(name)] = stock_of(futures, start, arrivals, use)
    stocked = np.array([name in plan for name in items])
    day = ("future", "day")
    where = (*day, "region")
    people = np.array([row[2] * 1e6 for row in REGIONS])
    return xr.Dataset(
        {
            "hours_without_power": (where, power.astype(np.float32)),
            "hours_planned": (where, (0.7 * power).astype(np.float32)),
            "cold_hours": (where, (0.3 * power).astype(np.float32)),
            "degree_hours": (where, (0.8 * power).astype(np.float32)),
            "unserved": (where, (40 * power).astype(np.float32)),
            "collapsed": (day, (power.max(axis=2) > 21).astype(np.float32)),
            "import_cost": (day, (0.02 * power.mean(axis=2)).astype(np.float32)),
            "gas_unserved": (day, (0.1 * power.mean(axis=2)).astype(np.float32)),
            "leaked": ((*day, "class"), (power.mean(axis=2, keepdims=True) / 4).astype(np.float32)),
            "held": ((*day, "item"), held.astype(np.float32)),
            "empty": ((*day, "item"), ((held <= 0) & stocked).astype(np.float32)),
            "population": (("future", "region"), np.tile(people, (futures, 1))),
            "rival": (
                ("future",),
                np.array(["proportional", "saturating"])[np.arange(futures) // 2 % 2],
            ),
        },
        coords={
            "future": np.arange(futures),
            "day": np.array([START + dt.timedelta(days=i) for i in range(DAYS)], "datetime64[ns]"),
            "region": [row[0] for row in REGIONS],
            "item": items,
            "class": ["cruise"],
            "item_name": ("item", [row[1] for row in ITEMS]),
        },
    )


def outcome(futures: int = FUTURES, helped: bool = False) -> Outcome:
    """One run."""
    plain = scenario()
    return Outcome(dataset(futures, helped), with_package(plain) if helped else plain, 1, "0.1.0")


def whatif(futures: int = FUTURES) -> WhatIf:
    """The plan as pledged against the plan with the package."""
    return between(outcome(futures), outcome(futures, helped=True))


def hindcast() -> pd.DataFrame:
    """A table of public figures as `holdfast.hindcast` gives it: met, not met, beyond, never."""
    day = dt.date
    rows = [
        (
            "F01",
            "power_stations_hit_share",
            "all",
            day(2022, 10, 10),
            day(2022, 10, 18),
            30,
            20,
            40,
            18,
            27,
            41,
            0.7,
            True,
            "President",
            False,
        ),
        (
            "F03",
            "energy_assets_damaged_share",
            "all",
            day(2022, 10, 10),
            day(2022, 11, 7),
            40,
            30,
            50,
            11,
            19,
            33,
            0.1,
            False,
            "government",
            False,
        ),
        (
            "F07",
            "people_cut_share_evening",
            "all",
            day(2022, 11, 23),
            day(2022, 11, 23),
            72,
            65,
            82,
            22,
            41,
            88,
            0.12,
            False,
            "President",
            False,
        ),
        (
            "F09",
            "hours_to_rejoin_after_collapse",
            "all",
            day(2022, 11, 23),
            day(2022, 11, 24),
            14,
            11,
            17,
            12,
            14,
            16.5,
            0.9,
            True,
            "energy minister",
            True,
        ),
        (
            "F14",
            "people_cut_region",
            "STH",
            day(2022, 12, 10),
            day(2022, 12, 10),
            1.5,
            1.2,
            1.8,
            0.1,
            0.6,
            1.4,
            0.05,
            False,
            "President",
            False,
        ),
        (
            "F20",
            "large_transformers_damaged_share",
            "all",
            day(2022, 10, 10),
            day(2023, 4, 30),
            43,
            35,
            50,
            28,
            39,
            60,
            0.5,
            True,
            "grid operator",
            False,
        ),
        (
            "F21",
            "first_day_without_limits",
            "all",
            day(2022, 10, 10),
            day(2023, 4, 30),
            120,
            110,
            130,
            100,
            np.inf,
            np.inf,
            0.2,
            False,
            "grid operator",
            False,
        ),
        (
            "F02",
            "days_until_deficit_below_10_percent",
            "all",
            day(2022, 10, 10),
            day(2022, 10, 13),
            3,
            2,
            4,
            np.nan,
            np.nan,
            np.nan,
            np.nan,
            False,
            "grid operator head",
            False,
        ),
    ]
    columns = [
        "id",
        "metric",
        "region",
        "from",
        "to",
        "value",
        "band_low",
        "band_high",
        "p05",
        "median",
        "p95",
        "chance",
        "met",
        "said_by",
        "also_sets_a_default",
        "role",
    ]
    told = [(*row, "default" if row[-1] else "judged") for row in rows]
    return pd.DataFrame(told, columns=columns)
