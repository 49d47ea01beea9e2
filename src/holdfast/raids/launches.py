"""Launches of the days to come, by class, forecast from the days before.

Each future rests, class by class, on one of three: days drawn from a memory, waves that a stock
allows (`waves`), or the level of late changed as levels changed before. Settings stand in
launches.toml. F futures, H days to come, D days before, C scored classes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from holdfast.raids.days import SCORED, ends, launched_by_day
from holdfast.raids.files import settings_in
from holdfast.raids.scores import Floats, Whole
from holdfast.raids.waves import waved

MEMORY, LEVEL, EXPERT, DAY, PAST_CHANGE, WAVE = range(6)
"""Streams of luck."""
LARGEST_SEED = 2**64 - 1
OLD = 14
"""Days without any row before the origin that are told."""
Uniform = Callable[[int, int], Floats]
"""Uniform numbers (F, width) of a stream and a width."""


def forecast_launches(
    record: pd.DataFrame, origin: date, horizon_days: int, futures: int, seed: int
) -> Whole:
    """Launches (futures, SCORED) that end on the `horizon_days` days from `origin` on.

    `record` is as `read_record` gives it; rows that ended on `origin` or later, and models that the
    table of classes lacks, are not read. Mixed rows are split by the launches of each model in
    single-model rows before. The same seed gives the same futures, and the first of many are those
    of few.

    Raises ValueError if no row ended before `origin`, or if a number is out of range. Warns where
    the last of these ended more than OLD days before: days since count as days without a launch.
    """
    for name, value in (("horizon_days", horizon_days), ("futures", futures)):
        if value < 1:
            raise ValueError(f"{name}: {value} is not a whole number of at least 1")
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"seed: {seed} is not a whole number of 0 to {LARGEST_SEED}")
    if isinstance(origin, datetime):
        origin = origin.date()
    past = launched_by_day(record, origin)
    if not len(past):
        raise ValueError(f"origin: no row of the record ended before {origin}")
    _told_if_old(record, origin)
    how = settings()

    def uniform(stream: int, width: int) -> Floats:
        key = np.array([seed, stream], dtype=np.uint64)
        start = np.array([0, 0, origin.toordinal(), 0], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(counter=start, key=key)).random(
            (futures, width)
        )

    level = _level(uniform(LEVEL, 2 * len(SCORED)), how["level"]["noise"])
    drawn = np.rint(_remembered(past, horizon_days, uniform, how["class"]) * level)
    wave = waved(past, horizon_days, lambda width: uniform(WAVE, width), level, how["waves"])
    trend = _trended(past, horizon_days, uniform(PAST_CHANGE, len(SCORED)), how["trend"])
    experts = np.stack([drawn, wave, drawn if trend is None else trend])
    sums = np.cumsum([how["class"][name]["weights"] for name in SCORED], axis=1)
    which = (uniform(EXPERT, 1)[..., None] >= sums[:, :-1]).sum(axis=2)
    return np.asarray(np.take_along_axis(experts, which[None], axis=0)[0], dtype=np.int64)


def _told_if_old(record: pd.DataFrame, origin: date) -> None:
    """Warn of a record that ended long before `origin`."""
    day = ends(record).dt.normalize()
    last = day[day < pd.Timestamp(origin)].max().date()
    if (origin - last).days > OLD:
        warnings.warn(
            f"the last row before {origin} ended on {last}: the days since count as days without "
            "a launch, which is no forecast if the record was not kept",
            stacklevel=3,
        )


def settings() -> dict[str, Any]:
    """The settings of launches.toml, by section."""
    return settings_in("launches.toml")


def _level(luck: Floats, noise: list[float]) -> Floats:
    """(F, C) factors of what a future launches in all, from uniform numbers (F, 2 C)."""
    which, how_far = np.split(luck, 2, axis=1)
    spread = np.array(noise)[(which * len(noise)).astype(np.int64)]
    return np.asarray(np.exp(spread * ndtri(how_far)))


def _remembered(past: Whole, horizon: int, uniform: Uniform, own: dict[str, Any]) -> Floats:
    """(F, C) sums of days drawn from the memory of each future; classes share their luck."""
    long, days = uniform(MEMORY, 1)[:, 0], uniform(DAY, horizon)
    sums = np.empty((len(days), len(SCORED)))
    for place, name in enumerate(SCORED):
        memories = np.minimum(own[name]["memories"], len(past))
        memory = memories[(long * len(memories)).astype(np.int64)]
        back = (days * memory[:, None]).astype(np.int64)
        sums[:, place] = past[len(past) - 1 - back, place].sum(axis=1)
    return sums


def _trended(past: Whole, horizon: int, luck: Floats, how: dict[str, Any]) -> Floats | None:
    """(F, C) the level of late, times what came of it before; None while little is known.

    The level is a mean of days with weights that halve; a change is what the `horizon` days after
    an earlier day launched, by what that day's level made of them.
    """
    count = len(past) - 2 * horizon + 1
    if count < how["least"]:
        return None
    keep = 0.5 ** (1 / how["half_life"])
    levels = np.zeros((len(past) + 1, len(SCORED)))
    held, weight = np.zeros(len(SCORED)), 0.0
    for day, launched in enumerate(past, start=1):
        held, weight = held * keep + launched, weight * keep + 1
        levels[day] = held / weight * horizon
    then = np.arange(horizon, horizon + count)
    sums = np.concatenate([np.zeros((1, len(SCORED)), np.int64), past.cumsum(axis=0)])
    floor = how["floor"]
    changes = (sums[then + horizon] - sums[then] + floor) / (levels[then] + floor)
    chance = np.cumsum(0.5 ** ((count - 1 - np.arange(count)) / how["growth_half_life"]))
    which = np.minimum(np.searchsorted(chance / chance[-1], luck, side="right"), count - 1)
    change = np.take_along_axis(changes, which, axis=0)
    return np.asarray(np.maximum(np.rint((levels[-1] + floor) * change - floor), 0.0))
