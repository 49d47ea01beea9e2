"""Square panels from nought to all, a class each, on whose diagonal a calibrated forecast lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.theme import LIGHT

GAP, HEAD, FOOT = 26, 46, 48
ACROSS = {True: 4, False: 2}
"""Panels beside each other, on a desk and on less."""
DESK = 900
SIZE = 12
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of all at which lines are drawn."""


class Named(Protocol):
    """What a panel says above itself."""

    @property
    def name(self) -> str: ...
    @property
    def note(self) -> str: ...


P = TypeVar("P", bound=Named)


@dataclass(frozen=True, slots=True)
class Frame:
    """What panels have alike."""

    left: float
    edge: float
    most: float
    """What all is on both axes: 1, or 100 in per cent."""
    texts: Sequence[str]
    """At the LEVELS."""
    across: str
    """What lies across; left out where it is wider than a panel."""


def draw(
    panels: Sequence[P], width: float, frame: Frame, fill: Callable[[Plane, P], None]
) -> Canvas:
    """Draw the panels, row by row; `fill` draws into the axes of each, on the diagonal."""
    columns = ACROSS[width > DESK]
    side = (width - frame.edge - columns * frame.left - (columns - 1) * GAP) / columns
    rows = -(-len(panels) // columns)
    canvas = Canvas(width, rows * (HEAD + side + FOOT))
    for place, panel in enumerate(panels):
        row, column = divmod(place, columns)
        x = frame.left + column * (frame.left + side + GAP)
        axes = _framed(canvas, panel, (x, row * (HEAD + side + FOOT) + HEAD), side, frame)
        axes.plot([0, frame.most], [0, frame.most], color=LIGHT["line"], lw=1.5, zorder=1)
        fill(axes, panel)
    return canvas


def _framed(
    canvas: Canvas, panel: Named, corner: tuple[float, float], side: float, frame: Frame
) -> Plane:
    """The axes of a panel, with its name, its levels and what lies across."""
    x, y = corner
    canvas.text(x, y - 27, panel.name, weight=600)
    canvas.text(x, y - 10, panel.note, colour=LIGHT["soft"], size=SIZE)
    axes = canvas.axes((x, y, side, side), (0, frame.most), (0, frame.most))
    for level, text in zip(LEVELS, frame.texts, strict=True):
        axes.axhline(frame.most * level, color=LIGHT["faint"], lw=1, zorder=0)
        axes.axvline(frame.most * level, color=LIGHT["faint"], lw=1, zorder=0)
        below = {0.0: "left", 1.0: "right"}.get(level, "center")
        _soft(canvas, (x - 7, y + side * (1 - level) + 4), text, "right")
        _soft(canvas, (x + side * level, y + side + 16), text, below)
    if text_width(frame.across, SIZE) <= side:
        _soft(canvas, (x + side / 2, y + side + 33), frame.across, "center")
    return axes


def _soft(canvas: Canvas, where: tuple[float, float], text: str, align: str) -> None:
    canvas.text(*where, text, colour=LIGHT["soft"], align=align, size=SIZE)
