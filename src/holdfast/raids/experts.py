"""Experts on the share destroyed: each says, for each row, what earlier days alone let it expect.

Both learn from all rows of a class, each by how like its model is to the one asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import betaln, expit, logit

from holdfast.raids.shares import POINTS, Floats, Whole, beta, seen

SMALLEST = 1e-300
"""Added to a weight before its log is taken."""
MEANS = (0.003, 0.997)
"""Least and greatest mean of a beta law: no raid is thought sure."""


@dataclass(frozen=True)
class Rows:
    """The N rows of one class that say what was destroyed, in order of day.

    day (N,) is a count of days, model (N,) an index into likeness (M, M), which says how much a
    row of one model tells of another [0 to 1]; launched and destroyed (N,) [1].
    """

    day: Whole
    model: Whole
    launched: Whole
    destroyed: Whole
    likeness: Floats

    def days(self) -> Iterator[tuple[int, int]]:
        """First row and row after the last of each day."""
        edges = [*(np.flatnonzero(np.diff(self.day)) + 1).tolist(), len(self.day)]
        return zip([0, *edges[:-1]], edges, strict=True)


def likeness(models: Sequence[str], least: float) -> Floats:
    """How like models (M, M) are by their names [`least` to 1]: parts in common over all parts.

    Names are parted at " and " and at "/".
    """
    parts = [frozenset(re.split(r" and |/", model)) for model in models]
    common = np.array([[len(a & b) / len(a | b) for b in parts] for a in parts])
    return np.asarray(least + (1 - least) * common.reshape(len(parts), len(parts)))


def analogue(
    rows: Rows, wanted: Whole, share: float, memory: float, settings: Mapping[str, Any]
) -> Floats:
    """Weights (wanted, J): earlier rows mixed by age, likeness of model and of size.

    An earlier row weighs 2^(-age / memory) x likeness x exp(-(log of sizes' ratio / width)^2 / 2) x
    launched / (launched + half weight), and says its binomial likelihood, narrowed by a power.
    """
    shape = settings["narrow"]
    said = np.array([seen(*row, shape) for row in _counts(rows)]).reshape(-1, POINTS)
    size = np.log(rows.launched)
    worth = rows.launched / (rows.launched + settings["half_weight"])
    prior = settings["prior_weight"] * beta(np.array(share), np.array(1.0))
    made = np.empty((len(wanted), POINTS))
    for place, row in enumerate(wanted):
        before = int(np.searchsorted(rows.day, rows.day[row]))
        weight = worth[:before] * rows.likeness[rows.model[row], rows.model[:before]]
        weight *= np.exp2((rows.day[:before] - rows.day[row]) / memory)
        weight *= np.exp(-0.5 * ((size[:before] - size[row]) / settings["size_width"]) ** 2)
        total = weight @ said[:before] + prior
        made[place] = total / total.sum()
    return made


def walks(
    rows: Rows, wanted: Whole, share: float, drifts: Sequence[float], settings: Mapping[str, Any]
) -> Floats:
    """Weights (drifts, wanted, J): the logit of the share walks at random, by models.

    Of each model a filter holds the chances of the level, of its slope per log of launched, and
    of how alike the fates within a raid are: destroyed is beta-binomial. A row of another model
    counts with its likeness as a power of its likelihood.
    """
    filters = [_Filter(share, drift, len(rows.likeness), settings) for drift in drifts]
    shape = _Shape.of(settings)
    held = np.empty((len(drifts), len(rows.day), len(shape.level)))
    fit = lru_cache(maxsize=None)(shape.fit)
    for first, end in rows.days():
        fits = np.array([fit(*row) for row in _counts(rows, first, end)])
        for each, kept in zip(filters, held, strict=True):
            each.wait(int(rows.day[first] - rows.day[max(first - 1, 0)]))
            kept[first:end] = each.state[rows.model[first:end]]
            each.learn(rows.likeness[:, rows.model[first:end]], fits)
    made = np.empty((len(drifts), len(wanted), POINTS))
    for launched in np.unique(rows.launched[wanted]).tolist():
        laws = shape.laws(launched)
        for place in np.flatnonzero(rows.launched[wanted] == launched):
            for number, kept in enumerate(held):
                made[number, place] = kept[wanted[place]] @ laws
    return made


@dataclass(frozen=True)
class _Shape:
    """What a filter's states are: level x slope x alikeness, laid flat (G,)."""

    level: Floats
    slope: Floats
    alike: Floats
    level_at: float
    power: float

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> _Shape:
        grids = np.meshgrid(levels(settings), settings["slopes"], settings["alike"], indexing="ij")
        level, slope, alike = (np.asarray(grid, dtype=np.float64).ravel() for grid in grids)
        return cls(level, slope, alike, settings["level_at"], settings["alike_power"])

    def parameters(self, launched: int) -> tuple[Floats, Floats]:
        """Mean and a + b (G,) of the beta law of a raid of `launched` in each state."""
        mean = expit(self.level + self.slope * np.log(launched / self.level_at))
        return np.clip(mean, *MEANS), self.alike * launched**self.power

    def fit(self, launched: int, destroyed: int) -> Floats:
        """Log likelihood (G,) of a row in each state, less that of the best."""
        mean, alike = self.parameters(launched)
        hit, miss = mean * alike, (1 - mean) * alike
        made = betaln(hit + destroyed, miss + launched - destroyed) - betaln(hit, miss)
        return np.asarray(made - made.max())

    def laws(self, launched: int) -> Floats:
        """Weights (G, J) of the share of a raid of `launched` in each state."""
        return beta(*self.parameters(launched))


class _Filter:
    """Chances (M, G) of the states, by model, of walks with one drift."""

    def __init__(self, share: float, drift: float, models: int, settings: Mapping[str, Any]):
        grid = levels(settings)
        each = np.exp(-0.5 * ((grid - logit(share)) / settings["level_sd"]) ** 2)
        others = len(settings["slopes"]) * len(settings["alike"])
        start = np.repeat(each / each.sum() / others, others)
        self.state = np.tile(start, (models, 1))
        self._drift = drift
        self._step = grid[1] - grid[0]
        self._rates, self._modes = _heat(len(grid))

    def wait(self, days: int) -> None:
        """Let `days` pass without a row."""
        if days == 0:
            return
        spread = np.exp(self._rates * days * (self._drift / self._step) ** 2 / 2)
        passed = np.maximum((self._modes * spread) @ self._modes.T, 0.0)
        for model, held in enumerate(self.state):
            made = passed @ held.reshape(len(passed), -1)
            self.state[model] = (made / made.sum()).ravel()

    def learn(self, likeness: Floats, fits: Floats) -> None:
        """Take in the rows of a day: likeness (M, rows) and log likelihoods (rows, G)."""
        for model, weight in enumerate(likeness):
            logs = np.log(self.state[model] + SMALLEST) + (weight[:, None] * fits).sum(axis=0)
            made = np.exp(logs - logs.max())
            self.state[model] = made / made.sum()


def levels(settings: Mapping[str, Any]) -> Floats:
    """The grid of logits of the level."""
    first, last, step = settings["logits"]
    return np.asarray(np.arange(first, last + step / 2, step))


def _heat(points: int) -> tuple[Floats, Floats]:
    """Rates (points,) and modes of a walk to neighbours at rate 1 each, ends closed.

    Its variance grows by exactly two squared steps a unit of time, however short the time is.
    """
    moves = np.eye(points, k=1) + np.eye(points, k=-1)
    rates, modes = np.linalg.eigh(moves - np.diag(moves.sum(axis=1)))
    return rates, modes


def _counts(rows: Rows, first: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Launched and destroyed of rows as whole numbers."""
    launched, destroyed = rows.launched[first:end].tolist(), rows.destroyed[first:end].tolist()
    return list(zip(launched, destroyed, strict=True))
