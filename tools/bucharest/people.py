"""Regions, who is present by date, dwellings and the weather."""

from __future__ import annotations

from pathlib import Path

from bucharest.tables import (
    NATION,
    REGIONS,
    Row,
    Tables,
    beside,
    estimate,
    joined,
    known,
    pick,
    read,
    span,
)

CAPITAL = 2_950_000
"""People of the capital, which has no row in the population data (MEMORY)."""
STATUS = {"STH": "contested", "EST": "contested"}
DEFENCE = {"NOR": 0.35, "NEA": 0.12, "CEN": 0.08, "WST": 0.12, "STH": 0.15, "EST": 0.18}
ELECTRIC = {"NOR": 0.06, "NEA": 0.05, "CEN": 0.05, "WST": 0.05, "STH": 0.08, "EST": 0.05}
SOLID_OF_RURAL = 0.35
"""Of those who live in villages, share who heat with wood or coal (MEMORY)."""

Ends = tuple[float, float, float]
HOMES: dict[str, tuple[str, float, Ends, Ends]] = {
    "flat_district": ("district_heat", 1.6, (144, 96, 192), (0.3, 0.1, 0.6)),
    "flat_gas": ("household_gas", 1.8, (144, 99, 207), (0.9, 0.7, 1.0)),
    "house_gas": ("household_gas", 3.6, (162, 108, 216), (0.6, 0.4, 0.85)),
    "electric": ("electricity", 3.0, (150, 90, 240), (1.0, 1.0, 1.0)),
    "house_solid": ("solid", 4.0, (160, 100, 240), (0.1, 0.0, 0.25)),
}
"""Source of heat, loss [W/(m2 K)], capacity [Wh/(m2 K)] and need of power, by class of dwelling.

Losses as built are those of TABULA (IWU): prefabricated blocks 1.43 to 1.76, houses of 1949 to 1978
3.4 to 4.7. Capacities are such that flats cool with 60 to 120 h, houses with 25 to 60 h (MEMORY).
"""

GROUPS: dict[str, tuple[Ends, Ends]] = {
    "tall_flats": ((0, 0, 0), (0, 0, 0)),
    "hospitals": ((0.8, 0.6, 1), (12, 6, 24)),
    "water_works": ((0.5, 0.3, 0.8), (4, 0, 12)),
}
"""Share on protected feeders and own supply [h/day] of groups: judgement."""
TALL = 0.5
"""Of people in flats, share in blocks with lifts and pumps: judgement."""


def build(data: Path) -> Tables:
    """Regions, present, people/groups, heat/buildings, weather/*."""
    people = read(data / "bucharest-2022/regions.csv")
    _agree(people, read(data / "population/population_by_region.csv"))
    weather = read(data / "bucharest-2022/weather_kyiv.csv")
    return {
        "regions": _regions(people),
        "present": _present(read(data / "bucharest-2022/present.csv")),
        "people/groups": _groups(people),
        "heat/buildings": _buildings(people),
        "weather/normals": _normals(weather),
        "weather/recorded": _recorded(weather),
        "weather/spread": [
            row | estimate(_SPREAD, "berkeley;CALC") for row in read(data / "weather/spread.csv")
        ],
    }


def _agree(people: list[Row], census: list[Row]) -> None:
    """The pre-war people of every region are the sum of its parts. Raises ValueError if not."""
    counted = {row["region"]: int(row["population_2022"]) for row in census}
    counted["Kyiv-city"] = CAPITAL
    for row in people:
        if row["region"] != NATION:
            total = sum(counted[part] for part in row["oblasts"].split(";"))
            if abs(total - int(row["population_prewar"])) > 1:
                raise ValueError(
                    f"{row['region']}: {total} people counted, not {row['population_prewar']}"
                )


def _regions(people: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        row = pick(people, region=region)
        present = [float(row[f"population_present{end}"]) for end in ("", "_low", "_high")]
        cells = {"id": region, "name": row["name"]} | span("population", *present)
        cells |= {"status": STATUS.get(region, "held"), "defence_share": f"{DEFENCE[region]:g}"}
        note = joined(row["note"], "share of air defence: judgement by people and threat")
        rows.append(beside(cells, known(row["source"], row["as_of"], row["status"], note)))
    return rows


def home_shares(row: Row, region: str) -> dict[str, float]:
    """Share of a region's people by class of dwelling; sums to 1."""
    district, flats = float(row["share_district_heat"]), float(row["share_flats"])
    shares = {"flat_district": district, "flat_gas": max(flats - district, 0.0)}
    shares["electric"] = ELECTRIC[region]
    shares["house_solid"] = SOLID_OF_RURAL * (1 - float(row["share_urban"]))
    shares["house_gas"] = 1 - sum(shares.values())
    return {name: shares[name] for name in HOMES}


def _buildings(people: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        row = pick(people, region=region)
        for name, share in home_shares(row, region).items():
            heat, loss, capacity, power = HOMES[name]
            cells = {"region": region, "class": name, "source": heat, "reserve": "1.1"}
            cells |= {"people_share": f"{share:.4f}"}
            if name == "flat_district":
                cells |= span("people_share", share, float(row["dh_low"]), float(row["dh_high"]))
            cells |= span("loss_w_per_m2_k", loss) | span("capacity_wh_per_m2_k", *capacity)
            cells |= span("needs_power", *power)
            rows.append(beside(cells, estimate(f"{_HOME[name]}; {_HOMES}", row["source"])))
    return rows


_HOME = {
    "flat_district": "share of people on district heat; substations in the building need power",
    "flat_gas": "flats less those on district heat; boilers on the wall need power",
    "house_gas": "what is left of the people; part of the boilers run without power",
    "electric": "heaters as main source (judgement)",
    "house_solid": "35 % of those in villages (MEMORY)",
}
_HOMES = (
    "loss as built by TABULA (IWU); capacity such that flats cool with 60 to 120 h, houses with "
    "25 to 60 h (MEMORY)"
)


def _groups(people: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        row = pick(people, region=region)
        for name, (protected, own) in GROUPS.items():
            share = TALL * float(row["share_flats"]) if name == "tall_flats" else 1.0
            cells = {"region": region, "group": name, "people_share": f"{share:.3f}"}
            if name != "tall_flats":
                cells |= span("protected_share", *protected) | span("own_hours", *own)
            rows.append(beside(cells, estimate(_GROUPS[name], row["source"])))
    return rows


_GROUPS = {
    "tall_flats": "half of those in flats: blocks with lifts and pumps (judgement)",
    "hospitals": "whom they serve; feeders and own sets: judgement",
    "water_works": "whom they serve; feeders and own sets: judgement",
}


_SPREAD = "derived in data/weather from months of 1881 to 2020 and days of test reference years"


def _present(rows: list[Row]) -> list[Row]:
    return [
        {"region": row["region"], "from": row["from"], "people": row["people"]}
        | span("unconnected", *(float(row[f"unconnected{end}"]) for end in ("", "_low", "_high")))
        | known(row["source"], row["as_of"], row["status"], row["note"])
        for row in rows
    ]


def _normals(weather: list[Row]) -> list[Row]:
    return [
        {"region": row["region"], "month": row["month"]}
        | span("mean_c", float(row["mean_temperature_c"]), float(row["low"]), float(row["high"]))
        | known(row["source"], row["as_of"], row["status"], row["note"])
        for row in weather
        if row["kind"] == "normal_1991_2020"
    ]


def _recorded(weather: list[Row]) -> list[Row]:
    """National anomalies: of the one region that has a record, what was seen less the normal."""
    rows = []
    for row in weather:
        if row["kind"] == "actual":
            normal = pick(
                weather, region=row["region"], kind="normal_1991_2020", month=row["month"]
            )
            usual = float(normal["mean_temperature_c"])
            seen = (float(row[column]) - usual for column in ("mean_temperature_c", "low", "high"))
            note = joined("the capital stands for the nation", row["note"])
            rows.append(
                {"year": row["year"], "month": row["month"]}
                | span("anomaly_c", *(round(value, 2) for value in seen))
                | known(row["source"], row["as_of"], row["status"], note)
            )
    return rows
