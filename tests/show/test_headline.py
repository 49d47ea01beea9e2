"""The headline says what the arrays say, and less where they do not tell two sides apart."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from holdfast.outcome import Outcome
from holdfast.questions.whatif import between
from holdfast.show.catalogue import Catalogue
from holdfast.show.costed import costs
from holdfast.show.headline import headline, sentence
from holdfast.show.plans import files_in_words
from holdfast.show.sections.certainty import difference
from holdfast.show.sides import Story
from show import world

EN = Catalogue.of("en")
HOURS = "hours_without_power"


def changed(outcome: Outcome, values: np.ndarray, scenario=None) -> Outcome:
    """The outcome with other hours without power, and of the cold three tenths of them."""
    dims = outcome.data[HOURS].dims
    found = {HOURS: values, "cold_hours": 0.3 * values}
    data = outcome.data.assign({k: (dims, each.astype(np.float32)) for k, each in found.items()})
    return Outcome(data, scenario or outcome.scenario, outcome.seed, outcome.version)


def story(a: Outcome, b: Outcome | None = None) -> Story:
    return Story.of(a if b is None else between(a, b), EN, public=False)


@pytest.fixture(scope="module")
def pledged() -> Outcome:
    return world.outcome(40)


@pytest.fixture(scope="module")
def helped() -> Outcome:
    return world.outcome(40, helped=True)


def by_hand(outcome: Outcome) -> float:
    """Mean over futures and people of hours without power in the reported time."""
    reported = outcome.data.sel(day=slice("2022-11-29", None))
    people = reported["population"].mean("future")
    per_person = (reported[HOURS].astype(float).sum("day") * people).sum("region") / people.sum()
    return float(per_person.mean())


def test_two_sides_told_apart_are_given_in_days(pledged, helped):
    said = sentence(story(pledged, helped), EN)
    before, after = map(int, re.findall(r"\d+", said))
    assert (before, after) == (round(by_hand(pledged) / 24), round(by_hand(helped) / 24))
    assert "falls" in said
    assert "package “winter”" in said


def test_the_other_way_round_it_rises(pledged, helped):
    worse = changed(helped, np.minimum(pledged.data[HOURS].values * 1.5, 24))
    assert "rises" in sentence(story(pledged, worse), EN)


def test_one_side_says_what_it_suffers(pledged):
    said = sentence(story(pledged), EN)
    assert re.findall(r"\d+", said) == [str(round(by_hand(pledged) / 24))]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_runs_of_one_plan_name_what_they_are_unlike_in(pledged, language):
    """Not "with nothing more": the scenarios differ, not the plans."""
    words = Catalogue.of(language)
    given = pledged.scenario
    files = {"weather/normals.csv": "other", "regions.csv": "other", "gas/demand.csv": "other"}
    worse = changed(pledged, np.minimum(pledged.data[HOURS].values * 1.5, 24))
    for count, expected in ((1, "weather"), (3, "gas demand, regions and weather")):
        some = dict(list(files.items())[:count])
        other = dataclasses.replace(given, files={**given.files, **some})
        made = Outcome(worse.data, other, worse.seed, worse.version)
        told = Story.of(between(pledged, made), words, public=False)
        said = sentence(told, words)
        assert words.say("side.nothing") not in said
        if language == "en":
            assert said.startswith(f"With other data ({expected}), each person’s time")
        else:
            assert "d’autres données (" in said
            assert words.say("said.table_weather_normals") in said


def test_a_package_and_other_tables_are_both_named(pledged, helped):
    given = helped.scenario
    other = dataclasses.replace(given, files={**given.files, "weather/normals.csv": "other"})
    made = Outcome(helped.data, other, helped.seed, helped.version)
    said = sentence(story(pledged, made), EN)
    assert said.startswith("With the package “winter” and other data (weather), each person’s")


def test_many_tables_are_counted():
    files = [f"{name}.csv" for name in ("a", "b", "c", "d", "e")]
    assert files_in_words(files, EN) == "a.csv, b.csv, c.csv and 2 more"
    assert (
        files_in_words(["scenario.toml seed", "regions.csv"], EN)
        == "scenario.toml seed and regions"
    )


def test_a_small_change_is_given_in_hours_on_both_sides(pledged, helped):
    values = pledged.data[HOURS].values * 0.98
    said = sentence(story(pledged, changed(helped, values)), EN)
    before, after = (EN.numbers.fixed(part * by_hand(pledged)) for part in (1, 0.98))
    assert f"from {before} to {after} hours" in said.replace("\u00a0", " ")


def test_a_change_that_is_not_told_apart_is_not_claimed(pledged, helped):
    noise = np.random.default_rng(1).normal(1, 0.3, (40, 1, 1))
    values = np.clip(pledged.data[HOURS].values * noise, 0, 24)
    said = sentence(story(pledged, changed(helped, values)), EN)
    assert "cannot be told from 40 futures" in said
    assert said.endswith("without power for each person with either plan.")
    assert "falls" not in said
    assert "rises" not in said


def test_no_change_is_said_to_be_none(pledged, helped):
    said = sentence(story(pledged, changed(helped, pledged.data[HOURS].values)), EN)
    assert "no future differs" in said


def test_a_change_in_few_futures_is_called_rare(pledged, helped):
    values = pledged.data[HOURS].values.copy()
    values[3] *= 0.1
    said = sentence(story(pledged, changed(helped, values)), EN)
    assert "only 1 of 40 futures differs" in said


def test_a_change_that_few_futures_carry_is_rare_though_all_differ(pledged, helped):
    values = pledged.data[HOURS].values * 0.99999
    values[3] *= 0.1
    made = story(pledged, changed(helped, values))
    assert "40 of 40 futures differ, but under 5 carry the change" in sentence(made, EN)
    title = difference(made, EN).title
    assert title.endswith("40 of 40 futures differ, but under 5 carry it")


def test_under_two_hours_are_singular_in_french(pledged):
    """1,6 heure, as it is spoken; 2,0 heures; in English the plural throughout."""
    cases = ((1.6, "1,60 heure sans", "1.60 hours w"), (2.0, "2,00 heures sans", "2.00 hours w"))
    for value, french, english in cases:
        flat = np.zeros_like(pledged.data[HOURS].values)
        flat[:, -1] = value
        alone = story(changed(pledged, flat))
        assert french in headline(alone, Catalogue.of("fr")).lead
        assert english in headline(alone, EN).lead


def test_hours_where_days_would_say_nothing(pledged):
    values = pledged.data[HOURS].values * 0.01
    said = sentence(story(changed(pledged, values)), EN)
    assert re.search(r"\b\d+ hours\b", said)


def test_the_caution_counts_futures(pledged, helped):
    made = headline(story(pledged, helped), EN)
    days, count, of, before = re.search(
        r"in (?P<count>\d+) of (?:every )?(?P<of>\d+) simulated futures each person spends more "
        r"than (?P<days>\d+) days without power .*, in (?P<before>\d+) as pledged",
        made.caution,
    ).group("days", "count", "of", "before")
    reported = story(pledged, helped)
    for outcome, said in ((pledged, before), (helped, count)):
        hours = outcome.values(HOURS, reported.windows[-1])
        assert int(said) == round(int(of) * float(np.mean(hours > 24 * int(days))))


def test_the_lead_gives_both_winters_and_both_rival_models(pledged, helped):
    made = headline(story(pledged, helped), EN).lead
    assert "winter 2022–23" in made
    assert "winter 2023–24" in made
    assert "the defence saturates" in made
    assert "kills grow with what is launched" in made


def test_models_that_too_few_futures_drew_have_no_number(pledged, helped, monkeypatch):
    monkeypatch.setattr("holdfast.show.headline.LEAST_PAIRS", 1000)
    made = headline(story(pledged, helped), EN).lead
    assert "too few futures drew each of them" in made
    assert "the defence saturates" not in made
    assert "rare if" not in made


def test_the_lead_says_what_is_paid_and_nothing_where_nothing_is(pledged, helped):
    reported = story(pledged, helped)
    stated, low, high = costs(reported)[-1]
    said = headline(reported, EN).lead
    assert stated > 0
    assert f"What is added costs €{EN.numbers.number(stated, 3)} million" in said
    assert (EN.numbers.span(low, high, digits=3) in said) == (low < high)
    french = headline(reported, Catalogue.of("fr")).lead
    assert "Ce qui est ajouté coûte" in french
    for other in (story(helped, pledged), story(pledged)):
        assert "costs" not in headline(other, EN).lead


def test_the_other_way_round_the_plan_as_pledged_is_the_second(pledged, helped):
    turned = story(helped, pledged)
    assert [side.label for side in turned.sides] == ["With package “winter”", "As pledged"]
    said = sentence(turned, EN)
    assert said.startswith("With the plan as pledged in place of the package “winter”")
