"""How much of the best package each way of searching finds, by evaluations; and the exact cases.

    python benchmarks/search.py [--instances 4] [--exact 40]

Forty offers on an invented country of six regions: batteries need interceptors and crews,
transformers need crews, generator sets saturate, raids are heavy-tailed and half of what decides
them is shared by a pair of futures. Each package is judged on 2,000 futures that no search saw, as
a share of the best that anything found there. Then random problems against every package.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import numpy as np

from holdfast.questions.search.greedy import WAYS, downward, upward
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.naive import naive_rules
from holdfast.questions.search.plan import plan
from holdfast.questions.search.problem import Package, Problem, make_problem
from holdfast.questions.search.trail import Trail

HERE = Path(__file__).parents[1]
REGIONS = 6
KINDS = ("battery",) * 6 + ("interceptors",) * 6 + ("crew",) * 4 + ("transformer",) * 12
KINDS += ("generators",) * 8 + ("imports",) * 4
JUDGED = np.arange(1_000_000, 1_002_000)


class Country:
    """What forty offers save there, drawn once from a seed."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.seed = seed
        self.region = draw.integers(0, REGIONS, len(KINDS))
        self.size = draw.gamma(4.0, 0.25, len(KINDS))
        self.people = draw.dirichlet(np.full(REGIONS, 3.0)) * 100
        price = {"battery": 60, "interceptors": 25, "crew": 12, "transformer": 20,
                 "generators": 15, "imports": 30}  # fmt: skip
        cost = np.array([price[kind] for kind in KINDS]) * self.size * draw.uniform(0.7, 1.4, 40)
        names = [f"{kind} {i:02}" for i, kind in enumerate(KINDS)]
        self.order = sorted(range(40), key=lambda i: names[i])
        self.problem = make_problem(
            {name: float(c) for name, c in zip(names, cost, strict=True)},
            {"money": 0.3 * float(cost.sum())},
            ties=[(names[0], [names[6], names[7]], 1), (names[16], [names[12]], None)],
            exclusive=[(names[1], names[2])],
        )
        self._raids: dict[int, np.ndarray] = {}

    def tags(self) -> dict[str, list[int]]:
        """The kinds of help that naive rules give all of."""
        return {
            tag: [k for k, i in enumerate(self.order) if KINDS[i] in kinds]
            for tag, kinds in {
                "defence": ("battery", "interceptors"),
                "transformers": ("transformer",),
                "rest": ("crew", "generators", "imports"),
            }.items()
        }

    def __call__(self, packages: list[Package], futures: np.ndarray) -> np.ndarray:
        """What packages save in futures, (P, F)."""
        raids = np.array([self._raid(int(future)) for future in futures])
        nothing = self._lost(frozenset(), raids)
        return np.array([nothing - self._lost(p, raids) for p in packages])

    def _raid(self, future: int) -> np.ndarray:
        """Damage by region, heavy-tailed; pairs share half of what decides it."""
        if future not in self._raids:
            shared = np.random.default_rng([self.seed, future // 2]).normal(size=REGIONS)
            luck = np.random.default_rng([self.seed, future, 1]).normal(size=REGIONS)
            self._raids[future] = self.people * np.exp(0.9 * shared + 0.9 * luck - 0.8)
        return self._raids[future]

    def _lost(self, package: Package, raids: np.ndarray) -> np.ndarray:
        """Person-hours lost, (F,)."""
        chosen = [self.order[k] for k in package]
        sums = {kind: np.zeros(REGIONS) for kind in KINDS}
        for i in chosen:
            sums[KINDS[i]][self.region[i]] += self.size[i]
        batteries, rounds = sums["battery"], sums["interceptors"].sum()
        supply = min(1.0, (0.4 + rounds) / max(float(batteries.sum()), 1e-9))
        crews = 0.4 + 0.6 * (1 - np.exp(-1.5 * sums["crew"].sum()))
        left = raids * np.exp(-0.8 * batteries * supply - 0.05 * rounds)
        mended = 12.0 * sums["transformer"] * crews
        left = np.maximum(left - mended, 0.15 * left)
        people = left / (1 + 0.02 * left / np.maximum(self.people, 1e-9))
        short = np.maximum(people - 5.0 * sums["generators"], 0.3 * people).sum(axis=1)
        return np.asarray(short - np.minimum(0.25 * short, 8.0 * sums["imports"].sum()))


def methods() -> Mapping[str, Callable[[Country, Memo], tuple[Package, int]]]:
    """Every way of searching: gives a package and how many packages it simulated."""

    def trail(country: Country, memo: Memo, most: int) -> Trail:
        return Trail(country.problem, memo, np.arange(100), most)

    def rule(name: str) -> Callable[[Country, Memo], tuple[Package, int]]:
        def run(country: Country, memo: Memo) -> tuple[Package, int]:
            seen = trail(country, memo, 240)
            return naive_rules(country.problem, seen, country.tags())[name], seen.used

        return run

    def up(country: Country, memo: Memo) -> tuple[Package, int]:
        seen = trail(country, memo, 240)
        return max(upward(seen, WAYS, 240), key=seen.means.__getitem__), seen.used

    def down(country: Country, memo: Memo) -> tuple[Package, int]:
        seen = trail(country, memo, 240)
        return downward(seen), seen.used

    def planned(most: int) -> Callable[[Country, Memo], tuple[Package, int]]:
        def run(country: Country, memo: Memo) -> tuple[Package, int]:
            made = plan(country.problem, memo, country.tags(), most=most, rounds=0, fresh=2)
            return made.package, made.evaluations["search"]

        return run

    named = ("pro rata", "all defence", "all transformers", "cheapest first", "greedy per cost")
    rules = {name: rule(name) for name in named}
    plans = {f"plan, {most}": planned(most) for most in (120, 150, 180, 480)}
    return rules | {"greedy up": up, "greedy down": down} | plans


def table(instances: int) -> None:
    """Percent of the best known by method, on futures that no search saw."""
    found: dict[str, list[tuple[float, int, float]]] = {name: [] for name in methods()}
    for seed in range(instances):
        country = Country(seed)
        worth = {}
        for name, method in methods().items():
            begin = time.process_time()
            package, used = method(country, Memo(country))
            spent = time.process_time() - begin
            worth[name] = float(country([package], JUDGED).mean()), used, spent
        best = max(value for value, _, _ in worth.values())
        for name, (value, used, spent) in worth.items():
            found[name].append((100 * value / best, used, spent))
    print(f"{'method':18} {'% of best known':>22} {'evaluations':>12} {'processor s':>12}")
    for name, rows in found.items():
        share, used, spent = np.array(rows).T
        said = f"{share.mean():.1f} ({share.min():.1f} to {share.max():.1f})"
        print(f"{name:18} {said:>22} {used.mean():12.0f} {spent.mean():12.1f}")


def bounds(instances: int) -> None:
    """What the bound leaves, how far its premise fails, and the error of sampling."""
    for seed in range(instances):
        country = Country(seed)
        made = plan(country.problem, Memo(country), country.tags())
        assert made.bound is not None
        print(
            f"country {seed}: gap if returns diminish {made.bound.gap:.1%}, "
            f"{made.bound.violated:.0%} of {made.bound.checked} random packages pass it "
            f"(at most {made.bound.worst:.2f} times), sampling error {made.sampling_error:.1%}, "
            f"in sample {made.in_sample.mean:.1f}, fresh {made.fresh.mean:.1f}, "
            f"evaluations {dict(made.evaluations)}"
        )


def exact(count: int) -> None:
    """Random problems of 14 offers against every package."""
    sys.path.insert(0, str(HERE / "tests"))
    from questions.search.test_plan import random_world

    gaps = []
    for seed in range(count):
        problem, worth = random_world(1000 + seed, offers=14)
        made = plan(problem, Memo(lambda ps, fs, w=worth: certain(ps, fs, w)), {}, range(2),
                    fresh=2, most=240, rounds=0)  # fmt: skip
        gaps.append(1 - made.fresh.mean / best_of_all(problem, worth))
    print(
        f"{count} random problems of 14 offers: exactly found {np.mean(np.abs(gaps) < 1e-9):.0%}, "
        f"gap at 95 % {np.quantile(gaps, 0.95):.2%}, worst {max(gaps):.2%}"
    )


def certain(packages: list[Package], futures: np.ndarray, worth: Callable) -> np.ndarray:
    """Values that are the same in every future."""
    return np.array([[worth(p)] * len(futures) for p in packages])


def best_of_all(problem: Problem, worth: Callable[[Package], float]) -> float:
    """The most that any package saves."""
    masks = np.array(list(product((False, True), repeat=problem.size)))
    allowed = masks[problem.feasible_rows(masks)]
    return max(worth(frozenset(np.flatnonzero(row).tolist())) for row in allowed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=4)
    parser.add_argument("--exact", type=int, default=40)
    given = parser.parse_args()
    table(given.instances)
    bounds(given.instances)
    exact(given.exact)
