"""One cell: from the text of a table into a workbook and back, sign for sign.

A number or a day stands in the workbook as such where the text can be told again from the value
and its format; every other text stands as text. What a person types wins over the format: 0.125
typed where two decimals are shown comes back as 0.125.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import re

TEXT, DAY, PLAIN = "@", "yyyy-mm-dd", "General"
"""Formats of text, days and numbers that need none."""
LONGEST = 32_767
"""Characters of the longest text that a cell of a workbook holds."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""Signs at the beginning of a text that a spreadsheet may take for a formula."""
Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | None

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]{1,20}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIXED = re.compile(r"0(?:\.(0+))?")
_FIRST_DAY = datetime.date(1900, 3, 1)
"""Days before it are counted differently by different spreadsheets."""
_MARK = "json:"
"""Begins a text that is written as JSON, since a workbook would not keep all of its signs."""
_DELICATE = re.compile(r"\r|[\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_|^json:")
_EXACT = 15
"""Digits of a number that every spreadsheet keeps."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """What stands in a cell of a workbook."""

    value: Value
    format: str


def stored(text: str, kind: str) -> Stored:
    """How a text of a column of this type is kept, so that `told` gives it back.

    Raises ValueError if it is longer than a cell can be.
    """
    if not text:
        return Stored(None, PLAIN if kind in ("number", "integer") else TEXT)
    if kind in ("number", "integer") and (made := _number(text)):
        return made
    if kind == "date" and _DAY.fullmatch(text):
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            day = datetime.date.min
        if day >= _FIRST_DAY:
            return Stored(day, DAY)
    if _DELICATE.search(text):
        text = _MARK + json.dumps(text).replace("_", "\\u005f")
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST:,} characters, the most that a cell holds")
    return Stored(text, TEXT)


def _number(text: str) -> Stored | None:
    """The number that a text is, with the format that writes it so; None if there is none."""
    found = _NUMBER.fullmatch(text)
    if not found or len(re.sub(r"\D", "", text).lstrip("0")) > _EXACT:
        return None
    decimals = found.group(1)
    value = float(text) if decimals is not None else int(text)
    for form in (PLAIN, f"0.{'0' * len(decimals)}" if decimals else "0"):
        if told(value, form) == text:
            return Stored(value, form)
    return None


def told(value: object, form: str = PLAIN) -> str:
    """The text of a value of a workbook that is shown in a format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _digits(value, form)
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return _signs(str(value))


def _digits(value: float, form: str) -> str:
    fixed = _FIXED.fullmatch(form)
    if fixed and abs(value) < 10**_EXACT:
        shown = f"{value:.{len(fixed.group(1) or '')}f}"
        if float(shown) == value and not (value == 0 and shown.startswith("-")):
            return shown
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**_EXACT):
        return str(int(value))
    return repr(value)


def _signs(text: str) -> str:
    if text.startswith(_MARK):
        try:
            made = json.loads(text.removeprefix(_MARK))
        except ValueError:
            return text
        return made if isinstance(made, str) else text
    return text.replace("_x000D_", "\r")
