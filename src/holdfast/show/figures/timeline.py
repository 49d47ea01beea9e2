"""Who sends what, and when: transport, training, the day of use, and how late it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import SEMIBOLD, SMALL_TEXT, broken, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.theme import LIGHT

WIDE = 600
HEAD, BETWEEN, LINE, PAD = 36, 12, 16, 8
BAR = 9
PALE, DARK = 0.35, 0.85
MARK_ROOM = 28
DASHES = {"open": (0, (3, 2)), "other": (0, (1, 1.6))}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery: days (positions) of decision, arrival, use, and use in the late twentieth.

    `kind` is "firm" for what is decided, "open" for what is proposed, "other" for what only the
    first plan proposes. `mark` numbers its caveat, `note` holds sources and the plan it is of.
    """

    partner: str
    item: str
    token: str
    sent: float
    arrives: float
    used: float
    late: float
    kind: str
    when: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Deliveries grouped by partner, over the same days."""

    dates: Sequence[dt.date]
    deliveries: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class _Room:
    """Where things stand across: the column of items, the left end of the bars, their length."""

    column: float
    left: float
    room: float
    days: int

    @classmethod
    def of(cls, width: float, days: int) -> _Room:
        if width <= WIDE:
            return cls(0, 0, width, days)
        left, column = (440, 150) if width > 900 else (330, 110)
        return cls(column, left, width - left - 8, days)

    @property
    def wide(self) -> bool:
        return self.left > 0

    def x(self, day: float) -> float:
        """The place of a day on the canvas."""
        return self.left + min(max(day, 0.0), float(self.days)) / self.days * self.room


@dataclass(frozen=True, slots=True)
class _Row:
    """One delivery laid out: its lines of text, its height, where its date stands."""

    item: Delivery
    head: tuple[str, ...]
    """Lines of the partner's name, on its first delivery."""
    name: tuple[str, ...]
    note: tuple[str, ...]
    date: tuple[float, str] | None
    """Place and alignment of the date beside its bar; None where it stands in the note."""
    top: float
    height: float


def draw(view: Timeline, width: float, words: Catalogue) -> Canvas:
    """Draw a line for each delivery, partners one after the other."""
    room = _Room.of(width, len(view.dates))
    rows = _laid_out(view.deliveries, room)
    height = rows[-1].top + rows[-1].height
    canvas = Canvas(width, HEAD + height + 6)
    axes = canvas.axes((room.left, HEAD, room.room, height), (0, room.days), (height, 0))
    calendar.shade_winters(axes, view.dates)
    calendar.draw(canvas, axes, view.dates, words, below=12)
    for row in rows:
        y = HEAD + row.top + 14
        if row.head:
            canvas.line((0, width), (HEAD + row.top - 6, HEAD + row.top - 6))
            below = canvas.lines(0, y, row.head, weight=SEMIBOLD)
            y = y if room.wide else below
        _name(canvas, row, (room.column, y), room)
        middle = row.top + (9.5 if room.wide else row.height - 12)
        _bar(axes, row.item, middle, room.days)
        if row.date:
            x, align = row.date
            base = HEAD + middle + 4.5
            canvas.text(x, base, row.item.when, colour=LIGHT["soft"], align=align)
    return canvas


def _laid_out(deliveries: Sequence[Delivery], room: _Room) -> list[_Row]:
    """Break the texts of each row and place the rows below one another."""
    rows: list[_Row] = []
    y, partner = 6.0, None
    for item in deliveries:
        new = item.partner != partner
        y += BETWEEN if new and partner is not None else 0
        partner = item.partner
        names = room.column - 10 if room.wide else room.room
        head = broken(partner, names, weight=SEMIBOLD) if new else []
        texts = (room.left if room.wide else room.room) - room.column - MARK_ROOM
        date = _beside(item, room)
        note = item.note if date else f"{item.when}   {item.note}".strip()
        name = broken(item.item, texts)
        lines = broken(note, texts, SMALL_TEXT) if note else []
        if len(lines) == 1 and text_width(name[-1]) + text_width(note, SMALL_TEXT) + 6 < texts:
            inside = 0
        else:
            inside = len(lines)
        tall = LINE * (len(name) + inside)
        height = max(tall, LINE * len(head)) if room.wide else tall + LINE * len(head) + 22
        rows.append(_Row(item, tuple(head), tuple(name), tuple(lines), date, y, height + PAD))
        y += height + PAD
    return rows


def _beside(item: Delivery, room: _Room) -> tuple[float, str] | None:
    """Place the date right of its bar, left of it where the page ends, or else nowhere."""
    if not room.wide:
        return None
    taken = text_width(item.when)
    right = room.x(max(item.late, item.used)) + 9
    if right + taken < room.left + room.room:
        return right, "left"
    start = room.x(min(item.sent, item.used)) - 9
    return (start, "right") if start - taken > room.left else None


def _name(canvas: Canvas, row: _Row, place: tuple[float, float], room: _Room) -> None:
    """Write the item, sources and plan beside or under it, and the caveat's number in a circle."""
    x, base = place
    below = canvas.lines(x, base, row.name, step=LINE)
    texts = (room.left if room.wide else room.room) - room.column - MARK_ROOM
    if row.note:
        after = text_width(row.name[-1]) + 6
        if len(row.note) == 1 and after + text_width(row.note[0], SMALL_TEXT) < texts:
            canvas.text(x + after, below - LINE, row.note[0], colour=LIGHT["soft"], size=SMALL_TEXT)
        else:
            canvas.lines(x, below, row.note, step=LINE, colour=LIGHT["soft"], size=SMALL_TEXT)
    if row.item.mark:
        at, heat = room.column + texts + MARK_ROOM - 14, LIGHT["heat"]
        canvas.mark(at, base - 4.5, "o", 16, None, heat, 1.3)
        canvas.text(
            at, base, row.item.mark, colour=heat, weight=SEMIBOLD, align="center", size=SMALL_TEXT
        )


def _bar(axes: Plane, item: Delivery, middle: float, days: int) -> None:
    colour = LIGHT[item.token]
    whole = (item.sent, item.arrives, item.used, item.late)
    sent, arrives, used, late = (min(max(day, 0.0), float(days)) for day in whole)
    if item.kind == "firm":
        for start, end, alpha in ((sent, arrives, PALE), (arrives, used, DARK)):
            axes.barh(middle, end - start, BAR, start, color=colour, alpha=alpha)
    else:
        dashes = DASHES[item.kind]
        axes.barh(middle, used - sent, BAR, sent, edge=colour, lw=1.2, ls=dashes)
    if late > used:
        axes.plot([used, late], [middle] * 2, color=colour, lw=1.5)
        axes.plot(late, middle, "|", color=colour, ms=8, mew=1.5)
    if item.used <= days:
        fill = colour if item.kind == "firm" else LIGHT["ground"]
        axes.plot(used, middle, "D", mfc=fill, mec=colour, mew=1.5, ms=8, clip_on=False, zorder=5)
