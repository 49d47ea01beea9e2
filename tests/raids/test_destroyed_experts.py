"""The two experts on the share destroyed, against exact laws and plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import beta as beta_law
from scipy.stats import betabinom, binom

from holdfast.raids.destroyed import settings
from holdfast.raids.experts import Rows, _Filter, analogue, levels, likeness, walks
from holdfast.raids.shares import GRID, beta, binomials, seen


def rows_of(days, launched, destroyed, models=None, least=0.1):
    """Rows of the models "A", "B", ..., without a common part of their names."""
    models = np.zeros(len(days), dtype=np.int64) if models is None else np.array(models)
    names = [chr(ord("A") + number) for number in range(models.max() + 1)]
    return Rows(
        np.array(days), models, np.array(launched), np.array(destroyed), likeness(names, least)
    )


def test_likeness_is_the_common_share_of_parts():
    made = likeness(["C-300", "C-300/C-400", "C-400 and Iskander-M", "X-22"], 0.1)
    third = 0.1 + 0.9 / 3
    assert made == pytest.approx(
        np.array(
            [[1, 0.55, 0.1, 0.1], [0.55, 1, third, 0.1], [0.1, third, 1, 0.1], [0.1, 0.1, 0.1, 1]]
        )
    )


def test_grid_laws_equal_those_of_scipy():
    assert binomials(30)[40] == pytest.approx(binom.pmf(np.arange(31), 30, GRID[40]), abs=1e-12)
    made = beta(np.array(0.7), np.array(6.0)) @ binomials(30)
    assert made == pytest.approx(betabinom.pmf(np.arange(31), 30, 4.2, 1.8), abs=1e-6)
    # Even weights are the prior of Jeffreys: after 7 of 9, beta(7.5, 2.5).
    assert seen(9, 7, 1.0) @ GRID == pytest.approx(beta_law.mean(7.5, 2.5), abs=1e-6)


def test_a_walk_without_drift_is_bayes_rule():
    """Against the product of beta-binomial likelihoods over level, slope and alikeness."""
    how = settings()["walk"] | {"logits": [-3.0, 3.0, 1.0]}
    launched, destroyed = [8, 20, 3, 12], [5, 17, 1, 9]
    rows = rows_of([0, 1, 1, 9], launched, destroyed)
    made = walks(rows, np.array([3]), 0.6, [1e-9], how)[0, 0] @ binomials(12)
    grid = levels(how)
    expected, total = np.zeros(13), 0.0
    for level in grid:
        prior = np.exp(-0.5 * ((level - logit(0.6)) / how["level_sd"]) ** 2)
        for slope in how["slopes"]:
            for alike in how["alike"]:

                def law(n, level=level, slope=slope, alike=alike):
                    mean = expit(level + slope * np.log(n / how["level_at"])).clip(0.003, 0.997)
                    size = alike * n ** how["alike_power"]
                    return betabinom(n, mean * size, (1 - mean) * size)

                weight = prior * np.prod(
                    [law(n).pmf(k) for n, k in zip(launched[:3], destroyed[:3], strict=True)]
                )
                expected += weight * law(12).pmf(np.arange(13))
                total += weight
    assert made == pytest.approx(expected / total, abs=1e-3)


def test_a_level_spreads_by_its_drift_however_time_is_cut():
    how = settings()["walk"]
    whole, cut = (_Filter(0.5, 0.1, 1, how) for _ in range(2))
    grid = levels(how)
    others = len(how["slopes"]) * len(how["alike"])
    for each in (whole, cut):
        each.state[:] = 0.0
        each.state[0].reshape(-1, others)[len(grid) // 2] = 1 / others
    whole.wait(30)
    for _ in range(30):
        cut.wait(1)
    chances = whole.state[0].reshape(-1, others).sum(axis=1)
    assert chances @ grid**2 == pytest.approx(30 * 0.1**2, rel=1e-6)
    assert cut.state == pytest.approx(whole.state, abs=1e-12)


def test_an_analogue_equals_a_plain_loop():
    how = settings()["analogue"]
    rows = rows_of([0, 0, 4, 9, 9], [6, 30, 2, 11, 8], [6, 12, 0, 4, 8], [0, 1, 1, 0, 1])
    wanted = np.array([0, 3, 4])
    made = analogue(rows, wanted, 0.7, 20.0, how)
    for place, row in enumerate(wanted):
        total = how["prior_weight"] * beta_law.pdf(GRID, 0.7, 0.3) * np.sqrt(GRID * (1 - GRID))
        total /= total.sum() / how["prior_weight"]
        for other in range(5):
            if rows.day[other] >= rows.day[row]:
                continue
            n, k = rows.launched[other], rows.destroyed[other]
            weight = 2 ** (-(rows.day[row] - rows.day[other]) / 20.0)
            weight *= 1.0 if rows.model[other] == rows.model[row] else 0.1
            apart = np.log(n / rows.launched[row]) / how["size_width"]
            weight *= np.exp(-(apart**2) / 2) * n / (n + how["half_weight"])
            said = (GRID**k * (1 - GRID) ** (n - k)) ** how["narrow"]
            total = total + weight * said / said.sum()
        assert made[place] == pytest.approx(total / total.sum(), abs=1e-12)


def test_a_walk_finds_slope_and_level_that_made_the_rows():
    """800 rows of a known law: the mean of a size is within three standard errors of the truth."""
    rng = np.random.default_rng(11)
    launched = rng.integers(5, 60, 800)
    mean = expit(0.4 + 0.6 * np.log(launched / 10))
    size = 2 * np.sqrt(launched)
    destroyed = rng.binomial(launched, rng.beta(mean * size, (1 - mean) * size))
    launched[-2:] = (8, 50)
    rows = rows_of(np.arange(800), launched, np.minimum(destroyed, launched))
    made = walks(rows, np.array([798, 799]), 0.5, [1e-9], settings()["walk"])[0] @ GRID
    # Of about 100 like rows, each with a standard deviation of the share under .25.
    truth = expit(0.4 + 0.6 * np.log(np.array([8, 50]) / 10))
    assert made == pytest.approx(truth, abs=3 * 0.25 / np.sqrt(100))
