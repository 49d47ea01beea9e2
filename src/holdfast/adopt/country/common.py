"""Tables that are the same for every fictional country, scaled to its people and dated."""

from __future__ import annotations

import datetime as dt
import re

from holdfast.adopt.country import recipe
from holdfast.adopt.country.grid import Table
from holdfast.adopt.country.plan import Plan
from holdfast.adopt.grid.tables import number
from holdfast.scenario import schemas

NAMES = (
    "damage/kinds",
    "threat/classes",
    "threat/supply",
    "threat/targets",
    "defence/systems",
    "defence/effect",
    "repair/crews",
    "items",
    "stocks",
    "production",
    "actors",
    "meetings",
    "asks",
    "positions",
    "offers",
    "deliveries",
    "packages",
    "sources",
)
SAID = {"meetings", "asks", "positions", "offers", "deliveries"}
"""Tables of what was said at conferences."""
TO_FILL = ("conditions", "limits", "budgets", "leads", "training")
"""Tables of what partners allow and how help comes: a header each, and nothing is invented."""
_DAY = re.compile(r"[+-]\d+")


def common(plan: Plan, words: dict[str, str]) -> dict[str, Table]:
    """The tables; words fill the braces that stand in them."""
    bare = {name: [list(schemas()[name].columns)] for name in TO_FILL}
    return {name: _table(plan, name, words) for name in NAMES} | bare


def _table(plan: Plan, name: str, words: dict[str, str]) -> Table:
    rows = recipe.table(name)
    sized = _sized(name)
    days = {
        column.name
        for column in schemas()[name].columns.values()
        if column.type in ("date", "known")
    }
    head = list(rows[0])
    bare = name == "sources"
    source = "conference" if name in SAID else "fiction"
    made = [head if bare else [*head, "source", "status"]]
    for row in rows:
        fixed = _not_scaled(name, row)
        cells = []
        for column in head:
            cell = row[column]
            if column in days and _DAY.fullmatch(cell):
                cell = (plan.start + dt.timedelta(days=int(cell))).isoformat()
            elif column in sized and cell and not fixed:
                cell = _scaled(float(cell), plan.size, sized[column])
            elif "{" in cell:
                cell = cell.format(**words)
            cells.append(cell)
        made.append(cells if bare else [*cells, source, "ESTIMATE"])
    return made


def _sized(name: str) -> dict[str, bool]:
    """Columns of a table that are scaled, ranges too, and whether to whole numbers."""
    made = {}
    for row in recipe.rows("scaled.csv"):
        if row["table"] == name:
            for column in row["columns"].split():
                for each in (column, f"{column}_low", f"{column}_high"):
                    made[each] = row["whole"] == "yes"
    return made


def _not_scaled(name: str, row: dict[str, str]) -> bool:
    """Small numbers of whole things are as they are in any country."""
    return (
        name != "defence/systems"
        and row.get("quantity", "").isdigit()
        and (int(row["quantity"]) <= 4)
    )


def _scaled(value: float, size: float, whole: bool) -> str:
    """A number of pieces for a country of this size, to two digits; at least one stays."""
    if whole:
        return number(float(max(1, float(f"{value * size:.2g}") // 1))) if value else "0"
    return number(float(f"{value * size:.2g}"))


def parameters(plan: Plan, reserve: list[float]) -> Table:
    """Values of the model that go by the size of the country and of its regions."""
    capacity = [float(f"{each * plan.size:.2g}") for each in recipe.numbers("defence.capacity")]
    elsewhere = recipe.numbers("network.trip_elsewhere")
    rows = [["id", "value", "value_low", "value_high", "source", "status", "note"]]
    for name, values, note in (
        ("network.reserve_mw", reserve, "the default is for a larger country"),
        ("network.trip_elsewhere", elsewhere, "the default is for fewer and larger regions"),
        ("defence.national_capacity", capacity, "the default is for a larger country"),
    ):
        rows.append([name, *map(number, values), "fiction", "ESTIMATE", note])
    return rows
