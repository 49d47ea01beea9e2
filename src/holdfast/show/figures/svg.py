"""The signs of which a drawing is made, as SVG: paths, marks and texts, in pixels.

Colours of the light theme stand for their tokens and are written as the CSS variable. `IDS` stands
before every id until it is known whose drawing it is.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holdfast.show.figures.measure import CHART_TEXT, NARROW_SPACE, THIN_SPACE, plain, text_width
from holdfast.show.theme import LIGHT

IDS = "\x00"
"""No text holds it: neither XML nor a table may."""
FAMILY = "'Source Sans 3',system-ui,'Segoe UI',sans-serif"
HALO = 0.7
"""How far the ground behind a text hides what is drawn there."""
HALO_PAD = 1.0
"""Pixels of that ground around the text."""
ASCENT, DESCENT = 1.0277, 0.4031
"""How far a line reaches above and below its base line, as parts of its size."""
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "s": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "^": ((0, -1), (-1, 1), (1, 1)),
    "v": ((0, 1), (1, -1), (-1, -1)),
    "<": ((-1, 0), (1, 1), (1, -1)),
    ">": ((1, 0), (-1, -1), (-1, 1)),
    "D": ((-(2**0.5), 0), (0, -(2**0.5)), (2**0.5, 0), (0, 2**0.5)),
    "P": tuple(
        (x / 3, y / 3)
        for x, y in (
            *((-1, -3), (1, -3), (1, -1), (3, -1), (3, 1), (1, 1)),
            *((1, 3), (-1, 3), (-1, 1), (-3, 1), (-3, -1), (-1, -1)),
        )
    ),
}
"""Corners of the marks on a field from -1 to 1, y downwards; beside them a round one and a dash."""
ROUND, DASH = "o", "|"

Points = npt.ArrayLike
_COLOURS = {colour.lower(): f"var(--{token})" for token, colour in LIGHT.items()}


@dataclass(frozen=True, slots=True)
class Ink:
    """How a sign is painted: inside, at its edge, how wide [pixels], in which dashes."""

    fill: str | None = None
    edge: str | None = None
    width: float = 1.0
    dashes: Sequence[float] = ()
    square: bool = False
    """The ends of its lines reach half their width beyond their last points."""
    mitred: bool = False
    """Its corners are sharp."""
    alpha: float = 1.0

    @property
    def style(self) -> str:
        """The rules of CSS that paint it so."""
        rules = [f"fill:{paint(self.fill)}"]
        if self.edge is not None and self.width > 0:
            rules.append(f"stroke:{paint(self.edge)}")
            if self.width != 1:
                rules.append(f"stroke-width:{self.width:g}")
            if len(self.dashes):
                rules.append("stroke-dasharray:" + ",".join(f"{part:g}" for part in self.dashes))
            if self.square:
                rules.append("stroke-linecap:square")
            if self.mitred:
                rules.append("stroke-linejoin:miter")
        if self.alpha != 1:
            rules.append(f"opacity:{self.alpha:g}")
        return ";".join(rules)


def paint(colour: str | None) -> str:
    """Write a colour as its token, if it has one; None paints nothing."""
    return "none" if colour is None else _COLOURS.get(colour.lower(), colour)


def number(value: float) -> str:
    """Write a length to hundredths of a pixel, without noughts at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def line(xs: Points, ys: Points, closed: bool = False) -> str:
    """Give the path through points (N,) [pixels]; it breaks where one is not finite."""
    points = np.column_stack([np.atleast_1d(xs), np.atleast_1d(ys)]).astype(np.float64)
    known = np.isfinite(points).all(axis=1)
    if known.all():
        return _joined(points) + ("Z" if closed else "")
    edges = np.flatnonzero(np.diff(known.astype(np.int8))) + 1
    runs = [run for run in np.split(points, edges) if np.isfinite(run).all()]
    return "".join(_joined(run) + ("Z" if closed else "") for run in runs)


def _joined(points: npt.NDArray[np.float64]) -> str:
    form: str = "M%.2f %.2f" + "L%.2f %.2f" * (len(points) - 1)
    return (form % tuple(points.ravel().tolist())).replace(".00", "")


def polygons(corners: npt.NDArray[np.float64]) -> str:
    """Give the path around polygons (N, corner, 2) [pixels]."""
    form: str = ("M%.2f %.2f" + "L%.2f %.2f" * (corners.shape[1] - 1) + "Z") * len(corners)
    return (form % tuple(corners.ravel().tolist())).replace(".00", "")


def path(points: str, ink: Ink, clip: str = "", gid: str = "") -> str:
    """Draw a path within the field of a name, and under an id of its own if it has one."""
    within = f' clip-path="url(#{IDS}{clip})"' if clip else ""
    drawn = f'<path d="{points}"{within} style="{ink.style}"/>'
    return f'<g id="{IDS}{gid}">\n{drawn}</g>' if gid else drawn


def mark(shape: str, x: float, y: float, size: float, ink: Ink, clip: str = "") -> str:
    """Draw a mark of a shape and a size [pixels] around a point."""
    if shape == ROUND:
        within = f' clip-path="url(#{IDS}{clip})"' if clip else ""
        return (
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(size / 2)}"{within} '
            f'style="{ink.style}"/>'
        )
    if shape == DASH:
        return path(line([x, x], [y - size / 2, y + size / 2]), ink, clip)
    corners = np.array([[x, y]]) + np.array(SHAPES[shape]) * size / 2
    return path(polygons(corners[np.newaxis]), ink, clip)


def text(
    x: float,
    y: float,
    said: str,
    *,
    colour: str = LIGHT["ink"],
    weight: int = 400,
    align: str = "left",
    size: float = CHART_TEXT,
    halo: bool = False,
) -> str:
    """Write a text with its base line at y; a halo sets it off from what is drawn there."""
    words = plain(said)
    if not words:
        return ""
    heavy = f"font-weight: {weight};" if weight != 400 else ""
    written = html.escape(words, quote=False).replace(THIN_SPACE, NARROW_SPACE)
    ground = _halo(x, y, text_width(words, size, weight), align, size) if halo else ""
    return (
        f'{ground}<text style="{heavy}font-size: {size:g}px;font-family: {FAMILY};'
        f'text-anchor: {ANCHORS[align]};fill:{paint(colour)}" '
        f'x="{number(x)}" y="{number(y)}">{written}</text>'
    )


def _halo(x: float, y: float, wide: float, align: str, size: float) -> str:
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * wide - HALO_PAD
    top, foot = y - ASCENT * size - HALO_PAD, y + DESCENT * size + HALO_PAD
    right = left + wide + 2 * HALO_PAD
    ink = Ink(fill=LIGHT["ground"], alpha=HALO)
    return path(line([left, right, right, left], [top, top, foot, foot], closed=True), ink)
