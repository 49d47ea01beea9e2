"""The hindcast: each published figure untuned and fitted, and what each mechanism weighs.

    python benchmarks/hindcast.py [--futures 400] [--seed 20221129] [--page docs/hindcast.md]

Prints the tables of docs/hindcast.md, or puts them there. It is part 1 of `holdfast validate`, with
more futures.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from holdfast.questions.run import seeded
from holdfast.questions.validate import hindcast, weighed
from holdfast.questions.validate.finding import Finding, Given
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
FACTS = HERE / "data" / "facts" / "winter_2022_23.csv"
BEGIN, END = "<!-- begin: benchmarks/hindcast.py -->\n", "<!-- end -->"
ROLES = {"role_fitted": "fitted", "role_judged": "**judged**", "role_default": "sets a default"}
ROWS = {"untuned": "untuned", "fitted": "fitted", "conditioned": "with the collapse"}


def short(value: float | None) -> str:
    """A number to two digits, without an exponent; a dash for none."""
    if value is None or pd.isna(value):
        return ""
    if value == float("inf"):
        return "never"
    if 0 < abs(value) < 0.01:
        return "under .01"
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"


def model(row: dict[str, object], name: str) -> str:
    """One row of the model: median (nine in ten), chance; bold where the median is in the band."""
    if row.get(f"{name}_median") is None or pd.isna(row[f"{name}_median"]):
        return "|"
    low, high = short(row[f"{name}_p05"]), short(row[f"{name}_p95"])
    text = f"{short(row[f'{name}_median'])} ({low} to {high})"
    text = f"**{text}**" if row[f"{name}_met"] else text
    return f"{text} | {row[f'{name}_chance']:.2f}"


def figures(table: pd.DataFrame, teller: PartTeller) -> Iterator[str]:
    """What was said and what the model says."""
    names = [name for name in ROWS if f"{name}_median" in table]
    heads = "".join(f" {ROWS[name]} | chance |" for name in names)
    yield f"| | quantity | days | said (band) | by |{heads} luck | perfect | |"
    yield "|---|---|---|---|---|" + "---|---|" * len(names) + "---|---|---|"
    for row in table.to_dict("records"):
        days = f"{row['from']}" if row["from"] == row["to"] else f"{row['from']} to {row['to']}"
        said = f"{row['value']:g} ({row['low']:g} to {row['high']:g})"
        cells = " | ".join(model(row, name) for name in names)
        yield (
            f"| {row['id']} | {teller.sentence(row['quantity'])} | {days} | {said} | "
            f"{row['said_by']} | {cells} | {short(row['luck'])} | {short(row['perfect'])} | "
            f"{ROLES[row['role'].name]} |"
        )


def mechanisms(table: pd.DataFrame, teller: PartTeller) -> Iterator[str]:
    """What each weighs in the first winter, fitted and untuned."""
    both = "untuned_hours" in table
    heads = ["without", "hours without power a person", "change", "fitted met", "judged met"]
    heads += ["chance, fitted", "chance, judged"] + ["untuned: hours", "change"] * both
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in table.to_dict("records"):
        told = row["without"].name != "all"
        cells = [teller.sentence(row["without"]), *_hours(row, "", told)]
        cells += [f"{row['met_fit']}", f"{row['met_judge']}"]
        cells += [f"{row['chance_fit']:.2f}", f"{row['chance_judge']:.2f}"]
        cells += _hours(row, "untuned_", told) if both else []
        yield f"| {' | '.join(cells)} |"


def _hours(row: dict[str, object], name: str, told: bool) -> list[str]:
    """Hours and how they change, of a row of the model."""
    change = f"{row[f'{name}change']:+.0f} ± {row[f'{name}change_error']:.0f}" if told else ""
    return [f"{row[f'{name}hours']:.0f}", change]


def page(found: Finding, futures: int, seed: int) -> str:
    """The tables and the counts below them, as Markdown."""
    teller = PartTeller(Catalogue.of("en"), found.name)
    lines = list(figures(found.tables["figures"], teller))
    lines += ["", f"{futures} futures, seed {seed}. {teller.sentence(found.verdict)}.", ""]
    lines += [f"- {teller.sentence(each)}" for each in found.remarks]
    lines += ["", *mechanisms(found.tables["mechanisms"], teller), ""]
    lines += [f"First winter, {futures // weighed.HALF} futures, the same with each switched off."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Play, and print or write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=400)
    asked.add_argument("--seed", type=int)
    asked.add_argument("--page", type=Path)
    given = asked.parse_args()
    scenario = read_scenario(EXAMPLE)
    seed = seeded(scenario, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        found = hindcast.find(
            Given(scenario, FACTS, HERE / "data", given.futures, seed, None, Path(folder))
        )
    text = page(found, given.futures, seed)
    if given.page is None:
        print(text)
        return
    whole = given.page.read_text("utf-8")
    before, rest = whole.split(BEGIN)
    given.page.write_text(before + BEGIN + text + END + rest.split(END)[1], "utf-8")


if __name__ == "__main__":
    main()
