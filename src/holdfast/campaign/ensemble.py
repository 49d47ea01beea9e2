"""Runs of many futures, and branches that go on from where two plans last agreed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from holdfast.campaign import keep
from holdfast.campaign.assemble import assembled
from holdfast.campaign.batch import PAIR, WIDE, Done, Job, parts
from holdfast.campaign.branch import Branch, checkpoints
from holdfast.campaign.pool import Crew, hands, run_all
from holdfast.campaign.recorder import Recorder, measures
from holdfast.campaign.stack import stacked
from holdfast.outcome import Outcome
from holdfast.outcome.unbroken import unbroken
from holdfast.power.progress import Progress
from holdfast.scenario import Scenario

__all__ = ["branch", "branches", "checkpoints", "run", "several", "write"]


def run(
    scenario: Scenario,
    futures: int | Sequence[int] = 200,
    seed: int | None = None,
    workers: Crew = None,
    progress: Progress | None = None,
    out: Path | None = None,
    resume: bool = False,
    until: int | None = None,
    record: Sequence[Recorder] = (),
    only: tuple[str, ...] = (),
) -> Outcome:
    """Simulate futures from the first day to the last (or to day `until`, not included).

    `futures` is how many, from 0, or their numbers. The bits do not depend on `workers`, nor on
    which other futures are run. With `out`, every finished batch is kept beside it until the whole
    is written, so that memory does not grow with futures, and `resume` takes up what an interrupted
    run left. `record` are fields of the day
    to be kept besides what every run keeps; of that no more than is named in `only`, if any is.

    Raises ValueError for no futures or a recorder of what there is not, FileExistsError if `out` is
    taken, keep.Busy if another process writes to it, keep.Mismatch if what is to be resumed belongs
    to another run, pool.WorkerLost if a worker was ended from outside, cluster.ClusterError if the
    cluster is not there or would not give the same bits.
    """
    cut = hands(workers) if out is None else PAIR
    made = _Run.of(scenario, futures, seed, until, tuple(record), cut, only)
    if out is None:
        return made.whole(_all(made.jobs, workers, progress))
    return _written(made.jobs, made.part, workers, progress, out, resume)


def several(
    scenarios: Sequence[Scenario],
    futures: int | Sequence[int],
    seed: int,
    workers: Crew = None,
    progress: Progress | None = None,
    until: int | None = None,
    record: Sequence[Recorder] = (),
    only: tuple[str, ...] = (),
) -> Iterator[Outcome]:
    """The runs of several scenarios through one pool, in order, as if each were asked for by `run`.

    Few futures live little slower than one, so no run is cut for the sake of a free worker, which
    lives another scenario. Arguments, and what is raised, as of `run`.
    """
    made = [_Run.of(one, futures, seed, until, tuple(record), 1, only) for one in scenarios]
    of = [number for number, one in enumerate(made) for _ in one.jobs]
    places = [place for one in made for place in range(len(one.jobs))]
    left: list[dict[int, Done]] = [{} for _ in made]
    following = 0
    for found, done in run_all([job for one in made for job in one.jobs], workers, progress):
        left[of[found]][places[found]] = done
        while following < len(made) and len(left[following]) == len(made[following].jobs):
            parts_of = left[following]
            yield made[following].whole([parts_of[place] for place in sorted(parts_of)])
            left[following] = {}
            following += 1


def kept(
    scenario: Scenario,
    futures: int | Sequence[int],
    seed: int | None,
    workers: Crew,
    progress: Progress | None,
    place: Path,
    resume: bool,
    until: int | None = None,
) -> Iterator[Outcome]:
    """The outcome of each batch of a run, in order, for an answer that needs no run afterwards, nor
    a state from which another plan may go on.

    Batches are kept beside `place` as they finish and read from there, for whoever made the place
    to remove; `resume` goes on with what is there. Arguments, and what is raised, as of `run`.
    """
    made = _Run.of(scenario, futures, seed, until, (), goes_on=False)
    with keep.alone(place):
        done = keep.run_kept(made.jobs, workers, progress, place, resume)
        for number, each in enumerate(done):
            yield made.part(number, each)


class UnderWay:
    """A run on its way to a folder: what of it is finished, and how to end it there.

    `futures`, `seed` and `out` are those that `run` was, or is, asked with.
    """

    def __init__(
        self, scenario: Scenario, futures: int | Sequence[int], seed: int | None, out: Path
    ) -> None:
        self._made = _Run.of(scenario, futures, seed, None, ())
        self._out = out

    def finished(self) -> int:
        """How many batches are finished."""
        return keep.finished(self._out)

    def parts(self, known: Collection[int] = ()) -> Iterator[tuple[int, Outcome]]:
        """The finished batches by their numbers, but for those known; any process may look.

        Raises keep.Mismatch if what is there belongs to another run.
        """
        for number, done in keep.kept_of(self._out, self._made.jobs, known):
            yield number, self._made.part(number, done)

    def shortened(self) -> Outcome | None:
        """The run as if it had been asked for no more futures than are finished from the first on.

        It is written to its folder, and has the bits of such a run. None if not even the first
        batch is finished. Raises keep.Busy while it is being lived, keep.Mismatch.
        """
        with keep.alone(self._out):
            done: list[Done] = []
            for number, each in keep.kept_of(self._out, self._made.jobs, ()):
                if number > len(done):
                    break
                done.append(each)
            if not done:
                return None
            made = dataclasses.replace(self._made, jobs=self._made.jobs[: len(done)])
            with unbroken():
                Outcome.write(self._out, (made.part(n, each) for n, each in enumerate(done)))
                keep.forget(self._out)
        return Outcome.load(self._out)


@dataclasses.dataclass(frozen=True, slots=True)
class _Run:
    """Futures of a scenario from the first day on, cut into batches."""

    jobs: list[Job]
    end: int

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        futures: int | Sequence[int],
        seed: int | None,
        until: int | None,
        record: tuple[Recorder, ...],
        cut: int = PAIR,
        only: tuple[str, ...] = (),
        goes_on: bool = True,
    ) -> _Run:
        numbers = tuple(range(futures)) if isinstance(futures, int) else tuple(futures)
        if not numbers:
            raise ValueError("no futures to run: ask for at least one")
        seed = scenario.settings.seed if seed is None else seed
        end = scenario.settings.days if until is None else min(until, scenario.settings.days)
        measures(scenario, record)  # refuses a recorder of what there is not before any work
        cuts = parts(numbers, cut, WIDE if only else None)
        jobs = [
            Job(scenario, seed, part, 0, end, None, record, only=only, goes_on=goes_on)
            for part in cuts
        ]
        return cls(jobs, end)

    def whole(self, done: list[Done]) -> Outcome:
        """All batches in order as one outcome in memory."""
        return self._joined([n for job in self.jobs for n in job.futures], done)

    def part(self, number: int, done: Done) -> Outcome:
        """The outcome of the futures of one batch."""
        return self._joined(self.jobs[number].futures, [done])

    def _joined(self, numbers: Sequence[int], done: list[Done]) -> Outcome:
        first, total = self.jobs[0], sum(len(job.futures) for job in self.jobs)
        daily = measures(first.scenario, first.record, first.only)
        return assembled(
            first.scenario, first.seed, tuple(numbers), done, self.end, daily, futures=total
        )


def branch(
    scenario: Scenario,
    base: Outcome,
    day: int,
    workers: Crew = None,
    progress: Progress | None = None,
    out: Path | None = None,
    resume: bool = False,
) -> Outcome:
    """The same futures under another scenario that agrees with the base until dawn of `day`.

    Goes on from the last checkpoint of `base` at or before that day, or from the first day if it
    has none; what lies before is taken from the base. `out` and `resume` as of `run`, which also
    says what is raised.
    """
    made = Branch.of(scenario, base, day, hands(workers) if out is None else PAIR)
    if out is None:
        return made.whole(_all(made.jobs(), workers, progress))
    return _written(made.jobs(), made.part, workers, progress, out, resume)


def branches(
    asked: Sequence[Branch], workers: Crew = None, progress: Progress | None = None
) -> Iterator[tuple[int, int, Outcome]]:
    """The batches of several branches through one pool: number of the branch, of its batch, what
    the batch left. They come as they finish.

    All are of the same futures in the same batches, and of scenarios that differ by deliveries
    alone: some are lived side by side.
    """
    jobs, whose = [], []
    for stack in stacked(asked, hands(workers)):
        for place, job in enumerate(stack.jobs()):
            jobs.append(job)
            whose.append((stack, place))
    for found, done in run_all(jobs, workers, progress):
        stack, place = whose[found]
        for number, part in stack.parts(place, done):
            yield number, place, part


def write(out: Path, outcomes: Sequence[Outcome]) -> Outcome:
    """Write the futures of one or more runs of one scenario as one outcome, and read it.

    Only some of them need be in memory. Raises FileExistsError if `out` is taken.
    """
    total = sum(each.data.sizes["future"] for each in outcomes)

    def pieces() -> Iterator[Outcome]:
        for each in outcomes:
            kept = checkpoints(each)
            for places in parts(range(each.data.sizes["future"])):
                data = each.data.isel(future=slice(places.start, places.stop)).load()
                data = data.assign_attrs(futures=total)
                yield dataclasses.replace(
                    each, data=data, checkpoints=kept.before(data.sizes["day"], np.array(places))
                )

    with keep.alone(out):
        Outcome.write(out, pieces())
    return Outcome.load(out)


def _all(jobs: Sequence[Job], workers: Crew, progress: Progress | None) -> list[Done]:
    """What each job leaves, in order."""
    return [part for _, part in sorted(run_all(jobs, workers, progress), key=lambda pair: pair[0])]


def _written(
    jobs: Sequence[Job],
    part: Callable[[int, Done], Outcome],
    workers: Crew,
    progress: Progress | None,
    out: Path,
    resume: bool,
) -> Outcome:
    """Batches kept on disk as they finish, then written one after the other; the outcome read."""
    with keep.alone(out):
        done = keep.run_kept(jobs, workers, progress, out, resume)
        with unbroken():
            Outcome.write(out, (part(number, each) for number, each in enumerate(done)))
            keep.forget(out)
    return Outcome.load(out)
