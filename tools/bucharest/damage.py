"""Kinds of installation, cells of them, and crews.

Cells are counts by kind and region, each of at least three installations at three stations or more;
nuclear units are no asset.
"""

from __future__ import annotations

from math import exp
from pathlib import Path
from statistics import NormalDist

from bucharest.tables import REGIONS, Row, Tables, estimate, known, pick, read, span

Range = tuple[float, float, float]
PEOPLE_PER_NODE = 100_000
PEOPLE_PER_SOURCE = 100_000
GAS_PLANTS = 35
UNITS_PER_STATION = {"thermal": 4, "hydro": 8}
"""Units of a usual station: two to ten of heat-and-power or condensing blocks, six to sixteen of
river stations. The data count units; what is hit, and what published shares count, is a station."""
LEAST = 3
DAYS_NOISE = 0.4
"""Standard deviation of the logarithm of a single repair time (repair.days_noise)."""


def one_of(count: int, told: Range) -> Range:
    """Days of one repair, where those told are of the last of so many at once.

    The median of the last of n is the quantile .5^(1/n) of one.
    """
    longer = exp(DAYS_NOISE * NormalDist().inv_cdf(0.5 ** (1 / count)))
    return tuple(round(days / longer, 1) for days in told)


INSTALLED: Range = (21, 14, 35)
"""Days in which a large transformer is brought from another region and installed: "We learned how
to install an autotransformer in three weeks by transporting it from another region"."""
WAY: Range = (7, 5, 12)
"""Of these, the way: a third, the middle of what two weeks of stripping one (dp-18) leave."""
FIVE_NODES: Range = (75, 21, 90)
"""Days until "several" installations that were "destroyed simultaneously" are repaired, their parts
brought: 15 drones flew that night and 10 were shot down, so five at most."""

KINDS: dict[str, dict[str, str | Range]] = {
    "thermal_station": {
        "name": "Thermal power station",
        "target": "generation",
        "function_lost": (0.6, 0.35, 0.85),
        "heavy_share": (0.35, 0.15, 0.55),
        "destroyed_share": (0.15, 0.05, 0.35),
        "days_light": (14, 5, 30),
        "days_heavy": (120, 60, 240),
        "days_destroyed": (365, 180, 720),
        "left_light": "0.75",
        "left_heavy": "0.5",
        "units_per_hit": (1, 1, 1.5),
        "skill": "station",
        "power_station": "yes",
        "thermal": "yes",
    },
    "hydro_station": {
        "name": "Hydro power station",
        "target": "generation",
        "function_lost": (0.5, 0.25, 0.75),
        "heavy_share": (0.35, 0.15, 0.55),
        "destroyed_share": (0.15, 0.05, 0.35),
        "days_light": (14, 5, 30),
        "days_heavy": (120, 60, 240),
        "days_destroyed": (365, 180, 720),
        "left_light": "0.75",
        "left_heavy": "0.5",
        "units_per_hit": (1, 1, 1.5),
        "skill": "station",
        "power_station": "yes",
    },
    "large_transformer": {
        "name": "Large transformer",
        "target": "main_grid",
        "function_lost": (0.7, 0.45, 0.9),
        "heavy_share": (0.5, 0.3, 0.7),
        "destroyed_share": (0.4, 0.2, 0.65),
        "days_light": (4, 2, 7),
        "days_heavy": one_of(4, (13, 8, 21)),
        "days_destroyed": tuple(all_ - way for all_, way in zip(INSTALLED, WAY, strict=True)),
        "left_light": "0.3",
        "units_per_hit": (1.4, 1, 2.2),
        "skill": "grid",
        "part": "large_transformer",
        "main_grid": "yes",
    },
    "distribution_node": {
        "name": "Regional distribution node",
        "target": "distribution",
        "function_lost": (0.7, 0.4, 0.9),
        "heavy_share": (0.3, 0.1, 0.5),
        "destroyed_share": (0.15, 0.05, 0.35),
        "days_light": (4, 2, 7),
        "days_heavy": (5, 3, 7),
        "days_destroyed": one_of(
            5, tuple(all_ - way for all_, way in zip(FIVE_NODES, WAY, strict=True))
        ),
        "left_light": "0.5",
        "units_per_hit": (1, 1, 1.5),
        "skill": "local",
        "part": "medium_transformer",
    },
    "gas_plant": {
        "name": "Gas production plant",
        "target": "gas",
        "function_lost": (0.6, 0.3, 0.85),
        "heavy_share": (0.4, 0.2, 0.6),
        "destroyed_share": (0.1, 0.02, 0.3),
        "days_light": (10, 5, 20),
        "days_heavy": (60, 45, 90),
        "days_destroyed": (180, 90, 365),
        "left_light": "0.6",
        "units_per_hit": (1, 1, 1.5),
        "skill": "gas",
    },
    "heat_source": {
        "name": "Source of district heat",
        "target": "heat",
        "function_lost": (0.6, 0.3, 0.85),
        "heavy_share": (0.3, 0.1, 0.5),
        "destroyed_share": (0.1, 0.02, 0.3),
        "days_light": (2, 1, 4),
        "days_heavy": (10, 7, 14),
        "days_destroyed": (90, 30, 180),
        "left_light": "0.6",
        "units_per_hit": (1, 1, 1.5),
        "skill": "heat",
    },
}
RANGED = (
    "function_lost",
    "heavy_share",
    "destroyed_share",
    "days_light",
    "days_heavy",
    "days_destroyed",
    "units_per_hit",
)
CONCENTRATION: Range = (1, 0.5, 2)
DAYS = {
    "thermal_station": (
        "dp-09;dp-10",
        "heavy and destroyed by dp (about half damaged: half is left; heavy damage: nothing is); "
        "light: one unit of about four",
    ),
    "hydro_station": ("dp-09;dp-10", "as a thermal station"),
    "large_transformer": (
        "dp-05;dp-06;dp-15",
        "light and heavy by dp (minor damage of a substation; 13 days until the last of four that "
        "were hit was back, parts at hand: one alone takes 8.7); destroyed: three weeks hold the "
        "way from another region and setting up (unn.ua, 10 Oct 2024), a third of it the way "
        "(repair.part_transport)",
    ),
    "distribution_node": (
        "dp-15;dp-04;dp-08",
        "of the repair itself, by dp: minor damage of a substation, heavy damage; several "
        "destroyed at once: 75 days are of the last of five, with the way of its part; the "
        "half-life of cuts (dp-03) is that of switching (repair/switching)",
    ),
    "gas_plant": ("dp-13", "heavy by dp (half of the loss of gas field plants)"),
    "heat_source": (
        "dp-11;dp-12",
        "light and heavy by dp (district heat, network damage and remainder)",
    ),
}
CREWS: dict[str, tuple[str, Range, str]] = {
    "grid": ("Crews of the grid operator", (70, 60, 90), "70 crews, more than a thousand people"),
    "station": (
        "Crews of power stations",
        (40, 20, 80),
        "about one for each larger station (judgement)",
    ),
    "local": (
        "Crews of distribution firms",
        (150, 80, 300),
        "half a crew for each node (judgement)",
    ),
    "gas": ("Crews of gas producers", (15, 8, 30), "judgement"),
    "heat": ("Crews of heat suppliers", (60, 30, 120), "judgement"),
}


TRANSPORT: Row = (
    {"id": "heavy", "name": "Loads of up to 200 tonnes by rail and road"}
    | span("slots", 6, 4, 12)
    | estimate("special wagons and trailers that are free at once: judgement")
)
SWITCHING: Row = (
    {"kind": "large_transformer"}
    | span("days", 2, 1, 3)
    | span("share", 0.5, 0.3, 0.7)
    | estimate(
        "customers cut fell from 12 to 6 million in two days, by switching and backup paths; of "
        "the main grid, which that raid hit, and used nowhere else; range of the share: judgement",
        "dp-03;CALC",
        "2025-06-30",
    )
)


def build(data: Path) -> Tables:
    """damage/kinds, assets and repair/crews."""
    return {
        "damage/kinds": _kinds(),
        "assets": _assets(data),
        "repair/crews": _crews(),
        "repair/transport": [TRANSPORT],
        "repair/switching": [SWITCHING],
    }


def _kinds() -> list[Row]:
    rows = []
    for name, given in KINDS.items():
        cells: Row = {"id": name}
        for column, value in given.items():
            cells |= {column: value} if isinstance(value, str) else span(column, *value)
        cells = {"left_heavy": "0"} | cells | span("concentration", *CONCENTRATION)
        source, days = DAYS[name]
        note = f"days: {days}; all else judgement, wide on purpose and never fitted"
        rows.append(cells | estimate(note, f"{source};CALC", "2025-04-30"))
    return rows


def _crews() -> list[Row]:
    return [
        {"skill": skill, "name": name}
        | span("crews", *crews)
        | (
            known("babel-87379", "2022-11-23", "READ", f"{why}; range: judgement")
            if skill == "grid"
            else estimate(why)
        )
        for skill, (name, crews, why) in CREWS.items()
    ]


def _assets(data: Path) -> list[Row]:
    pack = data / "bucharest-2022"
    generation, people = read(pack / "power_generation.csv"), read(pack / "regions.csv")
    units, gas = read(pack / "transformers.csv"), read(pack / "gas.csv")
    rows = []
    for name in ("thermal", "hydro"):
        for row in generation:
            if row["class"] == name and row["region"] in REGIONS:
                rows.append(_stations(name, row))
    for region in REGIONS:
        row = pick(units, region=region)
        rows.append(
            _cell("large_transformer", region, int(row["units"]), "transformer", f"{region}-X")
            | known(row["source"], row["as_of"], row["status"], row["note"])
        )
    for region in REGIONS:
        row = pick(people, region=region)
        present = float(row["population_present"])
        heated = present * float(row["share_district_heat"])
        rows.append(
            _cell("distribution_node", region, round(present / PEOPLE_PER_NODE), "distribution")
            | estimate("one supply point of high to medium voltage for 100,000 people")
        )
        rows.append(
            _cell("heat_source", region, round(heated / PEOPLE_PER_SOURCE), "heat")
            | estimate("one large source for 100,000 people on district heat")
        )
    return rows + _gas_plants(gas)


def _stations(name: str, row: Row) -> Row:
    region, per_station = row["region"], UNITS_PER_STATION[name]
    count = max(round(int(row["units"]) / per_station), LEAST)
    note = f"{row['units']} units at {per_station} a station, at least three" + _MERGED[name]
    return _cell(f"{name}_station", region, count, "generator", f"{region}-{name}") | estimate(
        note, row["source"], row["as_of"]
    )


_MERGED = {
    "thermal": ", condensing and heat-and-power units together",
    "hydro": ", run of river and pumped together, with those of neighbours that have fewer",
}


def _cell(kind: str, region: str, count: int, serves: str, element: str = "") -> Row:
    return {
        "id": f"{region}-{kind}",
        "kind": kind,
        "region": region,
        "count": str(count),
        "serves": serves,
        "element": element,
        "protection": "0",
    }


def _gas_plants(gas: list[Row]) -> list[Row]:
    rows = []
    for region in REGIONS:
        share = float(pick(gas, region=region, item="share of national production")["value"])
        count = round(GAS_PLANTS * share)
        if share < 0.02:
            continue
        note = (
            "a third of output is made at more than ten plants (READ), so about 35 of their size, "
            "by share "
            "of production; at least three; regions with a hundredth of the output have no cell"
        )
        rows.append(
            _cell("gas_plant", region, max(count, LEAST), "gas_supply", f"{region}-gas")
            | estimate(note, "up-7378846;CALC", "2022-12-01")
        )
    return rows
