"""What differs by class of weapon: effects and levels of protection.

No public record tells what a hit of a class does to a kind, nor what walls or shelters absorb: all
is judgement, wide on purpose and never fitted.
"""

from __future__ import annotations

from bucharest.tables import Row, Tables, estimate, span

LIGHT, SEVERE = (0.6, 0.3, 1), (1.3, 1, 1.8)
EFFECTS = {"drone": (LIGHT, (0.5, 0.25, 0.9)), "ballistic": (SEVERE, (1.4, 1, 2))}
"""Factors on function lost and on the heavy share: by warhead, a tenth or so of a cruise missile's
for drones, and more speed for ballistic ones; cruise missiles and others are as the kinds say."""
TARGETS = ("generation", "main_grid", "distribution", "gas", "heat")
LEVELS = {
    "gabions": ("Gabions and walls", (0.3, 0.1, 0.5)),
    "shelter": ("Shelter against drones and fragments", (0.6, 0.3, 0.85)),
}
SHIELDS = {
    ("gabions", "drone"): (0.35, 0.15, 0.6),
    ("gabions", "cruise"): (0.1, 0, 0.25),
    ("gabions", "ballistic"): (0.05, 0, 0.2),
    ("gabions", "supersonic"): (0.05, 0, 0.2),
    ("shelter", "drone"): (0.7, 0.4, 0.9),
    ("shelter", "cruise"): (0.15, 0, 0.4),
    ("shelter", "ballistic"): (0.05, 0, 0.2),
    ("shelter", "supersonic"): (0.05, 0, 0.2),
}
GIVES = {"first_protection": ("gabions", (0.5, 0.25, 0.75)), "drone_shelter": ("shelter", (1,))}
"""Level that an item gives, and the large transformers that one protects: half of the objects
behind gabions are transformers."""


def build() -> Tables:
    """damage/effects, damage/protection and damage/shields."""
    return {
        "damage/effects": [
            {"on": target, "class": name}
            | span("function_lost_factor", *lost)
            | span("heavy_share_factor", *heavy)
            | estimate("by size of warhead, judgement", as_of="2025-06-30")
            for target in TARGETS
            for name, (lost, heavy) in EFFECTS.items()
        ],
        "damage/protection": [
            {"id": level, "name": name}
            | span("absorbs", *absorbs)
            | estimate("of debris, judgement", as_of="2025-06-30")
            for level, (name, absorbs) in LEVELS.items()
        ],
        "damage/shields": [
            {"level": level, "class": name}
            | span("absorbs", *absorbs)
            | estimate("made against drones and fragments, judgement", as_of="2025-06-30")
            for (level, name), absorbs in SHIELDS.items()
        ],
    }


def with_levels(items: list[Row]) -> list[Row]:
    """The catalogue with what items of protection give, and how many installations one protects."""
    made = []
    for row in items:
        if row["id"] in GIVES:
            level, amount = GIVES[row["id"]]
            bare = {name: cell for name, cell in row.items() if not name.startswith("amount")}
            row = bare | span("amount", *amount) | {"level": level}
        made.append(row)
    return made
