"""Simulated winters against recorded ones: as stated, at the rate of cold winters, and fitted.

    python benchmarks/weather.py [--futures 2000] [--scenario examples/bucharest-2022]
        [--days data/weather/days_example.csv]

One row a statistic: what was recorded (data/weather), what a scenario gives that states nothing of
its weather ("plain"), the same with cold winters at their recorded rate (`AT_RATE`), the same with
months, days and regions as `FITTED` has them, and the scenario as it is. Recorded months are taken
out, so that all are drawn; months that the scenario has not are left out. `--days` takes daily
temperatures (try_region, month, day, tmean_c) of any stations, a December, January and February
each, instead of the statistics of the test reference years; `beside/reference_years.py` makes the
file of those. It asks that winters 4 degrees under the norm come at their rate where it is stated
or fitted, and that fitted winters and months in them spread as they did, each within three standard
errors.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model import weather
from holdfast.scenario import Scenario, read_scenario

HERE = Path(__file__).parents[1]
DATA = HERE / "data" / "weather"
COLD = -10.0
WINTER_DAYS = [(m, d + 1) for m, days in ((12, 31), (1, 31), (2, 28)) for d in range(days)]
FITTED = {
    "weather.anomaly_sd": "4.4",
    "weather.month_sd": "2.5",
    "weather.month_correlation": "0.4",
    "weather.cold_tail": "0.3",
    "weather.region_sd": "1.5",
    "weather.region_autocorrelation": "0.8",
}
AT_RATE = {
    "weather.month_correlation": "0.4",
    "weather.cold_tail": "0.3",
    "weather.cold_winter_years": "46",
}
Figure = tuple[float, float]
"""A value and its standard error."""


def fitted(scenario: Scenario) -> Scenario:
    """The scenario with the weather that was fitted."""
    with (DATA / "spread.csv").open() as file:
        spread = list(csv.DictReader(file))
    return _stating(plain(scenario), FITTED).replace_rows("weather/spread", spread)


def plain(scenario: Scenario) -> Scenario:
    """The scenario with months that neither remember nor have a tail, and nothing else stated."""
    rows = scenario.table("parameters").rows()
    kept = [row for row in rows if not row["id"].startswith("weather.")]
    bare = scenario.replace_rows("parameters", kept).replace_rows("weather/spread", [])
    return _stating(bare, dict.fromkeys(AT_RATE, "0"))


def at_rate(scenario: Scenario) -> Scenario:
    """The same with cold winters at their recorded rate."""
    return _stating(plain(scenario), AT_RATE)


def _stating(scenario: Scenario, values: Mapping[str, str]) -> Scenario:
    rows = {row["id"]: row for row in scenario.table("parameters").rows()}
    rows |= {name: {"id": name, "value": value} for name, value in values.items()}
    return scenario.replace_rows("parameters", list(rows.values()))


def simulated(scenario: Scenario, futures: int) -> dict[str, Figure]:
    """All statistics of a scenario whose months are all drawn."""
    luck = Luck.of(11, range(futures))
    params = weather.prepare(scenario.replace_rows("weather/recorded", []), luck)
    nation = params.month + params.spread * params.path
    dates = [scenario.date(day) for day in range(scenario.settings.days)]
    months = np.array([date.month for date in dates])
    begins = next(d for d, date in enumerate(dates) if (date.month, date.day) == (12, 1))
    winter = np.arange(begins, begins + 90)
    made = dict(_days(nation[:, winter]))
    for month in (12, 1, 2, 4, 7, 10):
        if month not in months:
            continue
        first = np.flatnonzero(months == month)[0]
        length = int(np.argmin(np.append(months[first:] == month, False)))
        made[f"sd of means, month {month}"] = _sd(nation[:, first : first + length].mean(axis=1))
    parts = [
        nation[:, winter[part]].mean(axis=1) for part in (slice(31), slice(31, 62), slice(62, 90))
    ]
    for (one, other), name in zip(((0, 1), (1, 2)), ("12 with 1", "1 with 2"), strict=True):
        r = float(np.corrcoef(parts[one], parts[other])[0, 1])
        made[f"correlation of months {name}"] = r, (1 - r * r) / math.sqrt(futures)
    made |= dict(_winters(nation[:, winter].mean(axis=1)))
    capital = params.normal[:, winter, 0] + np.rint(nation[:, winter])
    made["longest spell under -10"] = _mean(_longest(capital))
    people = scenario.table("regions").number("population")
    made |= dict(_regions(nation[:, winter], params.offset[:, winter].astype(float), people))
    return made


def _regions(nation: Array, offset: Array, people: Array) -> Iterator[tuple[str, Figure]]:
    """Of the nation's days (F, 90) and of how regions stray from it (F, 90, R)."""
    region = np.rint(nation) + offset[:, :, 0]
    yield "sd of a region's days within a winter", dict(_days(region))["sd of days within a winter"]
    whole = np.rint(nation) + offset @ (people / people.sum())
    yield "the same, mean of regions by people", dict(_days(whole))["sd of days within a winter"]
    january = slice(31, 62)
    away, level = offset[:, january].mean(axis=1), nation[:, january].mean(axis=1)
    yield "sd of a region's January from the nation's", _sd(away[:, 0])
    r = float(np.corrcoef(level, level + away[:, 0])[0, 1])
    yield "correlation of a region's January with it", (r, (1 - r * r) / math.sqrt(len(level)))


def _days(winter: Array) -> Iterator[tuple[str, Figure]]:
    """Of days (F, 90): spread within a winter and correlation over one day."""
    away = winter - winter.mean(axis=1, keepdims=True)
    spread = np.sqrt((away**2).mean(axis=1))
    yield "sd of days within a winter", _mean(spread)
    yield "correlation over one day", _mean((away[:, 1:] * away[:, :-1]).mean(axis=1) / spread**2)


def _winters(means: Array) -> Iterator[tuple[str, Figure]]:
    """Of means of winters (F,)."""
    yield "sd of winter means", _sd(means)
    z = (means - means.mean()) / means.std()
    yield "skewness of winter means", (float((z**3).mean()), math.sqrt(6 / z.size))
    for under in (3, 4):
        share = float((means <= -under).mean())
        yield (
            f"share of winters {under} under the norm",
            (share, math.sqrt(share * (1 - share) / means.size)),
        )


def _longest(temperature: Array) -> Array:
    """(F,) longest run of days under -10 within December or within January and February."""
    best = np.zeros(len(temperature))
    for part in (slice(31), slice(31, 90)):
        run = np.zeros(len(temperature))
        for day in (temperature[:, part] < COLD).T:
            run = np.where(day, run + 1, 0.0)
            best = np.maximum(best, run)
    return best


def _mean(values: Array) -> Figure:
    return float(values.mean()), float(values.std(ddof=1) / math.sqrt(values.size))


def _sd(values: Array) -> Figure:
    spread = float(values.std(ddof=1))
    return spread, spread / math.sqrt(2 * values.size)


def recorded(days: Path | None) -> dict[str, Figure]:
    """What was recorded, by the names of `simulated`."""
    with (DATA / "winters.csv").open() as file:
        told = {
            row["statistic"].replace("standard deviation", "sd"): (
                float(row["value"]),
                float(row["standard_error"]),
            )
            for row in csv.DictReader(file)
        }
    with (DATA / "months.csv").open() as file:
        for row in csv.DictReader(file):
            spread = float(row["standard_deviation_c"])
            told[f"sd of means, month {row['month']}"] = spread, spread / math.sqrt(280)
            r, pair = float(row["correlation_with_next"]), int(row["month"]) % 12 + 1
            error = (1 - r * r) / math.sqrt(140)
            told[f"correlation of months {row['month']} with {pair}"] = r, error
    with (DATA / "winter_statistics.csv").open() as file:
        rows = list(csv.DictReader(file))
    told["sd of days within a winter"] = _mean(_column(rows, "standard_deviation_c"))
    told["correlation over one day"] = _mean(_column(rows, "autocorrelation_1"))
    told["sd of a region's January from the nation's"] = told[
        "January mean of the capital less that of Ukraine"
    ]
    told["correlation of a region's January with it"] = told[
        "correlation of the capital's January with that of Ukraine"
    ]
    if days is not None:
        stations = by_station(days)
        told |= dict(_days(stations))
        norm = (-1.8 * 31 - 3.2 * 31 - 2.3 * 28) / 90
        moved = stations - stations.mean(axis=1, keepdims=True) + norm
        told["longest spell under -10"] = _mean(_longest(moved))
    told["sd of a region's days within a winter"] = told["sd of days within a winter"]
    return told


def _column(rows: Sequence[dict[str, str]], name: str) -> Array:
    return np.array([float(row[name]) for row in rows])


def by_station(path: Path) -> Array:
    """(stations, 90) degree C: December, January and February of each station of a daily file.

    Raises ValueError if a station lacks a day of these months or the file a column.
    """
    found: dict[str, dict[tuple[int, int], float]] = {}
    with path.open() as file:
        rows = csv.DictReader(file)
        if lacking := {"try_region", "month", "day", "tmean_c"} - set(rows.fieldnames or ()):
            raise ValueError(f"{path}: no column {', '.join(sorted(lacking))}")
        for row in rows:
            key = int(row["month"]), int(row["day"])
            found.setdefault(row["try_region"], {})[key] = float(row["tmean_c"])
    for station, days in found.items():
        if lost := [f"{m:02d}-{d:02d}" for m, d in WINTER_DAYS if (m, d) not in days]:
            raise ValueError(f"{path}: station {station} has no {lost[0]}, {len(lost)} days in all")
    return np.array([[days[key] for key in WINTER_DAYS] for days in found.values()])


ASKED = (
    "sd of means, month 12", "sd of means, month 1", "sd of means, month 2",
    "sd of winter means", "share of winters 4 under the norm",
)  # fmt: skip


def cost(scenario: Scenario, futures: int = 64) -> tuple[float, float]:
    """Milliseconds a batch: of all days of weather, and of preparing it."""
    luck = Luck.of(1, range(futures))
    begun = time.perf_counter()
    params = weather.prepare(scenario, luck)
    prepared = time.perf_counter()
    anomaly = weather.start(params)["anomaly"]
    for today in range(scenario.settings.days):
        anomaly = weather.step(params, anomaly, today, luck.on(today)).anomaly
    return 1000 * (time.perf_counter() - prepared), 1000 * (prepared - begun)


def main() -> int:
    """Print the table; 1 if what is asked for is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=2000)
    asked.add_argument("--scenario", type=Path, default=HERE / "examples" / "bucharest-2022")
    asked.add_argument("--days", type=Path, help="daily temperatures of test reference years")
    given = asked.parse_args()
    scenario = read_scenario(given.scenario)
    told = recorded(given.days)
    variants = {
        "plain": plain(scenario),
        "at rate": at_rate(scenario),
        "fitted": fitted(scenario),
        "as it is": scenario,
    }
    made = {name: simulated(variant, given.futures) for name, variant in variants.items()}
    print(f"{'':46}{'recorded':>16}" + "".join(f"{name:>16}" for name in made))
    missed = []
    for name in made["fitted"]:
        cells = [told.get(name), *(figures[name] for figures in made.values())]
        row = "".join(f"{f'{v:.3f} +- {e:.3f}':>16}" if c else f"{'':>16}"
                      for c in cells for v, e in [c or (0.0, 0.0)])  # fmt: skip
        print(f"{name:46}{row}")
        for variant in ("at rate",) * (name == ASKED[-1]) + ("fitted",) * (name in ASKED):
            (want, wide), (have, narrow) = told[name], made[variant][name]
            if abs(want - have) > 3 * math.hypot(wide, narrow):
                missed.append(f"{name} ({variant})")
    for name, variant in variants.items():
        days, prepared = cost(variant)
        print(f"{name}: {days:.0f} ms for all days of 64 futures, {prepared:.0f} ms to prepare")
    print("missed: " + (", ".join(missed) or "nothing"))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
