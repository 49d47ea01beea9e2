"""Ctrl-C: one line and exit state 130, whatever runs at that moment; never a traceback.

Inside a command the first Ctrl-C raises KeyboardInterrupt, so that blocks which write can tidy up;
further ones are passed over while they do, for two seconds. Outside a command (while modules are
loaded, or at the end) the process just leaves.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STATE = 130
"""Exit state of what was interrupted."""
PATIENCE = 2.0
"""Seconds in which a command may tidy up before another Ctrl-C ends it at once."""

_inside = 0
_since: float | None = None


def watch() -> None:
    """Take over Ctrl-C for the rest of this process."""
    signal.signal(signal.SIGINT, _stop)
    sys.unraisablehook = _quietly


@contextmanager
def inside() -> Iterator[None]:
    """A command runs: it can be interrupted and tidies up."""
    global _inside, _since
    _inside, _since = _inside + 1, None
    try:
        yield
    finally:
        _inside -= 1


def leave(state: int = STATE) -> None:
    """End the process now, with the workers that it started."""
    multiprocessing = sys.modules.get("multiprocessing")
    if multiprocessing is not None:
        for child in multiprocessing.active_children():
            child.kill()
    os._exit(state)


def _stop(*_: object) -> None:
    global _since
    now = time.monotonic()
    if not _inside or (_since is not None and now - _since > PATIENCE):
        leave()
    if _since is None:
        _since = now
        raise KeyboardInterrupt


def _quietly(found: Any) -> None:
    """A KeyboardInterrupt that a callback of a library could not pass on is raised once more."""
    global _since
    if found.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(found)
        return
    _since = None
    threading.Timer(0.05, _thread.interrupt_main).start()
