"""The process of one job, or, told to be `standing`, of many.

See `child` for how it is talked to.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, TextIO

from holdfast.campaign.stopped import Stopped

EVERY = 0.2
"""Seconds between two lines that tell how far it is."""
EASY = 10
"""How far what takes its time stands back behind what somebody waits for."""


class Teller:
    """Tells how far it is, and how long the rest takes at the pace so far.

    Told to end, it raises Stopped where it is called next.
    """

    def __init__(self, out: TextIO, ended: Callable[[], bool] = lambda: False) -> None:
        self._out, self._ended = out, ended
        self._began: tuple[float, int] | None = None
        self._last = -EVERY
        self.before = 0
        """What had been done before this process began, in the same unit."""

    def __call__(self, done: int, total: int) -> None:
        if self._ended():
            raise Stopped
        now = time.monotonic()
        if self._began is None or done < self._began[1]:
            self._began = now, done
        if now - self._last < EVERY and done < total:
            return
        self._last = now
        since, first = self._began
        left = (total - done) * (now - since) / (done - first) if done > first else None
        self.say({"done": self.before + done, "total": self.before + total, "left": left})

    def say(self, line: dict[str, Any]) -> None:
        """Write one line."""
        self._out.write(json.dumps(line) + "\n")
        self._out.flush()


def main() -> None:
    """Do what the lines of the standard input ask, and say what came of it.

    One line is one job, and the process ends with it; one that is `standing` waits for the next,
    and leaves a job when it is told its number as what to `end`.
    """
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no part of the talk
    # not sys.stdin, which a worker that is forked off closes, and waits for who reads it
    given = os.fdopen(os.dup(0), "rb")
    if "standing" not in sys.argv[1:]:
        asked = given.readline()
        threading.Thread(target=_follow, args=(given.fileno(),), daemon=True).start()
        _do(json.loads(asked), out)
        os._exit(0)  # nothing is left to do, and taking libraries down takes long
    ended: set[int] = set()
    lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(given, lines, ended), daemon=True).start()
    while True:
        _do(lines.get(), out, ended)


def _hear(given: BinaryIO, lines: queue.SimpleQueue[dict[str, Any]], ended: set[int]) -> None:
    """Take in what is asked, and what is to end, and end with the server."""
    for line in given:
        asked = json.loads(line)
        if "end" in asked:
            ended.add(asked["end"])
        else:
            lines.put(asked)
    os._exit(0)


def _do(asked: dict[str, Any], out: TextIO, ended: set[int] | frozenset[int] = frozenset()) -> None:
    """One job, up to the line that says what came of it."""
    from holdfast.page.tasks import TASKS

    if asked.get("easy") and hasattr(os, "nice"):
        os.nice(EASY)
    teller = Teller(out, lambda: asked.get("number") in ended)
    try:
        came: dict[str, Any] = {"made": TASKS[asked["kind"]](asked, teller)}
    except Stopped:
        came = {"ended": True}
    except Exception as error:
        came = {"refused": _said(error)}
    teller.say(came)


def _follow(given: int) -> None:
    """End with the server: nothing more is written to the pipe, so what can be read is its end."""
    os.read(given, 1)
    os._exit(1)


def _said(error: Exception) -> list[str]:
    """What is wrong, in lines that say what to do."""
    from holdfast.scenario import ScenarioError

    if isinstance(error, ScenarioError):
        return [str(fault) for fault in error.faults]
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return ["there is not memory enough; ask for fewer futures or workers"]
    if isinstance(error, OSError) and error.strerror:
        where = error.filename or "the folder"
        return [f"{where}: {error.strerror}; look at its space and permissions"]
    if isinstance(error, (ValueError, RuntimeError, OSError)) and text:
        return str(error).splitlines()
    traceback.print_exc()
    return [f"unexpected {type(error).__name__}: {text}; the log of the page has more"]


if __name__ == "__main__":
    main()
