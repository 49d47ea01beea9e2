"""Figures of spare parts: the five bases of Sherbrooke's third chapter, and two bases of Borges.

Sherbrooke 2004, "Optimal Inventory Modeling of Systems", 2nd ed.: 5 bases of 23.2 demands a year,
a fifth mended there in .01 years, order and ship .01, depot repair .02531. The two items at two
bases are those that Wagner de Souza Borges teaches METRIC with (R package xmetric).
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from holdfast import spares

FIVE = ([23.2] * 5, [0.2] * 5, [0.01] * 5, [0.01] * 5, 0.02531)
DEPOT = [2.3488, 1.4443, 0.7640, 0.3472]
PIPELINE = [0.7018, 0.5209, 0.3848, 0.3014]
LEAST = [3.5088, 2.6043, 1.9240, 1.5072, 1.2469, 0.9658]


@pytest.mark.parametrize("stock", range(4))
def test_depot_and_pipelines(stock):
    found = spares.metric(*FIVE, stock, [1] * 5)
    assert found.depot == pytest.approx(DEPOT[stock], abs=5e-5)
    assert found.pipeline == pytest.approx(np.full(5, PIPELINE[stock]), abs=5e-5)


@pytest.mark.parametrize("total", range(6))
def test_least_backorders_of_the_system(total):
    depot, base, found = spares.best_stock(*FIVE, total)
    assert depot + base.sum() == total
    assert found.total == pytest.approx(LEAST[total], abs=5e-5)


def test_the_curve_of_the_system_is_not_convex():
    least = [spares.best_stock(*FIVE, total)[2].total for total in range(6)]
    saved = -np.diff(least)
    assert saved[4] > saved[3] + 0.02


def test_two_moments_beside_one():
    one, two = (model(*FIVE, 2, [1] * 5).base for model in (spares.metric, spares.vari_metric))
    assert one == pytest.approx(np.full(5, 0.0654), abs=5e-5)
    assert two == pytest.approx(np.full(5, 0.0722), abs=5e-5)


def test_two_items_at_two_bases_under_every_budget():
    rate = np.array([[23.2, 20.1], [35.2, 30.2]])
    repaired = np.array([[0.5, 0.6], [0.7, 0.6]])
    times = np.array([[0.01, 0.015], [0.02, 0.02]]), [0.01, 0.02], [0.02531, 0.01782]
    price = np.array([5.0, 3.0])
    stocks = np.array(list(itertools.product(range(6), repeat=3)))
    short = np.array(
        [
            [
                spares.metric(
                    rate[item], repaired[item], times[0][item], [0.01, 0.02], times[2][item],
                    stock[0], stock[1:],
                ).total
                for stock in stocks
            ]
            for item in range(2)
        ]
    )  # fmt: skip
    cost = price[:, None] * stocks.sum(axis=1)
    pairs = short[0][:, None] + short[1][None, :]
    prices = cost[0][:, None] + cost[1][None, :]
    for budget in (0, 4, 8, 11, 14, 17, 25):
        found = spares.budgeted(rate, repaired, *times, price, budget)
        assert found.optimum.backorders == pytest.approx(pairs[prices <= budget].min(), abs=1e-9)
        assert found.optimum.cost <= budget
