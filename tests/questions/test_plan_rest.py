"""What a plan leaves of its budgets, and why, worked by hand."""

from __future__ import annotations

import pytest

from holdfast.questions.coalition import ALL
from holdfast.questions.options import Option
from holdfast.questions.plan_rest import ALL_CHOSEN, DEAR, HELD, NO_GAIN, SPENT, rests
from holdfast.questions.search.problem import make_problem

COSTS = {
    "a": (10.0, 0.0, 0.0),
    "b": (0.0, 4.0, 0.0),
    "c": (0.0, 6.0, 0.0),
    "d": (0.0, 30.0, 0.0),
}
OPTIONS = [Option(name, "P", (), cost) for name, cost in COSTS.items()]


def problem_of(budget, **more):
    cost = {one.name: one.total for one in OPTIONS}
    return make_problem(cost, {ALL: budget}, **more)


def only(budget, package, **more):
    (made,) = rests(problem_of(budget, **more), OPTIONS, frozenset(package), budget)
    assert made.kind == ALL
    return made.left, made.why


def test_one_budget_for_all_help():
    assert only(20.0, {0, 1, 2}) == (0.0, SPENT)
    assert only(22.0, {0, 1, 2}) == (2.0, DEAR)
    assert only(16.0, {0, 1}) == (2.0, DEAR)
    assert only(20.0, {0, 1}) == (6.0, NO_GAIN)
    assert only(90.0, {0, 1, 2, 3}) == (40.0, ALL_CHOSEN)
    assert only(90.0, {0, 1, 2}, barred={"d": "no"}) == (70.0, ALL_CHOSEN)


def test_what_partners_keep_back_is_not_told_as_of_no_use():
    crews = ({"b": 1.0, "c": 1.0}, 1.0)
    assert only(22.0, {0, 1}, limits={"limit 1: l": crews}) == (8.0, HELD)
    ring = ({"c": 6.0}, 5.0)
    assert only(22.0, {0, 1}, limits={"budget 1: P humanitarian": ring}) == (8.0, HELD)
    assert only(22.0, {0, 1}, ties=[("c", ["d"], None)]) == (8.0, HELD)


def test_a_variant_of_what_is_chosen_is_nothing_else_to_choose():
    assert only(99.0, {0, 1, 2}, exclusive=[("c", "d")]) == (79.0, ALL_CHOSEN)
    assert only(99.0, {0, 1}, exclusive=[("c", "d")]) == (85.0, NO_GAIN)


def test_budgets_by_kind_each_for_itself():
    budget = {"military": 12.0, "humanitarian": 10.0}
    paid = {
        f"budget {kind}": ({one.name: one.cost[at] for one in OPTIONS}, most)
        for at, (kind, most) in enumerate(budget.items())
    }
    made = rests(problem_of(22.0, limits=paid), OPTIONS, frozenset({0, 1}), budget)
    assert [(one.kind, one.left, one.why) for one in made] == [
        ("military", pytest.approx(2.0), ALL_CHOSEN),
        ("humanitarian", pytest.approx(6.0), NO_GAIN),
    ]
    made = rests(problem_of(22.0, limits=paid), OPTIONS, frozenset({0, 2}), budget)
    assert made[1].why == NO_GAIN
    tight = {**paid, "budget humanitarian": (paid["budget humanitarian"][0], 7.0)}
    less = {**budget, "humanitarian": 7.0}
    made = rests(problem_of(19.0, limits=tight), OPTIONS, frozenset({0, 2}), less)
    assert (made[1].left, made[1].why) == (pytest.approx(1.0), DEAR)
