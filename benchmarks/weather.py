"""Simulated winters against recorded ones, before months have memory and with it.

    python benchmarks/weather.py [--futures 2000] [--scenario examples/bucharest-2022]
        [--days FILE]

One row a statistic: what was recorded (data/weather), what the defaults give, and what the scenario
gives with months, days and regions as `FITTED` has them. Recorded months of the scenario are taken
out, so that all are drawn. With the daily file of the test reference years the statistics of days
are computed from it again. It asks that winters 4 degrees under the norm come at their rate, and
that winters and months in them spread as they did, each within three standard errors.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model import weather
from holdfast.scenario import Scenario, read_scenario

HERE = Path(__file__).parents[1]
DATA = HERE / "data" / "weather"
WINTER, COLD = (12, 1, 2), -10.0
FITTED = {
    "weather.anomaly_sd": "4.4",
    "weather.month_sd": "2.5",
    "weather.month_correlation": "0.4",
    "weather.cold_tail": "0.3",
    "weather.region_sd": "1.5",
    "weather.region_autocorrelation": "0.8",
}
Figure = tuple[float, float]
"""A value and its standard error."""


def fitted(scenario: Scenario) -> Scenario:
    """The scenario with the weather that was fitted."""
    rows = {row["id"]: row for row in scenario.table("parameters").rows()}
    rows |= {name: {"id": name, "value": value} for name, value in FITTED.items()}
    with (DATA / "spread.csv").open() as file:
        spread = list(csv.DictReader(file))
    made = scenario.replace_rows("parameters", list(rows.values()))
    return made.replace_rows("weather/spread", spread)


def plain(scenario: Scenario) -> Scenario:
    """The scenario with the defaults of the weather."""
    rows = scenario.table("parameters").rows()
    kept = [row for row in rows if not row["id"].startswith("weather.")]
    return scenario.replace_rows("parameters", kept).replace_rows("weather/spread", [])


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
    january = np.flatnonzero(months == 1)[:31]
    away = params.offset[:, january].astype(float)
    made["sd of a region's January from the nation's"] = _sd(away.mean(axis=1)[:, 0])
    return made


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
        "January mean of Moldova less that of Ukraine"
    ]
    if days is not None:
        stations = _reference_years(days)
        told |= dict(_days(stations))
        norm = (-1.8 * 31 - 3.2 * 31 - 2.3 * 28) / 90
        moved = stations - stations.mean(axis=1, keepdims=True) + norm
        told["longest spell under -10"] = _mean(_longest(moved))
    return told


def _column(rows: Sequence[dict[str, str]], name: str) -> Array:
    return np.array([float(row[name]) for row in rows])


def _reference_years(path: Path) -> Array:
    """(15, 90) degree C: December, January and February of each test reference year."""
    found: dict[tuple[str, int, int], float] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            key = row["try_region"], int(row["month"]), int(row["day"])
            found[key] = float(row["tmean_c"])
    regions = dict.fromkeys(key[0] for key in found)
    return np.array(
        [
            [found[key] for month in WINTER for key in sorted(found) if key[:2] == (region, month)]
            for region in regions
        ]
    )


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
    before, after = (
        simulated(variant, given.futures) for variant in (plain(scenario), fitted(scenario))
    )
    print(f"{'':46}{'recorded':>16}{'defaults':>16}{'fitted':>16}")
    missed = []
    for name, value in after.items():
        cells = [told.get(name), before[name], value]
        row = "".join(f"{f'{v:.3f} +- {e:.3f}':>16}" if c else f"{'':>16}"
                      for c in cells for v, e in [c or (0.0, 0.0)])  # fmt: skip
        print(f"{name:46}{row}")
        if name in ASKED:
            (want, wide), (have, narrow) = told[name], value
            if abs(want - have) > 3 * math.hypot(wide, narrow):
                missed.append(name)
    for variant, name in ((plain(scenario), "defaults"), (fitted(scenario), "fitted")):
        days, prepared = cost(variant)
        print(f"{name}: {days:.0f} ms for all days of 64 futures, {prepared:.0f} ms to prepare")
    print("missed: " + (", ".join(missed) or "nothing"))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
