"""What the second side changes: mean with its interval, and how much futures differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import NAME_TEXT, SEMIBOLD, Canvas, shorten
from holdfast.show.theme import LIGHT

WIDE = 600
ROW, ROW_NARROW, HEAD = 40, 60, 34
LABELS, VALUES = 250, 250


@dataclass(frozen=True, slots=True)
class Row:
    """One line: name, note, mean, 95 % interval of the mean, 90 % of futures, and two texts."""

    name: str
    note: str
    mean: float
    interval: tuple[float, float]
    futures: tuple[float, float]
    value: str
    verdict: str


def draw(rows: Sequence[Row], width: float, words: Catalogue) -> Canvas:
    """Draw the rows on one axis with the line of no difference."""
    wide = width > WIDE
    each = ROW if wide else ROW_NARROW
    values = VALUES if width > 900 else 190
    left, right = (LABELS if width > 900 else 228, values) if wide else (4, 4)
    canvas = Canvas(width, HEAD + each * len(rows) + 4)
    ends = [end for row in rows for end in (*row.futures, *row.interval, 0.0)]
    pad = (max(ends) - min(ends)) * 0.04 or 1.0
    limits = (min(ends) - pad, max(ends) + pad)
    room = width - left - right
    axes = canvas.axes((left, HEAD, room, each * len(rows)), limits, (len(rows), 0))
    ticks = MaxNLocator(6 if wide else 4).tick_values(*limits)
    ticks = [tick for tick in ticks if limits[0] <= tick <= limits[1]]
    axes.set_xticks(ticks, [""] * len(ticks))
    for tick in ticks:
        x = left + (tick - limits[0]) / (limits[1] - limits[0]) * room
        text = words.numbers.exact(tick) + " h"
        canvas.text(x, HEAD - 12, text, colour=LIGHT["soft"], align="center")
    for i, row in enumerate(rows):
        middle = i + (0.5 if wide else 0.72)
        half = 0.5 if wide else 0.14
        axes.plot([0, 0], [middle - half, middle + half], color=LIGHT["none"], lw=1.5)
        axes.plot(
            row.futures, [middle] * 2, color=LIGHT["power"], lw=9, alpha=0.3, solid_capstyle="butt"
        )
        axes.plot(row.interval, [middle] * 2, color=LIGHT["ink"], lw=2, solid_capstyle="butt")
        axes.plot(row.mean, middle, "s", color=LIGHT["power"], ms=9, mec=LIGHT["ink"], mew=1.2)
        top = HEAD + i * each
        if wide:
            canvas.text(
                0,
                top + 17,
                shorten(row.name, left - 12, NAME_TEXT, SEMIBOLD),
                weight=SEMIBOLD,
                size=NAME_TEXT,
            )
            canvas.text(0, top + 33, shorten(row.note, left - 12), colour=LIGHT["soft"])
            canvas.text(width - values + 16, top + 24, row.value, weight=SEMIBOLD)
            canvas.text(width, top + 24, row.verdict, colour=LIGHT["soft"], align="right")
        else:
            canvas.text(0, top + 15, row.name, weight=SEMIBOLD)
            canvas.text(width, top + 15, row.value, weight=SEMIBOLD, align="right")
            canvas.text(0, top + 30, row.note, colour=LIGHT["soft"])
            canvas.text(width, top + 30, row.verdict, colour=LIGHT["soft"], align="right")
        canvas.line((0, width), (top + each, top + each))
    return canvas
