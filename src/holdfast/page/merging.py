"""What two have changed in the same scenario, cell by cell.

Rows are the same where their key is, as the schema of the table has it; where two have changed the
same cell otherwise, nobody is silently preferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.page.records import Sheet, cells, end_of, record
from holdfast.scenario.fault import short
from holdfast.scenario.schema import Schema, schemas

MINE, THEIRS = "mine", "theirs"
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """What both have changed, each otherwise."""

    file: str
    where: str
    """Key of the row; blank for a whole file."""
    column: str
    """Blank for a whole row or file."""
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The texts with what both have changed."""

    texts: Mapping[str, str]
    clashes: tuple[Clash, ...]


class _Rows:
    """Rows of a sheet by their key."""

    def __init__(self, sheet: Sheet, schema: Schema) -> None:
        self.header = sheet.header
        self.records: dict[Key, str] = {}
        self.cells: dict[Key, dict[str, str]] = {}
        self.sound = bool(self.header) or not sheet.records
        for each in sheet.records[1:]:
            found = cells(each)
            if not any(found):
                continue
            if len(found) != len(self.header):
                self.sound = False
                return
            named = dict(zip(self.header, found, strict=True))
            key = tuple(named.get(name, "") for name in schema.key)
            if key in self.records or not any(key):
                self.sound = False
                return
            self.records[key], self.cells[key] = each, named

    def same(self, key: Key, other: _Rows) -> bool:
        """Whether a row says the same in both, whatever the order of columns."""
        names = {*self.header, *other.header}
        return all(
            self.cells[key].get(name, "") == other.cells[key].get(name, "") for name in names
        )


def merge(
    base: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    prefer: str = "",
) -> Merged:
    """What became of `base` in `theirs`, with what is otherwise in `mine`.

    Where both have changed the same it is a clash, and theirs stays unless mine is preferred.
    """
    texts, clashes = dict(theirs), list[Clash]()
    tables = {schema.file: schema for schema in schemas().values()}
    for file in sorted({*base, *mine}):
        before, own, other = (each.get(file, "") for each in (base, mine, theirs))
        if own in (before, other):
            continue
        made, found = own, list[Clash]()
        if other != before:
            made, found = _file(file, tables.get(file), (before, own, other), prefer)
        clashes += found
        if made:
            texts[file] = made
        else:
            texts.pop(file, None)
    return Merged(texts, tuple(clashes))


def _file(
    file: str, schema: Schema | None, texts: tuple[str, str, str], prefer: str
) -> tuple[str, list[Clash]]:
    _, own, other = texts
    whole = own if prefer == MINE else other, [Clash(file, "", "", "", "")]
    if schema is None or not all(texts):
        return whole
    old, mine, theirs = (_Rows(Sheet.of(text), schema) for text in texts)
    if not (old.sound and mine.sound and theirs.sound):
        return whole
    return _Table(file, schema, Sheet.of(other), (old, mine, theirs), prefer).made()


class _Table:
    """Both changes in one table."""

    def __init__(
        self,
        file: str,
        schema: Schema,
        sheet: Sheet,
        rows: tuple[_Rows, _Rows, _Rows],
        prefer: str,
    ) -> None:
        self.file, self.prefer = file, prefer
        self.old, self.mine, self.theirs = rows
        for name in self.mine.header:
            if name not in sheet.header:
                sheet = sheet.widened(schema, name)
        self.sheet, self.header = sheet, sheet.header
        self.place: dict[Key, str] = {}
        widened = _Rows(sheet, schema)
        self.place.update(widened.records)
        self.values = widened.cells
        self.clashes: list[Clash] = []

    def made(self) -> tuple[str, list[Clash]]:
        """The text of both, and what clashes."""
        order = list(self.place)
        previous: Key | None = None
        for key in self.mine.records:
            if key in self.old.records:
                self._changed(key)
            elif key in self.place:
                if not self.mine.same(key, self.theirs):
                    self._clash(key, "", self._row(self.mine, key), self._row(self.theirs, key))
                    if self.prefer == MINE:
                        self._put(key, self.mine.cells[key])
            else:
                self._put(key, self.mine.cells[key])
                at = order.index(previous) + 1 if previous in order else 0
                order.insert(at, key)
            previous = key if key in order else previous
        order += [key for key in self.place if key not in order]
        for key in self.old.records:
            if key not in self.mine.records:
                self._gone(key)
        return self._text([key for key in order if key in self.place]), self.clashes

    def _changed(self, key: Key) -> None:
        mine, old = self.mine.cells[key], self.old.cells[key]
        own = [name for name in self.header if mine.get(name, "") != old.get(name, "")]
        if not own:
            return
        if key not in self.place:
            self._clash(key, "", self._row(self.mine, key), "")
            if self.prefer == MINE:
                self._put(key, mine)
            return
        fresh = dict(self.values[key])
        for name in own:
            now, was = fresh.get(name, ""), old.get(name, "")
            if now not in (was, mine.get(name, "")):
                self._clash(key, name, mine.get(name, ""), now)
                if self.prefer != MINE:
                    continue
            fresh[name] = mine.get(name, "")
        if fresh != self.values[key]:
            self._put(key, fresh)

    def _gone(self, key: Key) -> None:
        if key not in self.place:
            return
        if not self.old.same(key, self.theirs):
            self._clash(key, "", "", self._row(self.theirs, key))
            if self.prefer != MINE:
                return
        del self.place[key]

    def _put(self, key: Key, values: Mapping[str, str]) -> None:
        end = end_of(self.place[key]) if key in self.place else ""
        self.place[key] = record(
            [values.get(name, "") for name in self.header], end or self.sheet.end
        )
        self.values[key] = dict(values)

    def _text(self, order: Sequence[Key]) -> str:
        head, end = self.sheet.records[0], self.sheet.end
        records = [head, *(self.place[key] for key in order)]
        ended = [each if end_of(each) else each + end for each in records[:-1]]
        return "".join([*ended, records[-1]])

    def _row(self, rows: _Rows, key: Key) -> str:
        return short(", ".join(rows.cells[key].get(name, "") for name in rows.header))

    def _clash(self, key: Key, column: str, mine: str, theirs: str) -> None:
        where = ", ".join(part for part in key if part)
        self.clashes.append(Clash(self.file, short(where), column, short(mine), short(theirs)))


def told(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, int]:
    """Files that differ, with rows that are not the same in both."""
    found = {}
    for file in sorted({*before, *after}):
        one, other = before.get(file, ""), after.get(file, "")
        if one != other:
            a, b = set(Sheet.of(one).records), set(Sheet.of(other).records)
            found[file] = max(len(a - b), len(b - a))
    return found
