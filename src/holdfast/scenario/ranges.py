"""The ranges of a scenario as one short text, by which a fit knows whether they are its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from holdfast.scenario.scenario import Scenario

DIGITS = 12


def digest(scenario: Scenario) -> str:
    """The first hexadecimal digits of the SHA-256 of all ranges, whatever the order of rows.

    What comes by a plan (deliveries) has none, so plans of one scenario share it. Rows that are
    hidden by a freeze count too.
    """
    made = hashlib.sha256()
    for line in sorted(_lines(scenario)):
        made.update(f"{line}\n".encode())
    return made.hexdigest()[:DIGITS]


def _lines(scenario: Scenario) -> Iterator[str]:
    """Each range: where it stands, its middle and its ends."""
    for name, spec in scenario.parameters.items():
        if spec.high > spec.low:
            yield f"|{name}||{spec.default:.10g}|{spec.low:.10g}|{spec.high:.10g}"
    for name, table in scenario.tables.items():
        if name == "parameters":
            continue
        for column in table.schema.columns:
            if not table.schema.column(column).range or f"{column}_low" not in table.columns:
                continue
            ends = (
                table.number(column),
                table.number(f"{column}_low"),
                table.number(f"{column}_high"),
            )
            for key, value, low, high in zip(table.keys, *ends, strict=True):
                if high > low:
                    yield f"{name}|{column}|{key}|{value:.10g}|{low:.10g}|{high:.10g}"
