"""Interruptions that wait until what is being written is whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unbroken() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block, so that nothing half-written is left behind.

    Libraries that write in threads of their own cannot be stopped from outside without a trace.
    Outside the main thread, where no signal arrives, the block runs as it is.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    came = False

    def later(*_: object) -> None:
        nonlocal came
        came = True

    signal.signal(signal.SIGINT, later)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
