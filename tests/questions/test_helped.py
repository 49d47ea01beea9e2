"""Whose help counts: what limits and budgets hold together, in the order of the offers."""

from __future__ import annotations

import pytest

from holdfast.questions.coalition import problem_of
from holdfast.questions.helped import held, helpers, with_help_of
from holdfast.questions.options import offered

KNOWN = {"as_of": "2030-11-20"}


def added(scenario, table, *rows):
    dated = scenario.table(table).schema.dated
    return scenario.add_rows(table, [{**(KNOWN if dated else {}), **row} for row in rows])


@pytest.fixture(scope="module")
def pledged(short):
    """The short valley with four interceptors and two crews to come."""
    return added(
        short,
        "deliveries",
        {"id": "p1", "partner": "NN", "item": "interceptor", "quantity": "4", "date": "2030-12-20"},
        {"id": "p2", "partner": "EN", "item": "crew", "quantity": "2", "date": "2030-12-16"},
    )


def two_offers(pledged, first, second):
    """Twenty crews and ten, beside two pledged, offered on these days."""
    common = {"partner": "EN", "said": "crews", "item": "crew", "kind": "humanitarian"}
    made = added(pledged, "offers", {**common, "id": "x1", "quantity": "20", "committed": first})
    return added(made, "offers", {**common, "id": "x2", "quantity": "10", "committed": second})


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("limits", {"id": "l", "partner": "EN", "item": "crew", "quantity": "25"}),
        ("limits", {"id": "l", "partner": "EN", "value_million": "3.75"}),
        ("budgets", {"who": "EN", "kind": "humanitarian", "amount": "3.75", "from": "2030-11-01"}),
        ("budgets", {"who": "all", "kind": "humanitarian", "amount": "3.75", "from": "2030-11-01"}),
    ],
)
def test_help_that_a_limit_or_a_budget_forbids_does_not_count(pledged, table, row):
    """A crew costs 0.15: of 25 crews, or 3.75 million, 2 are pledged; the older offer is first."""
    for days, within, beyond in (
        (("2030-11-01", "2030-11-05"), "x1", "x2"),
        (("2030-11-05", "2030-11-01"), "x2", "x1"),
        (("", "2030-11-05"), "x2", "x1"),
    ):
        free = two_offers(pledged, *days)
        assert {one.name for one in helpers(free)[0]["EN"].offers} == {"x1", "x2"}
        assert helpers(free)[1] == []
        limited = added(free, table, row)
        assert [one.name for one in helpers(limited)[0]["EN"].offers] == [within]
        assert [one.name for one in helpers(limited)[1]] == [beyond]
        plan = with_help_of(limited, helpers(limited)[0], ["EN", "NN"])
        problem = problem_of(limited, sorted(offered(limited), key=lambda one: one.name), 9e9)
        both = {f"{within}/1", f"{beyond}/1"} & set(plan.table("deliveries").text("id"))
        assert both == {f"{within}/1"}
        assert problem.feasible(frozenset({problem.names.index(within)}))
        assert not problem.feasible(frozenset({0, 1}))


def test_an_offer_that_is_over_a_limit_alone_leaves_room_for_a_smaller_one(pledged):
    free = two_offers(pledged, "2030-11-01", "2030-11-05")
    limited = added(free, "limits", {"id": "l", "partner": "EN", "item": "crew", "quantity": "12"})
    within, too_much = held(limited, offered(limited))
    assert ([one.name for one in within], [one.name for one in too_much]) == (["x2"], ["x1"])
    other = added(free, "limits", {"id": "l", "partner": "NN", "item": "crew", "quantity": "1"})
    assert helpers(other)[1] == []
