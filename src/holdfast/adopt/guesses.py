"""Guesses: what was read in a cell, how sure that is, and what a person makes of it."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from holdfast.adopt.book import read_book
from holdfast.adopt.cell import FORMULA_SIGNS
from holdfast.adopt.dates import read_date
from holdfast.adopt.fault import BookError
from holdfast.adopt.quantities import read_number
from holdfast.adopt.reading import Reading
from holdfast.adopt.sheets import csv_text
from holdfast.scenario import Fault
from holdfast.scenario.fault import hint, nearest, short
from holdfast.whole import put_file, refuse_file

COLUMNS = ("sheet", "cell", "what", "found", "taken", "sureness", "why", "others", "may be", "mark")
NOTHING = "-"
"""Stands for a row, a column or a value that is left out; a blank stands for no decision."""
LARGEST = 20_000_000
"""Bytes of a file of decisions."""
Key = tuple[str, str, str]
"""Sheet, cell, what."""


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """What was read in one cell, or what was decided."""

    sheet: str
    cell: str
    what: str
    found: str
    taken: str
    sureness: Literal["sure", "likely", "unclear", "decided"]
    why: str
    others: tuple[str, ...]
    allowed: str

    @property
    def key(self) -> Key:
        """What a decision is found by."""
        return self.sheet, self.cell, self.what

    @property
    def open(self) -> bool:
        """A person has still to look at it."""
        return self.sureness in ("likely", "unclear")

    def row(self) -> dict[str, str]:
        """The guess as a row of the table."""
        texts = (
            self.sheet,
            self.cell,
            self.what,
            self.found,
            self.taken or ("" if self.sureness == "unclear" else NOTHING),
            self.sureness,
            self.why,
            " | ".join(self.others),
            self.allowed,
            mark(self.found),
        )
        return dict(zip(COLUMNS, texts, strict=True))


def mark(found: str) -> str:
    """A short sum of what was found; spreadsheets rewrite dates and numbers, but not this."""
    return "m" + hashlib.sha256(" ".join(found.split()).encode()).hexdigest()[:8]


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """A line of a table of guesses that a person has looked through."""

    line: int
    found: str
    taken: str
    mark: str


@dataclasses.dataclass(frozen=True, slots=True)
class Decisions:
    """All lines of such a table."""

    name: str
    lines: Mapping[Key, Decision]
    names: Mapping[tuple[str, str], Decision] = dataclasses.field(default_factory=dict)
    """What is decided of the same words wherever they stand, by kind of guess and words."""
    moves: bool = False
    """Lines whose cell holds something else now are passed over; else they are faults."""

    def on(self, key: Key, found: str) -> Decision | None:
        """What is decided of a guess, if anything is."""
        made = self.lines.get(key)
        if made is None or (self.moves and made.mark != mark(found)):
            return self.names.get((key[2], " ".join(found.split())))
        return made


@dataclasses.dataclass(frozen=True, slots=True)
class Allowed:
    """What may be written for a guess."""

    words: str
    read: Callable[[str], str]
    """What a text means; raises ValueError saying what is wrong with it."""


class Settled:
    """Collects guesses; what a person decided goes before what was read."""

    def __init__(self, decisions: Decisions | None) -> None:
        self.decisions = decisions
        self.guesses: dict[Key, Guess] = {}
        self.faults: list[Fault] = []

    def settle(
        self, sheet: str, cell: str, what: str, found: str, reading: Reading, allowed: Allowed
    ) -> str | None:
        """What is taken for a cell; "" to leave it out, None while that is not decided."""
        key = (" ".join(sheet.split()), cell, what)
        if key not in self.guesses:
            self.guesses[key] = self._guess(key, found, reading, allowed)
        made = self.guesses[key]
        return None if made.sureness == "unclear" else made.taken

    def _guess(self, key: Key, found: str, reading: Reading, allowed: Allowed) -> Guess:
        read = Guess(
            *key, found, reading.taken, reading.sureness, reading.why, reading.others, allowed.words
        )
        decision = self.decisions.on(key, found) if self.decisions else None
        if decision is None or self.decisions is None:
            return read
        where = (self.decisions.name, decision.line)
        if decision.mark != mark(found):
            message = f"the sheet holds {short(found)!r} there now: make the table of guesses anew"
            self.faults.append(Fault(*where, "found", short(decision.found), message))
        elif not decision.taken:
            message = f"is not decided for {short(' '.join(key))}: {allowed.words}"
            self.faults.append(Fault(*where, "taken", None, message))
        elif decision.taken == NOTHING:
            sure = reading.sureness == "sure" and not reading.taken
            return read if sure else dataclasses.replace(read, taken="", sureness="decided")
        else:
            return self._taken(read, decision, where, allowed)
        return read

    def _taken(
        self, read: Guess, decision: Decision, where: tuple[str, int], allowed: Allowed
    ) -> Guess:
        try:
            taken = allowed.read(decision.taken)
        except ValueError as wrong:
            message = f"{wrong} ({allowed.words})"
            self.faults.append(Fault(*where, "taken", short(decision.taken), message))
            return read
        if taken == read.taken and read.sureness == "sure":
            return read
        return dataclasses.replace(read, taken=taken, sureness="decided")


def one_of(ids: Iterable[str], what: str, nothing: str = "") -> Allowed:
    """One of some ids; `nothing` says what - means."""
    known = dict.fromkeys(ids)

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"is not {what}; {hint(text, known)}")
        return text

    return Allowed(_worded(what, nothing), read)


def listed(ids: Iterable[str], what: str, nothing: str) -> Allowed:
    """One of a few ids that are all named wherever it is said what may be written."""
    known = dict.fromkeys(ids)

    def read(text: str) -> str:
        if text not in known:
            near = nearest(text, known)
            raise ValueError(f"is not {what}" + (f"; the nearest is {near}" if near else ""))
        return text

    return Allowed(_worded(f"{what}: {', '.join(known)}", nothing), read)


def a_number(nothing: str) -> Allowed:
    """A number of at least 0."""

    def read(text: str) -> str:
        made = read_number(text)
        if made.sureness != "sure":
            raise ValueError("is not a number of at least 0")
        return made.taken

    return Allowed(_worded("a number", nothing), read)


def a_day(nothing: str) -> Allowed:
    """A day of the calendar, in a form that leaves no doubt."""

    def read(text: str) -> str:
        made = read_date(text)
        if made.sureness != "sure" or not made.taken:
            raise ValueError("is not a day as YYYY-MM-DD")
        return made.taken

    return Allowed(_worded("a day as YYYY-MM-DD", nothing), read)


def _worded(what: str, nothing: str) -> str:
    return f"{what}, or {NOTHING} {nothing}" if nothing else what


def write_guesses(
    guesses: Sequence[Guess], book: str | os.PathLike[str], before: str | os.PathLike[str] | None
) -> Path:
    """Write the table of guesses to a new file beside the sheet, or after the one before it.

    What begins like a formula is marked by an apostrophe, since a spreadsheet will open the table.
    Raises FileExistsError if the first file is there already.
    """
    source = Path(book)
    target = source.with_name(f"{source.stem}.guesses.csv")
    if before is not None:
        stem = re.sub(r"-\d+$", "", Path(before).stem)
        number = 2
        while (target := Path(before).with_name(f"{stem}-{number}.csv")).exists():
            number += 1
    else:
        refuse_file(target, "give it by --guesses, or take it away for new guesses")
    rows = [[_guarded(" ".join(text.split())) for text in one.row().values()] for one in guesses]
    # the mark lets spreadsheets see that the text is UTF-8
    put_file(target, "\ufeff" + csv_text([COLUMNS, *rows]))
    return target


def _guarded(text: str) -> str:
    delicate = text.startswith((*FORMULA_SIGNS, "'")) and text != NOTHING
    return f"'{text}" if delicate else text


def read_guesses(path: str | os.PathLike[str]) -> Decisions:
    """The decisions in a table of guesses, csv or the first sheet of a workbook.

    Columns may be moved, and `;` may stand between cells. Raises BookError with what is wrong.
    """
    file = Path(path)
    records = _book_records(file) if file.suffix.lower() == ".xlsx" else _csv_records(file)
    header = [name.strip() for name in records[0]] if records else []
    needed = ("sheet", "cell", "what", "found", "taken", "mark")
    gone = [name for name in needed if name not in header]
    if gone:
        message = f"the columns {', '.join(gone)} are missing; they are needed to find the cells"
        raise BookError([Fault(file.name, 1, None, None, message)])
    lines: dict[Key, Decision] = {}
    faults = []
    for line, record in enumerate(records[1:], start=2):
        cells = dict(zip(header, (_bare(cell) for cell in record), strict=False))
        if not any(cells.values()):
            continue
        sheet, cell, what, found, taken, sum_ = (cells.get(name, "") for name in needed)
        if (sheet, cell, what) in lines:
            first = lines[sheet, cell, what].line
            message = f"decides on the same as row {first}"
            faults.append(Fault(file.name, line, "cell", short(cell), message))
        lines[sheet, cell, what] = Decision(line, found, taken, sum_)
    if faults:
        raise BookError(faults)
    return Decisions(file.name, lines)


def _book_records(file: Path) -> list[list[str]]:
    sheet = read_book(file).sheets[0]
    return [
        [sheet.text(row, column) for column in range(1, sheet.width + 1)]
        for row in range(1, sheet.height + 1)
    ]


def _csv_records(file: Path) -> list[list[str]]:
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
        text = file.read_bytes().decode("utf-8-sig")
        sign = max(",;\t", key=text.partition("\n")[0].count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise BookError([Fault(file.name, None, None, None, f"cannot be read: {said}")]) from None


def _bare(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("'") else text
