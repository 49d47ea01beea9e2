"""Changes of a plan tried on common futures: what each saves, future by future, against the plan.

The plan itself is simulated once for the futures asked for, and every change goes on from its
checkpoints, from the first day on which it differs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble, stack
from holdfast.campaign.axes import labels
from holdfast.campaign.batch import PAIR, WIDE, parts
from holdfast.campaign.branch import Branch
from holdfast.campaign.pool import Crew, Standing, hands
from holdfast.campaign.record import weight
from holdfast.campaign.workshop import Workshop
from holdfast.outcome import store
from holdfast.outcome.metrics import WEIGHED, suffering, survived
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import fork
from holdfast.scenario import Scenario

HELD = 600_000_000
"""Bytes of runs on some futures that are kept for others to go on from."""
LATELY = 2
"""Sets of futures, those that were last asked for, of which such runs are kept."""
SIDE, AT_MOST = 3, 12
"""Changes for each processor that are tried before others may go on from them: so many, or more
where all of them fit side by side, since a day of few futures costs its calls alone."""
LEAST = 1e-6
"""Million person-hours that count as saved."""


class Trials:
    """Remembers every future of every change that was asked for.

    A change is a set of numbers, such as those of the options that are added; `plan_of` makes it a
    scenario, and of the empty set the plan itself. `progress` is told runs done, of `expected`;
    more than expected moves the end. Of the plan itself measures `beside` are kept too. Used with
    `with`, since its workers stay until it ends.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan_of: Callable[[frozenset[int]], Scenario],
        seed: int,
        workers: Crew = None,
        progress: Progress | None = None,
        expected: int = 0,
        beside: tuple[str, ...] = (),
    ) -> None:
        self.scenario = scenario
        self.plan_of = plan_of
        self.seed = seed
        self.runs = 0
        """Futures of changes simulated so far, the plan itself among them."""
        self.rival: dict[int, str] = {}
        """The model of air defence that each future drew, of those simulated so far."""
        self._standing = Standing(workers) if workers is None or isinstance(workers, int) else None
        self._how = self._standing or workers, progress
        self._expected = expected
        self._only = (*WEIGHED, *beside)
        self._bases: dict[tuple[int, int], Outcome] = {}
        self._known: dict[tuple[frozenset[int], int], Array] = {}
        self._near: dict[tuple[int, int], _Near] = {}
        self._shop: Workshop | None = None

    def __enter__(self) -> Trials:
        return self

    def __exit__(self, *_: object) -> None:
        """Let the workers go, unless they were there before."""
        if self._standing is not None:
            self._standing.close()

    def saved(self, packages: Sequence[frozenset[int]], futures: Sequence[int] | Array) -> Array:
        """(P, F) million person-hours that each change saves in all, above 0 if it helps."""
        counted = self.counted([frozenset(), *packages], futures)
        return _told(counted[:1, -2] - counted[1:, -2])

    @property
    def plans(self) -> list[Outcome]:
        """The plan itself on the futures simulated so far, each in one of them."""
        return list(self._bases.values())

    def survived(self, packages: Sequence[frozenset[int]], futures: Sequence[int] | Array) -> Array:
        """(P, F) what each change adds to survival in all: 1, 0 or -1."""
        counted = self.counted([frozenset(), *packages], futures)
        return np.asarray(counted[1:, -1] - counted[:1, -1])

    def counted(self, changes: Sequence[frozenset[int]], futures: Sequence[int] | Array) -> Array:
        """(P, windows + 1, F) suffering in each window, and whether the future is survived."""
        numbers = [int(one) for one in futures]
        asked = sorted(set(numbers))
        lacking: dict[frozenset[int], list[int]] = {}
        for change in dict.fromkeys(changes):
            missing = [one for one in asked if (change, one) not in self._known]
            if missing:
                lacking[change] = missing
        # changes that lack the same futures are tried together
        groups: dict[tuple[int, ...], list[frozenset[int]]] = {}
        for change, missing in lacking.items():
            groups.setdefault(tuple(missing), []).append(change)
        for missing_futures, some in groups.items():
            for span in _spans(missing_futures):
                for piece in self._pieces(span):
                    self._base(piece)
                    for part in parts(range(*piece), 1, WIDE):
                        self._try(some, (part.start, part.stop))
        return np.stack(
            [np.stack([self._known[change, one] for one in numbers], -1) for change in changes]
        )

    def _try(self, changes: Sequence[frozenset[int]], piece: tuple[int, int]) -> None:
        """Simulate changes on consecutive futures, each from the run that it is like for longest.

        Changes whose deliveries come earlier go first, since others may go on from them.
        """
        base = self._base(piece)
        near = self._near.pop(piece, _Near())
        self._near = {**dict(list(self._near.items())[1 - LATELY :]), piece: near}
        size, before = piece[1] - piece[0], self.runs
        done = 0
        for some in _rounds(changes, hands(self._how[0]), size):
            plans = [self.plan_of(change) for change in some]
            branches = [near.branch(plan, base, len(some) >= hands(self._how[0])) for plan in plans]
            found: dict[int, dict[int, Outcome]] = {}
            tell = self._tell(before + done * size, len(some) * size)
            asked = [branch for branch in branches if branch is not None]
            for number, batch, part in ensemble.branches(asked, self._how[0], tell):
                found.setdefault(number, {})[batch] = part
            number = 0
            for change, branch in zip(some, branches, strict=True):
                parts = [base]
                if branch is not None:
                    parts = [part for _, part in sorted(found.pop(number).items())]
                    number += 1
                counted = np.concatenate([_counted(part) for part in parts], axis=-1)
                for place, future in enumerate(range(*piece)):
                    self._known[change, future] = counted[:, place]
                if branch is not None and len(parts) == 1:
                    near.keep(parts[0], float(counted[-2].mean()))
            done += len(some)
        self.runs = before + len(changes) * size

    def _tell(self, before: int, size: int) -> Progress:
        """Progress of one round of runs, as progress of all that is expected."""
        _, progress = self._how

        def tell(done: int, total: int) -> None:
            if progress:
                now = before + size * done // max(total, 1)
                progress(now, max(self._expected, now))

        return tell

    def _pieces(self, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """A span of futures cut where the plan has been simulated already, or has not."""
        at = span[0]
        while at < span[1]:
            within = [end for first, end in self._bases if first <= at < end]
            ahead = [first for first, _ in self._bases if at < first]
            upto = min(within[0] if within else min(ahead, default=span[1]), span[1])
            yield at, upto
            at = upto

    def _base(self, piece: tuple[int, int]) -> Outcome:
        """The plan on these futures: in memory, or among the temporary files if it is large."""
        for (first, end), outcome in self._bases.items():
            if first <= piece[0] and piece[1] <= end:
                return _cut(outcome, slice(piece[0] - first, piece[1] - first))
        workers, _ = self._how
        numbers, days = range(*piece), self.scenario.settings.days
        out = None
        if weight(labels(self.scenario), len(numbers), days, self._only) > store.IN_MEMORY:
            self._shop = self._shop or Workshop.passing()
            out = self._shop.folder / f"base-{piece[0]}-{piece[1]}"
        made = ensemble.run(self.scenario, numbers, self.seed, workers, None, out, only=self._only)
        self.rival |= zip(numbers, (str(name) for name in made.data["rival"].values), strict=True)
        self._bases[piece] = made
        return made


class _Near:
    """Runs from which others may go on: those of the least suffering, few enough for memory.

    A search looks about what is best so far, so these are the likeliest to be like the next.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[float, int, Outcome]] = []
        """What is suffered, bytes that it takes, the run."""

    def keep(self, outcome: Outcome, suffering: float) -> None:
        """Remember a run, and forget the worst where there are too many."""
        self._runs.append((suffering, _bytes(outcome), outcome))
        while len(self._runs) > 1 and sum(size for _, size, _ in self._runs) > HELD:
            worst = max(range(len(self._runs)), key=lambda place: self._runs[place][0])
            del self._runs[worst]

    def branch(self, plan: Scenario, base: Outcome, whole: bool) -> Branch | None:
        """A plan from the run that parts from it last; None of a plan that is the base's own.

        `whole` leaves its futures in as few batches as they fit.
        """
        if fork(base.scenario, plan) is None:
            return None
        best, day = base, fork(base.scenario, plan)
        for _, _, run in self._runs:
            other = fork(run.scenario, plan)
            if other is not None and day is not None and other > day:
                best, day = run, other
        assert day is not None
        return Branch.of(plan, best, max(plan.day(day), 0), 1 if whole else PAIR, WEIGHED)


def _bytes(outcome: Outcome) -> int:
    """Of its days and of the states from which another may go on."""
    states = ensemble.checkpoints(outcome).before(outcome.data.sizes["day"]).states
    kept = sum(values.nbytes for state in states.values() for values in state.values())
    return int(outcome.data.nbytes) + kept


def _rounds(
    changes: Sequence[frozenset[int]], most: int, futures: int
) -> Iterator[Sequence[frozenset[int]]]:
    """So many changes at a time as are lived side by side on all processors."""
    size = max(1, max(SIDE, min(AT_MOST, stack.MOST // futures)) * most)
    for first in range(0, len(changes), size):
        yield changes[first : first + size]


def _told(saved: Array) -> Array:
    """What is saved, without what is less than a person-hour in all."""
    return np.asarray(np.where(np.abs(saved) < LEAST, 0.0, saved))


def _counted(outcome: Outcome) -> Array:
    """(windows + 1, F)."""
    views = [outcome.view(window) for window in outcome.windows()]
    return np.stack([*(suffering(view) for view in views), survived(views[-1])])


def _spans(futures: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers: first, and one past the last."""
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(futures)) if b != a + 1), len(futures)]
    for begin, end in pairwise(cuts):
        yield futures[begin], futures[end - 1] + 1


def _cut(outcome: Outcome, places: slice) -> Outcome:
    """Some of its futures, with their checkpoints; of all the outcome itself."""
    count = outcome.data.sizes["future"]
    if places == slice(0, count):
        return outcome
    kept = ensemble.checkpoints(outcome)
    some = kept.before(outcome.data.sizes["day"], np.arange(count)[places])
    data = outcome.data.isel(future=places)
    return dataclasses.replace(outcome, data=data, folder=None, checkpoints=some)
