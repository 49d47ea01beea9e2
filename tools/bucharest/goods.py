"""The catalogue of items, what is held of them, and what flows in.

Costs and leads are those of data/bucharest-2022/items.csv; what an item adds, its price where the
data have none, its lead where theirs is of making alone, stocks and inflow are choices of ours, in
data/choices. Money: million euro; one
euro is 1.04 US dollars (end of November 2022, MEMORY).
"""

from __future__ import annotations

from pathlib import Path

from bucharest.defence import COUNTED
from bucharest.protection import with_levels
from bucharest.tables import Row, Tables, estimate, joined, known, pick, read, span

USD_PER_EUR = 1.04
RATE = {"million EUR": 1.0, "million USD": 1 / USD_PER_EUR}
ENDS = ("", "_low", "_high")
JUDGED = "use_days: judgement"
FITTED = "slip: fitted to the dated offers (CALC, benchmarks/slips.py)"
UNFITTED = "slip: judgement, no dated case"
NEVER = "share that never comes: fitted to all offers of known end (CALC)"
OWN = ("id", "name", "unit", "adds", "adds_to")


def build(data: Path) -> Tables:
    """items, stocks and production."""
    chosen = data / "choices"
    pack = read(data / "bucharest-2022/items.csv")
    units = read(data / "bucharest-2022/transformers.csv")
    return {
        "items": with_levels([_item(row, pack) for row in read(chosen / "catalogue.csv")]),
        "stocks": [_stock(row) for row in read(chosen / "stocks.csv")] + [_transformers(units)],
        "production": [_inflow(row) for row in read(chosen / "production.csv")],
    }


def lead_days(data: Path) -> dict[str, float]:
    """Days from decision to arrival by item."""
    return {row["id"]: float(row["lead_days"]) for row in build(data)["items"]}


def _item(row: Row, pack: list[Row]) -> Row:
    cells = {column: row[column] for column in OWN}
    cells |= _range(row, "amount") | _range(row, "use_days") | _range(row, "slip_per_month")
    cells |= _range(row, "never_share")
    if row["id"] == "large_transformer":
        cells["transport"] = "heavy"
    told = joined(JUDGED, FITTED if row["slip_from"] else UNFITTED, NEVER)
    if not row["item_id"]:
        cells |= {"kind": row["kind"]} | _range(row, "unit_cost_meur") | _range(row, "lead_days")
        return cells | estimate(joined(row["note"], told), "MEM;CALC")
    found = pick(pack, item_id=row["item_id"])
    factor = RATE[found["currency"]] * float(row["times"])
    cost = [float(found[column]) * factor for column in ("unit_cost", "cost_low", "cost_high")]
    cells |= {"kind": row["kind"] or found["kind"]} | span("unit_cost_meur", *cost)
    lead = [float(found[column]) for column in ("lead_days", "lead_low", "lead_high")]
    cells |= _range(row, "lead_days") if row["lead_days"] else span("lead_days", *lead)
    dollars = found["currency"] == "million USD"
    exchange = "price from dollars at 1.04 a euro" if dollars else ""
    note = joined(found["note"], exchange, row["note"], told)
    parts = dict.fromkeys([*found["source"].split(";"), *(["fx"] if dollars else []), "CALC"])
    source = ";".join(parts)
    return cells | known(source, found["as_of"], found["status"], note)


def _range(row: Row, column: str) -> Row:
    """A range as it stands, or the value alone where it has none to speak of."""
    value, low, high = (float(row[column + end]) for end in ENDS)
    return span(column, value) if low == high else span(column, value, low, high)


def _stock(row: Row) -> Row:
    cells = {column: row[column] for column in ("item", "full", "most", "defended")}
    cells |= _range(row, "quantity") | _range(row, "other_use_per_day")
    cells |= {"fuel": "yes" if row["item"] == "fuel" else "no"}
    cells |= {"rationing": "program" if row["item"] in COUNTED else "fixed"}
    return cells | estimate(row["note"], row["source"], row["as_of"])


def _transformers(units: list[Row]) -> Row:
    """Spare large transformers: the one stock that the data have."""
    spares = pick(units, region="spares")
    cells = {"item": "large_transformer", "full": "6", "defended": "no", "fuel": "no"}
    cells |= span("quantity", *(float(spares[column]) for column in ("units", "low", "high")))
    cells |= {"other_use_per_day": "0"}
    return cells | known(spares["source"], spares["as_of"], spares["status"], spares["note"])


def _inflow(row: Row) -> Row:
    cells = {"item": row["item"], "from": row["from"]} | _range(row, "per_month")
    note = joined("amounts not public", row["note"])
    return cells | estimate(note, row["source"], row["as_of"])
