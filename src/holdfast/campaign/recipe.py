"""What makes a run the run it is, and what differs between two that are not the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from holdfast.campaign.batch import Job
from holdfast.outcome import Outcome
from holdfast.outcome.store import FORMAT
from holdfast.scenario import Scenario
from holdfast.scenario.unlike import changed, unlike
from holdfast.version import __version__


@dataclasses.dataclass(frozen=True, slots=True)
class Recipe:
    """All that the bits of a run depend on."""

    version: str
    files: Mapping[str, str]
    """The text of each file of the scenario."""
    scenario: str
    """Their digest."""
    as_of: str
    seed: int
    futures: tuple[int, ...]
    begin: int = 0
    """The first day that is simulated."""
    until: int | None = None
    """The day after the last; None if it is not to be compared."""
    record: tuple[str, ...] = ()
    layout: int = FORMAT
    """Of what is written."""

    @classmethod
    def of_jobs(cls, jobs: Sequence[Job]) -> Recipe:
        """That of a run as it is cut into batches."""
        first = jobs[0]
        return dataclasses.replace(
            cls.asked(first.scenario, first.seed, [n for job in jobs for n in job.futures]),
            begin=first.begin,
            until=first.until,
            record=tuple(str(recorder) for recorder in first.record),
        )

    @classmethod
    def asked(cls, scenario: Scenario, seed: int, futures: Sequence[int]) -> Recipe:
        """That of a run that this version would make."""
        told = (scenario.files, scenario.digest, str(scenario.as_of), seed, tuple(futures))
        return cls(__version__, *told)

    @classmethod
    def of_outcome(cls, found: Outcome) -> Recipe:
        """That of a run that is there."""
        made = cls.asked(found.scenario, found.seed, found.futures)
        return dataclasses.replace(made, version=found.version)

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> Recipe:
        """That which `card` wrote down. Raises KeyError or TypeError if it is none."""
        made = {field.name: card[field.name] for field in dataclasses.fields(cls)}
        return cls(**{**made, "futures": tuple(card["futures"]), "record": tuple(card["record"])})

    def card(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def unlike(self, now: Recipe) -> list[str]:
        """What differs from another, its value here and there; empty if they are the same."""
        made = []
        if self.scenario != now.scenario:
            made += unlike(self.files, now.files)
            made.append(changed("digest of the scenario", self.scenario, now.scenario))
        for what, name in (
            ("known as of", "as_of"),
            ("seed", "seed"),
            ("version", "version"),
            ("layout", "layout"),
        ):
            old, new = getattr(self, name), getattr(now, name)
            if old != new:
                made.append(changed(what, old, new))
        if self.futures != now.futures:
            made.append(changed("futures", _counted(self.futures), _counted(now.futures)))
            if _counted(self.futures) == _counted(now.futures):
                made[-1] = f"futures: {_counted(self.futures)}, now others"
        if self.begin != now.begin:
            made.append(changed("first day that is simulated", self.begin, now.begin))
        if None not in (self.until, now.until) and self.until != now.until:
            made.append(changed("days", self.until, now.until))
        if self.record != now.record:
            made.append(changed("recorded besides", *map(", ".join, (self.record, now.record))))
        return made


def _counted(numbers: tuple[int, ...]) -> str:
    """`20` for futures 0 to 19, else their first and last and how many."""
    if numbers == tuple(range(len(numbers))):
        return str(len(numbers))
    return f"{len(numbers)} of {min(numbers)} to {max(numbers)}"
