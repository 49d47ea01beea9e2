"""Uniform numbers keyed by seed, element and sample: who else is drawn for changes nothing.

Philox (Salmon et al. 2011, SC '11) makes a number from a key and a counter; the key is the seed and
the element, so one more element, sample or chunk leaves the luck of the others as it was.
"""

from __future__ import annotations

import numpy as np

from holdfast.power.grid import Floats

HOURS, GENERATOR, BRANCH, LINK = (kind << 40 for kind in range(4))
"""Streams: the hour of a sample, then each generator, branch and link by its row."""
A_STEP = 4
"""Numbers that one step of Philox's counter makes."""


def uniforms(seed: int, stream: int, first: int, count: int) -> Floats:
    """(count,) numbers in [0, 1) of samples `first` on, one each."""
    start, skipped = divmod(first, A_STEP)
    return generator(seed, stream, start, 0).random(skipped + count)[skipped:]


def generator(seed: int, stream: int, start: int, sample: int) -> np.random.Generator:
    """A generator of its own for a stream and, where it needs many numbers, a sample."""
    key = np.array([seed, stream], dtype=np.uint64)
    counter = np.array([start, sample, 0, 0], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(counter=counter, key=key))
