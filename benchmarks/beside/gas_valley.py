"""The valley on a public gas network: what `adopt gas` makes, with a demand by region and use."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from holdfast.adopt.gas.adopt import adopt_gas
from holdfast.scenario import Scenario, read_scenario

ROOT = Path(__file__).parents[2]
REGIONS = ("UPP", "MID", "LOW")
USES = {"household": (0.4, 1), "district_heat": (0.2, 1), "industry": (0.2, 3)}
"""Share of what is nominated, and priority; the rest is left to power stations."""
MARGIN = 1.25
"""What entries give over what is nominated, so that a loss can be made good."""
LEAST = {"GasLib-40": 25.0, "GasLib-135": 25.0}
"""bar; the files ask for that of the air alone."""


def source(name: str) -> Path:
    """Where a network is: `Belgian` or `GasLib-40`."""
    if name == "Belgian":
        return ROOT / "data" / "gas"
    return ROOT / "data" / "gaslib" / f"GasLib-{name.removeprefix('GasLib-')}_no_coords.json"


def on_network(name: str, drive: str, tables: Mapping[str, str] | None = None) -> Scenario:
    """The valley with that network; `drive` of its compressors is electric or gas."""
    with TemporaryDirectory() as held:
        adopt_gas(source(name), Path(held) / "gas", 3, None, LEAST.get(name, 0.0))
        made = {
            each.relative_to(Path(held) / "gas").as_posix(): each.read_text("utf-8")
            for each in (Path(held) / "gas" / "gas").glob("*.csv")
        }
    files = dict(read_scenario(ROOT / "examples" / "valley").files)
    rows = {file: list(csv.DictReader(io.StringIO(text))) for file, text in made.items()}
    place = {f"R{k:02}": region for k, region in enumerate(REGIONS, 1)}
    total = {place[row["region"]]: float(row["at_0"]) for row in rows["gas/demand.csv"]}
    for table in rows.values():
        for row in table:
            row.pop("source", None)
            if row.get("region"):
                row["region"] = place[row["region"]]
            if "drive" in row and row["ratio"] != "1":
                row["drive"] = drive
    for row in rows["gas/supply.csv"]:
        row["mcm_per_day"] = str(float(row["mcm_per_day"]) * MARGIN)
    rows["gas/demand.csv"] = [
        {
            "region": region, "use": use, "at_plus_10": str(asked * share / 2),
            "at_0": str(asked * share), "at_minus_10": str(asked * share * 1.2),
            "priority": str(rank),
        }
        for region, asked in total.items()
        if asked > 0
        for use, (share, rank) in USES.items()
    ]  # fmt: skip
    homes = list(csv.DictReader(io.StringIO(files["heat/buildings.csv"])))
    rows["heat/buildings.csv"] = [
        home if total.get(home["region"], 0.0) > 0 else home | {"source": "solid"} for home in homes
    ]
    last = [row for row in rows["gas/nodes.csv"] if row["region"] == "LOW"]
    if not total["LOW"]:
        last[0]["demand_share"] = "1"  # the station is there
    files |= {file: _text(table) for file, table in rows.items()}
    store = last[0]["id"]
    amount = sum(total.values())
    files["gas/storage.csv"] = (
        "id,region,working_mcm,capacity_mcm,max_withdrawal,max_injection,node\n"
        f"LOW-store,LOW,{10 * amount},{20 * amount},{amount / 10},{amount / 20},{store}\n"
    )
    files |= {f"{name}.csv": f"{text}\n" for name, text in dict(tables or {}).items()}
    return Scenario.from_files(files)


def _text(rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
