"""Most that is unserved when any k branches are out: computed by enumeration of all subsets.

Public test systems, in tests alone: figures that a right kernel must give. Source: recomputed with
HiGHS from PGLib-OPF v23.07 (data/grids), no printed source.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from holdfast.power import least_shed, read_matpower
from public_grids import public_grid


@pytest.mark.parametrize(
    ("case", "count", "unserved"),
    [
        ("case5_pjm", 1, 0),
        ("case5_pjm", 2, 300),
        ("case5_pjm", 3, 300),
        ("case14_ieee", 1, 72),
        ("case14_ieee", 2, 200),
        ("case14_ieee", 3, 200),
        ("case24_ieee_rts", 1, 0),
        ("case24_ieee_rts", 2, 194),
    ],
)
def test_most_unserved_with_some_branches_out(case, count, unserved):
    grid = read_matpower(public_grid(case))
    sets = np.array(list(combinations(range(len(grid.rating)), count)))
    out = np.zeros((len(sets), len(grid.rating)))
    out[np.arange(len(sets))[:, None], sets] = 1.0
    found = least_shed(grid, out, np.zeros((1, len(grid.capacity))))
    asked = np.maximum(grid.demand, 0).sum()
    # The figures are stated in whole megawatts.
    assert found.weighted_shed.max() == pytest.approx(unserved, abs=0.5)
    assert np.abs(found.gap).max() < 2e-6
    assert found.primal_residual.max() * asked < 1e-3
    assert not found.fallback.any()
