"""The same country, made short of what it has plenty of: there more of it can do anything at all.

Two shortages that do not hide one another: without gas boilers have work, but not without fuel.
"""

from __future__ import annotations

from collections.abc import Callable

from holdfast.questions.edited import Row, edited, there
from holdfast.questions.validate import had, helped
from holdfast.scenario import Scenario

GAS, HANDS = "short_of_gas", "short_of_hands"
STORE, SUPPLY, FEW = 0.05, 0.6, 0.1
"""What is left of the gas in store, of gas produced and bought, and of crews, technicians and heavy
transport."""
_EMPTIED = ("fuel", "spares of air defence", "parts of installations", "mobile units")
"""Roles of items of which nothing lies in store and nothing is made."""
_FEWER = (
    ("repair/crews", "crews"),
    ("readiness/technicians", "crews"),
    ("repair/transport", "slots"),
)

WHERE = {
    "gas": GAS, "boilers": GAS, "gas in store": GAS, "gas to be bought": GAS, "gas produced": GAS,
    "storage, with its wells": GAS, "room in store alone": GAS, "imports before stores": GAS,
    "fuel": HANDS, "spares of air defence": HANDS, "parts of installations": HANDS,
    "mobile units": HANDS, "repair crews": HANDS, "technicians": HANDS, "heavy transport": HANDS,
}  # fmt: skip
"""By kind of help the country in which it is short; other kinds have none."""


def of_gas(scenario: Scenario) -> Scenario:
    """A twentieth of the gas in store, and six tenths of what is produced and bought."""
    return had.raised(had.stored(scenario, STORE), "gas/supply", ["mcm_per_day"], SUPPLY)


def of_hands(scenario: Scenario) -> Scenario:
    """A tenth of crews, technicians and heavy transport; no fuel and no part in store or made."""
    made = scenario
    for table, column in _FEWER:
        made = had.raised(made, table, [column], FEW)
    roles = helped.roles(scenario)
    gone = {item for role in _EMPTIED for item in roles[role]}
    for table, column in (("stocks", "quantity"), ("production", "per_month")):
        none = {column: "0", f"{column}_low": "", f"{column}_high": ""}

        def emptied(row: Row, none: Row = none) -> Row:
            return {**row, **there(row, none)} if row["item"] in gone else row

        made = edited(made, table, emptied)
    return made


STORES = ("storage, with its wells", "room in store alone")
"""What may hurt by the laws of stores: docs/blocks/networks.md says how. It is judged like all."""
COUNTRIES: dict[str, Callable[[Scenario], Scenario]] = {GAS: of_gas, HANDS: of_hands}
