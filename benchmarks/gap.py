"""Whether the gap that a plan states covers what its search missed, against every package.

    python benchmarks/gap.py [--worlds 60] [--offers 14] [--tries 30]

Offers reach groups of people, each group counted once, so returns diminish as the bound supposes.
What a group is worth differs from future to future with heavy tails; half of it is shared by a
pair. Few tries, so that the search is not exact. The bound is of the first quarter of the futures
of the search: what it leaves is held against the best of all packages there, in all futures of
the search, and in a thousand others.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np

from holdfast.questions.search.memo import Memo
from holdfast.questions.search.plan import plan
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.trail import quarter_of

SEARCHED, OTHERS, GROUPS = 100, 1000, 40


def world(seed: int, offers: int):
    """A problem, and what packages of it save in futures."""
    draw = np.random.default_rng(seed)
    reached, people = draw.random((offers, GROUPS)) < 0.15, draw.gamma(1.0, 5.0, GROUPS)
    cost = {f"{i:02}": float(draw.integers(3, 9)) for i in range(offers)}
    problem = make_problem(cost, {"money": 0.4 * sum(cost.values())}, ties=[("03", ["05"], None)])

    def luck(future: int) -> np.ndarray:
        shared = np.random.default_rng([seed, future // 2]).normal(size=GROUPS)
        own = np.random.default_rng([seed, future, 1]).normal(size=GROUPS + 1)
        return people * np.exp(0.7 * (shared + own[1:]) + 0.6 * own[0] - 0.5)

    worth = np.array([luck(future) for future in range(SEARCHED + OTHERS)])

    def evaluate(packages, futures):
        met = problem.mask(packages).astype(float) @ reached > 0
        return met.astype(float) @ worth[np.asarray(futures)].T

    return problem, evaluate


def main() -> None:
    """Print the gaps and how often they cover."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=60)
    asked.add_argument("--offers", type=int, default=14)
    asked.add_argument("--tries", type=int, default=30)
    given = asked.parse_args()
    missed, gaps = [], []
    for seed in range(given.worlds):
        problem, evaluate = world(seed, given.offers)
        made = plan(problem, Memo(evaluate), {}, range(SEARCHED), 4, given.tries)
        masks = np.array(list(product((False, True), repeat=problem.size)))
        every = [frozenset(np.flatnonzero(row).tolist()) for row in masks]
        every = [every[k] for k in np.flatnonzero(problem.feasible_rows(masks))]
        saved, found = evaluate(every, np.arange(SEARCHED + OTHERS)), every.index(made.package)
        spans = (slice(quarter_of(SEARCHED)), slice(SEARCHED), slice(SEARCHED, None))
        means = [saved[:, span].mean(axis=1) for span in spans]
        missed.append([mean.max() / mean[found] - 1 for mean in means])
        gaps.append(made.search_gap)
    print(f"{given.worlds} worlds: gap {np.mean(gaps):.1%} in the mean, at most {max(gaps):.1%}")
    names = ("the quarter that is bounded", "all futures of the search", "other futures")
    for name, short in zip(names, np.array(missed).T, strict=True):
        covered = np.mean(short <= np.array(gaps) + 1e-9)
        print(
            f"{name}: missed {short.mean():.2%}, at most {short.max():.1%}, {covered:.0%} covered"
        )


if __name__ == "__main__":
    main()
