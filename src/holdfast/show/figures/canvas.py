"""A drawing surface in pixels that ends as an inline SVG whose colours are CSS variables.

Text stays text. Every colour of the light theme stands for its token and is swapped for the CSS
variable afterwards, so that one drawing serves light, dark and paper. The same drawing gives the
same bytes every time.
"""

from __future__ import annotations

import functools
import html
import io
import re
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, Bbox

from holdfast.show.catalogue import unmarked
from holdfast.show.figures.measure import (
    CHART_TEXT,
    MEASURE,
    NAME_TEXT,
    NARROW_SPACE,
    SEMIBOLD,
    THIN_SPACE,
    broken,
)
from holdfast.show.figures.plane import AREA, LINE, TEXT, Dashes, Plane, filled, written
from holdfast.show.theme import LIGHT

FAMILY = "'Source Sans 3',system-ui,'Segoe UI',sans-serif"
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "holdfast",
    "font.family": MEASURE,
    "font.size": CHART_TEXT,
    "text.parse_math": False,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "lines.solid_joinstyle": "round",
    "lines.scale_dashes": False,
    "path.simplify": False,
}
_SWAP = {colour.lower(): f"var(--{token})" for token, colour in LIGHT.items()}
_COLOUR = re.compile("|".join(_SWAP))
_DECIMALS = re.compile(r"(?<=\.\d\d)\d+")
_LONG_PATH = re.compile(r'\bd="[^"]*"')
BELOW = 100.0
"""By how much the layers of planes lie below those of the canvas itself."""


@functools.cache
def _load_fonts() -> None:
    for weight in (400, SEMIBOLD):
        with as_file(files("holdfast.show") / "fonts" / f"measure-{weight}.ttf") as path:
            font_manager.fontManager.addfont(str(path))


def inline(draw: Callable[[], Canvas], identity: str, title: str, description: str) -> str:
    """Draw in the style of the report, whatever matplotlib is set to, and give the SVG."""
    with mpl.rc_context(cast(Any, STYLE)):
        return draw().svg(identity, unmarked(title), unmarked(description))


class Canvas:
    """A figure of so many pixels; x runs right and y runs down from the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        _load_fonts()
        self.width, self.height = float(width), float(height)
        self.figure = Figure((self.width / 72, self.height / 72), dpi=72)
        self._down = Affine2D().scale(1, -1).translate(0, self.height)

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
        x, y, width, height = box
        edges = Bbox.from_extents(x, self.height - y - height, x + width, self.height - y)

        def put(artist: Artist, layer: float, cut: bool) -> None:
            self._put(artist, layer - BELOW)
            if cut:
                artist.set_clip_box(edges)

        return Plane(put, box, across, down)

    def _put(self, artist: Artist, layer: float) -> None:
        """Add an artist in pixels, y downwards, in a layer."""
        artist.set_transform(self._down)
        artist.set_zorder(layer)
        self.figure.add_artist(artist)

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
        how: dict[str, Any] = {"colour": colour, "weight": weight, "align": align, "size": size}
        self._put(written(x, y, text, halo=halo, **how), TEXT)

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
        ls: Dashes = "-",
    ) -> None:
        """Draw a line through points in pixels."""
        self._put(Line2D(xs, ys, color=colour, lw=width, ls=ls, solid_capstyle="butt"), LINE)

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
        how: dict[str, Any] = {"mfc": fill or "none", "mec": edge or "none", "mew": width}
        self._put(Line2D([x], [y], ls="none", marker=shape, ms=size, **how), LINE)

    def rectangle(
        self,
        box: tuple[float, float, float, float],
        fill: str | None,
        edge: str | None = None,
        width: float = 0.0,
        ls: Dashes = "-",
        alpha: float | None = None,
    ) -> None:
        """Draw a rectangle (x, y, width, height), below lines and texts."""
        x, y, wide, tall = box
        corners = np.array([[[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]]])
        self._put(filled(corners, fill, edge, width, ls, alpha), AREA)

    def svg(self, identity: str, title: str, description: str) -> str:
        """Give the drawing as an inline SVG, its ids under a prefix, with title and description."""
        buffer = io.StringIO()
        empty = {"Date": None, "Creator": None, "Format": None, "Type": None}
        self.figure.savefig(buffer, format="svg", metadata=empty)
        drawing = buffer.getvalue()
        drawing = drawing[drawing.index("<svg") :]
        drawing = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->\s*", "", drawing, flags=re.S)
        drawing = drawing.replace(THIN_SPACE, NARROW_SPACE)
        drawing = _COLOUR.sub(lambda found: _SWAP[found[0]], drawing)
        drawing = _LONG_PATH.sub(_tighten, drawing)
        drawing = drawing.replace(f"'{MEASURE}'", FAMILY)
        drawing = re.sub(r'\bid="', f'id="{identity}-', drawing)
        drawing = re.sub(r'(href="#|url\(#)', rf"\g<1>{identity}-", drawing)
        drawing = re.sub(r"\n\s*", "\n", drawing)
        return re.sub(
            r"<svg[^>]*>", lambda _: self._head(identity, title, description), drawing, count=1
        ).strip()

    def _head(self, identity: str, title: str, description: str) -> str:
        label, told = (html.escape(text, quote=True) for text in (title, description))
        size = f'width="{self.width:.0f}" height="{self.height:.0f}"'
        return (
            '<svg class="c" xmlns="http://www.w3.org/2000/svg" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
            f'aria-label="{label}" aria-describedby="{identity}-told" '
            f'{size} viewBox="0 0 {self.width:.0f} {self.height:.0f}">'
            f'<title>{label}</title><desc id="{identity}-told">{told}</desc>'
        )


def _tighten(path: re.Match[str]) -> str:
    """Round the points of a path to hundredths of a pixel and drop its line breaks."""
    return _DECIMALS.sub("", path[0]).replace(" \n", "").replace("\n", "")
