"""The course of an item of help, drawn: each stage on its day, and where it was due."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.ledger.gifts import Gift, family
from holdfast.ledger.held import Held
from holdfast.page.screens.ledger import amount, stage_said
from holdfast.show.catalogue import Catalogue

SIZES = ((640.0, 190.0, "wide"), (300.0, 118.0, "slim"))
"""Width, room for the words, and class of the drawing, on a desk and on a phone: words are never
scaled down."""
RIGHT = 24.0
TALL = 30.0
NEAR = 74.0
"""Between two days of the axis at least."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One matter in the drawing."""

    text: str
    day: date
    due: date | None


def marks(one: Gift, now: Held, words: Catalogue) -> list[Mark]:
    """The stages of a gift with their days, its request before them."""
    if one.name not in now.matters:
        return []
    root = now.matters[one.name]
    asked = [each for each in now.before(root) if each.kind == "request"]
    made = []
    for matter in (*asked, *family(now, one.name)):
        due = [account.get("due") for account in matter.accounts if account.get("due")]
        many = matter.quantities()
        told = stage_said(matter.kind, words)
        text = f"{told}, {amount(max(many), '', words)}" if many else told
        day = min(account.day for account in matter.accounts)
        made.append(Mark(text, day, date.fromisoformat(max(due)) if due else None))
    return made


def course(one: Gift, now: Held, words: Catalogue) -> str:
    """The drawing, once for each size; blank where there is only one day."""
    found = marks(one, now, words)
    days = [day for mark in found for day in (mark.day, mark.due) if day]
    days += [one.promised] if one.promised else []
    if len(set(days)) < 2:
        return ""
    return "".join(
        _drawn(found, one.promised, Axis(min(days), max(days), wide, left), size, words)
        for wide, left, size in SIZES
    )


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right."""

    first: date
    last: date
    wide: float
    left: float

    def place(self, day: date) -> float:
        """Where a day is."""
        span = (self.last - self.first).days
        return self.left + (self.wide - self.left - RIGHT) * (day - self.first).days / span

    def ticks(self) -> Sequence[date]:
        """The first day, the last, and as many between as have room."""
        span = (self.last - self.first).days
        count = max(1, min(span, int((self.wide - self.left - RIGHT) // NEAR)))
        return [self.first + timedelta(days=round(span * at / count)) for at in range(count + 1)]


def _drawn(
    found: Sequence[Mark], promised: date | None, axis: Axis, size: str, words: Catalogue
) -> str:
    bottom = TALL * len(found) + 6
    parts = [_axis(axis, bottom, words)]
    if promised:
        x = axis.place(promised)
        parts.append(f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="var(--ink)" stroke-width="1.5"/>')
    parts += [_mark(mark, axis, TALL * (at + 0.5)) for at, mark in enumerate(found)]
    title = html.escape(words.say("page_ledger.course"))
    told = html.escape("; ".join(_said(mark, words) for mark in found))
    return (
        f'<svg class="c course {size}" role="img" aria-label="{title}" viewBox="0 0 {axis.wide:g} '
        f'{bottom + 22:g}" font-size="13" fill="none"><title>{title}</title><desc>{told}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _mark(mark: Mark, axis: Axis, y: float) -> str:
    """A stage: its words, a dot on its day, and a diamond where it is due."""
    x = axis.place(mark.day)
    made = [f'<text x="0" y="{y + 4:.1f}" fill="var(--ink)">{html.escape(mark.text)}</text>']
    if mark.due:
        due = axis.place(mark.due)
        made.append(
            f'<path d="M{x:.1f} {y:.1f}H{due:.1f}" stroke="var(--none)" stroke-width="2" '
            f'stroke-dasharray="4 3"/><path d="M{due:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z" '
            'fill="var(--panel)" stroke="var(--ink)" stroke-width="1.5"/>'
        )
    made.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="var(--ink)"/>')
    return "".join(made)


def _said(mark: Mark, words: Catalogue) -> str:
    day = words.numbers.day(mark.day, year=True)
    if mark.due is None:
        return f"{words.say('page_ledger.named', name=mark.text)} {day}"
    due = words.numbers.day(mark.due, year=True)
    return words.say("page_ledger.course_due", what=mark.text, day=day, due=due)


def _axis(axis: Axis, bottom: float, words: Catalogue) -> str:
    end = axis.wide - RIGHT
    made = [f'<path d="M{axis.left:g} {bottom:.1f}H{end:g}" stroke="var(--line)"/>']
    for day in axis.ticks():
        x = axis.place(day)
        made.append(
            f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="var(--faint)"/>'
            f'<text x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle" fill="var(--soft)">'
            f"{html.escape(words.numbers.day(day))}</text>"
        )
    return "".join(made)
