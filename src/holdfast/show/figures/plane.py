"""A part of a canvas with limits of its own: curves, bands, bars and marks in units of what is
drawn.

Its words are those of matplotlib's axes, as far as the figures need them. What is drawn lies in
layers: the grid, then areas, then lines and marks, then texts; in a layer the later lies above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from holdfast.show.figures import svg
from holdfast.show.figures.measure import CHART_TEXT
from holdfast.show.figures.svg import Ink, Points
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

GRID, AREA, LINE, TEXT = 0.5, 1.0, 2.0, 3.0
"""Layers."""
Dashes = str | tuple[float, Sequence[float]]
SOLID: Dashes = "-"


def dashes_of(line: Dashes) -> Sequence[float]:
    """The lengths of dashes and gaps of a line; none of a solid one."""
    return line[1] if isinstance(line, tuple) else ()


@dataclass(frozen=True, slots=True)
class Plane:
    """A box (x, y, width, height) of a canvas [pixels] and what its edges stand for.

    `across` are the values at its left and right edge, `down` those at its lower and upper edge.
    """

    name: str
    box: tuple[float, float, float, float]
    across: tuple[float, float]
    down: tuple[float, float]
    signs: list[tuple[float, str]] = field(default_factory=list)
    """Layer and SVG of each sign."""

    def within(self, across: tuple[float, float], down: tuple[float, float]) -> Plane:
        """The same part of the canvas in other units."""
        return Plane(self.name, self.box, across, down, self.signs)

    def x(self, values: Points) -> Array:
        """Where values lie across [pixels]."""
        left, _, width, _ = self.box
        first, last = self.across
        return left + (np.asarray(values, np.float64) - first) / (last - first) * width

    def y(self, values: Points) -> Array:
        """Where values lie down [pixels]."""
        _, top, _, height = self.box
        lower, upper = self.down
        return top + (upper - np.asarray(values, np.float64)) / (upper - lower) * height

    def grid(self, xs: Sequence[float] = (), ys: Sequence[float] = ()) -> None:
        """Draw faint lines at values, below all else."""
        for x in xs:
            self.axvline(x, color=LIGHT["faint"], lw=1, zorder=GRID)
        for y in ys:
            self.axhline(y, color=LIGHT["faint"], lw=1, zorder=GRID)

    def axhline(self, y: float, *, color: str, lw: float, zorder: float = LINE) -> None:
        """Draw a line at a height from edge to edge."""
        left, _, width, _ = self.box
        points = svg.line([left, left + width], [self.y(y)] * 2)
        self._add(zorder, svg.path(points, Ink(edge=color, width=lw), self.name))

    def axvline(self, x: float, *, color: str, lw: float, zorder: float = LINE) -> None:
        """Draw a line at a value from the lower to the upper edge."""
        _, top, _, height = self.box
        points = svg.line([self.x(x)] * 2, [top, top + height])
        self._add(zorder, svg.path(points, Ink(edge=color, width=lw), self.name))

    def axvspan(self, first: float, last: float, *, color: str, alpha: float = 1.0) -> None:
        """Fill what lies between two values, from the lower to the upper edge."""
        _, top, _, height = self.box
        one, other = float(self.x(first)), float(self.x(last))
        points = svg.line([one, other, other, one], [top, top, top + height, top + height], True)
        self._add(AREA, svg.path(points, Ink(color, alpha=alpha), self.name))

    def fill_between(
        self,
        xs: Points,
        low: Points,
        high: Points,
        *,
        color: str,
        alpha: float = 1.0,
        gid: str = "",
    ) -> None:
        """Fill what lies between two curves (N,); a curve may be one value."""
        along = self.x(xs)
        ends = [np.broadcast_to(self.y(end), along.shape) for end in (low, high)]
        points = svg.line(
            np.concatenate([along, along[::-1]]), np.concatenate([ends[0], ends[1][::-1]]), True
        )
        self._add(AREA, svg.path(points, Ink(color, alpha=alpha), self.name, gid))

    def plot(
        self,
        xs: Points,
        ys: Points,
        form: str = "-",
        *,
        color: str | None = None,
        lw: float = 1.5,
        ls: Dashes = SOLID,
        alpha: float = 1.0,
        ms: float = 6.0,
        mfc: str | None = None,
        mec: str | None = None,
        mew: float = 1.0,
        marker: str = "",
        butt: bool = False,
        clip_on: bool = True,
        zorder: float = LINE,
        gid: str = "",
    ) -> None:
        """Draw a line through points (N,), or a mark at each, or both.

        form : "-" for a line, or the shape of a mark; `marker` adds marks to a line
        ms, mfc, mec, mew : size, fill and edge of the marks; of `color` where they are not given
        butt : the line ends at its last points, else half its width beyond; dashes always do
        """
        right, down = np.atleast_1d(self.x(xs)), np.atleast_1d(self.y(ys))
        clip = self.name if clip_on else ""
        dashes = dashes_of(ls)
        if form == "-":
            ink = Ink(None, color, lw, dashes, not butt and not dashes, alpha=alpha)
            self._add(zorder, svg.path(svg.line(right, down), ink, clip, gid))
        shape = marker or form
        if shape == "-":
            return
        ink = marked(shape, mfc or color, mec or color, mew, alpha)
        for x, y in zip(right.tolist(), down.tolist(), strict=True):
            if np.isfinite([x, y]).all():
                self._add(zorder, svg.mark(shape, x, y, ms, ink, clip))

    def barh(
        self,
        y: float,
        width: float,
        height: float,
        left: float = 0.0,
        *,
        color: str | None = None,
        edge: str | None = None,
        alpha: float = 1.0,
        lw: float = 0.0,
        ls: Dashes = SOLID,
    ) -> None:
        """Draw a bar of a height around y, from `left` on."""
        xs, ys = self.x([left, left + width]), self.y([y - height / 2, y + height / 2])
        ink = Ink(color, edge, lw, dashes_of(ls), mitred=edge is not None, alpha=alpha)
        points = svg.line([xs[0], xs[1], xs[1], xs[0]], [ys[0], ys[0], ys[1], ys[1]], True)
        self._add(AREA, svg.path(points, ink, self.name))

    def boxes(
        self, lefts: Points, lows: Points, widths: Points, heights: Points, colour: str
    ) -> None:
        """Fill boxes (N,) of one colour as a single path."""
        start, foot, wide, tall = (
            np.atleast_1d(np.asarray(each, np.float64)) for each in (lefts, lows, widths, heights)
        )
        left, right = self.x(start), self.x(start + wide)
        low, high = self.y(foot), self.y(foot + tall)
        corners = [(left, low), (right, low), (right, high), (left, high)]
        points = np.stack([np.column_stack(corner) for corner in corners], axis=1)
        self._add(AREA, svg.path(svg.polygons(points), Ink(colour), self.name))

    def polygon(self, corners: Array, fill: str, edge: str, lw: float) -> None:
        """Fill a polygon (corner, 2) and draw its edge."""
        points = svg.line(self.x(corners[:, 0]), self.y(corners[:, 1]), True)
        self._add(AREA, svg.path(points, Ink(fill, edge, lw, mitred=True), self.name))

    def annotate(
        self,
        text: str,
        at: tuple[float, float],
        off: tuple[float, float] = (0.0, 0.0),
        *,
        align: str = "left",
        colour: str = LIGHT["ink"],
        weight: int = 400,
        halo: bool = True,
        zorder: float = TEXT,
    ) -> None:
        """Write a text beside a point, so many pixels to the right and up."""
        x, y = float(self.x(at[0])) + off[0], float(self.y(at[1])) - off[1]
        self._add(
            zorder,
            svg.text(
                x, y, text, colour=colour, weight=weight, align=align, size=CHART_TEXT, halo=halo
            ),
        )

    def drawn(self) -> str:
        """Its field and all its signs, the lower layers first."""
        x, y, width, height = map(svg.number, self.box)
        field_ = (
            f'<clipPath id="{svg.IDS}{self.name}"><rect x="{x}" y="{y}" width="{width}" '
            f'height="{height}"/></clipPath>'
        )
        return "\n".join([field_, *(sign for _, sign in sorted(self.signs, key=lambda s: s[0]))])

    def _add(self, layer: float, sign: str) -> None:
        self.signs.append((layer, sign))


def marked(shape: str, fill: str | None, edge: str | None, width: float, alpha: float = 1.0) -> Ink:
    """How a mark is painted: its edge is round where it is, and sharp elsewhere."""
    if shape == svg.DASH:
        return Ink(None, edge, width, alpha=alpha)
    return Ink(fill, edge, width, mitred=shape != svg.ROUND and width > 0, alpha=alpha)
