"""What the answer of `plan --item` says: each case in a sentence that holds, in two languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from holdfast.questions import words
from holdfast.questions.said import listed
from holdfast.scenario import read_scenario
from holdfast.show import numbering
from holdfast.show.voice import Voice
from show import answered


@pytest.fixture
def made(root):
    return answered.how_many_of(read_scenario(root / "examples" / "valley"))


def said(made, language="en"):
    text = " ".join(numbering.sentences(made, Voice(language, made.scenario)))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_most_for_the_budget_is_called_a_ceiling(made):
    made = replace(made, number=12, enough=12)
    assert made.ceiling
    told = "That number is the ceiling, no more can be had for the budget: from 2 to 12 the saving"
    assert told in said(made)
    assert numbering.mark(made) == "many.mark_ceiling"
    assert "Ce nombre est le plafond" in said(made, "fr")


def test_one_piece_is_spoken_of_in_the_singular(made):
    one = replace(made, number=1, enough=1, numbers=made.numbers[:1])
    assert said(one).startswith("1 large transformer for 2.50 million EUR saves 6.0 ± 1.0 million")
    assert "whether more would save more was not looked at" in said(one)
    assert said(one, "fr").startswith("1 grand transformateur pour 2,50 millions d’euros épargne")


def test_what_is_not_told_says_how_many_futures_would_tell(made):
    numbers = made.numbers.assign(verdict="leans", standard_error=3.0)
    text = said(replace(made, enough=None, by=None, numbers=numbers))
    assert text.startswith("That 2 large transformers for 5.00 million EUR save anything is not")
    needed = 9 * 3.0**2 * 40 / 8.0**2
    assert needed < 51
    assert f"About {51} futures would be needed" in text
    assert "No last day of order is given" in text
    assert "needed" not in said(made), "what is told needs no more"


def test_the_last_day_tells_what_it_loses_itself(made):
    first, late = made.dates.to_dict("records")
    rows = [first, {**first, "ordered": late["ordered"], "apart": -0.5, "apart_error": 0.25}, late]
    later = replace(made, by=late["ordered"], dates=pd.DataFrame(rows))
    rows[2] = {**late, "ordered": late["arrives"]}
    later = replace(later, dates=pd.DataFrame(rows))
    assert "Order by 6 Jan 2031: of 8.0 ± 1.0 million person-hours 0.50 ± 0.25 are lost on" in said(
        later
    )
    assert "ordered on 7 Mar 2031, the next day looked at, 5.0 ± 0.5 are lost" in said(later)
    last = replace(later, dates=pd.DataFrame(rows[:2]))
    assert "Order by 6 Jan 2031, the last day looked at" in said(last)
    only = replace(later, by=first["ordered"], dates=pd.DataFrame(rows[:1]))
    assert "Only one day of order comes in time: 1 Dec 2030." in said(only)


def test_what_comes_with_a_system_is_listed(made):
    parts = [words.amount(2.0, "Battery"), words.amount(240.0, "Interceptor")]
    numbers = made.numbers.assign(contents=[listed(parts)] * len(made.numbers))
    assert "Bought with them: 240 interceptors." in said(replace(made, numbers=numbers))
    assert "Bought with" not in said(made)


def test_what_is_dear_and_what_is_late_are_told_apart(made):
    text = said(replace(made, dear={"battery": 160.0, "spare": None}))
    assert "Battery: one with what it fires costs 160 million EUR, more than that money." in text
    assert "Ordered on the first day, none of these would come before the last: Spare" in text


def test_a_class_that_no_table_holds_is_not_claimed(made):
    rows = [
        {**row, "name": "Transformer, 330 kV"} if row["id"] == "transformer" else row
        for row in made.scenario.table("items").rows()
    ]
    named = replace(made, scenario=made.scenario.replace_rows("items", rows))
    assert "The tables hold no voltage class of it (Transformer, 330 kV)" in said(named)
    assert "voltage class" not in said(made)


def test_what_nobody_limits_is_named(made):
    assert "set no limit to what makers have free in a month (per_month)" in said(made)
    rows = [{**row, "per_month": "9"} for row in made.scenario.table("items").rows()]
    limited = replace(made, scenario=made.scenario.replace_rows("items", rows))
    assert "per_month" not in said(limited)


def test_the_best_of_several_says_that_the_same_futures_chose_it(made):
    assert "judged on the futures that chose it" in said(made)
    assert "judged on the futures" not in said(replace(made, beside=made.beside[:1]))


def test_the_table_has_what_a_million_saves(made):
    assert numbering.per_million(made, Voice("en", made.scenario)) == "saved per million EUR"
    french = numbering.per_million(made, Voice("fr", made.scenario))
    assert french.replace("\u00a0", " ") == "épargné par million d’euros"
    assert np.isfinite(made.numbers["per_million"]).all()
