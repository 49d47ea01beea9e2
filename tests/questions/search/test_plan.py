"""The plan finds what is planted and what enumeration finds, and no rule or order can turn it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.outcome.statistics import Estimate
from holdfast.questions.search.hunt import allowed, hunt, lean
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.naive import all_of, cheapest_first, pro_rata
from holdfast.questions.search.plan import hopeless, plan
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.trail import Trail
from questions.search.worlds import FEW, PLANTED, best_of_all, certain, memo_of, of_names


@pytest.mark.parametrize("idle", [0, 9, 100])
@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.title)
def test_planted_optima_are_found(planted, idle):
    """Alone, and among offers that save nothing, so that not all can be looked at."""
    problem = planted.problem(idle)
    if not idle:
        assert best_of_all(problem, planted.worth) == pytest.approx(planted.optimum)
    made = plan(problem, memo_of(planted.worth), {}, futures=FEW, fresh=2, most=90, rounds=0)
    assert made.fresh.mean == pytest.approx(planted.optimum, rel=1e-9)
    assert problem.feasible(made.package)
    assert made.evaluations["search"] <= allowed(problem.size, 90, len(FEW))
    assert made.trace[-1][1] == made.in_sample.mean


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.title)
def test_planted_optima_are_found_where_half_of_the_futures_are_looked_at_first(planted):
    problem = planted.problem(9)
    most = allowed(problem.size, 60, 40)
    made = plan(problem, memo_of(planted.worth), {}, range(40), fresh=2, most=60, rounds=4)
    assert made.fresh.mean == pytest.approx(planted.optimum, rel=1e-9)
    assert made.evaluations["search"] <= most
    assert made.bound is not None
    assert made.bound.most >= planted.optimum * (1 - 1e-9) or made.violation > 0


def random_world(seed: int, offers: int = 10):
    """A problem with budgets by kind, a tie, variants and a limit, and a worth that is not a sum.

    Some pairs are worth more together, others less, and one group counts only three times.
    """
    draw = np.random.default_rng(seed)
    names = [f"offer {i:02}" for i in range(offers)]
    first = names[:4]
    cost = {name: float(draw.integers(5, 40)) for name in names}
    kind = {name: ("money", "arms")[int(draw.random() < 0.4)] for name in names}
    total = {k: sum(cost[n] for n in names if kind[n] == k) for k in ("money", "arms")}
    budgets = {k: draw.uniform(0.35, 0.7) * total[k] for k in total}
    a, b, c, d, e = draw.permutation(names)[:5]
    problem = make_problem(
        cost, budgets, kind,
        limits={"partner": ({n: cost[n] for n in first}, 0.7 * sum(cost[n] for n in first))},
        ties=[(a, [b], None), (c, [a, b, d], 2)],
        exclusive=[(d, e)],
    )  # fmt: skip
    alone = draw.gamma(1.0, 10.0, offers)
    both = np.triu(draw.normal(0, 6, (offers, offers)) * (draw.random((offers, offers)) < 0.25), 1)
    some = set(draw.permutation(offers)[:6].tolist())

    def worth(package):
        y = np.zeros(offers)
        y[list(package)] = 1
        return float(alone @ y + y @ both @ y + 15 * min(3, len(some & package)))

    return problem, worth


def test_hardly_any_random_problem_is_missed():
    """Against every package of three random problems; of more: `benchmarks/search.py`."""
    gaps = []
    for seed in range(3):
        problem, worth = random_world(seed, offers=12)
        best = best_of_all(problem, worth)
        made = plan(problem, memo_of(worth), {}, FEW, fresh=2, most=120, rounds=0)
        gaps.append(1 - made.fresh.mean / best)
    assert min(gaps) > -1e-9
    assert np.median(gaps) == pytest.approx(0, abs=1e-9)
    assert np.quantile(gaps, 0.95) <= 0.01


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_a_veto_never_helps_and_money_never_hurts(seed):
    problem, worth = random_world(seed, offers=8)
    named = {
        "cost": dict(zip(problem.names, problem.cost, strict=True)),
        "kind": dict(zip(problem.names, problem.kind, strict=True)),
    }
    value = of_names(problem, lambda names: worth(problem_set(problem, names)))

    def best(budgets, barred):
        made = make_problem(**named, budgets=budgets, barred=barred)
        return plan(made, Memo(value), {}, FEW, fresh=2, rounds=0).fresh.mean

    free = best(problem.budgets, {})
    assert best(problem.budgets, {problem.names[0]: "a veto"}) <= free + 1e-9
    assert best({k: 1.5 * v for k, v in problem.budgets.items()}, {}) >= free - 1e-9


def problem_set(problem, names):
    """Numbers of named offers."""
    return {problem.names.index(name) for name in names}


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed, shuffler):
    """The same bits, whatever the order of offers, budgets and partners' limits."""
    _, worth = random_world(seed, offers=12)
    draw = np.random.default_rng(seed)
    names = [f"offer {i:02}" for i in range(12)]
    cost = {name: float(draw.integers(5, 40)) for name in names}
    limits = {f"partner {k}": ({n: cost[n] for n in names[k::3]}, 70.0) for k in range(3)}
    ties = [(names[1], [names[5], names[2]], 1), (names[7], [names[8]], None)]

    def made():
        problem = make_problem(cost, {"money": 110.0}, limits=limits, ties=ties)
        return plan(
            problem, memo_of(worth), {"some": [1, 4, 6]}, range(4), fresh=4, most=60, checks=5
        )

    before = made()
    mixed = list(names)
    shuffler.shuffle(mixed)
    cost = {name: cost[name] for name in mixed}
    limits = dict(reversed(limits.items()))
    ties = ties[::-1]
    assert made() == before


def test_naive_rules_are_never_better_in_sample_and_never_break_a_rule():
    for seed in range(3):
        problem, worth = random_world(seed, offers=12)
        tags = {"even": range(0, 12, 2), "odd": range(1, 12, 2)}
        made = plan(problem, memo_of(worth), tags, FEW, fresh=2, most=40, rounds=0)
        rules = {contender.rule for contender in made.contenders}
        assert rules >= {"pro rata", "all even", "all odd", "cheapest first", "greedy per cost"}
        for contender in made.contenders:
            assert contender.in_sample <= made.in_sample.mean
            numbers = frozenset(problem_set(problem, contender.package))
            assert problem.reasons(numbers) == []


def test_naive_rules_by_hand():
    problem = make_problem({"a": 1, "b": 2, "c": 3, "d": 4}, {"money": 6.0})
    assert problem.named(cheapest_first(problem)) == ("a", "b", "c")
    assert problem.named(all_of(problem, [2, 3])) == ("c",)
    assert problem.named(pro_rata(problem, {"x": [0, 1], "y": [2, 3]})) == ("a", "b", "c")


def test_the_plan_is_judged_on_futures_that_did_not_choose_it():
    """Of twenty offers of pure noise the best looks good where it was chosen, and nowhere else."""
    problem = make_problem({f"{i:02}": 1.0 for i in range(20)}, {"money": 3.0})

    def evaluate(packages, futures):
        noise = np.stack([np.random.default_rng(int(f)).normal(size=20) for f in futures])
        return np.array([noise[:, sorted(p)].sum(axis=1) for p in packages])

    made = plan(problem, Memo(evaluate), {}, most=60, rounds=0)
    assert made.in_sample.mean > 1.5 * made.in_sample.standard_error
    assert abs(made.fresh.mean) < 3 * made.fresh.standard_error
    assert made.fresh.n == 800
    assert made.sampling_error > 0.3


def test_an_offer_that_comes_too_late_is_worth_nothing_and_an_unused_row_changes_no_future():
    late = make_problem({"early": 1.0, "late": 1.0}, {"money": 1.0})
    made = plan(late, Memo(certain(lambda p: 5.0 * (0 in p))), {}, range(4), fresh=4)
    assert made.names == ("early",)
    more = make_problem({"early": 1.0, "late": 1.0, "never": 9.0}, {"money": 1.0})
    beside = plan(more, Memo(certain(lambda p: 5.0 * (0 in p))), {}, range(4), fresh=4)
    assert (beside.names, beside.fresh, beside.in_sample) == (
        made.names,
        made.fresh,
        made.in_sample,
    )


def test_two_futures_at_least():
    problem = make_problem({"a": 1.0}, {"money": 1.0})
    with pytest.raises(ValueError, match="at least two futures"):
        plan(problem, memo_of(len), {}, futures=[0])


def test_what_saves_nothing_beside_the_rest_is_left_out():
    """Two offers do the same, and one does nothing: the cheaper one alone is given."""
    problem = make_problem({"dear": 30.0, "cheap": 20.0, "idle": 5.0, "good": 40.0}, {"money": 100})
    dear, cheap, idle, good = (
        problem.names.index(name) for name in ("dear", "cheap", "idle", "good")
    )

    def worth(package):
        return 10.0 * bool({dear, cheap} & package) + 7.0 * (good in package)

    trail = Trail(problem, memo_of(worth), np.array(FEW), 1)
    trail.worth([frozenset({dear, cheap, idle, good})])
    lean(trail)
    assert trail.best == {cheap, good}
    made = plan(problem, memo_of(worth), {}, FEW, fresh=2, most=2, rounds=0)
    assert made.names == ("cheap", "good")
    assert made.evaluations["trim"] > 0
    (second, *_) = made.contenders
    assert second.rule == "second plan"
    assert second.in_sample < made.in_sample.mean


def test_what_is_looked_at_on_a_part_of_the_futures_counts_as_much_and_is_not_asked_twice():
    """A hundred futures: a quarter is 26, the half 50 with these first."""
    problem = make_problem({"a": 1.0, "b": 2.0}, {"money": 3.0})
    memo = Memo(lambda packages, futures: np.array([futures + len(p) for p in packages]))
    trail = Trail(problem, memo, np.arange(100), 10)
    assert (len(trail.quarter.futures), len(trail.half.futures)) == (26, 50)
    assert trail.quarter.worth([frozenset({0})]) == [pytest.approx(13.5)]
    assert (memo.simulated, trail.used) == (26, 1)
    trail.half.worth([frozenset({0})])
    assert memo.simulated == 50
    assert trail.worth([frozenset({0})]) == [pytest.approx(50.5)]
    assert (memo.simulated, trail.used) == (100, 1)
    assert trail.half.half is trail.half
    assert trail.quarter.quarter is trail.quarter
    few = Trail(problem, memo, np.arange(36), 10)
    assert few.quarter is few.half is few


def test_a_search_that_finds_nothing_better_ends_before_its_evaluations_are_used():
    """Worth is a plain sum, the same in all futures, so the ways up find the best at once."""
    cost = {f"{i:02}": 1.0 + i % 3 for i in range(16)}
    problem = make_problem(cost, {"money": 12.0})
    worth = np.linspace(3.0, 1.0, 16)
    memo = memo_of(lambda package: float(worth[sorted(package)].sum()))
    trail = Trail(problem, memo, np.arange(100), 400)
    _, exact = hunt(trail, {})
    assert not exact
    assert trail.used < 100
    every = np.indices((2,) * 16).reshape(16, -1).T.astype(bool)
    best = float((every[problem.feasible_rows(every)] @ worth).max())
    assert trail.means[trail.best] == pytest.approx(best)


def difference_of(errors: float) -> Estimate:
    """A difference of so many standard errors that many futures carry."""
    return Estimate(errors, 1.0, errors - 2.0, errors + 2.0, n=400, n_eff=200.0, pairs=200)


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_what_is_given_up_would_hardly_have_been_told_apart(share):
    """By drawing what all futures come to after a part, with a flat prior on the difference."""
    draw = np.random.default_rng(1)
    for errors in (0.0, 0.5, 0.7, 0.8, 1.5, 2.9):
        mean = errors / np.sqrt(share) + np.sqrt((1 - share) / share) * draw.normal(size=100_000)
        chance = float((np.abs(mean) > 3.0).mean())
        assert hopeless(difference_of(errors), share) == (chance < 0.025), (errors, chance)


def test_nothing_is_given_up_on_all_futures_or_where_few_carry_it():
    made = difference_of(0.0)
    assert hopeless(made, 0.5)
    assert not hopeless(made, 1.0)
    assert not hopeless(Estimate(0.0, 1.0, -2.0, 2.0, n=400, n_eff=3.0, pairs=200), 0.5)
    assert not hopeless(Estimate(0.0, 0.0, 0.0, 0.0, n=400, n_eff=0.0, pairs=200), 0.5)
