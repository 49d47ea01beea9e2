"""How numbers, dates and spans are written in each language.

Where a number is cut is the rule of `holdfast.outcome.numbers`; here its separators, the months
and the words between two ends follow the language.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from holdfast.outcome import numbers

DIGITS = 3
LEAST = 0.01
"""Under this a number of a table is only said to be under it."""
UNKNOWN = "–"
NEAR = 0.25
"""Share of a difference that two levels beside it may be off by, as they are written."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number and date formats of one language."""

    decimal: str
    thousands: str
    to: str
    under: str
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    day_pattern: str
    first_day: str

    def local(self, text: str) -> str:
        """Turn the separators of an English number into those of the language."""
        swapped = text.replace(",", "\0").replace(".", self.decimal)
        return swapped.replace("\0", self.thousands)

    def first(self, text: str) -> float:
        """Read back the first number of a text as it is written here; nan if there is none."""
        found = re.search(rf"\d[\d{re.escape(self.thousands + self.decimal)}]*", text)
        if found is None:
            return math.nan
        return float(found[0].replace(self.thousands, "").replace(self.decimal, "."))

    def fixed(self, value: float, decimals: int = 0) -> str:
        """Write a number with so many decimals."""
        return self.local(numbers.fixed(value, decimals))

    def number(self, value: float, digits: int = DIGITS, sign: bool = False) -> str:
        """Write a number without an error: so many significant digits, and no more."""
        if not math.isfinite(value):
            return UNKNOWN
        return self.local(numbers.plain(value, digits, sign))

    def exact(self, value: float) -> str:
        """Write a number of a table as it was entered, without more digits than it has."""
        if not math.isfinite(value):
            return UNKNOWN
        return self.fixed(value, max(0, -int(Decimal(f"{value:.10g}").as_tuple().exponent)))

    def plus_minus(self, mean: float, error: float, sign: bool = False) -> str:
        """Write a mean and its standard error, both cut at the error's first digit."""
        if not math.isfinite(mean):
            return UNKNOWN
        if error <= numbers.ROUNDING * abs(mean):
            return self.number(mean, sign=sign)
        return self.local(numbers.plus_minus(mean, error, sign))

    def levels(self, made: Sequence[tuple[float, float]], gap: float, error: float) -> list[str]:
        """Write means with their errors, (mean, error) each, that differ by `gap` with its error.

        Where the difference is above its error and what is written is off it by a quarter and
        more, all have as many places as the difference.
        """
        texts = [self.plus_minus(*each) for each in made]
        if not all(map(math.isfinite, (*made[0], *made[-1], gap, error))) or abs(gap) <= error:
            return texts
        shown = self.signed(texts[-1]) - self.signed(texts[0])
        if abs(shown - gap) < abs(gap) * NEAR:
            return texts
        places = numbers.places(gap, error)
        return [self.local(numbers.at(*each, places)) for each in made]

    def signed(self, text: str) -> float:
        """Read back the first number of a text with its sign."""
        return -self.first(text) if text.startswith(numbers.MINUS) else self.first(text)

    def interval(self, low: float, high: float, error: float) -> str:
        """Write an interval of a difference, cut at the second digit of its error."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return UNKNOWN
        if low == high:
            return self.number(low, sign=True)
        return f" {self.to} ".join(map(self.local, numbers.ends(low, high, error)))

    def span(self, low: float, high: float, digits: int = 2, sign: bool = False) -> str:
        """Write a range: two ends, and the word between them."""
        if low == high:
            return self.number(low, digits, sign)
        widest = max(abs(low), abs(high))
        ends = (self.beside(low, widest, digits, sign), self.beside(high, widest, digits, sign))
        return f"{ends[0]} {self.to} {ends[1]}"

    def beside(self, value: float, widest: float, digits: int = 2, sign: bool = False) -> str:
        """Write a number with as many digits as mean something beside a larger one.

        It keeps its significant digits, but at most one decimal more than the larger one has.
        """
        if not (math.isfinite(value) and math.isfinite(widest) and widest > 0):
            return self.number(value, digits, sign)
        most = max(digits - math.floor(math.log10(widest)), 0)
        rounded = round(value, most)
        if abs(rounded) < 10.0 ** (digits - 1 - most):
            text = self.fixed(rounded, most) if rounded else "0"
            return f"+{text}" if sign and rounded > 0 else text
        return self.number(value, digits, sign)

    def least(self, value: float, digits: int = 2, sign: bool = False) -> str:
        """Write a number with so many digits, and what is under a hundredth as that."""
        if math.isfinite(value) and 0 < abs(value) < LEAST:
            return self.under.format(least=self.fixed(LEAST, 2))
        return self.number(value, digits, sign)

    def monday(self, date: dt.date, year: bool = False) -> str:
        """Write the Monday of a date's week."""
        return self.day(date - dt.timedelta(days=date.weekday()), year=year)

    def day(self, date: dt.date, year: bool = False, short: bool = True) -> str:
        """Write a date: day and month, with the year where asked."""
        months = self.months_short if short else self.months
        day = self.first_day if date.day == 1 else str(date.day)
        text = self.day_pattern.format(day=day, month=months[date.month - 1])
        if year:
            text = f"{text} {date.year}"
        return text.replace(" ", numbers.SPACE)
