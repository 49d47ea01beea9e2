"""Days and numbers as they are written elsewhere: how a message says that they are written here."""

from __future__ import annotations

import datetime
import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})\.?")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f'’_][0-9]{3})+")
_WITH_UNIT = re.compile(r"[€$£]?\s*([0-9]+(?:[.,][0-9]+)?)\s*([A-Za-z€$£]*)\.?")
_MILLION = ("m", "mn", "mio", "mln", "million", "millions")
_TIMES = {"k": 1e-3, "bn": 1e3, "mrd": 1e3, "billion": 1e3, "billions": 1e3}


def real(text: str) -> float | None:
    """The number that a text is, in plain digits with a point; None if it is none."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def number_hint(text: str, million: bool = False) -> str:
    """How a number with a comma, spaces or a unit is written here: "; write 60.5"; else "".

    With `million` it is one in million, so that 60m is 60.
    """
    text = text.strip()
    if found := _COMMA.fullmatch(text):
        whole, after = found.groups()
        if len(after) == 3:
            return f"; write {whole}{after}, or {whole}.{after} if the comma is a decimal one"
        return f"; write {whole}.{after}"
    if _SPACED.fullmatch(text):
        return f"; write {re.sub('[^0-9]', '', text)}"
    found = _WITH_UNIT.fullmatch(text)
    if found is None:
        return ""
    plain, unit = float(found[1].replace(",", ".")), found[2].lower()
    if million and unit in _MILLION:
        return f"; write {plain:g}: it is in million"
    if million and unit in _TIMES:
        return f"; write {plain * _TIMES[unit]:.10g}: it is in million"
    return f"; write {plain:g}, without a unit"


def day_hint(text: str) -> str:
    """How a day written in another order is written here: "; write 2030-11-01"; else "".

    With points the day goes first; with strokes either may, so both are given where both are days.
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return ""
    first, sign, second, third = found.groups()
    if len(first) == 4:
        orders = [(first, second, third)]
    elif len(third) == 4:
        orders = [(third, second, first)]
        if sign != ".":
            orders.append((third, first, second))
    else:
        return ""
    days = dict.fromkeys(day for order in orders if (day := _day(*map(int, order))))
    return f"; write {' or '.join(days)}" if days else ""


def _day(year: int, month: int, day: int) -> str:
    """The day as YYYY-MM-DD; blank if the calendar has none."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
