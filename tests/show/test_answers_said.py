"""What pages of answers say of rival models of air defence, and of a package beside naive rules."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.model.types import RIVALS
from holdfast.questions.fields import Verdict
from holdfast.questions.judging import rivals_of
from holdfast.scenario import read_scenario
from holdfast.show.answers import ask
from holdfast.show.answers.teller import Teller
from holdfast.show.catalogue import Catalogue, unmarked
from holdfast.show.report import render
from holdfast.show.spending import beside
from holdfast.show.voice import Voice
from show import answered
from show.test_answers import text_of


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize(
    ("first", "mixed", "names", "said"),
    [
        (0.5, 0.0, RIVALS[:2], "The public record cannot tell two apart: “kills grow"),
        (0.4, 0.2, RIVALS, "cannot tell them apart; each future draws one: “kills grow"),
        (0.5, 0.5, (RIVALS[0], RIVALS[2]), "launched” 50 %; “the defence saturates half-way” 50 %"),
        (0.0, 0.0, (RIVALS[1],), "gives a chance: “the defence saturates”."),
    ],
)
def test_only_rival_models_with_a_weight_are_counted(valley, first, mixed, names, said):
    rows = [
        {"id": f"defence.{name}_probability", "value": str(value)}
        for name, value in (("proportional", first), ("mixed", mixed))
    ]
    scenario = valley.replace_rows("parameters", rows)
    assert rivals_of(scenario) == names
    page = text_of(render(answered.value_of(scenario)))
    assert said in " ".join(page.replace("\u00a0", " ").split())


def test_a_plan_says_first_whether_it_is_told_apart_from_the_best_naive_rule(valley):
    made = answered.plan_of(valley)
    even = made.naive["changed"] == 0
    apart = dataclasses.replace(made, naive=made.naive[~even])
    best = apart.naive[apart.naive["rule"] != "second plan"]["saved"].max()
    for language, said in (
        ("en", "Ahead of the best naive rule ({rule}) by"),
        ("fr", "Son avance sur la meilleure règle simple ({rule}) est de"),
    ):
        voice = Voice(language, valley)
        (row,) = apart.naive[apart.naive["saved"] == best].to_dict("records")
        rule = voice.say(f"plans.rule_{row['rule'].replace(' ', '_')}")
        verdict = voice.verdict(Verdict(row["verdict"], row["changed"], row["n"]))
        line = beside(apart, voice)
        assert line.startswith(said.format(rule=rule))
        assert line.endswith(f"({verdict}).")
        page = " ".join(text_of(render(apart, language=language)).split())
        assert " ".join(unmarked(line).split()) in page
    line = beside(made, Voice("en", valley))
    assert line.endswith("saves the same in every future.")
    assert beside(dataclasses.replace(made, naive=made.naive.head(0)), Voice("en", valley)) == ""


@pytest.mark.parametrize(
    ("language", "best", "own"),
    [
        ("en", "The best package: equal share", "offers of its own"),
        ("fr", "Le meilleur ensemble : part égale", "offres ouvertes de sa part"),
    ],
)
def test_ask_labels_each_package_by_its_rules_and_gives_no_range_of_one_number(
    valley, language, best, own
):
    made = answered.ask_of(valley)
    made = dataclasses.replace(made, offers=made.offers.iloc[:0])
    teller = Teller(Catalogue.of(language).of_scenario(valley), valley, public=False)
    page = text_of(render(made, language)).replace("\u00a0", " ")
    assert best.lower()[:20] in page.lower()
    assert own in page
    first, second = ask.amounts(made, teller).numbers.rows[:2]
    assert first[2] == teller.say("worth.none")
    assert teller.words.numbers.to in second[2]
