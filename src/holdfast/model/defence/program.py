"""A small dynamic program: the pieces of one item that a class may not go under.

The state is what a defender sees this morning: the pieces in stock. Raids come from the prior; no
draw of a future is looked at, and nothing that is promised counts before it is there.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from holdfast.arrays import Array
from holdfast.model.defence.kernels import carried, tonight

HORIZON = 120
"""Days that the program looks ahead."""
FADES = 1.0 / 60.0
"""Share by which a day's delay makes a kill count less.

Judgement: a defender who sees only today cannot know that raids and aims of today last longer than
some months, and harm done earlier lasts longer.
"""
CELLS = 96
"""Equal parts of the stock that are told apart."""

Law = tuple[tuple[float, ...], ...]
"""Launches of each class on one day: a wave's chance to hold it, median size and the spread of its
logarithm; chance and mean of a launch beside it on the day of a wave; those of other days."""


@lru_cache(maxsize=4096)
def thresholds(
    wave: float,
    law: Law,
    pieces: tuple[float, ...],
    value: tuple[float, ...],
    used: float,
    made: float,
) -> Array:
    """Pieces that each class leaves to those that are worth more, and too few for it, (2, C).

    Classes by falling value; `wave` is the chance of a wave today; pieces of the item that one
    launch asks for, and what one piece spent on the class is worth; of what is left at night other
    use takes `used`, then `made` comes. Backward induction over HORIZON days, after which nothing
    is worth anything: today a piece goes where it is worth most, to a class that asks for it or to
    tomorrow. A stock so small that other use would take most of it is not worth keeping.
    """
    often = [average(wave, one) * piece for one, piece in zip(law, pieces, strict=True)]
    top = max(HORIZON * (sum(often) + max(used - made, 0.0)), 1.0)
    step = top / CELLS
    night = used / step, made / step, 1.0 - FADES
    ahead, after = np.empty(CELLS), np.empty(CELLS)
    carried(tails(wave, law, pieces, step), np.array(value), *night, HORIZON, ahead)
    tonight(ahead, *night, after)
    found = step * kept(after, np.array(value))
    found.flags.writeable = False
    return np.asarray(found)


def average(wave: float, law: tuple[float, ...]) -> float:
    """Mean launches a day of one class of a law."""
    joins, size, spread, beside, many, chance, mean = law
    in_wave = joins * size * math.exp(spread**2 / 2.0) + beside * many
    return wave * in_wave + (1.0 - wave) * chance * mean


def tails(wave: float, law: Law, pieces: tuple[float, ...], step: float) -> Array:
    """Chance that the first 1 .. C classes ask on a day for more than n `step`s, (C, CELLS).

    Classes of one wave are independent; an amount between two steps is split among them so that
    its mean stays.
    """
    upto = np.arange(CELLS + 2) * step
    made = np.empty((len(law), CELLS))
    on, off = np.eye(1, CELLS + 1)[0], np.eye(1, CELLS + 1)[0]
    for place, (one, piece) in enumerate(zip(law, pieces, strict=True)):
        joins, size, spread, beside, many, chance, mean = one
        on = _sum(on, _masses(_lognormal(upto, piece * size, spread), joins, step))
        if beside > 0.0:
            on = _sum(on, _masses(_geometric(upto / piece, many) * piece, beside, step))
        off = _sum(off, _masses(_geometric(upto / piece, mean) * piece, chance, step))
        made[place] = 1.0 - np.cumsum(wave * on + (1.0 - wave) * off)[:CELLS]
    return np.maximum(made, 0.0)


def kept(worth: Array, value: Array) -> Array:
    """Cells that a class of each value leaves for tomorrow, and too few to be kept, (2, C).

    worth (CELLS,) of the last piece of each stock at night.
    """
    upto = np.concatenate([[0.0], np.cumsum(worth)])
    # What is as good to the last bits is fired.
    gain = upto - value[:, None] * (1.0 + 1e-9) * np.arange(CELLS + 1.0)
    few = np.maximum((gain > 0.0).argmax(axis=1) - 1, 0)
    return np.stack([gain.argmax(axis=1), few]).astype(float)


def _sum(one: Array, other: Array) -> Array:
    """Chances of the sum of two independent amounts, cut where they are."""
    return np.convolve(one, other)[: len(one)]


def _masses(limited: Array, chance: float, step: float) -> Array:
    """Chances of 0 .. CELLS steps of an amount asked for with `chance`.

    limited (CELLS + 2,): mean of the amount or of 0, 1, ... steps, whichever is less.
    """
    over = chance * np.diff(limited) / step
    return np.asarray(np.append(1.0 - over[0], over[:-1] - over[1:]))


def _lognormal(upto: Array, median: float, spread: float) -> Array:
    """Mean of the lesser of a lognormal amount and of each limit."""
    if spread <= 0.0 or median <= 0.0:
        return np.minimum(upto, median)
    with np.errstate(divide="ignore"):
        z = (np.log(upto) - np.log(median)) / spread
    mean = median * np.exp(spread**2 / 2.0)
    return np.asarray(mean * ndtr(z - spread) + upto * ndtr(-z))


def _geometric(upto: Array, mean: float) -> Array:
    """Mean of the lesser of a geometric number from 1 upwards and of each limit."""
    mean = max(mean, 1.0)
    whole = np.floor(upto)
    left = (1.0 - 1.0 / mean) ** whole
    return np.asarray(mean * (1.0 - left) + (upto - whole) * left)
