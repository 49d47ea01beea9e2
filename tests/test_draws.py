"""Draws: the published answers, the twin, uniform and independent, keyed by what they are for."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from holdfast.draws import Luck, fill_uniform, philox
from twins import draws as twin

WORD = st.integers(0, 2**32 - 1)
NAMES = tuple(f"element {i}" for i in range(40))


def word(text: str) -> int:
    """The 32 bits that stand for a name, worked out anew."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")


def run_philox(key: tuple[int, int], counter: tuple[int, int, int, int]) -> tuple[int, ...]:
    out = np.empty(4, np.uint32)
    philox(np.uint32(key[0]), np.uint32(key[1]), np.array(counter, np.uint32), out)
    return tuple(int(value) for value in out)


def many(count: int = 5) -> np.ndarray:
    """Enough numbers for statistics: 500 futures, 40 names, `count` each."""
    return Luck.of(20221129, range(500)).on(17).uniform("test", NAMES, count)


def test_pairs_are_the_numbers_of_the_whole_table_and_their_twin():
    luck = Luck.of(7, (5, 0, 9)).on(3)
    future, element = np.array([2, 0, 2, 1]), np.array([4, 4, 0, 39])
    found = luck.pairs("test", NAMES, future, element)
    np.testing.assert_array_equal(found, luck.uniform("test", NAMES)[future, element])
    words = np.array([word(NAMES[n]) for n in element])
    told = twin.fill_pairs(7, word("test"), luck.futures[future], 3, words)
    np.testing.assert_array_equal(found, told)


# ---- outside figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        (
            (0, 0, 0, 0),
            (0, 0),
            (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
        ),
        (
            (0xFFFFFFFF,) * 4,
            (0xFFFFFFFF,) * 2,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_random123(counter, key, answer):
    assert run_philox(key, counter) == answer
    assert twin.philox(*key, counter) == answer


# ---- twin ---------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(key=st.tuples(WORD, WORD), counter=st.tuples(WORD, WORD, WORD, WORD))
def test_philox_is_its_twin(key, counter):
    assert run_philox(key, counter) == twin.philox(*key, counter)


@settings(max_examples=30, deadline=None)
@given(
    key=st.tuples(WORD, WORD),
    futures=st.lists(WORD, min_size=1, max_size=3),
    day=WORD,
    words=st.lists(WORD, max_size=3),
    count=st.integers(1, 3),
)
def test_fill_uniform_is_its_twin(key, futures, day, words, count):
    futures, words = np.array(futures, np.uint32), np.array(words, np.uint32)
    words.flags.writeable = False  # as Luck hands them over
    out = np.empty((len(futures), len(words), count))
    fill_uniform(np.uint32(key[0]), np.uint32(key[1]), futures, np.uint32(day), words, out)
    np.testing.assert_array_equal(out, twin.fill_uniform(*key, futures, day, words, count))


def test_luck_asks_with_the_key_and_counter_it_promises():
    found = Luck.of(7, [3, 1]).on(12).uniform("raid", ("a", "b"), 2)
    words = np.array([word("a"), word("b")], np.uint32)
    expected = twin.fill_uniform(7, word("raid"), np.array([3, 1]), 12, words, 2)
    np.testing.assert_array_equal(found, expected)


# ---- uniform and independent --------------------------------------------------------------------


def test_uniform_lie_inside_nought_and_one_and_are_all_different():
    draws = many().ravel()
    assert draws.min() > 0
    assert draws.max() < 1
    assert len(np.unique(draws)) == draws.size


@pytest.mark.parametrize("power", [1, 2, 3, 4])
def test_moments_of_uniform(power):
    draws = many().ravel() ** power
    exact = 1 / (power + 1)
    error = np.sqrt((1 / (2 * power + 1) - exact**2) / draws.size)
    assert abs(draws.mean() - exact) < 3 * error


def test_uniform_fill_all_bins_alike():
    counts, _ = np.histogram(many(), bins=100, range=(0, 1))
    chi_square = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
    assert abs(chi_square - 99) < 3 * np.sqrt(2 * 99)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_neighbours_are_uncorrelated(axis):
    draws = np.moveaxis(many(), axis, 0)
    first, second = draws[:-1].ravel(), draws[1:].ravel()
    assert abs(np.corrcoef(first, second)[0, 1]) < 3 / np.sqrt(first.size)


def test_days_purposes_and_seeds_are_uncorrelated():
    luck = Luck.of(5, range(500))
    families = [
        luck.on(3).uniform("one", NAMES).ravel(),
        luck.on(4).uniform("one", NAMES).ravel(),
        luck.on(3).uniform("two", NAMES).ravel(),
        luck.uniform("one", NAMES).ravel(),
        Luck.of(6, range(500)).on(3).uniform("one", NAMES).ravel(),
    ]
    for first, second in pairwise(families):
        assert abs(np.corrcoef(first, second)[0, 1]) < 3 / np.sqrt(first.size)


def test_normal_is_the_quantile_of_uniform_and_has_its_moments():
    luck = Luck.of(1, range(500)).on(2)
    draws = luck.normal("weather", NAMES, 5)
    uniform = luck.uniform("weather", NAMES, 5)
    np.testing.assert_allclose(stats.norm.cdf(draws), uniform, rtol=1e-12)
    size = draws.size
    assert abs(draws.mean()) < 3 / np.sqrt(size)
    assert abs(draws.var() - 1) < 3 * np.sqrt(2 / size)
    assert abs((draws**3).mean()) < 3 * np.sqrt(15 / size)


# ---- keyed by what they are for -----------------------------------------------------------------


def test_shapes():
    luck = Luck.of(0, [4, 5, 6])
    assert luck.uniform("p", "a").shape == (3,)
    assert luck.uniform("p", ("a", "b")).shape == (3, 2)
    assert luck.uniform("p", "a", 5).shape == (3, 5)
    assert luck.uniform("p", ("a", "b"), 5).shape == (3, 2, 5)
    assert luck.uniform("p", ()).shape == (3, 0)
    assert luck.normal("p", ("a", "b"), 5).shape == (3, 2, 5)


def test_a_new_name_leaves_the_others_as_they_were():
    luck = Luck.of(9, range(8)).on(1)
    before = luck.uniform("hit", ("a", "b"))
    after = luck.uniform("hit", ("new", "b", "a"))
    np.testing.assert_array_equal(after[:, [2, 1]], before)
    np.testing.assert_array_equal(luck.uniform("hit", "b"), before[:, 1])


def test_one_future_can_be_replayed_alone_and_in_any_order():
    together = Luck.of(9, range(64)).on(1).uniform("hit", NAMES)
    np.testing.assert_array_equal(Luck.of(9, [37]).on(1).uniform("hit", NAMES)[0], together[37])
    shuffled = np.random.default_rng(0).permutation(64)
    np.testing.assert_array_equal(
        Luck.of(9, shuffled).on(1).uniform("hit", NAMES), together[shuffled]
    )


def test_a_larger_count_keeps_the_numbers_of_a_smaller():
    luck = Luck.of(9, range(8)).on(1)
    few, more = luck.uniform("hit", NAMES, 2), luck.uniform("hit", NAMES, 7)
    np.testing.assert_array_equal(more[:, :, :2], few)
    np.testing.assert_array_equal(luck.uniform("hit", NAMES), few[:, :, 0])


def test_asking_twice_gives_the_same():
    luck = Luck.of(9, range(8)).on(1)
    first = luck.uniform("hit", NAMES)
    luck.uniform("something else", NAMES, 3)
    np.testing.assert_array_equal(luck.uniform("hit", NAMES), first)


def test_day_purpose_seed_name_and_future_all_matter():
    base = Luck.of(9, [2]).on(1)
    draws = [
        base.uniform("hit", "a")[0],
        base.on(2).uniform("hit", "a")[0],
        Luck.of(9, [2]).uniform("hit", "a")[0],
        base.uniform("miss", "a")[0],
        base.uniform("hit", "b")[0],
        base.uniform("hit", "a", 2)[0, 1],
        Luck.of(8, [2]).on(1).uniform("hit", "a")[0],
        Luck.of(9, [3]).on(1).uniform("hit", "a")[0],
    ]
    assert len(set(draws)) == len(draws)


def test_pairs_share_their_ignorance_on_every_day():
    luck = Luck.of(3, range(6))
    shared = luck.ignorance().uniform("range", NAMES)
    np.testing.assert_array_equal(shared[0::2], shared[1::2])
    assert len(np.unique(shared[::2])) == 3 * len(NAMES)
    np.testing.assert_array_equal(luck.on(5).ignorance().uniform("range", NAMES), shared)
    alone = Luck.of(3, [5]).ignorance().uniform("range", NAMES)
    np.testing.assert_array_equal(alone[0], shared[4])


def test_pairs_do_not_share_their_luck():
    draws = Luck.of(3, range(500)).on(1).uniform("hit", NAMES)
    first, second = draws[0::2].ravel(), draws[1::2].ravel()
    assert abs(np.corrcoef(first, second)[0, 1]) < 3 / np.sqrt(first.size)


@pytest.mark.parametrize("count", [None, 3])
@pytest.mark.parametrize("names", ["a", NAMES])
def test_the_same_futures_again_have_the_same_luck(names, count):
    once = Luck.of(7, [4, 9, 2]).on(3)
    twice, tiled = once.repeated(2), Luck.of(7, [4, 9, 2, 4, 9, 2]).on(3)
    for draw in ("uniform", "normal"):
        made = getattr(twice, draw)("purpose", names, count)
        np.testing.assert_array_equal(made, getattr(tiled, draw)("purpose", names, count))
    some = np.array([1, 5, 3])
    np.testing.assert_array_equal(
        twice.of_rows(some).uniform("purpose", names),
        tiled.of_rows(some).uniform("purpose", names),
    )
    np.testing.assert_array_equal(
        twice.ignorance().uniform("purpose", names), tiled.ignorance().uniform("purpose", names)
    )


# ---- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [-1, 2**32, 2**40])
def test_a_seed_must_fit_its_word(seed):
    with pytest.raises(ValueError, match=f"seed {seed} is not between 0 and 4294967295"):
        Luck.of(seed, [0])


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_first_and_the_last_seed_do(seed):
    assert Luck.of(seed, [0]).uniform("hit", "a").shape == (1,)


def test_the_largest_uniform_is_below_one() -> None:
    """All bits set must not round up to 1, whose normal number would be infinite."""
    assert ((0xFFFFFFFF >> 5) * 2.0**25 + (0xFFFFFFFF >> 7) + 0.5) / 2.0**52 < 1.0
    assert 0.5 / 2.0**52 > 0.0


def test_no_numbers_are_no_numbers() -> None:
    assert Luck.of(1, [0, 1]).uniform("purpose", ("a", "b"), count=0).shape == (2, 2, 0)


# ---- pairs that a fit kept ----------------------------------------------------------------------

KEPT = (4, 1, 7, 30, 12)
NUMBERS = range(60)


def dealt(seed: int = 3, futures=NUMBERS, kept=KEPT) -> Luck:
    return Luck.of(seed, futures, (9, kept))


def test_every_pair_is_dealt_once_before_any_is_twice():
    mine = dealt().shared
    np.testing.assert_array_equal(mine[::2], mine[1::2])
    turns = mine[::2].reshape(6, len(KEPT))
    for turn in turns:
        assert sorted(turn) == sorted(KEPT)
    assert len({tuple(turn) for turn in turns}) > 3, "in another order each time"
    assert not np.array_equal(mine, dealt(seed=4).shared)


def test_the_order_in_which_pairs_are_named_changes_nothing():
    mine = dealt().shared
    np.testing.assert_array_equal(mine, dealt(kept=KEPT[::-1]).shared)
    np.testing.assert_array_equal(mine, dealt(kept=np.array(sorted(KEPT))).shared)


def test_a_pair_that_is_named_twice_is_dealt_twice_each_time():
    mine = dealt(kept=(*KEPT, 7)).shared
    turns = mine[::2].reshape(5, len(KEPT) + 1)
    for turn in turns:
        assert sorted(turn) == sorted((*KEPT, 7))
    apart = [abs(np.diff(np.flatnonzero(turn == 7)))[0] for turn in turns]
    assert max(apart) > 1, "the two are dealt each at a place of its own"
    np.testing.assert_array_equal(mine, dealt(kept=(7, *KEPT)).shared)
    alone = dealt(futures=[33], kept=(*KEPT, 7)).shared
    assert alone.tolist() == [mine[33]]


def test_ignorance_is_that_of_the_pair_and_the_dice_are_the_futures_own():
    luck, own = dealt(), Luck.of(3, NUMBERS)
    found = luck.ignorance().uniform("range", NAMES)
    fit = Luck.of(9, [2 * int(pair) for pair in luck.shared]).ignorance().uniform("range", NAMES)
    np.testing.assert_array_equal(found, fit)
    assert not np.isin(found, own.ignorance().uniform("range", NAMES)).any()
    for mine, plain in ((luck, own), (luck.on(5), own.on(5))):
        np.testing.assert_array_equal(mine.uniform("raid", NAMES), plain.uniform("raid", NAMES))
    np.testing.assert_array_equal(luck.on(5).ignorance().uniform("range", NAMES), found)


@settings(max_examples=40, deadline=None)
@given(
    futures=st.lists(st.integers(0, 400), min_size=1, max_size=6),
    kept=st.sets(st.integers(0, 2**31 - 1), min_size=1, max_size=9),
)
def test_a_future_is_dealt_the_same_alone_and_in_any_company(futures, kept):
    many = dealt(futures=futures, kept=list(kept))
    for place, future in enumerate(futures):
        alone = dealt(futures=[future], kept=sorted(kept))
        assert alone.shared.tolist() == [many.shared[place]]
        draw = alone.ignorance().uniform("range", ("a", "b"))
        np.testing.assert_array_equal(draw[0], many.ignorance().uniform("range", ("a", "b"))[place])
    rows = np.arange(len(futures))[::-1]
    np.testing.assert_array_equal(many.of_rows(rows).shared, many.shared[rows])


def test_futures_that_are_repeated_keep_their_pair():
    luck = dealt(futures=[8, 3, 11])
    twice = luck.repeated(2)
    once = luck.ignorance().uniform("range", NAMES)
    np.testing.assert_array_equal(twice.shared, np.tile(luck.shared, 2))
    np.testing.assert_array_equal(twice.ignorance().uniform("range", NAMES), np.tile(once, (2, 1)))


def test_one_pair_is_everybodys():
    assert dealt(kept=[6]).shared.tolist() == [6] * 60
