"""The bound bounds where returns diminish; a price is never below nought where it was searched."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from holdfast.outcome.statistics import estimate
from holdfast.questions.search.bound import CLOSE, bound, random_packages
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.price import (
    BATCHES,
    errors_of,
    grouped,
    judged_by_both,
    over_batches,
    price,
    prices,
)
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


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_simulated_loosens_no_bound_that_is_not_close(seed):
    """The first program over cuts that are known whole, by looking at every package."""
    problem, worth = covering(seed)
    everything = frozenset(range(10))
    trail = Trail(problem, memo_of(worth), np.arange(2), 50)
    trail.worth([*subsets(10)[1:64], *(everything - {i} for i in everything), everything])
    trail.worth([frozenset({i}) for i in everything])

    def cut(chosen, package):
        lost = sum(worth(everything) - worth(everything - {i}) for i in chosen - package)
        return (
            worth(chosen)
            - lost
            + sum(worth(chosen | {j}) - worth(chosen) for j in package - chosen)
        )

    sets = [everything, frozenset(), trail.best]
    may = [p for p in subsets(10) if problem.feasible(p)]
    whole = max(min(cut(chosen, package) for chosen in sets) for package in may)
    made = bound(trail, rounds=1)
    assert made.most >= whole * (1 - 1e-9)
    assert made.gap <= CLOSE * 1.03 or made.most == pytest.approx(whole)


def subsets(count):
    return [frozenset(j for j in range(count) if n >> j & 1) for n in range(1 << count)]


def test_what_was_seen_to_work_only_together_counts_in_the_bound():
    """Three keys: the bound's premise fails, and what was seen of it keeps the bound above."""
    keys = PLANTED[0]
    problem = keys.problem()
    made = bound(Trail(problem, memo_of(keys.worth), np.arange(2), 50))
    every = (p for p in subsets(problem.size) if problem.feasible(p))
    assert made.most >= max(keys.worth(package) for package in every)


def test_what_nothing_that_was_seen_foretells_is_measured_as_a_violation():
    """Four or five of eight save much, fewer or more next to nothing."""
    problem = make_problem(dict.fromkeys("abcdefgh", 1.0), {"money": 5.0})
    memo = memo_of(lambda package: 100.0 * (4 <= len(package) <= 5) + len(package))
    made = bound(Trail(problem, memo, np.arange(2), 50))
    assert made.violated > 0
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
    assert len(made.batches) == BATCHES == 8
    assert made.price.n == 160
    assert made.price.mean == pytest.approx(np.mean([batch.fresh for batch in made.batches]))
    assert made.price.mean == pytest.approx(made.free.mean - made.ruled.mean)
    assert made.price.standard_error == max(made.ordinary_error, made.choice_error)
    assert all(not {"00", "01"} & set(batch.ruled) for batch in made.batches)


def test_a_rule_that_forbids_nothing_costs_exactly_nothing():
    made = price(world([]), world([]), Memo(Noisy()), {}, 20, 80, most=30)
    assert [batch.in_sample for batch in made.batches] == [0.0] * BATCHES
    assert (made.price.mean, made.verdict) == (0.0, "not told apart")


def test_many_rules_share_one_search_and_waiving_more_never_costs_less():
    ruled, free = world(["00", "01", "02"]), [world(["01", "02"]), world(["00", "01"]), world([])]
    memo = Memo(Noisy())
    made = prices(ruled, free, memo, {}, 20, 80, most=(25, 10))
    for first, second, both in zip(*(each.batches for each in made), strict=True):
        assert 0 <= max(first.in_sample, second.in_sample) <= both.in_sample
        assert first.ruled == second.ruled == both.ruled
        assert first.judged == both.judged
    apart = sum(price(ruled, each, Memo(Noisy()), {}, 20, 80, 25).evaluations for each in free)
    assert made[0].evaluations == memo.evaluations < apart / 2


def test_rules_that_bar_the_same_are_free_alone():
    ruled, same = world(["00", "01"]), world(["00", "01"])
    alone, both = prices(ruled, [same, world([])], Memo(Noisy()), {}, 20, 80, most=(25, 10))
    assert not alone.values.any()
    assert (alone.price.mean, alone.changed) == (0.0, 0)
    assert both.changed > 0


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.title)
def test_the_search_that_goes_on_finds_what_was_barred(planted):
    """Among idle offers, too many to look at all packages: an offer of the optimum is barred."""
    free, place = planted.problem(idle=8), 2 if planted.ties else 0
    ruled, worth = replace(free, barred={place: "a taboo"}), worth_of(free, planted)
    (made,) = prices(ruled, [free], memo_of(worth), {}, 2, 4, most=(60, 40), batches=2)
    assert made.free.mean == pytest.approx(planted.optimum)
    assert all(free.names[place] not in batch.ruled for batch in made.batches)


def worth_of(problem, planted):
    size = len(planted.costs)
    return lambda package: planted.worth({i for i in package if i < size})


def test_where_money_does_not_limit_what_does_harm_is_left_out_within_the_tries():
    cost = {f"{i:02}": 1.0 for i in range(20)}
    free = make_problem(cost, {"money": 1e6})
    memo = memo_of(lambda package: float(len(package) - 4 * len(package & {3, 11})))
    ruled = replace(free, barred={5: "a taboo", 11: "another"})
    (made,) = prices(ruled, [free], memo, {}, 2, 4, most=(30, 10), batches=2)
    assert (made.ruled.mean, made.free.mean, made.price.mean) == (17.0, 18.0, 1.0)
    assert memo.packages <= 40
    assert all(set(batch.free) == set(cost) - {"03", "11"} for batch in made.batches)


def test_groups_of_prices_see_the_choice_of_packages_too():
    """Batches that differ more than their futures: the error over batches tells nothing apart."""
    ruled = world(["00", "01"])
    made = prices(ruled, [world(["01"]), world(["00"])], Memo(Noisy()), {}, 20, 80, most=(25, 10))
    steady = np.tile([1.0, 1.2], 40)
    judged = [batch.judged for batch in made[0].batches]

    def told(values):
        whole, _, _ = over_batches(values, judged)
        return replace(made[0], price=whole, values=values, verdict="told apart")

    jumpy = np.repeat([26.0, *[2.0] * 7], 10) + steady
    assert grouped([told(steady), told(3 * steady)]) == [2, 1]
    assert grouped([told(steady), told(jumpy)]) == [1, 1]
    assert grouped([replace(told(steady), verdict="rare: changes 1"), told(steady)]) == [None, 1]


def test_three_errors_over_eight_batches_are_not_as_rare_as_three_normal_ones():
    assert [round(errors_of(3.0, count), 2) for count in (4, 8, 1000)] == [9.22, 4.53, 3.01]
    assert round(errors_of(2.0, 8), 2) == 2.43
    sure = estimate(np.tile([4.0, 6.0, 5.0, 5.0], 100), np.arange(400) // 2)
    told = [judged_by_both(sure, 5.0 / errors, 8, 400) for errors in (4.6, 4.4, 2.5, 2.4)]
    assert told == ["told apart", "leans", "leans", "not told apart"]
    few = estimate(np.r_[50.0, np.zeros(399)], np.arange(400) // 2)
    assert judged_by_both(few, 0.0, 8, 1).startswith("rare")


@pytest.mark.parametrize("ratio", [0.0, 1.0, 3.0, 10.0])
def test_a_price_of_nought_is_told_apart_as_seldom_as_three_normal_errors(ratio):
    """Batches whose choice is worth `ratio` times the luck of their futures, nothing in the mean.

    Three errors over four batches, the rule before, told up to 5.5 % of these apart.
    """
    draw, told = np.random.default_rng(int(ratio)), 0
    judged = [range(50 * k, 50 * k + 50) for k in range(BATCHES)]
    pair = np.arange(400) // 2
    for _ in range(1000):
        chosen = draw.normal(0.0, ratio / math.sqrt(50), BATCHES)
        values = np.repeat(chosen, 50) + draw.normal(size=400)
        _, _, spread = over_batches(values, judged)
        told += judged_by_both(estimate(values, pair), spread, BATCHES, 400) == "told apart"
    assert told <= 9, "chance of more is under 1 in 1000 if the true rate is .27 %"


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


def test_a_bound_is_found_where_rounding_would_let_a_package_pass_its_budget():
    cost = {f"{i:02}": 50.0000003 for i in range(14)}
    problem = make_problem(cost, {"money": 100.0})
    trail = Trail(problem, memo_of(lambda package: 1.0 * len(package)), np.arange(4), 40)
    found = bound(trail, checks=4)
    assert len(trail.best) == 1
    assert found.kept
    assert found.gap == pytest.approx(found.most / found.value - 1)


def test_two_that_work_only_together_do_not_pass_the_bound():
    problem = make_problem({"a": 1.0, "b": 1.0, "c": 1.0}, {"money": 2.0})
    both = {problem.names.index("a"), problem.names.index("b")}
    memo = memo_of(lambda package: 90.0 * (both <= package) + len(package))
    trail = Trail(problem, memo, np.arange(4), 40)
    trail.worth([frozenset(both)])
    found = bound(trail, rounds=1, checks=2)
    assert found.kept
    assert found.most >= 92.0
