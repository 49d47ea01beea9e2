"""What a scenario rests on: who said what when, which rows rest on it, and how figures are known.

A reading of the tables alone: nothing is simulated, and rows that became public after the
scenario's day are told as such and not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.scenario import Scenario
from holdfast.scenario.cells import known

STATUSES = ("READ", "MEMORY", "ESTIMATE")
DEFAULTS = "defaults"
"""Stands for the table of parameters that the program has and the scenario does not set."""
UNSAID = ""
"""Of a row that does not say how it is known."""
SAID = ("asks", "offers", "positions")
"""Tables of what partners said, by what each is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, by what it rests on."""

    table: str
    line: int
    """Of its file; the header is 1."""
    key: str
    sources: tuple[str, ...]
    status: str
    as_of: str
    note: str
    later: bool
    """It became public after the scenario's day."""
    ranged: bool
    """A value of it has a range."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source, and how many rows of each table rest on it."""

    id: str
    outlet: str
    published: str
    speaker: str
    statement: str
    address: str
    status: str
    later: bool
    tables: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """Rows that rest on it."""
        return sum(count for _, count in self.tables)


@dataclass(frozen=True, slots=True)
class Known:
    """How the rows of a table are known."""

    table: str
    rows: int
    by: tuple[int, ...]
    """Rows by STATUSES, then those that do not say."""
    unsourced: int
    ranged: int
    later: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an actor asked, offered or holds."""

    kind: str
    """Of SAID."""
    line: int
    actor: str
    name: str
    to: str
    day: date
    text: str
    about: str
    stance: str
    hardness: str
    sources: tuple[str, ...]
    status: str
    later: bool


@dataclass(frozen=True, slots=True)
class Testimony:
    """All of it."""

    freeze: date | None
    sources: tuple[Source, ...]
    known: tuple[Known, ...]
    statements: tuple[Statement, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """Rows by STATUSES, then those that do not say."""
        return tuple(sum(one.by[at] for one in self.known) for at in range(len(STATUSES) + 1))

    def resting(self, source: str) -> list[Row]:
        """The rows that rest on a source, in the order of the tables."""
        return [row for row in self.rows if source in row.sources]

    def of_table(self, table: str, status: str | None = None, bare: bool = False) -> list[Row]:
        """The rows of a table, known in one way or without a source."""
        return [
            row
            for row in self.rows
            if row.table == table
            and (status is None or row.status == status)
            and not (bare and row.sources)
        ]


def testimony(scenario: Scenario) -> Testimony:
    """What a scenario rests on."""
    tables = [name for name in scenario.tables if name != "sources"]
    counted = tuple(row for name in tables for row in _rows(scenario, name))
    counted += tuple(_defaults(scenario))
    return Testimony(
        scenario.as_of,
        tuple(_sources(scenario, counted)),
        tuple(_known(name, counted) for name in (*tables, DEFAULTS)),
        tuple(sorted(_statements(scenario), key=lambda one: (one.day, one.kind, one.line))),
        counted,
    )


def _rows(scenario: Scenario, name: str) -> Iterator[Row]:
    table = scenario.tables[name]
    shown = set(scenario.visible[name].lines)
    common = {one: table.text(table.schema.common(one)) for one in ("source", "status", "note")}
    ends = [table.text(column) for column in table.columns if column.endswith("_low")]
    for at, (line, key, as_of) in enumerate(
        zip(table.lines, table.keys, table.text(table.schema.common("as_of")), strict=True)
    ):
        yield Row(
            name,
            line,
            key,
            _ids(common["source"][at]),
            common["status"][at],
            as_of,
            common["note"][at],
            line not in shown or _later(as_of, scenario.as_of),
            any(column[at] for column in ends),
        )


def _defaults(scenario: Scenario) -> Iterator[Row]:
    for at, (name, one) in enumerate(scenario.parameters.items(), start=1):
        if not one.own:
            sources = (one.source,) if one.source else ()
            yield Row(DEFAULTS, at, name, sources, one.status, "", one.doc, False,
                      one.low != one.high)  # fmt: skip


def _ids(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in text.split(";"))))


def _later(text: str, day: date | None) -> bool:
    return bool(text) and day is not None and known(text) > day


def _sources(scenario: Scenario, rows: Sequence[Row]) -> Iterator[Source]:
    table = scenario.tables.get("sources")
    if table is None:
        return
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        for one in dict.fromkeys(row.sources):
            mine = counts.setdefault(one, {})
            mine[row.table] = mine.get(row.table, 0) + 1
    names = ("id", "outlet", "published", "speaker", "statement", "address", "status", "as_of")
    columns = [table.text(name) for name in names]
    for identity, outlet, published, speaker, statement, address, status, as_of in zip(
        *columns, strict=True
    ):
        yield Source(
            identity, outlet, published, speaker, statement, address, status,
            _later(as_of, scenario.as_of), tuple(counts.get(identity, {}).items()),
        )  # fmt: skip


def _known(name: str, rows: Sequence[Row]) -> Known:
    mine = [row for row in rows if row.table == name]
    return Known(
        name,
        len(mine),
        tuple(sum(row.status == status for row in mine) for status in (*STATUSES, UNSAID)),
        sum(not row.sources for row in mine),
        sum(row.ranged for row in mine),
        sum(row.later for row in mine),
    )


def _statements(scenario: Scenario) -> Iterator[Statement]:
    names, called = (_named(scenario, name) for name in ("actors", "items"))
    for kind in SAID:
        table = scenario.tables.get(kind)
        if table is None:
            continue
        shown = set(scenario.visible[kind].lines)
        for at, line in enumerate(table.lines):
            cells = {name: table.text(name)[at] for name in table.columns}
            told = _TOLD[kind](cells, called)
            if told.day:
                yield Statement(
                    kind, line, told.actor, names.get(told.actor, told.actor),
                    ", ".join(names.get(one, one) for one in _ids(told.to.replace(",", ";"))),
                    known(told.day), told.text, told.about,
                    cells.get("stance", ""), cells.get("hardness", ""),
                    _ids(cells.get(table.schema.common("source"), "")),
                    cells.get(table.schema.common("status"), ""), line not in shown,
                )  # fmt: skip


def _named(scenario: Scenario, table: str) -> dict[str, str]:
    found = scenario.tables.get(table)
    return dict(zip(found.text("id"), found.text("name"), strict=True)) if found else {}


@dataclass(frozen=True, slots=True)
class _Told:
    """What a row of SAID tells, by its cells."""

    actor: str
    to: str
    day: str
    text: str
    about: str


Cells = Mapping[str, str]


def _ask(cells: Cells, called: Cells) -> _Told:
    get = cells.get
    many = " ".join(filter(None, (get("quantity"), get("unit"))))
    text = get("item", "") + (f" ({many})" if get("quantity") else "")
    return _Told(get("asked_by", ""), get("asked_of", ""), get("date", ""), text,
                 get("by_when", ""))  # fmt: skip


def _offer(cells: Cells, called: Cells) -> _Told:
    get = cells.get
    day = get("committed") or get("as_of", "")
    item = called.get(get("item", ""), "")
    many = " ".join(filter(None, (get("quantity"), item)))
    return _Told(get("partner", ""), "", day, get("said", ""), many)


def _position(cells: Cells, called: Cells) -> _Told:
    get = cells.get
    text = get("quote") or get("topic", "")
    return _Told(get("partner", ""), "", get("date", ""), text, get("topic", ""))


_TOLD: Mapping[str, Callable[[Cells, Cells], _Told]] = {
    "asks": _ask,
    "offers": _offer,
    "positions": _position,
}
