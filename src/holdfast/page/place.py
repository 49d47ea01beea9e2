"""Where things lie in the folder that is served, and which names may stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from holdfast.questions.refused import Refused
from holdfast.scenario.fault import short
from holdfast.version import __version__

OWN = ".holdfast"
"""What the page keeps for itself, within the folder."""
CARDS = 2
"""Which form cards have: one of another form is made anew."""
LONGEST = 120
"""Bytes of the longest name: what stands beside it while it is made has a longer one."""
_NAME = re.compile(r"[^\W_][\w .,+()'&-]*")


def named(text: str) -> str:
    """The name as it is, if it may be that of a folder. Raises Refused.

    It begins with a letter or digit, so none is hidden and none leads anywhere else.
    """
    fits = _NAME.fullmatch(text) and text[-1] not in " ." and len(text.encode()) <= LONGEST
    if not fits or not text.isprintable():
        raise Refused(
            f"'{short(text)}' is no name: begin with a letter or digit, go on with letters, "
            f"digits, spaces and . , - _ + & ( ) ', in all at most {LONGEST} bytes"
        )
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one served folder."""

    root: Path

    def of(self, name: str) -> Path:
        """Where a scenario or a run of this name stands. Raises Refused for what is no name."""
        return self.root / named(name)

    @property
    def own(self) -> Path:
        """The folder that the page keeps for itself."""
        return self.root / OWN

    @property
    def database(self) -> Path:
        """The file of the queue."""
        return self.own / "jobs.db"

    @property
    def log(self) -> Path:
        """What processes say on standard error."""
        return self.own / "log.txt"

    @property
    def trash(self) -> Path:
        """What was deleted, each in a folder of its own."""
        return self.own / "trash"

    @property
    def asked(self) -> Path:
        """What jobs were asked with, each in a folder of its own."""
        return self.own / "jobs"

    @property
    def incoming(self) -> Path:
        """Files on their way in and out."""
        return self.own / "passing"

    @property
    def imports(self) -> Path:
        """Workbooks of which it is not said yet what their sheets are, each in a folder."""
        return self.own / "imports"

    def card(self, mark: str) -> Path:
        """What the list shows of a run, by the mark of its bits."""
        return self.own / "cards" / f"{mark}-{__version__}-{CARDS}.json"

    def report(self, mark: str, language: str, public: bool) -> Path:
        """The report of a run."""
        eyes = "public" if public else "whole"
        return self.own / "reports" / f"{mark}-{__version__}-{language}-{eyes}.html"

    def answer(self, token: str) -> Path:
        """What a comparison that was queued has answered."""
        return self.own / "answers" / f"{token}.json"

    def make(self) -> None:
        """Make the folders that are not there."""
        for folder in (self.trash, self.asked, self.incoming, self.imports):
            folder.mkdir(parents=True, exist_ok=True)
        drawn = (self.answer(""), self.card(""), self.report("", "", False))
        for folder in (file.parent for file in drawn):
            folder.mkdir(exist_ok=True)
