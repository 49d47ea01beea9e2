"""Where the public grids of PGLib-OPF stand: one of them is shipped within the package."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
CASE118 = ROOT / "src" / "holdfast" / "adopt" / "country" / "case118.m"


def public_grid(case: str) -> Path:
    """The file of a case: "case24_ieee_rts"."""
    return CASE118 if case == "case118_ieee" else ROOT / "data" / "grids" / f"pglib_opf_{case}.m"
