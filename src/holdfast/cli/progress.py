"""A bar on standard error, once something takes longer than two seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

PATIENCE = 2.0
"""Seconds after which a bar is shown."""


@contextmanager
def bar(what: str, quiet: bool = False) -> Iterator[Progress]:
    """A function to be called with what is done and what there is to do.

    A second task that starts from nought again restarts the bar. Nothing is shown where standard
    error is no terminal.
    """
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    quiet = quiet or not console.is_terminal
    shown = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = shown.add_task(what, total=None)
    began = time.monotonic()
    running = False

    def tell(done: int, total: int) -> None:
        nonlocal running
        if not running and not quiet and time.monotonic() - began > PATIENCE:
            shown.start()
            running = True
        shown.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if running:
            shown.stop()
