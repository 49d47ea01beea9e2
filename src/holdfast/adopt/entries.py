"""The rows of one sheet of needs and offers: which are entries, and of which side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from holdfast.adopt.aid_rows import Entry
from holdfast.adopt.book import Cell
from holdfast.adopt.fields import Desk, Fields
from holdfast.adopt.guesses import Allowed, listed, one_of
from holdfast.adopt.layout import GOODS_ROLES, QUANTITY_ROLES, Block, Heading, blocks
from holdfast.adopt.names import read_item, read_name
from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.row_days import day, day_of_ask, known_since
from holdfast.adopt.words import alternatives, fold, lookup, phrase, words

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

SIDES = ("asks", "offers")
BOTH = "both"
"""Every row says by its cells whether it is an ask, an offer, or one of each."""
QUANTITIES = "quantities"
"""The guess of a sheet that has goods and no column of how many."""
_HEADING_WORDS = 6
"""Words of the longest heading between rows."""


def entries(desk: Desk, progress: Progress | None = None) -> Iterator[Entry]:
    """The entries of a sheet, in order; every guess is settled as it is made.

    `progress` is told the row that is read and the last.
    """
    for block in blocks(desk.grid, desk.tables.partners, desk.tables.goods):
        roles = _roles(desk, block)
        reader = BlockReader(desk, block, roles)
        if reader.side != "" and roles:
            yield from reader.entries(progress)
        else:
            rows = range(block.first, block.last + 1)
            desk.left.extend((row, "") for row in desk.grid.rows if row in rows)


def _roles(desk: Desk, block: Block) -> dict[str, Heading]:
    """What each column holds, as it is settled; a second one of a kind has its place behind."""
    made: dict[str, Heading] = {}
    allowed = listed(words()["roles"], "a kind of column", "to leave it out")
    may_count = False
    for one in block.headings:
        reading = one.reading
        if not reading.taken and not reading.others:
            reading = likely("", f"left out: {reading.why}")
        role = desk.settle(one.place, "column", one.text, reading, allowed)
        if role:
            made.setdefault(role if role not in made else f"{role} {one.place[1]}", one)
        elif role is None and set(reading.others) & set(QUANTITY_ROLES):
            may_count = True
    if "item" in made and not made.keys() & set(QUANTITY_ROLES) and not may_count:
        _ask_for_quantities(desk, block)
    return made


def _ask_for_quantities(desk: Desk, block: Block) -> None:
    """Let a person say that the rows have no quantities; else a column is to be named for them."""

    def read(text: str) -> str:
        raise ValueError("stands for no column")

    allowed = Allowed(
        "- to take the rows without numbers, or quantity at the line of the column that has them",
        read,
    )
    said = " | ".join(one.text for one in block.headings)[:200]
    reading = unclear("no quantity column found: no row would make a delivery")
    desk.settle(block.headings[0].place, QUANTITIES, said, reading, allowed)


class BlockReader:
    """Reads the rows under one header."""

    def __init__(self, desk: Desk, block: Block, roles: Mapping[str, Heading]) -> None:
        self.desk, self.block, self.roles = desk, block, roles
        self.grid, self.tables = desk.grid, desk.tables
        self.fields = Fields(desk, block, roles)
        self.side = self._side()
        self.headings: set[int] = set()
        """Rows that say of what side or partner the rows below are."""

    def _side(self) -> str | None:
        """Whether the rows are asks or offers; "" to leave them out, None if not decided."""
        if {"needed", "offered"} <= self.roles.keys() or "side" in self.roles:
            return BOTH
        texts = [text for _, text in self.block.title] + [self.desk.title]
        # the title next to the header says it best
        near = [text for _, text in reversed(self.block.title)] + [self.desk.title]
        named = next((sides for text in near if len(sides := sides_in(text)) == 1), [])
        if named:
            reading = likely(named[0], "a word for it above the header or in the sheet's name")
        elif "needed" in self.roles or ("by_when" in self.roles and "partner" not in self.roles):
            reading = likely("asks", "the columns are those of needs")
        elif self.roles.keys() & {"offered", "pledged", "partner"}:
            reading = likely("offers", "the columns are those of offers")
        else:
            reading = unclear("nothing says whether they are needs or offers", *SIDES)
        found = " | ".join(texts)[:200]
        allowed = one_of(SIDES, "asks or offers", "to leave the rows out")
        return self.desk.settle(self.fields.top, "rows are", found, reading, allowed)

    def entries(self, progress: Progress | None) -> Iterator[Entry]:
        """The entries of the block, in order."""
        before = self.block.first - 1
        for row, cells in self.grid.rows.items():
            own = {column: cell for column, cell in cells.items() if cell.text.strip()}
            if not own or not self.block.first <= row <= self.block.last:
                continue
            if row > before + 1:
                # a blank row ends what the partner above stands for
                self.fields.partner_place = None
            before = row
            if progress is not None:
                progress(row, self.grid.sheet.height)
            if self._set_aside(row, own):
                if row not in self.headings:
                    self.desk.left.append((row, ""))
                continue
            sides = self._sides(row)
            made = {side: self._entry(row, side, role) for side, role in sides}
            gone = [side for side, one in made.items() if one is None]
            if len(gone) == len(made):
                self.desk.left.append((row, ""))
            else:
                self.desk.left.extend((row, f"the {side.removesuffix('s')}") for side in gone)
            yield from (one for one in made.values() if one is not None)

    # ---- rows that are no entries ----

    def _set_aside(self, row: int, own: Mapping[int, Cell]) -> bool:
        """Whether a row is a total, a heading between rows or a note."""
        places = sorted(own)
        first = (row, places[0])
        text = self.grid.text(first)
        reading: Reading | None = None
        totals = [
            total for place in places[:3] if (total := total_in(self.grid.text((row, place))))
        ]
        if totals:
            reading = totals[0]
        elif len(places) == 1:
            reading = self._heading(first, text)
        elif not any(self._own(row, role) for role in GOODS_ROLES):
            reading = likely("", "names neither goods nor a quantity")
        if reading is None:
            return False
        allowed = one_of(["take"], "take, to read it as a row", "to leave it out")
        return self.desk.settle(first, "row", text, reading, allowed) != "take"

    def _own(self, row: int, role: str) -> bool:
        """The row itself holds something of this kind."""
        return role in self.roles and (row, self.roles[role].place[1]) in self.grid.sheet.cells

    def _heading(self, place: tuple[int, int], text: str) -> Reading | None:
        """What a row with one cell is: a heading of side or partner, a note, or goods (None)."""
        sides = sides_in(text)
        column = {heading.place[1]: role for role, heading in self.roles.items()}.get(place[1])
        if len(sides) == 1 and len(phrase(text).split()) <= _HEADING_WORDS:
            self.headings.add(place[0])
            self.side = self.side if self.side == BOTH else sides[0]
            self.fields.partner_place = None
            return likely("", f"a heading: the rows below are {sides[0]}")
        goods = column == "item" and bool(read_item(text, self.tables.goods).taken)
        named = read_name(text, self.tables.partners)
        if named.taken and not goods and column not in ("asked_by", "note"):
            self.headings.add(place[0])
            self.fields.partner_place = place
            self.fields.partner(place)
            return likely("", f"a heading: the rows below are of {named.taken}")
        return None if goods else likely("", "a note")

    # ---- one entry ----

    def _sides(self, row: int) -> list[tuple[str, str]]:
        """What the row is, and the kind of column its quantity stands in."""
        if "side" in self.roles:
            place = self.fields.place(row, "side")
            text = self.grid.text(place)
            named = sides_in(text)
            reading = unclear("names neither or both", *SIDES)
            if len(named) == 1:
                reading = sure(named[0], "a word for it")
            allowed = one_of(SIDES, "asks or offers", "to leave the row out")
            side = self.desk.settle(place, "row is", text, reading, allowed)
        elif self.side == BOTH:
            pairs = zip(SIDES, ("needed", "offered"), strict=True)
            return [(side, role) for side, role in pairs if self.fields.text(row, role)]
        else:
            side = self.side
        order = ("needed" if side == "asks" else "offered", "quantity", "needed", "offered")
        role = next((one for one in order if one in self.roles), "quantity")
        # an offer has more cells to read: while the side is open its guesses are listed, too
        return [] if side == "" else [(side or "offers", role)]

    def _entry(self, row: int, side: str, role: str) -> Entry | None:
        """The entry of a row; None if it is left out or not decided."""
        fields = self.fields
        values: dict[str, str | None] = {"said": fields.text(row, "item")}
        values["quantity"], values["unit"] = fields.quantity(row, role)
        values["note"], values["caveat"] = fields.notes(row), fields.text(row, "caveat")
        if side == "asks":
            values |= {
                "asked_by": fields.asked_by(row),
                "asked_of": fields.text(row, "partner"),
                "by_when": fields.text(row, "by_when") or fields.text(row, "arrival"),
                "date": day_of_ask(fields, row),
            }
            # an ask is public on the day on which it is made
            values["as_of"] = day(fields, row, "as_of") or values["date"]
            needed = ("said", "asked_by", "date")
        else:
            item = fields.item(row)
            values |= {"partner": fields.row_partner(row), "item": item}
            values |= {"kind": fields.kind(row, item), "region": fields.region(row)}
            values |= {"committed": day(fields, row, "pledged"), "arrival": ""}
            if item is None or item in self.tables.goods.kinds:
                values["arrival"] = day(fields, row, "arrival")
            values["as_of"] = known_since(fields, row, values["committed"])
            values |= fields.value(row)
            values["said"] = values["said"] or item
            needed = ("partner", "item", "kind")
        if any(not values[name] for name in needed):
            return None
        if side == "offers" and fields.doubled(row, values):
            return None
        plain = {name: value or "" for name, value in values.items()}
        return Entry(side, self.desk.title, self.desk.number, row, plain)


def sides_in(text: str) -> list[str]:
    """Sides that words of a text name."""
    known = lookup("sides")
    return list(dict.fromkeys(known[word] for word in phrase(text).split() if word in known))


def total_in(text: str) -> Reading | None:
    """A reading of a row by a word for a total: surely if nothing follows it, else likely."""
    folded = fold(text).strip(" .:=-")
    word = alternatives(words()["totals"]["words"])
    if not re.match(word, folded):
        return None
    whole = sure("", "a total of other rows")
    return whole if re.fullmatch(word, folded) else whole.at_most("likely", "by its first word")
