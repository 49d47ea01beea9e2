"""From a ledger to a scenario: what holds becomes rows of its tables, and is checked with them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from holdfast.ledger.draft import LedgerError
from holdfast.ledger.held import Held
from holdfast.ledger.help_rows import TABLES, Making, Row, rows
from holdfast.ledger.store import Ledger
from holdfast.scenario import Fault, Scenario, check, schemas
from holdfast.scenario.check import judge
from holdfast.scenario.fault import hint, ordered
from holdfast.scenario.read import write_sheet
from holdfast.whole import put_files, refuse_folder, whole_folder

LEDGER_SAYS = "named by a ledger"
"""Outlet of a source of which the ledger has only the id."""


@dataclasses.dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    rows: Mapping[str, int]
    """Rows of each table that come from the ledger."""
    lines: tuple[str, ...]
    """What was left out, or stands in the place of another row."""


def export(
    book: Ledger,
    folder: str | os.PathLike[str],
    onto: Scenario,
    as_of: date | None = None,
    prefer: Sequence[str] = (),
) -> Exported:
    """Write the scenario `onto` with what holds in the ledger to a new folder, checked and whole.

    What was not known on `as_of` is hidden; without it, by the scenario's own. A row of the same id
    is replaced, all others stay. Where sources differ on what counts, the first of `prefer` that
    tells of it counts. Raises LedgerError with all faults, FileExistsError if the folder is taken.
    """
    refuse_folder(Path(folder))
    seen = as_of if as_of is not None else onto.as_of
    now = book.held(seen)
    making = Making(now, onto, seen, prefer)
    made = rows(making)
    faults = list(dict.fromkeys([*making.faults, *_prefer_faults(now, prefer)]))
    if faults:
        raise LedgerError(faults)
    files, lines = _files(onto, made)
    _, found = judge(files)
    if found:
        raise LedgerError([_placed(fault, onto, made) for fault in ordered(found)])
    with whole_folder(Path(folder)) as fresh:
        put_files(fresh, files)
        if again := check(fresh):
            raise LedgerError(again)
    counts = {name: len(table) for name, table in made.items()}
    return Exported(counts, (*dict.fromkeys(making.lines), *lines))


def _prefer_faults(now: Held, prefer: Sequence[str]) -> list[Fault]:
    """Preferred sources that tell of nothing."""
    known = sorted(
        {
            source
            for matter in now.matters.values()
            for one in matter.accounts
            for source in one.sources
        }
    )
    return [
        Fault("--prefer", None, None, name, f"is no source of the ledger; {hint(name, known)}")
        for name in prefer
        if name not in known
    ]


def _files(onto: Scenario, made: Mapping[str, Sequence[Row]]) -> tuple[dict[str, str], list[str]]:
    """The files of the scenario with the rows, and what they take the place of."""
    files, lines = dict(onto.files), []
    added = {name: list(table) for name, table in made.items()} | {"sources": _sources(onto, made)}
    for name, table in added.items():
        if not table:
            continue
        there = onto.tables.get(name)
        before = there.rows() if there is not None else []
        keys = {_key(name, row) for row in table}
        kept = [row for row in before if _key(name, row) not in keys]
        if len(kept) < len(before):
            count = len(before) - len(kept)
            said = "row gives" if count == 1 else "rows give"
            lines.append(f"{schemas()[name].file}: {count} {said} way to what the ledger says")
        columns = dict.fromkeys(
            [*(there.columns if there is not None else ()), *_order(name, table)]
        )
        files[schemas()[name].file] = write_sheet(tuple(columns), [*kept, *table])
    return files, lines


def _key(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in schemas()[table].key)


def _order(table: str, added: Sequence[Row]) -> list[str]:
    """Columns that a row uses or that are needed, in the order of the schema."""
    return [
        name
        for name, column in schemas()[table].columns.items()
        if column.required or any(row.get(name) for row in added)
    ]


def _sources(onto: Scenario, made: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Rows of sources.csv for those that it does not have."""
    there = onto.tables.get("sources")
    known = set(there.text("id")) if there is not None else set()
    first: dict[str, str] = {}
    for row in (row for table in made.values() for row in table):
        for source in row["source"].split(";"):
            if source not in known:
                first[source] = min(first.get(source, row["as_of"]), row["as_of"])
    return [{"id": name, "outlet": LEDGER_SAYS, "published": day} for name, day in first.items()]


def _placed(fault: Fault, onto: Scenario, made: Mapping[str, Sequence[Row]]) -> Fault:
    """A fault of a row of the ledger, told by its matter."""
    name = fault.file.removesuffix(".csv")
    if name not in TABLES or fault.row is None:
        return fault
    keys = {_key(name, row) for row in made[name]}
    there = onto.tables.get(name)
    before = there.rows() if there is not None else []
    kept = sum(_key(name, row) not in keys for row in before)
    place = fault.row - 2 - kept
    if not 0 <= place < len(made[name]):
        return fault
    row = made[name][place]
    where = row.get("id") or f"position of {row['partner']}"
    message = f"{fault.message} (column {fault.column} of {fault.file})"
    return Fault(f"ledger {where}", None, fault.column, fault.value, message)
