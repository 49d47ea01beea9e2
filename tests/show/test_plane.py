"""Signs of a drawing, worked by hand: places, layers, marks and what is left out."""

from __future__ import annotations

import re

import numpy as np
import pytest

from holdfast.show.figures import svg
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import text_width
from holdfast.show.figures.svg import Ink
from holdfast.show.theme import LIGHT

INK = LIGHT["ink"]


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(200, 100)


def paths(drawing: str) -> list[str]:
    return re.findall(r'<path d="([^"]*)"', drawing)


def test_values_lie_where_their_limits_say(canvas):
    plane = canvas.axes((20, 10, 100, 50), (0, 10), (0, 5))
    assert plane.x([0, 5, 10]).tolist() == [20, 70, 120]
    assert plane.y([0, 5]).tolist() == [60, 10], "the lower edge is the first limit"
    turned = plane.within((0, 100), (50, 0))
    assert turned.y([0, 50]).tolist() == [10, 60]
    turned.plot([0, 100], [0, 50], color=INK)
    assert paths(canvas.svg("a", "t", "d")) == ["M20 10L120 60"]


def test_a_line_breaks_where_a_value_is_not_known():
    assert svg.line([0, 1, 2, 3], [0, 1, np.nan, 3]) == "M0 0L1 1M3 3"
    assert svg.line([0.126, 1], [2, 3.5], closed=True) == "M0.13 2L1 3.50Z"


def test_lower_layers_lie_below_whatever_is_drawn_first(canvas):
    plane = canvas.axes((0, 0, 100, 100), (0, 100), (100, 0))
    canvas.text(0, 10, "on the canvas")
    plane.annotate("on the plane", (0, 50), halo=False)
    plane.plot([0, 100], [1, 1], color=INK)
    plane.axvspan(0, 2, color=INK)
    plane.grid(ys=[3])
    drawing = canvas.svg("a", "t", "d")
    assert paths(drawing) == ["M0 3L100 3", "M0 0L2 0L2 100L0 100Z", "M0 1L100 1"]
    assert drawing.index("on the plane") < drawing.index("on the canvas")


def test_only_what_is_not_cut_leaves_its_plane(canvas):
    plane = canvas.axes((0, 0, 100, 100), (0, 1), (0, 1))
    plane.plot(1, 1, "s", color=INK, clip_on=False)
    plane.plot(1, 1, "s", color=INK)
    first, second = re.findall(r"<path[^>]*>", canvas.svg("a", "t", "d"))
    assert "clip-path" not in first
    assert 'clip-path="url(#a-field-1)"' in second


@pytest.mark.parametrize(
    ("shape", "corners"),
    [
        ("s", "M6 6L14 6L14 14L6 14Z"),
        ("^", "M10 6L6 14L14 14Z"),
        ("v", "M10 14L14 6L6 6Z"),
        ("<", "M6 10L14 14L14 6Z"),
        (">", "M14 10L6 6L6 14Z"),
        ("D", "M4.34 10L10 4.34L15.66 10L10 15.66Z"),
        ("|", "M10 6L10 14"),
    ],
)
def test_marks_stand_around_their_point(shape, corners):
    assert paths(svg.mark(shape, 10, 10, 8, Ink(INK))) == [corners]


def test_a_plus_has_arms_a_third_wide_and_a_round_mark_its_radius():
    points = re.findall(r"[ML](\S+) ([^LZ]+)", paths(svg.mark("P", 0, 0, 6, Ink(INK)))[0])
    assert len(points) == 12
    assert {abs(float(value)) for point in points for value in point} == {1, 3}
    assert 'cx="1.5" cy="2" r="4.5"' in svg.mark("o", 1.5, 2, 9, Ink(INK))


def test_ink_is_written_as_tokens_and_nothing_that_is_not_asked_for():
    assert Ink(None, INK).style == "fill:none;stroke:var(--ink)"
    assert Ink("#123456", alpha=0.5).style == "fill:#123456;opacity:0.5"
    dashed = Ink(None, INK, 1.5, (4, 3), mitred=True).style
    assert dashed.endswith("stroke-width:1.5;stroke-dasharray:4,3;stroke-linejoin:miter")
    assert "stroke" not in Ink(INK, INK, 0).style


@pytest.mark.parametrize(("align", "before"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_halo_is_as_wide_as_its_text_and_a_pixel_more(align, before):
    wide = text_width("Norholm")
    (halo,) = paths(svg.text(50, 20, "Norholm", align=align, halo=True))
    left, right = sorted({float(x) for x in re.findall(r"[ML](\S+) ", halo)})
    assert left == pytest.approx(50 - before * wide - 1, abs=0.006)
    assert right == pytest.approx(left + wide + 2, abs=0.011)


def test_no_text_is_no_sign():
    assert svg.text(50, 20, "", halo=True) == ""


def test_bars_stand_around_their_value(canvas):
    plane = canvas.axes((0, 0, 100, 100), (0, 10), (10, 0))
    plane.barh(5, 2, 4, 1, color=INK)
    plane.boxes([0, 2], [0, 0], 1, [3, 4], INK)
    assert paths(canvas.svg("a", "t", "d")) == [
        "M10 30L30 30L30 70L10 70Z", "M0 0L10 0L10 30L0 30ZM20 0L30 0L30 40L20 40Z",
    ]  # fmt: skip
