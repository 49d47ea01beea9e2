"""The compiled loops of the damage block once more, in numpy."""

from __future__ import annotations

import numpy as np


def aimed(rows, rate, group, scale, shield):
    """Future, installation and expected losses where these are above nought."""
    expected = np.zeros((len(rate), len(group)))
    expected[rows] = (rate[:, group] * scale * (1.0 - shield))[rows]
    future, asset = np.nonzero(expected > 0)
    return future, asset, expected[future, asset]


def strike(future, asset, expected, uniform, shape):
    """1 where uniform < 1 - exp(-expected), (F, A), and which places of the lists these are."""
    out = np.zeros(shape)
    struck = uniform < 1.0 - np.exp(-expected)
    out[future, asset] = struck
    return out, np.flatnonzero(struck)


def before(kind, left, state):
    """The states as whole numbers, and what is left of each installation's function."""
    whole = state.astype(np.int64)
    return whole, left[kind, whole]
