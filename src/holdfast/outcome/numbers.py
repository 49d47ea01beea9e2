"""How numbers are written for readers: cut where the standard error says they stop to mean much.

A mean and its standard error are both cut at the error's first digit; at its second when the first
is a 1, or when their ratio lies where verdicts change, so that a reader can work it out again.
Without an error three significant digits stand. Spaces inside a number do not break, the minus is
a real minus, thousands carry a comma.
"""

from __future__ import annotations

import math
from datetime import date

SPACE = "\u00a0"
MINUS = "\u2212"
UNKNOWN, TO, UNDER, OVER = "not known", "to", "under", "over"
"""All words that stand within a number, for whoever writes it in another language."""
DOUBTFUL = (1.5, 4.0)
"""Ratios of a mean to its error between which a verdict hangs on the error's second digit."""


ROUNDING = 1e-12
"""Error, relative to its mean, that is rounding alone."""


MOST_PLACES = 9
"""Decimals that mean something: the price of a litre in millions has six, and three digits."""


def plus_minus(mean: float, error: float, sign: bool = False) -> str:
    """`143 ± 3`: a mean with its standard error; `sign` writes a plus too, as differences need.

    Where the error is unknown (nan) or nought the mean stands with three significant digits; an
    error that is no more than rounding in the last digits of a float is nought.
    """
    if not math.isfinite(mean):
        return UNKNOWN
    if 0 < error <= ROUNDING * abs(mean):
        error = 0.0
    if not math.isfinite(error) or error <= 0:
        alone = plain(mean, sign=sign)
        return f"{alone}{SPACE}±{SPACE}0" if error == 0 else alone
    return at(mean, error, places(mean, error), sign)


def at(mean: float, error: float, decimals: int, sign: bool = False) -> str:
    """A mean and its standard error with so many decimals."""
    return f"{fixed(mean, decimals, sign)}{SPACE}±{SPACE}{fixed(error, decimals)}"


def places(mean: float, error: float) -> int:
    """Decimals of a mean, not nought, and of its error; of three digits where that is nought."""
    if error <= ROUNDING * abs(mean):
        return 2 - math.floor(math.log10(abs(mean)))
    if DOUBTFUL[0] <= abs(mean) / error <= DOUBTFUL[1]:
        return _second(error)
    return _places(error)


def plain(value: float, digits: int = 3, sign: bool = False) -> str:
    """A number without an error, to so many significant digits."""
    if not math.isfinite(value):
        return UNKNOWN
    if value == 0:
        return "0"
    return fixed(value, digits - 1 - math.floor(math.log10(abs(value))), sign)


def span(low: float, high: float, error: float) -> str:
    """`−18.3 to −9.8`: an interval of a difference, cut at the second digit of its error."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    return f" {TO} ".join(ends(low, high, error))


def ends(low: float, high: float, error: float) -> tuple[str, str]:
    """The two ends of such an interval, which are known; without an error to three digits."""
    if not math.isfinite(error) or error <= 0:
        return plain(low, sign=True), plain(high, sign=True)
    places = _second(error)
    return fixed(low, places, True), fixed(high, places, True)


def fixed(value: float, places: int, sign: bool = False) -> str:
    """A number with so many decimals; under nought, cut before the point.

    What a billionth does not show is what sums of floats leave of nothing, and is written 0.
    """
    if places > MOST_PLACES:
        if round(value, MOST_PLACES) == 0:
            return "0"
        places = MOST_PLACES
    rounded = round(value, places)
    text = f"{abs(rounded):,.{max(places, 0)}f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def whole(value: float) -> str:
    """A count, which has no fraction."""
    return fixed(value, 0) if math.isfinite(value) else UNKNOWN


def percent(share: float) -> str:
    """A share of futures as `62 %`; near nought or one with a decimal, so that few are not none."""
    if not math.isfinite(share):
        return UNKNOWN
    value = 100 * share
    if value in (0, 100) or 1 <= value <= 99:
        return f"{value:.0f}{SPACE}%"
    if value < 0.05 or value > 99.95:
        return f"{UNDER} 0.1{SPACE}%" if value < 1 else f"{OVER} 99.9{SPACE}%"
    return f"{value:.1f}{SPACE}%"


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


def _second(error: float) -> int:
    """Decimal places at which the second digit of an error stands."""
    place = 1 - math.floor(math.log10(error))
    return place - 1 if round(error * 10.0**place) >= 100 else place
