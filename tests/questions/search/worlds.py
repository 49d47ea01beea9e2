"""Small worlds whose best package is known or can be enumerated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import Problem, make_problem

FEW = range(2)


def certain(worth: Callable[[frozenset[int]], float]):
    """A value function that is the same in every future."""

    def evaluate(packages, futures):
        return np.array([[float(worth(p))] * len(futures) for p in packages])

    return evaluate


def of_names(problem: Problem, worth: Callable[[set[str]], float]):
    """A certain value function that is told names."""
    return certain(lambda package: worth(set(problem.named(package))))


def best_of_all(problem: Problem, worth: Callable[[frozenset[int]], float]) -> float:
    """The most that any package saves, every one looked at."""
    masks = np.array(list(product((False, True), repeat=problem.size)))
    allowed = masks[problem.feasible_rows(masks)]
    return max(worth(frozenset(np.flatnonzero(row).tolist())) for row in allowed)


@dataclass(frozen=True)
class Planted:
    """A problem whose optimum is known."""

    title: str
    costs: tuple[float, ...]
    budget: float
    worth: Callable[[frozenset[int]], float]
    optimum: float
    ties: tuple[tuple[int, int], ...] = ()

    def problem(self, idle: int = 0) -> Problem:
        """The problem, with some offers more that cost little and save nothing."""
        cost = {f"offer {i:02}": c for i, c in enumerate(self.costs)}
        cost |= {f"spare {i:02}": self.budget / 40 for i in range(idle)}
        ties = [(f"offer {a:02}", [f"offer {b:02}"], None) for a, b in self.ties]
        return make_problem(cost, {"money": self.budget}, ties=ties)


PLANTED = (
    Planted(
        "three keys", (50, 10, 40, 25, 25, 25, 25), 100,
        lambda s: 100 * (s >= {0, 1, 2}) + 20 * len(s & {3, 4, 5, 6}), 100,
    ),
    Planted(
        "tied dead weight", (30, 30, 40, 40), 80,
        lambda s: 60 * (0 in s) + 35 * len(s & {2, 3}), 70, ties=((0, 1),),
    ),
    Planted(
        "knapsack trap", (51, 50, 50), 100,
        lambda s: 52 * (0 in s) + 49.9 * len(s & {1, 2}), 99.8,
    ),
    Planted(
        "half battery", (60, 60, 30, 30, 20), 120,
        lambda s: (0, 30, 90)[len(s & {0, 1})] + 18 * len(s & {2, 3}) + 10 * (4 in s), 90,
    ),
    Planted(
        "spares", (10,) * 12, 60,
        lambda s: 10 * min(3, len(s & set(range(6)))) + 6 * len(s & set(range(6, 12))), 48,
    ),
)  # fmt: skip


def memo_of(worth: Callable[[frozenset[int]], float]) -> Memo:
    """A memo of a certain value function."""
    return Memo(certain(worth))
