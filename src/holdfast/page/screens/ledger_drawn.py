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

WIDE, LEFT, RIGHT = 640.0, 190.0, 24.0
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
    """The drawing; blank where there is only one day."""
    found = marks(one, now, words)
    days = [day for mark in found for day in (mark.day, mark.due) if day]
    days += [one.promised] if one.promised else []
    if len(set(days)) < 2:
        return ""
    first, last = min(days), max(days)
    span = (last - first).days

    def place(day: date) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (day - first).days / span

    bottom = TALL * len(found) + 6
    parts = [_axis(first, last, place, bottom, words)]
    for at, mark in enumerate(found):
        y = TALL * at + TALL / 2
        parts.append(
            f'<text x="0" y="{y + 4:.1f}" fill="var(--ink)">{html.escape(mark.text)}</text>'
        )
        if mark.due:
            parts.append(
                f'<path d="M{place(mark.day):.1f} {y:.1f}H{place(mark.due):.1f}" '
                'stroke="var(--none)" stroke-width="2" stroke-dasharray="4 3"/>'
                f'<path d="M{place(mark.due):.1f} {y - 6:.1f}l6 6l-6 6l-6-6z" '
                'fill="var(--panel)" stroke="var(--ink)" stroke-width="1.5"/>'
            )
        parts.append(f'<circle cx="{place(mark.day):.1f}" cy="{y:.1f}" r="5" fill="var(--ink)"/>')
    if one.promised:
        x = place(one.promised)
        parts.append(f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="var(--heat)" stroke-width="1.5"/>')
    title = html.escape(words.say("page_ledger.course"))
    told = html.escape("; ".join(_said(mark, words) for mark in found))
    return (
        f'<svg class="c course" role="img" aria-label="{title}" viewBox="0 0 {WIDE:g} '
        f'{bottom + 22:g}" font-size="13" fill="none"><title>{title}</title><desc>{told}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _said(mark: Mark, words: Catalogue) -> str:
    day = words.numbers.day(mark.day, year=True)
    if mark.due is None:
        return f"{mark.text}: {day}"
    due = words.numbers.day(mark.due, year=True)
    return words.say("page_ledger.course_due", what=mark.text, day=day, due=due)


def _axis(first: date, last: date, place: object, bottom: float, words: Catalogue) -> str:
    made = [f'<path d="M{LEFT:g} {bottom:.1f}H{WIDE - RIGHT:g}" stroke="var(--line)"/>']
    assert callable(place)
    for day in _ticks(first, last):
        x = place(day)
        anchor = "end" if x > WIDE - RIGHT - 40 else "middle"
        made.append(
            f'<path d="M{x:.1f} 0V{bottom:.1f}" stroke="var(--faint)"/>'
            f'<text x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="{anchor}" fill="var(--soft)">'
            f"{html.escape(words.numbers.day(day))}</text>"
        )
    return "".join(made)


def _ticks(first: date, last: date) -> Sequence[date]:
    """The first day, the last, and as many between as have room."""
    span = (last - first).days
    count = max(1, min(span, int((WIDE - LEFT - RIGHT) // NEAR)))
    return [first + timedelta(days=round(span * at / count)) for at in range(count + 1)]
