"""Faults of a scenario: what is wrong, where, and what would be right."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence

FOLDER = "."
"""File of a fault of the folder itself."""
_LONGEST = 60
"""Characters of a found value that a fault repeats."""
_MOST_NEAR = 3
"""Values equally near that a message names."""
_MOST_LISTED = 8
"""Allowed values that a message lists before it only gives the nearest."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a scenario."""

    file: str
    """Relative to the folder of the scenario; "." for the folder itself."""
    row: int | None
    """The header is row 1; a line of scenario.toml; None for the file as a whole."""
    column: str | None
    value: str | None
    """What was found, shortened; None where there is nothing to show."""
    message: str
    """What is wrong with it and what is allowed."""

    def __str__(self) -> str:
        if self.file == FOLDER:
            return f"{self.value}: {self.message}" if self.value else self.message
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        said = f"'{self.value}' " if self.value else ""
        return f"{where}: {said}{self.message}"


class ScenarioError(ValueError):
    """A scenario that cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        count = len(self.faults)
        head = f"the scenario has {count} fault{'' if count == 1 else 's'}"
        super().__init__("\n".join([head + ":", *(f"  {fault}" for fault in self.faults)]))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[list[Fault]]]:
        return type(self), (self.faults,)


def short(value: str) -> str:
    """The value cut to what a message can carry, what cannot be printed written as escapes."""
    return escaped(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")


def escaped(text: str) -> str:
    """The text with what cannot be printed written as escapes."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def nearest(value: str, allowed: Iterable[str]) -> str:
    """The allowed value that is nearest by its letters; "" if none is near."""
    return next(iter(all_nearest(value, allowed)), "")


def all_nearest(value: str, allowed: Iterable[str]) -> list[str]:
    """The allowed values that are nearest by their letters, those equally near all of them."""
    folded = {name[:_LONGEST].casefold(): name for name in allowed}
    sought = value[:_LONGEST].casefold()
    near = difflib.get_close_matches(sought, folded, n=_MOST_NEAR, cutoff=0.6)
    if not near:
        return []
    ratios = [difflib.SequenceMatcher(None, name, sought).ratio() for name in near]
    # of several the order of the table, not that of the alphabet, says which stands first
    best = {name for name, ratio in zip(near, ratios, strict=True) if ratio == max(ratios)}
    return [name for short_name, name in folded.items() if short_name in best]


def hint(value: str, allowed: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """Words that name the nearest of the allowed values, or a few of them if none is near.

    `names` says what ids are called: they stand behind them in brackets.
    """
    known = list(allowed)

    def told(one: str) -> str:
        name = (names or {}).get(one, "")
        return f"{short(one)} ({short(name)})" if name and name != one else short(one)

    if near := all_nearest(value, known):
        *first, last = map(told, near)
        if not first:
            return f"the nearest is {last}"
        return f"the nearest are {', '.join(first)} and {last}"
    if not known:
        return "there are none"
    listed = ", ".join(told(name) for name in known[:_MOST_LISTED])
    return f"known: {listed}{', …' if len(known) > _MOST_LISTED else ''}"


def ordered(faults: Iterable[Fault]) -> list[Fault]:
    """Faults by file (the folder and scenario.toml first), row and column; repeats only once."""

    def place(fault: Fault) -> tuple[int, str, int, str, str]:
        first = {FOLDER: 0, "scenario.toml": 1}.get(fault.file, 2)
        return first, fault.file, fault.row or 0, fault.column or "", fault.message

    return sorted(dict.fromkeys(faults), key=place)
