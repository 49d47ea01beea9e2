"""What an answer says: a sentence in English that knows what it is made of.

A `Said` is a text, so Python and `--json` have it in English as it stands. It keeps the key of its
message and the fields that fill it, so that whoever shows an answer can say the same in another
language: `Pen` writes numbers, days and messages, in English here, in others above.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from holdfast.outcome import numbers
from holdfast.questions.fields import (
    Amount,
    Exact,
    Listed,
    Own,
    Range,
    Rival,
    Share,
    Signed,
    Size,
    Unit,
    Verdict,
    WindowName,
)


@cache
def messages() -> Mapping[str, Any]:
    """What answers say in English, by key; a table {one, other} is chosen from by `count`."""
    path = files("holdfast.questions") / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def forms() -> Mapping[str, str]:
    """Items within an English sentence, by their name and `(one)` or `(many)`."""
    path = files("holdfast.questions") / "forms.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Pen:
    """Writes numbers, days, names and messages, here in English.

    A language of its own overrides what differs: separators, days, names, and where messages stand.
    """

    def plain(self, value: float, digits: int = 3, sign: bool = False) -> str:
        """A number without an error, to so many significant digits."""
        return self.local(numbers.plain(value, digits, sign))

    def whole(self, value: float) -> str:
        """A count."""
        return self.local(numbers.whole(value))

    def fixed(self, value: float, decimals: int) -> str:
        """A number with so many decimals."""
        return self.local(numbers.fixed(value, decimals))

    def exact(self, value: float) -> str:
        """A number as it was entered."""
        return self.local(f"{value:,.0f}" if value == round(value) else f"{value:,g}")

    def percent(self, share: float) -> str:
        """A share of futures."""
        return self.local(numbers.percent(share))

    def plus_minus(self, mean: float, error: float, sign: bool = False) -> str:
        """A mean with its standard error."""
        return self.local(numbers.plus_minus(mean, error, sign))

    def span(self, low: float, high: float, error: float) -> str:
        """An interval of a difference, cut as its error is."""
        return self.local(numbers.span(low, high, error))

    def ends(self, low: float, high: float) -> str:
        """Two numbers without errors, and the word between them."""
        return self.local(f"{numbers.plain(low)} {numbers.TO} {numbers.plain(high)}")

    def day(self, value: date) -> str:
        """A day with its year."""
        return numbers.day(value)

    def local(self, number: str) -> str:
        """A number as `outcome.numbers` writes it, in this language."""
        return number

    def own(self, text: str) -> str:
        """Words of the scenario, of a metric or of a unit."""
        return text

    def amount(self, found: Amount) -> str:
        """So many of an item, in the words of the language where it has them."""
        form = self.form(found)
        thing = f"× {self.own(found.item)}" if form is None else form
        return f"{self.exact(found.quantity)}{numbers.SPACE}{thing}"

    def form(self, found: Amount) -> str | None:
        """What so many of an item are called within a sentence, if that is known."""
        if self.single(found.quantity):
            return found.one or forms().get(f"{found.item} (one)")
        return found.many or forms().get(f"{found.item} (many)")

    def verdict(self, found: Verdict) -> str:
        """The verdict on a difference."""
        return found.text

    def window(self, name: str) -> str:
        """The name of a window."""
        return name

    def rival(self, name: str) -> str:
        """The name of a model of air defence."""
        return name

    def joint(self, text: str) -> str:
        """What stands between several things."""
        return text

    def said(self, what: Said) -> str:
        """A sentence of an answer."""
        return str(what)

    def single(self, count: float) -> bool:
        """Whether a number is spoken of in the singular."""
        return count == 1

    def unit(self, what: str | Own, count: float) -> str:
        """A unit after a number, which may be in the singular."""
        return self.write(what)

    def fill(self, message: Any, fields: Mapping[str, Any]) -> str:
        """A message with its fields written in."""
        if isinstance(message, Mapping):
            message = message["one" if self.single(fields["count"]) else "other"]
        return self.filled(
            str(message), {name: self.write(value) for name, value in fields.items()}
        )

    def filled(self, message: str, fields: Mapping[str, str]) -> str:
        """A message with the texts of its fields."""
        return message.format(**fields)

    def write(self, value: object) -> str:
        """A field of a message, by what kind of thing it is."""
        match value:
            case Said():
                return self.said(value)
            case str():
                return value
            case int():
                return self.whole(value)
            case float():
                return self.plain(value)
            case date():
                return self.day(value)
            case Exact(number):
                return self.exact(number)
            case Signed(number):
                return self.plain(number, sign=True)
            case Share(number):
                return self.percent(number)
            case Size(mean, error):
                return self.plus_minus(mean, error, sign=True)
            case Range(low, high):
                return self.ends(low, high)
            case Own(text):
                return self.own(text)
            case Amount():
                return self.amount(value)
            case Unit(what, count):
                return self.unit(what, count)
            case Verdict():
                return self.verdict(value)
            case WindowName(text):
                return self.window(text)
            case Rival(name):
                return self.rival(name)
            case Listed(parts, joint):
                return self.joint(joint).join(map(self.write, parts))
        raise TypeError(f"no way to write a {type(value).__name__}")


ENGLISH = Pen()


class Said(str):
    """A sentence, or a part of one, in English; `key` and `fields` say it in other languages."""

    key: str
    fields: Mapping[str, Any]

    def __new__(cls, key: str, /, **fields: Any) -> Said:
        """Say a message of words.toml; raises KeyError where there is none."""
        made = super().__new__(cls, ENGLISH.fill(messages()[key], fields))
        made.key, made.fields = key, fields
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.key, dict(self.fields))


def _made(key: str, fields: Mapping[str, Any]) -> Said:
    return Said(key, **fields)


def listed(parts: Iterable[object], joint: str = "; ") -> Said:
    """Several things in one text."""
    return Said("listed", parts=Listed(tuple(parts), joint))
