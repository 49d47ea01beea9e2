"""The fit of the Bucharest example in two steps, and the same fit on truths that are known.

    python benchmarks/fit.py [--futures 30000] [--keep 400] [--truths 200] [--write]

First F01 to F06, known by 17 November 2022, then also F07, F10, F12 and F13, known at the freeze.
Prints each figure before and after; `--write` puts the pairs of the second fit into
data/posterior/bucharest-2022.csv, from which the example is built. Then some futures are taken for
the truth in turn: their own figures stand for the published ones, the other pairs are fitted to
them, and it is counted how often nine in ten of what is kept holds the truth: of inputs that
figures hang on, and of a figure that comes later, in the partners of the kept futures, which have
the same draws of what nobody knows and other luck.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
from pathlib import Path

import numpy as np
from rich.progress import Progress

from holdfast.questions.facts import Fact
from holdfast.questions.fit import MOVED, TABLE, Played, chosen, distance, kept, nearest, play
from holdfast.questions.hindcast import everything_known
from holdfast.questions.inputs import drawn
from holdfast.questions.run import seeded
from holdfast.scenario import read_scenario

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
FACTS = HERE / "data" / "facts" / "winter_2022_23.csv"
PAIRS = HERE / "data" / "posterior" / "bucharest-2022.csv"
FIRST = ("F01", "F02", "F03", "F04", "F05", "F06")
ALSO = ("F07", "F10", "F12", "F13")
LATER = ("F13",)
"""What the first fit is asked to foretell of a known truth."""
INPUTS = (
    ("threat/classes", "overclaim", "cruise"),
    ("", "network.trip_per_hit", ""),
    ("power/demand", "level", "NOR"),
    ("power/generators", "available_mw", "EST-thermal"),
    ("damage/kinds", "function_lost", "large_transformer"),
    ("damage/kinds", "units_per_hit", "large_transformer"),
)
"""Inputs that a study of the winter found to matter."""
ENDS = (0.05, 0.95)


def cut(played: Played, ids: tuple[str, ...]) -> Played:
    """The same futures with some of the figures."""
    places = [k for k, fact in enumerate(played.facts) if fact.id in ids]
    facts = tuple(played.facts[k] for k in places)
    return Played(played.numbers, played.values[:, places], facts)


def as_truth(facts: tuple[Fact, ...], values: np.ndarray) -> list[Fact]:
    """Facts with the bands of the published ones laid around other values."""
    return [
        dataclasses.replace(
            fact,
            value=value,
            band_low=value - (fact.value - fact.band_low),
            band_high=value + (fact.band_high - fact.value),
        )
        for fact, value in zip(facts, values.tolist(), strict=True)
    ]


def covered(sample: np.ndarray, truth: float) -> bool:
    """Whether nine in ten of a sample hold a value."""
    sample = sample[np.isfinite(sample)]
    low, high = np.quantile(sample, ENDS)
    return bool(low <= truth <= high)


def on_truths(played: Played, scenario, seed: int, keep: int, truths: int) -> list[str]:
    """Lines of how often what is kept holds a known truth."""
    fitted, later = cut(played, FIRST), cut(played, LATER)
    every = drawn(scenario, scenario.luck(seed, played.numbers[::2]))
    by_name = {(one.table, one.column, one.key): one.z for one in every}
    told = {name: by_name[name] for name in INPUTS}
    draw = np.random.default_rng(20221129)
    finite = np.flatnonzero(np.isfinite(fitted.values).all(axis=1))
    held = {name: [] for name in (*INPUTS, LATER)}
    narrow = {name: [] for name in held}
    for truth in draw.choice(finite, truths, replace=False):
        far = distance(fitted.values, as_truth(fitted.facts, fitted.values[truth]))
        far[[truth, truth ^ 1]] = np.inf
        near = nearest(far, keep)
        for name, z in told.items():
            sample = z[near // 2]
            held[name].append(covered(sample, z[truth // 2]))
            narrow[name].append(sample.std() / z.std())
        sample, whole = later.values[near ^ 1, 0], later.values[:, 0]
        held[LATER].append(covered(sample, later.values[truth, 0]))
        narrow[LATER].append(
            np.subtract(*np.quantile(sample, ENDS)) / np.subtract(*np.quantile(whole, ENDS))
        )
    return [
        f"{' '.join(filter(None, name)):50s} held {np.mean(held[name]):.2f} of {truths}, "
        f"as wide as before {np.mean(narrow[name]):.2f}"
        for name in held
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=30_000)
    asked.add_argument("--keep", type=int, default=400)
    asked.add_argument("--truths", type=int, default=200)
    asked.add_argument("--seed", type=int)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    scenario = read_scenario(EXAMPLE)
    free, seed = everything_known(scenario).replace_rows(TABLE, []), seeded(scenario, given.seed)
    facts = chosen(free, FACTS, (*FIRST, *ALSO))
    with Progress() as bars:
        bar = bars.add_task("futures")

        def tell(done: int, of: int) -> None:
            bars.update(bar, completed=done, total=of)

        played = play(free, facts, given.futures, seed, None, tell)
    for ids in (FIRST, (*FIRST, *ALSO)):
        made = kept(scenario, free, cut(played, ids), given.keep, seed)
        moved = made.moved[made.moved["told"]]
        print(
            f"\nfitted on {', '.join(ids)}: {len(made.pairs)} of {given.futures // 2} pairs, "
            f"{made.pairs['distance'].max():.2f} half widths at most; of {len(made.moved)} "
            f"inputs {len(moved)} moved by more than {MOVED:g} standard errors"
        )
        print(made.figures.round(2).to_string(index=False))
        order = moved["shift"].abs().sort_values(ascending=False).index
        print(moved.reindex(order).head(15).to_string(index=False))
    if given.write:
        rows = [dict(row) for row in made.scenario.table(TABLE).rows()]
        PAIRS.parent.mkdir(exist_ok=True)
        fresh = PAIRS.with_suffix(".tmp")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        fresh.rename(PAIRS)
        print(f"\nwritten to {PAIRS}")
    print("\nof known truths, first fit:")
    print("\n".join(on_truths(played, free, seed, given.keep, given.truths)))


if __name__ == "__main__":
    main()
