"""One day of the valley in plain arithmetic.

Nothing of the model is used: numbers of the tables are written out, uniform numbers are literals
that a test asserts to be those of `holdfast.draws`. Lists run over the regions UPP, MID, LOW; over
the blocks night, morning, day, evening; over the slices protected, ordinary, industry.
`docs/valley.md` tells the same in words.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import Any

FUTURE = 1307
REGIONS = ("UPP", "MID", "LOW")
BLOCKS = ("night", "morning", "day", "evening")
ASSETS = (
    *(f"{region}-substations/{i}" for region in REGIONS for i in (1, 2, 3)),
    "LOW-plant/1",
    "LOW-plant/2",
)
PAIRS = ("missile UPP", "missile MID", "missile LOW")
UNITS = ("LOW-thermal/1", "LOW-thermal/2")

DRAWS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[float, ...]]] = {
    ("weather on the eve", "campaign"): (("nation",), (0.036829908868394434,)),
    ("weather deviation", "day"): (("nation",), (0.09404186527604697,)),
    ("threat region share", "pair"): (
        PAIRS, (0.7860548301593392, 0.3218908940711186, 0.22251230332718153),
    ),
    ("threat region", "day"): (PAIRS[:2], (0.34397815490702055, 0.6940326802656197)),
    ("defence rival", "pair"): (("nation",), (0.4772583845937727,)),
    ("defence raid", "day"): (("missile",), (0.7277304588957895,)),
    ("defence kill", "day"): (
        PAIRS, (0.8492900347901055, 0.24202074059408163, 0.686430443912572),
    ),
    ("damage hit", "day"): (
        ASSETS,
        (
            0.8857053261254914, 0.06717829294321975, 0.7385991738848309,
            0.2768467124947117, 0.12319848309685055, 0.87445496885889,
            0.5526216616554117, 0.3819595476083476, 0.012443511482625458,
            0.01767266162381198, 0.825807743809622,
        ),
    ),
    ("damage severity", "day"): (
        (ASSETS[1], ASSETS[8], ASSETS[9]),
        (0.43469658580083326, 0.08902374525741819, 0.14169656541960973),
    ),
    ("time of the raid", "day"): (("nation",), (0.7478599651321262,)),
    ("trip is common", "day"): (UNITS, (0.03853717813212321, 0.5809277391424702)),
    ("trip of all", "day"): (("grid",), (0.08998090490571486,)),
    ("trip", "day"): (UNITS, (0.4288677971707898, 0.14724334019410568)),
    ("collapse", "day"): (("grid",), (0.2604824678776806,)),
}  # fmt: skip
"""Every uniform number that this day rests on, by purpose and by what it holds for."""


def drawn(purpose: str) -> tuple[float, ...]:
    return next(values for (name, _), (_, values) in DRAWS.items() if name == purpose)


def normal(uniform: float) -> float:
    return NormalDist().inv_cdf(uniform)


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
    slices = [back(b, e, first, last) for b, e in ((0.1, 0.4), (0.3, 0.9), (0.8, 1.0))]
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
        "rebound": [0.2 * (u[0] + u[1]) for u in unserved],
        "deficit": 1.05 * sum(need) * (1 - now["met"]) / (1.05 * sum(need)),
    }


def short_block(need: list[float], rebound: list[float]) -> dict[str, Any]:
    """Six to midnight: 8 h of restart fall to 2; of 190 MW water power 120 can leave UPP."""
    now = returning(6, 12)
    wanted = [n + r for n, r in zip(need, rebound, strict=True)]
    linked = [[w * k * x for k, x in zip(SLICES, now["back"], strict=True)] for w in wanted]
    # protected demand is whole; MID and LOW together share 120 MW, UPP keeps 70; no industry
    lower = [linked[1][k] + linked[2][k] for k in range(3)]
    assert lower[0] < 120 < lower[0] + lower[1]
    assert linked[0][0] < 190 - 120 < min(linked[0][0] + linked[0][1], 72)
    cut_lower = 1 - (120 - lower[0]) / lower[1]
    cut_upper = 1 - (190 - 120 - linked[0][0]) / linked[0][1]
    cuts = [(0, cut_upper, 1), (0, cut_lower, 1), (0, cut_lower, 1)]
    shed = [[x * cut for x, cut in zip(row, cuts[r], strict=True)] for r, row in enumerate(linked)]
    unserved = [
        [s + w * k * (1 - x) for s, k, x in zip(shed[r], SLICES, now["back"], strict=True)]
        for r, w in enumerate(wanted)
    ]
    schedule = [1.3 * cut[1] * (1 - 0.2 / 2) for cut in cuts]
    above = [0.05 * w for w in wanted]
    return now | {
        "wanted": wanted, "linked": linked, "shed": shed, "schedule": schedule,
        "cut_upper": cut_upper, "cut_lower": cut_lower, "unserved": unserved,
        "hydro": sum(map(sum, linked)) - sum(map(sum, shed)),
        # who is connected again is cut in turn; nothing of it had been announced the day before
        "dark": [now["waiting"] + now["back"][1] * s for s in schedule],
        "rebound": [0.2 * (u[0] + u[1]) for u in unserved],
        "deficit": (sum(map(sum, unserved)) + sum(above)) / (sum(wanted) + sum(above)),
    }  # fmt: skip


def power(temperature: list[int]) -> dict[str, Any]:
    """Four blocks: two quiet, one in the dark, one short."""
    need = asked(temperature)
    night, morning = quiet_block(need[0], 95.0), quiet_block(need[1], 190.0)
    fall, day = collapse(need[2]), dark_block(need[2])
    evening = short_block(need[3], day["rebound"])
    none = [[0.0] * 3] * 3
    return {
        "asked": need, "night": night, "morning": morning, "fall": fall,
        "noon": day, "evening": evening,
        "dark": [[0.0] * 3, [0.0] * 3, [day["waiting"]] * 3, evening["dark"]],
        "planned": [[0.0] * 3] * 4,
        "schedule": [[0.0] * 3, [0.0] * 3, [0.0] * 3, evening["schedule"]],
        "unserved": [none, none, day["unserved"], evening["unserved"]],
        "hydro_mwh": 6 * (night["hydro"] + morning["hydro"] + day["hydro"] + evening["hydro"]),
        "thermal_mwh": 6 * (night["thermal"] + morning["thermal"]),
        "imported_mwh": 6 * (night["import"] + morning["import"]),
        "deficit": max(day["deficit"], evening["deficit"]),
        "trip_left": 2 + 14 / 24 - 2 * 0.25,
    }  # fmt: skip


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
    assert [x < 16 for x in at_midnight] == [False, True, True]
    crossing, hours, area = [0.0] * 3, [0.0] * 3, [0.0] * 3
    for r in (1, 2):
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
