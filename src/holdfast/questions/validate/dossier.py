"""The dossier: each part asked in turn, and what all of them found."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from holdfast.campaign.workshop import Workshop
from holdfast.power.progress import Progress
from holdfast.questions.facts import REQUIRED
from holdfast.questions.refused import Refused
from holdfast.questions.run import counted, seeded
from holdfast.questions.validate.bench import Bench
from holdfast.questions.validate.finding import Finding, Given
from holdfast.questions.validate.parts import PARTS, Part
from holdfast.scenario import Scenario
from holdfast.version import __version__

FUTURES = 64
"""Enough for each part to say what it says, and few enough for all within fifteen minutes."""
Bars: TypeAlias = Callable[[Part, int, int], contextlib.AbstractContextManager[Progress | None]]
"""What tells of one part how far it is: given the part, its place from 1 and how many there are."""


@dataclasses.dataclass(frozen=True, slots=True)
class Dossier:
    """What the parts found, and by what they were asked."""

    scenario: Scenario
    facts: Path
    data: Path
    futures: int
    seed: int
    findings: tuple[Finding, ...]
    bench: Bench
    """Where the files of parts lie until the last that knows of them has gone."""

    @property
    def verdicts(self) -> pd.DataFrame:
        """A row a part: number, name, whether it holds (None where it only shows)."""
        rows = [(found.number, found.name, found.holds) for found in self.findings]
        made = pd.DataFrame(rows, columns=["number", "name", "holds"])
        made["holds"] = made["holds"].astype(object)
        return made

    @property
    def files(self) -> tuple[Path, ...]:
        """What the parts wrote."""
        return tuple(path for found in self.findings for path in found.files)


def validate(
    scenario: Scenario,
    facts: str | os.PathLike[str],
    data: str | os.PathLike[str] = "data",
    futures: int = FUTURES,
    seed: int | None = None,
    workers: int | None = None,
    parts: Sequence[int] = (),
    bars: Bars | None = None,
    shop: Workshop | None = None,
) -> Dossier:
    """Ask every part of the dossier, or those with these numbers.

    `facts` is the file of published figures, `data` the folder of public test systems and records,
    `futures` how many a part simulates at most unless its question needs another number. Finished
    parts are kept in `shop`, and those that are there already are not asked again. Raises Refused
    for a part that there is not and for a file that is not there, Mismatch for a shop that holds
    parts of another dossier, and what the parts raise.
    """
    asked = _asked(parts)
    facts, data = Path(facts), Path(data)
    if not data.is_dir():
        raise Refused(f"{data}: there is no such folder of public data")
    _refuse_no_facts(facts)
    count, seed = len(counted(futures)), seeded(scenario, seed)
    recipe = {
        "version": __version__,
        "scenario": scenario.digest,
        "file of facts": hashlib.sha256(facts.read_bytes()).hexdigest(),
        "folder of data": str(data.resolve()),
        "number of futures": count,
        "seed": seed,
    }
    bench = Bench(Workshop.passing() if shop is None else shop, recipe)
    given = Given(scenario, facts, data, count, seed, workers, bench.files)
    findings = []
    for place, part in enumerate(asked, start=1):
        found = bench.kept(part)
        if found is None:
            bar = contextlib.nullcontext() if bars is None else bars(part, place, len(asked))
            with bar as progress:
                found = part.find(dataclasses.replace(given, progress=progress))
            bench.keep(part, found)
        findings.append(found)
    return Dossier(scenario, facts, data, count, seed, tuple(findings), bench)


def _asked(numbers: Sequence[int]) -> list[Part]:
    """The parts with these numbers, all if none are given; raises Refused for one there is not."""
    there = [part.number for part in PARTS]
    for number in numbers:
        if number not in there:
            raise Refused(f"there is no part {number}; there are {', '.join(map(str, there))}")
    return [part for part in PARTS if not numbers or part.number in numbers]


def _refuse_no_facts(path: Path) -> None:
    """Raise Refused unless a file has the head of a table of published figures.

    What is wrong with its rows is for the part to say that is judged by them.
    """
    try:
        head = path.read_bytes().decode("utf-8-sig").partition("\n")[0]
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is no text in UTF-8, so it is no table of figures") from error
    if not set(REQUIRED) <= {name.strip() for name in head.split(",")}:
        raise Refused(f"{path}: is no table of figures; one has {', '.join(REQUIRED)}, said_by")
