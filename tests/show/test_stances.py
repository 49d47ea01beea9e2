"""The part of a report on who says what: whole, public, in French, and left out where none is."""

from __future__ import annotations

import re
from html import unescape

import pytest

import synthetic
from holdfast.scenario import read_scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.report import render
from holdfast.show.sections.stances import stances
from holdfast.show.sides import Story
from holdfast.show.stances import together
from show.test_french import english, standing, visible
from talks import POSITIONS, talking


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="module")
def bucharest(root):
    return read_scenario(root / "examples" / "bucharest-2022")


def section(scenario, language="en", public=False):
    words = Catalogue.of(language, marking=True).of_scenario(scenario)
    return stances(Story.of(synthetic.outcome(scenario, 4), words, public), words)


def part(scenario, language="en", public=False) -> str:
    """The part of a whole page."""
    page = render(synthetic.outcome(scenario, 24), language, public)
    found = re.search(r'<figure id="said".*?</figure>', page, re.DOTALL)
    assert found
    return found[0]


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "public"])
def french(request, bucharest) -> str:
    return part(bucharest, "fr", request.param)


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_what_binds_and_what_differs_comes_first_and_all_by_topic(valley):
    made = section(talking(valley))
    assert made.title == "Who says what: 4 stances of 2 partners, 2 bind a plan"
    assert [caveat.text for caveat in made.caveats] == [
        "Northern neighbour, guns, on 20 Nov 2030 sources differ: refuses, firmly (binds): not "
        "before our own. About: Battery [1]; asks something: if others give too. About: Battery "
        "[2]",
        "Eastern neighbour, upper valley, since 5 Nov 2030: refuses, firmly: not that far. About: "
        "Upper valley, humanitarian help [1]",
    ]
    assert [topic.name for topic in made.topics] == ["crews", "guns", "upper valley"]
    assert [(each.marks, each.sources) for each in made.topics[1].holdings] == [
        ("binds, sources differ", "[1]"),
        ("sources differ", "[2]"),
    ]


def test_the_page_folds_it_and_has_every_stance(valley):
    html = part(talking(valley))
    assert '<details class="fold" open>' in html
    assert "<details><summary>All of them, by topic</summary>" in html
    assert text(html).count("sources differ") == 5  # the measure twice, a line, two marks
    assert "Eastern neighbour (partner) offers; its bar is lifted crews may go" in text(html)


def test_partners_of_whom_one_source_says_the_same_share_a_line(valley):
    same = "".join(
        f"{who},peace,2030-11-09,offers,soft,no,,,,a joint word,wire,2030-11-09,READ\n"
        for who in ("EN", "NN")
    )
    made = section(talking(valley, positions=POSITIONS + same))
    (line,) = next(topic for topic in made.topics if topic.name == "peace").holdings
    assert line.partners == "Eastern neighbour, Northern neighbour"
    assert "6 stances of 2 partners" in made.title
    assert together([]) == []


def test_nothing_stands_where_nobody_says_anything(valley):
    assert section(valley) is None
    assert section(valley, public=True) is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_public_part_names_no_partner_no_topic_and_no_day(bucharest, language):
    made = section(bucharest, language, public=True)
    told = [made.title, made.measure, *(each.text for each in made.caveats), *made.notes]
    assert len(made.caveats) > 3
    assert made.topics == ()
    actors = bucharest.table("actors")
    words = Catalogue.of(language)
    names = {*actors.text("name"), *actors.text("id"), *map(words.own, actors.text("name"))}
    for said in told:
        assert not [n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", said)], said
        assert not re.search(r"\b202\d\b|\[\d", said)
        for item in ("Patriot", "HAWK", "Gepard", "S-300", "Crotale", "missile"):
            assert item not in said


def test_a_public_part_repeats_what_names_nobody_and_counts_the_rest(valley):
    made = section(talking(valley), public=True)
    assert [caveat.text for caveat in made.caveats] == [
        "refuses, firmly: not that far",
        "2 that refuse or ask something are not repeated here.",
    ]
    assert made.topics == ()
    assert made.numbers.rows == (
        ("refuses, firmly", "2", "2"),
        ("asks something", "1", "0"),
        ("offers; its bar is lifted", "1", "0"),
    )
    named = POSITIONS.replace("not that far", "as the Northern neighbour said in Nowhere")
    made = section(talking(valley, positions=named), public=True)
    assert [caveat.text for caveat in made.caveats] == [
        "3 that refuse or ask something are not repeated here."
    ]


def test_a_french_part_has_no_english_left(bucharest, french):
    seen = visible(french)
    assert "Qui dit quoi\u00a0: " in seen
    assert not standing(english(), seen)
    assert "<span lang" not in french
    for column in ("topic", "quote"):
        for said in bucharest.table("positions").text(column):
            assert said not in seen
