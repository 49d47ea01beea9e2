"""The days of one row of a sheet of needs and offers: of arrival, of a pledge, since when known."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from holdfast.adopt.book import Cell, Place
from holdfast.adopt.dates import read_date
from holdfast.adopt.guesses import a_day
from holdfast.adopt.reading import Reading, likely, sure, unclear

if TYPE_CHECKING:
    from holdfast.adopt.fields import Fields

_SERIALS = (30_000, 60_000)
"""Day numbers of a spreadsheet, from 1982 to 2064."""


def day(fields: Fields, row: int, role: str) -> str | None:
    """The day that a row holds of this kind; "" if it has none."""
    if not fields.text(row, role):
        return ""
    place = fields.place(row, role)
    text = fields.grid.text(place)
    reading = _day(fields, fields.grid.cell(place), text)
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
    if not reading.taken:
        why = f"{reading.why}: known from the beginning; --as-of gives a day"
        reading = likely("", why, *reading.others)
    allowed = a_day("for what is known from the beginning")
    return fields.desk.settle(place, "known since", text, reading, allowed)


def _above(fields: Fields) -> tuple[Place, str, Reading]:
    """The cell above the header with the day nearest to it, its text, and the day.

    If there is none it is about the whole sheet: the place is the header's, the text blank.
    """
    for place, text in reversed(fields.block.title):
        reading = _day(fields, fields.grid.cell(place), _date_in(text))
        if reading.taken:
            said = fields.grid.text(place)
            return place, said, reading.at_most("likely", "the day above the header")
    return fields.top, "", unclear("no day stands above the header")


def _day(fields: Fields, cell: Cell | None, text: str) -> Reading:
    if cell is not None and isinstance(cell.value, (datetime.date, datetime.datetime)):
        return sure(text[:10], "a day")
    if cell is not None and is_number(cell):
        number = float(str(cell.value))
        if number.is_integer() and _SERIALS[0] < number < _SERIALS[1]:
            made = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number))
            return likely(made.isoformat(), "the number of a day, shown as a number")
    return read_date(text, fields.tables.window)


def is_number(cell: Cell) -> bool:
    """The cell holds a number, not a truth value."""
    return isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)


def _date_in(text: str) -> str:
    """The part of a title that may be a day: from its first figure or name of a month on."""
    if not read_date(text).taken:
        for found in re.finditer(r"\S+", text):
            if read_date(text[found.start() :]).taken:
                return text[found.start() :]
    return text
