"""How far a run over a cluster is, day by day: workers tell it, whoever asked hears it.

What is heard is a day of a batch as the worker that is at it counts. A worker that is lost leaves
what it said, and another begins the batch anew: the batch then stands where it stood until the new
worker has come as far. So what is done never falls, and never exceeds what there is to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from holdfast.campaign.batch import Job

TOPIC = "holdfast: days of a run"
"""Of all runs, so that a scheduler, which keeps the last events of a topic, keeps few."""


class Headway:
    """What is done of the batches of one run [future-days].

    `hear` may be called from another thread than the rest.
    """

    def __init__(self, run: str, jobs: Sequence[Job]) -> None:
        """`run` is a name that no other run of the cluster has."""
        self.run = run
        self._futures = [job.size for job in jobs]
        self._days = [job.until - job.begin for job in jobs]
        self._reached: dict[int, int] = {}
        self._finished: set[int] = set()

    @property
    def total(self) -> int:
        """Future-days of all batches."""
        return sum(size * days for size, days in zip(self._futures, self._days, strict=True))

    @property
    def done(self) -> int:
        """Future-days that are done, of finished batches and of those at work."""
        return sum(
            size * (days if number in self._finished else self._reached.get(number, 0))
            for number, (size, days) in enumerate(zip(self._futures, self._days, strict=True))
        )

    def finish(self, number: int) -> None:
        """A batch is there."""
        self._finished.add(number)

    def hear(self, event: tuple[float, tuple[str, int, int]]) -> None:
        """A worker has told: the run, the number of the batch, and how many of its days are lived.

        What is told of another run is not for this one.
        """
        _, (run, number, days) = event
        if run == self.run:
            self._reached[number] = max(days, self._reached.get(number, 0))


def teller(run: str, number: int) -> Callable[[], None]:
    """What a worker calls after each day of a batch, in the process and thread of its task."""
    from distributed import get_worker

    worker, days = get_worker(), 0

    def tick() -> None:
        nonlocal days
        days += 1
        worker.log_event(TOPIC, (run, number, days))

    return tick
