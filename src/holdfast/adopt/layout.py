"""How a sheet that people keep is laid out: where its headers stand and what its columns are."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from holdfast.adopt.book import Cell, Place, Sheet
from holdfast.adopt.dates import read_date
from holdfast.adopt.names import Goods, Names, read_item, read_name
from holdfast.adopt.quantities import read_quantity
from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.words import lookup, phrase

QUANTITY_ROLES = ("quantity", "needed", "offered")
GOODS_ROLES = ("item", *QUANTITY_ROLES)
_BRACKETS = re.compile(r"[(\[]\s*(.*?)\s*[)\]]", re.DOTALL)
_NEAR = 0.85
_MOSTLY = 0.6
"""Share of the cells of a column that must be of a kind for the column to be."""


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """One column of a block: its header, and what it seems to hold."""

    place: Place
    text: str
    reading: Reading


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """Rows under one header."""

    title: tuple[tuple[Place, str], ...]
    """Cells above the header that belong to it."""
    headings: tuple[Heading, ...]
    first: int
    last: int
    """First and last row below the header."""


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A sheet in which every cell of a merged range has the value of the first."""

    sheet: Sheet
    origin: Mapping[Place, Place]
    """Cell of a merged range -> its first cell."""
    heights: Mapping[Place, int]
    """First cell of a merged range -> its rows."""
    rows: Mapping[int, Mapping[int, Cell]]
    """Row -> column -> cell, of those that hold anything."""
    columns: Mapping[int, Mapping[int, Cell]]
    """Column -> row -> cell."""

    @classmethod
    def of(cls, sheet: Sheet) -> Grid:
        """The grid of a sheet."""
        origin = {
            (row, column): (span.top, span.left)
            for span in sheet.merged
            if (span.top, span.left) in sheet.cells
            for row in range(span.top, min(span.bottom, sheet.height) + 1)
            for column in range(span.left, span.right + 1)
        }
        heights = {(span.top, span.left): span.bottom - span.top + 1 for span in sheet.merged}
        columns: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            columns.setdefault(column, {})[row] = cell
        return cls(sheet, origin, heights, dict(sheet.rows()), columns)

    def rows_of(self, place: Place) -> int:
        """Over how many rows the value of a cell stands."""
        return self.heights.get(self.source(place), 1)

    def under(self, column: int, first: int, last: int) -> list[Cell]:
        """The cells of a column from one row to another."""
        cells = self.columns.get(column, {})
        return [cell for row, cell in cells.items() if first <= row <= last]

    def source(self, place: Place) -> Place:
        """The cell that the value of a cell comes from."""
        return self.origin.get(place, place)

    def cell(self, place: Place) -> Cell | None:
        """The cell whose value stands at a place."""
        return self.sheet.cells.get(self.source(place))

    def text(self, place: Place) -> str:
        """The text that stands at a place, in one line."""
        found = self.cell(place)
        return " ".join(found.text.split()) if found else ""


@lru_cache(maxsize=10_000)
def role_of(text: str) -> Reading:
    """What a column with this header holds, by the words of several languages."""
    roles, alone = lookup("roles"), lookup("roles_alone")
    bare = _BRACKETS.sub(" ", text)
    if phrase(bare) in roles:
        return sure(roles[phrase(bare)], "a word for it")
    if weak := _alone(text):
        return likely(weak, "a word for it where no other column is one")
    parts = [phrase(part) for part in re.split(r"[/|\n;]|\s[-–—]\s", bare)]
    named = list(dict.fromkeys(roles[part] for part in parts if part in roles))
    if len(named) == 1:
        return sure(named[0], "a word for it")
    if len(named) > 1:
        return unclear("words for several", *named)
    whole = f" {phrase(bare)} "
    for known in (roles, alone):
        within = [word for word in known if len(word) > 2 and f" {word} " in whole]
        if within:
            return likely(known[max(within, key=len)], "a word for it among others")
    near = difflib.get_close_matches(phrase(bare), roles, n=1, cutoff=_NEAR)
    if near and phrase(bare):
        return likely(roles[near[0]], f"near {near[0]}")
    return unclear("no word for it is known")


def _alone(text: str) -> str:
    """What a column with this header holds if no other does; "" where no such word is all of it."""
    roles, alone = lookup("roles"), lookup("roles_alone")
    parts = [phrase(part) for part in re.split(r"[/|\n;]", _BRACKETS.sub(" ", text))]
    named = {alone[part] for part in parts if part in alone and part not in roles}
    return named.pop() if len(named) == 1 and all(part in alone for part in parts) else ""


def blocks(grid: Grid, partners: Names, catalogue: Goods) -> list[Block]:
    """The blocks of a sheet, each with its header; one without a header if none is found."""
    sheet, rows = grid.sheet, grid.rows
    heads: list[tuple[int, int]] = []
    for row in rows:
        if heads and row <= heads[-1][1]:
            continue
        if _is_header(rows[row]):
            second = row + 1 in rows and _goes_on(grid, row, rows[row + 1])
            heads.append((row, row + 1 if second else row))
    if not heads:
        first = min(rows, default=1)
        places = sorted({column for cells in rows.values() for column in cells})
        bare = tuple(Heading((first, place), "", unclear("there is no header")) for place in places)
        return [_by_content(grid, Block((), bare, first, sheet.height), partners, catalogue)]
    made: list[Block] = []
    ends = [top for top, _ in heads[1:]] + [sheet.height + 1]
    previous = 0
    for (top, bottom), end in zip(heads, ends, strict=True):
        above = [row for row in rows if previous < row < top]
        title = tuple(
            ((row, column), " ".join(cell.text.split()))
            for row in above
            for column, cell in rows[row].items()
        )
        if made:
            # what stands between two blocks belongs to the rows of the first
            title = tuple(one for one in title if one[0][0] >= top - 2)
        block = Block(title, _headings(grid, top, bottom), bottom + 1, end - 1)
        made.append(_by_content(grid, block, partners, catalogue))
        previous = bottom
    return made


def _is_header(cells: Mapping[int, Cell]) -> bool:
    """A row of texts of which two or more say what a column holds."""
    if any(not isinstance(cell.value, str) for cell in cells.values()):
        return False
    readings = [role_of(cell.text) for cell in cells.values()]
    exact = {one.taken for one in readings if one.sureness == "sure"}
    exact |= {kind for cell in cells.values() if (kind := _alone(cell.text))}
    roles = {one.taken for one in readings if one.taken}
    goods = roles & set(GOODS_ROLES)
    return len(exact) >= 2 and bool(goods) and len(roles) >= len(cells) / 2


def _goes_on(grid: Grid, top: int, below: Mapping[int, Cell]) -> bool:
    """The row below is a second row of the header: under headings that span several columns."""
    spans = [
        span
        for span in grid.sheet.merged
        if span.top == top and span.bottom == top and span.right > span.left
    ]
    if not spans or any(not isinstance(cell.value, str) for cell in below.values()):
        return False
    under = [c for c in below if any(span.left <= c <= span.right for span in spans)]
    named = [c for c in under if role_of(below[c].text).taken]
    return len(named) >= max(1, len(under) / 2)


def _headings(grid: Grid, top: int, bottom: int) -> tuple[Heading, ...]:
    made: list[Heading] = []
    for column in range(1, grid.sheet.width + 1):
        upper, lower = grid.text((top, column)), grid.text((bottom, column))
        text = lower or upper
        if not text:
            continue
        reading = role_of(text)
        if not reading.taken and upper != text:
            reading = role_of(f"{upper} {text}")
        # a merged heading over columns of its own is the heading of none of them
        place = grid.source((bottom if lower else top, column))
        if place[1] == column:
            made.append(Heading(place, text, reading))
    return tuple(_once(made))


def _once(headings: Sequence[Heading]) -> list[Heading]:
    """Of two columns of the same kind the second is unclear, but for notes.

    A word that stands for a kind only where no other column does gives way to one before or after.
    """
    seen: set[str] = set()
    firm = {one.reading.taken for one in headings if not _alone(one.text)}
    made = []
    for one in headings:
        role = one.reading.taken
        gives_way = bool(_alone(one.text)) and role in firm
        if role and role not in ("note", "caveat", "status") and (role in seen or gives_way):
            why = f"another column is the {role} already"
            one = dataclasses.replace(one, reading=unclear(why, role))
        elif role:
            seen.add(role)
        made.append(one)
    return made


def _by_content(grid: Grid, block: Block, partners: Names, catalogue: Goods) -> Block:
    """The block, columns that no word names guessed by what most of their cells are."""
    block = _counted(grid, block)
    known = {one.reading.taken for one in block.headings}
    if known & {"needed", "offered"}:
        known.add("quantity")
    made = []
    for one in block.headings:
        if not one.reading.taken and not one.reading.others:
            cells = grid.under(one.place[1], block.first, block.last)
            role = _content(cells, known, partners, catalogue)
            if role:
                known.add(role)
                one = dataclasses.replace(one, reading=likely(role, "most of its cells are one"))
        made.append(one)
    return dataclasses.replace(block, headings=tuple(made))


def _counted(grid: Grid, block: Block) -> Block:
    """The block, numbers of rows that do not count on unclear where no column is of quantities.

    "No." stands over numbers of rows in one sheet and over numbers of pieces in the next.
    """
    if {one.reading.taken for one in block.headings} & set(QUANTITY_ROLES):
        return block
    made = []
    for one in block.headings:
        if one.reading.taken == "index":
            cells = grid.under(one.place[1], block.first, block.last)
            numbers = [read_quantity(" ".join(cell.text.split())).number for cell in cells]
            read = [number for number in numbers if number.taken or number.others]
            if read and len(read) >= _MOSTLY * len(numbers) and not _counts_on(read):
                why = "no other column is of quantities, and its numbers do not count the rows"
                one = dataclasses.replace(one, reading=unclear(why, "quantity", "index"))
        made.append(one)
    return dataclasses.replace(block, headings=tuple(made))


def _counts_on(numbers: Sequence[Reading]) -> bool:
    """Each number is the one before it plus 1."""
    if not all(number.taken.isdecimal() for number in numbers):
        return False
    values = [int(number.taken) for number in numbers]
    return values == list(range(values[0], values[0] + len(values)))


def _content(cells: Sequence[Cell], known: set[str], partners: Names, catalogue: Goods) -> str:
    if len(cells) < 2:
        return ""
    texts = [" ".join(cell.text.split()) for cell in cells]
    tests = {
        "partner": lambda text: bool(read_name(text, partners).taken),
        "item": lambda text: bool(
            read_item(text, catalogue).taken or read_item(text, catalogue).others
        ),
        "arrival": lambda text: bool(read_date(text).taken),
        "quantity": lambda text: bool(read_quantity(text).number.taken),
    }
    for role, test in tests.items():
        if role not in known and sum(map(test, texts)) >= _MOSTLY * len(texts):
            return role
    return ""
