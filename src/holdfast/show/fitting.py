"""How large a headline stands on paper: as large as two lines allow."""

from __future__ import annotations

from holdfast.show.figures.measure import SEMIBOLD, broken

SIZES = (24.0, 22.0, 20.0, 18.0, 16.5, 15.0, 13.5, 12.0, 11.0)
"""Sizes of a headline on A4 [pt], the largest first."""
ROOM = 508.0
"""Points of a line of a headline on A4."""
LINES = 2
SERIF = 1.13
"""How much wider the face of headlines runs than the one by which texts are measured."""


def headline_size(text: str) -> float:
    """Give the largest size at which a headline fills two lines of A4, else the smallest [pt]."""
    return next((size for size in SIZES if lines_of(text, size) <= LINES), SIZES[-1])


def lines_of(text: str, size: float) -> int:
    """Count the lines of a headline of a size [pt] on A4."""
    return len(broken(text, ROOM, size * SERIF, SEMIBOLD))
