"""What leads is the first of what can be judged; what is above it and rare is said."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.questions.options import Option
from holdfast.questions.value import contents
from holdfast.scenario import read_scenario
from holdfast.show.answers.teller import Teller
from holdfast.show.answers.value import undrawn
from holdfast.show.answers.valued import sentence
from holdfast.show.catalogue import Catalogue
from holdfast.show.voice import Voice
from show import answered


@pytest.fixture(scope="module")
def made(root):
    return answered.value_of(read_scenario(root / "examples" / "valley"), by="saved")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "cannot be judged is higher in the mean"), ("fr", "est plus haut en moyenne")],
)
def test_what_is_rare_and_above_the_first_is_named(made, language, said):
    voice, table = Voice(language, made.scenario), made.table.assign(over=False)
    rare = table.index[table["verdict"].str.startswith("rare")]
    for mean, above in ((1000.0, True), (-1.0, False)):
        table.loc[rare, "saved"] = -1.0
        table.loc[rare[0], "saved"] = mean
        told = sentence(dataclasses.replace(made, table=table), table, voice)
        assert (said in told) == above
        assert (voice.spoken(table.loc[rare[0], "contents"]) in told) == above
        hidden = table.drop(index=rare)
        assert said not in sentence(dataclasses.replace(made, table=table), hidden, voice)


@pytest.mark.parametrize(
    ("language", "rare", "said"),
    [
        ("en", True, "not drawn; too few futures carry it"),
        ("en", False, "1 option is in the table and not drawn."),
        ("fr", True, "sans être dessinée\u202f; trop peu d’avenirs"),
        ("fr", False, "1 option figure au tableau sans être dessinée."),
    ],
)
def test_a_drawing_says_what_it_leaves_out(made, language, rare, said):
    teller = Teller(Catalogue.of(language), made.scenario, public=False)
    table = made.table.assign(verdict="rare: changes 1 of 40 futures" if rare else "leans")
    assert undrawn(table, table, teller) == []
    (note,) = undrawn(table, table.iloc[:-1], teller)
    assert said in note


@pytest.mark.parametrize(
    ("language", "said"), [("en", "25,000,000 l of Diesel"), ("fr", "25 000 000 litres de ")]
)
def test_what_is_no_piece_has_its_unit(made, language, said):
    rows = ({"item": "diesel", "quantity": "25000000"}, {"item": "crew", "quantity": "2"})
    option = Option("lot", "NN", rows, (25.0,))
    told = Voice(language, made.scenario).write(contents(made.scenario, option))
    plain = told.replace("\u00a0", " ").replace("\u202f", " ")
    assert said in plain
    assert "2 ×" in plain
