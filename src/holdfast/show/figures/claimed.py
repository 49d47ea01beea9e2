"""Shares that were forecast beside shares that were claimed, in bins, a panel a class.

Of a calibrated forecast the means lie on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.figures import squares
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

LEFT, EDGE = 40, 10
ALL = 100
ERRORS = 2.0
"""Standard errors either way that are drawn."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One class: its name, a note, and by bin [%] the forecasts, what was claimed, its error."""

    name: str
    note: str
    ours: Array
    baseline: Array
    claimed: Array
    error: Array


def draw(panels: Sequence[Panel], width: float, across: str) -> Canvas:
    """Draw the panels, row by row, each square; `across` names what lies across."""
    texts = [f"{ALL * level:.0f}" for level in squares.LEVELS]
    return squares.draw(panels, width, squares.Frame(LEFT, EDGE, ALL, texts, across), _marks)


def _marks(axes: Plane, panel: Panel) -> None:
    for middle, claimed, error in zip(panel.ours, panel.claimed, panel.error, strict=True):
        low, high = max(claimed - ERRORS * error, 0.0), min(claimed + ERRORS * error, float(ALL))
        axes.plot([middle, middle], [low, high], color=LIGHT["defence"], lw=1.5, zorder=2)
    for values, token, style in ((panel.baseline, "none", "s"), (panel.ours, "defence", "o")):
        axes.plot(
            values, panel.claimed, color=LIGHT[token], ls="", marker=style, ms=5,
            clip_on=False, zorder=3,
        )  # fmt: skip
