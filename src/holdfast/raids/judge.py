"""Both forecasts held against what came, beside their baselines.

A case is a row of the record (destroyed), or one class over the days from one origin (launches).
The frame of cases has forecast, class and day (of the row, or the origin), what came and of how
many (of launches: nan), and for each of SIDES the score, whether the central interval of 90 % held
what came (1 or 0), the chance of fewer (below) and of as many or fewer (upto), and the mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from holdfast.raids import scores
from holdfast.raids.baselines import LEAST, resampled_launches, rolling_destroyed, said
from holdfast.raids.days import SCORED, launched_by_day
from holdfast.raids.destroyed import forecast_destroyed
from holdfast.raids.launches import forecast_launches

FORECASTS = ("destroyed", "launches")
SIDES = ("ours", "baseline")
VALUES = ("score", "held", "below", "upto", "mean")
COLUMNS = ["forecast", "class", "day", "came", "of"]
COLUMNS += [f"{side}_{name}" for side in SIDES for name in VALUES]
HORIZON, STEP = 30, 10
"""Days that launches are forecast over, and from one origin to the next."""
FUTURES = 2000
SEED = 1
BLOCK = {"destroyed": 30, "launches": 90}
"""Days of a block of the bootstrap; those of launches hold their horizon thrice."""
BINS = 10
"""Bins of the probability integral transform."""
Advance: TypeAlias = Callable[[int, int], None]


def end_of(record: pd.DataFrame) -> date:
    """The day after the last on which a row began: rows that end later are not all there."""
    last: pd.Timestamp = record["time_start"].max()
    return last.date() + timedelta(days=1)


def origins(start: date, end: date) -> list[date]:
    """Every tenth day from `start` whose 30 days end by `end`."""
    days = (start + timedelta(days=STEP * place) for place in itertools.count())
    return list(itertools.takewhile(lambda day: day + timedelta(days=HORIZON) <= end, days))


def cases_of_destroyed(record: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """A case for each row forecast that began from `start` on and before `end`.

    Raises RuntimeError if a forecast has not the rows that are to be forecast.
    """
    rows = said(record)
    begun = rows["time_start"].between(pd.Timestamp(start), pd.Timestamp(end), inclusive="left")
    due = rows["class"].isin(SCORED) & (rows["launched"] >= LEAST)
    rows = rows[due & (rows["time_start"] >= pd.Timestamp(start))]
    made = [forecast(record, start) for forecast in (forecast_destroyed, rolling_destroyed)]
    for side, frame in zip(SIDES, made, strict=True):
        if not _same(frame, rows):
            raise RuntimeError(f"{side}: not the rows of destroyed that are to be forecast")
    cases = []
    for place, row in enumerate(rows.to_dict("records")):
        case: dict[str, Any] = {"class": row["class"], "day": row["time_start"].normalize()}
        case |= {"came": float(row["destroyed"]), "of": float(row["launched"])}
        for side, frame in zip(SIDES, made, strict=True):
            pmf, came = frame["pmf"].iloc[place], int(row["destroyed"])
            low, high = scores.pmf_interval(pmf)
            told = (scores.pmf_score(pmf, came), low <= came <= high, *scores.pmf_pit(pmf, came))
            case |= _named(side, (*told, float(np.arange(len(pmf)) @ pmf)))
        cases.append(case)
    return _frame("destroyed", cases)[begun[rows.index].to_numpy()].reset_index(drop=True)


def cases_of_launches(
    record: pd.DataFrame,
    start: date,
    end: date,
    futures: int = FUTURES,
    seed: int = SEED,
    advance: Advance = lambda done, whole: None,
) -> pd.DataFrame:
    """A case for each class and each of `origins`; `advance` is told how many are done."""
    cases = []
    seen = launched_by_day(record, end)
    first = end - timedelta(days=len(seen))
    days = origins(start, end)
    for done, origin in enumerate(days, start=1):
        made = [
            forecast(record, origin, HORIZON, futures, seed)
            for forecast in (forecast_launches, resampled_launches)
        ]
        came = seen[(origin - first).days :][:HORIZON].sum(axis=0)
        for place, name in enumerate(SCORED):
            case: dict[str, Any] = {"class": name, "day": pd.Timestamp(origin)}
            case |= {"came": float(came[place]), "of": np.nan}
            for side, table in zip(SIDES, made, strict=True):
                drawn, number = table[:, place], int(came[place])
                low, high = scores.sample_interval(drawn)
                score = scores.sample_score(drawn, number)
                told = (score, low <= number <= high, *scores.sample_pit(drawn, number))
                case |= _named(side, (*told, float(drawn.mean())))
            cases.append(case)
        advance(done, len(days))
    return _frame("launches", cases)


def summary(cases: pd.DataFrame) -> pd.DataFrame:
    """One row for each forecast and class: score, ratio and coverage, with standard errors.

    Columns: forecast, class, n, blocks (that errors rest on), and of ours score, score_error,
    coverage, coverage_error, the same of the baseline as baseline_..., ratio and ratio_error.
    Errors are nan under two blocks of days.
    """
    made = []
    for forecast, name, part in by_class(cases):
        days = part["day"].to_numpy("datetime64[D]").astype(np.int64)
        values = part[[f"{side}_{what}" for side in SIDES for what in ("score", "held")]]
        means, spread = scores.block_errors(days, values.to_numpy(), BLOCK[forecast])
        errors = np.sqrt(np.diag(spread))
        ours, base = float(means[0]), float(means[2])
        slope = np.array([1, 0, -ours / base, 0]) / base if base else np.full(4, np.nan)
        row: dict[str, Any] = {"forecast": forecast, "class": name, "n": len(part)}
        row["blocks"] = len(np.unique((days - days.min()) // BLOCK[forecast]))
        for place, of in ((0, ""), (2, "baseline_")):
            row |= {f"{of}score": means[place], f"{of}score_error": errors[place]}
            row |= {f"{of}coverage": means[place + 1], f"{of}coverage_error": errors[place + 1]}
        row |= {"ratio": ours / base if base else np.nan}
        row |= {"ratio_error": float(np.sqrt(np.maximum(slope @ spread @ slope, 0.0)))}
        made.append(row)
    return pd.DataFrame(made)


def reliability(cases: pd.DataFrame) -> pd.DataFrame:
    """Columns forecast, class, level, ours, baseline: share of cases whose transform is <= level.

    Of a calibrated forecast the shares are the levels.
    """
    made = []
    for forecast, name, part in by_class(cases):
        sums = [
            scores.pit_sums(
                list(zip(part[f"{side}_below"], part[f"{side}_upto"], strict=True)), BINS
            )
            for side in SIDES
        ]
        for level, ours, base in zip(np.linspace(0, 1, BINS + 1), *sums, strict=True):
            made.append((forecast, name, float(level), float(ours), float(base)))
    return pd.DataFrame(made, columns=["forecast", "class", "level", *SIDES])


def by_class(cases: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """The cases of each forecast and class that has any, in their order."""
    for forecast in FORECASTS:
        for name in SCORED:
            part = cases[(cases["forecast"] == forecast) & (cases["class"] == name)]
            if len(part):
                yield forecast, name, part


def _same(frame: pd.DataFrame, rows: pd.DataFrame) -> bool:
    keys = ["time_start", "model", "launched"]
    return len(frame) == len(rows) and bool((frame[keys].to_numpy() == rows[keys].to_numpy()).all())


def _named(side: str, values: tuple[float, ...]) -> dict[str, float]:
    return {f"{side}_{name}": float(value) for name, value in zip(VALUES, values, strict=True)}


def _frame(forecast: str, cases: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([{"forecast": forecast, **case} for case in cases], columns=COLUMNS)
