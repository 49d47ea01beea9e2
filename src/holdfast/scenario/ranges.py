"""What draws of what nobody knows are made of, as one short text: a fit knows by it if they still
mean what they meant.

A draw is a number at a place. What it does hangs on the range of that place, on tables that turn it
into something (a curve of a grid, the weight of an installation, the share of a region), on
parameters that are certain, and on the mechanisms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from holdfast.scenario.scenario import Scenario
from holdfast.scenario.table import Table
from holdfast.version import MECHANISMS

DIGITS = 12
DECIDE = ("assets", "power/delivery", "threat/regions")
"""Tables without ranges that decide what a draw does: how many installations share the weights of a
cell, which curves a grid may have, around which shares those of regions lie."""


def digest(scenario: Scenario) -> str:
    """The first hexadecimal digits of the SHA-256 of all that, whatever the order of rows.

    What comes by a plan (deliveries) is no part of it, so plans of one scenario share it. Rows that
    are hidden by a freeze count too.
    """
    made = hashlib.sha256(f"mechanisms {MECHANISMS}\n".encode())
    for line in sorted(_lines(scenario)):
        made.update(f"{line}\n".encode())
    return made.hexdigest()[:DIGITS]


def _lines(scenario: Scenario) -> Iterator[str]:
    """Each parameter and each range: where it stands, its middle and its ends; rows that decide."""
    for name, spec in scenario.parameters.items():
        yield f"|{name}||{spec.default:.10g}|{spec.low:.10g}|{spec.high:.10g}"
    for name, table in scenario.tables.items():
        if name != "parameters":
            yield from _ranges(name, table)
        if name in DECIDE:
            yield from _rows(name, table)


def _ranges(name: str, table: Table) -> Iterator[str]:
    for column in table.schema.columns:
        if not table.schema.column(column).range or f"{column}_low" not in table.columns:
            continue
        ends = (table.number(column), table.number(f"{column}_low"), table.number(f"{column}_high"))
        for key, value, low, high in zip(table.keys, *ends, strict=True):
            if high > low:
                yield f"{name}|{column}|{key}|{value:.10g}|{low:.10g}|{high:.10g}"


def _rows(name: str, table: Table) -> Iterator[str]:
    """Each row but for what is said about it: its source, its day, notes."""
    specs = [table.schema.column(column) for column in table.schema.columns]
    cells = []
    for spec in (spec for spec in specs if not spec.common):
        if spec.type in ("number", "integer"):
            cells.append([f"{value:.10g}" for value in table.number(spec.name)])
        else:
            cells.append(list(table.text(spec.name)))
    for row in zip(*cells, strict=True):
        yield "|".join((name, "row", *row))
