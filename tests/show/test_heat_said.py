"""Help that warms and lights nobody more is told by the cold: in headline, table and brief."""

from __future__ import annotations

import re

import numpy as np
import pytest

import synthetic
from holdfast.outcome import Outcome
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.whatif import between
from holdfast.questions.worth import Worth
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.brief.measures import measures
from holdfast.show.brief.page import page
from holdfast.show.brief.rows import candidates
from holdfast.show.brief.write import compiled, scales
from holdfast.show.catalogue import Catalogue, unmarked
from holdfast.show.changes import changes
from holdfast.show.headline import headline, sentence
from holdfast.show.sides import Story
from show import world
from show.papers import Paper

EN, FR = Catalogue.of("en"), Catalogue.of("fr")
FUTURES = 40
GIFT = ["NN:generator_set:10@2031-02-01"]


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="module")
def pledged(valley) -> Outcome:
    return synthetic.outcome(valley, FUTURES)


def story(a: Outcome, words: Catalogue = EN, **scales_: object) -> Story:
    """The outcome against one whose variables are so many times as large, by (F,) or all alike."""
    given = with_deliveries(a.scenario, GIFT, "b")
    data = a.data.copy()
    for name, scale in scales_.items():
        by = np.broadcast_to(np.asarray(scale, float), (FUTURES,))[:, None, None]
        data[name] = (a.data[name].dims, (a.data[name].values * by).astype(np.float32))
    return Story.of(between(a, Outcome(data, given, a.seed, a.version)), words, public=False)


def noise(size: float) -> np.ndarray:
    """About one, with no mean that can be told."""
    draw = np.random.default_rng(2).normal(0, size, FUTURES)
    return 1 + draw - draw.mean()


def solid(text: str) -> str:
    """A text without its spaces, wherever lines of paper break."""
    return "".join(unmarked(text).split())


def change(told: Story, metric: str) -> float:
    return told.difference(metric, told.windows[-1]).estimate.mean


def test_a_gift_of_heat_is_told_by_suffering(pledged):
    told = story(pledged, cold_hours=0.8)
    said = sentence(told, EN)
    saved = EN.numbers.number(-change(told, "suffering"), 2)
    assert f"suffering falls by {saved} million person-hours, all in the cold" in said
    assert said.endswith("; hours without power are the same.")
    assert "no future differs" not in said


def test_it_is_told_in_french(pledged):
    told = story(pledged, FR, cold_hours=0.8)
    said = sentence(told, FR)
    saved = FR.numbers.number(-change(told, "suffering"), 2)
    assert "la souffrance baisse de" in said
    assert saved in said
    assert said.endswith(", toute au froid\u202f; les heures sans courant restent les mêmes.")
    assert "La souffrance, personnes-heures sans courant plus 0,5 fois" in headline(told, FR).lead


def test_harm_rises(pledged):
    assert "suffering rises by" in sentence(story(pledged, cold_hours=1.2), EN)


def test_power_that_cannot_be_told_is_said_to_be_so(pledged):
    told = story(pledged, cold_hours=0.8, hours_without_power=noise(0.02))
    said = sentence(told, EN)
    assert said.endswith(f"; {FUTURES} futures tell no change of hours without power.")
    assert re.search(r"suffering falls by .*in the cold; ", said)


def test_power_in_few_futures_is_said_to_be_rare(pledged):
    few = np.where(np.arange(FUTURES) == 3, 0.99, 1.0)
    said = sentence(story(pledged, cold_hours=0.8, hours_without_power=few), EN)
    assert said.endswith(f"; hours without power differ in only 1 of {FUTURES} futures.")


def test_where_only_the_cold_is_told_the_sentence_is_about_it(pledged):
    told = story(pledged, cold_hours=0.995, hours_without_power=noise(0.3))
    said = sentence(told, EN)
    cold = round(-change(told, "cold_hours"))
    assert f"each person’s time in the cold falls by {cold} hours; " in said
    assert "suffering" not in said


def test_a_mite_of_power_does_not_hide_much_heat(pledged):
    told = story(pledged, cold_hours=0.8, hours_without_power=0.99999)
    said = sentence(told, EN)
    assert "all in the cold; hours without power barely move." in said


def test_where_power_is_told_apart_it_is_the_headline(pledged):
    for scale in (0.7, 1.3):
        said = sentence(story(pledged, cold_hours=0.5, hours_without_power=scale), EN)
        assert "time without power" in said
        assert "suffering" not in said


def test_without_a_change_in_the_cold_nothing_is_said_of_it(pledged):
    made = headline(story(pledged, hours_without_power=noise(0.3)), EN)
    assert "suffering" not in f"{made.sentence} {made.lead}".lower()


@pytest.mark.parametrize("words", [EN, FR])
def test_the_table_has_suffering_and_cold_by_winter_with_verdicts(pledged, words):
    told = story(pledged, words, cold_hours=0.8)
    groups = {group.name: group for group in changes(told, words).groups}
    name = words.say("metric.suffering.name")
    whole, *winters = groups[words.say("group.people")].lines
    assert whole.name == name
    assert [line.parent for line in winters] == [name] * (len(told.windows) - 1)
    found = told.difference("suffering", told.windows[-1]).estimate
    value = words.numbers.plus_minus(found.mean, found.standard_error, sign=True)
    assert value in whole.cells
    assert whole.cells[-1] == words.say("verdict.told")


def test_a_scenario_without_homes_has_no_such_row(pledged):
    told = Story.of(world.outcome(FUTURES), EN, public=False)
    assert EN.say("group.people") not in [group.name for group in changes(told, EN).groups]
    assert not measures(told, EN)["rows"]
    assert measures(Story.of(pledged, EN, public=False), EN)["rows"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_page_of_the_brief_has_both_rows(pledged, language):
    words = Catalogue.of(language)
    told = story(pledged, words, cold_hours=0.8)
    flat = np.ones((len(told.windows), FUTURES))
    worths = [Worth(each.row["id"], flat, flat) for each in candidates(told)]
    data = page(told, worths, None, words)
    first = solid(Paper(compiled(data)).texts[0])
    assert min(scales(data)) > 0
    assert solid(sentence(told, words)) in first
    for metric in ("suffering", "cold_hours"):
        made = told.difference(metric, told.windows[-1]).estimate
        value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
        assert solid(value) in first
        assert solid(words.say(f"metric.{metric}.name")) in first
    assert solid(words.say("verdict.told")) in first
