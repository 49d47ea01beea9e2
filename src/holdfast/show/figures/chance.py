"""The chance of something by date: by then with its band, and on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import SEMIBOLD, text_width
from holdfast.show.figures.plane import Dashes, Plane
from holdfast.show.reductions import Array, Days
from holdfast.show.theme import LIGHT

WIDE = 600
LEFT, RIGHT, HEAD, FOOT = 46, 58, 12, 40
TOPS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
BAND, OTHER = 0.30, 0.8
END_GAP = 16.0


@dataclass(frozen=True, slots=True)
class Chance:
    """Shares of futures (day,) with the ends of their intervals: complete by then, on the day."""

    dates: Sequence[dt.date]
    by: Array
    by_ends: tuple[Array, Array]
    on: Array
    on_ends: tuple[Array, Array]


def top_of(view: Chance) -> float:
    """Give the round end of an axis that holds both bands."""
    most = max(float(view.by_ends[1].max()), float(view.on_ends[1].max()))
    return next((top for top in TOPS if top >= most), TOPS[-1])


def draw(view: Chance, width: float, words: Catalogue) -> Canvas:
    """Draw both chances over the days, each within its band."""
    height = 300 if width > 900 else 240 if width > WIDE else 220
    canvas = Canvas(width, HEAD + height + FOOT)
    room, top = width - LEFT - RIGHT, top_of(view)
    axes = canvas.axes((LEFT, HEAD, room, height), (0, len(view.dates)), (0, top))
    calendar.shade_winters(axes, view.dates)
    levels = [top * part / 4 for part in range(5)]
    axes.grid(ys=levels)
    for level in levels:
        base = HEAD + height * (1 - level / top) + 4
        text = words.say("form.percent", value=words.numbers.exact(round(100 * float(level), 2)))
        canvas.text(LEFT - 7, base, text, colour=LIGHT["soft"], align="right", size=12)
    at = calendar.thinned(len(view.dates), room)
    _curve(axes, at, view.on, view.on_ends, ("none", OTHER, (0, (4, 2)), "on"))
    _curve(axes, at, view.by, view.by_ends, ("power", BAND, "solid", "by"))
    axes.axhline(0, color=LIGHT["none"], lw=1.5)
    _ends(canvas, view, (LEFT + room + 8, height, top), words)
    calendar.draw(canvas, axes, view.dates, words, below=HEAD + height + 16)
    return canvas


def _curve(
    axes: Plane,
    at: Days,
    values: Array,
    ends: tuple[Array, Array],
    how: tuple[str, float, Dashes, str],
) -> None:
    """Draw one chance within its band."""
    token, alpha, dashes, name = how
    days, colour = at + 0.5, LIGHT[token]
    # of the second its edges alone: two fills on each other are neither
    axes.fill_between(
        days, ends[0][at], ends[1][at],
        color=colour, alpha=alpha, outlined=name == "on", gid=f"band-{name}",
    )  # fmt: skip
    axes.plot(days, values[at], color=LIGHT["ink"] if name == "by" else colour, lw=2, ls=dashes)


def _ends(
    canvas: Canvas, view: Chance, where: tuple[float, float, float], words: Catalogue
) -> None:
    """Write both chances of the last day beside their curves, the lower one below the upper."""
    x, height, top = where
    bases = [HEAD + height * (1 - float(values[-1]) / top) + 4 for values in (view.by, view.on)]
    bases[1] = max(bases[1], bases[0] + END_GAP)
    if bases[1] > HEAD + height + 4:
        bases = [base - (bases[1] - HEAD - height - 4) for base in bases]
    for base, values, weight in zip(bases, (view.by, view.on), (SEMIBOLD, 400), strict=True):
        share = words.numbers.number(round(100 * float(values[-1]), 1), 2)
        text = words.say("form.percent", value=share)
        assert text_width(text, weight=weight) <= RIGHT
        colour = LIGHT["ink"] if weight == SEMIBOLD else LIGHT["soft"]
        canvas.text(x, base, text, colour=colour, weight=weight)
