"""The page of a plan says how good the search was."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.cli.plans import print_plan
from holdfast.scenario import read_scenario
from holdfast.show.report import render
from holdfast.show.voice import Voice
from show import answered
from show.test_answers import headline, text_of


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize("gap", [None, 0.0, 0.12])
def test_errors_of_a_plan_are_told_apart(valley, gap):
    page = text_of(render(answered.plan_of(valley, gap)))
    assert "Search gap" in page
    assert "Sampling error" in page
    assert ("12 % more" in page.replace("\u00a0", " ")) == (gap == 0.12)
    assert ("every package that may be was tried" in page) == (gap == 0.0)
    assert ("That returns diminish" in page) == bool(gap)
    assert "Objections of partners to the plan with it: 0" in page


def test_a_plan_that_passes_its_bound_is_not_told_as_the_best_there_is(valley):
    """A gap of nought where not all were tried is no proof."""
    made = dataclasses.replace(answered.plan_of(valley, 0.0, bounded=False), exact=False)
    page = text_of(render(made))
    assert "the package saves more than the bound allows" in page
    assert "every package that may be was tried" not in page
    assert "That returns diminish" in page


def plain(text):
    """In one line, with spaces that break."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def told(made, language):
    return plain(text_of(render(made, language)))


def test_what_cannot_be_judged_is_said_in_the_headline_and_at_a_terminal(valley, capsys):
    rare = "rare: changes 4 of 40 futures; too few to judge"
    few = dataclasses.replace(answered.plan_of(valley).saved, n_eff=1.3)
    made = dataclasses.replace(answered.plan_of(valley), saved=few, verdict=rare, changed=4)
    for language, verdict, carried in (
        ("en", rare, "About 1.3 of 40 futures carry that."),
        (
            "fr",
            "rare : ne change que 4 avenirs sur 40",
            "Environ 1,3 avenirs sur 40 portent ce résultat.",
        ),
    ):
        assert verdict in plain(headline(render(made, language)))
        assert carried in told(made, language)
        print_plan(made, Voice(language, valley))
        printed = plain(capsys.readouterr().out)
        assert f"; {verdict}" in printed
        assert carried in printed
    sure = dataclasses.replace(made.saved, n_eff=20.0)
    sure = dataclasses.replace(made, saved=sure, verdict="told apart")
    assert "carry that" not in told(sure, "en")


@pytest.mark.parametrize(
    ("verdicts", "english", "french"),
    [
        (["not told apart"] * 2, "told apart from none of 2 simple rules",
         "L’ensemble ne se distingue d’aucune des 2 règles simples"),
        (["told apart", "leans"], "told apart from 1 of 2 simple rules",
         "L’ensemble se distingue de 1 des 2 règles simples"),
        (["told apart"] * 2, "told apart from each of 2 simple rules",
         "L’ensemble se distingue de chacune des 2 règles simples"),
    ],
)  # fmt: skip
def test_only_rules_are_counted_as_rules(valley, verdicts, english, french):
    """The second best that was found is a package of the search, no rule."""
    made = answered.plan_of(valley)
    naive = made.naive.assign(verdict=["told apart", *verdicts])
    made = dataclasses.replace(made, naive=naive)
    assert english in told(made, "en")
    assert french in told(made, "fr")


@pytest.mark.parametrize(
    ("verdict", "changed", "cost", "said"),
    [
        ("not told apart", 9, 8.1, True),
        ("rare: changes 4 of 40 futures; too few to judge", 4, 8.1, True),
        ("told apart", 9, 8.1, False),
        ("leans", 9, 8.1, False),
        ("not told apart", 0, 8.1, False),
        ("not told apart", 9, 230.0, False),
    ],
)
def test_a_rule_that_saves_about_as_much_for_far_less_is_in_the_lead(
    valley, verdict, changed, cost, said
):
    made = answered.plan_of(valley)
    naive = made.naive.copy()
    at = naive.index[naive["rule"] == "pro rata"][0]
    naive.loc[at, ["verdict", "changed", "cost", "saved", "behind"]] = [
        verdict, changed, cost, 20.4, 1.6,
    ]  # fmt: skip
    naive.loc[~naive["rule"].isin(["pro rata", "second plan"]), ["cost", "saved"]] = [230.0, 21.0]
    made = dataclasses.replace(made, naive=naive)
    english = "Much cheaper, every kind of help alike saves 20.4 ± 7.0 million person-hours for 8.1"
    assert (english in told(made, "en")) == said
    assert ("Bien moins cher, toutes les sortes d’aide" in told(made, "fr")) == said


def test_the_best_rule_that_costs_far_less_is_named_once(valley):
    """Its lead is given already by the sentence that names it; what it costs stands after that."""
    made = answered.plan_of(valley)
    naive = made.naive.copy()
    at = naive.index[naive["rule"] == "pro rata"][0]
    naive.loc[at, ["verdict", "changed", "cost", "saved", "behind"]] = [
        "not told apart", 9, 8.1, 1000.0, 1.6,
    ]  # fmt: skip
    made = dataclasses.replace(made, naive=naive)
    said = told(made, "en")
    assert "Ahead of the best naive rule (every kind of help alike) by" in said
    assert "Yet that rule costs far less: 8.1" in said
    assert "Much cheaper" not in said
    assert "Or elle coûte bien moins" in told(made, "fr")
