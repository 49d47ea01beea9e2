"""The tables and parameters as pages, generated from their schemas: of the docs, of a new scenario.

`python -m holdfast.scenario.describe > docs/scenario-tables.md` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.scenario.cells import words
from holdfast.scenario.schema import COMMON, Column, Schema, parameters, schemas

_HEAD = """\
# Tables of a scenario

This page is generated from the schemas in `src/holdfast/scenario/schema`; the folder and its rules
are explained on the page [Scenario](scenario.md).

**range** in the second column says that `<column>_low` and `<column>_high` may stand beside it, the
5 % and 95 % points of what is thinkable. Where it says **shared**, that part of the variance is
common to all rows: who judges one region too high judges the next too high. A column without a
default must be there and may not be blank if it is *needed*; otherwise a blank means that nothing
is said.

Every table may also have these columns:
"""


def tables_page() -> str:
    """The page with all tables and all parameters, as markdown."""
    return "\n".join(_lines()) + "\n"


def explained(names: Iterable[str] | None = None) -> str:
    """A section a table, for the README of a scenario: what it is and what its columns hold.

    All tables, or those named.
    """
    found = [schemas()[name] for name in (schemas() if names is None else names)]
    return "\n".join(line for schema in found for line in _section(schema)) + "\n"


def _section(schema: Schema) -> Iterator[str]:
    yield f"\n## {schema.file}{'' if schema.required else ', may be left out'}\n"
    yield f"{schema.doc}\n"
    for column in schema.columns.values():
        if not column.common and not column.bounds:
            blank = _default(column) and f"; blank means {column.default}"
            state = "; *needed*" if column.required else blank
            yield f"- `{column.name}`: {column.doc}. {_capital(_holds(column))}{state}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lines() -> Iterator[str]:
    yield _HEAD
    for entry in COMMON:
        yield f"- `{entry['name']}`: {entry['doc']}."
    yield ""
    yield "Where a table has a column of its own of that name, the common one is called"
    yield "`row_source` or `row_status`."
    for schema in schemas().values():
        yield from _table(schema)
    yield from _parameters()


def _table(schema: Schema) -> Iterator[str]:
    yield f"\n## {schema.name}\n"
    need = "needed" if schema.required else "may be left out"
    yield f"{schema.doc} File `{schema.file}`, {need}; key: {', '.join(schema.key)}."
    if schema.dated:
        yield "Rows that became public later than `as_of` are hidden."
    yield "\n| column | holds | default | meaning |"
    yield "|---|---|---|---|"
    for column in schema.columns.values():
        if not column.common and not column.bounds:
            yield f"| `{column.name}` | {_holds(column)} | {_default(column)} | {column.doc} |"


def _holds(column: Column) -> str:
    shared = f", {column.shared:g} **shared**" if column.shared else ""
    return words(column) + (f"; **range**{shared}" if column.range else "")


def _default(column: Column) -> str:
    if column.required:
        return "*needed*"
    return column.default


def _parameters() -> Iterator[str]:
    yield "\n# Parameters\n"
    yield "Values that belong to no row. A row of `parameters.csv` overrides one; without"
    yield "`value_low` and `value_high` the overridden value is taken as known.\n"
    yield "| id | default | low | high | unit | meaning | source | status |"
    yield "|---|---|---|---|---|---|---|---|"
    for spec in parameters().values():
        numbers = f"{spec.default:g} | {spec.low:g} | {spec.high:g}"
        told = f"{spec.unit} | {spec.doc} | {spec.source} | {spec.status}"
        yield f"| `{spec.id}` | {numbers} | {told} |"


if __name__ == "__main__":
    print(tables_page(), end="")
