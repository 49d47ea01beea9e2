"""The days of one row of a sheet of needs and offers: of arrival, of a pledge, since when known."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from holdfast.adopt.book import Cell, Place
from holdfast.adopt.dates import EITHER, read_date
from holdfast.adopt.guesses import a_day
from holdfast.adopt.reading import Reading, likely, sure, unclear

if TYPE_CHECKING:
    from holdfast.adopt.fields import Fields

AHEAD = ("arrival",)
"""Kinds of days that come after the sheet was written; the others came before."""
_SERIALS = (30_000, 60_000)
"""Day numbers of a spreadsheet, from 1982 to 2064."""


def day(fields: Fields, row: int, role: str) -> str | None:
    """The day that a row holds of this kind; "" if it has none."""
    if not fields.text(row, role):
        return ""
    place = fields.place(row, role)
    text = fields.grid.text(place)
    reading = _day(fields, fields.grid.cell(place), text, role in AHEAD)
    return fields.desk.settle(place, role, text, reading, a_day("for no day"))


def day_of_ask(fields: Fields, row: int) -> str | None:
    """The day on which something was asked: of the row, or above the header."""
    own = day(fields, row, "pledged")
    if own != "":
        return own
    place, text, reading = _above(fields)
    return fields.desk.settle(place, "day of the asks", text, reading, a_day("to leave them out"))


def known_since(fields: Fields, row: int, said: str | None) -> str | None:
    """The day on which a row became public; "" if it is known from the beginning.

    It is that of a column for it, or `said`, on which the row was said; else the day that was
    given for the whole sheet, or one above the header.
    """
    own = day(fields, row, "as_of")
    if own != "" or said != "":
        return said if own == "" else own
    if fields.desk.as_of:
        return fields.desk.as_of
    place, text, reading = _above(fields)
    if not reading.taken and EITHER not in reading.why:
        why = f"{reading.why}: known from the beginning; --as-of gives a day"
        reading = likely("", why, *reading.others)
    allowed = a_day("for what is known from the beginning")
    return fields.desk.settle(place, "known since", text, reading, allowed)


def _above(fields: Fields) -> tuple[Place, str, Reading]:
    """The cell above the header with the day nearest to it, its text, and the day.

    If there is none it is about the whole sheet: the place is the header's, the text blank.
    """
    doubtful: tuple[Place, str, Reading] | None = None
    for place, text in reversed(fields.block.title):
        reading = _day(fields, fields.grid.cell(place), _date_in(text, fields), later=False)
        here = place, fields.grid.text(place), reading
        if reading.taken:
            return *here[:2], reading.at_most("likely", "the day above the header")
        if EITHER in reading.why:
            doubtful = doubtful or here
    return doubtful or (fields.top, "", unclear("no day stands above the header"))


def _day(fields: Fields, cell: Cell | None, text: str, later: bool) -> Reading:
    if cell is not None and isinstance(cell.value, (datetime.date, datetime.datetime)):
        return sure(text[:10], "a day")
    if cell is not None and is_number(cell):
        number = float(str(cell.value))
        if number.is_integer() and _SERIALS[0] < number < _SERIALS[1]:
            made = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number))
            return likely(made.isoformat(), "the number of a day, shown as a number")
    return _read(fields, text, later)


def _read(fields: Fields, text: str, later: bool) -> Reading:
    """The day in a text; a year that is not written is the nearest to when the sheet was known."""
    given = fields.desk.as_of
    known = datetime.date.fromisoformat(given) if given else fields.tables.known
    return read_date(text, fields.tables.window, None if known is None else (known, later))


def is_number(cell: Cell) -> bool:
    """The cell holds a number, not a truth value."""
    return isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)


def _date_in(text: str, fields: Fields) -> str:
    """The part of a title that may be a day: from its first figure or name of a month on."""
    if read_date(text).taken:
        return text
    parts = [text[found.start() :] for found in re.finditer(r"\S+", text)]
    for part in parts:
        if read_date(part).taken:
            return part
    for part in parts:
        reading = _read(fields, part, later=False)
        if reading.taken or EITHER in reading.why:
            return part
    return text
