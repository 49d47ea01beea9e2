"""A fictional country speaks French: nothing of it is left in English in a French report."""

from __future__ import annotations

from html import unescape

import pytest

import synthetic
from holdfast.adopt.country.make import new_country
from holdfast.questions.deliveries import changes, described, with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.idle import idle
from holdfast.show.report import render
from show.test_french import english, standing, visible

NAMED = (("items", "name"), ("actors", "name"), ("regions", "name"))
SAID = (("offers", "caveat"), ("positions", "quote"), ("sources", "outlet"),
        ("sources", "speaker"), ("sources", "statement"))  # fmt: skip


@pytest.fixture(scope="module", params=["aldria", "own grid"])
def country(request, root, tmp_path_factory):
    if request.param == "aldria":
        return read_scenario(root / "examples" / "aldria")
    grid = root / "data" / "grids" / "pglib_opf_case24_ieee_rts.m"
    place = tmp_path_factory.mktemp("french-country") / "land"
    return read_scenario(new_country(place, "Norland", regions=7, grid=grid, seed=5))


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "public"])
def page(request, country):
    a = synthetic.outcome(country, 24)
    shielded = with_deliveries(country, ["winter-shield"], "b")
    b = synthetic.outcome(shielded, 24, hours_without_power=1.0)
    return render(between(a, b), language="fr", public=request.param)


def texts(country) -> set[str]:
    """What of a country may stand in a report, names that are the same in French left out."""
    words = Catalogue.of("fr").of_scenario(country)
    settings = country.settings
    found = {settings.title, " ".join(settings.description.split()), settings.weights.cold.source}
    for table, column in (*NAMED, *SAID):
        found |= set(country.table(table).text(column)) - {"", "none"}
    assert [text for text in found if not words.knows(text)] == []
    return {text for text in found if words.own(text) != text}


def test_a_french_report_of_it_has_no_english(country, page):
    assert 'lang="en"' not in page
    seen = visible(page)
    known = unescape(seen)
    assert len(texts(country)) > 30
    assert standing(texts(country), known) == []
    assert standing(english(), seen) == []
    assert country.settings.name.title() in seen


def test_each_of_its_lines_does_something(country):
    assert idle(country) == []


def test_sentences_speak_of_its_items(country):
    for language, several in (
        ("fr", ("batteries à longue portée", "millions de mètres cubes de gaz")),
        ("en", ("long-range batteries", "million cubic metres of gas")),
    ):
        words = Catalogue.of(language).of_scenario(country)
        for name in country.table("items").text("name"):
            assert words.form(name, 1), name
            assert words.form(name, 5), name
        names = ("Battery of long range", "Gas: a million cubic metres")
        assert tuple(words.form(name, 5) for name in names) == several


def test_answers_speak_of_its_items(country):
    asked = ["BREDONIA:gas_volume:130@2031-12-01", "BREDONIA:mid_unit:1@2031-12-01"]
    rows = changes(country, with_deliveries(country, asked, "b"))[0]
    said = [str(each).replace("\xa0", " ") for each in described(country, rows)]
    assert said[0].startswith("130 million cubic metres of gas (Bredonia")
    assert said[1].startswith("1 medium-range battery (Bredonia")


def test_a_source_that_is_known_in_part_stays_as_it_was_written(country):
    from holdfast.scenario import Scenario
    from holdfast.show.sources import listed

    files = dict(country.files)
    files["sources.csv"] = files["sources.csv"].replace("Partners named", "Some partners named")
    changed = Scenario.from_files(files)
    words = Catalogue.of("fr").of_scenario(changed)
    *known, last = listed(changed, words)
    assert not any(each.foreign for each in known)
    assert last.foreign
    assert last.text == "The Northern Pact (invented). the chair. " \
        "Some partners named what they can give."  # fmt: skip
    assert not any(each.foreign for each in listed(changed, Catalogue.of("en")))
