"""French throughout: what a reader sees is French, or is marked as another's words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from string import Formatter

import pytest

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.scenario import Scenario, read_scenario
from holdfast.scenario.cells import PHRASES
from holdfast.scenario.schema import Column, parameters, schemas
from holdfast.scenario.tongues import docs
from holdfast.show.catalogue import Catalogue, translations, unmarked
from holdfast.show.caveats import stance
from holdfast.show.nameless import in_public
from holdfast.show.report import render
from holdfast.show.voice import Voice
from show import world
from show.test_catalogue import messages, texts

FR = translations("fr")
EXAMPLES = (
    "examples/bucharest-2022",
    "examples/valley",
    "src/holdfast/scenario/template",
)
ALIKE = 4
"""Letters up to which a word may be the same in both languages by chance."""


def visible(page: str) -> str:
    """What a reader sees or hears that is not marked as English, without commands."""
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>|<code>.*?</code>", "", page, flags=re.S)
    page = re.sub(r'<span (?:lang="en"|class="adr")>.*?</span>', "", page, flags=re.S)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    return unescape(re.sub(r"<[^>]*>", " ", page) + " " + labels)


@pytest.fixture(scope="module")
def answer(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    a = synthetic.outcome(scenario, 24)
    b = synthetic.outcome(
        with_deliveries(scenario, ["winter-shield"], "b"), 24, hours_without_power=1.0
    )
    return between(a, b)


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "public"])
def page(request, answer) -> str:
    return render(answer, language="fr", public=request.param, hindcast=world.hindcast())


@cache
def english() -> frozenset[str]:
    """The sentences and words of the English catalogue that French does not share."""
    own, other = messages("en"), messages("fr")
    french = {text for value in other.values() for text in texts(value)}
    found = set()
    for value in own.values():
        for text in texts(value):
            for part in re.split(r"\{\w+\}", text):
                part = part.strip(" .,:;()")
                whole = len(part) > ALIKE and re.search(r"[a-z]{3}", part)
                if whole and not any(part in text for text in french):
                    found.add(part)
    return frozenset(found)


def standing(parts: Iterable[str], text: str) -> list[str]:
    """Those of the parts that stand in a text and are not pieces of longer words."""
    here = (part for part in parts if part in text)
    return [part for part in here if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)]


def test_no_english_message_stands_in_a_french_page(page):
    seen = visible(page)
    assert not standing(english(), seen)


def test_an_english_message_would_be_found(page):
    assert {"What changes, and how sure we are", "told apart"} <= english()
    assert standing(english(), f"{visible(page)} told apart.") == ["told apart"]
    assert not standing(english(), f"{visible(page)} untold apart.")
    assert "Ce qui change" in visible(page)


def test_words_of_the_scenario_are_french_or_marked(page, answer):
    scenario = answer.b.scenario
    seen = visible(page)
    for table in ("items", "regions", "actors"):
        for name in scenario.table(table).text("name"):
            if FR.get(name, name) != name and not any(name in text for text in FR.values()):
                assert name not in seen, name
    for doc in (each.doc for each in parameters().values()):
        assert doc not in seen
    for caveat in filter(None, scenario.table("offers").text("caveat")):
        assert f"{caveat} " not in seen


def test_caveats_are_french_and_sources_marked_as_english(request, page):
    assert "to be built first; next year" not in page
    if "public" in request.node.name:
        assert "deux cycles de gaz" in page
        return
    assert "à construire d’abord ; l’an prochain" in page
    assert "formation en Espagne" in page
    assert "Les ministres des Affaires étrangères se réunissent" in page
    assert len(re.findall(r'<li value="\d+"><span lang="en">', page)) > 100
    assert "\ue000" not in page
    assert "\ue001" not in page
    assert not re.search(r'="[^"]*<span', page)
    assert "<span" not in re.search(r"<title>.*?</title>", page)[0]
    assert "\u00a0: " in re.search(r"<title>.*?</title>", page)[0]


def test_an_english_page_marks_nothing(answer):
    assert 'lang="en"' not in render(answer).replace('<html lang="en">', "")


def test_what_we_wrote_ourselves_is_translated():
    missing = [
        text
        for each in parameters().values()
        for text in (each.doc, each.source, *([each.unit] if each.unit not in SYMBOLS else []))
        if text not in FR
    ]
    for schema in schemas().values():
        missing += [
            column.doc
            for column in schema.columns.values()
            if column.range and column.doc not in FR
        ]
    assert not missing


SYMBOLS = ("1",)


def test_names_of_the_shipped_examples_are_translated(root):
    missing = []
    for folder in EXAMPLES:
        for name in read_scenario(root / folder).table("items").text("name"):
            forms = (f"{name} (one)", f"{name} (many)")
            missing += [form for form in forms if form not in FR or form not in translations("en")]
        for table in ("items", "regions", "actors"):
            with open(root / folder / f"{table}.csv", encoding="utf-8", newline="") as file:
                missing += [row["name"] for row in csv.DictReader(file) if row["name"] not in FR]
        scenario = read_scenario(root / folder)
        words = Catalogue.of("fr", marking=True).of_scenario(scenario)
        settings = scenario.settings
        said = [settings.title, settings.description, settings.weights.cold.source.rstrip(".")]
        for row in (*scenario.table("deliveries").rows(), *scenario.table("packages").rows()):
            found = stance(scenario, row)
            said += [found.text] if found else []
        missing += [text for text in said if words.own(text) != unmarked(words.own(text))]
    with open(root / "data/facts/winter_2022_23.csv", encoding="utf-8", newline="") as file:
        missing += [row["said_by"] for row in csv.DictReader(file) if row["said_by"] not in FR]
    assert not missing


def test_a_scenario_says_its_own_words_and_else_they_stand_as_written(root):
    files = dict(read_scenario(root / "examples" / "valley").files)
    told = files["scenario.toml"].replace(
        "[words.fr]", '[words.fr]\n"Northern neighbour" = "Le voisin"\n"a  thing" = "une chose"'
    )
    scenario = Scenario.from_files({**files, "scenario.toml": told})
    words = Catalogue.of("fr").of_scenario(scenario)
    assert words.own("Northern neighbour") == "Le voisin"
    assert Catalogue.of("fr").own("Northern neighbour") == "Voisin du nord"
    assert words.own("a\nthing") == "une chose"
    assert words.own("no word of anyone") == "no word of anyone"
    assert Catalogue.of("en").of_scenario(scenario).own("Valley") == "Valley"
    assert Voice("fr", scenario).own("Valley") == "La Vallée"


def test_what_a_scenario_says_is_held_to_be_nameless_too(root):
    files = dict(read_scenario(root / "examples" / "valley").files)
    told = files["scenario.toml"].replace(
        "[words.fr]", '[words.fr]\n"crews first" = "formées par le Northern neighbour à Nice"'
    )
    scenario = Scenario.from_files({**files, "scenario.toml": told})
    words = Catalogue.of("fr").of_scenario(scenario)
    assert in_public("crews first", scenario, words) == words.say("plan.withheld")
    assert in_public("trained first", scenario, words) == "trained first"


def test_translations_hold_french_numbers_and_no_english_separator():
    for text in FR.values():
        assert not re.search(r"\d,\d{3}\b", text), text
        assert not re.search(r" [;:!?]", text), text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_own_words_are_marked_only_where_they_stay_foreign(language):
    words = Catalogue.of(language, marking=True)
    assert unmarked(words.own("A thing of mine")) == "A thing of mine"
    assert (words.own("A thing of mine") == "A thing of mine") == (language == "en")
    assert words.own("Centre") == "Centre"
    assert words.own("\ue000Centre\ue001") == "Centre"
    assert words.own("") == ""


def test_numbers_dates_and_plurals_of_a_french_page(page):
    seen = visible(page)
    assert re.search(r"\d,\d", seen)
    assert "29\u00a0novembre\u00a02022" in seen
    assert not re.search(r"\b[01] avenirs\b", seen)


def test_every_table_and_column_is_told_in_french():
    words = Catalogue.of("fr", marking=True)
    things = [each for schema in schemas().values() for each in (schema, *schema.columns.values())]
    foreign = [each.doc for each in things if words.meaning(each) != unmarked(words.meaning(each))]
    assert foreign == []
    held = {words.holds(each) for each in things if isinstance(each, Column)}
    assert len(held) > 100
    assert [text for text in held if text != unmarked(text)] == []


def test_no_french_of_schemas_is_left_over_and_its_marks_are_french():
    said = {
        each.doc for schema in schemas().values() for each in (schema, *schema.columns.values())
    }
    known = docs("fr")
    assert {*known["table"], *known["column"]} <= said
    assert not {*known["table"], *known["column"]} & FR.keys()
    for text in (text for part in known.values() for text in part.values()):
        assert not re.search(r"[^\u202f][;!?](?=\s|$)", text), text
        assert not re.search(r"[^\u00a0](?::(?=\s|$)|»|%)|«[^\u00a0]|'", f"\u00a0{text}"), text
    assert known["cell"].keys() == PHRASES.keys()
    for name, english in PHRASES.items():
        asked = {field for _, field, _, _ in Formatter().parse(english) if field} - {"a"}
        assert {
            field for _, field, _, _ in Formatter().parse(known["cell"][name]) if field
        } == asked
