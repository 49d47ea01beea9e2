"""Sheets of formulas: rows of named columns, in which a formula names the columns that it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

ENGINE, OFF = "_engine", "_off"
"""Ends of the columns with the engine's number, and with 1 where the formula gives another."""
DIGITS = 6
"""Decimals that are shown and compared."""
HEAD = 3
"""Row of the heads: above it stand the title and what the sheet does."""
GIVEN = "given"
INPUT, MADE, TOLD = "1F4E9E", "000000", "7A7A7A"
"""Colours of what the engine drew or recorded, of formulas, and of the engine's results."""
FACE = "Calibri"
TITLE, BOLD = Font(name=FACE, size=14, bold=True), Font(name=FACE, size=11, bold=True)
_HERE = re.compile(r"\{(\w+)\}")
_SCALAR = re.compile(r"\[(\w+)\]")
Value = float | int | str


@dataclass(frozen=True, slots=True)
class Check:
    """A column of formulas with the engine's number beside it."""

    name: str
    digits: int = DIGITS


@dataclass(slots=True)
class Sheet:
    """A sheet that grows by rows.

    A formula begins with "=": `{name}` in it is the cell of that column in the same row, `[name]`
    a number of the sheet of what is given.
    """

    page: Worksheet
    columns: tuple[str, ...]
    checks: tuple[Check, ...]
    scalars: Mapping[str, str]
    """Cells of the sheet of what is given, by name."""
    rows: int = HEAD
    """The last row that is written."""
    letters: dict[str, str] = field(default_factory=dict)
    compared: dict[str, int] = field(default_factory=dict)
    """Rows in which each checked column has the engine's number beside it."""

    @classmethod
    def of(
        cls,
        book: Workbook,
        title: str,
        about: str,
        columns: Sequence[str],
        checks: Sequence[Check] = (),
        scalars: Mapping[str, str] | None = None,
    ) -> Sheet:
        """A new sheet; behind each column that is checked stand the engine's and the flag's."""
        page = book.create_sheet(title)
        checked = {check.name for check in checks}
        wide = [
            name
            for column in columns
            for name in (
                (column, column + ENGINE, column + OFF) if column in checked else (column,)
            )
        ]
        made = cls(page, tuple(wide), tuple(checks), scalars or {})
        made.letters = {name: get_column_letter(n) for n, name in enumerate(wide, start=1)}
        page["A1"], page["A2"] = title, about
        page["A1"].font = TITLE
        page["A2"].alignment = Alignment(wrap_text=False)
        for name, letter in made.letters.items():
            head = page[f"{letter}{HEAD}"]
            head.value, head.font = name, BOLD
            head.alignment = Alignment(wrap_text=True, vertical="top")
            page.column_dimensions[letter].width = 14
        page.freeze_panes = f"A{HEAD + 1}"
        return made

    def add(self, values: Mapping[str, Value]) -> int:
        """Write a row and return its number. Raises KeyError for a column that there is not."""
        self.rows += 1
        row, digits = self.rows, {check.name: check.digits for check in self.checks}
        for name, value in values.items():
            self._set(name, row, value, digits.get(name.removesuffix(ENGINE), DIGITS))
        for check in self.checks:
            if check.name + ENGINE in values:
                self.compared[check.name] = self.compared.get(check.name, 0) + 1
                half = f"{0.5 * 10.0**-check.digits:.{check.digits + 1}f}"
                off = f"=IF(ABS({{{check.name}}}-{{{check.name}{ENGINE}}})>{half},1,0)"
                self._set(check.name + OFF, row, off, 0)
        return row

    def at(self, name: str, row: int) -> str:
        """The cell of a column, as other sheets call it."""
        return f"'{self.page.title}'!{self.letters[name]}{row}"

    def span(self, name: str, first: int, last: int) -> str:
        """Cells of a column from a row to a row, as other sheets call them."""
        letter = self.letters[name]
        return f"'{self.page.title}'!{letter}{first}:{letter}{last}"

    def close(self) -> None:
        """Mark what differs in red."""
        red = DifferentialStyle(fill=PatternFill(bgColor="F4B6B0", fill_type="solid"))
        for check in self.checks:
            letter = self.letters[check.name + OFF]
            rule = Rule("cellIs", operator="greaterThan", formula=["0"], dxf=red)
            self.page.conditional_formatting.add(f"{letter}{HEAD + 1}:{letter}{self.rows}", rule)

    def _set(self, name: str, row: int, value: Value, digits: int) -> None:
        cell = self.page[f"{self.letters[name]}{row}"]
        made = isinstance(value, str) and value.startswith("=")
        cell.value = self._filled(str(value), row) if made else value
        told = name.endswith(ENGINE)
        cell.font = Font(name=FACE, size=11, color=MADE if made else TOLD if told else INPUT)
        if digits and not isinstance(value, int) and (made or not isinstance(value, str)):
            cell.number_format = f"0.{'0' * digits}"

    def _filled(self, formula: str, row: int) -> str:
        here = _HERE.sub(lambda found: f"{self.letters[found[1]]}{row}", formula)
        return _SCALAR.sub(lambda found: self.scalars[found[1]], here)


def scalars(book: Workbook, values: Mapping[str, tuple[float, str]]) -> dict[str, str]:
    """The sheet of numbers that hold for the whole week, and the cell of each by its name.

    Values are a number and what it is.
    """
    sheet = Sheet.of(book, GIVEN, "what holds for the whole week", ("name", "value", "what"))
    sheet.page.column_dimensions["A"].width = 24
    return {
        name: f"'{GIVEN}'!$B${sheet.add({'name': name, 'value': value, 'what': what})}"
        for name, (value, what) in values.items()
    }
