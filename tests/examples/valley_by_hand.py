"""One day of the valley in plain arithmetic.

Nothing of the model is used: numbers of the tables are written out, uniform numbers are literals
that a test asserts to be those of `holdfast.draws`. Lists run over the regions UPP, MID, LOW; over
the blocks night, morning, day, evening; over the slices protected, ordinary, industry.
`docs/valley.md` tells the same in words.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from examples.valley_draws import drawn, normal
from examples.valley_power_by_hand import power


def weather() -> dict[str, Any]:
    """Deviation of the eve, then of today; the month and the regions add nothing here."""
    eve = 3 * normal(drawn("weather on the eve")[0])
    today = 0.8 * eve + 3 * math.sqrt(1 - 0.8**2) * normal(drawn("weather deviation")[0])
    return {
        "eve": eve,
        "anomaly": today,
        "temperature": [mean + round(today) for mean in (-2, 0, 2)],
    }


def gamma_quantile(uniform: float, shape: int) -> float:
    """x with 1 - exp(-x) (1 + x + ... + x^(shape-1) / (shape-1)!) = uniform, by bisection."""
    low, high = 0.0, 50.0
    for _ in range(200):
        x = (low + high) / 2
        below = 1 - math.exp(-x) * sum(x**i / math.factorial(i) for i in range(shape))
        low, high = (x, high) if below < uniform else (low, x)
    return (low + high) / 2


def binomial_steps(n: int, p: float) -> list[float]:
    """Chance of at most 0, 1, ... n."""
    terms = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    return [math.fsum(terms[: k + 1]) for k in range(n + 1)]


def binomial_quantile(uniform: float, n: int, p: float) -> int:
    return next(k for k, chance in enumerate(binomial_steps(n, p)) if chance >= uniform)


def raid() -> dict[str, Any]:
    """The record says twelve; which region each flies to is luck around a drawn share."""
    gammas = [
        gamma_quantile(u, shape)
        for u, shape in zip(drawn("threat region share"), (2, 4, 4), strict=True)
    ]
    share = [x / sum(gammas) for x in gammas]
    u = drawn("threat region")
    upper = binomial_quantile(u[0], 12, share[0])
    middle = binomial_quantile(u[1], 12 - upper, share[1] / (share[1] + share[2]))
    return {
        "gammas": gammas, "share": share, "toward": [upper, middle, 12 - upper - middle],
        "wave": float(12 >= 10), "stock": 40 + 20 / 30.4375 - 12, "aimed": [0.5, 0.3],
    }  # fmt: skip


def fight(toward: list[int]) -> dict[str, Any]:
    """All four batteries are ready with full magazines, so the record's kill share holds."""
    worth = 4 * -math.log(1 - 0.2 * (1 - (1 - 0.7) ** 2))
    # 0.6 y + 0.4 y^2 = 0.4 with y = exp(-z / 4): a quarter of the cover for UPP and LOW, half MID
    y = (-0.6 + math.sqrt(0.6**2 + 4 * 0.4 * 0.4)) / (2 * 0.4)
    survival = [y, y**2, y]
    stretch = math.sqrt(1 + math.pi * 0.5**2 / 8)
    z = normal(drawn("defence raid")[0])
    logits = [math.log((1 - s) / s) * stretch + 0.5 * z for s in survival]
    chance = [1 / (1 + math.exp(-x)) for x in logits]
    kills = [
        binomial_quantile(u, n, p)
        for u, n, p in zip(drawn("defence kill"), toward, chance, strict=True)
    ]
    return {
        "worth": worth,
        "gain": -4 * math.log(y) / worth,
        "survival": survival,
        "chance": chance,
        "kills": kills,
        "leaks": [n - k for n, k in zip(toward, kills, strict=True)],
        "destroyed": sum(kills),
        "fired": 1.5 * sum(kills),
        "expected_rounds": 1.5 * sum(n * (1 - s) for n, s in zip(toward, survival, strict=True)),
    }


def harm(leaks: list[int]) -> dict[str, Any]:
    """Chances of each installation, who is hit, how badly, and the work that it makes."""
    grid = [0.5 * leak / 3 * 0.5 for leak in leaks]
    station = 0.3 * leaks[2] / 2 * 1
    chance = [1 - math.exp(-x) for x in (*(x for x in grid for _ in range(3)), station, station)]
    hit = [float(u < p) for u, p in zip(drawn("damage hit"), chance, strict=True)]
    u_upper, u_lower, u_plant = drawn("damage severity")
    # of hit substations a quarter are destroyed, a quarter heavy, half light; units are all heavy
    places = [(u_upper - 0.25) / (0.5 - 0.25), u_lower / 0.25, u_plant]
    work = [
        median * math.exp(0.4 * normal(place))
        for median, place in zip((14, 21, 30), places, strict=True)
    ]
    return {
        "chance": chance,
        "hit": hit,
        "places": places,
        "state": spread({1: 2, 8: 3, 9: 2}),
        "work": work,
        "work_left": spread({1: work[0], 8: work[1], 9: work[2]}),
        "has_part": [0.0 if a == 8 else 1.0 for a in range(11)],
        "left": [0.0 if a in (1, 8, 9) else 1.0 for a in range(11)],
    }


def spread(values: dict[int, float]) -> list[float]:
    """One number an installation, 0 where none is given."""
    return [float(values.get(a, 0)) for a in range(11)]


def gas(temperature: list[int], dark: list[list[float]], thermal_mwh: float) -> dict[str, Any]:
    """Asked by temperature below zero; the field stands still where UPP is dark."""
    cold = [-t / 10 for t in temperature]
    house = [0.4 + 0.3 * cold[0], 0.8 + 0.6 * cold[1], 0.4 + 0.3 * cold[2]]
    district = 0.5 + 0.4 * cold[1]
    burnt = thermal_mwh * 0.2 / 1000
    uses = [[house[0], 0, 0, 0, 0], [house[1], district, 0.3, 0, 0], [house[2], 0, 0, 0, burnt]]
    need = sum(house) + district + 0.3 + burnt
    mean_dark = sum(block[0] for block in dark) / 4
    produced = 2 * (1 - 0.3 * mean_dark)
    able = 4 * (0.2 + 0.8 * 100 / 200)
    drawn_down = need - produced
    assert 0 < drawn_down < able  # the store fills the gap, so nothing is bought and all are served
    return {
        "uses": uses, "need": need, "mean_dark": mean_dark, "produced": produced, "able": able,
        "withdrawn": drawn_down, "stock": 100 - drawn_down,
    }  # fmt: skip


def cooled(first: float, rest: float, tau: float, hours: float) -> float:
    return rest + (first - rest) * math.exp(-hours / tau)


def homes(temperature: list[int], dark: list[list[float]]) -> dict[str, Any]:
    """Houses hold 20 degrees till noon, then drift to what the heat that is left can hold."""
    rests = [
        [t + 40 * (1 - dark[b][r]) for b in (2, 3)] for r, t in enumerate(map(float, temperature))
    ]
    at_six = [cooled(20, rest[0], 40, 6) for rest in rests]
    at_midnight = [cooled(six, rest[1], 40, 6) for six, rest in zip(at_six, rests, strict=True)]
    assert all(x < 16 for x in at_midnight)
    crossing, hours, area = [0.0] * 3, [0.0] * 3, [0.0] * 3
    for r in range(3):
        rest, first = rests[r][1], at_six[r]
        crossing[r] = 40 * math.log((first - rest) / (16 - rest))
        hours[r] = 6 - crossing[r]
        area[r] = (16 - rest) * hours[r] - 40 * (16 - at_midnight[r])
    return {
        "rests": rests, "at_six": at_six, "at_midnight": at_midnight,
        "crossing": crossing, "hours": hours, "area": area,
    }  # fmt: skip


def people(
    temperature: list[int], dark: list[list[float]], planned: list[list[float]]
) -> dict[str, Any]:
    """Fifty sets in UPP serve three people in a hundred, while these are dark."""
    reach = 50 * 60 / 100_000
    running = sum(6 * min(reach, block[0]) / reach for block in dark)
    relief = [reach, 0.0, 0.0]
    without = [6 * sum(block[r] - min(relief[r], block[r]) for block in dark) for r in range(3)]
    scheduled = [
        6
        * sum(
            p[r] * (d[r] - min(relief[r], d[r])) / d[r]
            for p, d in zip(planned, dark, strict=True)
            if d[r]
        )
        for r in range(3)
    ]
    return homes(temperature, dark) | {
        "reach": reach,
        "running": running,
        "litres": 50 * running * 12,
        "sets": 50 * (1 - 0.0003 * running),
        "hours_without": without,
        "hours_planned": scheduled,
        # blocks in which heat is under one half, of four, times people in houses
        "no_heat": [
            sum(1 - block[r] < 0.5 for block in dark) / 4 * houses
            for r, houses in enumerate((1, 0.5, 1))
        ],
    }


def repair(work: list[float]) -> dict[str, Any]:
    """One crew a site does 0.85 crew-days; the destroyed transformer gets its part instead."""
    left = [work[0] - 0.85, work[1], work[2] - 0.85]
    assert min(work) > 0.85  # nothing is made whole today
    return {
        "urgency": [45 * 1 / 14, 45 * 1 / 21, 120 * 1 / 30],
        "work": left,
        "work_left": spread({1: left[0], 8: left[1], 9: left[2]}),
        "has_part": [1 / 21 if a == 8 else 1.0 for a in range(11)],
    }


@cache
def worked() -> dict[str, Any]:
    """The whole day, verb by verb."""
    sky, launched = weather(), raid()
    fought = fight(launched["toward"])
    hurt = harm(fought["leaks"])
    grid = power(sky["temperature"])
    return {
        "weather": sky,
        "raid": launched,
        "fight": fought,
        "harm": hurt,
        "power": grid,
        "gas": gas(sky["temperature"], grid["dark"], grid["thermal_mwh"]),
        "people": people(sky["temperature"], grid["dark"], grid["planned"]),
        "repair": repair(hurt["work"]),
    }
