"""What happens if things go on as pledged?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from holdfast.campaign import ensemble, keep
from holdfast.campaign.pool import Crew
from holdfast.campaign.recipe import Recipe
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import store
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario

MOST_FUTURES = 1_000_000


def run(
    scenario: Scenario,
    futures: int | Sequence[int] = 200,
    seed: int | None = None,
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
    record: Sequence[Recorder] = (),
    cluster: str | None = None,
) -> Outcome:
    """Simulate futures of a scenario.

    `futures` is a count (futures 0 to n - 1) or the numbers themselves; `seed` defaults to the
    scenario's; `out` is a folder to be written, beside which finished batches are kept until then,
    so that `resume` goes on with an interrupted run; `record` are fields of the day to be kept
    besides what every run keeps; `cluster` is the address of a scheduler of dask.distributed whose
    workers simulate in place of this machine's. Raises Refused for a count below 1, a seed out of
    range, or workers beside a cluster, FileExistsError if `out` is taken, ValueError for a recorder
    of what there is not, cluster.ClusterError.
    """
    numbers = counted(futures)
    seed, hands = seeded(scenario, seed), crew(workers, cluster)
    folder = None if out is None else Path(out)
    if folder is not None:
        if resume and store.is_outcome(folder):
            return _finished(folder, scenario, seed, numbers)
        store.refuse_taken(folder)
    return ensemble.run(scenario, numbers, seed, hands, progress, folder, resume, record=record)


def crew(workers: int | None, cluster: str | None) -> Crew:
    """Who simulates. Raises Refused if both are named."""
    if cluster is None:
        return workers
    if workers is not None:
        raise Refused("workers are processes of this machine: leave them out where a cluster works")
    return cluster


def seeded(scenario: Scenario, seed: int | None) -> int:
    """The seed to be used. Raises Refused if it does not fit 32 bits."""
    made = scenario.settings.seed if seed is None else seed
    if not 0 <= made < 2**32:
        raise Refused(f"seed {made} cannot be used; take one of 0 to {2**32 - 1}")
    return made


def counted(futures: int | Sequence[int]) -> range | Sequence[int]:
    """The numbers of the futures asked for. Raises Refused if there are none, or too many."""
    numbers = range(futures) if isinstance(futures, int) else futures
    if not 1 <= len(numbers) <= MOST_FUTURES:
        raise Refused(f"{futures} futures cannot be run; ask for 1 to {MOST_FUTURES:,}")
    return numbers


def differs(found: Outcome, scenario: Scenario, seed: int, numbers: Sequence[int]) -> str:
    """How an outcome is another than these futures of this scenario now give; "" if it is not."""
    return "; ".join(Recipe.of_outcome(found).unlike(Recipe.asked(scenario, seed, numbers)))


def _finished(folder: Path, scenario: Scenario, seed: int, numbers: Sequence[int]) -> Outcome:
    """The outcome that stands there already, if it is the one that is asked for."""
    found = Outcome.load(folder)
    if other := differs(found, scenario, seed, numbers):
        raise FileExistsError(
            f"{folder} holds the outcome of another run ({other}); choose another name"
        )
    keep.forget(folder)
    return found
