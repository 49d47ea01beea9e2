"""The plan finds what is planted and what enumeration finds, and no rule or order can turn it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.questions.search.hunt import allowed, lean
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.naive import all_of, cheapest_first, pro_rata
from holdfast.questions.search.plan import plan
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
