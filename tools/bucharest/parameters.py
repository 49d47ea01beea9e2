"""Parameters that this country has on and others need not: debris, losses, aims, the anchor."""

from __future__ import annotations

from bucharest.tables import Tables, estimate, span

PARAMETERS = {
    "threat.drift": ((0.1, 0, 0.25), "judgement: seldom by more than double or half in a year"),
    "damage.debris": ((0.08, 0.03, 0.32), "21 raids of June 2025 in the public record"),
    "damage.debris_local": ((0.02, 0.005, 0.08), "judgement"),
    "damage.units_lost": ((0.002, 0, 0.008), "judgement"),
    "defence.mixed_probability": ((0.15,), "judgement: some raids saturate a region, some do not"),
    "defence.least_capacity": ((100,), "rival models on the public record reject less"),
    "defence.anchored_engaged": ((1,), "the record counts all that was launched"),
}


def build() -> Tables:
    """The table parameters."""
    return {
        "parameters": [
            {"id": name} | span("value", *value) | estimate(why, as_of="2025-06-30")
            for name, (value, why) in PARAMETERS.items()
        ]
    }
