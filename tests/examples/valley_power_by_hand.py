"""The networks of power on the day of the valley that is worked out by hand: four blocks."""

from __future__ import annotations

import math
from typing import Any

from examples.valley_draws import REGIONS, drawn, normal

DEMAND = {
    "UPP": ((60, 90, 80, 100), 2),
    "MID": ((120, 180, 160, 200), 4),
    "LOW": ((60, 90, 80, 100), 2),
}
"""MW at 0 degrees by block, and MW for each degree colder."""
SLICES = (0.2, 0.6, 0.2)


def asked(temperature: list[int]) -> list[list[float]]:
    """(block, region) MW: no region is above its hinge of 12 degrees."""
    return [
        [
            DEMAND[region][0][b] - DEMAND[region][1] * t
            for region, t in zip(REGIONS, temperature, strict=True)
        ]
        for b in range(4)
    ]


def quiet_block(need: list[float], hydro: float) -> dict[str, float]:
    """A whole grid: hydro first, then thermal as far as the link carries, then import.

    Links carry 150 x 0.8 = 120 MW; water power fills UPP and sends on the rest.
    """
    onward = min(hydro - need[0], 120)
    up_the_valley = min(need[1] - onward, 120)
    return {
        "hydro": need[0] + onward,
        "thermal": need[2] + up_the_valley,
        "import": need[1] - onward - up_the_valley,
    }


def collapse(need: list[float]) -> dict[str, Any]:
    """The moment before noon: what trips, what is lost, and whether the grid holds."""
    felt = 1 + 0.5 * 1
    chance = 1 - (1 - 0.12) ** felt
    common = [u < 0.5 for u in drawn("trip is common")]
    trips = [
        (drawn("trip of all")[0] if shared else own) < chance
        for shared, own in zip(common, drawn("trip"), strict=True)
    ]
    had, has = 190.0 + 228.0, 190.0 + 228.0 / 2 * (1 - sum(trips) / 2)
    load = min(sum(need), had)
    lost = (had - has) * load / had
    dropped = sum(max(n - bank, 0) for n, bank in zip(need, (72, 216, 72), strict=True))
    reserve = min(20, has * (1 - load / had))
    short = max(lost - dropped - reserve, (dropped - lost - reserve) / 2, 0)
    relays = 0.5 * (1 - 0.5 * 2 / 9) * load
    margin = 1 + 0.3 * normal(drawn("collapse")[0])
    return {
        "chance": chance, "common": common, "trips": trips, "had": had, "has": has, "load": load,
        "lost": lost, "dropped": dropped, "reserve": reserve, "relays": relays,
        "z": short / relays, "margin": margin,
        "falls": float(margin < short / relays),
    }  # fmt: skip


def back(begin: float, end: float, first: int, last: int) -> float:
    """Mean share of a slice that is back from hour `first` to hour `last` of 14 h of restart."""

    def area(hour: float) -> float:
        x = hour / 14
        inside = min(max(x, begin), end)
        return (inside - begin) ** 2 / (2 * (end - begin)) + max(x - end, 0)

    return (area(last) - area(first)) / ((last - first) / 14)


def returning(first: int, last: int) -> dict[str, Any]:
    """What is back of protected, ordinary demand and industry, and of people."""
    slices = [back(b, e, first, last) for b, e in ((0.1, 0.4), (0.3, 0.8), (0.8, 1.0))]
    # protected feeders carry a fifth of the power and a tenth of the people
    return {
        "back": slices,
        "met": sum(k * x for k, x in zip(SLICES, slices, strict=True)),
        "waiting": 0.9 * (1 - slices[1]) + 0.1 * (1 - slices[0]),
    }


def dark_block(need: list[float]) -> dict[str, Any]:
    """Noon to six: 14 h of restart fall to 8, and what is connected gets all it asks."""
    now = returning(0, 6)
    unserved = [[n * k * (1 - x) for k, x in zip(SLICES, now["back"], strict=True)] for n in need]
    return now | {
        "unserved": unserved,
        "hydro": sum(need) * now["met"],
        "put_off": [0.2 * (u[0] + u[1]) for u in unserved],
        "deficit": 1.05 * sum(need) * (1 - now["met"]) / (1.05 * sum(need)),
    }


def short_block(need: list[float], put_off: list[float]) -> dict[str, Any]:
    """Six to midnight: 8 h of restart fall to 2; of 190 MW water power 120 can leave UPP."""
    now = returning(6, 12)
    # six hours are three time constants of two hours
    faded = 1 - math.exp(-6 / 2)
    again = [p * faded for p in put_off]
    # what people put off they ask for, not industry: a quarter of it on protected feeders
    asking = [
        [n * k + a * k / 0.8 for k in SLICES[:2]] + [n * 0.2]
        for n, a in zip(need, again, strict=True)
    ]
    wanted = [sum(row) for row in asking]
    linked = [[w * x for w, x in zip(row, now["back"], strict=True)] for row in asking]
    # protected demand is whole; MID and LOW together share 120 MW, UPP keeps 70; no industry
    lower = [linked[1][k] + linked[2][k] for k in range(3)]
    assert lower[0] < 120 < lower[0] + lower[1]
    assert linked[0][0] < 190 - 120 < min(linked[0][0] + linked[0][1], 72)
    cut_lower = 1 - (120 - lower[0]) / lower[1]
    cut_upper = 1 - (190 - 120 - linked[0][0]) / linked[0][1]
    cuts = [(0, cut_upper, 1), (0, cut_lower, 1), (0, cut_lower, 1)]
    shed = [[x * cut for x, cut in zip(row, cuts[r], strict=True)] for r, row in enumerate(linked)]
    unserved = [
        [s + w * (1 - x) for s, w, x in zip(shed[r], row, now["back"], strict=True)]
        for r, row in enumerate(asking)
    ]
    schedule = [1.3 * cut[1] * (1 - 0.2 / 2) for cut in cuts]
    above = [0.05 * w for w in wanted]
    return now | {
        "asking": asking, "wanted": wanted, "linked": linked, "shed": shed, "schedule": schedule,
        "cut_upper": cut_upper, "cut_lower": cut_lower, "unserved": unserved,
        "hydro": sum(map(sum, linked)) - sum(map(sum, shed)),
        # who is connected again is cut in turn; nothing of it had been announced the day before
        "dark": [now["waiting"] + now["back"][1] * s for s in schedule],
        "again": again,
        "put_off": [
            p * (1 - faded) + 0.2 * (u[0] + u[1])
            for p, u in zip(put_off, unserved, strict=True)
        ],
        "deficit": (sum(map(sum, unserved)) + sum(above)) / (sum(wanted) + sum(above)),
    }  # fmt: skip


def power(temperature: list[int]) -> dict[str, Any]:
    """Four blocks: two quiet, one in the dark, one short."""
    need = asked(temperature)
    night, morning = quiet_block(need[0], 95.0), quiet_block(need[1], 190.0)
    fall, day = collapse(need[2]), dark_block(need[2])
    evening = short_block(need[3], day["put_off"])
    none = [[0.0] * 3] * 3
    return {
        "asked": need, "night": night, "morning": morning, "fall": fall,
        "noon": day, "evening": evening,
        "dark": [[0.0] * 3, [0.0] * 3, [day["waiting"]] * 3, evening["dark"]],
        # protected feeders are dark while they wait; the others wait longer and are cut in turn
        "dark_protected": [[0.0] * 3] * 2 + [[1 - b["back"][0]] * 3 for b in (day, evening)],
        "dark_ordinary": [
            [0.0] * 3, [0.0] * 3, [1 - day["back"][1]] * 3,
            [1 - evening["back"][1] * (1 - s / 0.9) for s in evening["schedule"]],
        ],
        "planned": [[0.0] * 3] * 4,
        "schedule": [[0.0] * 3, [0.0] * 3, [0.0] * 3, evening["schedule"]],
        "unserved": [none, none, day["unserved"], evening["unserved"]],
        "hydro_mwh": 6 * (night["hydro"] + morning["hydro"] + day["hydro"] + evening["hydro"]),
        "thermal_mwh": 6 * (night["thermal"] + morning["thermal"]),
        "imported_mwh": 6 * (night["import"] + morning["import"]),
        "deficit": max(day["deficit"], evening["deficit"]),
        "trip_left": [2 + u * 14 / 24 - 2 * 0.25 for u in drawn("turn in the restart")],
    }  # fmt: skip
