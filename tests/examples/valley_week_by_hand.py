"""A cold week of the valley in plain arithmetic: future 1, from 30 December to 5 January.

Nothing of the model is used, and no luck but the temperatures: nothing is launched, hit or mended
in this week. Lists run over the blocks night, morning, day, evening; docs/valley-week.md tells it.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

FUTURE, FIRST, DAYS = 1, 29, 7
TEMPERATURE = (1, -3, -3, -3, -3, -2, -1)
"""degree C in UPP; MID is 2 and LOW 4 degrees warmer."""
DAWN = {
    "indoor": 17.14903326053124,
    "rebound": 8.02357883916778,
    "gas_stock": 82.22860027363171,
}
"""What the first of the seven mornings finds, beside 1 of 3 banks of UPP."""
BASE = {"UPP": (60, 90, 80, 100), "MID": (120, 180, 160, 200), "LOW": (60, 90, 80, 100)}
SLOPE = {"UPP": 2, "MID": 4, "LOW": 2}
WARMER = {"UPP": 0, "MID": 2, "LOW": 4}
BANK = 1 * 50 * 0.9 * 0.8
LINK = 150 * 0.8
HYDRO = (95, 190, 190, 190)
KEPT = math.exp(-6 / 2)
"""Of what is put off, the share that is left after a block of three time constants."""


def demand(region: str, upper: int) -> list[float]:
    """MW that a region asks for, by block, where UPP has so many degrees."""
    return [base - SLOPE[region] * (upper + WARMER[region]) for base in BASE[region]]


def cut(asked: float, put_off: float) -> dict[str, float]:
    """A block of UPP: what its one bank leaves dark, and what is put off."""
    again = put_off * (1 - KEPT)
    protected = 0.95 * 0.2 * asked + again / 4
    ordinary = 0.95 * 0.6 * asked + again * 3 / 4
    assert protected < BANK < protected + ordinary
    short = ordinary - (BANK - protected)
    share = min(1.3 * short / ordinary, 1)
    return {
        "again": again, "protected": protected, "ordinary": ordinary, "short": short,
        "share": share, "dark": 0.9 * share, "put_off": KEPT * put_off + 0.2 * short,
    }  # fmt: skip


def stations(upper: int) -> list[tuple[float, float]]:
    """MW of water and of gas by block: water feeds the bank of UPP and fills the link to MID."""
    made = []
    for b, hydro in enumerate(HYDRO):
        down = min(hydro - BANK, LINK)
        middle, lower = demand("MID", upper)[b], demand("LOW", upper)[b]
        thermal = middle + lower - down
        assert thermal - lower <= LINK
        assert middle <= 3 * 100 * 0.72
        assert lower <= 3 * 50 * 0.72
        made.append((BANK + down, thermal))
    return made


def gas(upper: int, dark: float, thermal: float) -> dict[str, float]:
    """mcm a day; UPP is dark for a mean of `dark`, thermal power gives so many MWh."""

    def of(mild: float, even: float, cold: float, t: int) -> float:
        return even + (mild - even) * max(t, 0) / 10 + (cold - even) * max(-t, 0) / 10

    made = {
        "houses": sum(
            of(0.1 * n, 0.4 * n, 0.7 * n, upper + warmer) for n, warmer in ((1, 0), (2, 2), (1, 4))
        ),
        "flats": of(0.1, 0.5, 0.9, upper + 2),
        "industry": 0.3,
        "power": thermal * 0.2 / 1000,
    }
    return made | {"asked": sum(made.values()), "field": 2 * (1 - 0.3 * dark)}


def cooled(first: float, rest: float) -> tuple[float, float]:
    """A house after six hours, and its degree-hours under 16."""
    last = rest + (first - rest) * math.exp(-6 / 40)
    assert last <= 20
    if min(first, last) >= 16:
        return last, 0.0
    hours = 6.0
    if first > 16:
        hours -= 40 * math.log((first - rest) / (16 - rest))
        first = 16
    elif last > 16:
        hours = 40 * math.log((rest - first) / (rest - 16))
        return last, (16 - rest) * hours - 40 * (first - 16)
    return last, (16 - rest) * hours - 40 * (first - last)


def day(upper: int, dawn: dict[str, float]) -> dict[str, Any]:
    """One day, and the next dawn."""
    asked, put_off, blocks = demand("UPP", upper), dawn["rebound"], []
    for each in asked:
        blocks.append(cut(each, put_off))
        put_off = blocks[-1]["put_off"]
    dark = [block["dark"] for block in blocks]
    made = stations(upper)
    fuel = gas(upper, sum(dark) / 4, 6 * sum(thermal for _, thermal in made))
    rests = [upper + 40 * (1 - share) for share in dark]
    indoor, cold, homes = dawn["indoor"], [], []
    for rest in rests:
        indoor, area = cooled(indoor, rest)
        homes.append(indoor)
        cold.append(area)
    return {
        "asked": asked, "blocks": blocks, "dark": dark, "stations": made, "gas": fuel,
        "rests": rests, "homes": homes, "cold": cold, "hours": 6 * sum(dark),
        "degree_hours": sum(cold),
        "dawn": {
            "indoor": indoor, "rebound": put_off,
            "gas_stock": dawn["gas_stock"] - (fuel["asked"] - fuel["field"]),
        },
    }  # fmt: skip


@cache
def week() -> tuple[dict[str, Any], ...]:
    """The seven days, one after the other."""
    made, dawn = [], DAWN
    for upper in TEMPERATURE:
        made.append(day(upper, dawn))
        dawn = made[-1]["dawn"]
    return tuple(made)
