"""Batches over processes, with progress, merged in order whatever finishes first."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, util
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from holdfast.campaign.batch import PAIR, Done, Job
from holdfast.campaign.stopped import Stopped
from holdfast.outcome.unbroken import unbroken
from holdfast.power.progress import Progress

AHEAD = 1
"""Jobs that wait beside those at work, so that no worker is idle."""
LOST = (
    "a worker process was ended from outside, perhaps for want of memory; what was done is "
    "kept if the run is written to a folder: go on with --resume, and fewer --workers"
)
method = "spawn"
"""How workers begin: anew, whatever the caller has loaded and whichever threads it has. A process
that has loaded what they need and has no such threads may say "fork"."""
_counter: Any = None
_halt: Any = None


class WorkerLost(RuntimeError):
    """A worker process ended before it had done its work."""


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hands(workers: Crew) -> int:
    """For how many processors the batches of a run that stays in memory are cut.

    How many workers a cluster has is not known before it is reached, and may change.
    """
    if isinstance(workers, Standing):
        return workers.count
    return PAIR if isinstance(workers, str) else workers or processors()


def run_all(
    jobs: Sequence[Job], workers: Crew, progress: Progress | None
) -> Generator[tuple[int, Done], None, None]:
    """Each job's number with what it leaves, as they finish; they begin in order.

    Jobs are made ready, and wait for a worker, only a few at a time.
    """
    if isinstance(workers, str):
        from holdfast.campaign.cluster import over_cluster

        if jobs:
            yield from over_cluster(jobs, workers, progress)
        return
    total = sum(job.size * (job.until - job.begin) for job in jobs)
    if isinstance(workers, Standing) and workers.count > 1:
        yield from workers.run(jobs, progress, total)
        return
    count = min(hands(workers), len(jobs))
    if count <= 1:
        yield from _alone(jobs, progress, total)
    else:
        yield from _together(jobs, count, progress, total)


def work(job: Job, tick: Callable[[], None]) -> Done:
    """As `work.work`: who hands days to others need not load what it takes to live them."""
    from holdfast.campaign.work import work as live

    return live(job, tick)


def _alone(
    jobs: Sequence[Job], progress: Progress | None, total: int
) -> Generator[tuple[int, Done], None, None]:
    done = 0
    for number, job in enumerate(jobs):

        def tick(size: int = job.size) -> None:
            nonlocal done
            done += size
            if progress:
                progress(done, total)

        yield number, work(job, tick)


def _together(
    jobs: Sequence[Job], count: int, progress: Progress | None, total: int
) -> Generator[tuple[int, Done], None, None]:
    with Standing(count) as crew:
        yield from crew.run(jobs, progress, total)


class Standing:
    """Worker processes that stay from one run to the next, and are started when first needed.

    A run that is broken off ends them, and the next starts others, unless `Stopped` broke it off.
    `close` lets them go.
    """

    def __init__(self, workers: int | None = None) -> None:
        """So many processes; as many as there are processors if None."""
        self.count = workers or processors()
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()
        self._crew: set[BaseProcess] = set()
        self._counter: Any = None
        self._halt: Any = None

    def __enter__(self) -> Standing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the workers go when they have finished."""
        with unbroken():
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool, self._crew = None, set()

    def run(
        self, jobs: Sequence[Job], progress: Progress | None, total: int
    ) -> Generator[tuple[int, Done], None, None]:
        """Each job's number with what it leaves, as they finish; one run at a time."""
        pool = self._opened()
        self._counter.value = 0
        left = iter(enumerate(jobs))
        waiting: dict[Future[Done], int] = {}
        try:
            self._fill(pool, left, waiting)
            while waiting:
                finished, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield waiting.pop(future), _result(future)
                if not finished and any(worker.exitcode is not None for worker in self._crew):
                    raise WorkerLost(LOST)
                self._fill(pool, left, waiting)
                if progress:
                    progress(self._counter.value, total)
        except Stopped:
            self._halted(waiting)
            raise
        except BaseException:
            self._end(pool)
            raise

    def _halted(self, waiting: dict[Future[Done], int]) -> None:
        """Let workers leave what they are at, at the end of a day."""
        self._halt.value = 1
        wait(waiting)
        self._halt.value = 0

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context(method)
            self._others = set(multiprocessing.active_children())
            self._counter, self._halt = context.Value("q", 0), context.Value("b", 0)
            shared = (self._counter, self._halt)
            self._pool = ProcessPoolExecutor(
                self.count, context, initializer=_begin, initargs=shared
            )
        return self._pool

    def _fill(
        self,
        pool: ProcessPoolExecutor,
        left: Iterator[tuple[int, Job]],
        waiting: dict[Future[Done], int],
    ) -> None:
        """Hand out as many jobs as are at work at once, and few more."""
        for number, job in itertools.islice(left, self.count + AHEAD - len(waiting)):
            ready = job.ready()
            try:
                with no_main(), deaf():
                    waiting[pool.submit(_remote, ready)] = number
            except BrokenProcessPool:
                raise WorkerLost(LOST) from None
        self._crew.update(set(multiprocessing.active_children()) - self._others)

    def _end(self, pool: ProcessPoolExecutor) -> None:
        """End the workers at once, whatever they are at.

        One that is ended while it sends a result leaves half of it in the pipe, and the pool would
        wait for the other half for ever, since its own process holds the writing end open too.
        """
        for worker in set(multiprocessing.active_children()) - self._others:
            worker.kill()
        pool._result_queue._writer.close()  # type: ignore[attr-defined]
        self.close()


Crew = int | str | Standing | None
"""Who does the work: so many processes of this machine, as many as it has processors if None, those
that are there already, or the workers of the cluster at an address."""


def _result(future: Future[Done]) -> Done:
    try:
        return future.result()
    except BrokenProcessPool:
        raise WorkerLost(LOST) from None


@contextmanager
def no_main() -> Iterator[None]:
    """Let workers start without running the caller's script again.

    A new interpreter imports the main script of the old one, which would make every plain script
    need a guard. Jobs are made of Holdfast's own classes, so workers can do without it.
    """
    real = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = real


@contextmanager
def deaf() -> Iterator[None]:
    """Let workers be started that do not hear Ctrl-C; the parent hears it once they are.

    A terminal sends it to all processes of a command, and the parent alone decides what to do.
    """
    with unbroken():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(counter: Any, halt: Any) -> None:
    global _counter, _halt
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _counter, _halt = counter, halt
    if "fork" in multiprocessing.get_all_start_methods():
        # a lock that a library makes here has no name then, which would outlive a worker that is
        # killed and be told of; a worker starts no processes itself
        multiprocessing.set_start_method("fork", force=True)
    threading.Thread(target=_follow, daemon=True).start()
    # once all results are sent nothing is left to do, and taking libraries down takes long
    util.Finalize(None, os._exit, args=(0,), exitpriority=-1)


def _follow() -> None:
    """End with the process that began this one, even if it was killed.

    A worker waits for jobs at a pipe whose other end the other workers hold open too: without this
    they would stay for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _remote(job: Job) -> Done:
    size = job.size

    def tick() -> None:
        if _halt.value:
            raise Stopped
        with _counter.get_lock():
            _counter.value += size

    return work(job, tick)
