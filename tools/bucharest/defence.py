"""Air defence: national counts of systems, what one unit can do, and against what.

No figure is by region, and no place stands in it. Reach is geometry: a region is about 320 km
across (100,000 square km), and a unit of range r lies on 2 r of that width.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from bucharest.tables import FREEZE, Row, Tables, estimate, joined, pick, read, span
from bucharest.threat import CLASSES

ACROSS_KM = 320.0
RANGE = (0.5, 2.0)
"""Reach is known to a factor of two either way."""
EXPOSURE = {
    "buk": 0.7,
    "osa": 0.5,
    "light_soviet": 0.3,
    "aspide": 0.7,
    "crotale": 0.5,
    "gepard": 0.3,
    "light_western": 0.1,
    "avenger": 0.2,
    "shoulder_teams": 0.05,
    "mobile_groups": 0.1,
    "jammer_posts": 0.1,
    "fighters": 0.3,
}
"""Of what raids destroy where it stands, weight of one unit beside a large battery, 1.

Judgement: by how large it is, how often it moves, and of how many cars and men.
"""


@dataclasses.dataclass(frozen=True)
class System:
    """One type: where it stands in the data, its envelope, and single-shot kills by class."""

    id: str
    pack: str
    layer: str
    km: float
    """Range at which it can engage low flyers, km."""
    kills: tuple[float, float, float, float]
    """Single-shot kill probability against drones, cruise, ballistic and supersonic missiles."""
    item: str = ""
    rounds: float = 1.5
    home: float = 1.0
    """Share of the units that is not bound to the front or to the ground by day."""
    spared: tuple[float, ...] = ()
    """Fill of the magazine under which it spares drones and cruise missiles."""
    units: tuple[float, float, float] | None = None
    """Units at the start where not those of the freeze."""
    channels: float | None = None
    part: str = ""


WESTERN = "spare_parts"
IN_ECHELONS = ("long", "medium")
"""Layers whose systems are mended in echelons, with parts told there."""
SYSTEMS = (
    System(
        "s300",
        "S-300P family",
        "long",
        40,
        (0.6, 0.5, 0.03, 0.03),
        "s300_interceptor",
        spared=(0.6, 0.1),
    ),
    System(
        "buk",
        "Buk-M1",
        "medium",
        30,
        (0.6, 0.5, 0.01, 0.02),
        "buk_interceptor",
        home=0.5,
        spared=(0.6, 0.1),
    ),
    System("s125_kub", "S-125 and Kub, modernised", "medium", 25, (0.5, 0.35, 0, 0)),
    System("osa", "Osa-AKM", "short", 10, (0.55, 0.3, 0, 0), home=0.3),
    System("light_soviet", "Strela-10, Tunguska, ZU-23", "short", 4.5, (0.3, 0.1, 0, 0), home=0.3),
    System(
        "iris_t",
        "IRIS-T SLM",
        "medium",
        35,
        (0.85, 0.8, 0, 0.05),
        "iris_t_missile",
        spared=(0.3, 0.0),
        units=(0, 0, 0),
        part=WESTERN,
    ),
    System(
        "nasams",
        "NASAMS",
        "medium",
        27,
        (0.8, 0.75, 0, 0.03),
        "amraam_missile",
        spared=(0.3, 0.0),
        units=(0, 0, 0),
        part=WESTERN,
    ),
    System(
        "aspide",
        "Aspide (Spada/Skyguard)",
        "short",
        20,
        (0.6, 0.5, 0, 0),
        "aspide_missile",
        spared=(0.3, 0.0),
        units=(0, 0, 0),
        part=WESTERN,
    ),
    System(
        "hawk",
        "HAWK",
        "medium",
        35,
        (0.6, 0.5, 0, 0.02),
        "hawk_missile",
        spared=(0.3, 0.0),
        units=(0, 0, 0),
        part=WESTERN,
    ),
    System(
        "crotale",
        "Crotale NG",
        "short",
        10,
        (0.65, 0.45, 0, 0),
        "crotale_missile",
        spared=(0.3, 0.0),
        units=(0, 0, 0),
        part=WESTERN,
    ),
    System("gepard", "Gepard", "gun", 4.5, (0.75, 0.25, 0, 0), "gepard_round", 100.0, part=WESTERN),
    System("light_western", "Stormer HVM, RBS-70, Starstreak", "short", 6.5, (0.4, 0.15, 0, 0)),
    System(
        "avenger", "Avenger", "short", 6.5, (0.4, 0.15, 0, 0), "shoulder_missile", units=(0, 0, 0)
    ),
    System(
        "shoulder_teams",
        "Shoulder-fired missiles",
        "short",
        5,
        (0.3, 0.12, 0, 0),
        "shoulder_missile",
        home=0.05,
    ),
    System("mobile_groups", "Mobile fire groups", "mobile", 2, (0.3, 0.01, 0, 0)),
    System(
        "jammer_posts",
        "Electronic warfare posts against drones",
        "jamming",
        5,
        (0.25, 0, 0, 0),
        channels=5,
    ),
    System("fighters", "Fighters with air-to-air missiles", "air", 45, (0.4, 0.4, 0, 0), home=0.2),
    System(
        "patriot",
        "Patriot PAC-3 (United States)",
        "long",
        40,
        (0.85, 0.8, 0.6, 0.4),
        "patriot_interceptor",
        spared=(0.9, 0.3),
        part=WESTERN,
    ),
    System(
        "samp_t",
        "SAMP/T",
        "long",
        40,
        (0.8, 0.75, 0.4, 0.25),
        "aster_interceptor",
        spared=(0.9, 0.3),
        part=WESTERN,
    ),
)
SHOWN = {"patriot": "Patriot"}
COUNTED = frozenset(system.item for system in SYSTEMS) - {""}
"""Items that a system fires: the program rations them."""


def build(data: Path) -> Tables:
    """defence/systems and defence/effect."""
    pack = read(data / "bucharest-2022/defence.csv")
    return {
        "defence/systems": [_system(system, pick(pack, system=system.pack)) for system in SYSTEMS],
        "defence/effect": [row for system in SYSTEMS for row in _effects(system)],
    }


def _system(system: System, row: Row) -> Row:
    units = system.units or (
        float(row["fire_units_at_freeze"]),
        float(row["units_low"]),
        float(row["units_high"]),
    )
    reach = 2 * system.km / ACROSS_KM * system.home
    channels = system.channels or float(row["targets_engaged_at_once_per_unit"]) * system.home
    cells = {"id": system.id, "name": SHOWN.get(system.id, system.pack), "layer": system.layer}
    exposure = EXPOSURE.get(system.id, 1)
    cells |= {"exposure": f"{exposure:g}"}
    cells |= span("units", *units)
    cells |= {"channels": f"{channels:g}"} | span("cycles", 2, 1, 3)
    cells |= span("reach", reach, RANGE[0] * reach, RANGE[1] * reach)
    launchers, each = row["launchers_per_unit"], row["missiles_per_launcher"]
    ready = float(launchers or "0") * float(each or "0") * system.home
    cells |= {"ready_rounds": f"{ready:g}" if ready else ""}
    cells |= {"item": system.item, "rounds_per_target": f"{system.rounds:g}"}
    cells["part"] = "" if system.layer in IN_ECHELONS else system.part
    cells |= span("fails_per_day", 0.005, 0.002, 0.01) | span("repair_days", 14, 7, 30)
    note = joined(
        row["note"],
        f"exposure {exposure:g}: judgement",
        f"reach 2 x {system.km:g} / 320 km"
        + (f" x {system.home:g} at home" if system.home < 1 else ""),
        "none at the start, arrivals in deliveries" if not any(units) else "",
        "rounds not counted" if not system.item else "",
        f"{launchers} launchers with {each} rounds" if ready else "",
        "cycles, failures, repair: judgement",
    )
    return cells | estimate(note, row["source"], max(row["as_of"], FREEZE))


def _effects(system: System) -> list[Row]:
    rows = []
    for place, (name, kill) in enumerate(zip(CLASSES, system.kills, strict=True)):
        spared = system.spared[place] if place < len(system.spared) else 0.0
        cells = {"system": system.id, "class": name, "spared_below": f"{spared:g}"}
        if kill:
            cells |= span("kill_probability", kill, 0.6 * kill, min(1.25 * kill, 0.97))
        else:
            cells |= {"kill_probability": "0"}
        rows.append(
            cells
            | estimate(
                "order among types by brochure range and age (MEMORY); their sum at the start is "
                "anchored "
                "to the record's share destroyed, so that only ratios matter; threshold: judgement",
                "MEM;CALC",
            )
        )
    return rows
