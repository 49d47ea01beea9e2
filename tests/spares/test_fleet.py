"""Systems that stand still for parts, and holes that are brought together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.spares import availability, cannibalised, metric


def test_by_hand():
    """Two kinds, two of the second in each of 4 systems: (1 - .4/4) (1 - .8/8)^2."""
    assert availability([[0.4], [0.8]], [1, 2], [4]) == pytest.approx([0.9**3])
    assert availability([[0.4, 9.0], [0.8, 0.0]], [1, 2], [4, 4]) == pytest.approx([0.9**3, 0.0])


def test_one_kind_of_metric_is_that_of_its_backorders():
    found = metric([4, 9], 0.3, 0.1, 0.1, 0.2, 1, [1, 0], systems=[3, 6], quantity_per_system=2)
    share = availability(found.base[None], 2, [3, 6])
    assert found.availability == pytest.approx((3 * share[0] + 6 * share[1]) / 9)


def test_holes_brought_together_by_hand():
    """Two systems, one kind without a spare, Poisson of 1: up (P(X = 0) + P(X <= 1)) / 2."""
    up = (math.exp(-1) + 2 * math.exp(-1)) / 2
    assert cannibalised([[1.0]], [[1.0]], [[0]], 1, [2]) == pytest.approx([up])


def test_two_kinds_against_draws():
    draw = np.random.default_rng(3)
    lacks = np.stack(
        [np.maximum(draw.poisson(mean, 200_000) - stock, 0) for mean, stock in ((3, 2), (2, 0))]
    )
    down = np.ceil(lacks / np.array([[1], [2]])).max(axis=0)
    up = np.maximum(5 - down, 0) / 5
    found = cannibalised([[3.0], [2.0]], [[3.0], [2.0]], [[2], [0]], [1, 2], [5])
    assert abs(found[0] - up.mean()) < 3 * up.std() / math.sqrt(200_000)


@settings(max_examples=60, deadline=None)
@given(
    mean=st.lists(st.floats(0, 6), min_size=3, max_size=3),
    stock=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    each=st.integers(1, 3),
    fleet=st.integers(1, 12),
)
def test_cannibalising_never_hurts_one_kind(mean, stock, each, fleet):
    """Of one kind it can only help; of several too, as holes of each kind then share systems."""
    from holdfast.spares.tails import backorders

    rates, held = np.array(mean)[:, None], np.array(stock, dtype=float)[:, None]
    brought = cannibalised(rates, rates, held, each, fleet)
    apart = availability(backorders(held, rates), each, fleet)
    assert brought[0] >= apart[0] - 1e-9
    more = cannibalised(rates, rates, held + 1, each, fleet)
    assert more[0] >= brought[0] - 1e-12


def test_faults():
    with pytest.raises(ValueError, match=r"base_stock\[0, 0\] is 0.5") as raised:
        cannibalised([[1.0]], [[1.0]], [[0.5]], 0, [1.5])
    assert "quantity_per_system is 0" in str(raised.value)
    assert "systems[0] is 1.5: a whole number from 1 on is allowed" in str(raised.value)
    with pytest.raises(
        ValueError, match=r"quantity_per_system has shape \(3,\): one number or \(1,\)"
    ):
        availability([[1.0, 2.0]], [1, 2, 3], [1, 1])
