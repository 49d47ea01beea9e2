"""Restart by stages: who is reconnected when, in the hours after a collapse."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import above, amounts, together

Floats = npt.NDArray[np.float64]


class Stage(NamedTuple):
    """When a slice of demand comes back, as shares of the hours that the restart takes."""

    name: str
    begin: float
    """Nothing of it is back before."""
    end: float
    """All of it is back from here; in between it returns evenly."""


STAGES: tuple[Stage, ...] = (
    Stage("protected", 0.1, 0.4),
    Stage("ordinary", 0.3, 0.8),
    Stage("industry", 0.8, 1.0),
)
"""The order of restoration plans: a skeleton of stations and lines first, then what must have
power, then block by block all others, large industry last (Commission Regulation 2017/2196, chapter
IV; Adibi and Fink 1994). Industry begins when all others are back. The shares are tenths, chosen on
five restarts together and checked on each with it left out: docs/blocks/operation.md."""


def returned(elapsed: npt.ArrayLike, begin: npt.ArrayLike, end: npt.ArrayLike) -> Floats:
    """Share of a slice that is back when this share of the restart has passed.

    elapsed, begin and end broadcast; 0 <= begin < end <= 1. Raises ValueError that names the
    argument.
    """
    together(elapsed=elapsed, begin=begin, end=end)
    first, last = _stage(begin, end)
    passed = (amounts("elapsed", elapsed, -np.inf) - first) / (last - first)
    return np.asarray(np.clip(passed, 0.0, 1.0))


def waiting(
    left: npt.ArrayLike,
    hours: npt.ArrayLike,
    begin: npt.ArrayLike,
    end: npt.ArrayLike,
    spell: float,
) -> Floats:
    """Mean share of a slice that waits for its island through the coming `spell` [h].

    left: hours until the island is whole, 0 where it is; hours: that the whole restart takes; both
    and begin, end (of the slice) broadcast. In closed form: with the integral of what is back,
    A(x) = (y - begin)^2 / (2 (end - begin)) + max(x - end, 0) and y = clip(x, begin, end), it is
    1 - (A(x + d) - A(x)) / d for x = 1 - left / hours and d = spell / hours. Raises ValueError that
    names the argument.
    """
    together(left=left, hours=hours, begin=begin, end=end, spell=spell)
    down, whole = amounts("left", left), np.maximum(amounts("hours", hours), 1e-9)
    first, last = _stage(begin, end)
    x, step = 1 - down / whole, above("spell", spell) / whole

    def back(at: Floats) -> Floats:
        y = np.clip(at, first, last)
        return np.asarray((y - first) ** 2 / (2 * (last - first)) + np.maximum(at - last, 0.0))

    mean = 1 - (back(x + step) - back(x)) / step
    return np.where(down > 0, np.clip(mean, 0.0, 1.0), 0.0)


def reconnected(half_life: npt.ArrayLike, spell: float) -> tuple[Floats, Floats]:
    """What is still off of the feeders that relays shed, as shares of those off as a `spell` [h]
    begins: the mean through it, and what is left at its end.

    half_life [h]: half of what is off comes back in it; at 0 all is back at once. In closed form
    q = 2^(-spell / half_life) is left and (1 - q) half_life / (spell ln 2) the mean. Raises
    ValueError that names the argument.
    """
    halved, hours = amounts("half_life", half_life), above("spell", spell)
    left = np.exp2(-hours / np.maximum(halved, 1e-9))
    return np.asarray((1 - left) * halved / (hours * np.log(2))), np.asarray(left)


def _stage(begin: npt.ArrayLike, end: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Where slices begin and end to come back. Raises ValueError that names the argument."""
    first, last = amounts("begin", begin, 0, 1), amounts("end", end, 0, 1)
    if not (first < last).all():
        raise ValueError(f"begin holds {first.max(initial=0)}: less than end is allowed")
    return first, last
