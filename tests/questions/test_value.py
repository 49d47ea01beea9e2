"""What may be given is ranked; what partners forbid is counted by its rule, and named if asked."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from holdfast.questions import value as values
from holdfast.questions.options import offered, packed

SAID = {"date": "2030-11-20", "as_of": "2030-11-20", "status": "READ", "hardness": "hard"}
SOURCES = ["packages", values.REFUSED]


@pytest.fixture(scope="module")
def ruled(siege):
    """NN refuses interceptors and gives one battery at most; EN ties transformers to crews."""
    refusal = {**SAID, "partner": "NN", "topic": "guns", "stance": "refuses", "item": "interceptor"}
    limit = {"id": "one", "partner": "NN", "item": "battery", "quantity": "1"}
    tie = {"id": "both", "date": "2030-11-20", "gift": "EN:transformer", "needs": "EN:crew"}
    made = siege.add_rows("positions", [refusal]).add_rows("limits", [limit])
    return made.add_rows("conditions", [tie])


@pytest.fixture(scope="module")
def valued(ruled):
    return values.value(ruled, 5.0, SOURCES, futures=20, workers=1, names=True)


def test_what_nobody_may_give_is_not_ranked_but_counted(valued):
    assert set(valued.table["option"]) == {"r1", "r2"}
    assert dict(valued.barred) == {"refusal": 2, "limit": 1}
    rules = valued.withheld.set_index("option")
    assert rules["rule"].to_dict() == {"s1": "limit", "s2": "refusal", "NN/interceptor": "refusal"}
    assert rules.loc["s1", ["whose", "topic"]].tolist() == ["NN", "one"]
    assert rules.loc["s2", ["whose", "topic"]].tolist() == ["NN", "guns"]


def test_an_option_comes_with_what_its_condition_needs(ruled, valued):
    rows = valued.table.set_index("option")
    cost = {option.name: option.total for option in packed(ruled)}
    assert rows["brought"].to_dict() == {"r1": "r2", "r2": ""}
    assert rows.loc["r1", "cost"] == pytest.approx(cost["r1"] + cost["r2"])
    assert str(rows.loc["r1", "contents"]) == "3\u00a0× Large transformer; 4\u00a0× Repair crew"
    assert rows["over"].to_dict() == {"r1": True, "r2": False}
    assert "r1" not in valued.leading


def test_what_leads_is_within_the_budget_and_told_apart_among_that_alone(siege):
    made = values.value(siege, 20.0, ["packages", "catalogue"], "saved", futures=20, workers=1)
    assert made.groups[0] == ("s2", "generator_set")
    assert made.table.set_index("option")["over"][["s2", "generator_set"]].tolist() == [True, False]
    assert made.leading == ("generator_set",)
    assert not values.value(siege, 0.1, ["packages"], futures=20, workers=1).leading


def test_what_is_barred_is_worth_something_in_a_table_of_its_own(valued):
    assert valued.refused["option"].tolist() == ["NN/interceptor"]
    assert valued.refused["saved"].iloc[0] > 0
    assert not set(valued.refused["option"]) & {name for some in valued.groups for name in some}


def test_without_names_nobody_is_named_and_no_order_of_rows_matters(ruled, valued):
    turned = ruled
    for table in ("packages", "positions", "conditions", "actors", "items"):
        turned = turned.replace_rows(table, ruled.table(table).rows()[::-1])
    made = values.value(turned, 5.0, SOURCES, futures=20, workers=1)
    assert made.barred == valued.barred
    assert made.withheld.empty
    assert made.refused[["option", "partner"]].to_numpy().tolist() == [["interceptor", ""]]
    pd.testing.assert_frame_equal(made.table, valued.table)
    other = made.refused.assign(option="NN/interceptor", partner="NN")
    pd.testing.assert_frame_equal(other, valued.refused)


def test_where_nobody_may_give_anything_that_is_the_answer(valley):
    """A veto of a member on every use bars all of it, and nothing need be simulated."""
    rows = [
        {**SAID, "partner": "NN", "topic": use, "stance": "refuses", "use": use, "veto": "yes"}
        for use in ("military", "humanitarian", "financial")
    ]
    made = values.value(valley.add_rows("positions", rows), 5.0)
    assert made.table.empty
    assert made.winters.empty
    assert made.groups == ()
    assert made.evaluations == 0
    assert set(made.barred) == {"veto"}


def test_a_system_is_tied_to_the_rounds_that_its_partner_offers(valley):
    rows = [
        {"id": name, "partner": partner, "said": "x", "item": item, "quantity": quantity,
         "kind": "military", "delivered": "2030-12-20"}
        for name, partner, item, quantity in (
            ("o1", "NN", "battery", "2"), ("o2", "NN", "interceptor", "9"),
            ("o3", "EN", "battery", "1"),
        )
    ]  # fmt: skip
    scenario = valley.add_rows("offers", rows)
    options = offered(scenario)
    free = values.problem_of(scenario, options, 1000.0)
    assert [(tie.offer, set(tie.needs)) for tie in values.armed(free, options).ties] == [(0, {1})]
    alone = dataclasses.replace(free, barred={1: "no"})
    assert values.armed(alone, options).ties == ()
