"""METRIC, VARI-METRIC and the exact law: by hand, by sums, properties, extremes."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, nbinom, poisson

from holdfast.spares import exact, metric, vari_metric
from holdfast.spares.tails import at_least, backorder_variance, backorders

MODELS = [metric, vari_metric, exact]


def test_by_hand():
    """One base, all to the depot: 4 a year, a quarter of a year there, an eighth on the way."""
    found = metric([4], [0], [0], [0.125], 0.25, 1, [1])
    owed = math.exp(-1)
    waits = 0.5 + owed
    assert found.depot == pytest.approx(owed)
    assert found.pipeline[0] == pytest.approx(waits)
    assert found.base[0] == pytest.approx(waits - 1 + math.exp(-waits))
    assert found.availability == pytest.approx(1 - found.base[0])


def test_two_moments_by_hand():
    """The same: V0 = E[((X - 1)+)^2] - B0^2 = 1 - e^-1 - e^-2, as E[(X - 1)^2] = 1 for mean 1."""
    owed, spread = math.exp(-1), 1 - math.exp(-1) - math.exp(-2)
    mean = 0.5 + owed
    variance = mean + spread - owed
    found = vari_metric([4], [0], [0], [0.125], 0.25, 1, [1])
    p = mean / variance
    assert found.pipeline_variance[0] == pytest.approx(variance)
    assert found.base[0] == pytest.approx(mean - 1 + nbinom.pmf(0, mean * p / (1 - p), p))


@pytest.mark.parametrize(("rate", "stock"), [(3, 0), (3, 2), (3, 7), (40, 35), (40, 60)])
@pytest.mark.parametrize("share", [0.1, 0.6, 1.0])
@pytest.mark.parametrize(("own", "held"), [(0.1, 1), (5.0, 4), (5.0, 15)])
def test_the_exact_law_is_the_sum_over_what_the_depot_owes(rate, stock, share, own, held):
    owed = np.arange(200)
    chance = np.append(poisson.cdf(stock, rate), poisson.pmf(stock + owed[1:], rate))
    falls = chance @ binom.pmf(owed[None, :], owed[:, None], share)
    waits = np.convolve(falls, poisson.pmf(owed, own))
    count = np.arange(len(waits))
    demand = [share * rate, (1 - share) * rate]
    found = exact(demand, 0, 0, [own / demand[0], 0], 1, stock, [held, 0])
    assert found.base[0] == pytest.approx(np.maximum(count - held, 0) @ waits, rel=1e-10, abs=1e-14)
    mean = count @ waits
    assert found.pipeline[0] == pytest.approx(mean)
    assert found.pipeline_variance[0] == pytest.approx((count - mean) ** 2 @ waits)


@pytest.mark.parametrize("mean", [0.003, 0.7, 12.0])
@pytest.mark.parametrize("times", [1.0, 1.0001, 1.7, 9.0])
def test_moments_are_sums(mean, times):
    stock, count = np.arange(-2.0, 40.0), np.arange(4000)
    variance = mean * times
    law = poisson(mean) if times == 1 else nbinom(mean / (times - 1), 1 / times)
    chance = law.pmf(count)
    short = np.maximum(count[None, :] - stock[:, None], 0)
    first = short @ chance
    given_variance = None if times == 1 else np.full(42, variance)
    assert backorders(stock, np.full(42, mean), given_variance) == pytest.approx(first, abs=1e-10)
    assert backorder_variance(stock, np.full(42, mean), given_variance) == pytest.approx(
        short**2 @ chance - first**2, rel=1e-9, abs=1e-11
    )
    assert at_least(stock, np.full(42, mean), given_variance) == pytest.approx(
        law.sf(stock - 1), abs=1e-12
    )


@pytest.mark.parametrize("stock", [9_000, 9_900, 10_000, 10_100, 10_500])
def test_huge_pipelines_stay_exact(stock):
    """Against sums of whole numbers: 10,000^k / k! from k = 10,000 on both ways, by fractions."""
    mean, digits = 10_000, 10**40
    term, weights = digits, {mean: digits}
    for k in range(mean, mean + 1500):
        term = term * mean // (k + 1)
        weights[k + 1] = term
    term = digits
    for k in range(mean, mean - 1500, -1):
        term = term * k // mean
        weights[k - 1] = term
    whole = sum(weights.values())
    truth = float(Fraction(sum(w * (k - stock) for k, w in weights.items() if k > stock), whole))
    found = metric([mean], [0], [0], [1], 0, 0, [stock])
    assert found.base[0] == pytest.approx(truth, rel=1e-10)
    assert vari_metric([mean], [0], [0], [1], 0, 0, [stock]).base[0] == pytest.approx(truth, 1e-10)


def test_a_huge_depot_stays_exact():
    """Normal limit of the depot, and three models that agree where only one base waits for it."""
    found = [model([1e6], [0], [0], [1e-3], 1e-2, 10_000, [1_020]) for model in MODELS]
    assert found[0].depot == pytest.approx(math.sqrt(10_000 / (2 * math.pi)), rel=1e-5)
    count = np.arange(10_000, 11_500)
    chance = np.append(poisson.cdf(10_000, 10_000), poisson.pmf(count[1:], 10_000))
    over = backorders(np.array([[1_020.0]]), 1_000.0 + count - 10_000)[0]
    before = backorders(1_020.0 - (count - 10_000.0), np.array(1_000.0))
    assert found[2].base[0] == pytest.approx(chance @ before, rel=1e-9)
    assert found[2].base[0] != pytest.approx(chance @ over, rel=1e-3)


items = st.fixed_dictionaries(
    {
        "rate": st.lists(st.floats(0, 40), min_size=3, max_size=3),
        "repaired": st.lists(st.floats(0, 1), min_size=3, max_size=3),
        "mend": st.floats(0, 0.3),
        "ship": st.floats(0, 0.3),
        "depot": st.floats(0, 0.5),
        "kept": st.integers(0, 12),
        "held": st.lists(st.integers(0, 6), min_size=3, max_size=3),
    }
)


def evaluate(model, one, kept=None, held=None):
    return model(
        one["rate"], one["repaired"], one["mend"], one["ship"], one["depot"],
        one["kept"] if kept is None else kept, one["held"] if held is None else held,
    )  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=60, deadline=None)
@given(one=items)
def test_more_stock_is_never_more_backorders(model, one):
    now = evaluate(model, one)
    slack = 1e-11 * (1 + sum(one["rate"]))
    assert evaluate(model, one, kept=one["kept"] + 1).depot <= now.depot + slack
    assert (
        evaluate(model, one, held=np.add(one["held"], [0, 1, 0])).base <= now.base + slack
    ).all()
    assert (evaluate(model, one, kept=one["kept"] + 1).base <= now.base + slack).all()


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=40, deadline=None)
@given(one=items, order=st.permutations(range(3)))
def test_bases_in_another_order_are_the_same_bases(model, one, order):
    other = {
        name: [value[number] for number in order] if isinstance(value, list) else value
        for name, value in one.items()
    }
    now, then = evaluate(model, one), evaluate(model, other)
    assert then.base == pytest.approx(now.base[list(order)], abs=1e-11)
    assert then.total == pytest.approx(now.total, abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(one=items)
def test_what_no_model_may_break(one):
    """METRIC is no more than the truth, means are the same, nothing is less than none."""
    found = [evaluate(model, one) for model in MODELS]
    assert found[0].base.min() >= 0
    for other in found[1:]:
        assert other.pipeline == pytest.approx(found[0].pipeline)
        assert (other.base >= found[0].base - 1e-10).all()
        assert 0 <= other.availability <= 1


@pytest.mark.parametrize("model", MODELS)
def test_without_demand_nothing_is_short(model):
    found = model([0, 0], [0, 0.5], 1, 1, 1, 0, 0)
    assert found.total == found.depot == 0
    assert found.availability == 1
    half = model([0, 3], [0, 0.5], 1, 1, 1, 0, 0)
    assert half.base.tolist() == pytest.approx([0, 4.5])


@pytest.mark.parametrize("model", MODELS)
def test_all_mended_at_the_base_wants_no_depot(model):
    found = model([3, 5], 1, [0.1, 0.2], 9, 9, 0, [1, 1])
    assert found.depot == 0
    assert found.base == pytest.approx(backorders(np.ones(2), np.array([0.3, 1.0])))


@pytest.mark.parametrize("model", MODELS)
def test_many_items_at_a_time_are_each_alone(model):
    draw = np.random.default_rng(4)
    rate, depot = draw.uniform(0, 20, (7, 3)), draw.uniform(0, 0.3, 7)
    kept, held = draw.integers(0, 4, 7), draw.integers(0, 3, (7, 3))
    together = model(rate, 0.3, [0.1, 0.2, 0.3], 0.05, depot, kept, held)
    for number in range(7):
        alone = model(
            rate[number], 0.3, [0.1, 0.2, 0.3], 0.05, depot[number], kept[number], held[number]
        )
        assert together.base[number].tobytes() == alone.base.tobytes()
        assert together.total[number] == alone.total


def test_faults_are_told_together():
    with pytest.raises(ValueError, match="demand_rate") as raised:
        metric([-1, 2], [0.1, 1.5], np.nan, "a", 0.1, 2.5, [1, -1, 3])
    assert str(raised.value) == (
        "demand_rate[0] is -1: a finite number from 0 on is allowed; "
        "repaired_at_base[1] is 1.5: a finite number from 0 to 1 is allowed; "
        "base_repair_time is nan: a finite number from 0 on is allowed; "
        "order_ship_time is 'a': a finite number from 0 on is allowed; "
        "depot_stock is 2.5: a whole number from 0 on is allowed; "
        "base_stock[1] is -1: a whole number from 0 on is allowed; "
        "shapes do not go together: demand_rate (2,), repaired_at_base (2,), "
        "base_repair_time (1,), order_ship_time (1,), order_quantity (1,), base_stock (3,), "
        "depot_repair_time (), depot_stock ()"
    )


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"systems": [0, 1]}, r"systems\[0\] is 0: a finite number above 0 is allowed"),
        ({"quantity_per_system": 0}, "quantity_per_system is 0: a whole number from 1 on"),
        ({"systems": [1, 1, 1]}, "shapes do not go together: base_stock"),
        ({"systems": [[1, 1], [2, 2]]}, "more axes than the items and bases"),
    ],
)
def test_faults_of_fleets(model, more, said):
    with pytest.raises(ValueError, match=said):
        model([1, 2], 0, 1, 1, 1, 1, [1, 1], **more)
