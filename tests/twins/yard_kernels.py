"""Plain twins of the passes over all installations in `repair`."""

from __future__ import annotations

import numpy as np


def crews_hit(hit, worked):
    return np.argwhere((hit > 0) & (worked > 0))


def keep_coming(before, has_part):
    coming = (before > 0) & (before < 1) & (has_part == 0)
    return np.where(coming, before, has_part)


def under_way(fits, haul, fitted, state, has_part, classes):
    future, asset = np.nonzero((state == 3) & (has_part > 0.0) & (has_part < 1.0))
    item = fits[asset, 0]
    if fitted.shape == state.shape:
        item = fitted[future, asset].astype(np.int64) - 1
    made = np.zeros((len(state), classes))
    np.add.at(made, (future, haul[item]), 1.0)
    return made


def count_days(since, hit):
    return np.where(hit > 0.0, 0.0, since + 1.0)


def bridge(own, share, left):
    made = left.copy()
    made[:, own] += (1.0 - made[:, own]) * share
    return made
