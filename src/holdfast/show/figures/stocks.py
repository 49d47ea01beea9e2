"""How long stocks last: a fan an item, the baseline dashed, and when each first runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from holdfast.model.types import WEEK
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.fan import bands_of
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD, SMALL_TEXT, broken
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array, Days
from holdfast.show.theme import LIGHT

HEIGHT, BARS, FOOT = 150, 40, 36
LEFT, GAP = 46, 24
NEAR = 4
"""Days between two zero-days under which only the first is named."""
LEAST_BAR_TOP = 0.05
"""Share of futures at the end of the axis of bars, if none is larger."""


@dataclass(frozen=True, slots=True)
class Item:
    """One stock: names, its token, bands (level, day) of the side shown, the other's median.

    `first_empty` holds for each side the first empty day of each future, -1 where there is none.
    """

    name: str
    note: str
    token: str
    bands: Array
    baseline: Array | None
    first_empty: Sequence[Days]


@dataclass(frozen=True, slots=True)
class Stocks:
    """Items over the same days; `weekly` hides the day in favour of its week."""

    dates: Sequence[dt.date]
    items: Sequence[Item]
    weekly: bool = False


def zero_day(first_empty: Days) -> int | None:
    """Give the median first empty day, where at least half of the futures run out."""
    counted = np.where(first_empty < 0, np.iinfo(np.int64).max, first_empty)
    middle = np.sort(counted)[(len(counted) - 1) // 2]
    return None if middle == np.iinfo(np.int64).max else int(middle)


def _stock(axes: Plane, item: Item, room: float) -> None:
    if item.baseline is not None:
        at = calendar.thinned(len(item.baseline), room)
        axes.plot(at + 0.5, item.baseline[at], color=LIGHT["none"], lw=1.6, ls=(0, (4, 3)))
    bands_of(axes, item.bands, LIGHT[item.token], room)
    axes.axhline(0, color=LIGHT["none"], lw=1.5)


def _triangles(axes: Plane, view: Stocks, item: Item, words: Catalogue) -> None:
    """Mark the median zero-day of each side, and write its date once."""
    tokens = ["none", item.token] if len(item.first_empty) == 2 else [item.token]
    said: list[int] = []
    days = len(view.dates)
    for _level, (first, token) in enumerate(zip(item.first_empty, tokens, strict=True)):
        day = zero_day(first)
        if day is None:
            continue
        axes.plot(day + 0.5, 0, "v", color=LIGHT[token], ms=9, mew=0, clip_on=False, zorder=5)
        date = view.dates[day]
        text = words.numbers.day(date)
        if view.weekly:
            text = words.say("form.week_of", day=words.numbers.monday(date))
        if any(abs(day - other) < NEAR for other in said):
            continue
        near = any(abs(day - other) < days * 0.28 for other in said)
        side = "right" if day > 0.85 * days else "left" if day < 0.1 * days else "center"
        axes.annotate(
            text,
            (day + 0.5, 0),
            (0, 27 if near else 9),
            align=side,
            weight=SEMIBOLD,
            colour=LIGHT["soft"] if token == "none" else LIGHT[token],
            zorder=6,
        )
        said.append(day)


def _bars(
    canvas: Canvas, box: tuple[float, float, float, float], view: Stocks, item: Item
) -> float:
    """Hang a bar for each week: the share of futures in which the stock is first empty."""
    weeks = np.arange(0, len(view.dates) + WEEK, WEEK)
    shares = [np.histogram(first[first >= 0], weeks)[0] / len(first) for first in item.first_empty]
    top = max(LEAST_BAR_TOP, *(float(share.max()) for share in shares))
    axes = canvas.axes(box, (0, len(view.dates)), (top, 0))
    calendar.shade_winters(axes, view.dates)
    tokens = ["none", item.token] if len(shares) == 2 else [item.token]
    each = WEEK * 0.84 / len(shares)
    for i, (share, token) in enumerate(zip(shares, tokens, strict=True)):
        held = np.flatnonzero(share)
        if len(held):
            lefts = (weeks[held] + i * each).astype(np.float64)
            axes.boxes(lefts, np.zeros(len(held)), each, share[held], LIGHT[token])
    return top


def draw(view: Stocks, width: float, words: Catalogue) -> Canvas:
    """Draw the items, three, two or one to a row."""
    across = 3 if width > 900 else 2 if width > 600 else 1
    across = min(across, max(1, len(view.items)))
    each = (width - LEFT * across - GAP * (across - 1)) / across
    each = min(each, 480) if width > 600 else each
    texts = [
        (broken(item.name, each, NAME_TEXT, SEMIBOLD), broken(item.note, each))
        for item in view.items
    ]
    head = max(10.0 + 17 * len(name) + 16 * len(note) for name, note in texts)
    block = head + HEIGHT + BARS + FOOT + 20
    canvas = Canvas(width, -(-len(view.items) // across) * block)
    for i, item in enumerate(view.items):
        x = LEFT + i % across * (each + LEFT + GAP)
        y = i // across * block
        top = max(float(item.bands[4].max()), 1.0) * 1.05
        if item.baseline is not None:
            top = max(top, float(item.baseline.max()) * 1.05)
        axes = canvas.axes((x, y + head, each, HEIGHT), (0, len(view.dates)), (0, top))
        calendar.shade_winters(axes, view.dates)
        levels = [v for v in MaxNLocator(4, integer=True).tick_values(0, top) if 0 <= v <= top]
        axes.grid(ys=levels)
        for level in levels:
            base = y + head + HEIGHT * (1 - level / top) + 4
            canvas.text(
                x - 7,
                base,
                words.numbers.exact(level),
                colour=LIGHT["soft"],
                align="right",
                size=12,
            )
        _stock(axes, item, each)
        _triangles(axes, view, item, words)
        below = y + head + HEIGHT
        end = _bars(canvas, (x, below + 4, each, BARS), view, item)
        label = words.say("form.percent", value=words.numbers.fixed(end * 100))
        for line, text in enumerate((label, words.say("stocks.a_week"))):
            base = below + BARS - 8 + 12 * line
            canvas.text(x - 7, base, text, colour=LIGHT["soft"], align="right", size=SMALL_TEXT)
        below_name = canvas.lines(x, y + 14, texts[i][0], step=17, weight=SEMIBOLD, size=NAME_TEXT)
        canvas.lines(x, below_name, texts[i][1], colour=LIGHT["soft"])
        calendar.draw(canvas, axes, view.dates, words, below=below + BARS + 19)
    return canvas
