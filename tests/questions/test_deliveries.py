"""Deliveries in words become rows, or faults that say what is allowed."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.questions.deliveries import changes, described, fork, with_deliveries
from holdfast.questions.refused import QuestionError
from holdfast.scenario import ScenarioError


def added(scenario, *asked):
    return changes(scenario, with_deliveries(scenario, asked, "b"))[0]


def test_all_parts(valley):
    (row,) = added(valley, "NN:battery:2@2031-02-03:MID")
    assert row == {
        "id": "battery/1", "partner": "NN", "item": "battery", "quantity": "2",
        "date": "2031-02-03", "region": "MID",
    } | {key: row[key] for key in row if key in ("slips", "offer")}  # fmt: skip


def test_without_a_date_it_arrives_its_lead_time_after_the_first_reported_day(valley):
    (row,) = added(valley, "NN:battery:2")
    assert row["date"] == "2031-01-30"


def test_a_package_is_all_its_rows(valley):
    rows = added(valley, "shield", "EN:crew:1")
    assert [row["id"] for row in rows] == ["battery/1", "interceptor/1", "crew/1"]
    assert described(valley, rows) == [
        "the package shield",
        "1\u00a0repair crew (Eastern neighbour, 11 Dec 2030)",
    ]


def test_date_and_quantity_do_not_change_the_name(valley):
    early, late = added(valley, "NN:battery:2@2031-01-01"), added(valley, "NN:battery:4@2031-03-01")
    assert early[0]["id"] == late[0]["id"] == "battery/1"
    twice = added(valley, "NN:battery:1", "NN:battery:1")
    assert [row["id"] for row in twice] == ["battery/1", "battery/2"]
    again = with_deliveries(with_deliveries(valley, ["NN:battery:1"], "a"), ["NN:battery:1"], "a")
    assert again.table("deliveries").text("id")[-2:] == ("battery/1", "battery/2")


def test_nothing_asked_is_the_scenario_itself(valley):
    assert with_deliveries(valley, [], "a") is valley


COUNTED = "is not a whole number above 0 (the item is counted: its unit is 'fire unit')"
FORM = "PARTNER:item:quantity[@YYYY-MM-DD][:REGION]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NX:battery:1", "b row 1, column partner: 'NX' is not an id of actors.csv; "
                         "known: NN (Northern neighbour), EN (Eastern neighbour), VA (Valley)"),
        ("NN:batery:1", "b row 1, column item: 'batery' is not an id of items.csv; "
                        "the nearest is battery"),
        ("NN:battery:two", "b row 1, column quantity: 'two' " + COUNTED),
        ("NN:battery:-1", "b row 1, column quantity: '-1' " + COUNTED),
        ("NN:battery:nan", "b row 1, column quantity: 'nan' " + COUNTED),
        ("NN:battery:1e400", "b row 1, column quantity: '1e400' " + COUNTED),
        ("NN:battery:", "b row 1, column quantity: '(blank)' " + COUNTED),
        ("NN:battery:1@March", "b row 1, column date: 'March' is not a day as YYYY-MM-DD"),
        ("NN:battery:1@20310203", "b row 1, column date: '20310203' is not a day as YYYY-MM-DD"),
        ("NN:battery:1@2031-02-30", "b row 1, column date: '2031-02-30' is not a day as "
                                    "YYYY-MM-DD"),
        ("NN:battery:1@2032-01-01", "b row 1, column date: '2032-01-01' is not a day of the "
                                    "campaign (2030-12-01 to 2031-04-30)"),
        ("NN:battery:1:LOWER", "b row 1, column region: 'LOWER' is not an id of regions.csv; "
                               "the nearest is LOW (Lower valley)"),
        ("NN:battery", f"b row 1: 'NN:battery' is not of the form {FORM}"),
        ("NN:battery:1:LOW:UPP", f"b row 1: 'NN:battery:1:LOW:UPP' is not of the form {FORM}"),
        ("sheild", f"b row 1: 'sheild' is neither a delivery ({FORM}) nor a package; "
                   "the nearest is shield"),
    ],
)  # fmt: skip
def test_faults(valley, text, message):
    with pytest.raises(QuestionError) as caught:
        with_deliveries(valley, [text], "b")
    assert [str(fault) for fault in caught.value.faults] == [message]


def test_all_faults_at_once(valley):
    with pytest.raises(ScenarioError) as caught:
        with_deliveries(valley, ["NX:batery:x@y:ZZ", "NN:battery:1", "EN:crew:?"], "a")
    where = [(fault.row, fault.column) for fault in caught.value.faults]
    assert where == [
        (1, "partner"), (1, "item"), (1, "quantity"), (1, "region"), (1, "date"), (3, "quantity"),
    ]  # fmt: skip
    assert str(caught.value).startswith("the question has 6 faults:")


def test_two_plans_part_on_the_first_day_that_differs(valley):
    march = with_deliveries(valley, ["NN:battery:2@2031-03-01"], "a")
    april = with_deliveries(valley, ["NN:battery:4@2031-04-01", "EN:crew:1@2031-04-02"], "b")
    assert fork(march, april) == date(2031, 3, 1)
    assert fork(valley, april) == date(2031, 4, 1)
    assert fork(march, march) is None
    new, old = changes(march, april)
    assert described(april, new) == [
        "4\u00a0batteries (Northern neighbour, 1 Apr 2031)",
        "1\u00a0repair crew (Eastern neighbour, 2 Apr 2031)",
    ]
    assert described(march, old) == ["2\u00a0batteries (Northern neighbour, 1 Mar 2031)"]
