"""The dossier as one page: the verdicts first, then each part with its tables and exceptions."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.questions.validate.dossier import Dossier
from holdfast.questions.validate.finding import Finding
from holdfast.questions.validate.parts import PARTS
from holdfast.show.catalogue import Catalogue, unmarked
from holdfast.show.dossier.figures import FIGURES
from holdfast.show.dossier.teller import PartTeller, state
from holdfast.show.fitting import headline_size
from holdfast.show.html import filled
from holdfast.show.section import Numbers, Section
from holdfast.version import __version__

LEVELS = 1
"""The part that says whether levels came out, which no other part does."""


@dataclass(frozen=True, slots=True)
class Told:
    """One part as it stands on the page."""

    number: int
    name: str
    title: str
    question: str
    verdict: str
    state: str
    drawn: Section | None
    tables: tuple[Numbers, ...]
    remarks: tuple[str, ...]
    files: tuple[str, ...]
    command: str


def render(made: Dossier, language: str = "en") -> str:
    """Give the page as text. Raises ValueError for a language that there is not."""
    words = Catalogue.of(language, marking=True).of_scenario(made.scenario)
    parts = [_told(found, made, words) for found in made.findings]
    head = headline(made, words)
    return filled(
        "dossier.html.j2",
        words,
        head=head,
        lead=_lead(made, words),
        caution=words.say("dossier.caution"),
        top=_top(made, words),
        parts=parts,
        command=command(made),
        version=__version__,
        title=words.own(made.scenario.settings.title),
        paper=f"{headline_size(unmarked(head)):g}",
    )


def headline(made: Dossier, words: Catalogue) -> str:
    """Say how many of the parts that are judged hold, and how many of the ten were asked."""
    judged = [found for found in made.findings if found.holds is not None]
    held = sum(found.holds is True for found in judged)
    if not judged:
        said = words.say("dossier.none_judged")
    elif held == len(judged):
        said = words.say("dossier.all_hold", count=held)
    else:
        said = words.say("dossier.some_hold", count=held, judged=str(len(judged)))
    asked = len(made.findings)
    if asked == len(PARTS):
        return said
    return words.say("dossier.some_asked", text=said, count=asked, parts=str(len(PARTS)))


def _lead(made: Dossier, words: Catalogue) -> str:
    """Say what the hindcast found, the levels of a forecast; name the parts that do not hold, and
    those that only show."""
    said = [
        PartTeller(words, found.name).sentence(found.verdict) + "."
        for found in made.findings
        if found.number == LEVELS
    ]
    for holds, key in ((False, "dossier.failing"), (None, "dossier.showing")):
        names = [
            PartTeller(words, found.name).say("title").lower()
            for found in made.findings
            if found.holds is holds
        ]
        if names:
            said.append(words.say(key, parts=words.in_a_row(names)))
    return " ".join(said)


def _told(found: Finding, made: Dossier, words: Catalogue) -> Told:
    teller = PartTeller(words, found.name)
    draw = FIGURES.get(found.name)
    return Told(
        number=found.number,
        name=found.name,
        title=teller.say("title"),
        question=teller.say("question"),
        verdict=teller.sentence(found.verdict),
        state=words.say(state(found)),
        drawn=None if draw is None else draw(found, teller),
        tables=tuple(teller.table(name, table) for name, table in found.tables.items()),
        remarks=tuple(teller.sentence(remark) for remark in found.remarks),
        files=tuple(path.name for path in found.files),
        command=asked_by(found, made),
    )


def _top(made: Dossier, words: Catalogue) -> list[str]:
    """Write the line above the headline: what was asked of what, and by which seed."""
    return [
        words.own(made.scenario.settings.title),
        words.say("top.futures", count=made.futures),
        words.say("top.seed", seed=str(made.seed)),
        words.say("top.digest", digest=made.scenario.digest),
    ]


def asked_by(found: Finding, made: Dossier) -> str:
    """Give the command that asks one part by itself, or more of it."""
    return found.command or command(made, [found.number])


def command(made: Dossier, parts: Sequence[int] = ()) -> str:
    """Give the command that makes the dossier again, or these parts of it."""
    parts = parts or [found.number for found in made.findings]
    words = ["holdfast", "validate", made.scenario.path, "--facts", str(made.facts)]
    words += ["--data", str(made.data), "--futures", str(made.futures), "--seed", str(made.seed)]
    alone = [word for number in parts for word in ("--part", str(number))]
    return shlex.join([*words, *(alone if len(parts) < len(PARTS) else [])])
