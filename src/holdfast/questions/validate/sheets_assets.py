"""Sheets of damage and repair: ten installations day by day, and what banks can carry."""

from __future__ import annotations

import numpy as np
from openpyxl import Workbook

from holdfast.arrays import Array
from holdfast.questions.validate.replay import Lived, Week
from holdfast.questions.validate.sheets import Check, Sheet, Value

ASSETS = 10
INSTALLATIONS = (
    "day", "installation", "region", "kind", "state_dawn", "work_dawn", "hit", "state_by_hit",
    "work_by_hit", "state", "work", "left_light", "left_heavy", "since_dawn", "switching_days",
    "switching_share", "unit_before", "unit_after", "left_before", "left", "part_morning",
    "part_sent", "part_way", "part_evening", "crews", "shift", "alert_hours", "alert_stops",
    "crew_days", "lost_on_way", "work_evening", "state_evening", "since_evening",
)  # fmt: skip
ABOUT = (
    "blue: drawn or recorded by the engine; black: formulas; grey: the engine's result. "
    "docs/blocks/damage.md and repair.md tell each formula"
)


def looked_at(week: Week) -> list[int]:
    """The installations that are followed: of those that the raid hit, those with most work left in
    the evening, then those with most work left at all; ties by name."""
    lived, names = week.days[week.struck], week.country.damage.names
    hit, work = lived.day.harm.hit[0], lived.day.mended.work_left[0]
    order = sorted(range(len(names)), key=lambda a: (-hit[a], -work[a], names[a]))
    return order[:ASSETS]


def installations(book: Workbook, week: Week) -> tuple[Sheet, dict[tuple[int, int], int]]:
    """The sheet of ten installations, and the row of each by day and number."""
    checks = [
        Check(name)
        for name in (
            "state", "work", "left_before", "left", "part_evening", "work_evening",
            "state_evening",
        )
    ]  # fmt: skip
    sheet = Sheet.of(book, "installations", ABOUT, INSTALLATIONS, checks)
    places: dict[tuple[int, int], int] = {}
    for asset in looked_at(week):
        for number, lived in enumerate(week.days):
            row = _inputs(week, lived, asset) | FORMULAS | _engine(lived, asset)
            if before := places.get((number - 1, asset)):
                letter = sheet.letters
                row |= {
                    "state_dawn": f"={letter['state_evening']}{before}",
                    "work_dawn": f"={letter['work_evening']}{before}",
                }
                if week.country.repair.switching is not None:
                    row["since_dawn"] = f"={letter['since_evening']}{before}"
            places[number, asset] = sheet.add(row)
    sheet.close()
    return sheet, places


FORMULAS: dict[str, Value] = {
    "state": "=IF({hit}=1,MAX({state_dawn},{state_by_hit}),{state_dawn})",
    "work": "=IF({hit}=1,MAX({work_dawn},{work_by_hit}),{work_dawn})",
    "left_before": (
        "=CHOOSE({state_dawn}+1,1,{left_light},{left_heavy},0)"
        "+(1-CHOOSE({state_dawn}+1,1,{left_light},{left_heavy},0))"
        "*MAX({unit_before},IF({since_dawn}+1>={switching_days},{switching_share},0))"
    ),
    "left": (
        "=CHOOSE({state}+1,1,{left_light},{left_heavy},0)"
        "+(1-CHOOSE({state}+1,1,{left_light},{left_heavy},0))*MAX({unit_after},IF({hit}=1,"
        "IF({switching_days}<=0,{switching_share},0),"
        "IF({since_dawn}+1>={switching_days},{switching_share},0)))"
    ),
    "part_evening": (
        "=IF(AND({state}=3,{part_morning}+{part_sent}>0),MIN(1,{part_morning}+{part_way}),"
        "{part_morning})"
    ),
    "crew_days": "={shift}*(1-{alert_stops}*MIN({alert_hours}/24,1))",
    "work_evening": (
        "=IF({work}+{lost_on_way}-{crews}*{crew_days}<=0.000000001,0,"
        "{work}+{lost_on_way}-{crews}*{crew_days})"
    ),
    "state_evening": "=IF(AND({crews}>0,{work_evening}=0),0,{state})",
    "since_evening": "=IF({hit}=1,0,{since_dawn}+1)",
}


def _inputs(week: Week, lived: Lived, a: int) -> dict[str, Value]:
    """What the engine drew and recorded of an installation on a day."""
    damage, fixed = week.country.damage, week.country.repair
    harm, mended, dawn = lived.day.harm, lived.day.mended, lived.dawn
    kind, hit = int(damage.kind[a]), int(harm.hit[0, a])
    shift, alert, stops = _shift(week, lived, a)
    work, evening = float(harm.work_left[0, a]), float(mended.work_left[0, a])
    done = shift * (1 - stops * min(alert / 24, 1))
    # who works where is kept where crews can be hit; else it is what the work comes to
    taken = float(mended.worked[0, a]) if mended.worked.shape[1] > 1 else (work - evening) / done
    beyond = evening - work + taken * done
    fits = fixed.fits[a, 0]
    item = int(mended.fitted[0, a]) - 1 if mended.fitted.shape[1] > 1 else int(fits)
    way = float(_own(fixed.way)[fixed.haul[item if item >= 0 else fits]]) if fits >= 0 else 0.0
    part = _morning(week, lived, a)
    switched = fixed.switching
    return {
        "day": str(week.scenario.date(lived.today)),
        "installation": damage.names[a],
        "region": damage.regions[int(damage.region[a])],
        "kind": damage.kinds[kind],
        "state_dawn": int(dawn.state[0, a]),
        "work_dawn": float(dawn.work_left[0, a]),
        "hit": hit,
        "state_by_hit": int(harm.state[0, a]) if hit else 0,
        "work_by_hit": work if hit else 0.0,
        "left_light": float(damage.left[kind, 1]),
        "left_heavy": float(damage.left[kind, 2]),
        "since_dawn": float(dawn.since[0, a]) if switched is not None else 0.0,
        "switching_days": _finite(switched.days, a) if switched is not None else NEVER,
        "switching_share": float(_own(switched.share)[a]) if switched is not None else 0.0,
        "unit_before": _stands(week, lived, a),
        "unit_after": 0.0 if hit else _stands(week, lived, a),
        "part_morning": part,
        "part_sent": int(part == 0 and float(mended.has_part[0, a]) > 0),
        "part_way": way,
        "crews": taken,
        "shift": shift,
        "alert_hours": alert,
        "alert_stops": stops,
        # the engine keeps no record of days on the road: the remainder of its own account
        "lost_on_way": beyond if beyond > 1e-9 and taken > 0 else 0.0,
    }


NEVER = 99999.0
"""Days after which nothing comes back by switching."""


def _engine(lived: Lived, a: int) -> dict[str, Value]:
    harm, mended = lived.day.harm, lived.day.mended
    return {
        "state_engine": int(harm.state[0, a]),
        "work_engine": float(harm.work_left[0, a]),
        "left_before_engine": float(harm.left_before[0, a]),
        "left_engine": float(harm.left[0, a]),
        "part_evening_engine": float(mended.has_part[0, a]),
        "work_evening_engine": float(mended.work_left[0, a]),
        "state_evening_engine": int(mended.state[0, a]),
    }


def _own(values: Array) -> Array:
    """Values (1, ...) of the only future."""
    return np.asarray(values[0])


def _finite(values: Array, a: int) -> float:
    found = float(_own(values)[a])
    return found if np.isfinite(found) else NEVER


def _shift(week: Week, lived: Lived, a: int) -> tuple[float, float, float]:
    """Crew-days of a day without alerts, hours of alert, and the share of them without work."""
    fixed = week.country.repair
    skill, area = int(fixed.skill[a]), int(fixed.area[a])
    if fixed.pauses is None:
        return float(_own(fixed.effort)[skill, area]), 0.0, 0.0
    wave = bool(lived.day.raid.wave[0] > 0)
    month = fixed.pauses.months[lived.today]
    hours = fixed.pauses.wave if wave else fixed.pauses.calm
    return (
        float(_own(fixed.pauses.shift)[skill]), float(_own(hours)[month, area]),
        float(_own(fixed.pauses.stops)),
    )  # fmt: skip


def _morning(week: Week, lived: Lived, a: int) -> float:
    """Share of the way that its part had come when crews set out: what is on record goes on."""
    part, before = float(lived.day.harm.has_part[0, a]), float(lived.dawn.has_part[0, a])
    coming = week.country.repair.on_record and part == 0.0 and 0.0 < before < 1.0
    return before if coming else part


def _stands(week: Week, lived: Lived, a: int) -> float:
    """Share of the function lost that a mobile or smaller unit gives at dawn."""
    fixed, dawn, made = week.country.repair, lived.dawn, 0.0
    for units, standing in ((fixed.mobile, dawn.standing), (fixed.smaller, dawn.smaller)):
        if units is not None and float(standing[0, a]) >= 1.0:
            made = max(made, float(_own(units.share)[a]))
    return made


def banks(
    book: Workbook, week: Week, ten: Sheet, places: dict[tuple[int, int], int],
    scalars: dict[str, str],
) -> Sheet:  # fmt: skip
    """What banks of transformers can carry before and after the raid of each day.

    A sheet of all units holds what is left of each; of the ten it is what their formulas gave.
    """
    net, names = week.country.networks, week.country.damage.names
    bank = net.assets.bank
    days = [str(week.scenario.date(lived.today)) for lived in week.days]
    columns = [f"{when}_{day}" for day in days for when in ("before", "after")]
    units = Sheet.of(
        book, "units", "share of its function left of each unit, before and after the raid",
        ("unit", "bank", *columns),
    )  # fmt: skip
    elements, spans = week.country.damage.elements, {}
    for number in range(net.grid.units.size):
        rows = [
            units.add(_unit(week, a, elements[a], ten, places, names[a]))
            for a in np.flatnonzero(bank == number).tolist()
        ]
        spans[number] = rows
    made = Sheet.of(
        book, "banks", "(working units x MVA + MVA of the rest of the fleet) x MW per MVA",
        ("day", "bank", "units", "unit_mva", "other_mva", "left_before", "left_after",
         "carries_before", "carries_after"),
        [Check("carries_before"), Check("carries_after")], scalars,
    )  # fmt: skip
    for lived, day in zip(week.days, days, strict=True):
        for number, rows in spans.items():
            sums = {
                f"left_{when}": f"=SUM({units.span(f'{when}_{day}', rows[0], rows[-1])})"
                if rows
                else float(net.grid.units[number])
                for when in ("before", "after")
            }
            count = float(net.grid.units[number])
            made.add(
                {
                    "day": day,
                    "bank": week.scenario.table("power/transformers").text("id")[number],
                    "units": count,
                    "unit_mva": float(_own(net.grid.unit_mva)[number]),
                    "other_mva": float(_own(net.grid.other_mva)[number]),
                    **sums,
                    **{f"carries_{w}": _carries(w, len(rows)) for w in ("before", "after")},
                    "carries_before_engine": float(lived.power.before.bank[0, number]),
                    "carries_after_engine": float(lived.power.after.bank[0, number]),
                }
            )
    made.close()
    return made


def _carries(when: str, counted: int) -> str:
    share = f"{{left_{when}}}/{counted}*{{units}}" if counted else f"{{left_{when}}}"
    return f"=({share}*{{unit_mva}}+{{other_mva}})*[usable_per_mva]"


def _unit(
    week: Week, a: int, bank: str, ten: Sheet, places: dict[tuple[int, int], int], name: str
) -> dict[str, Value]:
    row: dict[str, Value] = {"unit": name, "bank": bank}
    for number, lived in enumerate(week.days):
        day = str(week.scenario.date(lived.today))
        own = places.get((number, a))
        for when, column in (("before", "left_before"), ("after", "left")):
            told = lived.day.harm.left_before if when == "before" else lived.day.harm.left
            row[f"{when}_{day}"] = f"={ten.at(column, own)}" if own else float(told[0, a])
    return row
