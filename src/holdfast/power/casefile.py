"""The text of a MATPOWER case (`.m`): its tables as cells, and what is wrong in them."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence

LEAST, MOST = 1e-9, 1e12
"""What a number of a grid may be in size, if it is not 0; anything else is a slip."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?[iI]nf|[nN]a[nN]")
_NAMED = {"bus": ("bus", 1), "gen": ("at bus", 1), "branch": ("", 2), "dcline": ("", 2)}
"""What a row is called by: a word, and how many of its first cells."""


@dataclasses.dataclass(frozen=True, slots=True)
class CaseFault:
    """One thing wrong in a case."""

    table: str
    """`mpc.bus`; a number that stands alone, such as `mpc.baseMVA`, is its own table."""
    row: int | None
    """Counted from 1 in the table."""
    name: str
    """What the row is called: `bus 7`, `at bus 7`, `7-9`; "" if it has no name."""
    column: str | None
    value: str | None
    message: str
    """What is wrong and what is allowed."""

    def __str__(self) -> str:
        where = self.table
        if self.row is not None:
            where += f" row {self.row}"
        if self.name:
            where += f" ({self.name})"
        if self.column is not None:
            where += f", column {self.column}"
        said = f"'{self.value}' " if self.value else ""
        return f"{where}: {said}{self.message}"


class CaseError(ValueError):
    """A case that cannot be read; `faults` lists all that is wrong with it."""

    def __init__(self, file: str, faults: Sequence[CaseFault]) -> None:
        super().__init__("\n".join(f"{file} {fault}" for fault in faults))
        self.file = file
        self.faults = list(faults)

    def __reduce__(self) -> tuple[type[CaseError], tuple[str, list[CaseFault]]]:
        return type(self), (self.file, self.faults)


def is_sized(value: float) -> bool:
    """Whether a number is finite and one that a grid may hold."""
    return value == 0 or LEAST <= abs(value) <= MOST


def read_rows(text: str, name: str) -> list[list[str]] | None:
    """The cells of each row of a table of a case, None if it has no such table."""
    inner = _inner(plain(text), name)
    if inner is None:
        return None
    parts = (part.strip() for line in inner.splitlines() for part in line.split(";"))
    return [part.replace(",", " ").split() for part in parts if part]


def plain(text: str) -> str:
    """The text without comments, and with lines that go on joined."""
    return re.sub(r"\.\.\.[^\n]*\n", " ", re.sub(r"%[^\n]*", "", text))


def _inner(text: str, name: str) -> str | None:
    """What stands between the brackets of a table, up to the next table if it is not closed."""
    found = re.search(rf"^\s*mpc\.{name}\s*=\s*\[([^\]]*)(\]?)", text, re.MULTILINE)
    if found is None:
        return None
    return re.split(r"^\s*mpc\.", found.group(1), maxsplit=1, flags=re.MULTILINE)[0]


def is_closed(text: str, name: str) -> bool:
    """Whether a table that is there ends with a bracket before the next begins."""
    found = re.search(rf"^\s*mpc\.{name}\s*=\s*\[([^\]]*)(\]?)", plain(text), re.MULTILINE)
    return bool(found and found.group(2) and not re.search(r"^\s*mpc\.", found.group(1), re.M))


def number(cell: str) -> float | None:
    """A cell as a number, None if it is none."""
    if not _NUMBER.fullmatch(cell) or math.isnan(float(cell)):
        return None
    return float(cell)


def row_name(table: str, cells: Sequence[str]) -> str:
    """What a row of a table is called by."""
    word, count = _NAMED.get(table, ("", 0))
    return f"{word} {'-'.join(cells[:count])}".strip() if len(cells) >= count > 0 else ""


def ragged(name: str, rows: Sequence[Sequence[str]], least: int) -> list[CaseFault]:
    """Rows with fewer cells than are read, or not as many as most others have."""
    lengths = [len(cells) for cells in rows]
    usual = max(set(lengths), key=lambda n: (lengths.count(n), n), default=0)
    made = []
    for row, cells in enumerate(rows, start=1):
        if len(cells) == usual >= least:
            continue
        allowed = f"at least {least} are needed" if usual < least else f"the others have {usual}"
        message = f"has {len(cells)} columns, {allowed}"
        made.append(CaseFault(f"mpc.{name}", row, row_name(name, cells), None, None, message))
    return made
