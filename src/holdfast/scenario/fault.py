"""Faults of a scenario: what is wrong, where, and what would be right."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Sequence

FOLDER = "."
"""File of a fault of the folder itself."""
_LONGEST = 60
"""Characters of a found value that a fault repeats."""
_MOST_NEAR = 3
"""Equally near values that a message names."""
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
    folded = {name[:_LONGEST].casefold(): name for name in allowed}
    near = difflib.get_close_matches(value[:_LONGEST].casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def equally_near(value: str, allowed: Iterable[str]) -> list[str]:
    """The allowed values that are nearest, all of those that are as near; [] if none is."""
    known = list(allowed)
    first = nearest(value, known)
    if not first:
        return []

    def near(name: str) -> float:
        match = difflib.SequenceMatcher(b=value[:_LONGEST].casefold())
        match.set_seq1(name[:_LONGEST].casefold())
        return match.ratio()

    return sorted(name for name in known if name == first or near(name) == near(first))


def hint(value: str, allowed: Iterable[str]) -> str:
    """Words that name the nearest of the allowed values, or a few of them if none is near."""
    known = list(dict.fromkeys(allowed))
    if near := equally_near(value, known)[:_MOST_NEAR]:
        if len(near) == 1:
            return f"the nearest is {short(near[0])}"
        return f"the nearest are {', '.join(map(short, near[:-1]))} and {short(near[-1])}"
    if not known:
        return "there are none"
    listed = ", ".join(short(name) for name in known[:_MOST_LISTED])
    return f"known: {listed}{', …' if len(known) > _MOST_LISTED else ''}"


def ordered(faults: Iterable[Fault]) -> list[Fault]:
    """Faults by file (the folder and scenario.toml first), row and column; repeats only once."""

    def place(fault: Fault) -> tuple[int, str, int, str, str]:
        first = {FOLDER: 0, "scenario.toml": 1}.get(fault.file, 2)
        return first, fault.file, fault.row or 0, fault.column or "", fault.message

    return sorted(dict.fromkeys(faults), key=place)
