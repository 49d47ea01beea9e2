"""What a picture does for values that are close, and a page for words that must not break."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.patches import PathPatch

from holdfast.outcome.statistics import difference
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import told
from holdfast.show.figures import regions
from holdfast.show.html import unbroken
from holdfast.show.report import render
from show import world

EN = Catalogue.of("en")


def bars(*hours: np.ndarray) -> list[float]:
    """Lengths of the bars at the feet of tiles, side by side."""
    view = regions.Tiles(["A", "B", "C"], [("side", "month", each) for each in hours])
    drawn = regions.tiles(view, 900, EN).figure.artists
    boxes = [each.get_path().get_extents() for each in drawn if isinstance(each, PathPatch)]
    return [box.width for box in boxes if abs(box.height - regions.BAR) < 1e-6]


def test_bars_of_tiles_are_as_long_as_their_values():
    """Values of one colour, the longest 3.6."""
    hours = [np.array([3.6, 2.4, 3.0]), np.array([1.8, 2.4, 3.0])]
    lengths = np.array(bars(*hours))
    assert lengths / lengths.max() == pytest.approx(np.concatenate(hours) / 3.6)


def test_a_country_of_light_has_no_bars():
    assert bars(np.zeros(3)) == []


def test_an_option_stays_one_word():
    said = unbroken("holdfast run a --out <b> --no-x")
    assert str(said) == (
        'holdfast run a <span class="nb">--out</span> &lt;b&gt; <span class="nb">--no-x</span>'
    )
    page = render(world.outcome(20))
    commands = re.findall(r"<code>(.*?)</code>", page)
    assert commands
    assert all("--" not in re.sub(r'<span class="nb">--[\w-]+</span>', "", one) for one in commands)


def test_the_table_says_rare_once():
    """Of a difference that two futures carry the cell is one word; what it means, the head says."""
    values = [np.full(40, 5.0), np.full(40, 5.0)]
    values[1][:2] += 10
    pair = np.arange(40) // 2
    found = difference(values[0], values[1], pair, "less")
    assert told(EN, values, pair, found, 40)[-1] == "rare"
    assert "Rare: fewer than 5 of them carry" in EN.say("changes.measure", count=40)
