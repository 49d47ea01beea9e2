"""The bound bounds where returns diminish; a price is never below nought where it was searched."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.questions.search.bound import bound, random_packages
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.price import price
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.trail import Trail
from questions.search.test_plan import random_world
from questions.search.worlds import PLANTED, best_of_all, memo_of


def covering(seed):
    """A problem of 10 offers whose savings diminish: people reached, each counted once."""
    draw = np.random.default_rng(seed)
    reached = draw.random((10, 30)) < 0.2
    people = draw.gamma(1.0, 5.0, 30)
    cost = {f"{i:02}": float(draw.integers(3, 9)) for i in range(10)}
    problem = make_problem(cost, {"money": 0.4 * sum(cost.values())}, ties=[("03", ["05"], None)])

    def worth(package):
        return float(people[reached[sorted(package)].any(axis=0)].sum()) if package else 0.0

    return problem, worth


@pytest.mark.parametrize("seed", range(6))
def test_where_returns_diminish_no_package_passes_the_bound(seed):
    problem, worth = covering(seed)
    made = bound(Trail(problem, memo_of(worth), np.arange(2), 50))
    best = best_of_all(problem, worth)
    assert best <= made.most * (1 + 1e-9)
    assert made.holds
    assert made.gap <= 0.25
    assert made.checked > 10


def test_what_works_only_together_is_measured_as_a_violation():
    """Three keys: the bound's premise fails, and it says so."""
    keys = PLANTED[0]
    trail = Trail(keys.problem(), memo_of(keys.worth), np.arange(2), 50)
    made = bound(trail)
    assert made.violated > 0 or made.value > made.most
    assert not made.holds


def test_random_packages_may_be_and_differ():
    problem, _ = random_world(4)
    made = random_packages(problem, 20, seed=1)
    assert len(set(made)) == len(made) > 5
    assert all(problem.feasible(package) for package in made)
    assert made == random_packages(problem, 20, seed=1)


def world(barred):
    """Twelve offers, two taboo."""
    cost = {f"{i:02}": 2.0 + i % 3 for i in range(12)}
    return make_problem(cost, {"money": 12.0}, barred=dict.fromkeys(barred, "a taboo"))


class Noisy:
    """Worth by offer with heavy tails; the two taboo offers are worth most."""

    def __call__(self, packages, futures):
        draw = [np.random.default_rng([2, int(f)]).gamma(0.5, 2.0, 12) for f in futures]
        worth = np.linspace(2, 1, 12)
        return np.array([[(row * worth)[sorted(p)].sum() for row in draw] for p in packages])


def test_a_price_is_never_negative_where_it_was_searched_and_stands_on_fresh_futures():
    made = price(world(["00", "01"]), world([]), Memo(Noisy()), {}, 40, 160, most=40)
    assert all(batch.in_sample >= 0 for batch in made.batches)
    assert len(made.batches) == 4
    assert made.price.n == 160
    assert made.price.mean == pytest.approx(np.mean([batch.fresh for batch in made.batches]))
    assert made.price.mean == pytest.approx(made.free.mean - made.ruled.mean)
    assert made.price.standard_error == max(made.ordinary_error, made.choice_error)
    assert all(not {"00", "01"} & set(batch.ruled) for batch in made.batches)


def test_a_rule_that_forbids_nothing_costs_exactly_nothing():
    made = price(world([]), world([]), Memo(Noisy()), {}, 20, 80, most=30)
    assert [batch.in_sample for batch in made.batches] == [0.0] * 4
    assert (made.price.mean, made.verdict) == (0.0, "not told apart")


def test_a_price_needs_the_same_offers_and_a_rule_on_top():
    other = make_problem({"a": 1.0}, {"money": 1.0})
    with pytest.raises(ValueError, match="same offers"):
        price(world([]), other, Memo(Noisy()), {})
    with pytest.raises(ValueError, match="no rule on top"):
        price(world([]), world([f"{i:02}" for i in range(6)]), Memo(Noisy()), {}, 20, 80, most=30)
    with pytest.raises(ValueError, match="whole pairs"):
        price(world([]), world([]), Memo(Noisy()), {}, futures=21)


def test_nothing_is_printed(capfd):
    """The solver below speaks to the terminal by itself, and `--json` prints one document."""
    problem, worth = covering(0)
    bound(Trail(problem, memo_of(worth), np.arange(2), 50))
    assert capfd.readouterr() == ("", "")
