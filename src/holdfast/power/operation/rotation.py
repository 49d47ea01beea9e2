"""Rotation: power that is short becomes hours without power, in turn and by groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import amounts, floats, together, whole

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
    when nothing else is left. Both shares are of all people of the region: they add up. Raises
    ValueError that names the argument.
    """
    together(
        ordinary=ordinary, protected=protected, protected_share=protected_share, overcut=overcut
    )
    people = amounts("protected_share", protected_share, 0, 1) / 2
    cut = np.minimum(amounts("overcut", overcut, 1) * amounts("ordinary", ordinary, 0, 1), 1.0)
    return cut * (1 - people), amounts("protected", protected, 0, 1) * people


def announced(cut: npt.ArrayLike, axis: int = -1) -> Floats:
    """What is announced in the evening for the blocks of tomorrow, from the cuts of today.

    Blocks run along `axis`. For each block the deeper of its own cut today and of that in the last
    block, which is the newest that is known: who waits for the same block of the day before would
    be surprised by the night and the morning after a raid. It forecasts no weather. Raises
    ValueError that names the argument.
    """
    made = amounts("cut", cut, 0, 1, least_axes=1)
    axes = made.ndim
    if not -axes <= whole("axis", axis, -axes) < axes:
        raise ValueError(f"axis is {axis}: {-axes} to {axes - 1} is allowed")
    if not made.shape[axis]:
        raise ValueError(f"cut has shape {made.shape}: at least one block is needed")
    return np.asarray(np.maximum(made, np.take(made, [-1], axis=axis)))


def planned(cut: npt.ArrayLike, announced: npt.ArrayLike) -> Floats:
    """Of a share that is cut, what had been announced; the rest is uncontrolled.

    Both broadcast, between 0 and 1. What was announced and is not needed is not cut. Raises
    ValueError that names the argument.
    """
    together(cut=cut, announced=announced)
    return np.minimum(amounts("cut", cut, 0, 1), amounts("announced", announced, 0, 1))


def turns(cut: npt.ArrayLike, groups: int) -> npt.NDArray[np.bool_]:
    """(T, G): which of G groups are off in each of T spells, in turn.

    cut (T,) is the share that must be off. Whole groups are switched, as many as cover it, and the
    round goes on where it stopped, so that after any spell no group has been off more than once
    more than another. Raises ValueError if a share is not between 0 and 1 or there is no group.
    """
    share, groups = floats("cut", cut), whole("groups", groups, 1)
    if share.ndim != 1:
        raise ValueError(f"cut has shape {share.shape}, expected (spells,)")
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("cut holds a share that is not between 0 and 1")
    off = np.ceil(share * groups - TINY).astype(np.int64)
    first = np.cumsum(off) - off
    place = (np.arange(groups) - first[:, None]) % groups
    return np.asarray(place < off[:, None])
