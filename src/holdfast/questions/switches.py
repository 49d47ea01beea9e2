"""The mechanisms of a bombed winter, each with what switches it off.

What a mechanism weighs is the difference between the same futures with it and without it. Off means
as if it were not in the model, not that it is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.questions.edited import with_column, with_values
from holdfast.scenario import Scenario

AMPLE_MVA = 1e6
"""Rating of the fleet that is never hit, with which no bank limits anything."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism, by its name in the catalogue."""

    name: str
    off: Callable[[Scenario], Scenario]


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
        rows = made.table(table).rows()
        made = made.replace_rows(table, [row for row in rows if row["item"] not in given])
    return made


MECHANISMS = (
    Mechanism("banks", _column("power/transformers", "other_mva", f"{AMPLE_MVA:.0f}")),
    Mechanism("delivery", _no_delivery),
    Mechanism("trips", _value("network.trip_per_hit", 0.0)),
    Mechanism("overclaim", _column("threat/classes", "overclaim", "0")),
    Mechanism("collapse", _value("network.collapse_affected", 0.0)),
    Mechanism("waves", _value("network.largest_wave", 1.0)),
    Mechanism("relays", _value("network.relay_half_life", 0.0)),
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
