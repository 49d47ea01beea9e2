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
import warnings
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from holdfast.show.catalogue import unmarked
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

HALO = {"facecolor": LIGHT["ground"], "alpha": 0.7, "linewidth": 0, "pad": 1}
"""Ground behind a text that stands on a drawing."""
MEASURE = "Holdfast Measure"
FAMILY = "'Source Sans 3',system-ui,'Segoe UI',sans-serif"
CHART_TEXT, SMALL_TEXT, NAME_TEXT = 13.0, 11.0, 14.5
SEMIBOLD = 600
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "holdfast",
    "font.family": MEASURE,
    "font.size": CHART_TEXT,
    "text.parse_math": False,
    "text.color": LIGHT["ink"],
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.xmargin": 0,
    "axes.ymargin": 0,
    "grid.color": LIGHT["faint"],
    "grid.linewidth": 1,
    "xtick.labelcolor": LIGHT["soft"],
    "ytick.labelcolor": LIGHT["soft"],
    "xtick.color": LIGHT["none"],
    "ytick.color": LIGHT["none"],
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "ytick.major.pad": 6,
    "lines.solid_joinstyle": "round",
    "lines.scale_dashes": False,
    "path.simplify": False,
}
_SWAP = {colour.lower(): f"var(--{token})" for token, colour in LIGHT.items()}
_COLOUR = re.compile("|".join(_SWAP))
_DECIMALS = re.compile(r"(\d+\.\d\d)\d+")
_LONG_PATH = re.compile(r'\bd="[^"]*"')


NARROW_SPACE, THIN_SPACE = "\u202f", "\u2009"
"""The fonts have no narrow no-break space, which browsers make of a space; the thin one is as wide
and stands for it while a figure is laid out."""


def plain(text: str) -> str:
    """Give a text as it is laid out: without marks, with spaces that the fonts have."""
    return unmarked(text).replace(NARROW_SPACE, THIN_SPACE)


@functools.cache
def _load_fonts() -> None:
    for weight in (400, SEMIBOLD):
        with as_file(files("holdfast.show") / "fonts" / f"measure-{weight}.ttf") as path:
            font_manager.fontManager.addfont(str(path))


@functools.cache
def text_width(text: str, size: float = CHART_TEXT, weight: int = 400) -> float:
    """Measure a text in pixels; a letter that the font lacks counts as wide as its empty box."""
    _load_fonts()
    font = font_manager.FontProperties(family=MEASURE, size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing", UserWarning)
        return float(TextToPath().get_text_width_height_descent(plain(text), font, False)[0])


def shorten(text: str, room: float, size: float = CHART_TEXT, weight: int = 400) -> str:
    """Cut a text to the room in pixels, with an ellipsis where it is cut."""
    if text_width(text, size, weight) <= room:
        return text
    while text and text_width(text + "…", size, weight) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def broken(text: str, room: float, size: float = CHART_TEXT, weight: int = 400) -> list[str]:
    """Break a text into lines that fit the room; nothing is cut, a word too long is broken."""
    lines: list[str] = []
    for word in unmarked(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight) <= room:
            lines[-1] = joined
            continue
        rest = word
        while text_width(rest, size, weight) > room and len(rest) > 1:
            end = _fitting(rest, room, size, weight)
            lines.append(rest[:end])
            rest = rest[end:]
        lines.append(rest)
    return lines or [""]


def _fitting(word: str, room: float, size: float, weight: int) -> int:
    """Give how many letters of a word fit the room, at least one; a hyphen is a place to break."""
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, weight) <= room:
        end += 1
    hyphen = word.rfind("-", 0, end)
    return hyphen + 1 if hyphen > 0 else end


def boxes(
    axes: Axes, lefts: Array, lows: Array, widths: Array | float, heights: Array, colour: str
) -> None:
    """Fill boxes of one colour as a single path; they do not move the limits of the axes."""
    highs = lows + heights
    corners = [
        (lefts, lows),
        (lefts + widths, lows),
        (lefts + widths, highs),
        (lefts, highs),
        (lefts, lows),
    ]
    points = np.stack([np.column_stack(corner) for corner in corners], axis=1).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], len(lefts))
    patch = PathPatch(Path(points, codes), facecolor=colour, lw=0, antialiased=False)
    axes.add_artist(patch)


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

    def axes(
        self,
        box: tuple[float, float, float, float],
        across: tuple[float, float],
        down: tuple[float, float],
    ) -> Axes:
        """Add axes in a box (x, y, width, height) with limits; no ticks are set."""
        x, y, width, height = box
        place = (
            x / self.width,
            1 - (y + height) / self.height,
            width / self.width,
            height / self.height,
        )
        axes = self.figure.add_axes(place)
        axes.set(xlim=across, ylim=down, xticks=[], yticks=[])
        return axes

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
        self.figure.text(
            x / self.width,
            1 - y / self.height,
            plain(text),
            color=colour,
            weight=weight,
            ha=align,
            va="baseline",
            size=size,
            family=MEASURE,
            parse_math=False,
            bbox=HALO if halo else None,
        )

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
        **how: Any,
    ) -> None:
        """Draw a line through points in pixels; further words go to matplotlib's Line2D."""
        across = [x / self.width for x in xs]
        down = [1 - y / self.height for y in ys]
        self.figure.add_artist(
            Line2D(across, down, color=colour, linewidth=width, solid_capstyle="butt", **how)
        )

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
    return _DECIMALS.sub(r"\1", path[0]).replace(" \n", "").replace("\n", "")
