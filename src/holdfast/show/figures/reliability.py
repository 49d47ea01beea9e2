"""Reliability: of what share of cases came no more than a level of chance said, a panel a class.

Of a calibrated forecast the shares lie on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import squares
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

LEFT, EDGE = 44, 8


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
    texts = [words.numbers.exact(100 * level) for level in squares.LEVELS]
    frame = squares.Frame(LEFT, EDGE, 1, texts, words.say("raids.axis"))
    return squares.draw(panels, width, frame, _curves)


def _curves(axes: Plane, panel: Panel) -> None:
    for values, token, dashes, dot in (
        (panel.baseline, "none", (0, (4, 2)), ""),
        (panel.ours, "defence", "solid", "o"),
    ):
        axes.plot(
            panel.levels, values, color=LIGHT[token], lw=2, ls=dashes, marker=dot, ms=4,
            clip_on=False, zorder=3,
        )  # fmt: skip
