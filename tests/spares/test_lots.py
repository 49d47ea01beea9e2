"""Lots: worked by hand, the exact law where they are of one, and events."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.spares import exact, metric, vari_metric
from holdfast.spares.lots import owed_in_lots, short_in_lots
from spare_events import System, at_rest

MODELS = [metric, vari_metric, exact]


@pytest.mark.parametrize("model", MODELS)
def test_without_a_depot_stock_by_hand(model):
    """Poisson of 1 and 0 or 1 that wait to be sent: P(X = 0) = e^-1 / 2, E(X - 1)+ = 1/2 + that."""
    found = model([2], 0, 0, 0.1, 0.4, 0, [1], order_quantity=2)
    assert found.pipeline[0] == pytest.approx(1.5)
    assert found.base[0] == pytest.approx(0.5 + math.exp(-1) / 2)


def test_the_depot_by_hand():
    """One base, lots of 2, mean 1, a depot of 1: it owes 2 k - 1 if there are k lots, 0 if none.

    P(k = 0) = P(U + N < 2) = P(N = 0) + P(N = 1) / 2 = 1.5 e^-1, and E[2 k] = 1.
    """
    none = 1.5 * math.exp(-1)
    owed = owed_in_lots(np.array([1.0]), np.array([2.0]), np.array(1.0))
    assert owed == pytest.approx(none)


def test_lots_of_one_are_the_exact_law():
    own, mean = np.array([0.3, 1.0, 0.0]), np.array([2.0, 0.5, 1.5])
    stock = np.array([2.0, 1.0, 0.0])
    short, waits, spread = short_in_lots(own, mean, np.ones(3), np.array(3.0), stock)
    truth = exact(mean, 0, 0, own / mean, 1.0, 3, stock)
    assert short == pytest.approx(truth.base, rel=1e-9)
    assert waits == pytest.approx(truth.pipeline)
    assert spread == pytest.approx(truth.pipeline_variance)


@pytest.mark.parametrize("model", MODELS)
def test_lots_of_one_change_nothing(model):
    plain = model([3, 5], 0.2, 0.1, 0.1, 0.2, 1, [1, 2])
    lots = model([3, 5], 0.2, 0.1, 0.1, 0.2, 1, [1, 2], order_quantity=[1, 1])
    assert lots.base.tobytes() == plain.base.tobytes()


@pytest.mark.parametrize("model", MODELS)
def test_a_base_that_sends_the_depot_nothing_has_no_lots(model):
    plain = model([5, 3], [1, 0.2], 0.1, 0.1, 0.2, 0, [2, 1])
    lots = model([5, 3], [1, 0.2], 0.1, 0.1, 0.2, 0, [2, 1], order_quantity=[3, 1])
    assert lots.base == pytest.approx(plain.base, abs=1e-12)
    assert lots.pipeline_variance == pytest.approx(plain.pipeline_variance, abs=1e-12)
    beside = model([5, 3], [1, 0.2], 0.1, 0.1, 0.2, 0, [2, 1], order_quantity=3)
    assert beside.base[0] == pytest.approx(plain.base[0], abs=1e-12)
    assert beside.base[1] > plain.base[1]
    alone = model([5], 1, 0.1, 0.1, 0.2, 0, [2], order_quantity=3)
    assert alone.total == pytest.approx(model([5], 1, 0.1, 0.1, 0.2, 0, [2]).total, abs=1e-12)
    none = model([0, 0], 0.3, 0.1, 0.1, 0.1, 0, [0, 0], order_quantity=3)
    assert none.total == 0
    assert not none.pipeline.any()


@pytest.mark.parametrize("model", MODELS)
def test_larger_lots_are_never_fewer_backorders(model):
    short = [
        model([6, 9], 0.2, 0.1, 0.1, 0.2, 2, [3, 3], order_quantity=lot).base for lot in range(1, 6)
    ]
    assert (np.diff(short, axis=0) > 0).all()


@pytest.mark.parametrize(("bases", "kept", "lot"), [(2, 0, 3), (2, 3, [2, 5]), (5, 4, 3)])
def test_against_events(bases, kept, lot):
    system = System(
        np.full((1, bases), 23.2), np.zeros(1), np.full(bases, 0.2), np.full(bases, 0.01),
        np.full(bases, 0.01), 0.05, kept, np.full(bases, 3), lot=np.broadcast_to(lot, bases),
    )  # fmt: skip
    mean, error = at_rest(system, 5000, 7)
    item = ([23.2] * bases, 0.2, 0.01, 0.01, 0.05, kept, 3)
    found = exact(*item, order_quantity=lot)
    assert abs(found.depot - mean[0]) < 3 * error[0]
    assert (abs(found.base - mean[1:]) < 3 * error[1:]).all()
    assert vari_metric(*item, order_quantity=lot).base.tobytes() == found.base.tobytes()


def test_the_depot_of_many_lots_is_shared_as_it_owes():
    """What bases lack is what the depot owes, what waits to be sent, and what is on the way."""
    draw = np.random.default_rng(5)
    for _ in range(8):
        own, mean = draw.uniform(0, 2, 4), draw.uniform(0, 9, 4)
        lots, stock = draw.integers(1, 6, 4).astype(float), np.array(float(draw.integers(0, 20)))
        _, waits, _ = short_in_lots(own, mean, lots, stock, np.zeros(4))
        owed = owed_in_lots(mean, lots, stock)
        assert waits.sum() == pytest.approx(owed + (own + (lots - 1) / 2).sum(), rel=1e-9)
