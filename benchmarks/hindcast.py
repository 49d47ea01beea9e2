"""The public figures before any fitting: what is met, what is luck, what a perfect model could.

    python benchmarks/hindcast.py [--futures 400] [--seed 20221129] [--page docs/hindcast.md]

Prints the table of docs/hindcast.md, or puts it there. Two futures of a pair share what nobody
knows and differ by luck alone, so half the mean square of their difference is the variance by luck.
The chance of a perfect model takes each future in turn for the truth, lays the published band
around its value, and counts how many of the other pairs' futures fall in.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np

from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.questions.facts import Fact, read_facts
from holdfast.questions.hindcast import everything_known, judged
from holdfast.questions.record import METRICS, Record, Span
from holdfast.scenario import read_scenario

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
FACTS = HERE / "data" / "facts" / "winter_2022_23.csv"
BEGIN, END = "<!-- begin: benchmarks/hindcast.py -->\n", "<!-- end -->"
HEAD = """\
| figure | quantity | published (band) | median | nine in ten | chance | luck | perfect | |
|---|---|---|---|---|---|---|---|---|"""


def luck_share(values: np.ndarray) -> float:
    """Share of the variance of (F,) values in pairs that is luck; nan without any variance."""
    first, second = values[0::2], values[1::2]
    had = np.isfinite(first) & np.isfinite(second)
    if had.sum() < 2:
        return np.nan
    spread = np.concatenate([first[had], second[had]]).var()
    share = np.mean((first[had] - second[had]) ** 2) / 2 / spread if spread else np.nan
    return float(min(share, 1.0))


def perfect_chance(values: np.ndarray, fact: Fact) -> float:
    """Mean chance of the figure, were one of the futures the truth."""
    low, high = fact.band_low - fact.value, fact.band_high - fact.value
    truth, other = values[:, None], values[None, :]
    pair = np.arange(len(values)) // 2
    counts = (pair[:, None] != pair) & np.isfinite(truth) & np.isfinite(other)
    within = (truth + low <= other) & (other <= truth + high)
    return float(within[counts].mean()) if counts.any() else np.nan


def short(value: float) -> str:
    """A number to two digits, without an exponent."""
    if 0 < value < 0.01:
        return "under .01"
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def lines(played: Outcome, facts: list[Fact]) -> Iterator[str]:
    """The table and the counts below it, as Markdown."""
    record, table = Record.of(played), judged([played], facts)
    yield HEAD
    perfect = []
    for fact, row in zip(facts, table.to_dict("records"), strict=True):
        values = METRICS[fact.metric](record, Span(fact.region, fact.first, fact.last))
        perfect.append(perfect_chance(values, fact))
        yield (
            f"| {fact.id}{' *' if fact.sets_a_default else ''} | `{fact.metric}` | "
            f"{fact.value:g} ({fact.band_low:g} to {fact.band_high:g}) | {short(row['median'])} | "
            f"{short(row['p05'])} to {short(row['p95'])} | {row['chance']:.2f} | "
            f"{luck_share(values):.2f} | {perfect[-1]:.2f} | {'**met**' if row['met'] else ''} |"
        )
    free = ~table["also_sets_a_default"].to_numpy(bool)
    met, chance = table["met"].to_numpy(bool), table["chance"].to_numpy(float)
    hours = (played.data["hours_without_power"].values.sum(axis=1) * played.people).sum(axis=1)
    yield (
        f"\n{len(values)} futures, seed {played.seed}. Median in its band: {met.sum()} of "
        f"{len(met)}, and {met[free].sum()} of the {free.sum()} that set no default (* marks those "
        f"that do). Of these {free.sum()} the mean chance is {chance[free].mean():.2f}, that of a "
        f"perfect model {np.nanmean(np.array(perfect)[free]):.2f}. Of the variance of hours "
        f"without power over the whole campaign luck is {luck_share(hours):.2f}, the rest is "
        f"ignorance."
    )


def main() -> None:
    """Play, and print or write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=400)
    asked.add_argument("--seed", type=int)
    asked.add_argument("--page", type=Path)
    given = asked.parse_args()
    scenario = everything_known(read_scenario(EXAMPLE))
    settings = scenario.settings
    last = settings.start + timedelta(days=settings.days - 1)
    facts = read_facts(FACTS, scenario.table("regions").text("id"), settings.start, last)
    played = ensemble.run(scenario, futures=given.futures, seed=given.seed)
    text = "\n".join(lines(played, facts)) + "\n"
    if given.page is None:
        print(text)
        return
    page = given.page.read_text("utf-8")
    before, rest = page.split(BEGIN)
    given.page.write_text(before + BEGIN + text + END + rest.split(END)[1], "utf-8")


if __name__ == "__main__":
    main()
