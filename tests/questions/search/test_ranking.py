"""Rankings say no more than the futures do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.outcome.statistics import estimate
from holdfast.questions.judging import runs_of
from holdfast.questions.search.halving import Schedule, apart, by_group, groups, halve, threshold
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.ranking import NOTHING, UNMOVED, rank
from holdfast.questions.search.tornado import tornado
from questions.search.worlds import certain

SHORT = Schedule(first=50, most=200, keep=4)


class HeavyTails:
    """Offers with lognormal savings, half of the spread shared by a pair; `means` is the truth.

    Futures differ in which are bad for all, so that differences are less noisy than savings.
    """

    means = np.array([10.0, 8.0, 7.8, 4.0, 1.0, 1.0])

    def __init__(self):
        self._seen = {}

    def __call__(self, packages, futures):
        rows = [self._kept(int(future)) for future in futures]
        return np.array([[row[sorted(p)].sum() for row in rows] for p in packages])

    def _kept(self, future):
        if future not in self._seen:
            self._seen[future] = self._future(future)
        return self._seen[future]

    def _future(self, future):
        pair = np.random.default_rng([9, future // 2]).normal(size=2)
        own = np.random.default_rng([7, future]).normal(size=1 + self.means.size)
        logs = 0.6 * pair[0] + 0.5 * own[0] + 0.5 * own[1:]
        return self.means * np.exp(logs - (0.6**2 + 0.5**2 + 0.5**2) / 2)


def test_intervals_cover_and_orders_between_groups_are_true():
    """Two hundred fresh runs: coverage at least .90 where n_eff is 20 or more, false order 5 %."""
    truth = HeavyTails()
    problem = make_problem({str(i): 1.0 for i in range(6)}, {"money": 9.0})
    memo, covered, false = Memo(truth), [], []
    for run in range(200):
        short = Schedule(first=20, most=80, keep=4, start=160 * run)
        made = rank(problem, memo, short)
        for row in made.rows:
            if row.finalist and row.saves.n_eff >= 20:
                mean = truth.means[int(row.name)]
                covered.append(row.saves.low <= mean <= row.saves.high)
        order = [[truth.means[int(name)] for name in group] for group in made.groups]
        false.append(any(a[0] < max(b) for k, a in enumerate(order) for b in order[k + 1 :]))
    assert len(covered) > 400
    assert np.mean(covered) >= 0.90
    assert np.mean(false) <= 0.05


def test_the_best_group_is_told_apart_with_enough_futures():
    problem = make_problem({str(i): 1.0 for i in range(6)}, {"money": 9.0})
    made = rank(problem, Memo(HeavyTails()), SHORT)
    assert made.groups[0][0] == "0"
    assert len(made.groups) >= 2
    assert "3" not in made.groups[0]
    assert next(row.name for row in made.rows if row.finalist) == "0"


def test_a_certain_ten_is_not_told_apart_from_one_in_a_hundred_of_nine_hundred():
    """200 futures of which two change: rare, and not ranked; a likelier one is not told apart."""

    def evaluate(packages, futures):
        rare = np.where(np.asarray(futures) % 100 == 7, 900.0, 0.0)
        often = np.where(np.asarray(futures) % 20 == 7, 210.0, 0.0)
        parts = (np.full(len(futures), 10.0), rare, often)
        return np.array([sum(parts[i] for i in sorted(p)) for p in packages])

    problem = make_problem({"certain": 1.0, "common": 1.0, "rare": 1.0}, {"money": 9.0})
    order = {"certain": 0, "common": 2, "rare": 1}

    def by_name(packages, futures):
        return evaluate([{order[n] for n in problem.named(p)} for p in packages], futures)

    made = rank(problem, Memo(by_name), SHORT)
    assert made.groups == (("common", "certain"),)
    rare = made.rows[-1]
    assert (rare.name, rare.group) == ("rare", None)
    assert rare.verdict.startswith("rare: changes 2 of 200 futures")


def test_halving_keeps_the_better_half_and_no_fewer_than_six():
    asked = []

    def values(rows, futures):
        asked.append((len(rows), len(futures)))
        return np.array([[float(row)] * len(futures) for row in rows])

    made = halve(40, values, Schedule())
    assert asked == [(40, 50), (20, 100), (10, 200), (6, 400), (6, 800)]
    assert made.finalists == (39, 38, 37, 36, 35, 34)
    assert [candidate for candidate, _ in made.left] == list(range(33, -1, -1))
    assert dict(made.left)[0] == 50
    assert dict(made.left)[33] == 200
    assert Schedule().fresh.tolist() == list(range(800, 1600))


def test_a_group_ends_where_its_best_is_told_apart():
    futures = np.arange(400)
    noise = np.random.default_rng(3).normal(size=(3, 400))
    values = noise + np.array([[3.0], [2.9], [0.0]])
    assert groups(values, futures) == [1, 1, 2]
    assert groups(noise, futures) == [1, 1, 1]
    assert by_group([1, 2, None, 1, 2]) == [0, 3, 1, 4, 2]


def test_a_noisy_row_does_not_glue_two_that_are_told_apart():
    """Three certain ones of 9, 8 and 7, and two so noisy that they could be any of them."""
    futures = np.arange(400)
    noise = np.random.default_rng(4).normal(size=(5, 400))
    noise -= noise.mean(axis=1, keepdims=True)
    size = np.array([[0.1], [60.0], [0.1], [60.0], [0.1]])
    values = size * noise + np.array([[9.0], [8.5], [8.0], [7.5], [7.0]])
    assert groups(values, futures) == [1, 1, 2, 1, 3]


@given(st.integers(2, 7), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_what_is_said_of_groups_is_true(count, seed):
    """Not told apart from the best of its own; told apart from the best of all before."""
    numbers = np.random.default_rng(seed)
    futures = np.arange(60)
    size = numbers.choice([0.1, 1.0, 9.0], size=(count, 1))
    values = size * numbers.normal(size=(count, 60)) + numbers.normal(size=(count, 1))
    values = values[np.argsort(-values.mean(axis=1))]
    told, need = groups(values, futures), threshold(count * (count - 1) // 2, 30)
    best = {group: told.index(group) for group in told}
    for k, group in enumerate(told):
        for other, b in best.items():
            firm = apart(estimate(values[b] - values[k], pairs(futures)), need)
            assert firm if other < group else not firm or other > group


def test_what_changes_nothing_is_last_and_in_no_group():
    """By what is saved, and by survival where only that is the same."""
    names = {"a": 1.0, "less": 1.0, "none": 1.0, "rare": 1.0, "still": 1.0}
    problem = make_problem(names, {"money": 9.0})
    noise = np.random.default_rng(2).normal(size=10_000)

    def saves(packages, futures):
        rare = np.where(np.asarray(futures) % 100 == 7, 9.0, 0.0)
        each = {"a": 5 + noise[futures], "less": noise[futures] - 5, "rare": rare}
        return np.array([each.get(problem.names[min(p)], 0 * rare) for p in packages])

    def lives(packages, futures):
        return np.array([np.full(len(futures), float(problem.names[min(p)] == "still"))
                         for p in packages])  # fmt: skip

    short = Schedule(first=50, most=200, keep=5)
    made = rank(problem, Memo(saves), short, second=Memo(lives))
    said = [(row.name, row.group) for row in made.rows]
    assert [name for name, _ in said] == ["a", "less", "rare", "still", "none"]
    assert [group for _, group in said] == [1, 2, None, None, None]
    assert [row.verdict for row in made.rows[3:]] == [UNMOVED, NOTHING]
    assert made.groups == (("a",), ("less",))
    other = rank(problem, Memo(lives), short, second=Memo(saves))
    assert [row.verdict for row in other.rows[1:]] == [*[UNMOVED] * 3, NOTHING]
    assert other.groups == (("still",),)


def test_what_passes_a_limit_with_what_it_needs_is_barred():
    problem = make_problem(
        dict.fromkeys("abcd", 1.0),
        {"money": 9.0},
        limits={"most": ({"a": 3.0, "b": 2.0, "c": 2.0, "d": 1.0}, 3.0)},
        ties=[("b", ["c", "d"], 1), ("c", ["b"], None)],
    )
    made = rank(problem, Memo(certain(len)), SHORT)
    assert made.barred == ("c",)
    assert {row.name: row.package for row in made.rows} == {
        "a": ("a",), "b": ("b", "d"), "d": ("d",),
    }  # fmt: skip
    assert rank(problem, Memo(certain(len)), SHORT, among={"c", "d"}).barred == ("c",)


def test_what_comes_only_together_is_one_row():
    ties = [("a", ["b"], None), ("b", ["a"], None)]
    problem = make_problem(dict.fromkeys("abc", 1.0), {"money": 9.0}, ties=ties)
    made = rank(problem, Memo(certain(len)), SHORT)
    assert {row.name: row.package for row in made.rows} == {"a": ("a", "b"), "c": ("c",)}
    assert made.barred == ()


def test_a_hundred_and_fifty_are_halved_and_counted_beforehand():
    """The best of 150 is found in the runs that the bar expects."""
    count, schedule = 150, Schedule(first=10, most=80)
    noise = np.random.default_rng(8).normal(size=(count, 400))

    def evaluate(packages, futures):
        return np.array([noise[min(p), futures] + min(p) / 10 for p in packages])

    problem = make_problem({f"{i:03d}": 1.0 for i in range(count)}, {"money": 9.0})
    memo = Memo(evaluate)
    made = rank(problem, memo, schedule)
    assert memo.simulated + 2 * schedule.most == runs_of(count, schedule)
    assert len(made.rows) == count
    assert sum(row.finalist for row in made.rows) == 19
    assert made.rows[0].name > "140"


def test_per_cost_second_criterion_ties_and_vetoes():
    problem = make_problem(
        {"dear": 10.0, "free": 0.0, "cheap": 1.0, "tied": 1.0, "veto": 1.0},
        {"money": 1.0},
        ties=[("tied", ["cheap"], None)],
        barred={"veto": "no"},
    )
    worth = {"dear": 20.0, "free": 1.0, "cheap": 4.0, "tied": 1.0}
    noise = np.random.default_rng(1).normal(size=10_000)

    def evaluate(packages, futures):
        return np.array(
            [sum(worth[n] for n in problem.named(p)) + noise[futures] for p in packages]
        )

    survival = Memo(certain(lambda p: 0.1 * len(p)))
    made = rank(problem, Memo(evaluate), SHORT, per_cost=True, second=survival)
    rows = {row.name: row for row in made.rows}
    assert made.barred == ("veto",)
    assert rows["tied"].package == ("cheap", "tied")
    assert rows["tied"].per_cost.mean == pytest.approx(2.5, abs=0.2)
    assert rows["tied"].second.mean == pytest.approx(0.2)
    assert (rows["free"].per_cost, rows["free"].group) == (None, None)
    assert [row.name for row in made.rows] == ["cheap", "tied", "dear", "free"]
    plain = rank(problem, Memo(evaluate), SHORT)
    assert plain.rows[0].name == "dear"


def test_bars_of_a_tornado_keep_their_sign_and_share_groups():
    effect = np.array([0.0, -5.0, 5.05, 1.0])
    noise = np.random.default_rng(5).normal(size=(4, 1000))

    def evaluate(packages, futures):
        return np.array([(effect[:, None] + noise)[min(p), futures] for p in packages])

    made = tornado(["a", "b", "c", "d"], Memo(evaluate), SHORT)
    assert made.groups == (("c", "b"), ("d",), ("a",)) or made.groups == (
        ("b", "c"),
        ("d",),
        ("a",),
    )
    signs = {bar.name: np.sign(bar.effect.mean) for bar in made.bars}
    assert (signs["b"], signs["c"]) == (-1, 1)
    with pytest.raises(ValueError, match="order"):
        tornado(["b", "a"], Memo(evaluate))


def test_a_schedule_that_cannot_be_is_refused():
    for wrong in ({"first": 1}, {"first": 900}, {"keep": 0}, {"start": 1}):
        with pytest.raises(ValueError, match="halving"):
            Schedule(**wrong)


@pytest.mark.parametrize(("start", "most"), [(0, 25), (0, 26), (4, 31)])
def test_no_pair_is_split_between_choosing_and_judging(start, most):
    schedule = Schedule(first=10, most=most, start=start)
    chosen = {future // 2 for future in range(start, start + most)}
    assert len(schedule.fresh) == most
    assert not chosen & set((schedule.fresh // 2).tolist())
