"""From the public record as it was found to what is kept in data/: less detail, never more.

The raw files are not part of the project. `reduce_all` was run once on them; the build reads only
what it wrote. Five reductions are made, for the reasons that stand in data/README.md.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from pathlib import Path

from bucharest.alerts import reduce_alerts
from bucharest.tables import NATION, REGIONS, Row, as_text, number, read

RAIDS = (
    "time_start",
    "time_end",
    "model",
    "launched",
    "destroyed",
    "not_reach_goal",
    "still_attacking",
)
"""Columns of the raid record that are kept: none says where."""
PROVENANCE = ("source", "as_of", "status", "note")
HYDRO_SHOWN_WITH = {"NOR": "CEN", "CEN": "CEN", "WST": "WST", "STH": "EST", "EST": "EST"}
"""Region under which the water power of a region is shown, so that none is one or two stations."""
AMOUNTS = (
    "mw_installed_prewar",
    "mw_installed_held",
    "mw_available_2022_09_30",
    "low",
    "high",
    "mw_out_occupied",
)


def reduce_all(raw: Path, data: Path) -> None:
    """Write the reduced files under data/ from the raw ones under `raw`."""
    made: dict[str, Callable[[], str]] = {
        "alerts/hours.csv": lambda: reduce_alerts(
            read(raw / "alerts/alert_minutes_by_oblast_day.csv"),
            read(data / "raids/launches.csv"),
            read(data / "raids/classes.csv"),
        ),
        "raids/launches.csv": lambda: reduce_raids(read(raw / "raids/missile_attacks_daily.csv")),
        "weather/winter_statistics.csv": lambda: reduce_weather(
            read(raw / "weather/try2010_daily_temperature.csv")
        ),
        "bucharest-2022/power_generation.csv": lambda: reduce_generation(
            read(raw / "bucharest-2022/power_generation.csv")
        ),
        "bucharest-2022/transformers.csv": lambda: reduce_transformers(
            read(raw / "bucharest-2022/transformers.csv")
        ),
    }
    for name, text in made.items():
        (data / name).write_text(text(), encoding="utf-8", newline="")


def reduce_raids(rows: Iterable[Row]) -> str:
    """When, what and how many: without launch place, target, affected region and counts of hits."""
    kept = [{column: row[column] for column in RAIDS} for row in rows]
    kept.sort(
        key=lambda row: (row["time_end"][:10], row["time_start"], row["model"], row["launched"])
    )
    return as_text(RAIDS, kept)


def reduce_weather(rows: Iterable[Row]) -> str:
    """Of each reference station, how a winter varies: December to February, months taken out."""
    stations: dict[str, list[Row]] = {}
    for row in rows:
        if int(row["month"]) in (12, 1, 2):
            stations.setdefault(row["try_region"], []).append(row)
    made = []
    for region in sorted(stations, key=int):
        days = sorted(stations[region], key=lambda row: (int(row["month"]) % 12, int(row["day"])))
        values = [float(day["tmean_c"]) for day in days]
        mean = statistics.fmean(values)
        left = [value - mean for value in values]
        square = sum(value * value for value in left)
        made.append(
            {
                "try_region": region,
                "mean_c": f"{mean:.2f}",
                "standard_deviation_c": f"{statistics.stdev(values):.2f}",
                "autocorrelation_1": f"{sum(map(_product, left, left[1:])) / square:.3f}",
            }
        )
    return as_text(("try_region", "mean_c", "standard_deviation_c", "autocorrelation_1"), made)


def _product(one: float, other: float) -> float:
    return one * other


def reduce_generation(rows: Iterable[Row]) -> str:
    """Cells that rested on fewer than three stations merged; the nation's rows left as they are.

    Condensing and combined heat-and-power units of a region become one cell, "thermal". Water
    power, run of river and pumped, is shown under the neighbour of HYDRO_SHOWN_WITH.
    """
    rows = list(rows)
    made: list[Row] = [
        row for row in rows if row["region"] in REGIONS and row["class"] == "nuclear"
    ]
    groups: list[tuple[str, tuple[str, ...], dict[str, str]]] = [
        ("thermal", ("thermal", "chp"), {region: region for region in REGIONS}),
        ("hydro", ("hydro", "pumped_storage"), HYDRO_SHOWN_WITH),
    ]
    for name, classes, shown in groups:
        for region in REGIONS:
            parts = [
                row
                for row in rows
                if row["class"] in classes
                and shown.get(row["region"]) == region
                and float(row["mw_available_2022_09_30"]) > 0
            ]
            if parts:
                made.append(_merged(name, region, parts))
    made += [row for row in rows if row["region"] in REGIONS and row["class"] in ("wind", "solar")]
    made += [row for row in rows if row["region"] == NATION]
    return as_text(list(rows[0]), made)


def _merged(name: str, region: str, parts: list[Row]) -> Row:
    available = [float(row["mw_available_2022_09_30"]) for row in parts]
    factor = sum(
        mw * float(row["winter_evening_factor"]) for mw, row in zip(available, parts, strict=True)
    )
    cells = {column: number(sum(float(row[column]) for row in parts)) for column in AMOUNTS}
    return {
        **parts[0],
        **cells,
        "class": name,
        "region": region,
        "units": number(sum(int(row["units"]) for row in parts)),
        "mw_per_unit_typical": "",
        "winter_evening_factor": f"{factor / sum(available):.4f}",
        "note": "sum of the classes and regions that are shown together, so that no cell rests on "
        "fewer than three stations; " + parts[0]["note"],
    }


def reduce_transformers(rows: Iterable[Row]) -> str:
    """Large transformers of all voltage classes as one class by region; national rows kept.

    mva_to_distribution is the rating of those that feed distribution (330 and 220 kV down); those
    between 750 and 330 kV pass power on and carry no load of their own.
    """
    rows = list(rows)
    columns = ("region", "units", "low", "high", "mva_to_distribution", *PROVENANCE)
    made: list[Row] = []
    for region in REGIONS:
        parts = [row for row in rows if row["region"] == region]
        feeding = [row for row in parts if not row["voltage_class_kv"].startswith("750")]
        mva = sum(float(row["units"]) * float(row["mva_typical"]) for row in feeding)
        sums = {c: number(sum(float(row[c]) for row in parts)) for c in ("units", "low", "high")}
        provenance = {column: parts[0][column] for column in PROVENANCE}
        made.append({"region": region, **sums, "mva_to_distribution": number(mva), **provenance})
    nation = [row for row in rows if row["region"] == NATION]
    spares = [row for row in nation if row["spares"]]
    made += [
        {"region": row["voltage_class_kv"] if row["voltage_class_kv"] != "all" else NATION}
        | {column: row[column] for column in ("units", "low", "high", *PROVENANCE)}
        for row in nation
        if not row["spares"]
    ]
    total = {c: sum(float(row[f"spares{c}"]) for row in spares) for c in ("", "_low", "_high")}
    made.append(
        {"region": "spares", "units": number(total[""]), "low": number(total["_low"])}
        | {"high": number(total["_high"])}
        | {column: spares[0][column] for column in PROVENANCE}
    )
    return as_text(columns, made)
