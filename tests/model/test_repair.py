"""Repair: shifts by hand, the order against all orders, and more help that never does harm."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.types import Arrived, Harm
from model.small_country import country

LUCK = Luck.of(1, range(2))


def params(order, *, crews=(1.0,), skill=None, part=None, effort=1.0, way=0.5, **named):
    """Installations that are repaired in the given order, whatever their state."""
    assets, none = len(order), np.zeros(len(order), np.int64)
    return repair.Params(
        assets=tuple(f"a/{i}" for i in range(assets)),
        skills=tuple(f"s{i}" for i in range(len(crews))),
        skill=np.array(skill or [0] * assets),
        order=np.array([[3 * a + state for a in order for state in range(3)]]),
        crews=np.array([crews]),
        effort=np.full((1, len(crews), 1), effort),
        **{
            "fits": np.array(part or [-1] * assets)[:, None],
            "way": np.array(way, ndmin=2),
            "haul": np.zeros(4, np.int64),
            "slots": np.array([[np.inf]]),
            "area": none,
            "post": none,
            "bridged": np.arange(assets),
            **named,
        },
    )


def harm(state, work, has_part=None) -> Harm:
    """One future after a raid; only what repair looks at is set."""
    shape = (1, len(state))
    blank = np.zeros(shape)
    return Harm(
        state=np.array([state]),
        work_left=np.array([work], dtype=float),
        has_part=np.ones(shape) if has_part is None else np.array([has_part], dtype=float),
        times_hit=np.array([state]),
        hit=blank,
        left=blank,
        left_before=blank,
        pocket=np.zeros((1, 1)),
    )


def arrived(crews) -> Arrived:
    one, none = np.zeros((1, 1)), np.zeros(1)
    return Arrived(one, one, np.array([crews], dtype=float), one, none, none, none, one)


def shift(params, harmed, held=(0.0,), crews=None):
    came = arrived(crews or [0.0] * len(params.skills))
    return repair.step(params, harmed, came, np.array([held], dtype=float), 0, LUCK)


def next_day(made) -> Harm:
    """The morning after, without a raid."""
    return harm(made.state[0], made.work_left[0], made.has_part[0])


def test_a_shift_by_hand():
    """Two crews and a half, .8 crew-days of work each: 1 at a, .5 at b (all it needs), 1 at c."""
    made = shift(params([0, 1, 2, 3], crews=(2.5,), effort=0.8), harm([1, 2, 3, 1], [3, 0.4, 5, 1]))
    assert made.work_left[0] == pytest.approx([2.2, 0, 4.2, 1])
    assert made.state[0].tolist() == [1, 0, 3, 1]
    assert made.mended[0].tolist() == [0, 1, 0, 0]
    assert made.busy[0, 0] == pytest.approx(2.5)
    assert made.times_hit[0].tolist() == [1, 2, 3, 1]


def test_crews_do_only_what_they_can():
    two = params([1, 0], crews=(5.0, 0.0), skill=[0, 1])
    made = shift(two, harm([1, 1], [3, 3]))
    assert made.work_left[0] == pytest.approx([2, 3])
    assert made.busy[0] == pytest.approx([1, 0])
    made = shift(two, harm([1, 1], [3, 3]), crews=[0, 2])
    assert made.work_left[0] == pytest.approx([2, 2])


def test_a_destroyed_one_waits_for_its_part_and_for_its_way():
    """One part for two; it takes two days, in which the crew works elsewhere."""
    team = params([0, 1, 2], part=[0, 0, -1])
    made = shift(team, harm([3, 3, 1], [2, 2, 5], [0, 0, 1]), held=[1.0])
    assert made.parts[0].tolist() == [1]
    assert made.has_part[0] == pytest.approx([0.5, 0, 1])
    assert made.work_left[0] == pytest.approx([2, 2, 4])
    made = shift(team, next_day(made))
    assert made.has_part[0] == pytest.approx([1, 0, 1])
    assert made.work_left[0] == pytest.approx([2, 2, 3])
    for _ in range(2):
        made = shift(team, next_day(made))
    assert made.state[0].tolist() == [0, 3, 1]
    assert made.work_left[0] == pytest.approx([0, 2, 3])


def test_light_and_heavy_damage_needs_no_part():
    made = shift(params([0], part=[0]), harm([2], [0.5], [0]), held=[1.0])
    assert made.mended[0].tolist() == [1]
    assert not made.parts.any()


def test_the_order_is_service_per_crew_day_then_name():
    worth = np.array([100.0, 300.0, 100.0])
    per_day = np.array([[0.5 / 5] * 3, [1 / 20] * 3, [1 / 60] * 3])
    order = repair.by_urgency(worth, per_day, ("b/1", "c/1", "a/1"))
    # c light 30, c heavy 15, a and b light 10, c destroyed 5, a and b heavy 5, then destroyed.
    assert order.tolist() == [3, 4, 6, 0, 7, 1, 5, 8, 2]


def test_the_order_of_one_crew_loses_least_service_of_all_orders():
    """Smith (1956), Naval Research Logistics Quarterly 3, 59: weight over time, largest first."""
    draw = np.random.default_rng(2)
    for _ in range(20):
        worth, days = draw.uniform(1, 100, 6), draw.uniform(1, 30, 6)

        def lost(order, worth=worth, days=days):
            return sum(worth[list(order)] * np.cumsum(days[list(order)]))

        names = tuple(f"x/{i}" for i in range(6))
        per_day = np.stack([1 / days, 0 * days, 0 * days])
        ours = [pair // 3 for pair in repair.by_urgency(worth, per_day, names) if pair % 3 == 0]
        least = min(lost(order) for order in itertools.permutations(range(6)))
        assert lost(ours) == pytest.approx(least)


ASSETS = 8
CASES = st.tuples(
    st.permutations(range(ASSETS)),
    st.lists(st.integers(0, 3), min_size=ASSETS, max_size=ASSETS),
    st.lists(st.floats(0.1, 9), min_size=ASSETS, max_size=ASSETS),
    st.lists(st.integers(-1, 1), min_size=ASSETS, max_size=ASSETS),
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=ASSETS, max_size=ASSETS),
)


def compared(first, few, many, parts, extra):
    """Twelve days of two worlds from one morning: the second has more crews or more parts."""
    less, better = first, first
    held, stock = np.array([[float(parts)] * 2]), np.array([[float(parts + extra)] * 2])
    for _ in range(12):
        one = repair.step(few, less, arrived([0.0]), held, 0, LUCK)
        two = repair.step(many, better, arrived([0.0]), stock, 0, LUCK)
        held, stock = held - one.parts, stock - two.parts
        assert (held >= 0).all()
        yield one, two
        less, better = next_day(one), next_day(two)


def morning(case) -> tuple[Harm, list[int], list[int]]:
    order, state, work, part, has_part = case
    return (
        harm(state, [w * (s > 0) for w, s in zip(work, state, strict=True)], has_part),
        order,
        part,
    )


@settings(max_examples=60, deadline=None)
@given(CASES, st.floats(0, 4), st.floats(0, 3), st.integers(0, 3))
def test_more_crews_never_leave_more_work(case, crews, more, parts):
    first, order, part = morning(case)
    few = params(order, crews=(crews,), part=part, effort=0.9)
    many = dataclasses.replace(few, crews=few.crews + more)
    for one, two in compared(first, few, many, parts, 0):
        assert (two.work_left <= one.work_left + 1e-9).all()
        assert ((one.state == 0) <= (two.state == 0)).all()
        np.testing.assert_array_equal(two.has_part, one.has_part)


@settings(max_examples=60, deadline=None)
@given(CASES, st.integers(0, 3), st.integers(0, 3))
def test_more_parts_come_no_later_and_with_crews_for_all_leave_no_more_work(case, parts, extra):
    first, order, part = morning(case)
    team = params(order, crews=(float(ASSETS),), part=part, effort=0.9)
    for one, two in compared(first, team, team, parts, extra):
        assert (two.has_part >= one.has_part - 1e-9).all()
        assert (two.work_left <= one.work_left + 1e-9).all()


def test_a_part_more_calls_a_crew_from_less_urgent_work():
    """Which is meant: the one crew goes where it restores more service in a day."""
    team = params([0, 1], part=[0, -1], way=1.0)
    first = harm([3, 1], [4, 2], [0, 1])
    without = [one for one, _ in compared(first, team, team, 0, 1)]
    given_one = [two for _, two in compared(first, team, team, 0, 1)]
    assert [made.work_left[0].tolist() for made in without[:3]] == [[4, 1], [4, 0], [4, 0]]
    assert [made.work_left[0].tolist() for made in given_one[:3]] == [[4, 1], [3, 1], [2, 1]]


@settings(max_examples=60, deadline=None)
@given(CASES, st.floats(0, 6))
def test_work_done_is_crews_at_work(case, crews):
    order, state, work, part, has_part = case
    work = [w * (s > 0) for w, s in zip(work, state, strict=True)]
    made = shift(
        params(order, crews=(crews,), part=part, effort=0.8), harm(state, work, has_part), [1, 1]
    )
    assert sum(work) - made.work_left.sum() == pytest.approx(0.8 * made.busy.sum(), abs=1e-7)
    assert made.busy[0, 0] <= crews + 1e-12


def test_worth_by_hand():
    """Shares of the elements of the small country."""
    worth = repair.worth(country())
    expected = {
        "b-sub": [2 * 200 * 0.9 / 2] * 2,
        "a-sub": [4 * 100 * 0.9 / 4] * 4,
        "gen": [400 / 4] * 4,
        "heat": [0.24 * 10_500 / 24 / 3] * 3,
        "feed": [300 / 10] * 10,
        "well": [2 * 10_500 / 24],
    }
    assert worth == pytest.approx(np.concatenate([np.array(each) for each in expected.values()]))


def test_prepare_reads_the_country():
    made = repair.prepare(country(), LUCK)
    assert made.assets[:3] == ("b-sub/1", "b-sub/2", "a-sub/1")
    assert made.crews.tolist() == [[3, 2]]
    assert made.fits[:, 0].tolist() == [3] * 6 + [-1] * 18
    assert sorted(made.order[0].tolist()) == list(range(3 * 24))
    # The gas plant, 875 MW of heat in 5 days, comes first; a light substation of 180 MW is next.
    assert made.order[0, :2].tolist() == [3 * 23, 3 * 0]
    assert (made.effort > 0).all()
    assert made.effort.shape == (2, 2, 1)


def test_inputs_stay_as_they_were():
    first = harm([3, 1], [2, 1], [0, 1])
    before = {name: getattr(first, name).copy() for name in ("state", "work_left", "has_part")}
    held = np.array([[1.0]])
    repair.step(params([0, 1], part=[0, -1]), first, arrived([0.0]), held, 0, LUCK)
    for name, value in before.items():
        np.testing.assert_array_equal(getattr(first, name), value)
    assert held[0, 0] == 1
