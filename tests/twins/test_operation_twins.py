"""The compiled loop of islands against its plain twin."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.power import walk
from twins import operation_kernels as twin


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.9, 1.0])
@pytest.mark.parametrize(("nodes", "lines"), [(1, 3), (12, 9), (80, 130)])
def test_islands_equal_those_of_the_twin(nodes, lines, share):
    draw = np.random.default_rng(lines)
    ends = draw.integers(0, nodes, (lines, 2))
    joined = draw.random((30, lines)) < share
    made = np.empty((30, nodes), dtype=np.int64)
    walk.name_islands(ends, joined, made)
    np.testing.assert_array_equal(made, twin.name_islands(nodes, ends, joined))
