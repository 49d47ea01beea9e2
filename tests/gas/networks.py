"""Where the public networks of gas stand."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
BELGIAN = ROOT / "data" / "gas"


def gaslib(number: int) -> Path:
    """The file of GasLib-11, -24, -40 or -135."""
    return ROOT / "data" / "gaslib" / f"GasLib-{number}_no_coords.json"
