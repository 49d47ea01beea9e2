"""Readiness and coverage: by hand, at rest, limited by parts, and nothing lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model import coverage, readiness
from holdfast.model.types import Arrived, Cover
from model.small_country import country

LUCK = Luck.of(1, range(2))


def params(fails=(0.01, 0.02), days=(10.0, 5.0), part=(0, -1)) -> readiness.Params:
    return readiness.Params(
        names=("one", "two"),
        fails_per_day=np.array([fails]),
        mended_per_day=1 / np.array([days]),
        part=np.array(part),
    )


def arrived(systems: Array) -> Arrived:
    """An arrival of systems and nothing else."""
    futures = len(systems)
    none, empty = np.zeros((futures, 1)), np.zeros(futures)
    return Arrived(systems, none, none, none, empty, empty, empty, none)


def test_a_day_by_hand():
    made = readiness.step(
        params(), Cover(ready=np.array([[8.0, 20.0]])), np.array([[2.0, 5.0]]), np.array([[3.0]])
    )
    # One: 2 + 8 x .01 - 2 / 10, with .2 of a part. Two: 5 + 20 x .02 - 5 / 5, without parts.
    assert made.down[0] == pytest.approx([1.88, 4.4])
    assert made.parts[0] == pytest.approx([0.2])


def test_too_few_parts_are_shared():
    made = readiness.step(
        params(part=(0, 0)),
        Cover(ready=np.zeros((1, 2))),
        np.array([[10.0, 10.0]]),
        np.array([[1.5]]),
    )
    # Wanted 1 and 2, there is half of it.
    assert made.down[0] == pytest.approx([9.5, 9.0])
    assert made.parts[0] == pytest.approx([1.5])


def test_a_fleet_rests_at_inherent_availability():
    """MTBF / (MTBF + MTTR), here with 1 / .01 = 100 and 10 days: 10 / 11."""
    down, fleet = np.zeros((1, 2)), np.array([[11.0, 22.0]])
    for _ in range(400):
        cover = Cover(ready=fleet - down)
        down = readiness.step(params(), cover, down, np.array([[1e9]])).down
    assert 1 - down / fleet == pytest.approx(np.array([[100 / 110, 50 / 55]]), rel=1e-6)


@given(
    st.lists(st.floats(0, 50), min_size=2, max_size=2),
    st.lists(st.floats(0, 50), min_size=2, max_size=2),
    st.floats(0, 10),
    st.floats(0, 10),
)
def test_nothing_is_lost_and_parts_only_help(ready, down, few, more):
    cover, below = Cover(ready=np.array([ready])), np.array([down])
    made = [
        readiness.step(params(part=(0, 0)), cover, below, np.array([[held]]))
        for held in (few, few + more)
    ]
    for one, held in zip(made, (few, few + more), strict=True):
        assert (one.down >= 0).all()
        assert (one.down <= cover.ready + below + 1e-9).all()
        assert 0 <= one.parts[0, 0] <= held
        mended = below + cover.ready * params().fails_per_day - one.down
        assert mended.sum() == pytest.approx(one.parts[0, 0], abs=1e-9)
    assert (made[1].down <= made[0].down + 1e-12).all()


def test_prepare_reads_the_systems():
    made = readiness.prepare(country(), LUCK)
    assert made.fails_per_day.tolist() == [[0.01, 0.02]]
    assert made.mended_per_day.tolist() == [[0.1, 0.2]]
    assert made.part.tolist() == [2, -1]
    assert readiness.start(made)["down"].tolist() == [[0, 0]]


def test_cover_is_what_is_there_less_what_is_down():
    params = coverage.prepare(country(), LUCK)
    assert params.units.tolist() == [[4, 20]]
    came, down = np.array([[2.0, 0.0]] * 2), np.array([[1.5, 30.0], [0.0, 0.0]])
    made = coverage.step(params, arrived(came), down)
    assert made.ready.tolist() == [[4.5, 0], [6, 20]]
