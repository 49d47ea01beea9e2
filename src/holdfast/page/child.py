"""Processes that do what the page must not wait for; they talk in lines of JSON.

The first line in says what is asked. Lines out tell how far it is, and the last what came of it:
`{"made": {...}}`, or `{"refused": [...]}` in the words that say what to do. A process ends with the
server that began it: the pipe to it closes then.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from holdfast.page.errors import Broken, Faulty

MODULE = "holdfast.page.runner"
LOST = (
    "its process was ended from outside, perhaps for want of memory; what is finished is kept: let "
    "it go on, with fewer workers"
)

_FEW = threading.Semaphore(2)
"""Processes that are waited for at once, however many ask."""


class Child:
    """A process with a group of its own, so that it goes with all the workers it has started."""

    def __init__(self, asked: Mapping[str, Any], log: Path) -> None:
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended already, which is seen where it is heard

    def hear(self, tell: Callable[[int, int, float | None], None]) -> Mapping[str, Any]:
        """Wait for its end; what came of it, {} if it ended without a word."""
        assert self._process.stdout is not None
        came: Mapping[str, Any] = {}
        for line in self._process.stdout:
            if not line.endswith(b"\n"):
                break  # it was ended while it spoke
            said = json.loads(line)
            if "done" in said:
                tell(said["done"], said["total"], said["left"])
            else:
                came = said
        self._process.wait()
        self.kill()  # whatever it had started and left
        return came

    def kill(self) -> None:
        """End it and its workers now; nothing it writes is ever half there."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def call(asked: Mapping[str, Any], log: Path) -> Mapping[str, Any]:
    """Ask and wait. Raises Faulty in the words of who refused it, Broken if there was no answer."""
    with _FEW:
        came = Child(asked, log).hear(lambda done, total, left: None)
    if "refused" in came:
        raise Faulty(came["refused"])
    if "made" not in came:
        raise Broken(LOST)
    made: Mapping[str, Any] = came["made"]
    return made
