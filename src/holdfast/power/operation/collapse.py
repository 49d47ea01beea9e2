"""Does a sudden loss bring an island down? Under-frequency relays; a threshold with a spread."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

STEPS: tuple[tuple[float, float], ...] = (
    (49.0, 0.125),
    (48.8, 0.125),
    (48.6, 0.125),
    (48.4, 0.125),
)
"""Frequency [Hz] and share of load of each step of automatic load shedding, the first to act first:
half of the load in all. Example of the German rules for automatic frequency relief (FNN), after
ENTSO-E Operation Handbook, Policy 5."""


class Relays(NamedTuple):
    """What the relays of S islands do."""

    steps: npt.NDArray[np.int64]
    """(S,) steps that act."""
    shed: Floats
    """(S,) MW of load that they shed."""
    left: Floats
    """(S,) MW that is short when all of them have acted; above 0 the frequency goes on falling."""


def relays_act(
    short: npt.ArrayLike, load: npt.ArrayLike, steps: tuple[tuple[float, float], ...] = STEPS
) -> Relays:
    """Steps that act one after the other until what they shed covers what is short.

    short (S,) MW that reserve leaves uncovered, load (S,) MW before the loss. A step sheds all its
    share, so more is shed than was short.
    """
    lack, served = np.broadcast_arrays(np.maximum(short, 0.0), np.asarray(load, dtype=float))
    reach = np.concatenate([[0.0], np.cumsum([share for _, share in steps])])
    enough = reach * served[..., None] >= lack[..., None] * (1 - 1e-12)
    acting = np.where(enough.any(axis=-1), enough.argmax(axis=-1), len(steps))
    shed = reach[acting] * served
    return Relays(acting, shed, np.maximum(lack - shed, 0.0))


def collapse_ratio(
    lost: npt.ArrayLike, dropped: npt.ArrayLike, reserve: npt.ArrayLike, sheddable: npt.ArrayLike
) -> Floats:
    """z: the gap that reserve leaves, over what the relays can shed; at 1 they are just enough.

    lost generation, dropped load, reserve, sheddable load [MW], of any one shape. Too much
    generation counts half: units can be run down and tripped faster than they can be found. An
    island without load has nothing that could fall: z = 0.
    """
    gap = np.asarray(lost, dtype=float) - np.asarray(dropped, dtype=float)
    short = np.maximum(np.maximum(gap - reserve, (-gap - reserve) / 2), 0.0)
    can = np.asarray(sheddable, dtype=float)
    return np.where(can > 0, short / np.maximum(can, 1e-9), 0.0)


def collapse_chance(z: npt.ArrayLike, spread: npt.ArrayLike) -> Floats:
    """Chance that an island falls, Phi((z - 1) / spread); 0 where z is 0, as nothing was lost.

    With no spread it falls where z is over 1.
    """
    ratio, width = np.broadcast_arrays(np.asarray(z, dtype=float), np.asarray(spread, dtype=float))
    over = (ratio - 1) / np.maximum(width, 1e-300)
    chance = np.where(width > 0, ndtr(over), (ratio > 1).astype(float))
    return np.where(ratio > 0, chance, 0.0)


def falls(z: npt.ArrayLike, spread: npt.ArrayLike, normal: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Does it fall, with this standard normal number: max(1 + spread x normal, 0) < z.

    True with the chance of `collapse_chance`.
    """
    return np.asarray(np.maximum(1 + np.asarray(spread) * np.asarray(normal), 0.0) < z)


def collapse_range(
    lost: float,
    dropped: float,
    load: float,
    out: float,
    *,
    reserve: Range,
    relays: Range,
    weakening: Range,
    spread: Range,
) -> Range:
    """Least and largest chance of collapse that ranges of what nobody knows leave open.

    lost, dropped, load [MW] of one island, out: share of its main grid that is out; reserve [MW],
    relays (share of load), weakening (by the main grid that is out) and spread as (low, high). The
    chance is monotone in each of the four by itself, so the ends lie at corners of the ranges.
    """
    found = [
        float(collapse_chance(collapse_ratio(lost, dropped, r, k * (1 - w * out) * load), s))
        for r, k, w, s in itertools.product(reserve, relays, weakening, spread)
    ]
    return min(found), max(found)
