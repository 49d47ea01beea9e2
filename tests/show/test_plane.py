"""Planes and canvases, worked by hand: places, layers, marks and what is cut."""

from __future__ import annotations

import re

import numpy as np
import pytest

from holdfast.show.figures.canvas import Canvas, inline
from holdfast.show.figures.measure import text_width
from holdfast.show.theme import LIGHT

INK = LIGHT["ink"]
BOX = (0, 0, 100, 100)


def drawing(draw) -> str:
    """The SVG of a canvas of 200 by 100 pixels on which `draw` has drawn."""

    def whole() -> Canvas:
        canvas = Canvas(200, 100)
        draw(canvas)
        return canvas

    return inline(whole, "a", "t", "d")


def paths(svg: str) -> list[str]:
    """The paths of a drawing, without the ground of the figure."""
    return re.findall(r'<path (?:id="[^"]*" )?d="([^"]*)"', svg)[1:]


def test_values_lie_where_their_limits_say():
    plane = Canvas(200, 100).axes((20, 10, 100, 50), (0, 10), (0, 5))
    assert plane.x([0, 5, 10]).tolist() == [20, 70, 120]
    assert plane.y([0, 5]).tolist() == [60, 10], "the lower edge is the first limit"
    turned = plane.within((0, 100), (50, 0))
    assert turned.y([0, 50]).tolist() == [10, 60]


def test_what_is_drawn_stands_in_pixels_from_the_upper_left():
    def draw(canvas: Canvas) -> None:
        plane = canvas.axes((20, 10, 100, 50), (0, 100), (50, 0))
        plane.plot([0, 100], [0, 50], color=INK)
        plane.plot([0, 1, 2, 50], [np.nan, 0, 0, np.nan], color=INK)
        canvas.line((5, 6), (7, 8), INK)

    assert paths(drawing(draw)) == ["M 20 10L 120 60", "M 21 10L 22 10", "M 5 7L 6 8"]


def test_lower_layers_lie_below_whatever_is_drawn_first():
    def draw(canvas: Canvas) -> None:
        plane = canvas.axes(BOX, (0, 100), (100, 0))
        canvas.text(0, 10, "on the canvas")
        plane.annotate("on the plane", (0, 50), halo=False)
        plane.plot([0, 100], [1, 1], color=INK)
        plane.axvspan(0, 2, color=INK)
        plane.grid(ys=[3])

    svg = drawing(draw)
    assert paths(svg) == ["M 0 3L 100 3", "M 0 0L 2 0L 2 100L 0 100z", "M 0 1L 100 1"]
    assert svg.index("on the plane") < svg.index("on the canvas")


def test_only_what_is_not_cut_leaves_its_plane():
    def draw(canvas: Canvas) -> None:
        plane = canvas.axes(BOX, (0, 1), (0, 1))
        plane.plot([0, 2], [0, 2], color=INK, clip_on=False)
        plane.plot([0, 2], [0, 2], color=INK)

    svg = drawing(draw)
    _, free, cut = re.findall(r"<path d[^>]*>", svg)
    assert "clip-path" not in free
    (name,) = re.findall(r'<clipPath id="([^"]*)">\s*<rect x="0" y="0" width="100" height="100"',
                         svg)  # fmt: skip
    assert f'clip-path="url(#{name})"' in cut


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_halo_is_as_wide_as_its_text_and_a_pixel_more(align):
    wide = text_width("Norholm")
    svg = drawing(lambda canvas: canvas.text(60, 20, "Norholm", align=align, halo=True))
    (halo,) = paths(svg)
    xs = {float(x) for x in re.findall(r"[ML] ([\d.]+) ", halo)}
    before = {"left": 0, "center": 0.5, "right": 1}[align]
    assert min(xs) == pytest.approx(60 - before * wide - 1, abs=0.6)
    assert max(xs) - min(xs) == pytest.approx(wide + 2, abs=0.15)


def test_bars_stand_around_their_value():
    def draw(canvas: Canvas) -> None:
        plane = canvas.axes(BOX, (0, 10), (10, 0))
        plane.barh(5, 2, 4, 1, color=INK)
        plane.boxes([0, 2], [0, 0], 1, [3, 4], INK)

    assert paths(drawing(draw)) == [
        "M 10 30L 30 30L 30 70L 10 70z",
        "M 0 0L 10 0L 10 30L 0 30zM 20 0L 30 0L 30 40L 20 40z",
    ]


def test_matplotlib_left_as_it_is_found_changes_no_drawing():
    import matplotlib as mpl

    def draw(canvas: Canvas) -> None:
        canvas.axes(BOX, (0, 1), (0, 1)).plot([0, 1], [0, 1], color=INK, lw=2, ls=(0, (4, 3)))

    plain = drawing(draw)
    assert "stroke-dasharray: 4,3" in plain
    with mpl.rc_context({"lines.scale_dashes": True, "svg.fonttype": "path"}):
        assert drawing(draw) == plain
