"""The map of a fictional country: names within their regions, else tiles."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import inline
from holdfast.show.figures.land import _middle, maps
from holdfast.show.figures.regions import Tiles

EN = Catalogue.of("en")


@pytest.fixture(scope="module")
def aldria(root):
    scenario = read_scenario(root / "examples" / "aldria")
    table = scenario.table("outlines")
    region = np.array(table.text("region"))
    corners = np.stack([table.number("x"), table.number("y")], axis=1)
    regions = scenario.table("regions")
    shapes = [corners[region == name] for name in regions.text("id")]
    return regions.text("name"), shapes


def view(names, sides=1):
    hours = np.linspace(0.2, 13, len(names))
    return Tiles(names, [(f"Plan {n}", "January", hours) for n in range(sides)])


@pytest.mark.parametrize(("width", "sides"), [(1080, 2), (1080, 1), (720, 2), (350, 2)])
def test_every_region_has_its_name_and_value(aldria, width, sides):
    names, shapes = aldria
    drawn = maps(view(names, sides), shapes, width, EN)
    assert drawn is not None
    svg = inline(lambda: drawn, "map", "title", "told")
    for name in names:
        assert svg.count(f">{name}<") == sides
    assert svg.count("0.2 h") == sides
    beside = width == 1080 and sides == 2
    assert drawn.height < (600 if beside or sides == 1 else 1400)


def test_names_that_do_not_fit_are_not_drawn(aldria):
    names, shapes = aldria
    long = ["A name that is far too long for any region of this country", *names[1:]]
    assert maps(view(long), shapes, 350, EN) is None


def test_a_label_stands_within_its_region(aldria):
    _, shapes = aldria
    for shape in shapes:
        scaled = shape * 4
        middle = _middle(scaled, 50, 30)
        assert middle is not None
        box = middle + np.array([(-25, -15), (25, -15), (25, 15), (-25, 15)])
        assert Outline(scaled).contains_points(box).all()


def test_a_square_is_labelled_in_its_middle():
    square = np.array([(0, 0), (100, 0), (100, 100), (0, 100)], dtype=float)
    assert _middle(square, 60, 20) == pytest.approx([50, 50], abs=0.5)
    assert _middle(square, 120, 20) is None
