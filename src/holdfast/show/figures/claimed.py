"""Shares that were forecast beside shares that were claimed, in bins, a panel a class.

Of a calibrated forecast the means lie on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import text_width
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

LEFT, GAP, HEAD, FOOT, EDGE = 40, 26, 46, 48, 10
ACROSS = {True: 4, False: 2}
"""Panels beside each other, on a desk and on less."""
DESK = 900
SIZE = 12
LEVELS = (0, 25, 50, 75, 100)
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
    columns = ACROSS[width > DESK]
    side = (width - EDGE - columns * LEFT - (columns - 1) * GAP) / columns
    rows = -(-len(panels) // columns)
    canvas = Canvas(width, rows * (HEAD + side + FOOT))
    for place, panel in enumerate(panels):
        row, column = divmod(place, columns)
        corner = (LEFT + column * (LEFT + side + GAP), row * (HEAD + side + FOOT) + HEAD)
        _panel(canvas, panel, corner, side, across)
    return canvas


def _panel(
    canvas: Canvas, panel: Panel, corner: tuple[float, float], side: float, across: str
) -> None:
    x, y = corner
    canvas.text(x, y - 27, panel.name, weight=600)
    canvas.text(x, y - 10, panel.note, colour=LIGHT["soft"], size=SIZE)
    axes = canvas.axes((x, y, side, side), (0, 100), (0, 100))
    for level in LEVELS:
        axes.axhline(level, color=LIGHT["faint"], lw=1, zorder=0)
        axes.axvline(level, color=LIGHT["faint"], lw=1, zorder=0)
        up = side * (1 - level / 100)
        below = {0: "left", 100: "right"}.get(level, "center")
        _soft(canvas, (x - 7, y + up + 4), str(level), "right")
        _soft(canvas, (x + side * level / 100, y + side + 16), str(level), below)
    if text_width(across, SIZE) <= side:
        _soft(canvas, (x + side / 2, y + side + 33), across, "center")
    axes.plot([0, 100], [0, 100], color=LIGHT["line"], lw=1.5, zorder=1)
    for middle, claimed, error in zip(panel.ours, panel.claimed, panel.error, strict=True):
        low, high = max(claimed - ERRORS * error, 0.0), min(claimed + ERRORS * error, 100.0)
        axes.plot([middle, middle], [low, high], color=LIGHT["defence"], lw=1.5, zorder=2)
    for values, token, style in ((panel.baseline, "none", "s"), (panel.ours, "defence", "o")):
        axes.plot(
            values, panel.claimed, color=LIGHT[token], ls="", marker=style, ms=5,
            clip_on=False, zorder=3,
        )  # fmt: skip


def _soft(canvas: Canvas, where: tuple[float, float], text: str, align: str) -> None:
    canvas.text(*where, text, colour=LIGHT["soft"], align=align, size=SIZE)
