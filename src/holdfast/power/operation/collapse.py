"""Does a sudden loss bring an island down? Under-frequency relays; a threshold with a spread."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from holdfast.power.numbers import amounts, floats, together

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
    share, so more is shed than was short. Raises ValueError that names the argument.
    """
    together(short=short, load=load)
    lack, served = np.broadcast_arrays(
        np.maximum(amounts("short", short, -np.inf), 0.0), amounts("load", load)
    )
    shares = floats("steps", steps)
    if shares.ndim != 2 or shares.shape[1] != 2 or not (shares > 0).all() or shares.sum(0)[1] > 1:
        raise ValueError(f"steps is {steps}: pairs of Hz and share, together at most 1, are needed")
    reach = np.concatenate([[0.0], np.cumsum(shares[:, 1])])
    enough = reach * served[..., None] >= lack[..., None] * (1 - 1e-12)
    acting = np.where(enough.any(axis=-1), enough.argmax(axis=-1), len(steps))
    shed = reach[acting] * served
    return Relays(acting, shed, np.maximum(lack - shed, 0.0))


def in_steps(ratio: npt.ArrayLike) -> Floats:
    """Share of what relays can shed that they do shed, in as many equal steps as `STEPS` has.

    ratio (S,) MW that reserve leaves uncovered, over MW that they can shed; each step that acts
    sheds all its share, and above 1 all of them have. Raises ValueError that names the argument.
    """
    return steps_of(amounts("ratio", ratio))


def steps_of(ratio: Floats) -> Floats:
    """`in_steps` of arrays that are known to be good."""
    count = len(STEPS)
    return np.asarray(np.ceil(np.minimum(ratio, 1.0) * count * (1 - 1e-12)) / count)


def collapse_ratio(
    lost: npt.ArrayLike, dropped: npt.ArrayLike, reserve: npt.ArrayLike, sheddable: npt.ArrayLike
) -> Floats:
    """z: the gap that reserve leaves, over what the relays can shed; at 1 they are just enough.

    lost generation, dropped load, reserve, sheddable load [MW], of any one shape. Too much
    generation counts half: units can be run down and tripped faster than they can be found. An
    island without load has nothing that could fall: z = 0. Raises ValueError that names the
    argument.
    """
    together(lost=lost, dropped=dropped, reserve=reserve, sheddable=sheddable)
    return ratio_of(
        amounts("lost", lost),
        amounts("dropped", dropped),
        amounts("reserve", reserve),
        amounts("sheddable", sheddable),
    )


def ratio_of(lost: Floats, dropped: Floats, reserve: Floats, sheddable: Floats) -> Floats:
    """`collapse_ratio` of arrays that are known to be good."""
    gap = lost - dropped
    short = np.maximum(np.maximum(gap - reserve, (-gap - reserve) / 2), 0.0)
    return np.where(sheddable > 0, short / np.maximum(sheddable, 1e-9), 0.0)


def collapse_chance(z: npt.ArrayLike, spread: npt.ArrayLike) -> Floats:
    """Chance that an island falls, Phi((z - 1) / spread); 0 where z is 0, as nothing was lost.

    With no spread it falls where z is over 1. Raises ValueError that names the argument.
    """
    together(z=z, spread=spread)
    ratio, width = np.broadcast_arrays(amounts("z", z), amounts("spread", spread))
    over = (ratio - 1) / np.maximum(width, 1e-300)
    chance = np.where(width > 0, ndtr(over), (ratio > 1).astype(float))
    return np.where(ratio > 0, chance, 0.0)


def falls(z: npt.ArrayLike, spread: npt.ArrayLike, normal: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Does it fall, with this standard normal number: max(1 + spread x normal, 0) < z.

    True with the chance of `collapse_chance`. Raises ValueError that names the argument.
    """
    together(z=z, spread=spread, normal=normal)
    return exceeds(amounts("z", z), amounts("spread", spread), amounts("normal", normal, -np.inf))


def exceeds(z: Floats, spread: Floats, normal: Floats) -> npt.NDArray[np.bool_]:
    """`falls` of arrays that are known to be good."""
    return np.asarray(np.maximum(1 + spread * normal, 0.0) < z)


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
    Raises ValueError that names the argument.
    """
    for name, one in (("lost", lost), ("dropped", dropped), ("load", load)):
        amounts(name, one)
    amounts("out", out, 0, 1)
    for name, pair, most in (
        ("reserve", reserve, np.inf),
        ("relays", relays, 1.0),
        ("weakening", weakening, 1.0),
        ("spread", spread, np.inf),
    ):
        ends = amounts(name, pair, 0, most)
        if ends.shape != (2,) or ends[0] > ends[1]:
            raise ValueError(f"{name} is {pair}: a low and a high end, in this order, are needed")
    found = [
        float(collapse_chance(collapse_ratio(lost, dropped, r, k * (1 - w * out) * load), s))
        for r, k, w, s in itertools.product(reserve, relays, weakening, spread)
    ]
    return min(found), max(found)
