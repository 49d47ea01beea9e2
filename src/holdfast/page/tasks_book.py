"""The processes of workbooks: scenarios in and out, and what sheets with other names may be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page.runner import Teller

if TYPE_CHECKING:
    from holdfast.adopt.propose import SheetGuess
    from holdfast.adopt.reading import Reading

Asked = Mapping[str, Any]
SAMPLES = 3
"""Values of a column that are shown of it."""


def adopt(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The scenario of a workbook: `book`, `called` as its owner calls it, `out`, a new folder.

    `mapping` says which of its sheets and columns are which, where they have other names; tables
    that it does not hold are those of the scenario `onto`.
    """
    from holdfast.adopt.book import read_book
    from holdfast.adopt.fault import refused
    from holdfast.adopt.workbook import adopt_workbook, is_exact
    from holdfast.scenario import read_scenario

    mapping, onto = asked.get("mapping"), asked.get("onto")
    if mapping is None and not is_exact(read_book(asked["book"])):
        raise refused(
            asked["called"],
            "its sheets have other names than the tables: `holdfast adopt workbook` proposes which "
            "is which",
        )
    base = None if onto is None else read_scenario(onto)
    made = adopt_workbook(asked["book"], asked["out"], mapping, base)
    return {"rows": dict(made.rows), "lines": list(made.lines)}


def proposed(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What the sheets of a `book` may be; `exact` where they have the names of tables."""
    from holdfast.adopt.book import read_book
    from holdfast.adopt.propose import BLANK_SETTINGS, propose
    from holdfast.adopt.sheets import SETTINGS
    from holdfast.adopt.workbook import is_exact

    book = read_book(asked["book"])
    return {
        "exact": is_exact(book),
        "settings": "" if SETTINGS in {sheet.title for sheet in book.sheets} else BLANK_SETTINGS,
        "sheets": [_sheet(guess) for guess in propose(book)],
    }


def as_table(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What the columns of a `sheet` of a `book` may be, if it holds a `table`."""
    from holdfast.adopt.book import read_book
    from holdfast.adopt.propose import as_table as guessed

    book = read_book(asked["book"])
    sheet = next(each for each in book.sheets if each.title == asked["sheet"])
    return _sheet(guessed(sheet, asked["table"]))


def _sheet(guess: SheetGuess) -> dict[str, Any]:
    from openpyxl.utils import get_column_letter

    return {
        "name": guess.sheet.title,
        "header": guess.header,
        "table": _reading(guess.table),
        "columns": [
            {
                "from": get_column_letter(one.place),
                "header": one.header,
                "factor": one.factor,
                "samples": _samples(guess, one.place),
                **_reading(one.reading),
            }
            for one in guess.columns
        ],
        "missing": [column.name for column in guess.missing],
    }


def _samples(guess: SheetGuess, place: int) -> list[str]:
    """The first values below a header."""
    rows = range(guess.header + 1, guess.sheet.height + 1)
    found = (guess.sheet.text(row, place) for row in rows)
    return [text for text, _ in zip(filter(None, found), range(SAMPLES), strict=False)]


def _reading(reading: Reading) -> dict[str, Any]:
    return {"taken": reading.taken, "sureness": reading.sureness, "why": reading.why}


def export(asked: Asked, tell: Teller) -> dict[str, Any]:
    """A scenario as a workbook: `scenario`, `out`, a new file."""
    from holdfast.adopt.export import export_scenario
    from holdfast.scenario import read_scenario

    return {"lines": export_scenario(read_scenario(asked["scenario"]), asked["out"])}


def numbers(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The numbers of a run as a workbook: `run`, `out`, a new file, `language`."""
    from holdfast.outcome import Outcome
    from holdfast.show.workbook import write

    write(Outcome.load(asked["run"]), Path(asked["out"]), None, None, asked["language"])
    return {}
