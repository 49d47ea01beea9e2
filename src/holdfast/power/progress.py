"""What a long call tells of how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do; a further task begins from less again."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""
