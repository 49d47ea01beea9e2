"""What is handed on as a file: the report or the brief of a run, or of a run against another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.page.jobs import FAILED, LONG, QUICK
from holdfast.page.shelf import Lived
from holdfast.questions.refused import Refused
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.page.desk import Desk
    from holdfast.page.place import Place

REPORT, BRIEF = "html", "pdf"
FORMS = (REPORT, BRIEF)
MEDIA = {REPORT: "text/html", BRIEF: "application/pdf"}
LONGEST_NAME = 40
"""Letters of the name of a run within that of a job."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be handed on."""

    run: Lived
    against: Lived | None
    """The run beside which it is shown."""
    form: str
    """One of FORMS."""
    language: str
    public: bool

    @property
    def mark(self) -> str:
        """Of the run, or of both."""
        return self.run.mark if self.against is None else f"{self.against.mark}-{self.run.mark}"

    def file(self, place: Place) -> Path:
        """Where it is kept."""
        if self.form == REPORT:
            return place.report(self.mark, self.language, self.public)
        eyes = "public" if self.public else "whole"
        return place.own / "reports" / f"{self.mark}-{__version__}-{self.language}-{eyes}.pdf"

    @property
    def called(self) -> str:
        """What it is called where it is saved."""
        runs = self.run.name if self.against is None else f"{self.run.name}-{self.against.name}"
        eyes = "-public" if self.public else ""
        return f"{runs}{eyes}-{self.language}.{self.form}"

    @property
    def lane(self) -> str:
        """A brief says what each delivery saves, for which most of a run is simulated a row."""
        return LONG if self.form == BRIEF else QUICK

    @property
    def job(self) -> str:
        """The name of the job that makes it; in the queue a reader sees it, and it is no run's."""
        if self.form == REPORT:
            return f"report {self.mark}-{__version__}-{self.language}-{self.public:d}"
        runs = [self.run] if self.against is None else [self.run, self.against]
        said = " - ".join(each.name[:LONGEST_NAME].strip(" .") for each in runs)
        eyes = ", public" if self.public else ""
        return f"{said} (PDF, {self.language}{eyes})"


class Handed:
    """Makes what is handed on, once, and keeps it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get(self, paper: Paper) -> Path | str | None:
        """The file; None while it is made, a text if it cannot be.

        Raises Refused if two runs are not paired.
        """
        file = paper.file(self.desk.place)
        if file.exists():
            return file
        if paper.against is not None:
            if paper.against.mark == paper.run.mark:
                raise Refused("a run is not compared with itself: name another")
            self.desk.views.refuse_unpaired(paper.against, paper.run)
        against = None if paper.against is None else paper.against.name
        about = {
            "against": against, "language": paper.language, "public": paper.public,
            "file": str(file.relative_to(self.desk.place.root)),
            "of": paper.run.name, "form": paper.form,
        }  # fmt: skip
        return self.desk.drawn("hand", paper.job, paper.run, about, paper.lane)

    def again(self, paper: Paper) -> None:
        """Try once more what could not be made."""
        last = self.desk.queue.latest(paper.lane, paper.job)
        if last is not None and last.state == FAILED:
            self.desk.resume(last.id)
