"""Workbooks on their way in, until it is said which of their sheets and columns are which."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from holdfast.page import child
from holdfast.page.clock import now
from holdfast.page.errors import Faulty, Missing
from holdfast.page.place import Place
from holdfast.page.shelf import Shelf
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import hint, short
from holdfast.scenario.schema import schemas
from holdfast.whole import put_file

BOOK, CARD = "book.xlsx", "card.json"
KEPT = 7 * 86_400
"""Seconds for which a workbook waits for somebody to say what it is."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A workbook of which it is to be said what its sheets are."""

    token: str
    called: str
    """The name of its file."""
    name: str
    """Of the scenario that is to be made."""
    exact: bool
    """Its sheets have the names of tables, so there is nothing to be said."""
    settings: str
    """What scenario.toml may begin with; blank where the workbook has a sheet of it."""
    sheets: tuple[Mapping[str, Any], ...]
    """What each may be, as `tasks_book.proposed` says it."""


class Imports:
    """The workbooks that wait, each in a folder of its own."""

    def __init__(self, place: Place, shelf: Shelf) -> None:
        self.place, self.shelf = place, shelf
        for folder in place.imports.iterdir():
            if now() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """The path of a workbook that comes; its folder is gone if it does not come whole."""
        folder = self.place.imports / secrets.token_hex(8)
        folder.mkdir()
        try:
            yield folder / BOOK
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def look(self, book: Path, called: str, name: str) -> Waiting:
        """Look through a workbook that has come. Raises Faulty, Taken, Refused, Broken."""
        self.shelf.refuse_taken(name)
        made = self._asked({"kind": "proposed", "book": str(book)}, book, called)
        put_file(book.with_name(CARD), json.dumps({"called": called, "name": name, **made}))
        return self.waiting(book.parent.name)

    def waiting(self, token: str) -> Waiting:
        """One that waits. Raises Missing."""
        folder = self._folder(token)
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            return Waiting(token, card["called"], card["name"], card["exact"], card["settings"],
                           tuple(card["sheets"]))  # fmt: skip
        except (OSError, ValueError, KeyError):
            raise Missing("there is no such workbook any more: bring it in again") from None

    def as_table(self, token: str, sheet: str, table: str) -> Mapping[str, Any]:
        """What the columns of a sheet may be, if it holds a table. Raises Missing, Refused."""
        waiting = self.waiting(token)
        if table not in schemas():
            raise Refused(f"'{short(table)}' is no table; {hint(table, schemas())}")
        if sheet not in {each["name"] for each in waiting.sheets}:
            raise Missing(f"there is no sheet '{short(sheet)}'")
        book = self._folder(token) / BOOK
        asked = {"kind": "as_table", "book": str(book), "sheet": sheet, "table": table}
        return self._asked(asked, book, waiting.called)

    def adopt(
        self, token: str, name: str, mapping: Mapping[str, Any] | None, onto: str | None = None
    ) -> Mapping[str, Any]:
        """Make the scenario of one that waits, which is over with it.

        Raises Faulty by sheet and cell or by what is not decided, Missing, Taken, Refused, Broken.
        """
        waiting, folder = self.waiting(token), self._folder(token)
        made = self.made(folder / BOOK, waiting.called, name, mapping, onto)
        self.drop(token)
        return made

    def made(
        self,
        book: Path,
        called: str,
        name: str,
        mapping: Mapping[str, Any] | None = None,
        onto: str | None = None,
    ) -> Mapping[str, Any]:
        """A scenario of a workbook. Raises Faulty by sheet and cell, Taken, Refused, Broken."""
        self.shelf.refuse_taken(name)
        base = None if onto is None else str(self.place.of(self.shelf.scenario(onto).name))
        asked = {
            "kind": "adopt", "book": str(book), "called": called, "out": str(self.place.of(name)),
            "mapping": mapping, "onto": base,
        }  # fmt: skip
        return self._asked(asked, book, called)

    def drop(self, token: str) -> None:
        """Let one go. Raises Missing."""
        shutil.rmtree(self._folder(token), ignore_errors=True)

    def _asked(self, asked: Mapping[str, Any], book: Path, called: str) -> Mapping[str, Any]:
        try:
            return child.call(asked, self.place.log)
        except Faulty as error:
            # as its owner calls it, not as it was called on its way
            raise Faulty([line.replace(book.name, short(called)) for line in error.lines]) from None

    def _folder(self, token: str) -> Path:
        folder = self.place.imports / token
        if not re.fullmatch(r"[0-9a-f]{16}", token, re.ASCII) or not folder.is_dir():
            raise Missing("there is no such workbook any more: bring it in again")
        return folder
