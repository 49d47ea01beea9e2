"""Which packages of help does the scenario name?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.questions import words
from holdfast.questions.cost import cost
from holdfast.questions.delivery_text import package_rows
from holdfast.questions.said import listed
from holdfast.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("package", "contents", "partners", "first", "last", "cost", "cost_low", "cost_high")


def packages(scenario: Scenario) -> pd.DataFrame:
    """A row a package, columns COLUMNS: what it holds, who gives, first and last arrival, its cost.

    Costs are millions of the scenario's currency.
    """
    import pandas as pd

    return pd.DataFrame(packed(scenario), columns=list(COLUMNS))


def packed(scenario: Scenario) -> list[dict[str, Any]]:
    """The rows of `packages` by column, for whoever needs no data frame."""
    items = scenario.table("items")
    kept = (items.text(column) for column in ("id", "name", "unit"))
    about = {item: (name, unit) for item, name, unit in zip(*kept, strict=True)}
    made = []
    for name in dict.fromkeys(scenario.table("packages").text("package")):
        rows = package_rows(scenario, name)
        days = sorted(date.fromisoformat(row["date"]) for row in rows)
        price = cost(scenario, rows)
        sums = {row["item"]: 0.0 for row in rows}
        for row in rows:
            sums[row["item"]] += float(row["quantity"])
        found = (
            name,
            listed([words.amount(count, *about[item]) for item, count in sums.items()]),
            ", ".join(dict.fromkeys(row["partner"] for row in rows)),
            days[0],
            days[-1],
            price.stated,
            price.low,
            price.high,
        )
        made.append(dict(zip(COLUMNS, found, strict=True)))
    return made
