"""The passes over all installations in `repair` against their plain twins, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.repair import yard_kernels as kernels
from twins import yard_kernels as twin


@pytest.mark.parametrize("seed", range(20))
def test_passes_equal_their_twins(seed):
    draw = np.random.default_rng(seed)
    wide = 5, int(draw.integers(2, 40))
    hit, worked = draw.choice([0.0, 1.0], wide, p=[0.8, 0.2]), draw.choice([0.0, 0.4, 1.0], wide)
    assert kernels.crews_hit(hit, worked).tolist() == twin.crews_hit(hit, worked).tolist()
    before, has_part = draw.choice([0.0, 0.25, 0.9, 1.0], (2, *wide))
    made = has_part.copy()
    kernels.keep_coming(before, made)
    np.testing.assert_array_equal(made, twin.keep_coming(before, has_part))
    assert (made != has_part).any()
    kernels.count_days(before, hit, made)
    np.testing.assert_array_equal(made, twin.count_days(before, hit))
    own = np.sort(draw.permutation(wide[1])[: draw.integers(0, wide[1])])
    share, left = draw.random((5, len(own))), draw.random(wide)
    for given in (share, np.asfortranarray(share)):
        made = left.copy()
        kernels.bridge(own, given, made)
        np.testing.assert_array_equal(made, twin.bridge(own, share, left))


@pytest.mark.parametrize("seed", range(20))
def test_under_way_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    wide, items = (5, 30), 4
    fits, haul = draw.integers(0, items, (30, 2)), draw.integers(0, 3, items)
    state, has_part = draw.integers(2, 4, wide), draw.choice([0.0, 0.3, 1.0], wide)
    fitted = draw.integers(1, items + 1, wide).astype(float) if seed % 2 else np.zeros((5, 1))
    made = np.full((5, 3), np.nan)
    given = fits, haul, fitted, state, has_part
    kernels.under_way(*given, made)
    np.testing.assert_array_equal(made, twin.under_way(*given, 3))
    assert made.any()
