"""How numbers are written for readers: cut where the standard error says they stop to mean much.

A mean and its standard error are both cut at the error's first digit, at its second when the first
is a 1; without an error three significant digits stand. Spaces inside a number do not break, the
minus is a real minus, thousands carry a comma.
"""

from __future__ import annotations

import math
from datetime import date

SPACE = "\u00a0"
MINUS = "\u2212"


def plus_minus(mean: float, error: float, sign: bool = False) -> str:
    """`143 ± 3`: a mean with its standard error; `sign` writes a plus too, as differences need.

    Where the error is unknown (nan) or nought the mean stands with three significant digits.
    """
    if not math.isfinite(mean):
        return "not known"
    if not math.isfinite(error) or error <= 0:
        alone = plain(mean, sign=sign)
        return f"{alone}{SPACE}±{SPACE}0" if error == 0 else alone
    places = _places(error)
    return f"{_write(mean, places, sign)}{SPACE}±{SPACE}{_write(error, places, False)}"


def plain(value: float, digits: int = 3, sign: bool = False) -> str:
    """A number without an error, to so many significant digits."""
    if not math.isfinite(value):
        return "not known"
    if value == 0:
        return "0"
    return _write(value, digits - 1 - math.floor(math.log10(abs(value))), sign)


def futures_of(share: float, futures: int) -> str:
    """A chance as `11 futures of 100`; near nought or one, or of few futures, as the count."""
    count = round(share * futures)
    if futures <= 100 or share > 0.995 or (count > 0 and share < 0.005):
        return f"{count:,} of {futures:,} futures"
    return f"{round(share * 100)} futures of 100"


def both_of(one: float, other: float, futures: int) -> str:
    """Two chances as `96, 2 of 100`; of up to a hundred futures the counts."""
    whole = min(futures, 100)
    return f"{round(one * whole)}, {round(other * whole)} of {whole}"


def day(value: date) -> str:
    """`18 Dec 2022`."""
    return f"{value.day} {value:%b %Y}"


def _places(error: float) -> int:
    """Decimal places at which a mean with this error is cut."""
    place = -math.floor(math.log10(error))
    leading = round(error, place + 1) * 10.0**place
    if leading >= 9.95:
        return place
    return place + 1 if leading < 1.95 else place


def _write(value: float, places: int, sign: bool) -> str:
    rounded = round(value, places)
    text = f"{abs(rounded):,.{max(places, 0)}f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text
