"""Waves that come at gamma gaps as far as a stock allows, and the days between.

The class that leads is simulated: its gaps, sizes and stock have priors that the waves seen so far
sharpen. Other classes are drawn with whole days: from the latest waves on a wave, from the days
between them else. F futures, D days before, C scored classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc, ndtri

from holdfast.raids.days import SCORED
from holdfast.raids.scores import Floats, Whole

MONTH = 30.4375
"""Days of a month."""
FIXED, PER_DAY = 6, 3
"""Uniform numbers that a future takes once, and on each day."""
NEVER = 1e-300
"""Least chance that a gap goes on, to divide by."""


def waved(
    past: Whole, horizon: int, uniform: Callable[[int], Floats], level: Floats, how: dict[str, Any]
) -> Floats:
    """(F, C) sums over `horizon` days after `past` (D, C); `level` (F, C) scales classes drawn."""
    luck = uniform(FIXED + PER_DAY * horizon)
    lead = SCORED.index(how["lead"])
    waves = np.flatnonzero(past[:, lead] >= how["threshold"])
    gap, shape, size = _law(past[waves, lead], np.diff(waves), luck, how)
    stock, supply = _ledger(past[:, lead], luck, how)
    between = _between(past, waves, luck[:, 5], how["memories"])
    since = np.full(len(luck), float(len(past) - 1 - waves[-1])) if len(waves) else gap / 2
    sums = np.zeros((len(luck), len(SCORED)))
    for day in range(horizon):
        wave_luck, day_luck, size_luck = luck[:, FIXED + PER_DAY * day :][:, :PER_DAY].T
        wave = wave_luck < _hazard(since, gap, shape, how["second"])
        launched = between(day_luck)
        if len(waves):
            like = waves[-how["like"] :]
            launched[wave] = past[like[(day_luck[wave] * len(like)).astype(np.int64)]]
        asked = np.rint(size * np.exp(how["within_sd"] * ndtri(size_luck)))
        asked = np.where(wave, np.maximum(asked, how["threshold"]), launched[:, lead])
        launched[:, lead] = np.floor(np.minimum(asked, stock + supply))
        stock = stock + supply - launched[:, lead]
        since = np.where(wave, 0.0, since + 1)
        sums += launched
    scale = np.array(level)
    scale[:, lead] = 1.0
    return np.rint(sums * scale)


def _law(
    sizes: Whole, gaps: npt.NDArray[np.intp], luck: Floats, how: dict[str, Any]
) -> tuple[Floats, Floats, Floats]:
    """Mean and shape of the gaps and median size of the waves of each future, (F,) each."""
    sizes, late, prior = sizes[-how["seen"] :], gaps[-how["seen"] :], how["prior"]
    gap = (prior * how["gap_mean"] + late.sum()) / (prior + len(late))
    size = np.exp((prior * np.log(how["size"]) + np.log(sizes).sum()) / (prior + len(sizes)))
    low, high = how["gap_shapes"]
    return (
        gap * np.exp(how["gap_sd"] * ndtri(luck[:, 0])),
        low + (high - low) * luck[:, 1],
        size * np.exp(how["size_sd"] * ndtri(luck[:, 2])),
    )


def _ledger(launched: Whole, luck: Floats, how: dict[str, Any]) -> tuple[Floats, Floats]:
    """Stock after the days so far and supply of a day, (F,) each.

    Where more was launched than a draw held, the draw was too low: its stock is empty, not in debt.
    """
    stock = how["stock"] * np.exp(how["stock_sd"] * ndtri(luck[:, 3]))
    supply = how["supply"] / MONTH * np.exp(how["supply_sd"] * ndtri(luck[:, 4]))
    for gone in launched:
        stock = np.maximum(stock + supply - gone, 0.0)
    return stock, supply


def _hazard(since: Floats, gap: Floats, shape: Floats, second: float) -> Floats:
    """Chance of a wave `since` days after the last, (F,): model/threat, equation (1)."""

    def goes_on(day: Floats) -> Floats:
        return np.asarray(gammaincc(shape, shape * day / gap))

    later = 1 - goes_on(since + 1.5) / np.maximum(goes_on(since + 0.5), NEVER)
    return np.where(since < 2, 1 - np.sqrt(1 - second), later)


def _between(
    past: Whole, waves: npt.NDArray[np.intp], luck: Floats, memories: list[int]
) -> Callable[[Floats], Floats]:
    """A drawer of days (F, C) without a wave from each future's memory; zeros where it has none."""
    memory = np.minimum(memories, len(past))
    quiet = np.setdiff1d(np.arange(len(past)), waves)
    first = np.searchsorted(quiet, len(past) - memory)[(luck * len(memory)).astype(np.int64)]
    count = len(quiet) - first

    def draw(day_luck: Floats) -> Floats:
        if not len(quiet):
            return np.zeros((len(luck), past.shape[1]))
        place = np.minimum(first + (day_luck * count).astype(np.int64), len(quiet) - 1)
        return np.where((count > 0)[:, None], past[quiet[place]], 0).astype(np.float64)

    return draw
