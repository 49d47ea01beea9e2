"""Power: nodes, generation, banks of transformers, links, imports and demand."""

from __future__ import annotations

from pathlib import Path

from bucharest.generation import generators, oil
from bucharest.tables import (
    LAST,
    REGIONS,
    Row,
    Tables,
    estimate,
    joined,
    known,
    pick,
    read,
    span,
)

PEAK_FACTOR = 1.05
"""Peak of a block over its mean (network.peak_factor); the night's minimum lies as far below."""
MORNING_SHARE = 0.49
"""Share of the energy between 6 and 18 h that falls before noon."""
PRE_WAR_OVER_NOW = 1.233
"""Pre-war peak of what is held over today's: 18.5 over 15 GW, see `_other`."""
MW_PER_MVA = 0.9 * 0.8
"""Usable power of an MVA: defaults of network.power_factor times network.bank_utilisation."""
ABROAD = "EU-A"
BORDER = "EU"
BORDER_BUS = "WST-T"


def build(data: Path) -> Tables:
    """All tables of power/."""
    pack = data / "bucharest-2022"
    demand = read(pack / "power_demand.csv")
    asked = _demand(demand)
    plants = generators(read(pack / "power_generation.csv"), asked, read(pack / "gas.csv"))
    return {
        "power/buses": _buses(),
        "power/generators": plants,
        "power/oil": oil(plants),
        "power/transformers": _transformers(read(pack / "transformers.csv"), demand),
        "power/delivery": [
            row | estimate(_CURVES, "pglib;CALC", "2023-07-23")
            for row in read(data / "delivery/curves.csv")
        ],
        "power/links": _links(read(pack / "power_transfer.csv")),
        "power/interconnectors": _interconnectors(read(pack / "power_transfer.csv")),
        "power/demand": asked,
    }


def _buses() -> list[Row]:
    note = "one node a voltage level stands for the whole network of a region"
    rows = [
        {"id": f"{region}-{level[0].upper()}", "region": region, "level": level} | estimate(note)
        for region in REGIONS
        for level in ("transmission", "distribution")
    ]
    note = "the grids of Continental Europe; their border arrives at the western node"
    return [*rows, {"id": ABROAD, "level": "abroad"} | estimate(note)]


def _transformers(units: list[Row], demand: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        row = pick(units, region=region)
        count, mva = int(row["units"]), float(row["mva_to_distribution"])
        peak = float(pick(demand, region=region)["weekday_evening_peak_mw"])
        other = peak * PRE_WAR_OVER_NOW / MW_PER_MVA - mva
        rows.append(
            {"id": f"{region}-X", "from_bus": f"{region}-T", "to_bus": f"{region}-D"}
            | {"units": str(count)}
            | span("unit_mva", mva / count, 0.85 * mva / count, 1.2 * mva / count)
            | span("other_mva", other, 0.8 * other, 1.8 * other)
            | {"design_mw": f"{peak * PRE_WAR_OVER_NOW:.0f}"}
            | known(row["source"], row["as_of"], "ESTIMATE", joined(row["note"], _OTHER))
        )
    return rows


_CURVES = "computed on a public grid (data/delivery)"
_OTHER = (
    "all voltage classes one class: rating of those that feed distribution (330 and 220 kV down) "
    "over "
    "all units, range -15 to +20 % for the mix of ratings; other_mva = what the rest of the fleet "
    "must "
    "carry so that the whole could carry the pre-war peak of what is held, 18.5 GW (MEMORY: 21 to "
    "22 GW "
    "with what was lost since) at .72 MW/MVA; range .8 (the intact network carried its load) to "
    "1.8 times, since the operator's fleet is "
    "130 to 220 units (MEMORY), of which 94 are counted here; design_mw = that pre-war peak"
)


def _links(transfer: list[Row]) -> list[Row]:
    return [
        {
            "id": f"{row['from']}-{row['to']}",
            "from_bus": f"{row['from']}-T",
            "to_bus": f"{row['to']}-T",
        }
        | span("capacity_mw", float(row["mw"]), float(row["low"]), float(row["high"]))
        | known(row["source"], row["as_of"], row["status"], row["note"])
        for row in transfer
        if row["kind"] == "internal"
    ]


def _interconnectors(transfer: list[Row]) -> list[Row]:
    """Import limits by date: limits, not flows. A row is known from the day on which it held."""
    rows = []
    for row in transfer:
        limit = row["kind"] == "interconnection" and row["direction"] in ("import", "both")
        if not limit or row["valid_from"] > LAST or row["mw"] == "0":
            continue
        note = row["note"]
        as_of = row["as_of"]
        if row["valid_from"] == "2023-06-30":
            as_of = row["valid_from"]
            note = joined(note, "as_of is the day it began, since limits are published with effect")
        rows.append(
            {"id": BORDER, "bus": BORDER_BUS, "from": row["valid_from"]}
            | span("import_mw", float(row["mw"]), float(row["low"]), float(row["high"]))
            | {"cost_eur_per_mwh": "250"}
            | known(row["source"], as_of, row["status"], joined(note, _PRICE))
        )
    return rows


_PRICE = "price 250 EUR/MWh (100 to 400, MEMORY)"


def _demand(demand: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        row = pick(demand, region=region)
        peak, night = float(row["weekday_evening_peak_mw"]), float(row["night_minimum_mw"])
        evening, low = peak / PEAK_FACTOR, night * PEAK_FACTOR
        between = 1000 * float(row["daily_energy_gwh"]) / 6 - evening - low
        cells = {"region": region, "bus": f"{region}-D", "hinge_c": "12"}
        cells |= {
            "night_mw": f"{low:.1f}",
            "morning_mw": f"{between * MORNING_SHARE:.1f}",
            "day_mw": f"{between * (1 - MORNING_SHARE):.1f}",
            "evening_mw": f"{evening:.1f}",
        }
        cells |= span("level", 1, float(row["peak_low"]) / peak, float(row["peak_high"]) / peak)
        cells |= _ranged(row, "mw_per_degree", "mw_per_degree_c", "slope")
        cells |= _ranged(row, "protected_share", "share_protected", "protected")
        cells |= _ranged(row, "industry_share", "share_industry", "industry")
        rows.append(
            cells
            | known(row["source"], row["as_of"], row["status"], joined(row["note"], _BLOCK_NOTE))
        )
    return rows


_BLOCK_NOTE = (
    "means of blocks: evening peak / 1.05, night minimum x 1.05, the rest of the day's energy 49 "
    "to 51 "
    "before and after noon"
)


def _ranged(row: Row, column: str, value: str, ends: str) -> Row:
    return span(column, float(row[value]), float(row[f"{ends}_low"]), float(row[f"{ends}_high"]))
