"""Scenarios of which tables are edited: what is switched off, made extreme, or there is more of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from holdfast.scenario import Scenario

Row = dict[str, str]
ENDS = ("", "_low", "_high")
"""What follows the name of a column in the names of its value and of its range."""


def edited(scenario: Scenario, table: str, change: Callable[[Row], Row]) -> Scenario:
    """The scenario with each visible row of a table changed; without such a table it is itself.

    Raises ScenarioError naming what is wrong with what came of it.
    """
    rows = [change(dict(row)) for row in scenario.table(table).rows()]
    return scenario.replace_rows(table, rows) if rows else scenario


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with these parameters certain. Raises ScenarioError if one cannot be so."""
    rows = [row for row in scenario.table("parameters").rows() if row["id"] not in values]
    rows += [{"id": name, "value": str(value)} for name, value in values.items()]
    return scenario.replace_rows("parameters", rows)


def with_column(scenario: Scenario, table: str, column: str, value: str) -> Scenario:
    """The scenario with one certain value in a column of all rows of a table, if it has any."""
    names = {f"{column}{end}": "" for end in ENDS} | {column: value}
    return edited(scenario, table, lambda row: {**row, column: value, **there(row, names)})


def no_raids(scenario: Scenario) -> Scenario:
    """Nothing is launched: the attacker has no stock and no supply, and no raid is on record."""
    none = {"stock": "0", "stock_low": "", "stock_high": ""}
    none |= dict.fromkeys(("pace", "pace_low", "pace_high"), "")
    made = edited(scenario, "threat/classes", lambda row: {**row, **there(row, none)})
    for table in ("threat/raids", "threat/orders", "threat/supply"):
        made = made.replace_rows(table, [])
    return made


def there(row: Row, values: Mapping[str, str]) -> Row:
    """Of these values those whose column the row has."""
    return {name: value for name, value in values.items() if name in row}
