"""Bundles of arrays cut to a few futures."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import arrays


def take(owner, axis, index):
    """The same bundle cut to `index` along one axis; arrays of length 1 there stay as they are."""
    changes = {}
    for spec, value in arrays(owner):
        if axis in spec.axes and value.shape[spec.axes.index(axis)] != 1:
            changes[spec.name] = np.take(value, index, axis=spec.axes.index(axis))
    return dataclasses.replace(owner, **changes)
