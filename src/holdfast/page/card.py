"""What the list shows of a run: its headline, its signature in steps of the scale, two numbers.

It is made once, in a process that has the run in memory anyway, and read by the page, which loads
no run at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic

from holdfast.show.theme import LAMP

if TYPE_CHECKING:
    from holdfast.outcome import Outcome

ROWS = 10
"""Tenths of the futures."""


class _Written(pydantic.BaseModel):
    """What stands in the file of a card."""

    headlines: dict[str, str]
    labels: dict[str, str]
    first: date
    steps: list[str] = pydantic.Field(min_length=ROWS, max_length=ROWS)
    hours: tuple[float, float]
    survived: float
    service: float


@dataclass(frozen=True, slots=True)
class Card:
    """What the list shows of a run, in one language."""

    headline: str
    label: str
    """What was run: as pledged, or with which package."""
    first: date
    """First reported day."""
    steps: tuple[str, ...]
    """Step of the scale from lit to dark by tenth, the darkest first, and day: a digit each."""
    hours: tuple[float, float]
    """Without power a person, in all: mean and standard error."""
    survived: float
    """Share of futures in which service, grid and stocks all hold."""
    service: float
    """Share of futures in which no region is without its floor of power for days."""

    @property
    def days(self) -> int:
        """Reported days."""
        return len(self.steps[0])

    @property
    def last(self) -> date:
        """Last reported day."""
        return self.first + timedelta(days=self.days - 1)


def card_of(made: Outcome) -> dict[str, Any]:
    """What is written of a run; numbers, days and headline as its report has them."""
    from holdfast.show import reductions
    from holdfast.show.catalogue import LANGUAGES, Catalogue
    from holdfast.show.headline import sentence
    from holdfast.show.sections.unfolds import RASTER_DAYS
    from holdfast.show.sides import DAILY, Story
    from holdfast.show.theme import step

    told, labels = {}, {}
    for language in LANGUAGES:
        words = Catalogue.of(language).of_scenario(made.scenario)
        story = Story.of(made, words, False)
        told[language], labels[language] = sentence(story, words), story.shown.label
    side, window = story.shown, story.windows[-1]
    steps = step(reductions.tenths(reductions.moving(side.hours, RASTER_DAYS), ROWS))
    hours = side.estimate(DAILY, window)
    return {
        "headlines": told,
        "labels": labels,
        "first": story.dates[0].isoformat(),
        "steps": ["".join(map(str, row)) for row in steps],
        "hours": [hours.mean, hours.standard_error],
        "survived": side.estimate("survival", window).mean,
        "service": side.estimate("survival_of_service", window).mean,
    }


def read_card(file: Path, language: str) -> Card | None:
    """The card in a file; None if it is not there or is none."""
    try:
        found = _Written.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
    days, signs = len(found.steps[0]), {str(number) for number in range(len(LAMP))}
    if not days or any(len(row) != days or not set(row) <= signs for row in found.steps):
        return None
    if language not in found.headlines or language not in found.labels:
        return None
    return Card(
        found.headlines[language], found.labels[language], found.first, tuple(found.steps),
        found.hours, found.survived, found.service,
    )  # fmt: skip
