"""How often a larger budget is seen to save less, by the tries an offer.

    python benchmarks/budgets.py [--worlds 8] [--offers 14 20] [--each 2 3 4]

Random problems: one budget, offers worth what a gamma draw says, as many pairs worth more or less
together. Each budget is searched anew on a memo of its own, as two commands would be; the search
is not exact, so a package of the smaller budget can be missed within the larger.
"""

from __future__ import annotations

import argparse
from itertools import pairwise

import numpy as np

from holdfast.questions.search.memo import Memo
from holdfast.questions.search.plan import plan
from holdfast.questions.search.problem import make_problem

BUDGETS = (0.3, 0.35, 0.4, 0.45, 0.5)
"""Shares of what all offers cost."""


def world(seed: int, offers: int):
    """Costs by name, and what packages save in futures."""
    draw = np.random.default_rng(seed)
    cost = draw.integers(5, 40, offers).astype(float)
    alone, pairs = draw.gamma(1, 20, offers), np.zeros((offers, offers))
    for _ in range(offers):
        i, j = draw.choice(offers, 2, replace=False)
        pairs[min(i, j), max(i, j)] += draw.normal(5, 25)
    luck = np.random.default_rng(seed + 99).gamma(1, 1, (2000, offers))

    def evaluate(packages, futures):
        given = np.zeros((len(packages), offers))
        for row, package in zip(given, packages, strict=True):
            row[list(package)] = 1
        crossed = ((given @ pairs) * given).sum(axis=1)
        return (given * alone) @ luck[np.asarray(futures) // 2].T + crossed[:, None]

    return {f"o{i:02}": float(c) for i, c in enumerate(cost)}, evaluate


def saved(seed: int, offers: int, share: float, tries: int) -> float:
    """What the package found saves in the mean of the futures that chose it."""
    cost, evaluate = world(seed, offers)
    half = offers // 2
    tags = {"a": range(half), "b": range(half, offers)}
    problem = make_problem(cost, {"all": share * sum(cost.values())})
    return plan(problem, Memo(evaluate), tags, range(40), 4, tries, rounds=0).in_sample.mean


def main() -> None:
    """Print a row for each number of offers and of tries an offer."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--worlds", type=int, default=8)
    given.add_argument("--offers", type=int, nargs="+", default=[14, 20])
    given.add_argument("--each", type=int, nargs="+", default=[2, 3, 4])
    asked = given.parse_args()
    for offers in asked.offers:
        for each in asked.each:
            fell = []
            for seed in range(asked.worlds):
                found = [saved(seed, offers, share, each * offers) for share in BUDGETS]
                fell += [1 - b / a for a, b in pairwise(found)]
            worse = [one for one in fell if one > 1e-9]
            print(
                f"{offers} offers, {each * offers} tries: {len(worse)} of {len(fell)} steps fall, "
                f"the worst by {100 * max(worse, default=0):.1f} %",
                flush=True,
            )


if __name__ == "__main__":
    main()
