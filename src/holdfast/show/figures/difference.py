"""What the second side changes: mean with its interval, and how much futures differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD, broken, text_width
from holdfast.show.theme import LIGHT

WIDE = 600
ROW, ROW_NARROW, HEAD = 40, 60, 34
LABELS, VALUES = 250, 190


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
    left, right = (LABELS if width > 900 else 228, VALUES) if wide else (4, 4)
    texts = [_lines(row, left - 12 if wide else width, words) for row in rows]
    verdicts = [broken(row.verdict, VALUES - 20) for row in rows]
    each = max(len(name) * 17 + len(note) * 16 for name, note in texts)
    each = max(each, 17 + 16 * max(map(len, verdicts))) if wide else each
    each = max(ROW, each + 8) if wide else max(ROW_NARROW, each + 28)
    canvas = Canvas(width, HEAD + each * len(rows) + 4)
    ends = [end for row in rows for end in (*row.futures, *row.interval, 0.0)]
    pad = (max(ends) - min(ends)) * 0.04 or 1.0
    limits = (min(ends) - pad, max(ends) + pad)
    room = width - left - right
    axes = canvas.axes((left, HEAD, room, each * len(rows)), limits, (len(rows), 0))
    ticks = MaxNLocator(6 if wide else 4).tick_values(*limits)
    ticks = [tick for tick in ticks if limits[0] <= tick <= limits[1]]
    axes.grid(xs=ticks)
    for tick in ticks:
        x = left + (tick - limits[0]) / (limits[1] - limits[0]) * room
        text = words.numbers.exact(tick) + " h"
        half_width = text_width(text) / 2
        x = min(max(x, half_width), width - half_width)
        canvas.text(x, HEAD - 12, text, colour=LIGHT["soft"], align="center")
    for i, row in enumerate(rows):
        middle = i + (0.5 if wide else 1 - 16 / each)
        half = 0.5 if wide else 9 / each
        axes.plot([0, 0], [middle - half, middle + half], color=LIGHT["none"], lw=1.5)
        axes.plot(row.futures, [middle] * 2, color=LIGHT["power"], lw=9, alpha=0.3, butt=True)
        axes.plot(row.interval, [middle] * 2, color=LIGHT["ink"], lw=2, butt=True)
        axes.plot(row.mean, middle, "s", color=LIGHT["power"], ms=9, mec=LIGHT["ink"], mew=1.2)
        top, (name, note) = HEAD + i * each, texts[i]
        slack = max(0.0, (each - 17 * len(name) - 16 * len(note) - 8) / 2) if wide else 0.0
        at = top + 17 + slack
        below = canvas.lines(0, at, name, step=17, weight=SEMIBOLD, size=NAME_TEXT)
        canvas.lines(0, below - 1, note, colour=LIGHT["soft"])
        if wide:
            x, y = width - VALUES + 16, top + each / 2 - 8 * (len(verdicts[i]) - 1)
            canvas.text(x, y - 2, row.value, weight=SEMIBOLD)
            canvas.lines(x, y + 14, verdicts[i], colour=LIGHT["soft"])
        canvas.line((0, width), (top + each, top + each))
    return canvas


def _lines(row: Row, room: float, words: Catalogue) -> tuple[list[str], list[str]]:
    """Break name and note of a row; where it is narrow the value stands in the note."""
    if room > LABELS:
        note = words.say("form.joint").join((row.note, f"{row.value}, {row.verdict}"))
        return broken(row.name, room, NAME_TEXT, SEMIBOLD), broken(note, room)
    return broken(row.name, room, NAME_TEXT, SEMIBOLD), broken(row.note, room)
