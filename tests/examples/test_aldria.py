"""Aldria: a country on a grid with reactances answers at once, by region alone."""

from __future__ import annotations

import re

import pytest

from holdfast.outcome import Outcome
from holdfast.scenario import check, read_scenario

NAMED = re.compile(r"\b[BL]\d{3}\b|\b[A-Z]{3}-(?:nuclear|coal|gas|hydro)-\d")
"""Ids of buses, corridors and stations."""


@pytest.fixture(scope="module")
def country(root):
    return root / "examples" / "aldria"


def test_it_is_what_its_page_says(country):
    assert check(country) == []
    scenario = read_scenario(country)
    assert len(scenario.table("regions")) == 12
    assert len(scenario.table("power/buses")) == 118
    assert scenario.settings.days == 150
    assert "150 days" in (country / "README.md").read_text()
    assert "CC BY 4.0" in (country / "README.md").read_text()


@pytest.fixture(scope="module")
def runs(country, tmp_path_factory):
    """A month of it as pledged and with a package, as a desk would ask."""
    from typer.testing import CliRunner

    from holdfast.cli import app

    place = tmp_path_factory.mktemp("aldria")
    short = place / "month"
    short.mkdir()
    for path in country.rglob("*.*"):
        target = short / path.relative_to(country)
        target.parent.mkdir(exist_ok=True)
        text = path.read_text()
        if path.name == "scenario.toml":
            text = text.replace("days = 150", "days = 125")
        target.write_text(text)
    words = [
        ["run", short, "--futures", 2, "--workers", 1, "--out", place / "first"],
        ["whatif", short, "--base", place / "first", "--package", "grid-first"],
        ["explain", place / "first", "--worst"],
        ["export", place / "first", place / "csv"],
        ["report", place / "first", "--out", place / "report.html"],
    ]
    said = []
    for line in words:
        done = CliRunner().invoke(app, [str(word) for word in line])
        assert done.exit_code == 0, done.output
        said.append(done.output)
    return place, said


def test_people_are_without_power_and_the_package_is_weighed(runs):
    place, said = runs
    hours = Outcome.load(place / "first").data["hours_without_power"].sum("day")
    assert float(hours.mean()) > 1
    assert "Hours without power per person: " in said[1]
    assert "Cost: +54.8 million EUR" in said[1]


def test_no_bus_corridor_or_station_is_shown(runs):
    place, said = runs
    assert [found for text in said for found in NAMED.findall(text)] == []
    for path in (place / "csv").rglob("*.csv"):
        assert not NAMED.search(path.read_text()), path.name
    report = (place / "report.html").read_text()
    assert not NAMED.search(re.sub(r"<style.*?</style>", "", report, flags=re.S))
    data = Outcome.load(place / "first").data
    assert set(data.sizes) <= {
        *("future", "day", "region", "kind", "item", "class", "unit", "technology", "skill"),
        "dwelling",
    }


def test_the_report_has_its_map(runs):
    place, _ = runs
    report = (place / "report.html").read_text()
    names = read_scenario(place / "month").table("regions").text("name")
    figures = re.findall(r'<svg[^>]*aria-describedby="tiles[^"]*-told".*?</svg>', report, re.S)
    drawn = [figure for figure in figures if all(f">{name}<" in figure for name in names)]
    # for the desk, for paper and for the phone
    assert len(drawn) == 3
    for figure in drawn:
        # a region is an outline of many corners, a tile has four
        assert max(path.count("L") for path in re.findall(r'\bd="([^"]*)"', figure)) > 10


def test_the_picture_of_the_page_is_of_this_country(country, root):
    picture = (root / "docs" / "images" / "aldria-map.svg").read_text()
    assert "64 futures" in picture
    for name in read_scenario(country).table("regions").text("name"):
        assert f">{name}<" in picture
