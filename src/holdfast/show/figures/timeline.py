"""Who sends what, and when: transport, training, the day of use, and how late it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import SEMIBOLD, SMALL_TEXT, Canvas, shorten, text_width
from holdfast.show.theme import LIGHT

WIDE = 600
ROW, ROW_NARROW, HEAD, BETWEEN = 24, 42, 36, 12
BAR = 9
PALE, DARK = 0.35, 0.85


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery: days (positions) of decision, arrival, use, and use in the late twentieth.

    `firm` is false for what is proposed or offered and not decided. `mark` numbers its caveat and
    `sources` the sources.
    """

    partner: str
    item: str
    token: str
    sent: float
    arrives: float
    used: float
    late: float
    firm: bool
    when: str
    sources: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Deliveries grouped by partner, over the same days."""

    dates: Sequence[dt.date]
    deliveries: Sequence[Delivery]


def draw(view: Timeline, width: float, words: Catalogue) -> Canvas:
    """Draw a line for each delivery, partners one after the other."""
    wide = width > WIDE
    tops, height = _tops(view.deliveries, wide)
    canvas = Canvas(width, HEAD + height + 6)
    left = (440 if width > 900 else 320) if wide else 0
    column = 140 if width > 900 else 90
    room = width - left - (8 if wide else 0)
    days = len(view.dates)
    axes = canvas.axes((left, HEAD, room, height), (0, days), (height, 0))
    calendar.shade_winters(axes, view.dates)
    calendar.draw(canvas, axes, view.dates, words, below=12)
    partner = None
    for item, top in zip(view.deliveries, tops, strict=True):
        if item.partner != partner:
            partner = item.partner
            canvas.line((0, width), (HEAD + top - 6, HEAD + top - 6))
            name = top + (16 if wide else 12)
            room_for_name = column - 8 if wide else width
            canvas.text(
                0, HEAD + name, shorten(partner, room_for_name, weight=SEMIBOLD), weight=SEMIBOLD
            )
        first = not wide and top in _starts(view.deliveries, tops)
        base = top + (16 if wide else 12 + (18 if first else 0))
        _name(canvas, item, (column if wide else 0, HEAD + base, left if wide else width))
        middle = base + (-4.5 if wide else 14)
        _bar(axes, item, middle, days)
        _when(canvas, item, (left, HEAD + middle + 4.5, room), days)
    return canvas


def _starts(deliveries: Sequence[Delivery], tops: Sequence[float]) -> set[float]:
    """Give the tops of the first delivery of each partner."""
    return {
        top
        for i, top in enumerate(tops)
        if i == 0 or deliveries[i].partner != deliveries[i - 1].partner
    }


def _tops(deliveries: Sequence[Delivery], wide: bool) -> tuple[list[float], float]:
    """Place the rows: give their tops and the height of all."""
    tops, y, partner = [], 6.0, None
    for item in deliveries:
        new = item.partner != partner
        if new and partner is not None:
            y += BETWEEN
        partner = item.partner
        tops.append(y)
        y += ROW if wide else ROW_NARROW + (18 if new else 0)
    return tops, y


def _name(canvas: Canvas, item: Delivery, place: tuple[float, float, float]) -> None:
    """Write the item, the numbers of its sources, and the number of its caveat in a circle."""
    x, base, end = place
    reserve = 30 if item.mark else 8
    taken = text_width(item.sources, SMALL_TEXT) + 5 if item.sources else 0
    text = shorten(item.item, end - x - reserve - taken)
    canvas.text(x, base, text)
    if item.sources:
        canvas.text(
            x + text_width(text) + 5, base, item.sources, colour=LIGHT["soft"], size=SMALL_TEXT
        )
    if item.mark:
        at = (end - 16,)
        canvas.line(
            at,
            (base - 4.5,),
            LIGHT["heat"],
            marker="o",
            ms=16,
            mfc="none",
            mec=LIGHT["heat"],
            mew=1.3,
        )
        canvas.text(
            at[0],
            base,
            item.mark,
            colour=LIGHT["heat"],
            weight=SEMIBOLD,
            align="center",
            size=SMALL_TEXT,
        )


def _bar(axes: Axes, item: Delivery, middle: float, days: int) -> None:
    colour = LIGHT[item.token]
    whole = (item.sent, item.arrives, item.used, item.late)
    sent, arrives, used, late = (min(max(day, 0.0), float(days)) for day in whole)
    if item.firm:
        for start, end, alpha in ((sent, arrives, PALE), (arrives, used, DARK)):
            axes.barh(middle, end - start, BAR, start, color=colour, alpha=alpha, lw=0)
    else:
        axes.barh(
            middle,
            used - sent,
            BAR,
            sent,
            facecolor="none",
            edgecolor=colour,
            lw=1.2,
            ls=(0, (3, 2)),
        )
    if late > used:
        axes.plot([used, late], [middle] * 2, color=colour, lw=1.5)
        axes.plot(late, middle, "|", color=colour, ms=8, mew=1.5)
    if item.used <= days:
        fill = colour if item.firm else LIGHT["ground"]
        axes.plot(used, middle, "D", mfc=fill, mec=colour, mew=1.5, ms=8, clip_on=False, zorder=5)


def _when(canvas: Canvas, item: Delivery, place: tuple[float, float, float], days: int) -> None:
    """Write the dates right of the line, left of it where the page ends, or else upon it."""
    left, base, room = place
    scale = room / days
    right = left + min(max(item.late, item.used), days) * scale + 9
    if right + text_width(item.when) < left + room:
        canvas.text(right, base, item.when, colour=LIGHT["soft"])
        return
    start = left + max(min(item.sent, item.used), 0) * scale - 9
    inside = start - text_width(item.when) < left
    if inside:
        start = left + min(item.used, days) * scale - 10
    canvas.text(start, base, item.when, colour=LIGHT["soft"], align="right", halo=inside)
