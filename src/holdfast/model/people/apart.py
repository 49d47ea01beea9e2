"""Two parts of one population: those dark in a row, and all others who take turns."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array

NOBODY = 1e-12
"""Share of people that counts as none."""


def shared(dark: Array, local: Array, in_a_row: Array) -> Array:
    """(F, R) share of people who are dark all day: of the local cut, and never more than are dark.

    dark (F, B, R), local (F, R) share of people cut by local damage, in_a_row (F or 1,).
    """
    return np.asarray(np.minimum(in_a_row[:, None] * local, dark.min(axis=1)))


def mixed(usual: Array, other: Array, before: Array, now: Array) -> tuple[Array, Array]:
    """What both parts carry after some have changed over, the mean of both kept.

    usual and other: a quantity in each part; before and now: the share in the other part. Who was
    there and can stay does.
    """
    stay = np.minimum(before, now)
    came, went = now - stay, before - stay
    joined = np.divide(
        stay * other + came * usual, now, out=np.array(other + 0 * now), where=now > NOBODY
    )
    left = np.divide(
        (1 - before - came) * usual + went * other,
        1 - now,
        out=np.array(usual + 0 * now),
        where=now < 1 - NOBODY,
    )
    return left, joined
