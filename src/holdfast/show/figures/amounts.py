"""Amounts that are known to the last digit: a bar each, beside what there was to spend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD
from holdfast.show.theme import LIGHT

WIDE = 600
NAMES, VALUES, ROW, NARROW_ROW, BAR = 240, 210, 34, 50, 12


@dataclass(frozen=True, slots=True)
class Amount:
    """One bar: its name, its size, what there was of it (nought if that is not told), its text."""

    name: str
    size: float
    limit: float
    text: str
    token: str


def draw(rows: Sequence[Amount], width: float) -> Canvas:
    """Draw the bars on one axis from nought; the limit is an outline around its bar."""
    wide = width > WIDE
    left, right = (NAMES, VALUES) if wide else (0, 0)
    each = ROW if wide else NARROW_ROW
    canvas = Canvas(width, each * len(rows) + 4)
    most = max(max(row.size, row.limit) for row in rows) or 1.0
    room = width - left - right
    axes = canvas.axes((left, 0, room, each * len(rows)), (0, most * 1.02), (each * len(rows), 0))
    for place, row in enumerate(rows):
        top = each * place
        middle = top + each / 2 if wide else top + each - 14
        base = top + each / 2 + 5 if wide else top + 18
        canvas.text(0, base, row.name, weight=SEMIBOLD, size=NAME_TEXT)
        x = width - right + 16 if wide else width
        canvas.text(x, base, row.text, align="left" if wide else "right")
        axes.barh(middle, row.size, BAR, color=LIGHT[row.token])
        if row.limit > 0:
            axes.barh(
                middle, row.limit, BAR, edge=LIGHT["soft"], lw=1.2,
                ls=(0, (3, 2)),
            )  # fmt: skip
    axes.axvline(0, color=LIGHT["none"], lw=1.5)
    return canvas
