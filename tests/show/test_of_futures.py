"""Futures are counted as simulated ones, and values under rival models with their errors."""

from __future__ import annotations

import math

import pytest

from holdfast.questions import words
from holdfast.questions.fields import Verdict
from holdfast.questions.said import listed
from holdfast.scenario import read_scenario
from holdfast.show import breaks
from holdfast.show.catalogue import Catalogue
from holdfast.show.headline import headline
from holdfast.show.of_futures import counted
from holdfast.show.sides import Story
from holdfast.show.voice import Voice
from show import answered, world


@pytest.mark.parametrize(
    ("shares", "futures", "counts", "said"),
    [
        ([0.5, 0.25], 16, [8, 4], "16 simulated futures"),
        ([0.07, 0.3], 100, [7, 30], "100 simulated futures"),
        ([0.07, 0.3], 800, [7, 30], "every 100 simulated futures"),
        ([0.0, 1.0], 800, [0, 100], "every 100 simulated futures"),
        ([0.0025, 0.3], 800, [2, 240], "800 simulated futures"),
        ([0.9975, 0.3], 800, [798, 240], "800 simulated futures"),
    ],
)
def test_shares_are_counted_of_so_many_simulated_futures(shares, futures, counts, said):
    """What is not nothing is not written as nothing, nor what is not all as all."""
    assert counted(shares, futures, Catalogue.of("en")) == (counts, said)
    of = said.removesuffix(" simulated futures").removeprefix("every ")
    assert counted(shares, futures, Catalogue.of("fr")) == (counts, of)


@pytest.mark.parametrize(("language", "said"), [("en", "of 24 simulated"), ("fr", "sur 24")])
def test_a_caution_counts_all_futures_where_they_are_few(language, said):
    words_ = Catalogue.of(language)
    made = headline(Story.of(world.outcome(24), words_, False), words_)
    assert said in made.caution


ROW = {"proportional": 16.0, "proportional_error": 3.0, "proportional_n": 21}
FEW = {"proportional": math.nan, "proportional_error": math.nan, "proportional_n": 3}


@pytest.mark.parametrize(
    ("language", "row", "spoken", "said"),
    [
        ("en", ROW, False, "+16 ± 3 (21)"),
        ("en", ROW, True, "+16 ± 3 (21 futures)"),
        ("en", FEW, False, "too few (3)"),
        ("en", FEW, True, "too few futures (3)"),
        ("fr", ROW, True, "+16 ± 3 (21 avenirs)"),
        ("fr", FEW, False, "trop peu (3)"),
    ],
)
def test_a_value_under_a_rival_model_has_its_error_and_its_futures(language, row, spoken, said):
    voice = Voice(language)
    text = voice.under(row, "proportional", sign=True, spoken=spoken)
    assert text.replace("\u00a0", " ") == said


def test_a_table_says_shortly_what_is_rare():
    found = Verdict("rare: changes 7 of 20 futures, but under 5 carry it; too few to judge", 7, 20)
    assert Voice("en").short(found) == "rare: under 5 of 20 carry it"
    assert Voice("fr").short(found).replace("\u00a0", " ") == "rare : moins de 5 sur 20 le portent"
    few = Verdict("rare: changes 3 of 20 futures; too few to judge", 3, 20)
    assert Voice("en").short(few) == "rare: changes 3 of 20"
    assert Voice("fr").short(few).replace("\u00a0", " ") == "rare : change 3 avenirs sur 20"
    assert Voice("en").short(Verdict("leans", 7, 20)) == "leans"


def test_what_is_given_is_spoken_of_in_a_sentence():
    both = listed([words.amount(2.0, "Battery"), words.amount(3.0, "Large transformer")])
    fuel = words.amount(25e6, "Diesel", "l")
    english = [Voice("en").spoken(each).replace("\u00a0", " ") for each in (both, fuel)]
    assert english == ["2 batteries and 3 large transformers", "25,000,000 litres of diesel"]
    assert Voice("fr").spoken(fuel).endswith("litres de gazole")
    power = words.amount(2.0, "Electricity", "GWh")
    assert Voice("en").spoken(power) == str(power)


def test_break_even_names_the_futures_of_each_rival_model(root):
    valley = read_scenario(root / "examples" / "valley")
    told = [model for model, _ in breaks.rivals(answered.break_even_of(valley), Voice("en"))]
    assert all(text.endswith(" (20 futures)") for text in told)
