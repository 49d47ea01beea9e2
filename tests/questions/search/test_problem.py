"""Which packages may be, why not, and what conditions bring along."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.questions.search.atoms import cheapest, closures, without
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import Problem, Reason, make_problem
from questions.search.worlds import certain

COST = {"crew": 4.0, "guns": 6.0, "grid": 5.0, "late": 3.0, "soon": 3.0, "taboo": 1.0}
WORLD = make_problem(
    COST,
    {"arms": 7.0, "money": 9.0},
    kind={name: "arms" if name in ("guns", "taboo") else "money" for name in COST},
    limits={"partner": ({"crew": 1.0, "soon": 1.0}, 1.0)},
    ties=[("guns", ["crew"], None), ("grid", ["late", "soon", "crew"], 2)],
    barred={"taboo": "Z holds a veto"},
    exclusive=[("soon", "late")],
)
CREW, GRID, GUNS, LATE, SOON, TABOO = range(6)


def test_all_reasons_at_once():
    whole = frozenset(range(6))
    assert WORLD.reasons(whole) == [
        Reason("barred", "taboo: Z holds a veto", 1.0, 0.0),
        Reason("budget", "money", 15.0, 9.0),
        Reason("limit", "partner", 2.0, 1.0),
        Reason("exclusive", "late, soon", 2.0, 1.0),
    ]
    assert WORLD.reasons(frozenset({GRID, CREW})) == [Reason("tie", "grid", 2.0, 1.0)]
    assert WORLD.reasons(frozenset({GUNS, CREW})) == []
    assert WORLD.spent(frozenset({GUNS, CREW})) == {"arms": 6.0, "money": 4.0}


def test_reasons_and_feasibility_agree_on_every_package():
    masks = np.array([[bool(k >> i & 1) for i in range(6)] for k in range(64)])
    for row, may in zip(masks, WORLD.feasible_rows(masks), strict=True):
        assert may == (WORLD.reasons(frozenset(np.flatnonzero(row).tolist())) == [])


def test_conditions_bring_along_what_they_ask():
    assert cheapest(WORLD, GUNS) == {GUNS, CREW}
    assert closures(WORLD, GRID) == [{GRID, LATE, CREW}, {GRID, SOON, CREW}]
    assert closures(WORLD, GRID, frozenset({LATE})) == [{GRID, LATE, CREW}]
    assert cheapest(WORLD, TABOO) is None
    assert without(WORLD, frozenset({GUNS, CREW, LATE}), frozenset({CREW})) == {LATE}


def test_offers_that_need_each_other_come_together():
    ring = make_problem(
        {"a": 1, "b": 1, "c": 1, "d": 1},
        {"money": 9},
        ties=[("a", ["b"], None), ("b", ["c"], None), ("c", ["a"], None), ("d", ["a"], None)],
    )
    assert cheapest(ring, 1) == {0, 1, 2}
    assert cheapest(ring, 3) == {0, 1, 2, 3}
    assert without(ring, frozenset(range(4)), frozenset({2})) == frozenset()


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ValueError, match="no offer") as wrong:
        make_problem(
            {"a": -1.0, "b": 1.0},
            {"money": 1.0, "arms": -2.0},
            kind={"a": "money"},
            ties=[("a", ["c"], None), ("b", ["b"], 2)],
            limits={"of X": ({"b": float("nan")}, 1.0)},
        )
    for part in (
        "ties names 'c', which is no offer",
        "cost of 'a' is -1.0",
        "'b' is paid by '', which has no budget",
        "'arms' allows -2.0",
        "limit 'of X' has a weight that is no number",
        "'b' needs 2 of 1 offers",
        "'b' needs itself",
    ):
        assert part in str(wrong.value)
    with pytest.raises(ValueError, match="make_problem"):
        Problem(("b", "a"), (1.0, 1.0), ("m", "m"), {"m": 1.0})


def test_a_memo_asks_each_future_of_each_package_once():
    asked = []

    def evaluate(packages, futures):
        asked.append((list(packages), futures.tolist()))
        return np.array([[100 * len(p) + f for f in futures] for p in packages], float)

    memo = Memo(evaluate)
    a, b, nothing = frozenset({1}), frozenset({1, 2}), frozenset()
    first = memo.values([a, nothing, a], range(2))
    assert first.tolist() == [[100, 101], [0, 0], [100, 101]]
    assert memo.values([b, a], [3, 1, 0]).tolist() == [[203, 201, 200], [103, 101, 100]]
    assert asked == [([a], [0, 1]), ([b], [3, 1, 0]), ([a], [3])]
    assert (memo.simulated, memo.packages, memo.calls) == (6, 2, 3)
    assert memo.known([0, 1]) == [a, b]
    assert memo.known([0, 7]) == []


@pytest.mark.parametrize("given", [np.zeros((2, 2)), np.array([[np.nan, 1.0]])])
def test_a_value_function_that_errs_is_refused(given):
    with pytest.raises(ValueError, match=r"shape|finite"):
        Memo(lambda packages, futures: given).values([frozenset({0})], [0, 1])


def test_certain_values():
    assert Memo(certain(len)).means([frozenset({0, 1})], [0, 1]).tolist() == [2.0]
