"""Is a run what was written, and does it come out the same again?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfast.campaign import ensemble
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.explain import refuse_unlike
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew
from holdfast.version import __version__


@dataclass(frozen=True, slots=True)
class Verified:
    """A run whose files are as they were written."""

    outcome: Outcome
    files: int
    """Files whose checksum was compared."""
    replayed: tuple[int, ...]
    """Futures that were simulated again and came out the same to the last bit."""


def verify(
    folder: str | Path,
    replay: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Verified:
    """Compare every file with its checksum, and simulate `replay` futures again.

    The futures replayed are spread evenly over the run; `cluster` as of `run`. Raises OutcomeError
    if a file is not as it was written, Refused if another version is asked to replay or workers are
    named beside a cluster, RuntimeError if a replay differs, cluster.ClusterError.
    """
    hands = crew(workers, cluster)
    outcome = Outcome.load(folder)
    numbers = _spread(outcome.futures, replay)
    if numbers:
        if outcome.version != __version__:
            raise Refused(
                f"the files are as they were written, but by version {outcome.version}; this is "
                f"{__version__} and replays other futures: leave that out with --replay 0"
            )
        again = ensemble.run(
            outcome.scenario, numbers, outcome.seed, workers=hands, progress=progress
        )
        refuse_unlike(outcome.data.sel(future=list(numbers)), again.data)
    files = sum(1 for file in Path(folder).rglob("*") if file.is_file()) - 1
    return Verified(outcome, files, numbers)


def _spread(futures: Sequence[int], count: int) -> tuple[int, ...]:
    """So many of the futures, evenly spread, the first among them."""
    count = min(max(count, 0), len(futures))
    return tuple(futures[len(futures) * place // count] for place in range(count))
