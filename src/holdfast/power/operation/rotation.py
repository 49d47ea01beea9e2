"""Rotation: power that is short becomes hours without power, in turn and by groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TINY = 1e-9
"""A share of a group that counts as none."""


def share_cut(
    ordinary: npt.ArrayLike,
    protected: npt.ArrayLike,
    protected_share: npt.ArrayLike,
    overcut: npt.ArrayLike,
) -> tuple[Floats, Floats]:
    """Share of the people on ordinary and on protected feeders that is cut.

    ordinary, protected: share of the demand of the slice that is short. Cuts come in whole feeders,
    so on ordinary ones more is cut than is short (overcut >= 1), up to all of them. Protected
    feeders, `protected_share` of the power but half that share of the people, are cut one by one
    when nothing else is left. Both shares are of all people of the region: they add up.
    """
    people = np.asarray(protected_share, dtype=float) / 2
    cut = np.minimum(np.asarray(overcut) * np.asarray(ordinary, dtype=float), 1.0)
    return cut * (1 - people), np.asarray(protected, dtype=float) * people


def announced(cut: npt.ArrayLike, axis: int = -1) -> Floats:
    """What is announced in the evening for the blocks of tomorrow, from the cuts of today.

    Blocks run along `axis`. For each block the deeper of its own cut today and of that in the last
    block, which is the newest that is known: who waits for the same block of the day before would
    be surprised by the night and the morning after a raid. It forecasts no weather.
    """
    made = np.asarray(cut, dtype=float)
    return np.asarray(np.maximum(made, np.take(made, [-1], axis=axis)))


def planned(cut: npt.ArrayLike, announced: npt.ArrayLike) -> Floats:
    """Of a share that is cut, what had been announced; the rest is uncontrolled.

    Both broadcast, between 0 and 1. What was announced and is not needed is not cut.
    """
    return np.asarray(np.minimum(np.asarray(cut, dtype=float), announced))


def turns(cut: npt.ArrayLike, groups: int) -> npt.NDArray[np.bool_]:
    """(T, G): which of G groups are off in each of T spells, in turn.

    cut (T,) is the share that must be off. Whole groups are switched, as many as cover it, and the
    round goes on where it stopped, so that after any spell no group has been off more than once
    more than another. Raises ValueError if a share is not between 0 and 1 or there is no group.
    """
    share = np.asarray(cut, dtype=float)
    if groups < 1:
        raise ValueError(f"groups is {groups}, expected 1 or more")
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("cut holds a share that is not between 0 and 1")
    off = np.ceil(share * groups - TINY).astype(np.int64)
    first = np.cumsum(off) - off
    place = (np.arange(groups) - first[:, None]) % groups
    return np.asarray(place < off[:, None])
