"""Processes that do what the page must not wait for; they talk in lines of JSON.

The first line in says what is asked. Lines out tell how far it is, or what came of a part of it,
`{"early": {...}}`, and the last what came of it: `{"made": {...}}`, or `{"refused": [...]}` in the
words that say what to do. A process ends with the
server that began it: the pipe to it closes then.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from holdfast.page.errors import Broken, Busy, Faulty, Superseded
from holdfast.page.nursery import Process, nursery

MODULE = "holdfast.page.runner"
LOST = (
    "its process was ended from outside, perhaps for want of memory; what is finished is kept: let "
    "it go on, with fewer workers"
)

AGAIN = "another question came after this one"

Tell = Callable[[int, int, float | None], None]
"""Told how much is done of how much, and seconds that the rest takes if that is known."""


def silent(done: int, total: int, left: float | None) -> None:
    """Tell nobody."""


Early = Callable[[Mapping[str, Any]], None]
"""Given what came of a part of what is asked, before the rest."""


def unheard(came: Mapping[str, Any]) -> None:
    """Hear nothing before the end."""


ENDS = 20.0
"""Seconds to wait for the end of what was killed."""
_FEW = threading.Semaphore(2)
"""Processes that are waited for at once, however many ask."""
_ROOM = threading.BoundedSemaphore(12)
"""Who may wait for these: each who does holds a thread, of which all who ask have the same few."""
BUSY = "many ask for work at this moment: ask again in a minute"


class Child:
    """A process with a group of its own, so that it goes with all the workers it has started."""

    def __init__(self, asked: Mapping[str, Any], log: Path) -> None:
        self._process = nursery().begin(MODULE, [], log)
        _told(self._process, asked)

    def hear(self, tell: Tell) -> Mapping[str, Any]:
        """Wait for its end; what came of it, {} if it ended without a word."""
        came = _heard(self._process, tell)
        self._process.wait()
        return came

    def kill(self) -> None:
        """End it and its workers now; nothing it writes is ever half there."""
        self._process.kill()


class Standby:
    """A process that stays when it has answered, with its libraries and what it has read.

    It answers one after the other, in the order in which they were asked. Who asks again takes the
    first question back, even while it is being answered: of a hand that moves something only the
    last place counts.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process: Process | None = None
        self._guard = threading.Lock()
        self._moved = threading.Condition(self._guard)
        """Somebody was answered, or let go: who waits looks whether it is their turn."""
        self._last: dict[str, int] = {}
        """The question that counts of each who waits or is being answered."""
        self._taken = False
        """It is somebody's turn."""
        self._at: tuple[str, int, Process] | None = None
        """Whose question is being answered, its number, and by which process."""
        self._count = 0
        self._closed = False

    def ask(
        self, asked: Mapping[str, Any], whose: str, tell: Tell = silent, early: Early = unheard
    ) -> Mapping[str, Any]:
        """What came of a job; `whose` names who asks, for whom only the last question counts.

        Raises Superseded if they asked again before it was answered, Faulty in the words of what
        refused it, Broken if the process was ended from outside; the next who asks has a new one.
        """
        with self._guard:
            self._count += 1
            mine = self._last[whose] = self._count
        try:
            with self._guard:
                self._let_go(whose)
            return self._answered(asked, whose, mine, tell, early)
        finally:
            with self._guard:
                if self._last.get(whose) == mine:
                    del self._last[whose]
                self._moved.notify_all()

    @property
    def waiting(self) -> int:
        """How many wait for an answer, with whoever is being answered."""
        return len(self._last)

    def _answered(
        self, asked: Mapping[str, Any], whose: str, mine: int, tell: Tell, early: Early
    ) -> Mapping[str, Any]:
        self._wait(whose, mine)
        try:
            process = self._standing()
            with self._guard:
                if self._closed:
                    process.kill()
                    raise Broken(LOST)
                _told(process, {**asked, "number": mine})
                self._at = whose, mine, process
                if self._last.get(whose) != mine:
                    self._let_go(whose)
            came = self._heard_out(process, tell, early)
        finally:
            with self._guard:
                self._taken, self._at = False, None
                last = self._last.get(whose) == mine
        if not last or "ended" in came:
            raise Superseded(AGAIN)
        return answer(came)

    def _heard_out(self, process: Process, tell: Tell, early: Early) -> Mapping[str, Any]:
        """What came; a process that ended, or whose answer nobody heard out, is begun anew."""
        came: Mapping[str, Any] = {}
        try:
            came = _heard(process, tell, early, once=True)
        finally:
            if not came:
                self._end()
        return came

    def _wait(self, whose: str, mine: int) -> None:
        """Wait for the turn of a question, and take it. Raises Superseded, Broken."""
        with self._moved:
            while self._last.get(whose) == mine and not self._closed:
                if not self._taken and min(self._last.values()) == mine:
                    self._taken = True
                    return
                self._moved.wait()
        if self._closed:
            raise Broken(LOST)
        raise Superseded(AGAIN)

    def take_back(self, whose: str) -> None:
        """Let go what somebody has asked who is gone; nothing where they have asked nothing."""
        with self._guard:
            self._last.pop(whose, None)
            self._let_go(whose)

    def _let_go(self, whose: str) -> None:
        """What somebody asked before is not answered further, and nobody waits for it."""
        if self._at is not None and self._at[0] == whose:
            _told(self._at[2], {"end": self._at[1]})
        self._moved.notify_all()

    def close(self) -> None:
        """End the process; nothing is answered any more."""
        with self._guard:
            self._closed = True
            self._moved.notify_all()
        self._end()

    def _standing(self) -> Process:
        if self._process is None or self._process.ended:
            self._end()
            self._process = nursery().begin(MODULE, ["standing"], self._log)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(ENDS)


def _told(process: Process, asked: Mapping[str, Any]) -> None:
    try:
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        pass  # it has ended already, which is seen where it is heard


def _heard(
    process: Process, tell: Tell, early: Early = unheard, once: bool = False
) -> Mapping[str, Any]:
    """What came of a job, {} if the process ended without a word; `once` it has said so, or else
    at its end."""
    came: Mapping[str, Any] = {}
    for line in process.stdout:
        if not line.endswith(b"\n"):
            break  # it was ended while it spoke
        said = json.loads(line)
        if "done" in said:
            tell(said["done"], said["total"], said["left"])
        elif "early" in said:
            early(said["early"])
        else:
            came = said
            if once:
                break
    return came


def answer(came: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was made. Raises Faulty in the words of who refused it, Broken if there is nothing."""
    if "refused" in came:
        raise Faulty(came["refused"])
    if "made" not in came:
        raise Broken(LOST)
    made: Mapping[str, Any] = came["made"]
    return made


def call(asked: Mapping[str, Any], log: Path) -> Mapping[str, Any]:
    """Ask and wait.

    Raises Faulty in the words of who refused it, Broken if there was no answer, Busy if too many
    wait already.
    """
    if not _ROOM.acquire(blocking=False):
        raise Busy(BUSY)
    try:
        with _FEW:
            return answer(Child(asked, log).hear(silent))
    finally:
        _ROOM.release()
