"""What is known of a run that is under way: numbers that its process writes, figures of them.

The numbers come with each finished batch. Figures are drawn by the process that stands by, and
only while somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import pydantic

from holdfast.page.child import Standby
from holdfast.page.errors import Broken, Faulty, Superseded
from holdfast.page.jobs import CANCELLED, DONE, Job
from holdfast.page.place import Place

FILE = "so-far.json"


class Row(pydantic.BaseModel):
    """A metric over all reported days."""

    metric: str
    mean: float
    standard_error: float
    median: float
    worse: float = pydantic.Field(description="One future in twenty is worse.")


class SoFar(pydantic.BaseModel):
    """What is known of a run that is under way; see `questions.so_far`."""

    futures: int
    leading: int = pydantic.Field(description="Futures finished from the first on without a gap.")
    first: date
    points: list[tuple[int, float, float, float]] = pydantic.Field(
        description="Futures, mean, and 95 % interval of hours without power per person."
    )
    drawn: int = pydantic.Field(description="Futures of which the bands are.")
    mean: list[float]
    bands: Annotated[list[list[float]], pydantic.Field(min_length=5, max_length=5)]
    rows: list[Row]
    survived: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures of what is known so far."""

    futures: int
    settling: Sequence[str]
    """The mean as it settles: an SVG for a desk, and one for a phone."""
    fan: Sequence[str]
    """How it unfolds, likewise."""


class Watch:
    """Looks at runs under way for whoever has their screen open."""

    def __init__(self, place: Place, standby: Standby) -> None:
        self.place, self._standby = place, standby
        self._drawn: dict[tuple[int, str], Drawn] = {}

    def so_far(self, job: Job) -> SoFar | None:
        """What is known; None before anything is, and once the run has ended."""
        if job.state in (DONE, CANCELLED):
            return None
        try:
            return SoFar.model_validate_json(self._file(job).read_bytes())
        except (OSError, ValueError):
            return None

    def drawn(self, job: Job, language: str) -> Drawn | None:
        """Figures of it, drawn anew once there are more futures; None if there are none."""
        known, last = self.so_far(job), self._drawn.get((job.id, language))
        if known is None or (last is not None and last.futures == known.futures):
            return last
        asked = {
            "kind": "so_far", "root": str(self.place.root), "token": job.token,
            "futures": int(job.about["futures"]), "language": language,
        }  # fmt: skip
        try:
            made = self._standby.ask(asked, f"so far {job.id} {language}")
        except (Superseded, Faulty, Broken):
            return last  # the next look is soon
        self._drawn[job.id, language] = Drawn(**made)
        return self._drawn[job.id, language]

    def forget(self, open_: Sequence[int]) -> None:
        """Drop the figures of runs that are not under way any more."""
        for key in [key for key in self._drawn if key[0] not in open_]:
            del self._drawn[key]

    def _file(self, job: Job) -> Path:
        return self.place.asked / job.token / FILE
