"""Budgets are ring-fenced: what is pledged of one kind of help takes nothing off another."""

from __future__ import annotations

import math

import pytest

from holdfast.cli.asks_text import print_ask
from holdfast.questions.ask import ask
from holdfast.questions.asked import sums, wanted
from holdfast.questions.coalition import problem_of
from holdfast.questions.documents import of_ask
from holdfast.questions.fenced import affords, by_kind, largest, lefts, mixes
from holdfast.questions.options import KINDS
from holdfast.questions.packing import giveable
from holdfast.questions.sharing import Amount
from holdfast.show.voice import Voice

pytestmark = pytest.mark.usefixtures("lived_once")

SIZE = {"futures": 20, "fresh": 20, "most": 4, "workers": 1}
DAY = "2030-11-20"
SHARE = "equal share of income"


@pytest.fixture(scope="module")
def fenced(short):
    """Both kinds are asked of all; NN has pledged interceptors far above its whole share."""
    meeting = {"id": "M", "name": "Meeting", "date": DAY, "as_of": DAY}
    common = {"asked_by": "VA", "meeting": "M", "date": DAY, "as_of": DAY, "asked_of": "donors"}
    asks = [
        {"id": "a1", "item": "large transformers", "quantity": "4", **common},
        {"id": "a2", "item": "interceptor", "quantity": "10", **common},
    ]
    pledge = {"id": "p", "partner": "NN", "item": "interceptor", "quantity": "90", "as_of": DAY}
    made = short.add_rows("meetings", [meeting]).add_rows("asks", asks)
    offer = {"partner": "NN", "said": "as offered", "as_of": DAY}
    offers = [
        {"id": "o1", "item": "crew", "quantity": "20", "kind": "humanitarian", **offer},
        {"id": "o2", "item": "interceptor", "quantity": "5", "kind": "military", **offer},
    ]
    made = made.add_rows("offers", offers)
    return made.add_rows("deliveries", [{**pledge, "date": "2030-12-20"}])


@pytest.fixture(scope="module")
def made(fenced):
    return ask(fenced, "NN", prices=False, **SIZE)


def test_a_military_pledge_takes_nothing_off_a_humanitarian_ask(made):
    part = 500.0 / 700.0
    found = made.kinds[made.kinds["rule"] == SHARE].set_index("kind")
    assert found.loc["humanitarian", "share"] == pytest.approx(10.0 * part)
    assert found.loc["humanitarian", "left"] == pytest.approx(10.0 * part)
    assert found.loc["military", "share"] == pytest.approx(10.0 * part)
    assert (found.loc["military", "pledged"], found.loc["military", "left"]) == (90.0, 0.0)
    whole = made.rules.set_index("rule").loc[SHARE]
    assert whole["share"] < whole["pledged"] == 90.0
    assert whole["left"] == pytest.approx(10.0 * part)


def test_kinds_sum_to_what_each_rule_says(made):
    shares = made.kinds.groupby("rule")[["share", "left"]].sum(min_count=1)
    for row in made.rules.to_dict("records"):
        if not math.isnan(row["share"]):
            assert shares.loc[row["rule"], "share"] == pytest.approx(row["share"])
            assert shares.loc[row["rule"], "left"] == pytest.approx(row["left"])


def test_the_package_keeps_to_what_is_left_of_each_kind(fenced, made):
    left = lefts(made.kinds)
    options = {one.name: one for one in giveable(fenced, "NN", left.values(), None)}
    assert "o1" in options
    assert "o2" not in options
    assert not any(one.cost[KINDS.index("military")] for one in options.values())
    for row in made.packed.packages.to_dict("records"):
        for name in filter(None, row["options"].split(", ")):
            assert affords(left[row["rule"]], options[name])


def test_one_kind_makes_up_for_no_other_when_packing(fenced):
    amounts = [{"military": 9.0, "humanitarian": 1.0}, {"military": 2.0, "humanitarian": 8.0}]
    assert largest(amounts) == {"military": 9.0, "humanitarian": 8.0}
    options = giveable(fenced, "NN", amounts, None)
    assert {"o1", "o2"} <= {one.name for one in options}
    kinds = {KINDS[one.cost.index(max(one.cost))] for one in options}
    assert kinds == {"military", "humanitarian"}
    for amount in amounts:
        problem = problem_of(fenced, options, amount)
        for place, one in enumerate(options):
            if problem.feasible(frozenset({place})):
                assert affords(amount, one)


def test_a_named_sum_is_for_all_help(fenced):
    named = ask(fenced, "NN", 200.0, prices=False, **SIZE)
    assert set(named.kinds["kind"]) == {"all"}
    left = named.kinds.set_index("rule").loc[SHARE]
    assert left["left"] == pytest.approx(200.0 * 500.0 / 700.0 - 90.0)


def test_parts_of_a_sum_follow_who_is_asked_and_money_is_financial(fenced):
    common = {"asked_by": "VA", "meeting": "M", "date": DAY, "as_of": DAY, "asked_of": "NN"}
    rows = [
        {"id": "b1", "item": "for the winter", "quantity": "3", "unit": "million EUR", **common},
        {"id": "b2", "item": "crew", "quantity": "20", **common},
    ]
    asks = wanted(fenced.add_rows("asks", rows), "NN")
    assert mixes(asks, sums(asks)) == [
        {"military": pytest.approx(0.5), "humanitarian": pytest.approx(0.5)},
        {"humanitarian": pytest.approx(0.5), "financial": pytest.approx(0.5)},
    ]
    nan = math.nan
    amount = Amount("rule", 8.0, 8.0, 8.0, nan, nan, nan, 0.0, (6.0, 2.0))
    table = by_kind([amount], mixes(asks, sums(asks)), {"military": 5.0, "financial": 0.5})
    assert table["kind"].tolist() == list(KINDS)
    assert table["share"].tolist() == pytest.approx([3.0, 4.0, 1.0])
    assert table["left"].tolist() == pytest.approx([0.0, 4.0, 0.5])


def test_it_is_said_in_both_languages(made, capsys):
    rows = of_ask(made)["kinds"]["rows"]
    assert {row["kind"] for row in rows} == {"military", "humanitarian"}
    for language, texts in {
        "en": ("By kind of help", "Budgets are ring-fenced", "same kind of help"),
        "fr": ("Par sorte d’aide", "Les budgets sont cloisonnés", "même sorte d’aide"),
    }.items():
        print_ask(made, Voice(language, made.scenario))
        said = capsys.readouterr().out
        assert all(text in said for text in texts)
