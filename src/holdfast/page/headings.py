"""What the headings of a sheet seem to stand for in the ledger: proposed, for a person to confirm.

Words by which people head columns are those of `adopt`, in four languages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from holdfast.adopt.words import lookup, phrase
from holdfast.ledger.grid import Grid
from holdfast.ledger.mapping import LEFT_OUT
from holdfast.ledger.schema import columns, kinds
from holdfast.scenario.fault import nearest

AHEAD = 20
"""Rows among which the headings are sought."""
OF_ROLES = {
    "partner": "partner", "asked_by": "asked_by", "item": "item", "quantity": "quantity",
    "needed": "quantity", "offered": "quantity", "unit": "unit", "arrival": "due",
    "pledged": "date", "by_when": "due", "region": "region", "note": "note", "caveat": "note",
    "side": "kind", "status": "kind", "as_of": "as_of", "index": "id",
}  # fmt: skip
"""Field of the ledger by what a heading stands for in a sheet of needs and offers."""
OWN = ("number", "written", "who", "hash", "previous")
"""What an export has of an entry and nobody enters."""
MOST_VALUES = 40
"""Different words for kinds that are asked about."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column as it is proposed."""

    heading: str
    field: str
    """Blank: it is not known what it stands for."""
    sample: str
    """The first cell beneath it that is not blank."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it is proposed."""

    title: str
    """Blank of a csv file."""
    header: int
    """Row of the headings."""
    rows: int
    """Rows beneath them."""
    columns: tuple[Column, ...]
    kinds: Mapping[str, str]
    """Words in the column of kinds that are no kinds, and what they are proposed to mean."""


def proposed(grid: Grid) -> Sheet:
    """What a sheet seems to hold; its headings are in the row that has most of what is known."""
    heads = [(number, cells) for number, cells in grid.rows if number <= AHEAD]
    number, cells = max(heads, key=lambda one: _known(one[1]), default=(1, ()))
    body = [cells for row, cells in grid.rows if row > number]
    taken: set[str] = set()
    made = []
    for place, text in enumerate(cells):
        heading = " ".join(text.split())
        if heading:
            field = field_of(heading)
            field = "" if field in taken else field
            taken |= {field} - {"", LEFT_OUT}
            sample = next((row[place] for row in body if place < len(row) and row[place]), "")
            made.append(Column(text.strip(), field, sample[:60]))
    places = [at for at, text in enumerate(cells) if _is_kind(text, made)]
    words = [row[at].strip() for at in places for row in body if at < len(row)]
    return Sheet(grid.sheet, number, len(body), tuple(made), kinds_of(words))


def field_of(heading: str) -> str:
    """The field that a heading stands for; LEFT_OUT for what is never entered, "" if unknown."""
    plain = heading.lower().replace(" ", "_")
    if plain in columns():
        return plain
    if plain in OWN:
        return LEFT_OUT
    role = OF_ROLES.get(lookup("roles").get(phrase(heading), ""), "")
    return role or lookup("entry").get(phrase(heading), "") or nearest(plain, columns())


def kinds_of(words: Sequence[str]) -> dict[str, str]:
    """What words mean that are no kinds as they stand; blank where that is not known."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(filter(None, words)):
        plain = word.lower().replace(" ", "_").replace("-", "_")
        if plain not in kinds() and len(found) < MOST_VALUES:
            found[word] = lookup("stages").get(phrase(word), "")
    return found


def _known(cells: Sequence[str]) -> int:
    return sum(bool(text.strip()) and bool(field_of(text.strip())) for text in cells)


def _is_kind(text: str, made: Sequence[Column]) -> bool:
    return any(one.heading == text.strip() and one.field == "kind" for one in made)
