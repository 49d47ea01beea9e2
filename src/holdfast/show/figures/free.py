"""A free place for a name on a drawing of curves: near what it names, and on no curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from holdfast.show.reductions import Array

Box = tuple[float, float, float, float]
"""Left, top, right, bottom [pixels], measured from the left and upper edge."""
STEP = 2
"""Pixels from one place that is tried to the next."""


def place(
    curves: Array,
    size: tuple[float, float],
    target: tuple[float, float],
    area: tuple[float, float],
    above: Array | None = None,
    taken: Sequence[Box] = (),
) -> Box | None:
    """Give the box of a name that lies nearest to its target and touches no curve.

    `curves` (curve, x) are heights of curves over the width of the area [pixels from its upper
    edge], at like distances; `size` is that of the name, `area` that of the drawing, `target` the
    point that is named. With `above` (x,) the name stands above that curve alone; `taken` are boxes
    of other names. None if there is no room.
    """
    (wide, high), (room, height) = size, area
    lefts = np.arange(0, room - wide, STEP, dtype=float)
    tops = np.arange(0, height - high, STEP, dtype=float)
    if not len(lefts) or not len(tops):
        return None
    at = np.arange(0, room + STEP, STEP)
    known = np.linspace(0, room, curves.shape[1])
    fine = np.array([np.interp(at, known, curve) for curve in curves])
    highest, lowest = fine.copy(), fine.copy()
    cells = (known // STEP).astype(int)
    for i, curve in enumerate(curves):
        np.minimum.at(highest[i], cells, curve)
        np.maximum.at(lowest[i], cells, curve)
    window = int(np.ceil(wide / STEP)) + 1
    upper = sliding_window_view(highest, window, axis=1)[:, : len(lefts)].min(axis=2)
    lower = sliding_window_view(lowest, window, axis=1)[:, : len(lefts)].max(axis=2)
    lefts = lefts[: upper.shape[1]]
    free = np.full((len(tops), len(lefts)), True)
    for first, last in zip(upper, lower, strict=True):
        free &= (tops[:, np.newaxis] > last) | (tops[:, np.newaxis] + high < first)
    if above is not None:
        edge = sliding_window_view(np.interp(at, known, above), window)[: len(lefts)].min(axis=1)
        free &= tops[:, np.newaxis] + high < edge
    for left, head, right, foot in taken:
        beside = (lefts >= right) | (lefts + wide <= left)
        free &= beside[np.newaxis] | ((tops >= foot) | (tops + high <= head))[:, np.newaxis]
    if not free.any():
        return None
    across = np.maximum(np.maximum(lefts - target[0], target[0] - lefts - wide), 0)
    down = np.maximum(np.maximum(tops - target[1], target[1] - tops - high), 0)
    off = np.abs(lefts + wide / 2 - target[0])[np.newaxis] / room
    away = np.hypot(across[np.newaxis], down[:, np.newaxis]) + off
    best = np.unravel_index(np.where(free, away, np.inf).argmin(), free.shape)
    top, left = float(tops[best[0]]), float(lefts[best[1]])
    return left, top, left + wide, top + high
