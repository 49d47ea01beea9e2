"""What every part of the dossier is given, and what it leaves."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from holdfast.power.progress import Progress
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What all parts start from."""

    scenario: Scenario
    """As it stands, with what is public later hidden by its own freeze."""
    facts: Path
    """The file of published figures that part 1 is judged by."""
    data: Path
    """The folder of public test systems and records: grids, rbts, raids. See `file`."""
    futures: int
    """How many futures a part simulates at most, unless its question needs another number."""
    seed: int
    workers: int | None
    """As of `ensemble.run`."""
    folder: Path
    """Where a part may write a file that is handed out beside the dossier."""
    progress: Progress | None = None

    def file(self, name: str) -> Path:
        """The path of a file or folder of `data`; raises Refused where it is not there."""
        path = self.data / name
        if not path.exists():
            raise Refused(f"{self.data} has no {name}; name the folder of public data by --data")
        return path

    def tell(self, done: int, total: int) -> None:
        """Tell how far the part is."""
        if self.progress is not None:
            self.progress(done, total)


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its name in the catalogue of words, with what is put into it.

    Values are numbers, means with an error (`Measured`), texts, days, sentences, and tuples of
    sentences or texts.
    """

    name: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Fixed:
    """A number that is shown with so many decimals, where three digits would hide what counts."""

    value: float
    decimals: int


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """A mean with its standard error, within a sentence."""

    mean: float
    error: float


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What one part found."""

    number: int
    """Of the ten, from 1."""
    name: str
    """One word, which also names its page of words: "hindcast", "recomputed"."""
    holds: bool | None
    """Whether what is asked of the part is met; None where it only shows."""
    verdict: Sentence
    """The one sentence by which the part is known."""
    tables: Mapping[str, pd.DataFrame]
    """By name, in the order in which they are read; columns by their names in the catalogue.

    Cells are texts, numbers, `Fixed`, truths, days, sentences and None; a column `x_error` behind
    `x` is the standard error of that."""
    remarks: tuple[Sentence, ...] = ()
    """What must be known beside it: each exception, what was left out."""
    files: tuple[Path, ...] = ()
    """What it wrote into the folder."""
    command: str = ""
    """What does more of it by itself; blank where nothing does but `validate --part`."""
