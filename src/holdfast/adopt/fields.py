"""The fields of one row of a sheet of needs and offers, each read and settled."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping

from holdfast.adopt.book import Place, name_of
from holdfast.adopt.dates import Window
from holdfast.adopt.guesses import Allowed, Settled, a_number, one_of
from holdfast.adopt.layout import Block, Grid, Heading
from holdfast.adopt.names import Goods, Names, goods, partners, read_item, read_name, regions
from holdfast.adopt.quantities import Signs, read_money, read_quantity, signs_of
from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.row_days import is_number
from holdfast.adopt.words import lookup, phrase
from holdfast.scenario import Scenario

NO_ITEM = "none"
"""Taken for goods that the catalogue does not have: the offer keeps its words alone."""
KINDS = ("military", "humanitarian", "financial")
_ACTOR = "an id of actors.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class Tables:
    """What a scenario knows: names to read by, and what it holds already."""

    partners: Names
    partner_ids: tuple[str, ...]
    recipients: tuple[str, ...]
    regions: Names
    region_ids: tuple[str, ...]
    goods: Goods
    offers: Mapping[tuple[str, str, float], str]
    """Partner, item and quantity of the offers that are there -> id."""
    window: Window
    known: datetime.date | None
    """The day as of which the scenario is known, if it says one."""

    @classmethod
    def of(cls, scenario: Scenario) -> Tables:
        """The tables of a scenario."""
        actors, offers = scenario.table("actors"), scenario.table("offers")
        pairs = zip(actors.text("id"), actors.text("kind"), strict=True)
        there = zip(
            offers.text("id"),
            offers.text("partner"),
            offers.text("item"),
            offers.number("quantity").tolist(),
            strict=True,
        )
        return cls(
            partners(scenario),
            actors.text("id"),
            tuple(actor for actor, kind in pairs if kind == "recipient"),
            regions(scenario),
            scenario.table("regions").text("id"),
            goods(scenario),
            {(partner, item, quantity): ident for ident, partner, item, quantity in there if item},
            (scenario.settings.start, scenario.settings.last),
            scenario.as_of,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Desk:
    """One sheet, what the scenario knows, and where guesses are settled."""

    number: int
    grid: Grid
    tables: Tables
    settled: Settled
    as_of: str = ""
    """Day since which the sheet is known, as a person gave it; "" if none was given."""
    left: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    """Rows that were left out, filled as they are read: row, and what of it ("" for all)."""

    @property
    def title(self) -> str:
        """The name of the sheet."""
        return self.grid.sheet.title

    def settle(
        self, place: Place, what: str, found: str, reading: Reading, allowed: Allowed
    ) -> str | None:
        """What is taken for a cell of this sheet."""
        return self.settled.settle(self.title, name_of(*place), what, found, reading, allowed)


class Fields:
    """Reads fields of rows under one header; it remembers the partner of the rows above."""

    def __init__(self, desk: Desk, block: Block, roles: Mapping[str, Heading]) -> None:
        self.desk, self.block, self.roles = desk, block, roles
        self.grid, self.tables = desk.grid, desk.tables
        self.top = block.headings[0].place if block.headings else (1, 1)
        self.partner_place: Place | None = None
        self.rows_read: dict[tuple[tuple[str, str | None], ...], int] = {}
        """What a row says -> the first row that says it."""
        self.signs = {role: self._signs(heading.place[1]) for role, heading in roles.items()}

    def _signs(self, column: int) -> Signs:
        cells = self.grid.under(column, self.block.first, self.block.last)
        return signs_of(cell.text for cell in cells if isinstance(cell.value, str))

    def place(self, row: int, role: str) -> Place:
        """The cell of a row that holds what a column of this kind holds."""
        return self.grid.source((row, self.roles[role].place[1]))

    def text(self, row: int, role: str) -> str:
        """The text that a row holds of this kind; "" if it has none."""
        return self.grid.text(self.place(row, role)) if role in self.roles else ""

    def quantity(self, row: int, role: str) -> tuple[str | None, str]:
        """The number of a row, and the words that say of what."""
        head = self.roles.get(role)
        if head is None:
            return "", self.text(row, "unit")
        place = self.place(row, role)
        cell, text = self.grid.cell(place), self.grid.text(place)
        unit = self.text(row, "unit") or _bracketed(head.text)
        if cell is None:
            return "", unit
        read = read_quantity(text, self.signs.get(role))
        reading = read.number
        if is_number(cell):
            plain = float(str(cell.value)) >= 0
            reading = sure(text, "a number") if plain else unclear("is below 0")
        if self.grid.rows_of(place) > 1:
            reading = reading.at_most("unclear", "one number stands for several rows")
        here = (row, head.place[1])
        taken = self.desk.settle(here, role, text, reading, a_number("for no number"))
        return taken, unit or read.unit

    def row_partner(self, row: int) -> str | None:
        """The partner of a row: its own, that of a merged cell, or that of the row above."""
        if "partner" not in self.roles:
            if self.partner_place is not None:
                return self.partner(self.partner_place)
            return self._partner_of_all()
        place = self.place(row, "partner")
        if self.grid.text(place):
            self.partner_place = place
            return self.partner(place)
        reading = unclear("no partner is named")
        if self.partner_place is not None:
            above = self.partner(self.partner_place)
            if above is None:
                return None
            reading = likely(above, f"blank: that of {name_of(*self.partner_place)} above")
            if not above:
                reading = sure("", "left out with the row above")
        return self.desk.settle(place, "partner", "", reading, self._an_actor("the row"))

    def _partner_of_all(self) -> str | None:
        """The partner of a sheet whose rows name none: that of its title."""
        texts = [self.desk.title, *(text for _, text in self.block.title)]
        found = [one for text in texts if (one := read_name(text, self.tables.partners)).taken]
        reading = unclear("no partner is named")
        if found:
            reading = found[0].at_most("likely", "above the header or in the sheet's name")
        said = " | ".join(texts)[:200]
        return self.desk.settle(self.top, "partner", said, reading, self._an_actor("the rows"))

    def _an_actor(self, what: str) -> Allowed:
        return one_of(self.tables.partner_ids, _ACTOR, f"to leave {what} out")

    def partner(self, place: Place) -> str | None:
        """The partner that a cell names."""
        text = self.grid.text(place)
        reading = read_name(text, self.tables.partners)
        allowed = one_of(self.tables.partner_ids, "an id of actors.csv", "to leave the rows out")
        return self.desk.settle(place, "partner", text, reading, allowed)

    def asked_by(self, row: int) -> str | None:
        """Who asks: named in the row, or the only recipient of the scenario."""
        allowed = one_of(self.tables.partner_ids, "an id of actors.csv", "to leave the rows out")
        if self.text(row, "asked_by"):
            place = self.place(row, "asked_by")
            text = self.grid.text(place)
            reading = read_name(text, self.tables.partners)
            return self.desk.settle(place, "asked by", text, reading, allowed)
        known = self.tables.recipients
        reading = unclear("nobody is named", *known)
        if len(known) == 1:
            reading = likely(known[0], "the only recipient of the scenario")
        return self.desk.settle(self.top, "asked by", "", reading, allowed)

    def item(self, row: int) -> str | None:
        """The item of the catalogue that a row names, or NO_ITEM."""
        place, text = self._item_place(row), self.text(row, "item")
        reading = read_item(text, self.tables.goods) if text else unclear("no goods are named")
        ids = [*self.tables.goods.kinds, NO_ITEM]
        what = f"an id of items.csv, {NO_ITEM} for goods that are not in it"
        return self.desk.settle(
            place, "item", text, reading, one_of(ids, what, "to leave the row out")
        )

    def _item_place(self, row: int) -> Place:
        return self.place(row, "item") if "item" in self.roles else (row, self.top[1])

    def kind(self, row: int, item: str | None) -> str | None:
        """The kind of help: that of the item, or what the row says.

        It is not asked about while a person has still to choose among goods of the catalogue.
        """
        if item in self.tables.goods.kinds:
            return self.tables.goods.kinds[str(item)]
        if item == "":
            return ""
        if item is None and read_item(self.text(row, "item"), self.tables.goods).others:
            return None
        text = self.text(row, "kind")
        named = {kind for word in phrase(text).split() if (kind := lookup("kinds").get(word))}
        reading = unclear("nothing says which", *KINDS)
        if len(named) == 1:
            reading = likely(named.pop(), "a word for it")
        place = self.place(row, "kind") if text else self._item_place(row)
        found = text or self.text(row, "item")
        allowed = one_of(KINDS, f"a kind of help, needed where the item is {NO_ITEM}")
        return self.desk.settle(place, "kind of help", found, reading, allowed)

    def region(self, row: int) -> str | None:
        """The region that a row names; "" for where it is needed."""
        text = self.text(row, "region")
        if not text:
            return ""
        allowed = one_of(self.tables.region_ids, "an id of regions.csv", "for where it is needed")
        reading = read_name(text, self.tables.regions)
        return self.desk.settle(self.place(row, "region"), "region", text, reading, allowed)

    def value(self, row: int) -> dict[str, str | None]:
        """The value of a row in millions, and its currency."""
        text = self.text(row, "value")
        if not text:
            return {"value": ""}
        place = self.place(row, "value")
        read = read_money(text, self.roles["value"].text, self.signs.get("value"))
        taken = self.desk.settle(
            place, "value in millions", text, read.million, a_number("for none")
        )
        return {"value": taken, "currency": self.text(row, "currency") or read.currency}

    def notes(self, row: int) -> str:
        """All that a row says in columns of notes, states and sources."""
        kept = [
            self.grid.text(self.grid.source((row, heading.place[1])))
            for role, heading in self.roles.items()
            if role.partition(" ")[0] in ("note", "status", "source")
        ]
        return "; ".join(filter(None, kept))

    def doubled(self, row: int, values: Mapping[str, str | None]) -> bool:
        """The scenario or a row above has such an offer, and this one is to be left out."""
        if not values["quantity"]:
            return False
        key = (str(values["partner"]), str(values["item"]), float(values["quantity"]))
        there = self.tables.offers.get(key)
        above = self.rows_read.setdefault(tuple(sorted(values.items())), row)
        whys = [] if there is None else [f"the scenario has the like as offer {there}"]
        whys += [f"row {above} says the same"] if above != row else []
        if not whys:
            return False
        reading = unclear("; ".join(whys), "take")
        allowed = one_of(["take"], "take, if it is another one", "to leave it out")
        place = (row, self.top[1])
        return self.desk.settle(place, "row", str(values["said"]), reading, allowed) != "take"


def _bracketed(text: str) -> str:
    found = re.search(r"[(\[]\s*(.*?)\s*[)\]]", text)
    return found.group(1) if found else ""
