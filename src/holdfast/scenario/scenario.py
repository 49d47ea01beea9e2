"""A scenario: its settings and tables, as far as they were known on a day."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.scenario.book import Book
from holdfast.scenario.cells import YEARS
from holdfast.scenario.cells import day as day_of
from holdfast.scenario.cells import known as known_on
from holdfast.scenario.check import judge, read_table, relations
from holdfast.scenario.fault import FOLDER, Fault, ScenarioError, hint, ordered
from holdfast.scenario.folder import read_texts
from holdfast.scenario.read import write_sheet
from holdfast.scenario.rows import Judged
from holdfast.scenario.schema import Parameter, parameters, schemas
from holdfast.scenario.settings import Settings
from holdfast.scenario.table import Table, empty
from holdfast.scenario.uncertain import draw_column, draw_parameter

if TYPE_CHECKING:
    from holdfast.draws import Luck


@dataclasses.dataclass(frozen=True, eq=False)
class Scenario:
    """A checked scenario; it never changes, a changed one is a new one."""

    settings: Settings
    as_of: datetime.date | None
    """Rows of what was said or happened later are hidden; None hides nothing."""
    files: Mapping[str, str]
    """The exact text of each file, by its path within the folder."""
    tables: Mapping[str, Table]
    """All rows of every table that has a file, hidden ones included."""
    visible: Mapping[str, Table]
    """The same without the hidden rows."""
    path: str = ""
    """The folder it was read from, as it was given; blank if it was read from none."""

    @classmethod
    def from_files(cls, files: Mapping[str, str], as_of: datetime.date | None = None) -> Scenario:
        """The scenario in these texts; the inverse of `files`.

        Raises ScenarioError with all faults.
        """
        book, faults = judge(files)
        if faults or book.settings is None:
            raise ScenarioError(ordered(faults))
        seen = as_of if as_of is not None else book.settings.freeze
        tables = {name: judged.table for name, judged in book.judged.items()}
        visible = {name: _visible(table, seen) for name, table in tables.items()}
        return cls(book.settings, seen, dict(files), tables, visible)

    @cached_property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of names and texts of all files."""
        made = hashlib.sha256()
        for name in sorted(self.files):
            for part in (name, self.files[name]):
                data = part.encode()
                made.update(len(data).to_bytes(8, "little") + data)
        return made.hexdigest()[:12]

    def table(self, name: str) -> Table:
        """The visible rows of a table; an empty table if the scenario leaves it out.

        Raises KeyError if there is no table of that name.
        """
        try:
            return self.visible[name]
        except KeyError:
            if name not in schemas():
                raise KeyError(f"no table {name!r}; {hint(name, schemas())}") from None
            return empty(schemas()[name], self.settings.start)

    def day(self, when: datetime.date) -> int:
        """Days from the start of the campaign to a date; below 0 before it."""
        return (when - self.settings.start).days

    def date(self, day: int) -> datetime.date:
        """The date of a day of the campaign; day 0 is the first."""
        return self.settings.start + datetime.timedelta(days=int(day))

    def luck(self, seed: int, futures: Sequence[int] | Array) -> Luck:
        """The luck of these futures of a run, with what a fit has learnt of what nobody knows.

        Raises ValueError if the seed does not fit 32 bits.
        """
        from holdfast.draws import Luck  # here alone: it loads numba, which a check does without

        kept = self.table("posterior")
        if not len(kept):
            return Luck.of(seed, futures)
        pairs = np.repeat(kept.number("pair"), kept.number("futures").astype(int)).astype(int)
        return Luck.of(seed, futures, (int(kept.number("seed")[0]), pairs.tolist()))

    def uncertain(self, table: str, column: str, luck: Luck | None) -> Array:
        """(future, rows) a column drawn from its ranges; (1, rows) if no row has one.

        `luck` is that of the run: pairs of futures are formed here; without it the values
        themselves, (1, rows). Blank values give nan.
        """
        if luck is None:
            return self.table(table).number(column)[None]
        return draw_column(self.table(table), column, luck)

    def parameter(self, name: str, luck: Luck | None) -> Array:
        """(future,) a scalar parameter drawn from its range; (1,) if it is certain.

        Without `luck` its value, (1,). Raises KeyError if there is no parameter of that id.
        """
        if luck is None:
            return np.array([self.known(name)])
        return draw_parameter(self._parameter(name), luck)

    def known(self, name: str) -> float:
        """The value of a scalar parameter itself, without a draw.

        Raises KeyError if there is no parameter of that id.
        """
        return float(self._parameter(name).default)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """All scalar parameters as this scenario has them.

        A row of parameters.csv gives value, range, source and status: of the default none is left.
        Without low and high it makes the parameter certain.
        """
        made = dict(parameters())
        rows = self.tables.get("parameters", empty(schemas()["parameters"], self.settings.start))
        ends = (rows.number("value"), rows.number("value_low"), rows.number("value_high"))
        told = (rows.text("id"), rows.text("source"), rows.text("status"))
        for name, source, status, value, low, high in zip(
            *told, *np.array(ends).tolist(), strict=True
        ):
            given = np.isfinite(low)
            made[name] = dataclasses.replace(
                made[name],
                default=value,
                low=low if given else value,
                high=high if given else value,
                source=source,
                status=status,
                own=True,
            )
        return made

    @cached_property
    def learnt_later(self) -> tuple[tuple[str, str, datetime.date], ...]:
        """(table, key, as_of) of rows that stay although they became public after `as_of`.

        These are parameters and estimates: the model may use them, the report marks them.
        """
        return tuple(self._later())

    def add_rows(self, table: str, rows: Sequence[Mapping[str, str]]) -> Scenario:
        """The scenario with these rows after those of the table.

        Raises ScenarioError naming what is wrong with them, KeyError if there is no such table.
        """
        return self._with(table, [*self._all(table).rows(), *rows])

    def replace_rows(self, table: str, rows: Sequence[Mapping[str, str]]) -> Scenario:
        """The scenario with these rows in place of those of the table.

        Raises ScenarioError naming what is wrong with them, KeyError if there is no such table.
        """
        return self._with(table, list(rows))

    def _all(self, name: str) -> Table:
        return self.tables.get(name) or empty(self.table(name).schema, self.settings.start)

    def _with(self, name: str, rows: list[Mapping[str, str]]) -> Scenario:
        schema = self.table(name).schema
        used = dict.fromkeys(column for row in rows for column in row)
        order = (*self._all(name).columns, *used) if rows else schema.columns
        text = write_sheet(tuple(dict.fromkeys(order)), rows)
        judged, faults = read_table(name, text, self.settings)
        if judged is not None:
            others = {other: Judged(table, {}) for other, table in self.tables.items()}
            whole = frozenset(schemas()) - ({name} if faults else set())
            book = Book(self.settings, {**others, name: judged}, whole)
            faults += relations(book, [name])
        if faults or judged is None:
            raise ScenarioError(ordered(faults))
        return dataclasses.replace(
            self,
            files={**self.files, schema.file: text},
            tables={**self.tables, name: judged.table},
            visible={**self.visible, name: _visible(judged.table, self.as_of)},
        )

    def _parameter(self, name: str) -> Parameter:
        try:
            return self.parameters[name]
        except KeyError:
            raise KeyError(f"no parameter {name!r}; {hint(name, parameters())}") from None

    def _later(self) -> Iterator[tuple[str, str, datetime.date]]:
        if self.as_of is None:
            return
        for name, table in self.visible.items():
            for key, text in zip(table.keys, table.text("as_of"), strict=True):
                if text and not table.schema.dated and known_on(text) > self.as_of:
                    yield name, key, known_on(text)


def read_scenario(
    path: str | os.PathLike[str], as_of: datetime.date | str | None = None
) -> Scenario:
    """The scenario in a folder, with what became public after `as_of` hidden.

    `as_of` is a date, or its text as YYYY-MM-DD; without it the scenario's own freeze holds, if it
    has one. Raises ScenarioError with all faults, ValueError if `as_of` is no day.
    """
    seen = _day_of(as_of)
    texts, faults = read_texts(path)
    if faults:
        found: list[Fault] = []
        if texts or faults[0].file != FOLDER:
            _, found = judge(texts, unread=[fault.file for fault in faults])
        raise ScenarioError(ordered(faults + found))
    return dataclasses.replace(Scenario.from_files(texts, seen), path=os.fspath(path))


def _day_of(as_of: object) -> datetime.date | None:
    """The day that was asked for. Raises ValueError naming it if it is none."""
    if isinstance(as_of, datetime.datetime):
        return as_of.date()
    if as_of is None or isinstance(as_of, datetime.date):
        return as_of
    allowed = f"allowed is a date or text as YYYY-MM-DD, {YEARS[0]} to {YEARS[1]}"
    try:
        return day_of(str(as_of))
    except ValueError as error:
        raise ValueError(f"as_of: {as_of!r} {error}; {allowed}") from None


def _visible(table: Table, as_of: datetime.date | None) -> Table:
    """The rows that were public on a day."""
    if as_of is None or not table.schema.dated:
        return table
    shown = [when is None or when <= as_of for when in _public(table)]
    return table if all(shown) else table.where(np.array(shown))


def _public(table: Table) -> Iterator[datetime.date | None]:
    """When each row became public; None where the row does not say."""
    stated = table.text("as_of")
    if table.schema.dated == "date":
        stated = tuple(a or b for a, b in zip(stated, table.text("date"), strict=True))
    if table.schema.dated == "month":
        ends = zip(table.text("year"), table.text("month"), strict=True)
        months = [month_end(int(year), int(month)) for year, month in ends]
        yield from (known_on(a) if a else b for a, b in zip(stated, months, strict=True))
        return
    yield from (known_on(text) if text else None for text in stated)


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
