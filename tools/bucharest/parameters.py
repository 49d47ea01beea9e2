"""Parameters that this country has on and others need not."""

from __future__ import annotations

from bucharest.tables import Tables, estimate, span

PARAMETERS = {
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
