"""Who runs what is queued: one job at a time in each lane, each in a process of its own.

To pause is to end the process: finished batches are kept on disk, the memory is free, and the job
goes on from them, on this server or on the next. So a server that is killed loses no more than a
pause does, and its jobs are queued again when another starts.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from holdfast.page.child import LOST, Child
from holdfast.page.errors import Lost
from holdfast.page.jobs import (
    ASKED,
    CANCELLED,
    DONE,
    FAILED,
    LONG,
    PAUSED,
    QUEUED,
    QUICK,
    Job,
    Queue,
)
from holdfast.page.place import OWN, Place
from holdfast.questions.refused import Refused
from holdfast.whole import sweep

Made = TypeVar("Made")

LANES = (LONG, ASKED, QUICK)
LOOK = 0.5
"""Seconds after which a lane that has nothing to do looks again."""
SAVED = 1.0
"""Seconds between two times at which progress is written down."""


class Foreman:
    """Runs the jobs of a queue until it is closed; no other may serve the same folder."""

    def __init__(self, place: Place, queue: Queue) -> None:
        self.place, self.queue = place, queue
        self._children: dict[int, Child] = {}
        self._left: dict[int, float] = {}
        self._guard = threading.RLock()
        self._wake = threading.Condition()
        self.naming = threading.Lock()
        """Held while a name is let go of, and while one is taken."""
        self._closing = False
        self._lanes: Sequence[threading.Thread] = ()
        self._said = ""

    def start(self) -> None:
        """Take up what a server that is gone was at, and begin."""
        for job in self.queue.left_running():
            self._settle(job, {})
        self._sweep()
        self._lanes = [
            threading.Thread(target=self._live, args=(lane,), daemon=True) for lane in LANES
        ]
        for lane in self._lanes:
            lane.start()

    def close(self) -> None:
        """End all processes; their jobs are queued, and go on when a server starts again."""
        self._closing = True
        with self._guard:
            for child in self._children.values():
                child.kill()
        self.wake()
        for lane in self._lanes:
            lane.join()

    def wake(self) -> None:
        """Say that there is something to do."""
        with self._wake:
            self._wake.notify_all()

    def left(self, number: int) -> float | None:
        """Seconds that a job will still take at its pace so far, if that is known."""
        return self._left.get(number)

    def stop(self, number: int, wish: str) -> Job:
        """Pause a job or cancel it. Raises Missing, Taken."""
        with self.naming:
            job = self.queue.wish(number, wish)
            if job.state == CANCELLED:
                self._clear(job)
        self._end(job)
        return job

    def shorten(self, number: int) -> Job:
        """Let a job end with what is finished of it. Raises Missing, Taken."""
        job = self.queue.shorten(number)
        self._end(job)
        self.wake()
        return job

    def _end(self, job: Job) -> None:
        """End the process of a job of which that is wished, if it has one."""
        with self._guard:
            child = self._children.get(job.id)
            if child is not None and job.wish:
                child.kill()

    def _live(self, lane: str) -> None:
        sure = True
        while not self._closing:
            try:
                self.queue.hold()
                if not sure:  # one may have been taken of which nothing was heard
                    for left in self.queue.left_running(lane):
                        self._settle(left, {}, begun=False)
                sure = False
                job = self.queue.take(lane)
                sure = True
            except (Lost, Refused) as error:
                self._lost(error)
                job = None
            if job is not None:
                self._try(job)
                continue
            with self._wake:
                if not self._closing:
                    self._wake.wait(LOOK)

    def _try(self, job: Job) -> None:
        """Do a job; whatever goes wrong with its process is its own end and not that of a lane."""
        try:
            self._work(job)
        except Exception as error:
            said = f"its process could not be kept ({error}): look at space, memory and {OWN}"
            print(f"holdfast: job {job.id}: {said}", file=sys.stderr, flush=True)
            with self._guard:
                self._children.pop(job.id, None)
                self._left.pop(job.id, None)
            self._surely(lambda: self.queue.settle(job.id, FAILED, said))

    def _lost(self, error: Exception) -> None:
        """The database does not answer, or another serves it: say so once, and try again."""
        if str(error) != self._said:
            self._said = str(error)
            print(f"holdfast: {error}; tried again", file=sys.stderr, flush=True)
        with self._wake:
            if not self._closing:
                self._wake.wait(LOOK)

    def _surely(self, act: Callable[[], Made]) -> Made | None:
        """What an act of the queue gives, tried again until the database answers; None if it is
        lost while the server ends, when whoever serves next finds the job as it was."""
        while True:
            try:
                return act()
            except Lost as error:
                if self._closing:
                    return None
                self._lost(error)

    def _work(self, job: Job) -> None:
        came: Mapping[str, Any] = {}
        # to begin it may take a while, in which others may be stopped
        if not self._unwished(job):
            child = Child(self._asked(job), self.place.log)
            with self._guard:
                # what was wished since it was taken found no process to end
                if self._unwished(job):
                    child.kill()
                self._children[job.id] = child
            came = child.hear(self._teller(job))
        with self._guard:
            self._children.pop(job.id, None)
            self._left.pop(job.id, None)
        self._settle(job, came)

    def _unwished(self, job: Job) -> bool:
        """Whether nobody wants it done any more."""
        found = self._surely(lambda: self.queue.get(job.id))
        return self._closing or found is None or bool(found.wish)

    def _asked(self, job: Job) -> Mapping[str, Any]:
        """What its process is asked: names, and the folder as it is called today."""
        where: dict[str, Any] = {"root": str(self.place.root), "token": job.token, "name": job.name}
        where["when"] = job.asked
        where["easy"] = job.lane != QUICK
        return {"kind": job.kind, **job.about, **where}

    def _teller(self, job: Job) -> Callable[[int, int, float | None], None]:
        saved = -SAVED

        def tell(done: int, total: int, left: float | None) -> None:
            nonlocal saved
            if left is not None:
                self._left[job.id] = left
            if time.monotonic() - saved >= SAVED or done >= total:
                saved = time.monotonic()
                with suppress(Lost):  # the next time will do
                    self.queue.tell(job.id, done, total)

        return tell

    def _settle(self, job: Job, came: Mapping[str, Any], begun: bool = True) -> None:
        """Write down how a job has ended: by itself, as was wished, or with a server; one that was
        never `begun` waits again."""

        def settle() -> Job:
            settled = None
            while settled is None:  # until nothing else is wished between looking and writing
                wish = self.queue.get(job.id).wish
                state, said, about = self._end_of(came, wish, begun)
                if state == CANCELLED:
                    self._clear(job)  # while no other of its name can be asked for
                settled = self.queue.settle(job.id, state, said, about, wish)
            return settled

        settled = self._surely(settle)
        if settled is not None and settled.state == DONE:
            self._let_go(settled)

    def _end_of(
        self, came: Mapping[str, Any], wish: str, begun: bool
    ) -> tuple[str, str, Mapping[str, Any] | None]:
        """In what state a job ends, why, and what it has come to be."""
        if "made" in came:
            return DONE, "", came["made"]
        if "refused" in came:
            return FAILED, "\n".join(came["refused"]), None
        if wish in (CANCELLED, PAUSED):
            return wish, "", None
        if wish == QUEUED or self._closing or not self._lanes or not begun:
            return QUEUED, "", None
        return FAILED, LOST, None

    def _let_go(self, job: Job) -> None:
        """Remove what a job was asked with."""
        shutil.rmtree(self.place.asked / job.token, ignore_errors=True)

    def _clear(self, job: Job) -> None:
        """Remove what a job that is cancelled was asked with, and what is half made of it."""
        self._let_go(job)
        if job.kind in ("run", "whatif_run"):
            from holdfast.campaign.keep import forget

            out = self.place.of(job.name)
            forget(out)
            sweep(out)
            out.with_name(f".{out.name}.lock").unlink(missing_ok=True)
            # the other side of a comparison, and what was on its way there
            shutil.rmtree(out.with_name(f".{out.name}.work"), ignore_errors=True)
            out.with_name(f".{out.name}.work.lock").unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what jobs left that a killed server never wrote down, and files in passing."""
        kept = self.queue.tokens()
        for folder in self.place.asked.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
        for file in self.place.incoming.iterdir():
            file.unlink(missing_ok=True)
