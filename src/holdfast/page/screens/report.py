"""What stands on the screen of reports: one, or those there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from holdfast.page.desk import Desk
from holdfast.page.screens.said import called, moment
from holdfast.show.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a run, as far as it is there."""

    source: str
    """Where the file is served, blank while it is not drawn."""
    wrong: str
    """Why it cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A finished run of which there is a report."""

    name: str
    told: str


def report(desk: Desk, name: str, public: bool, words: Catalogue) -> Report:
    """The report of a run, whole or public; asked for, it is drawn. Raises Missing, Refused."""
    found = desk.report(desk.shelf.run(name), words.language, public)
    if isinstance(found, Path):
        return Report(source(name, public, words.language), "")
    return Report("", found or "")


def source(name: str, public: bool, language: str) -> str:
    """Where the report of a run is served."""
    eyes = "&public=true" if public else ""
    return f"/api/runs/{quote(name, safe='')}/report?language={language}{eyes}"


def choices(desk: Desk, words: Catalogue) -> Sequence[Choice]:
    """The runs of the folder, the latest first."""
    return [
        Choice(
            run.name,
            " · ".join(
                (called(run, words), words.say("top.futures", count=run.futures),
                 moment(run.made, words))
            ),
        )
        for run in desk.shelf.runs()
    ]  # fmt: skip
