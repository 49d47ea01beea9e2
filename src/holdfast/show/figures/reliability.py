"""Reliability: of what share of cases came no more than a level of chance said, a panel a class.

Of a calibrated forecast the shares lie on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

LEFT, GAP, HEAD, FOOT, EDGE = 44, 26, 46, 48, 8
ACROSS = {True: 4, False: 2}
"""Panels beside each other, on a desk and on less."""
DESK = 900
SIZE = 12
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """One class: its name, a note, and by level the shares of ours and of the baseline."""

    name: str
    note: str
    levels: Array
    ours: Array
    baseline: Array


def draw(panels: Sequence[Panel], width: float, words: Catalogue) -> Canvas:
    """Draw the panels, row by row, each square."""
    across = ACROSS[width > DESK]
    side = (width - EDGE - across * LEFT - (across - 1) * GAP) / across
    rows = -(-len(panels) // across)
    canvas = Canvas(width, rows * (HEAD + side + FOOT))
    for place, panel in enumerate(panels):
        row, column = divmod(place, across)
        corner = (LEFT + column * (LEFT + side + GAP), row * (HEAD + side + FOOT) + HEAD)
        _panel(canvas, panel, corner, side, words)
    return canvas


def _panel(
    canvas: Canvas, panel: Panel, corner: tuple[float, float], side: float, words: Catalogue
) -> None:
    x, y = corner
    canvas.text(x, y - 27, panel.name, weight=600)
    canvas.text(x, y - 10, panel.note, colour=LIGHT["soft"], size=SIZE)
    axes = canvas.axes((x, y, side, side), (0, 1), (0, 1))
    for level in LEVELS:
        axes.axhline(level, color=LIGHT["faint"], lw=1, zorder=0)
        axes.axvline(level, color=LIGHT["faint"], lw=1, zorder=0)
        text = words.numbers.exact(100 * level)
        below = {0.0: "left", 1.0: "right"}.get(level, "center")
        _soft(canvas, (x - 7, y + side * (1 - level) + 4), text, "right")
        _soft(canvas, (x + side * level, y + side + 16), text, below)
    if text_width(words.say("raids.axis"), SIZE) <= side:
        _soft(canvas, (x + side / 2, y + side + 33), words.say("raids.axis"), "center")
    _curves(axes, panel)


def _curves(axes: Plane, panel: Panel) -> None:
    axes.plot([0, 1], [0, 1], color=LIGHT["line"], lw=1.5, zorder=1)
    for values, token, dashes, dot in (
        (panel.baseline, "none", (0, (4, 2)), ""),
        (panel.ours, "defence", "solid", "o"),
    ):
        axes.plot(
            panel.levels, values, color=LIGHT[token], lw=2, ls=dashes, marker=dot, ms=4,
            clip_on=False, zorder=3,
        )  # fmt: skip


def _soft(canvas: Canvas, where: tuple[float, float], text: str, align: str) -> None:
    canvas.text(*where, text, colour=LIGHT["soft"], align=align, size=SIZE)
