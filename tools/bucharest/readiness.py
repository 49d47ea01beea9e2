"""How air defence is mended: at the unit, at depots at home, and for western types at partners.

No public record tells shares, days or crews: all is judgement, wide on purpose and never fitted.
Systems of long and medium range go through echelons; guns and what is of short range is simple, and
is mended where it stands. Chosen so that a failure takes about as long in all as the fourteen days
that were judged before.
"""

from __future__ import annotations

from bucharest.defence import IN_ECHELONS, SYSTEMS, WESTERN
from bucharest.tables import Row, Tables, estimate, span

JUDGED = "judgement"
UNIT, HOME, ABROAD = "unit", "home_depot", "partner_depot"
ECHELONS = {
    UNIT: ("Unit", (0,), (0,), ""),
    HOME: ("Depot at home", (2, 1, 4), (2, 1, 4), "14"),
    ABROAD: ("Depot of a partner", (10, 6, 20), (10, 6, 20), "3"),
}
"""Name, days there and back, fire units that can be moved in a week."""
TECHNICIANS = {
    "home_technicians": ("Technicians at home", HOME, (12, 6, 24)),
    "partner_technicians": ("Technicians of partners", ABROAD, (20, 10, 40)),
}
WESTERN_WAYS = (
    (UNIT, 0.6, (4, 2, 8), ""),
    (HOME, 0.25, (14, 7, 28), "home_technicians"),
    (ABROAD, 0.15, (45, 25, 90), "partner_technicians"),
)
OLD_WAYS = ((UNIT, 0.6, (6, 3, 12), ""), (HOME, 0.4, (22, 10, 45), "home_technicians"))
SHARE = 0.6
"""Of the failures of western types that need a set of spare parts."""
RETURNS = (
    (HOME, 0.3, (14, 7, 28), "home_technicians"),
    (ABROAD, 0.3, (45, 25, 90), "partner_technicians"),
)


def build() -> Tables:
    """The tables of readiness."""
    inside = [system for system in SYSTEMS if system.layer in IN_ECHELONS]
    western = [system.id for system in inside if system.part == WESTERN]
    old = [system.id for system in inside if system.part != WESTERN]
    return {
        "readiness/echelons": [_echelon(name) for name in ECHELONS],
        "readiness/technicians": [
            {"id": who, "name": name, "echelon": where} | span("crews", *crews) | estimate(JUDGED)
            for who, (name, where, crews) in TECHNICIANS.items()
        ],
        "readiness/mending": [
            {"system": system} | _way(way)
            for names, ways in ((western, WESTERN_WAYS), (old, OLD_WAYS))
            for system in names
            for way in ways
        ],
        "readiness/parts": [
            {"system": system, "item": WESTERN, "share": f"{SHARE:g}"} | estimate(JUDGED)
            for system in western
        ],
        "readiness/returns": [{"item": WESTERN} | _way(way) for way in RETURNS],
    }


def _echelon(name: str) -> Row:
    title, there, back, slots = ECHELONS[name]
    cells = {"id": name, "name": title, "slots_per_week": slots}
    return cells | span("there_days", *there) | span("back_days", *back) | estimate(JUDGED)


def _way(way: tuple[str, float, tuple[float, float, float], str]) -> Row:
    where, share, days, who = way
    cells = {"echelon": where, "share": f"{share:g}", "technicians": who}
    return cells | span("days", *days) | estimate(JUDGED)
