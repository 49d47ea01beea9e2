"""A run killed again and again: used by the tests and by the longer benchmark.

Every round starts the run with resume and ends it by SIGKILL at a random moment. What was finished
may never be lost, and the run that is let through must come out as one that was never disturbed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SETTLED = 0.01
"""Seconds between looks at whether a process has ended."""


@dataclass(frozen=True)
class Killed:
    """What came of the kills."""

    kills: int
    """Rounds that were ended before they were done."""
    lost: int
    """Rounds after which a batch was gone, or written anew, that had been finished before."""
    midway: int
    """Kills after which some batches were finished and the outcome was not there."""


def batches(out: Path) -> dict[str, int]:
    """Finished batches and when each was written."""
    folder = out.with_name(f".{out.name}.batches")
    return {file.name: file.stat().st_mtime_ns for file in folder.glob("batch-*.parcel")}


def sides(out: Path) -> dict[str, int]:
    """What is finished of a comparison that goes to `out`: whole sides, and batches of others."""
    found = {}
    for side, place in (("a", out.with_name(f".{out.name}.work") / "a-0"), ("b", out)):
        if (place / "outcome.json").exists():
            found[f"{side}/"] = (place / "outcome.json").stat().st_mtime_ns
        else:
            found |= {f"{side}/{name}": when for name, when in batches(place).items()}
    return found


def half_sent(job: object) -> None:
    """In place of a worker's work: it sends the half of a result and is killed in mid-send."""
    queue = sys._getframe(1).f_locals["result_queue"]
    os.write(queue._writer.fileno(), struct.pack("!i", 1000) + bytes(10))
    os.kill(os.getpid(), signal.SIGKILL)


def forked(work: Callable[[], object]) -> int:
    """The process of a child that does this work and nothing after it."""
    child = os.fork()
    if child:
        os.setpgid(child, child)  # here as well: who kills its group at once must not kill our own
        return child
    os.setpgid(0, 0)
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def kill_until_done(
    start: Callable[[], int],
    out: Path,
    kills: int,
    longest: float,
    seed: int = 1,
    look: Callable[[Path], dict[str, int]] = batches,
) -> Killed:
    """Kill `kills` runs, as `start` makes them, at moments up to `longest` seconds.

    `look` gives what is finished, and when. Then one is let through. Raises RuntimeError if that
    one fails.
    """
    moments, lost, midway, done = random.Random(seed), 0, 0, 0
    while done < kills:
        before = look(out)
        child = start()
        if _ended(child, moments.uniform(0.0, longest)) is None:
            os.killpg(os.getpgid(child), signal.SIGKILL)
            os.waitpid(child, 0)
            done += 1
        if out.exists():
            shutil.rmtree(out)  # this one got through; the next begins anew
            continue
        after = look(out)
        lost += any(_lost(name, when, after) for name, when in before.items())
        midway += bool(after)
    _, status = os.waitpid(start(), 0)
    if status:
        raise RuntimeError(f"the run that was let through ended with {status}")
    return Killed(done, lost, midway)


def _lost(name: str, when: int, after: dict[str, int]) -> bool:
    """Whether something finished is gone or was written anew, and is not part of a whole side."""
    side = name.partition("/")[0] + "/"
    return after.get(name) != when and (name == side or side not in after)


def _ended(child: int, seconds: float) -> int | None:
    """The status with which the process ended by itself within so many seconds, or None."""
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        if time.monotonic() >= until:
            return None
        time.sleep(SETTLED)
