"""Dyna-METRIC: by hand, at rest, by integration, against events at every time, faults."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import poisson

from holdfast.spares import availability, cannibalised, dyna_metric, exact, sharing
from holdfast.spares.law import Rates, in_repair, queue
from spare_events import System, over_time

RATE = np.array([[10.0, 5.0, 8.0], [40.0, 20.0, 32.0], [10.0, 5.0, 8.0]])
SINCE = np.array([-1.0, 0.0, 0.08])
PLACES = (0.2, 0.05, 0.02, 0.15, 3, [2, 1, 1])
LOOK = np.array([-0.05, 0.01, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.24, 0.3, 0.4])
WARM = 1.0


def test_by_hand():
    """Mended at the base in .1, four times the demand from 0 on: 3 (.1) before, half-way 7.5 (.1).

    At .05 the last .1 saw .05 (3 a year) and .05 (12 a year): .15 + .6.
    """
    found = dyna_metric([[3.0], [12.0]], [-9, 0], 1, 0.1, 0, 0, 0, [1], [-1, 0.05, 0.1])
    mean = np.array([0.3, 0.75, 1.2])
    assert found.pipeline[:, 0] == pytest.approx(mean)
    assert found.base[:, 0] == pytest.approx(mean - 1 + np.exp(-mean))


def test_times_that_are_exponential_by_hand():
    """From none to 10 a year: 10 (.1) (1 - e^(-t / .1)) in repair."""
    time = np.array([0.0, 0.05, 0.3])
    found = dyna_metric([[0.0], [10.0]], [-1, 0], 1, 0.1, 0, 0, 0, [0], time, repair="exponential")
    assert found.base[:, 0] == pytest.approx(1 - np.exp(-time / 0.1))


@pytest.mark.parametrize("repair", ["constant", "exponential"])
def test_without_a_change_it_is_at_rest(repair):
    rest = exact(RATE[0], *PLACES)
    found = dyna_metric(RATE[[0, 0]], [-1, 0.3], *PLACES, LOOK, repair=repair, systems=4)
    assert found.base == pytest.approx(np.tile(rest.base, (len(LOOK), 1)), rel=1e-9)
    assert found.depot == pytest.approx(np.full(len(LOOK), rest.depot), rel=1e-9)
    assert found.pipeline_variance[3] == pytest.approx(rest.pipeline_variance, rel=1e-9)
    again = exact(RATE[0], *PLACES, systems=4)
    assert found.availability == pytest.approx(np.full(len(LOOK), again.availability), rel=1e-9)


@pytest.mark.parametrize("repair", ["constant", "exponential"])
def test_a_surge_passes(repair):
    found = dyna_metric(RATE, SINCE, *PLACES, [-0.5, 0.08, 9.0], repair=repair)
    assert found.base[2] == pytest.approx(found.base[0], rel=1e-9)
    assert (found.base[1] > 3 * found.base[0]).all()


@pytest.mark.parametrize("repair", ["constant", "exponential"])
def test_in_repair_is_the_integral(repair):
    rates = Rates(RATE, SINCE)

    def stays(age):
        return (age < 0.15) * 1.0 if repair == "constant" else math.exp(-age / 0.15)

    for time in (-0.2, 0.04, 0.1, 0.5):
        begin = np.maximum(rates.start, time - 6)
        end = np.maximum(np.minimum(rates.end, time), begin)
        truth = sum(
            rate * quad(stays, time - high, time - low, points=[0.15], limit=200)[0]
            for rate, low, high in zip(RATE[:, 0], begin, end, strict=True)
            if high > low
        )
        found = in_repair(rates, np.array([time]), np.full(3, 0.15), repair)[0, 0]
        assert found == pytest.approx(truth, rel=1e-6)


def test_time_and_demand_are_there_and_back():
    rates = Rates(RATE * [[1.0], [0.0], [2.0]], SINCE)
    amount = np.array([0.5, 1.7, 3.0, 9.0])
    until = rates.reached(np.full(4, -0.1), amount)
    assert rates.between(np.full(4, -0.1), until).sum(axis=-1) == pytest.approx(amount)
    back = rates.reached_back(until, amount)
    assert rates.between(back, until).sum(axis=-1) == pytest.approx(amount)


def test_a_queue_at_rest_is_geometric():
    law = queue(Rates(np.array([[6.0]]), np.zeros(1)), np.array([0.0, 2.0]), 0.1, 1)
    assert law == pytest.approx(np.tile(0.4 * 0.6 ** np.arange(law.shape[1]), (2, 1)), abs=1e-12)


def test_a_queue_with_crews_enough_is_poisson():
    rates, time = Rates(RATE[:, :1], SINCE), np.array([-0.3, 0.05, 0.2])
    law = queue(rates, time, 0.15, 60)
    mean = in_repair(rates, time, np.array([0.15]), "exponential")
    assert law == pytest.approx(poisson.pmf(np.arange(law.shape[1]), mean), abs=1e-10)


def test_crews_enough_are_no_limit_and_few_are():
    free = dyna_metric(RATE, SINCE, *PLACES, LOOK, repair="exponential")
    many = dyna_metric(
        RATE, SINCE, *PLACES, LOOK, repair="exponential", base_crews=40, depot_crews=60
    )
    few = dyna_metric(RATE, SINCE, *PLACES, LOOK, repair="exponential", base_crews=2, depot_crews=4)
    assert many.base == pytest.approx(free.base, rel=1e-8)
    assert many.depot == pytest.approx(free.depot, rel=1e-8)
    assert (few.base > free.base).all()


def test_holes_of_a_surge_brought_together():
    """Two kinds: on no date are fewer systems whole than with holes as they fall."""
    found = [dyna_metric(RATE * times, SINCE, *PLACES, LOOK, systems=6) for times in (1.0, 0.5)]
    mean, spread = (
        np.stack([getattr(one, name) for one in found], axis=1)
        for name in ("pipeline", "pipeline_variance")
    )
    stock = np.tile(PLACES[5], (len(LOOK), 2, 1))
    up = cannibalised(mean, spread, stock, systems=[6, 6, 6])
    apart = availability(np.stack([one.base for one in found], axis=1), systems=[6, 6, 6])
    assert up.shape == apart.shape == (len(LOOK), 3)
    assert (up > apart).all()
    assert (up[4] < up[0]).all()


@pytest.mark.parametrize("repair", ["constant", "exponential"])
def test_more_stock_is_never_more_backorders(repair):
    now = dyna_metric(RATE, SINCE, *PLACES, LOOK, repair=repair)
    depot = dyna_metric(RATE, SINCE, *PLACES[:4], 4, PLACES[5], LOOK, repair=repair)
    base = dyna_metric(RATE, SINCE, *PLACES[:5], [2, 2, 1], LOOK, repair=repair)
    assert (depot.base < now.base).all()
    assert (base.base <= now.base + 1e-15).all()


@pytest.mark.parametrize(
    ("name", "change", "options"),
    [
        ("all alike", 1.0, {"repair": "constant"}),
        ("one base alone", np.array([4.0, 0.3, 1.0]), {"repair": "constant"}),
        ("exponential", 1.0, {"repair": "exponential"}),
        ("one base alone, exponential", np.array([8.0, 0.0, 0.0]), {"repair": "exponential"}),
        ("few crews", 1.0, {"repair": "exponential", "base_crews": 2, "depot_crews": 5}),
        (
            "one base alone, few crews",
            np.array([8.0, 1.0, 0.2]),
            {"repair": "exponential", "depot_crews": 5},
        ),
    ],
)
def test_against_events_at_every_time(name, change, options):
    rate = RATE.copy()
    rate[1] = rate[0] * 4 if np.ndim(change) == 0 else rate[0] * change
    crews = {"base_crews": np.full(3, options.get("base_crews", 0))}
    system = System(
        rate, np.array([-WARM, *SINCE[1:]]), np.full(3, 0.2), np.full(3, 0.05), np.full(3, 0.02),
        0.15, 3, np.array([2, 1, 1]), options["repair"],
        depot_crews=options.get("depot_crews", 0), **crews,
    )  # fmt: skip
    look = LOOK[::2]
    mean, error = over_time(system, look, 2000, 21)
    found = dyna_metric(rate, SINCE, *PLACES, look, **options)
    away = np.abs(np.column_stack([found.depot, found.base]) - mean) / error
    assert away.max() < 3


def test_whose_demands_are_owed_is_binomial_while_shares_stay(monkeypatch):
    """By the periods in which the last demands came, and simply by shares."""
    asks, depot = Rates(RATE, SINCE), sharing.Depot(0.15, 3.0, 0)
    plain = sharing.split(1, asks, depot, LOOK)
    monkeypatch.setattr(sharing, "_steady_shares", lambda asks: None)
    found = sharing.split(1, asks, depot, LOOK)
    width = min(plain.shape[1], found.shape[1])
    assert found[:, :width] == pytest.approx(plain[:, :width], abs=1e-12)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(LOOK)))


def test_with_too_many_in_repair_shares_are_those_to_be_expected(monkeypatch):
    """What stands in for `periods` where that would be too large: near it, and the same in sum."""
    rate = RATE.copy()
    rate[1] = [80.0, 5.0, 8.0]
    exactly = dyna_metric(rate, SINCE, *PLACES, LOOK, repair="exponential")
    monkeypatch.setattr(sharing, "MOST", 0)
    nearly = dyna_metric(rate, SINCE, *PLACES, LOOK, repair="exponential")
    assert nearly.pipeline.sum(axis=1) == pytest.approx(exactly.pipeline.sum(axis=1), rel=0.02)
    assert nearly.total == pytest.approx(exactly.total, rel=0.15)
    assert (nearly.base != exactly.base).any()


def test_faults_are_told_together():
    with pytest.raises(ValueError, match="repair") as raised:
        dyna_metric(
            RATE, [-1, 0, 0], 0.2, 0.05, 0.02, -1, 3, [2, 1], LOOK, depot_crews=1.5, systems=0,
            repair="never",
        )  # fmt: skip
    assert str(raised.value) == (
        "repair is 'never': constant or exponential is allowed; "
        "since does not rise: later periods begin later; "
        "systems is 0: a finite number above 0 is allowed; "
        "depot_repair_time is -1: a finite number from 0 on is allowed; "
        "depot_crews is 1.5: a whole number from 0 on is allowed; "
        "base_stock has shape (2,): one number or (3,) is allowed"
    )


def test_crews_must_have_had_some_rest():
    with pytest.raises(ValueError, match=r"depot_crews is 2: more than 2.76 is allowed"):
        dyna_metric(RATE, SINCE, *PLACES, LOOK, repair="exponential", depot_crews=2)
    with pytest.raises(ValueError, match="repair is constant: with crews exponential is allowed"):
        dyna_metric(RATE, SINCE, *PLACES, LOOK, depot_crews=9)
