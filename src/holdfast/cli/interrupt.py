"""Ctrl-C: one line and exit state 130, whatever runs at that moment; never a traceback.

Inside a command the first Ctrl-C raises KeyboardInterrupt, so that blocks which write can tidy up;
further ones are passed over while they do, for two seconds. While a module is being loaded it waits
until that is done, since a library that is loaded by half cannot be used to tidy up. Outside a
command (at the beginning, or at the end) the process just leaves.
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
from types import FrameType
from typing import Any

STATE = 130
"""Exit state of what was interrupted."""
PATIENCE = 2.0
"""Seconds in which a command may tidy up before another Ctrl-C ends it at once."""
SOON = 0.05
"""Seconds after which a Ctrl-C that could not be heard is tried again."""

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


def _stop(_number: int, frame: FrameType | None) -> None:
    global _since
    now = time.monotonic()
    if not _inside or (_since is not None and now - _since > PATIENCE):
        leave()
    if _since is None and _loading(frame):
        _again()
        return
    if _since is None:
        _since = now
        raise KeyboardInterrupt


def _loading(frame: FrameType | None) -> bool:
    """Whether a module is being loaded where the signal came."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _again() -> None:
    waiting = threading.Timer(SOON, _thread.interrupt_main)
    waiting.daemon = True
    waiting.start()


def _quietly(found: Any) -> None:
    """A KeyboardInterrupt that a callback of a library could not pass on is raised once more."""
    global _since
    if found.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(found)
        return
    _since = None
    _again()
