"""Guesses as a mapping: a toml file in which each different guess stands once.

It decides the cells that it lists. What a name stands for is remembered besides: in another cell, a
new row, or the next sheet the same words are not asked about again.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from holdfast.adopt.fault import BookError
from holdfast.adopt.guesses import LARGEST, Decision, Decisions, Guess, Key, mark
from holdfast.scenario import Fault
from holdfast.scenario.fault import escaped, short
from holdfast.whole import put_file, refuse_file

SUFFIX = ".toml"
NAMES = ("item", "partner", "region", "asked by", "kind of help", "column")
"""Kinds of guesses whose words mean the same wherever they stand."""
_HEAD = """\
# What was guessed in {book}, each different guess once. Look at every line marked likely, fill in
# every one marked UNCLEAR, then give this file by --guesses. "-" leaves something out. What names
# stand for is remembered: the same words are not asked about again, in other sheets either.
"""
_ENTRY = re.compile(r"^[ \t]*\[\[\s*guess\s*\]\]", re.MULTILINE)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Guess(_Part):
    what: str
    found: str
    taken: str
    cells: list[list[str]]
    """Sheet and cell of each."""


class _File(_Part):
    guess: list[_Guess]


def write_mapping(guesses: Sequence[Guess], table: Path, book: str) -> Path:
    """Write the mapping beside a table of guesses that is there. Raises FileExistsError."""
    target = table.with_suffix(SUFFIX)
    refuse_file(target, "give it by --guesses, or take it away for new guesses")
    put_file(target, "\n".join([_HEAD.format(book=escaped(book)), *_lines(guesses)]) + "\n")
    return target


def _lines(guesses: Sequence[Guess]) -> Iterator[str]:
    kin: dict[tuple[object, ...], list[Guess]] = {}
    for one in sorted(guesses, key=lambda one: not one.open):
        found = " ".join(one.found.split())
        # what is found nowhere is about its cell alone
        alone = one.key if not found else ()
        kin.setdefault((one.what, found, one.taken, one.sureness, *alone), []).append(one)
    for those in kin.values():
        first = those[0]
        cells = ", ".join(f"[{quoted(one.sheet)}, {quoted(one.cell)}]" for one in those)
        taken = first.row()["taken"]
        yield "[[guess]]"
        yield f"what = {quoted(first.what)}"
        yield f"found = {quoted(' '.join(first.found.split()))}"
        yield f"taken = {quoted(taken)}  {_comment(first)}"
        yield f"cells = [{cells}]"
        yield ""


def _comment(one: Guess) -> str:
    word = "UNCLEAR" if one.sureness == "unclear" else one.sureness
    others = f" ({' | '.join(one.others)})" if one.others else ""
    allowed = f"; may be: {one.allowed}" if one.open else ""
    return "# " + escaped(" ".join(f"{word}: {one.why}{others}{allowed}".split()))


def quoted(text: str) -> str:
    """A text as toml writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_mapping(path: str | os.PathLike[str]) -> Decisions:
    """The decisions in a mapping. Raises BookError with what is wrong."""
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
        text = file.read_bytes().decode("utf-8-sig")
        made = _File.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise BookError([_wrong(file.name, one) for one in error.errors()]) from None
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise BookError([Fault(file.name, None, None, None, f"cannot be read: {said}")]) from None
    rows = [text.count("\n", 0, found.start()) + 1 for found in _ENTRY.finditer(text)]
    return _decisions(file.name, made.guess, rows)


def _decisions(name: str, guesses: Sequence[_Guess], rows: Sequence[int]) -> Decisions:
    lines: dict[Key, Decision] = {}
    memory: dict[tuple[str, str], set[str]] = {}
    by_words: dict[tuple[str, str], Decision] = {}
    faults = []
    for place, one in enumerate(guesses):
        row = rows[place] if place < len(rows) else 1
        decision = Decision(row, one.found, one.taken.strip(), mark(one.found))
        for cell in one.cells:
            if len(cell) != 2:
                faults.append(Fault(name, row, "cells", None, "each is a sheet and a cell"))
                continue
            key = (cell[0], cell[1], one.what)
            if key in lines:
                message = f"decides on the same as row {lines[key].line}"
                faults.append(Fault(name, row, "cells", short(cell[1]), message))
            lines[key] = decision
        if one.what in NAMES and one.found:
            words = (one.what, " ".join(one.found.split()))
            memory.setdefault(words, set()).add(decision.taken)
            by_words[words] = decision
    if faults:
        raise BookError(faults)
    known = {words: by_words[words] for words, taken in memory.items() if len(taken) == 1}
    return Decisions(name, lines, known, moves=True)


def _wrong(name: str, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"])
    return Fault(name, None, where or None, None, f"{error['msg']}; see the file as proposed")


def is_mapping(path: str | os.PathLike[str]) -> bool:
    """Whether a file of decisions is a mapping, by its name."""
    return Path(path).suffix.lower() == SUFFIX
