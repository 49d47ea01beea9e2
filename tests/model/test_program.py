"""The small dynamic program of rationing: by hand, against its plain twin, and its properties."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import lognorm

from holdfast.model.defence import kernels, program

LAW = ((0.6, 8.0, 0.5, 0.0, 1.0, 0.2, 3.0), (0.9, 20.0, 0.6, 0.3, 4.0, 0.4, 6.0))
"""A class that is dear to let through, and one that comes often and in salvos beside waves."""
LATER = 1.0 - program.FADES


def asks(*cells):
    """Chances that demand passes a stock, of classes that ask for so many cells every day."""
    return np.array([np.arange(program.CELLS) < upto for upto in np.cumsum(cells)], float)


def night(ahead, used=0.0, made=0.0):
    after = np.empty(program.CELLS)
    kernels.tonight(ahead, used, made, LATER, after)
    return after


def test_two_days_by_hand():
    """Each day a piece is asked for by a class worth 1 and by one worth a half.

    The first piece of a stock goes to the first class, the second waits for tomorrow's, the third
    goes to the second class today. So that class leaves one piece.
    """
    value, last, first = np.array([1.0, 0.5]), np.empty(program.CELLS), np.empty(program.CELLS)
    kernels.carried(asks(1, 1), value, 0.0, 0.0, LATER, 1, last)
    np.testing.assert_allclose(last[:4], [1, 0.5, 0, 0], atol=1e-12)
    np.testing.assert_allclose(night(last)[:3], [LATER, LATER / 2, 0])
    np.testing.assert_array_equal(program.kept(night(last), value), [[0, 1], [0, 0]])
    kernels.carried(asks(1, 1), value, 0.0, 0.0, LATER, 2, first)
    np.testing.assert_allclose(first[:5], [1, LATER, 0.5, LATER / 2, 0], atol=1e-12)


def test_other_use_by_hand():
    """Three pieces are taken each night: of 4 kept for a piece worth 1 one is left tomorrow.

    Four kept pieces are worth 1 together, less than the 4 x .3 that they bring today; against the
    4 x .2 of a cheaper class they are worth keeping, but three never are.
    """
    ahead = np.zeros(program.CELLS)
    ahead[0] = 1.0
    after = night(ahead, used=3.0)
    np.testing.assert_allclose(after[:6], [0, 0, 0, LATER, 0, 0])
    value = np.array([1.0, 0.3, 0.2])
    np.testing.assert_array_equal(program.kept(after, value), [[0, 0, 4], [0, 0, 3]])
    kernels.falling(after)
    np.testing.assert_allclose(after[:5], [LATER / 4] * 4 + [0])
    assert not night(ahead, made=1.0).any()


def all_pieces(demand, value, after):
    """What all pieces of each stock are worth before a day, raid by raid and piece by piece."""
    made = np.zeros(len(after) + 1)
    for raid in demand:
        offers = [each for n, each in zip(raid, value, strict=True) for _ in range(n)]
        best = np.sort([*offers, *after])[::-1][: len(after)]
        made += np.concatenate([[0.0], np.cumsum(best)]) / len(demand)
    return made


def test_a_day_is_that_of_pieces_put_in_order():
    rng = np.random.default_rng(3)
    demand, value = rng.poisson(3.0, (40, 3)), np.array([1.0, 0.6, 0.5])
    after = np.sort(rng.random(program.CELLS))[::-1]
    upto = np.cumsum(demand, axis=1)
    tail = (upto[:, :, None] > np.arange(program.CELLS)).mean(axis=0)
    made = np.empty(program.CELLS)
    kernels.earlier(tail, value, np.ascontiguousarray(after), made)
    np.testing.assert_allclose(made, np.diff(all_pieces(demand, value, after)), rtol=1e-12)


def drawn(rng, wave, law, pieces, count):
    """What classes ask for on so many days, (count, C)."""
    on = rng.random(count) < wave
    made = []
    for (joins, size, spread, beside, many, chance, mean), piece in zip(law, pieces, strict=True):
        large = size * np.exp(spread * rng.standard_normal(count))
        also = rng.geometric(1 / many, count) * (rng.random(count) < beside)
        few = rng.geometric(1 / mean, count) * (rng.random(count) < chance)
        in_wave = large * (rng.random(count) < joins) + also
        made.append(piece * np.where(on, in_wave, few))
    return np.stack(made, axis=1)


def test_tails_are_those_of_draws():
    """Three standard errors at each step of half a piece; means exactly those of the law."""
    pieces, step, count = (0.5, 1.5), 1.5, 40_000
    made = program.tails(0.2, LAW, pieces, step)
    asked = np.cumsum(drawn(np.random.default_rng(5), 0.2, LAW, pieces, count), axis=1)
    for at, some in enumerate(asked.T):
        for cell in (0, 1, 3, 8, 20):
            inside = np.clip(some / step - cell, 0.0, 1.0)
            # An amount between two steps is split, which is not exact where two are added.
            error = 3 * inside.std() / np.sqrt(count) + 1e-3
            assert made[at, cell] == pytest.approx(inside.mean(), abs=error)
    fine = program.tails(0.2, LAW, pieces, 4.0).sum(axis=1) * 4.0
    means = [program.average(0.2, one) * each for one, each in zip(LAW, pieces, strict=True)]
    np.testing.assert_allclose(fine, np.cumsum(means), rtol=1e-4)


def test_the_mean_of_a_limited_lognormal_is_its_integral():
    upto = np.array([0.0, 1.0, 5.0, 40.0])
    law = lognorm(0.6, scale=8.0)
    exact = [law.expect(lambda x, y=y: min(x, y)) for y in upto]
    np.testing.assert_allclose(program._lognormal(upto, 8.0, 0.6), exact, rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(program._lognormal(upto, 3.0, 0.0), [0, 1, 3, 3])


def test_more_that_is_made_leaves_less_for_later_and_the_first_class_leaves_nothing():
    found = [
        program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.2), 0.0, made) for made in (0.0, 2.0, 1e6)
    ]
    assert all((each[:, 0] == 0).all() for each in found)
    levels = [each[0, 1] for each in found]
    assert levels[0] > levels[1] > levels[2] == 0


def test_a_dearer_class_leaves_less_and_twice_the_pieces_for_each_launch_twice_as_many():
    def level(value=0.2, pieces=1.0):
        return program.thresholds(0.1, LAW, (pieces, pieces), (1.0, value), 0.0, 0.0)[0, 1]

    levels = [level(value) for value in (0.05, 0.2, 0.5, 0.8, 1.0)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] == 0 < levels[0]
    assert level(pieces=2.0) == pytest.approx(2 * level())


def test_how_large_a_raid_of_the_spared_class_is_moves_hardly_anything():
    """Three times the launches of the class that leaves pieces: within a cell of what it left.

    A cell is larger by as much as is asked for in all.
    """
    heavy = (LAW[0], (0.9, 60.0, 0.6, 0.3, 12.0, 0.4, 18.0))
    levels = [
        program.thresholds(0.1, law, (1.0, 1.0), (1.0, 0.2), 0.0, 0.0)[0, 1] for law in (LAW, heavy)
    ]
    asked = program.average(0.1, heavy[0]) + program.average(0.1, heavy[1])
    assert levels[0] == pytest.approx(levels[1], abs=program.HORIZON * asked / program.CELLS)


@pytest.mark.parametrize(("used", "made"), [(0.0, 0.5), (1.0, 0.5), (30.0, 29.5)])
def test_no_level_is_better_by_a_fiftieth_on_raids_of_the_prior(used, made):
    """What pieces are worth in 120 days, 400 histories of the prior, by rule of the second class.

    As the program counts, a day later by FADES less. It looks 120 days ahead to the end, which
    a rule that is best for these days alone would not.
    """
    pieces, value, stock = (1.0, 1.0), (1.0, 0.3), 300.0
    level, least = program.thresholds(0.1, LAW, pieces, value, used, made)[:, 1]
    rng = np.random.default_rng(8)
    asked = drawn(rng, 0.1, LAW, pieces, 400 * 120).reshape(400, 120, 2)

    def worth(level, least):
        left, total = np.full(400, stock), np.zeros(400)
        for day in range(120):
            kept = np.where(left > least, level, 0.0)
            first = np.minimum(left, asked[:, day, 0])
            second = np.minimum(np.maximum(left - first - kept, 0.0), asked[:, day, 1])
            total += LATER**day * (value[0] * first + value[1] * second)
            left = np.maximum(left - first - second - used, 0.0) + made
        return total

    ours = worth(level, least)
    for naive in (0.0, 30.0, 60.0, 90.0, 180.0, np.inf):
        assert ours.mean() >= 0.98 * worth(naive, 0.0).mean()
    if used <= 1.0:
        at_all = ours - worth(0.0, 0.0)
        assert at_all.mean() > 3 * at_all.std() / 20
    else:
        assert level == 0
