"""The text of one cell: what it may be, and what it means."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Mapping
from datetime import date

from holdfast.scenario.fault import hint
from holdfast.scenario.schema import Column
from holdfast.written import day_hint

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"[+-]?[0-9]+")
ID = re.compile(r"\w[\w.+/&-]{0,63}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KNOWN = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
LARGEST = 1e15
"""No quantity of a campaign is larger; what is larger is a slip of the keyboard."""
YEARS = (1900, 2200)


def day(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises ValueError if it is not one between 1900 and 2200."""
    if not DAY.fullmatch(text):
        raise ValueError("is not a day")
    made = date(int(text[:4]), int(text[5:7]), int(text[8:]))
    if not YEARS[0] <= made.year <= YEARS[1]:
        raise ValueError("is out of range")
    return made


def known(text: str) -> date:
    """The day on which something became public: a month means its last day, a year 31 December.

    Raises ValueError if the text is neither a day, a month nor a year.
    """
    if not KNOWN.fullmatch(text):
        raise ValueError("is not a day, month or year")
    if len(text) == 10:
        return day(text)
    month = int(text[5:7] or 12)
    if not 1 <= month <= 12:
        raise ValueError("has no such month")
    return day(f"{text[:4]}-{month:02}-{calendar.monthrange(int(text[:4]), month)[1]:02}")


PHRASES: Mapping[str, str] = {
    "text": "text",
    "id": "an id of letters, digits and . _ - + / & without spaces",
    "date": "a day as YYYY-MM-DD, {first} to {last}",
    "known": "a day as YYYY-MM-DD, a month as YYYY-MM or a year as YYYY",
    "sources": "ids of sources.csv separated by ;",
    "choice": "one of {among}",
    "among": "{a} {of} of {table}.csv",
    "number": "a number",
    "integer": "a whole number",
    "per": "{said} per {unit}",
    "of": "{said} of {unit}",
    "between": "{said}, {low} to {high}",
    "least": "{said}, at least {low}",
    "most": "{said}, at most {high}",
}
"""What `words` says, in English."""


def words(
    column: Column, phrases: Mapping[str, str] = PHRASES, own: Callable[[str], str] = str
) -> str:
    """What a cell of the column may hold, for a message: "a number of MW, at least 0".

    In another language with its `phrases` and its `own` words for units; numbers stand as a cell
    has them.
    """
    if column.references:
        table, _, of = column.references.rpartition(".")
        article = "an" if of == "id" else "a"
        return phrases["among"].format(a=article, of=of, table=table)
    if column.type in ("number", "integer"):
        return _number_words(column, phrases, own)
    return phrases[column.type].format(
        first=YEARS[0], last=YEARS[1], among=", ".join(column.allowed)
    )


def _number_words(column: Column, phrases: Mapping[str, str], own: Callable[[str], str]) -> str:
    said, unit = phrases[column.type], column.unit
    if unit.startswith("1/"):
        said = phrases["per"].format(said=said, unit=own(unit[2:]))
    elif unit not in ("", "1"):
        said = phrases["of"].format(said=said, unit=own(unit))
    low, high = column.minimum, column.maximum
    if low is None and high is None:
        return said
    key = "most" if low is None else "least" if high is None else "between"
    ends = {end: f"{each:g}" for end, each in (("low", low), ("high", high)) if each is not None}
    return phrases[key].format(said=said, **ends)


def reader(column: Column) -> Callable[[str], str]:
    """A function that says what is wrong with the text of a cell that is not blank, or "".

    References are not looked up here: they need the other tables.
    """
    return {
        "text": lambda text: "",
        "id": lambda text: "" if ID.fullmatch(text) else "is not an id",
        "date": _date_fault,
        "known": _known_fault,
        "sources": _sources_fault,
        "choice": lambda text: _choice_fault(column, text),
        "number": lambda text: _number_fault(column, text, NUMBER, "is not a number"),
        "integer": lambda text: _number_fault(column, text, WHOLE, "is not a whole number"),
    }[column.type]


def _date_fault(text: str) -> str:
    try:
        day(text)
    except ValueError:
        found = "is no day of the calendar" if DAY.fullmatch(text) else "is not a day"
        return f"{found}{day_hint(text)}"
    return ""


def _known_fault(text: str) -> str:
    try:
        known(text)
    except ValueError:
        return f"is not a day, month or year of the calendar{day_hint(text)}"
    return ""


def _sources_fault(text: str) -> str:
    bad = [part.strip() for part in text.split(";") if not ID.fullmatch(part.strip())]
    return "is not a list of ids" if bad else ""


def _choice_fault(column: Column, text: str) -> str:
    if text in column.allowed:
        return ""
    near = hint(text, column.allowed)
    return f"is not known; {near}" if near.startswith("the nearest") else "is not known"


def _number_hint(column: Column, text: str) -> str:
    """How a number in the form of a spreadsheet or of another country is written here."""
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return "; write the decimal point as a point and nothing between thousands"
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f'’_][0-9]{3})+", text):
        return f"; write nothing between thousands: {re.sub('[^0-9+-]', '', text)}"
    if found := re.fullmatch(r"([+-]?[0-9]+(?:[.,][0-9]+)?)\s*%", text):
        number = float(found.group(1).replace(",", "."))
        share = column.unit in ("", "1") and column.maximum == 1
        return f"; write {number / 100:g}" if share else f"; write {number:g} without the sign"
    return ""


def _number_fault(column: Column, text: str, form: re.Pattern[str], otherwise: str) -> str:
    if not form.fullmatch(text):
        try:
            if not math.isfinite(float(text)):
                return "is not a finite number"
        except ValueError:
            pass
        return f"{otherwise}{_number_hint(column, text)}"
    value = float(text)
    if not math.isfinite(value):
        return "is not a finite number"
    if abs(value) > LARGEST:
        return f"is larger than {LARGEST:g}, the largest number a table may hold"
    if column.minimum is not None and value < column.minimum:
        return "is too small"
    if column.maximum is not None and value > column.maximum:
        return "is too large"
    return ""
