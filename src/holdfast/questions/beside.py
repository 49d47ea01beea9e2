"""Other plans beside a run, on its futures: what is counted of each, with little in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.branch import Branch
from holdfast.campaign.pool import Crew, hands
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import fork
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario
from holdfast.version import __version__


def refuse_other_version(outcome: Outcome) -> None:
    """Raise Refused if a run is of another version: its futures would be others."""
    if outcome.version != __version__:
        raise Refused(
            f"the run was made by version {outcome.version}, this is {__version__}; run it again"
        )


def beside(
    outcome: Outcome,
    plans: Sequence[Scenario],
    count: Callable[[Outcome], Array],
    only: tuple[str, ...],
    workers: Crew = None,
    progress: Progress | None = None,
) -> Iterator[Array]:
    """What `count` finds of each plan on the futures of `outcome`, (..., F), in order.

    It looks at the variables named in `only`, and no others.

    Plans differ from that of the outcome by deliveries alone, and only the days from the first that
    differs are simulated. The batches of all plans go through one pool and are counted as they
    come; a plan is given as soon as all of its batches are there. Raises Refused if the outcome is
    of another version.
    """
    refuse_other_version(outcome)
    apart = [fork(outcome.scenario, plan) for plan in plans]
    # many plans share the processors among them, few are cut for all processors
    many = sum(day is not None for day in apart) >= hands(workers)
    cut = 1 if many else hands(workers)
    branches = [
        Branch.of(plan, outcome, max(plan.day(day), 0), cut, only)
        for plan, day in zip(plans, apart, strict=True)
        if day is not None
    ]
    place = np.cumsum([day is not None for day in apart]) - 1
    unchanged = count(outcome) if None in apart else None
    found: list[dict[int, Array]] = [{} for _ in branches]
    given = 0

    def ready() -> Iterator[Array]:
        nonlocal given
        while given < len(plans):
            if apart[given] is None:
                assert unchanged is not None
                made = unchanged
            else:
                mine = int(place[given])
                if len(found[mine]) < len(branches[mine].places):
                    return
                counted = [values for _, values in sorted(found[mine].items())]
                found[mine] = {}
                made = np.concatenate(counted, axis=-1)
            given += 1
            yield made

    yield from ready()
    for row, batch, part in ensemble.branches(branches, workers, progress):
        found[row][batch] = count(part)
        yield from ready()
