"""What is asked as it is written: read, or refused in words that say what is allowed.

Each raises ValueError for what it cannot read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from holdfast.questions.refused import Refused
from holdfast.written import day_hint, number_hint, real

if TYPE_CHECKING:
    from holdfast.questions.coalition import Budget


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day as YYYY-MM-DD{day_hint(text)}") from None


def whole(text: str, least: int, most: int | None = None) -> int:
    """A whole number within bounds."""
    digits = str(text).removeprefix("-")
    made = int(text) if digits.isascii() and digits.isdigit() and len(digits) < 40 else None
    if made is None or made < least or (most is not None and made > most):
        span = f"of at least {least:,}" if most is None else f"of {least:,} to {most:,}"
        raise ValueError(f"{text!r} is not a whole number {span}")
    return made


def share(text: str) -> float:
    """A number of 0 to 1."""
    text = str(text)  # a default comes as a number
    made = real(text)
    if made is None or not 0 <= made <= 1:
        raise ValueError(f"{text!r} is not a number of 0 to 1{_unread(text)}")
    return made


def from_nought(text: str) -> float:
    """A number of at least 0."""
    text = str(text)  # a default comes as a number
    made = real(text)
    if made is None or not 0 <= made < math.inf:
        raise ValueError(f"{text!r} is not a number of at least 0{_unread(text)}")
    return made


def positive(text: str, most: float = math.inf, million: bool = False) -> float:
    """A number above 0, up to a bound; `million` of the currency, or of what it is."""
    text = str(text)  # a default comes as a number
    made = real(text)
    if made is None or not (0 < made <= most and math.isfinite(made)):
        span = "" if math.isinf(most) else f" and up to {most:g}"
        raise ValueError(f"{text!r} is not a number above 0{span}{_unread(text, million)}")
    return made


def _unread(text: str, million: bool = False) -> str:
    """How what could not be read as a number is written here."""
    return number_hint(text, million) if real(text) is None else ""


def named(text: str) -> str:
    """A name, without spaces around it."""
    if not text.strip():
        raise ValueError("a name is needed")
    return text.strip()


def choice(text: str, allowed: Sequence[str]) -> str:
    """One of a few words."""
    if text not in allowed:
        raise ValueError(f"{text!r} is not one of {', '.join(allowed)}")
    return text


def million_of(text: str) -> float:
    """So many million of the currency, at least 0."""
    made = real(text)
    if made is None:
        hint = number_hint(text, million=True)
        raise ValueError(f"{text!r} is not a number of at least 0{hint}")
    return made


def budget_of(given: Sequence[str]) -> Budget:
    """The budgets that options name. Raises Refused for what is no budget, or stands twice."""
    from holdfast.questions.coalition import ALL
    from holdfast.questions.options import KINDS

    allowed = (ALL, *KINDS)
    found: dict[str, float] = {}
    for text in given:
        kind, equals, amount = text.rpartition("=")
        name = kind.strip() if equals else ALL
        if name not in allowed:
            raise Refused(f"--budget {text}: there is no {name!r}; allowed: {', '.join(allowed)}")
        if name in found:
            raise Refused(f"--budget {text}: {name} has a budget already")
        try:
            found[name] = million_of(amount)
        except ValueError as error:
            said = str(error)
            if not equals:
                example = text.strip() if text.strip() in KINDS else KINDS[0]
                said += f"; by kind it is KIND=MILLION, as {example}=250 of {', '.join(allowed)}"
            raise Refused(f"--budget {text}: {said}") from None
    return found[ALL] if list(found) == [ALL] else found
