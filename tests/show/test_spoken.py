"""Answers in words: winters within what is told in all, rivals that say the same, untold helps."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from holdfast.outcome.statistics import TOLD, TOO_FEW
from holdfast.questions.fields import Own
from holdfast.questions.judging import SPAN, spans_of
from holdfast.questions.price import ALL
from holdfast.questions.price import WINTERS as PRICE_WINTERS
from holdfast.questions.said import Said
from holdfast.questions.slip import WINTERS as LATE_WINTERS
from holdfast.questions.spared import COLUMNS as SPARED
from holdfast.questions.value import WINTERS
from holdfast.questions.words import amount
from holdfast.scenario import read_scenario
from holdfast.show import asking, breaks, prices, risking, slipping
from holdfast.show.answers import valued
from holdfast.show.report import render
from holdfast.show.voice import Voice
from holdfast.show.winters import winters
from show import answered


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


def spanned(scenario, first=()):
    """A row a window: 3 in the winter, 4 in all, an error of 1."""
    rows = [
        (*first, span.first, span.end, mean, 1.0, mean - 2, mean + 2, 40, 30.0)
        for span, mean in zip(spans_of(scenario), (3.0, 4.0), strict=True)
    ]
    return pd.DataFrame(rows, columns=[*(["name"] * len(first)), *SPAN])


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_winter_is_told_within_what_is_told_in_all(valley):
    made = spanned(valley)
    assert plain(winters(made, valley, Voice("en", valley))) == (
        "Of these, 3.0 ± 1.0 in winter 2030-31."
    )
    assert plain(winters(made, valley, Voice("fr", valley))) == (
        "Dont 3,0 ± 1,0 pour l’hiver 2030–31."
    )
    assert winters(made.head(0), valley, Voice("en", valley)) == ""


def test_what_leads_hurts_and_costs_is_told_by_winter(valley):
    voice = Voice("en", valley)
    value = answered.value_of(valley)
    for column, name in ((WINTERS, value.leading[0]), (WINTERS, "another")):
        rows = spanned(valley, (name,)).set_axis(column, axis=1)
        said = valued.winters(dataclasses.replace(value, winters=rows), value.table, voice)
        assert ("in winter 2030-31" in said) == (name == value.leading[0])
        assert said.count("million person-hours in all") == (name == value.leading[0])
    slip = answered.slip_of(valley)
    rows = spanned(valley, ("d1",)).set_axis(LATE_WINTERS, axis=1)
    slip = dataclasses.replace(slip, winters=rows)
    assert "3.0 ± 1.0 in winter" in plain(slipping.winters(slip, slip.table, voice))
    assert slipping.winters(slip, slip.table.iloc[1:], voice) == ""
    price = answered.price_of(valley)
    rows = spanned(valley, (ALL,)).set_axis(PRICE_WINTERS, axis=1)
    price = dataclasses.replace(price, winters=rows)
    assert "3.0 ± 1.0 in winter" in plain(prices.winters(price, voice))
    assert "3.0 ± 1.0 in winter" in plain(render(price))
    assert "3,0 ± 1,0 pour l’hiver" in plain(render(slip, "fr"))


def test_models_under_which_the_same_is_said_stand_together(valley):
    made, voice = answered.break_even_of(valley), Voice("en", valley)
    ((models, said),) = breaks.rivals(made, voice)
    assert plain(models) == (
        "if kills grow with what is launched (20 futures) and if the defence saturates (20 futures)"
    )
    assert said == breaks.sentence(made, voice)
    (first, one), (second, other) = made.rivals.items()
    other = dataclasses.replace(other, day=dt.date(2031, 1, 2))
    apart = breaks.rivals(dataclasses.replace(made, rivals={first: one, second: other}), voice)
    assert len(apart) == 2
    assert apart[0][1] != apart[1][1]


def test_too_few_futures_are_no_days_on_which_nothing_is_told(valley):
    made = answered.break_even_of(valley, "not told apart")
    few = dataclasses.replace(made, points=made.points.assign(verdict=TOO_FEW))
    assert breaks.sentence(few, Voice("en", valley)).startswith("Too few futures")
    assert breaks.sentence(few, Voice("fr", valley)).startswith("Trop peu d’avenirs")
    assert breaks.sentence(made, Voice("en", valley)).startswith("On none of the days")


@pytest.mark.parametrize(
    ("language", "head", "none"),
    [
        ("en", "first in the mean is", "No option"),
        ("fr", "la première en moyenne est", "n’est établi pour aucune"),
    ],
)
def test_what_is_told_apart_is_not_hidden_behind_a_first_that_is_not(valley, language, head, none):
    made, voice = answered.value_of(valley), Voice(language, valley)
    table = made.table.assign(over=False, verdict="leans")
    assert none in valued.sentence(dataclasses.replace(made, table=table), table, voice)
    second = next(name for name in table["option"] if name != made.leading[0])
    table.loc[table["option"] == second, ["verdict", "per_euro"]] = TOLD, 0.125
    said = valued.sentence(dataclasses.replace(made, table=table), table, voice)
    assert none not in said
    assert head in said.lower()
    assert said.count("0,1" if language == "fr" else "0.1") == 1


def test_the_page_of_an_ask_says_what_its_own_rules_cost(valley):
    made = dataclasses.replace(answered.ask_of(valley), price=answered.price_of(valley))
    assert "cost 9 ± 2 million person-hours together (told apart)." in plain(render(made))
    assert "9 ± 2 millions de personnes-heures (établi)." in plain(render(made, "fr"))


def test_asks_and_stances_are_quoted_in_the_readers_language(valley):
    words = valley.settings.words.model_copy(update={"fr": {"no more than ten": "dix au plus"}})
    told = dataclasses.replace(valley, settings=valley.settings.model_copy(update={"words": words}))
    made = answered.ask_of(valley)
    nan = float("nan")
    said = Said("quoted", topic=Own("ammunition"), quote=Own("no more than ten"))
    assert str(said) == "ammunition: no more than ten"
    row = ("stance", "", nan, nan, nan, "", None, None, said, True, 2)
    spare = pd.DataFrame([row], columns=list(SPARED))
    made = dataclasses.replace(made, spare=spare)
    (told_,) = asking.spare(made, "million EUR", Voice("fr", told), str)
    assert "ammunition : dix au plus" in plain(told_)


def test_what_would_help_is_said_to_be_unasked(valley):
    made, voice = answered.risk_of(valley), Voice("en", valley)
    assert risking.unasked(made, voice) == ""
    unasked = dataclasses.replace(made, helps=made.helps.head(0))
    assert "(shield, repair)" in risking.unasked(unasked, voice)
    assert "(shield, repair)" in render(unasked)


def test_a_measure_is_said_in_the_words_of_its_item(valley):
    held = amount(25_000_000.0, "Diesel", "l")
    assert plain(Voice("en", valley).write(held)) == "25,000,000 litres of diesel"
    assert plain(Voice("fr", valley).write(held)) == "25 000 000 litres de gazole"
    assert plain(str(held)) == "25,000,000 l of Diesel"
    unknown = amount(3.0, "Peat", "t")
    assert plain(Voice("en", valley).write(unknown)) == "3 t of Peat"
