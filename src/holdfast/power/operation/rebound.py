"""Rebound: what people did not get, they ask for in part when power is back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def rebound(unserved: npt.ArrayLike, share: npt.ArrayLike) -> Floats:
    """(S,) MW that is asked for on top of demand in the next block of the same length.

    unserved (S, K): MW that the slices which come back for it did not get, share (S,). It is all
    asked for in one block: homes that come on together ask for a multiple of what they usually do,
    and are out of step again within hours (Ihara and Schweppe 1981).
    """
    return np.asarray(np.asarray(share) * np.asarray(unserved, dtype=float).sum(axis=-1))
