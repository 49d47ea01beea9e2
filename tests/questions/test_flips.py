"""What flips an answer: found where it is made to be, and hardly ever where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.questions.flips import CHANCE, LEAST_PAIRS, Part, flips, thirds

PAIRS = 90
PAIR = np.repeat(np.arange(PAIRS), 2)


def drawn(draw: np.random.Generator, inputs: int = 60) -> np.ndarray:
    """(input, future) values that pairs share."""
    return np.repeat(draw.normal(size=(inputs, PAIRS)), 2, axis=1)


def parts_of(values: np.ndarray) -> list[Part]:
    found = []
    for number, row in enumerate(values):
        low, high = thirds(row, PAIR)
        found += [Part(str(number), "lower", low), Part(str(number), "upper", high)]
    return found


def test_thirds_are_of_pairs_and_both_ends():
    low, high = thirds(
        np.repeat([3.0, 1.0, 2.0, 6.0, 5.0, 4.0, 9.0], 2), np.repeat(np.arange(7), 2)
    )
    assert np.flatnonzero(low).tolist() == [2, 3, 4, 5]
    assert np.flatnonzero(high).tolist() == [6, 7, 12, 13]


def test_thirds_take_futures_in_any_order_and_half_pairs():
    low, high = thirds(np.array([1.0, 5.0, 3.0, 5.0]), np.array([4, 2, 9, 2]))
    assert low.tolist() == [True, False, False, False]
    assert high.tolist() == [False, True, False, True]


def test_an_input_that_takes_the_saving_away_is_named():
    draw = np.random.default_rng(1)
    values = drawn(draw)
    change = 10.0 * (values[7] < np.quantile(values[7], 0.6)) + draw.normal(size=2 * PAIRS)
    found = flips(change, PAIR, parts_of(values)).found
    assert [(each.part.name, each.part.side) for each in found] == [("7", "upper")]
    assert abs(found[0].estimate.mean) < 2 * found[0].estimate.standard_error


def test_an_input_that_turns_the_sign_is_named_and_one_that_only_strengthens_is_not():
    draw = np.random.default_rng(2)
    values = drawn(draw)
    turns = np.where(values[3] < np.quantile(values[3], 0.25), -6.0, 8.0)
    found = flips(turns + draw.normal(size=2 * PAIRS), PAIR, parts_of(values)).found
    assert [(each.part.name, each.part.side) for each in found] == [("3", "lower")]
    assert found[0].estimate.mean < 0
    stronger = 5.0 + 5.0 * (values[3] > 1) + draw.normal(size=2 * PAIRS)
    assert flips(stronger, PAIR, parts_of(values)).found == ()


def test_a_rival_model_can_flip_it():
    draw = np.random.default_rng(3)
    model = np.repeat(np.arange(PAIRS) % 2 == 0, 2)
    change = np.where(model, 9.0, 0.0) + draw.normal(size=2 * PAIRS)
    parts = [Part("one", "model", model), Part("other", "model", ~model)]
    found = flips(change, PAIR, [*parts_of(drawn(draw)), *parts]).found
    assert [each.part.name for each in found] == ["other"]


def test_chance_seldom_names_an_input():
    """Skewed savings that no input bears on: at most a table in a hundred, within three errors."""
    tables, named = 60, 0
    for seed in range(tables):
        draw = np.random.default_rng([4, seed])
        change = np.repeat(draw.lognormal(0, 1.4, PAIRS), 2) * draw.lognormal(0, 0.5, 2 * PAIRS)
        named += bool(flips(change, PAIR, parts_of(drawn(draw, 15))).found)
    assert named <= CHANCE * tables + 3 * np.sqrt(CHANCE * tables)


def test_nothing_is_sought_where_there_is_nothing_to_flip():
    draw = np.random.default_rng(5)
    parts = parts_of(drawn(draw))
    assert flips(draw.normal(size=2 * PAIRS), PAIR, parts).open
    assert flips(np.zeros(2 * PAIRS), PAIR, parts).open
    few = 2 * (LEAST_PAIRS - 1)
    assert flips(5 + draw.normal(size=few), PAIR[:few], []).few
    assert not flips(5 + draw.normal(size=2 * PAIRS), PAIR, []).found


@settings(max_examples=8, deadline=None)
@given(scale=st.floats(0.001, 1000.0), sign=st.sampled_from([-1.0, 1.0]))
def test_units_and_the_direction_do_not_matter(scale, sign):
    draw = np.random.default_rng(6)
    values = drawn(draw, 20)
    change = 10.0 * (values[5] > np.quantile(values[5], 0.4)) + draw.normal(size=2 * PAIRS)
    found = flips(sign * scale * change, PAIR, parts_of(values)).found
    assert [(each.part.name, each.part.side) for each in found] == [("5", "lower")]


def test_the_same_differences_give_the_same_answer():
    draw = np.random.default_rng(7)
    values = drawn(draw)
    change = 10.0 * (values[0] > 0) + draw.normal(size=2 * PAIRS)
    first, again = (flips(change, PAIR, parts_of(values)).found for _ in range(2))
    assert [each.strength for each in first] == [each.strength for each in again]
    assert first[0].strength == pytest.approx(again[0].strength)
