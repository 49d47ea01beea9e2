"""What a spreadsheet makes of a value, read as the table wants it; each reading is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from holdfast.adopt.dates import read_date
from holdfast.adopt.words import lookup, phrase
from holdfast.scenario import Column
from holdfast.scenario.cells import reader

_SPACES = re.compile(r"\s")
_PERCENT = re.compile(r"([+-]?[0-9.]+)\s*%")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9:.]+")


def habitual(column: Column, text: str) -> str:
    """The text as a cell of the column may hold it; as it is where no habit explains it."""
    bare = text.strip()
    judge = reader(column)
    if not bare or not judge(bare):
        return text
    for read in _READERS.get(column.type, ()):
        made = read(column, bare)
        if made and not judge(made):
            return made
    return text


def scaled(text: str, factor: str) -> str:
    """The number times a factor, exactly. Raises ValueError if the text is no number."""
    try:
        made = Decimal(text.strip()) * Decimal(factor)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not made.is_finite():
        raise ValueError(f"{text!r} is not a finite number")
    plain = format(made, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _spaced(column: Column, text: str) -> str:
    """Spaces between thousands: "1 200"."""
    return _SPACES.sub("", text) if re.fullmatch(r"[+-]?\d{1,3}(\s\d{3})+(\.\d+)?", text) else ""


def _percent(column: Column, text: str) -> str:
    """A share written as per cent, where the column holds one: "25 %" is 0.25."""
    found = _PERCENT.fullmatch(text)
    return _scaled(found.group(1), "0.01") if found and column.unit == "1" else ""


def _whole(column: Column, text: str) -> str:
    """A whole number with decimals that are all 0."""
    return text.partition(".")[0] if re.fullmatch(r"[+-]?\d+\.0+", text) else ""


def _scaled(text: str, factor: str) -> str:
    try:
        return scaled(text, factor)
    except ValueError:
        return ""


def _day(column: Column, text: str) -> str:
    """A day with a time, or in words of which only one reading is possible."""
    if found := _MIDNIGHT.fullmatch(text):
        return found.group(1)
    made = read_date(text)
    return made.taken if made.sureness == "sure" else ""


def _choice(column: Column, text: str) -> str:
    """A word in other letters, and yes and no in other words."""
    for allowed in column.allowed:
        if text.casefold() == allowed.casefold():
            return allowed
    if set(column.allowed) == {"yes", "no"}:
        return lookup("yes_no").get(phrase(text) or text, "")
    return ""


_READERS: dict[str, tuple[Callable[[Column, str], str], ...]] = {
    "number": (_spaced, _percent),
    "integer": (_spaced, _whole, _percent),
    "date": (_day,),
    "known": (_day,),
    "choice": (_choice,),
}
