"""A drawing surface in pixels that ends as an inline SVG whose colours are CSS variables.

Text stays text. Every colour of the light theme stands for its token and is written as the CSS
variable, so that one drawing serves light, dark and paper. The same drawing gives the same bytes
every time.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from holdfast.show.catalogue import unmarked
from holdfast.show.figures import svg
from holdfast.show.figures.measure import CHART_TEXT, NAME_TEXT, SEMIBOLD, broken
from holdfast.show.figures.plane import AREA, LINE, SOLID, TEXT, Dashes, Plane, dashes_of, marked
from holdfast.show.figures.svg import IDS, Ink
from holdfast.show.theme import LIGHT


def inline(draw: Callable[[], Canvas], identity: str, title: str, description: str) -> str:
    """Draw in the style of the report, and give the SVG."""
    return draw().svg(identity, unmarked(title), unmarked(description))


class Canvas:
    """A figure of so many pixels; x runs right and y runs down from the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = float(width), float(height)
        self._planes: list[Plane] = []
        self._signs: list[tuple[float, str]] = []

    def axes(
        self,
        box: tuple[float, float, float, float],
        across: tuple[float, float],
        down: tuple[float, float],
    ) -> Plane:
        """Add a plane in a box (x, y, width, height), below what is drawn on the canvas itself.

        across : the values at its left and right edge
        down : those at its lower and upper edge
        """
        plane = Plane(f"field-{len(self._planes) + 1}", box, across, down)
        self._planes.append(plane)
        return plane

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = LIGHT["ink"],
        weight: int = 400,
        align: str = "left",
        size: float = CHART_TEXT,
        halo: bool = False,
    ) -> None:
        """Write a text with its base line at y; a halo sets it off from what is drawn there."""
        sign = svg.text(x, y, text, colour=colour, weight=weight, align=align, size=size, halo=halo)
        self._signs.append((TEXT, sign))

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        step: float = CHART_TEXT + 3,
        colour: str = LIGHT["ink"],
        weight: int = 400,
        align: str = "left",
        size: float = CHART_TEXT,
    ) -> float:
        """Write lines one under the other, the first with its base line at y; give the next."""
        for text in lines:
            self.text(x, y, text, colour=colour, weight=weight, align=align, size=size)
            y += step
        return y

    def heading(self, y: float, room: float, name: str, note: str) -> None:
        """Write a name in as many lines as it takes at the left edge, with a note under it."""
        lines = broken(name, room, NAME_TEXT, SEMIBOLD)
        first = y + (26 if len(lines) == 1 else 20)
        below = self.lines(0, first, lines, step=18, weight=SEMIBOLD, size=NAME_TEXT)
        self.lines(0, below, broken(note, room), colour=LIGHT["soft"])

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str = LIGHT["faint"],
        width: float = 1,
        ls: Dashes = SOLID,
    ) -> None:
        """Draw a line through points in pixels."""
        ink = Ink(None, colour, width, dashes_of(ls))
        self._signs.append((LINE, svg.path(svg.line(xs, ys), ink)))

    def mark(
        self,
        x: float,
        y: float,
        shape: str,
        size: float,
        fill: str | None,
        edge: str | None = None,
        width: float = 0,
    ) -> None:
        """Draw a mark around a point, filled or with an edge of a width."""
        sign = svg.mark(shape, x, y, size, marked(shape, fill, edge, width))
        self._signs.append((LINE, sign))

    def rectangle(self, box: tuple[float, float, float, float], ink: Ink) -> None:
        """Draw a rectangle (x, y, width, height), below lines and texts."""
        x, y, width, height = box
        points = svg.line([x, x + width, x + width, x], [y, y, y + height, y + height], True)
        self._signs.append((AREA, svg.path(points, ink)))

    def svg(self, identity: str, title: str, description: str) -> str:
        """Give the drawing as an inline SVG, its ids under a prefix, with title and description."""
        signs = [plane.drawn() for plane in self._planes]
        signs += [sign for _, sign in sorted(self._signs, key=lambda sign: sign[0])]
        drawn = "\n".join(sign for sign in signs if sign).replace(IDS, f"{identity}-")
        return f"{self._head(identity, title, description)}\n{drawn}\n</svg>"

    def _head(self, identity: str, title: str, description: str) -> str:
        label, told = (html.escape(text, quote=True) for text in (title, description))
        size = f'width="{self.width:.0f}" height="{self.height:.0f}"'
        return (
            '<svg class="c" xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-label="{label}" aria-describedby="{identity}-told" '
            f'{size} viewBox="0 0 {self.width:.0f} {self.height:.0f}" stroke-linejoin="round">'
            f'<title>{label}</title><desc id="{identity}-told">{told}</desc>'
        )
