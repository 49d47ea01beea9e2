"""The fit of the Bucharest example in two steps, and the same fits on truths that are known.

    python benchmarks/fit.py [--futures 30000] [--keep 400] [--peace 10] [--among 8000]
                             [--truths 200] [--write]

First F01 to F06, known by 17 November 2022, then also F07, F10, F12 and F13, known at the freeze;
pairs that leave the unharmed country in the dark are struck. Prints each figure before and after;
`--write` puts the pairs of the second fit into data/posterior/bucharest-2022.csv, from which the
example is built. Then both fits are made of known truths (`fit_truths.py`), among fewer futures, of
which as large a part is kept: truths at random, and the twentieth that lies nearest to the
published figures, which is as far out as the winter. The first fit is asked to foretell F13, the
second F16 and F17, of 16 December and 26 January. `--futures 0` does this alone.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from fit_truths import chosen_truths, coverage
from rich.progress import Progress

from holdfast.campaign.pool import Standing
from holdfast.questions.fit import MOVED, TABLE, Fitted, Played, chosen, distance, kept, play
from holdfast.questions.hindcast import everything_known
from holdfast.questions.inputs import drawn
from holdfast.questions.peace import BOUND, Calm, bounded
from holdfast.questions.run import seeded
from holdfast.scenario import Scenario, read_scenario

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
FACTS = HERE / "data" / "facts" / "winter_2022_23.csv"
PAIRS = HERE / "data" / "posterior" / "bucharest-2022.csv"
FIRST = ("F01", "F02", "F03", "F04", "F05", "F06")
ALSO = ("F07", "F10", "F12", "F13")
LATER = ("F16", "F17")
FITS = ((FIRST, ("F13",)), ((*FIRST, *ALSO), LATER))
"""Figures of each fit, and those that it is asked to foretell of a known truth."""
INPUTS = (
    ("threat/classes", "overclaim", "cruise"),
    ("", "network.trip_per_hit", ""),
    ("power/demand", "level", "NOR"),
    ("power/generators", "available_mw", "EST-thermal"),
    ("damage/kinds", "function_lost", "large_transformer"),
    ("damage/kinds", "units_per_hit", "large_transformer"),
)
"""Inputs that a study of the winter found to matter."""
PARTS = {"at random": 1.0, "the nearest twentieth": 0.05}
"""Of which part of the futures truths are taken."""


def cut(played: Played, ids: tuple[str, ...]) -> Played:
    """The same futures with some of the figures."""
    places = [k for k, fact in enumerate(played.facts) if fact.id in ids]
    return Played(played.values[:, places], tuple(played.facts[k] for k in places))


def show(made: Fitted) -> None:
    """The figures, the inputs that moved, the peace."""
    moved = made.moved[made.moved["told"]]
    print(
        f"\nfitted on {', '.join(made.on)}: {len(made.pairs)} of {made.played // 2} pairs "
        f"({made.pairs['futures'].sum()} futures), {made.pairs['distance'].max():.2f} half widths "
        f"at most; of {len(made.moved)} inputs {len(moved)} moved by more than {MOVED:g} standard "
        "errors"
    )
    print(made.figures.round(2).to_string(index=False))
    order = moved["shift"].abs().sort_values(ascending=False).index
    print(moved.reindex(order).head(15).to_string(index=False))
    print("in peace:", {name: round(value, 2) for name, value in made.in_peace.items()})


def on_truths(played: Played, calm: Calm, scenario: Scenario, given: argparse.Namespace) -> None:
    """How often what either fit keeps holds a known truth."""
    pairs = np.arange(len(played.values) // 2)
    hours = calm.hours(pairs)
    struck = pairs[hours > given.peace]
    keep = max(round(given.keep * given.among / (given.futures or 30_000)), 1)
    print(
        f"\nknown truths among {given.among} futures: {len(struck)} of {len(pairs)} pairs struck, "
        f"{hours.mean():.2f} hours in the mean, {hours.max():.0f} at most; {keep} pairs kept"
    )
    every = drawn(scenario, scenario.luck(given.seed, 2 * pairs))
    draws = {(one.table, one.column, one.key): np.repeat(one.z, 2) for one in every}
    for ids, later in FITS:
        fitted, after = cut(played, ids), cut(played, later)
        hidden = {" ".join(filter(None, name)): draws[name] for name in INPUTS}
        hidden |= {fact.id: after.values[:, k] for k, fact in enumerate(after.facts)}
        for what, part in PARTS.items():
            truths = chosen_truths(fitted, struck, part, given.truths, given.seed)
            table = coverage(fitted, hidden, truths, keep, struck)
            print(f"\nfit on {len(ids)} figures, truths {what}:")
            print(table.round(2).to_string(index=False))


def write(made: Fitted) -> None:
    """Put the pairs that were kept where the example is built from."""
    rows = [dict(row) for row in made.scenario.table(TABLE).rows()]
    PAIRS.parent.mkdir(exist_ok=True)
    fresh = PAIRS.with_suffix(".tmp")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fresh.rename(PAIRS)
    print(f"\nwritten to {PAIRS}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=30_000)
    asked.add_argument("--keep", type=int, default=400)
    asked.add_argument("--peace", type=float, default=BOUND)
    asked.add_argument("--among", type=int, default=8000)
    asked.add_argument("--truths", type=int, default=200)
    asked.add_argument("--seed", type=int)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    scenario = read_scenario(EXAMPLE)
    free, given.seed = (
        everything_known(scenario).replace_rows(TABLE, []),
        seeded(scenario, given.seed),
    )
    with Standing(None) as crew, Progress() as bars:
        bar = bars.add_task("futures")

        def tell(done: int, of: int) -> None:
            bars.update(bar, completed=done, total=of)

        calm = Calm(free, given.seed, crew, tell)
        if given.futures:
            facts = chosen(free, FACTS, (*FIRST, *ALSO))
            played = play(free, facts, given.futures, given.seed, crew, tell)
            for ids, _ in FITS:
                part = cut(played, ids)
                peace = bounded(calm, distance(part.values, part.facts), given.keep, given.peace)
                made = kept(scenario, free, part, given.keep, given.seed, peace)
                show(made)
            if given.write:
                write(made)
        if given.truths:
            facts = chosen(free, FACTS, (*FIRST, *ALSO, *LATER))
            played = play(free, facts, given.among, given.seed, crew, tell)
            on_truths(played, calm, free, given)


if __name__ == "__main__":
    main()
