"""A part of a canvas with limits of its own: curves, bands, bars and marks in units of what is
drawn.

Its words are those of matplotlib's axes, as far as the figures need them; what it adds are artists
of matplotlib in pixels, without the ticks, labels and spines that axes bring and no figure shows.
What is drawn lies in layers: the grid, then areas, then lines and marks, then texts; in a layer the
later lies above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from holdfast.show.figures.measure import CHART_TEXT, MEASURE, plain
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

GRID, AREA, LINE, TEXT = 0.5, 1.0, 2.0, 3.0
"""Layers."""
HALO = {"facecolor": LIGHT["ground"], "alpha": 0.7, "linewidth": 0, "pad": 1}
"""Ground behind a text that stands on a drawing."""
Dashes = str | tuple[float, Sequence[float]]
Points = npt.ArrayLike
Put = Callable[[Artist, float, bool], None]
"""Takes an artist in pixels (y downwards), its layer, and whether it is cut at the edges."""


def filled(
    points: Array,
    fill: str | None,
    edge: str | None = None,
    lw: float = 0.0,
    ls: Dashes = "-",
    alpha: float | None = None,
) -> PathPatch:
    """A patch of polygons (N, corner, 2) [pixels], with an edge if it has a colour."""
    count, corners = points.shape[:2]
    vertices = np.concatenate([points, points[:, :1]], axis=1).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, *[Path.LINETO] * (corners - 1), Path.CLOSEPOLY], count)
    return PathPatch(
        Path(vertices, codes), facecolor=fill or "none", edgecolor=edge or "none",
        lw=lw, ls=ls, alpha=alpha,
    )  # fmt: skip


def written(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = LIGHT["ink"],
    weight: int = 400,
    align: str = "left",
    size: float = CHART_TEXT,
    halo: bool = False,
) -> Text:
    """A text with its base line at y; a halo sets it off from what is drawn there."""
    return Text(
        x, y, plain(text), color=colour, weight=weight, ha=align, va="baseline", size=size,
        family=MEASURE, parse_math=False, bbox=HALO if halo else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plane:
    """A box (x, y, width, height) of a canvas [pixels] and what its edges stand for.

    `across` are the values at its left and right edge, `down` those at its lower and upper edge.
    """

    put: Put
    box: tuple[float, float, float, float]
    across: tuple[float, float]
    down: tuple[float, float]

    def within(self, across: tuple[float, float], down: tuple[float, float]) -> Plane:
        """The same part of the canvas in other units."""
        return Plane(self.put, self.box, across, down)

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
        self.put(Line2D([left, left + width], [self.y(y)] * 2, color=color, lw=lw), zorder, True)

    def axvline(self, x: float, *, color: str, lw: float, zorder: float = LINE) -> None:
        """Draw a line at a value from the lower to the upper edge."""
        _, top, _, height = self.box
        self.put(Line2D([self.x(x)] * 2, [top, top + height], color=color, lw=lw), zorder, True)

    def axvspan(self, first: float, last: float, *, color: str, alpha: float | None = None) -> None:
        """Fill what lies between two values, from the lower to the upper edge."""
        _, top, _, height = self.box
        self._box(self.x([first, last]), np.array([top, top + height]), color, alpha=alpha)

    def fill_between(
        self,
        xs: Points,
        low: Points,
        high: Points,
        *,
        color: str,
        alpha: float | None = None,
        outlined: bool = False,
        gid: str | None = None,
    ) -> None:
        """Fill what lies between two curves (N,), or draw its edges; a curve may be one value."""
        along = self.x(xs)
        ends = [np.broadcast_to(self.y(end), along.shape) for end in (low, high)]
        points = np.column_stack([np.r_[along, along[::-1]], np.r_[ends[0], ends[1][::-1]]])
        patch = filled(points[np.newaxis], color, alpha=alpha)
        if outlined:
            patch.set(facecolor="none", edgecolor=color, linewidth=1)
        patch.set_gid(gid)
        self.put(patch, AREA, True)

    def plot(
        self,
        xs: Points,
        ys: Points,
        form: str = "-",
        *,
        color: str | None = None,
        lw: float = 1.5,
        ls: Dashes = "-",
        alpha: float | None = None,
        ms: float = 6.0,
        mfc: str | None = None,
        mec: str | None = None,
        mew: float = 1.0,
        marker: str = "",
        butt: bool = False,
        clip_on: bool = True,
        zorder: float = LINE,
        gid: str | None = None,
    ) -> None:
        """Draw a line through points (N,), or a mark at each, or both.

        form : "-" for a line, or the shape of a mark; `marker` adds marks to a line
        ms, mfc, mec, mew : size, fill and edge of the marks; of `color` where they are not given
        butt : the line ends at its last points, else half its width beyond; dashes always do
        """
        line = Line2D(
            np.atleast_1d(self.x(xs)), np.atleast_1d(self.y(ys)), color=color, alpha=alpha, lw=lw,
            ls=ls if form == "-" else "none", marker=marker if form == "-" else form, ms=ms,
            mfc=mfc, mec=mec, mew=mew, gid=gid,
            solid_capstyle="butt" if butt else "projecting",
        )  # fmt: skip
        self.put(line, zorder, clip_on)

    def barh(
        self,
        y: float,
        width: float,
        height: float,
        left: float = 0.0,
        *,
        color: str | None = None,
        edge: str | None = None,
        alpha: float | None = None,
        lw: float = 0.0,
        ls: Dashes = "-",
    ) -> None:
        """Draw a bar of a height around y, from `left` on."""
        xs, ys = self.x([left, left + width]), self.y([y - height / 2, y + height / 2])
        self._box(xs, ys, color, edge, lw, ls, alpha)

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
        self.put(filled(points, colour), AREA, True)

    def polygon(self, corners: Array, fill: str, edge: str, lw: float) -> None:
        """Fill a polygon (corner, 2) and draw its edge."""
        points = np.column_stack([self.x(corners[:, 0]), self.y(corners[:, 1])])
        self.put(filled(points[np.newaxis], fill, edge, lw), AREA, True)

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
        """Write a text beside a point, so many pixels to the right and up; it is never cut."""
        x, y = float(self.x(at[0])) + off[0], float(self.y(at[1])) - off[1]
        sign = written(x, y, text, colour=colour, weight=weight, align=align, halo=halo)
        self.put(sign, zorder, False)

    def _box(
        self,
        xs: Array,
        ys: Array,
        fill: str | None,
        edge: str | None = None,
        lw: float = 0.0,
        ls: Dashes = "-",
        alpha: float | None = None,
    ) -> None:
        """Draw a box between two places across and two down [pixels]."""
        corners = np.column_stack([xs[[0, 1, 1, 0]], ys[[0, 0, 1, 1]]])
        self.put(filled(corners[np.newaxis], fill, edge, lw, ls, alpha), AREA, True)
