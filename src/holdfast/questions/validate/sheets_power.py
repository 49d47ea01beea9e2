"""Sheets of power: what is asked for, who is dark in each block, and hours without power."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from openpyxl import Workbook

from holdfast.arrays import Array
from holdfast.model.networks import activity
from holdfast.model.networks.activity import INDUSTRY
from holdfast.model.networks.fixed import BEGIN, END
from holdfast.model.types import BLOCK_HOURS, BLOCKS, SLICES
from holdfast.questions.validate.replay import Lived, Week
from holdfast.questions.validate.sheets import Check, Sheet, Value

Rows = dict[tuple[int, int, int], int]
"""The row of each day, block and region, by their numbers."""
KEYS = ("day", "block", "region")
DEMAND = (
    *KEYS, "base", "level", "slope", "hinge", "temperature", "people", "habits", "industry",
    "firms", "saving_mw", "weight", "linear", "before_saving", "asked",
)  # fmt: skip
COLUMNS = (
    *KEYS, "asked", "announced", "heating", *(f"share_{k}" for k in SLICES),
    *(f"people_{k}" for k in SLICES), "protected", "reach", "pocket", "raid", "fell", "relay",
    "local", "relayed", "restart", "put_off", "linked", "thrift", "again",
    *(f"wait_{k}" for k in SLICES),
    *(f"wanted_{k}" for k in SLICES), *(f"slice_{k}" for k in SLICES),
    *(f"unserved_{k}" for k in SLICES), *(f"shed_{k}" for k in SLICES), "turns", "fallen",
    "dark", "dark_protected", "dark_ordinary", "served_mwh", "lacking", "local_end",
    "relayed_end", "restart_end", "put_off_end",
)  # fmt: skip
HOURS = (
    "day", "region", "people", "away", "sets", "fuel_enough", *(f"left_{b}" for b in BLOCKS),
    "reach", "hours", "person_hours",
)  # fmt: skip
BALANCE = ("day", "served_mwh", "person_hours")


def numbers(week: Week) -> dict[str, tuple[float, str]]:
    """What holds for the whole week, by the names that formulas use."""
    net, folk = week.country.networks, week.country.people
    habits, on = week.days[0].power.fixed[0].habits, net.behaviour
    told = {
        "usable_per_mva": (on.usable_per_mva, "MW that a transformer carries for each MVA"),
        "saving": (habits.saving, "share saved where cuts are announced"),
        "overcut": (habits.overcut, "feeders cut over what is short"),
        "rebound": (habits.rebound, "share of what people lack that is put off"),
        "asked_again": (habits.asked_again, "share of what is put off that a block asks for"),
        "put_off": (habits.put_off, "share of it that is left after the block"),
        "local_keep": (habits.local_keep, "share of a local cut that is left after a block"),
        "restart_hours": (habits.restart_hours, "hours that a restart takes"),
        "affected": (habits.affected, "share of an island that falls with it"),
        "relay_mean": (habits.relay_mean, "mean of what relays have off, over its start"),
        "relay_keep": (habits.relay_keep, "share of it that is left after a block"),
        "set_people": (folk.set_people, "people whom one generator set serves"),
        "set_movable": (folk.set_movable, "share of sets that follow the dark"),
    }
    made = {name: (float(values[0]), what) for name, (values, what) in told.items()}
    for k, name in enumerate(SLICES):
        made[f"begin_{name}"] = float(BEGIN[k]), "share of a restart when it begins to come back"
        made[f"end_{name}"] = float(END[k]), "share of a restart when all of it is back"
    return made


def demand(book: Workbook, week: Week, scalars: Mapping[str, str]) -> tuple[Sheet, Rows]:
    """What each region asks for, block by block: equation 1 of docs/blocks/networks.md."""
    sheet = Sheet.of(
        book, "demand", "level x base + slope x (0 - lower of temperature and hinge), at least a "
        "tenth of the base, times who is there; docs/blocks/networks.md, equation 1",
        DEMAND, [Check("asked")], scalars,
    )  # fmt: skip
    rows: Rows = {}
    for number, lived, b, r in _cells(week):
        rows[number, b, r] = sheet.add(_keys(week, lived, b, r) | _demand(week, lived, b, r))
    sheet.close()
    return sheet, rows


def _demand(week: Week, lived: Lived, b: int, r: int) -> dict[str, Value]:
    net, today = week.country.networks, lived.today
    there = activity.without(net.activity, lived.dawn.away, today)
    asks, last = net.demand, b == len(BLOCKS) - 1
    return {
        "base": float(asks.base[b, r]),
        "level": float(asks.level[0, r]),
        "slope": float(asks.slope[0, r]),
        "hinge": float(asks.hinge[r]),
        "temperature": float(lived.day.weather.temperature[0, r]),
        "people": float(activity.of_day(there.people, today)[0, r]),
        "habits": float(activity.of_day(there.habits, today)[0, b, r]),
        "industry": float(asks.share[0, r, INDUSTRY]),
        "firms": float(activity.of_day(there.firms, today)[0, b, r]),
        "saving_mw": float(lived.day.arrived.saving_mw[0]) if last else 0.0,
        "weight": float(asks.weight[0, r]),
        "linear": "={level}*{base}+{slope}*(0-MIN({temperature},{hinge}))",
        "before_saving": "=MAX({linear},0.1*{level}*{base})"
        "*({people}*{habits}*(1-{industry})+{firms}*{industry})",
        "asked": "={before_saving}-MIN({saving_mw}*{weight},0.5*{before_saving})",
        "asked_engine": float(lived.day.service.asked[0, b, r]),
    }


def blocks(
    book: Workbook, week: Week, asked: Sheet, asked_rows: Rows, scalars: Mapping[str, str]
) -> tuple[Sheet, Rows]:
    """Each block of each region: what is connected, what of it is shed, who is dark."""
    checks = [Check(name) for name in ("dark", "dark_protected", "dark_ordinary")]
    ends = [Check(name) for name in ("local_end", "relayed_end", "restart_end", "put_off_end")]
    sheet = Sheet.of(
        book, "blocks", "connected demand by slice, what the engine could not serve of it, and who "
        "is dark; docs/blocks/networks.md, equations 3 and 3b",
        COLUMNS, [*checks, *ends], scalars,
    )  # fmt: skip
    rows: Rows = {}
    for number, lived, b, r in _cells(week):
        before = rows.get((number, b - 1, r) if b else (number - 1, len(BLOCKS) - 1, r))
        letters = sheet.letters
        carried = {
            name: f"={letters[f'{name}_end']}{before}" if before else float(at_dawn[0, r])
            for name, at_dawn in (
                ("local", lived.dawn.dark_local), ("relayed", lived.dawn.relayed),
                ("restart", lived.dawn.restart_left), ("put_off", lived.dawn.rebound),
            )
        }  # fmt: skip
        row = _keys(week, lived, b, r) | _block(lived, b, r) | block_formulas()
        start = {
            "local": _raided(carried["local"], "1-(1-{0})*(1-{{pocket}})"),
            "relayed": _raided(carried["relayed"], "{{relay}}"),
            "restart": _fell(carried["restart"]),
            "put_off": carried["put_off"],
        }
        told = {"asked": f"={asked.at('asked', asked_rows[number, b, r])}"}
        rows[number, b, r] = sheet.add(row | start | told | _came(lived, b, r))
    sheet.close()
    return sheet, rows


def _raided(before: Value, after: str) -> Value:
    cell = str(before).removeprefix("=")
    return f"=IF({{raid}}=1,{after.format(cell)},{cell})"


def _fell(before: Value) -> Value:
    cell = str(before).removeprefix("=")
    return f"=IF({{fell}}=1,[restart_hours],{cell})"


def _block(lived: Lived, b: int, r: int) -> dict[str, Value]:
    """What the engine drew and recorded of a block."""
    power, fixed = lived.power, lived.power.fixed[b].habits
    past = 0 <= lived.block <= b
    left = power.after if past else power.before
    raid = int(lived.block == b)
    own: dict[str, Value] = {
        "announced": float(power.announced[0, b, r]),
        "heating": float(power.heating[0, b, r]),
        "protected": float(fixed.protected[0, r]),
        "reach": float(left.reachable[0, r]),
        "pocket": float(lived.day.harm.pocket[0, r]),
        "raid": raid,
        "fell": int(raid and bool(lived.fell[r])),
        "relay": float(lived.relayed[r]),
    }
    for k, name in enumerate(SLICES):
        own[f"share_{name}"] = float(fixed.share[0, r, k])
        own[f"people_{name}"] = float(fixed.people_share[0, r, k])
        own[f"unserved_{name}"] = float(lived.day.service.unserved[0, b, r, k])
    return own


def block_formulas() -> dict[str, Value]:
    """The formulas of a block, in the order of their columns."""
    hours = f"{BLOCK_HOURS:g}"
    made: dict[str, Value] = {
        "linked": "=1-MAX({local},1-{reach})",
        "thrift": "=IF({announced}>0,1-[saving],1)",
        "again": "=IF({reach}>0,{put_off}*[asked_again]/{reach},0)",
        "turns": "=MIN([overcut]*{shed_ordinary}/MAX({slice_ordinary},0.000000001),1)",
        "fallen": "={shed_protected}/MAX({slice_protected},0.000000001)",
        "dark": "=1-{linked}*MAX(1-({wait_ordinary}*(1-{protected}/2)"
        "+{wait_protected}*{protected}/2+{turns}*(1-{protected}/2)*(1-{wait_ordinary})"
        "+{fallen}*{protected}/2*(1-{wait_protected})),0)",
        "dark_protected": "=1-{linked}*(1-{wait_protected})*MAX(1-{fallen},0)",
        "dark_ordinary": "=1-{linked}*(1-{wait_ordinary})*(1-{turns})",
        "served_mwh": "=" + hours + "*("
        + "+".join(f"{{slice_{k}}}-{{shed_{k}}}" for k in SLICES) + ")",
        "lacking": "=" + "+".join(
            f"{{shed_{k}}}+{{wanted_{k}}}*({{reach}}-{{linked}}*(1-{{wait_{k}}}))"
            for k in SLICES[:2]
        ),
        "local_end": "={local}*[local_keep]",
        "relayed_end": "={relayed}*[relay_keep]",
        "restart_end": f"=MAX({{restart}}-{hours},0)",
        "put_off_end": "={put_off}*[put_off]+[rebound]*{lacking}",
    }  # fmt: skip
    for k in SLICES:
        made[f"wait_{k}"] = _waits(k, hours)
        made[f"wanted_{k}"] = (
            f"={{asked}}*{{thrift}}*{{share_{k}}}+({{again}}+{{heating}})*{{people_{k}}}"
        )
        made[f"slice_{k}"] = f"={{wanted_{k}}}*{{linked}}*(1-{{wait_{k}}})"
        made[f"shed_{k}"] = (
            f"={{unserved_{k}}}-({{wanted_{k}}}*(1-{{linked}}*(1-{{wait_{k}}}))"
            f"-{{again}}*(1-{{reach}})*{{people_{k}}})"
        )
    return made


def _waits(name: str, hours: str) -> str:
    """Mean share of a slice that waits for its island: equation 4 of docs/blocks/operation.md; all
    but protected feeders also for what relays shed."""
    begin, end, whole = f"[begin_{name}]", f"[end_{name}]", "[restart_hours]"

    def back(x: str) -> str:
        y = f"(MIN(MAX({x},{begin}),{end})-{begin})"
        return f"({y}^2/(2*({end}-{begin}))+MAX({x}-{end},0))"

    x = f"(1-{{restart}}/{whole})"
    later = f"(1-{{restart}}/{whole}+{hours}/{whole})"
    share = f"1-({back(later)}-{back(x)})/({hours}/{whole})"
    waits = f"IF({{restart}}<=0,0,[affected]*MIN(MAX({share},0),1))"
    return f"={waits}" if name == SLICES[0] else f"=1-(1-{waits})*(1-{{relayed}}*[relay_mean])"


def _came(lived: Lived, b: int, r: int) -> dict[str, Value]:
    """The engine's results of a block; what is carried on is known at midnight alone."""
    service, last = lived.day.service, b == len(BLOCKS) - 1
    made: dict[str, Value] = {
        "dark_engine": float(service.dark[0, b, r]),
        "dark_protected_engine": float(service.dark_protected[0, b, r]),
        "dark_ordinary_engine": float(service.dark_ordinary[0, b, r]),
    }
    ends = {
        "local_end": service.dark_local,
        "relayed_end": service.relayed,
        "restart_end": service.restart_left,
        "put_off_end": service.rebound,
    }
    if last:
        made |= {f"{name}_engine": float(values[0, r]) for name, values in ends.items()}
    return made


def hours(
    book: Workbook, week: Week, block: Sheet, rows: Rows, scalars: Mapping[str, str]
) -> tuple[Sheet, Sheet]:
    """Hours and person-hours without power, and what is served a day beside what was given."""
    sheet = Sheet.of(
        book, "hours", "of those whom the grid leaves dark, generator sets serve some; the rest is "
        "without power", HOURS, [Check("hours"), Check("person_hours", 3)], scalars,
    )  # fmt: skip
    balance = Sheet.of(
        book, "balance", "energy served in all regions is what stations gave and what was imported",
        BALANCE, [Check("served_mwh", 3), Check("person_hours", 3)], scalars,
    )  # fmt: skip
    for number, lived in enumerate(week.days):
        first = sheet.rows + 1
        for r, region in enumerate(week.country.networks.regions):
            sheet.add(_hours(week, lived, number, r, region, block, rows))
        last = len(week.country.networks.regions) - 1
        edges = rows[number, 0, 0], rows[number, len(BLOCKS) - 1, last]
        service, comfort = lived.day.service, lived.day.comfort
        balance.add(
            {
                "day": str(week.scenario.date(lived.today)),
                "served_mwh": f"=SUM({block.span('served_mwh', *edges)})",
                "served_mwh_engine": float(service.generated[0].sum() + service.imported[0]),
                "person_hours": f"=SUM({sheet.span('person_hours', first, sheet.rows)})",
                "person_hours_engine": math.fsum(
                    (comfort.hours_without[0] * _people(week)).tolist()
                ),
            }
        )
    sheet.close()
    balance.close()
    return sheet, balance


def _hours(
    week: Week, lived: Lived, number: int, r: int, region: str, block: Sheet, rows: Rows
) -> dict[str, Value]:
    folk, people = week.country.people, float(_people(week)[r])
    sets = float(lived.day.losses.sets_left[0, r] + lived.day.arrived.generator_sets[0, r])
    made: dict[str, Value] = {
        "day": str(week.scenario.date(lived.today)),
        "region": region,
        "people": people,
        "away": float(lived.dawn.away[0, r]),
        "sets": sets,
        "fuel_enough": _enough(week, lived),
        "reach": "={sets}*[set_people]/MAX({people},1)",
        "hours": f"={BLOCK_HOURS:g}*(" + "+".join(f"{{left_{b}}}" for b in BLOCKS) + ")",
        "hours_engine": float(lived.day.comfort.hours_without[0, r]),
        "person_hours": "={hours}*{people}",
        "person_hours_engine": float(lived.day.comfort.hours_without[0, r]) * people,
    }
    assert folk.regions[r] == region
    for b, name in enumerate(BLOCKS):
        dark = block.at("dark", rows[number, b, r])
        served = (
            f"((1-[set_movable])*MIN({{reach}},1-{{away}})*{dark}"
            f"+[set_movable]*MIN({{reach}},(1-{{away}})*{dark}))"
        )
        made[f"left_{name}"] = f"={dark}-{{fuel_enough}}*{served}"
    return made


def _people(week: Week) -> Array:
    return np.asarray(week.country.people.people[0])


def _enough(week: Week, lived: Lived) -> float:
    """Share of the fuel that generator sets ask for which is there: 1 unless it runs short."""
    folk = week.country.people
    if not folk.fuel.any():
        return 1.0
    held = float((lived.dawn.held[0] * folk.fuel).sum())
    dark = lived.day.service.dark[0]
    sets = lived.day.losses.sets_left[0] + lived.day.arrived.generator_sets[0]
    reach = sets * folk.set_people[0] / np.maximum(_people(week), 1.0)
    there, movable = 1 - lived.dawn.away[0], folk.set_movable[0]
    wanted = (1 - movable) * np.minimum(reach, there) * dark
    wanted = wanted + movable * np.minimum(reach, there * dark)
    hours_of = BLOCK_HOURS * wanted.sum(axis=0)
    ran = np.divide(hours_of, reach, out=np.zeros_like(reach), where=reach > 0)
    litres = float((sets * ran).sum() * folk.set_litres[0])
    return held / litres if litres > held else 1.0


def _cells(week: Week) -> list[tuple[int, Lived, int, int]]:
    """Each day, block and region: number of the day, the day, block, region."""
    regions = range(len(week.country.networks.regions))
    return [
        (number, lived, b, r)
        for number, lived in enumerate(week.days)
        for b in range(len(BLOCKS))
        for r in regions
    ]


def _keys(week: Week, lived: Lived, b: int, r: int) -> dict[str, Value]:
    return {
        "day": str(week.scenario.date(lived.today)),
        "block": BLOCKS[b],
        "region": week.country.networks.regions[r],
    }
