"""A copy of a scenario in which every way of repair is on, and crews, parts and slots are scarce.

python benchmarks/repair_on.py examples/bucharest-2022 copy

For audits (benchmarks/monotone.py --repair), not for results: the numbers are round ones. Large
transformers get a class and a rating, two slots on rails at home and one from the border; a mobile
substation, a smaller unit, parts taken from what is destroyed and switching stand in; crews travel
and can be hit, and there is a tenth of them.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
KV, SCARCE = "330", 0.1
TABLES = {
    "repair/transport": "id,name,slots,abroad_slots,abroad_days\nrail,Heavy rail wagons,2,1,21\n",
    "repair/mobile": "kind,item,share,days\nlarge_transformer,mobile_substation,0.3,10\n",
    "repair/smaller": f"kv,item,days\n{KV},small_transformer,30\n",
    "repair/salvage": "kind,share,share_low,share_high,days\n"
    "large_transformer,0.3,0.1,0.5,14\ndistribution_node,0.3,0.1,0.5,5\n",
    "repair/switching": "kind,days,share\ndistribution_node,2,0.5\n",
}
PARAMETERS = {"repair.travel_days": "2", "repair.crew_loss": "0.05"}
NEW = {
    "small_transformer": {"adds_to": "small_transformer", "kv": KV, "mva": "80"},
    "mobile_substation": {"adds_to": "mobile_substation", "kv": "", "mva": "", "transport": ""},
    "rail_wagon": {"adds": "transport", "adds_to": "rail", "kv": "", "mva": "", "transport": ""},
}
"""Items like a large transformer, but for these cells."""


def copied(path: Path, to: Path) -> Path:
    """The copy, in a folder that is made."""
    shutil.copytree(path, to)
    (to / "repair").mkdir(exist_ok=True)
    for name, text in TABLES.items():
        (to / f"{name}.csv").write_text(text)
    _changed(to / "items.csv", _items)
    _changed(to / "power" / "transformers.csv", lambda rows: [row | {"kv": KV} for row in rows])
    _changed(to / "stocks.csv", _stocks)
    _changed(to / "repair" / "crews.csv", _crews)
    _changed(to / "parameters.csv", _parameters)
    return to


def _changed(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with path.open(newline="") as file:
        rows = change(list(csv.DictReader(file)))
    head = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, head, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _items(rows: list[Row]) -> list[Row]:
    heavy = {"kv": KV, "mva": "160", "transport": "rail"}
    made = [row | heavy if row["adds_to"] == "large_transformer" and row["adds"] == "stock" else row
            for row in rows]  # fmt: skip
    like = next(row for row in made if row["id"] == "large_transformer")
    return made + [like | {"id": name} | cells for name, cells in NEW.items()]


def _stocks(rows: list[Row]) -> list[Row]:
    """One large transformer, and one of each that stands in for it; few medium ones."""
    few = {"large_transformer": "1", "medium_transformer": "3"}
    like = next(row for row in rows if row["item"] == "large_transformer")
    rows = [*rows, *(like | {"item": name} for name in list(NEW)[:2])]
    exact = {"quantity_low": "", "quantity_high": "", "full": ""}
    return [
        row | exact | {"quantity": few.get(row["item"], "1")}
        if row["item"] in few or row["item"] in NEW
        else row
        for row in rows
    ]


def _crews(rows: list[Row]) -> list[Row]:
    exact = {"crews_low": "", "crews_high": ""}
    return [row | exact | {"crews": f"{SCARCE * float(row['crews']):g}"} for row in rows]


def _parameters(rows: list[Row]) -> list[Row]:
    like = dict.fromkeys(rows[0], "") | {"source": "CALC", "as_of": "2025-06-30"}
    like |= {"status": "ESTIMATE", "note": "for an audit"}
    kept = [row for row in rows if row["id"] not in PARAMETERS]
    return kept + [like | {"id": name, "value": value} for name, value in PARAMETERS.items()]


def main() -> None:
    """Write the copy."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("path", type=Path)
    asked.add_argument("to", type=Path)
    said = asked.parse_args()
    print(copied(said.path, said.to))


if __name__ == "__main__":
    main()
