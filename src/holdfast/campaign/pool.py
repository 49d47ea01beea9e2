"""Batches over processes, with progress, merged in order whatever finishes first."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing.context import SpawnContext
from typing import Any

from holdfast.campaign.batch import Done, Job, work

Progress = Callable[[int, int], None]
"""Called with future-days done and in all."""

_counter: Any = None


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    jobs: Sequence[Job], workers: int | None, progress: Progress | None
) -> Iterator[tuple[int, Done]]:
    """Each job's number with what it leaves, as they finish."""
    total = sum(len(job.futures) * (job.until - job.begin) for job in jobs)
    count = min(workers or processors(), len(jobs))
    if count <= 1:
        yield from _alone(jobs, progress, total)
    else:
        yield from _together(jobs, count, progress, total)


def _alone(
    jobs: Sequence[Job], progress: Progress | None, total: int
) -> Iterator[tuple[int, Done]]:
    done = 0
    for number, job in enumerate(jobs):

        def tick(size: int = len(job.futures)) -> None:
            nonlocal done
            done += size
            if progress:
                progress(done, total)

        yield number, work(job, tick)


def _together(
    jobs: Sequence[Job], count: int, progress: Progress | None, total: int
) -> Iterator[tuple[int, Done]]:
    context: SpawnContext = multiprocessing.get_context("spawn")
    counter = context.Value("q", 0)
    pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(counter,))
    try:
        waiting = {pool.submit(_remote, job): number for number, job in enumerate(jobs)}
        while waiting:
            finished, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in finished:
                yield waiting.pop(future), future.result()
            if progress:
                progress(counter.value, total)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(counter: Any) -> None:
    global _counter
    _counter = counter


def _remote(job: Job) -> Done:
    size = len(job.futures)

    def tick() -> None:
        with _counter.get_lock():
            _counter.value += size

    return work(job, tick)
