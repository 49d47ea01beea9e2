"""The dossier as a page of the docs: its verdicts, its tables, and what must be known beside them.

    python benchmarks/validate.py [--futures 64] [--seed S] [--workers N] [--part N ...]
                                  [--page docs/dossier.md]

Asks the parts of `holdfast validate` about examples/bucharest-2022 and prints them as Markdown, or
puts them where the page holds them. A part that is asked alone replaces its own place only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from holdfast.questions.validate.dossier import FUTURES, Dossier, validate
from holdfast.questions.validate.finding import Finding
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller, state
from holdfast.show.section import Numbers

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "examples" / "bucharest-2022"
FACTS = HERE / "data" / "facts" / "winter_2022_23.csv"
DATA = HERE / "data"
ALONE = (
    f"holdfast validate {EXAMPLE.relative_to(HERE)} --facts {FACTS.relative_to(HERE)}"
    " --out runs/dossier"
)
"""Asks for the parts that are named behind it."""
BEGIN, END = "<!-- begin: benchmarks/validate.py {name} -->\n", "<!-- end: {name} -->"
VERDICTS = "verdicts"


def verdicts(made: Dossier, words: Catalogue) -> str:
    """The list of verdicts."""
    lines = ["| | part | verdict | what was found |", "|---|---|---|---|"]
    for found in made.findings:
        teller = PartTeller(words, found.name)
        link = f"[{teller.say('title')}](#part-{found.number})"
        said = teller.sentence(found.verdict)
        lines.append(f"| {found.number} | {link} | {words.say(state(found))} | {said} |")
    lines.append(f"\n{made.futures} futures at most, seed {made.seed}.")
    return "\n".join(lines) + "\n"


def part(found: Finding, words: Catalogue) -> str:
    """One part: question, verdict, tables, remarks, command."""
    return "\n".join(_lines(found, PartTeller(words, found.name))) + "\n"


def _lines(found: Finding, teller: PartTeller) -> Iterator[str]:
    yield f"{teller.say('question')}\n"
    yield f"**{teller.sentence(found.verdict)}.**\n"
    for name, table in found.tables.items():
        yield from _table(teller.table(name, table))
    for remark in found.remarks:
        yield f"- {teller.sentence(remark)}"
    command = found.command or f"{ALONE} --part {found.number}"
    yield f"\nBy itself, or more of it: {' and '.join(map(_code, command.split('; ')))}."


def _code(command: str) -> str:
    return f"`{command}`"


def _table(numbers: Numbers) -> Iterator[str]:
    yield f"{numbers.summary}:\n"
    yield f"| {' | '.join(numbers.head)} |"
    yield "|---" * len(numbers.head) + "|"
    for row in numbers.rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


def put(page: Path, name: str, text: str) -> None:
    """Put a text where the page holds it; ValueError where it has no place for it."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    before, _, rest = page.read_text("utf-8").partition(begin)
    if not rest or end not in rest:
        raise ValueError(f"{page} has no place for {name}: put {begin.strip()} and {end} there")
    page.write_text(before + begin + text + end + rest.partition(end)[2], "utf-8")


def main() -> None:
    """Ask, and print or write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=FUTURES)
    asked.add_argument("--seed", type=int)
    asked.add_argument("--workers", type=int)
    asked.add_argument("--part", type=int, action="append", default=[])
    asked.add_argument("--page", type=Path)
    given = asked.parse_args()
    scenario, words = read_scenario(EXAMPLE), Catalogue.of("en")
    made = validate(scenario, FACTS, DATA, given.futures, given.seed, given.workers, given.part)
    texts = {found.name: part(found, words) for found in made.findings}
    if not given.part:
        texts[VERDICTS] = verdicts(made, words)
    for name, text in texts.items():
        if given.page is None:
            print(text)
        else:
            put(given.page, name, text)


if __name__ == "__main__":
    main()
