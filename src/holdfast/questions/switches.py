"""The mechanisms of a bombed winter, each with what switches it off.

What a mechanism weighs is the difference between the same futures with it and without it. Off means
as if it were not in the model, not that it is small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from holdfast.scenario import Scenario

AMPLE_MVA = 1e6
"""Rating of the fleet that is never hit, with which no bank limits anything."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism, by its name in the catalogue."""

    name: str
    off: Callable[[Scenario], Scenario]


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with these parameters certain. Raises ScenarioError if one cannot be so."""
    rows = [row for row in _rows(scenario, "parameters") if row["id"] not in values]
    rows += [{"id": name, "value": f"{value:g}"} for name, value in values.items()]
    return scenario.replace_rows("parameters", rows)


def with_column(scenario: Scenario, table: str, column: str, value: str) -> Scenario:
    """The scenario with one certain value in a column of all rows of a table.

    It is itself if it has no such rows.
    """
    rows = _rows(scenario, table)
    if not rows:
        return scenario
    blank = {name: "" for name in (f"{column}_low", f"{column}_high") if name in rows[0]}
    return scenario.replace_rows(table, [{**row, column: value, **blank} for row in rows])


def _rows(scenario: Scenario, table: str) -> list[Row]:
    return [dict(row) for row in scenario.table(table).rows()]


def _value(name: str, value: float) -> Callable[[Scenario], Scenario]:
    return lambda scenario: with_values(scenario, {name: value})


def _column(table: str, column: str, value: str) -> Callable[[Scenario], Scenario]:
    return lambda scenario: with_column(scenario, table, column, value)


def _no_delivery(scenario: Scenario) -> Scenario:
    made = with_column(scenario, "power/transformers", "design_mw", "")
    return made.replace_rows("power/delivery", [])


def _no_spares(scenario: Scenario) -> Scenario:
    """Nothing of what installations are mended with is in store, nor comes."""
    parts = set(scenario.table("damage/kinds").text("part")) - {""}
    adds = scenario.table("items")
    given = {
        item
        for item, kind, to in zip(
            adds.text("id"), adds.text("adds"), adds.text("adds_to"), strict=True
        )
        if item in parts or (kind == "stock" and to in parts)
    }
    made = scenario
    for table in ("stocks", "deliveries", "production"):
        rows = _rows(made, table)
        made = made.replace_rows(table, [row for row in rows if row["item"] not in given])
    return made


MECHANISMS = (
    Mechanism("banks", _column("power/transformers", "other_mva", f"{AMPLE_MVA:.0f}")),
    Mechanism("delivery", _no_delivery),
    Mechanism("trips", _value("network.trip_per_hit", 0.0)),
    Mechanism("overclaim", _column("threat/classes", "overclaim", "0")),
    Mechanism("collapse", _value("network.collapse_affected", 0.0)),
    Mechanism("industry", _value("network.industry_first", 1.0)),
    Mechanism("pockets", _value("damage.pocket_per_hit", 0.0)),
    Mechanism("rebound", _value("network.rebound", 0.0)),
    Mechanism("saving", _value("network.saving", 0.0)),
    Mechanism("rotation", _value("network.overcut", 1.0)),
    Mechanism("spares", _no_spares),
    Mechanism("concentration", _column("damage/kinds", "concentration", "0")),
    Mechanism("sizes", _value("damage.size_in_aim", 0.0)),
)
"""Those that a study of the winter found to matter, and the ones that came since."""
