"""Who says what: what holds, what is hidden, what differs; the order of rows is nothing."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

import holdfast as hf
from holdfast.questions.positions import ASKS, CONDITIONS, LIMITS, OFFERS, STANCES
from holdfast.questions.refused import Refused
from talks import POSITIONS, talking


def told(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_what_holds_stands_by_topic_with_what_differs_side_by_side(valley):
    made = hf.positions(talking(valley)).stances
    assert told(made, "topic", "partner", "stance", "source", "binds", "differs") == [
        ("crews", "EN", "offers", "post", False, False),
        ("guns", "NN", "refuses", "wire", True, True),
        ("guns", "NN", "conditional", "post", False, True),
        ("upper valley", "EN", "refuses", "wire", True, False),
    ]
    assert made["holds"].all()
    assert told(made.iloc[[1]], *STANCES[1:4], "about", "quote", "since", "as_of", "status") == [
        ("NN", "Northern neighbour", "member", "Battery", "not before our own",
         date(2030, 11, 20), date(2030, 11, 21), "READ")
    ]  # fmt: skip
    # a row that names nothing is about what its topic was about before, or the other source's
    assert list(made["about"]) == ["", "Battery", "Battery", "Upper valley, humanitarian help"]


def test_what_was_lifted_or_said_before_is_history_alone(valley):
    scenario = talking(valley)
    before = hf.positions(scenario, history=True).stances
    now = hf.positions(scenario).stances
    past = before[~before["holds"]]
    assert told(past, "topic", "stance", "hardness", "since") == [
        ("guns", "offers", "soft", date(2030, 11, 10)),
        ("lamps", "refuses", "hard", date(2030, 11, 1)),
        ("lamps", "refuses", "lifted", date(2030, 11, 15)),
    ]
    assert not past["binds"].any()
    pd.testing.assert_frame_equal(before[before["holds"]].reset_index(drop=True), now)


def test_one_source_may_speak_of_several_things_on_one_topic_and_day(valley):
    rows = [
        f"NN,arms,2030-11-20,{stance},hard,no,{item},{region},{use},{said},wire,2030-11-20,READ"
        for stance, item, region, use, said in (
            ("refuses", "battery", "", "", "no launchers"),
            ("refuses", "interceptor", "", "", "no rounds"),
            ("refuses", "interceptor", "UPP", "military", "least of all there"),
            ("conditional", "transformer", "", "", "in turn"),
        )
    ]
    scenario = talking(valley, positions=POSITIONS + "\n".join(rows) + "\n")
    made = hf.positions(scenario, topic="arms").stances
    assert told(made, "stance", "item", "region", "use", "differs", "holds") == [
        ("refuses", "battery", "", "", False, True),
        ("refuses", "interceptor", "", "", False, True),
        ("refuses", "interceptor", "UPP", "military", False, True),
        ("conditional", "transformer", "", "", False, True),
    ]
    assert made["binds"].all()
    lifted = rows[1].replace("refuses,hard", "refuses,lifted")
    scenario = talking(valley, positions=POSITIONS + "\n".join([rows[0], lifted]) + "\n")
    assert list(hf.positions(scenario, topic="arms").stances["item"]) == ["battery"]


def test_a_lifted_bar_that_another_source_denies_is_shown_beside_it(valley):
    denied = "EN,lamps,2030-11-15,refuses,hard,no,generator_set,,,still no,wire,2030-11-15,READ\n"
    made = hf.positions(talking(valley, positions=POSITIONS + denied), topic="lamps").stances
    assert told(made, "hardness", "source", "binds", "differs") == [
        ("hard", "wire", True, True),
        ("lifted", "post", False, True),
    ]


def test_what_was_not_yet_known_is_hidden(valley):
    early = hf.positions(talking(valley, date(2030, 11, 21)))
    guns = early.stances[early.stances["topic"] == "guns"]
    assert told(guns, "stance", "source", "differs") == [("refuses", "wire", False)]
    late = hf.positions(talking(valley, date(2031, 2, 1)))
    assert "Lines" in set(late.stances["topic"])
    assert "Lines" not in set(hf.positions(talking(valley)).stances["topic"])
    first = hf.positions(talking(valley, date(2030, 11, 3)))
    assert len(first.stances) == 1
    assert len(first.conditions) == 2
    assert list(first.asks["ask"]) == ["a1", "a3"]
    assert first.offers.empty


def test_conditions_say_whether_the_plan_meets_them(valley):
    made = hf.positions(talking(valley), history=True).conditions
    assert told(made, "condition", "partner", "least", "of", "met", "planned", "holds") == [
        ("freight", "EN", 1, 1, False, True, True),
        ("old", "EN", 1, 1, False, False, False),
        ("old", "EN", 0, 0, True, False, False),
        ("swap", "NN", 1, 2, False, False, True),
    ]
    assert (
        made["needs_words"].iloc[-1]
        == "Large transformer (Eastern neighbour); Repair crew (Eastern neighbour)"
    )
    # without the tie that takes the transformer away, the other is met
    tables = {
        "conditions": "id,date,gift,needs,at_least\n"
        "swap,2030-11-02,NN:battery,EN:transformer;EN:crew,any\n"
    }
    assert told(hf.positions(talking(valley, **tables)).conditions, "met", "planned") == [
        (True, False)
    ]


def test_limits_say_what_the_plan_comes_to(valley):
    made = hf.positions(talking(valley)).limits
    assert told(made, "limit", "partner", "what", "most", "of_value", "by", "reached") == [
        ("sets", "EN", "Generator set", 60, False, date(2031, 2, 1), 50),
        ("sets", "EN", "Generator set", 3, True, date(2031, 2, 1), 1.5),
        ("arms", "NN", "military help", 500, True, None, 20),
    ]


def test_asks_and_offers_of_one_partner(valley):
    made = hf.positions(talking(valley), "eastern NEIGHBOUR")
    assert made.partner == "EN"
    assert set(made.stances["partner"]) == {"EN"}
    assert list(made.asks["ask"]) == ["a3", "a2"]  # of it by name, and of all
    assert list(made.offers["offer"]) == ["o1"]
    assert list(made.conditions["condition"]) == ["freight"]
    assert set(made.limits["partner"]) == {"EN"}
    assert list(hf.positions(talking(valley)).asks["ask"]) == ["a1", "a3", "a2"]


def test_a_topic_leaves_its_stances_alone(valley):
    made = hf.positions(talking(valley), topic="Upper Valley")
    assert list(made.stances["topic"]) == ["upper valley"]
    assert made.conditions.empty
    assert made.asks.empty


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"partner": "Northern neighbor"}, "'Northern neighbor'.*nearest is Northern neighbour"),
        ({"partner": "XX"}, "no partner 'XX' in actors.csv; known: EN, "),
        ({"topic": "gunz"}, "no topic 'gunz' .* as known by then; the nearest is guns"),
        ({"topic": "Lines"}, "no topic 'Lines' in positions.csv as known by then"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_refused_with_the_nearest(valley, asked, said):
    with pytest.raises(Refused, match=said):
        hf.positions(talking(valley), **asked)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(valley, seed):
    def shuffled(text: str) -> str:
        head, *rows = text.splitlines()
        random.Random(seed).shuffle(rows)
        return "\n".join([head, *rows, ""])

    one, other = (
        hf.positions(scenario, history=True)
        for scenario in (talking(valley), talking(valley, change=shuffled))
    )
    assert list(one.stances["row"]) != list(other.stances["row"])
    for name in ("stances", "conditions", "limits", "asks", "offers"):
        tables = (getattr(each, name).drop(columns="row") for each in (one, other))
        pd.testing.assert_frame_equal(*tables)


def test_a_scenario_in_which_nobody_speaks_has_empty_tables(valley):
    made = hf.positions(valley)
    tables = (made.stances, made.conditions, made.limits, made.asks, made.offers)
    assert all(table.empty for table in tables)
    expected = (STANCES, CONDITIONS, LIMITS, ASKS, OFFERS)
    assert [tuple(table.columns) for table in tables] == list(expected)
