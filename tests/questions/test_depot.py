"""A depot against another: the rows that move by hand, planted answers, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import holdfast as hf
from holdfast.questions.depot import depot
from holdfast.questions.moved import moved
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario
from holdfast.show.depots import sentences
from holdfast.show.voice import Voice
from model.echelons_world import ECHELONS, MENDING, RETURNS, TECHNICIANS, world

FILLED = {"home": "", "abroad": "", "home_lost": 0, "abroad_lost": 0}
FAILS = 0.02
PLAIN = {"fails": FAILS, "spare": 0.0, "valve": 0.0}
"""Failures that wait for no part."""


def rows(scenario, table):
    return [tuple(row.values()) for row in scenario.table(f"readiness/{table}").rows()]


def asked(scenario, at="abroad", instead="depot", futures=20, **more):
    return depot(scenario, at, instead, futures=futures, workers=1, **more)


def in_all(table):
    return table.to_dict("records")[-1]


def test_work_joins_that_of_the_other_depot_by_shares():
    made = moved(world(crews=3), "abroad", "depot", crews=2)
    assert rows(made, "mending") == [
        ("battery", "unit", "0.5", "4", ""),
        ("battery", "depot", "0.5", "18", "radar"),
    ]  # (.3 x 10 + .2 x 30) / .5
    assert rows(made, "returns") == [
        ("spare", "depot", "0.9", "10", ""),
        ("valve", "depot", "1", "6", ""),
    ]
    assert rows(made, "technicians") == [("radar", "Radar", "depot", "5")]
    assert rows(made, "echelons") == rows(world(crews=3), "echelons")


def test_a_row_of_no_share_says_days_and_technicians_of_what_would_come():
    tables = {"readiness/mending": MENDING.replace("depot,0.3,10,radar", "depot,0,7,radar")
              .replace("unit,0.5", "unit,0.8")}  # fmt: skip
    made = moved(world(tables=tables), "abroad", "depot")
    assert ("battery", "depot", "0.2", "7", "radar") in rows(made, "mending")


def test_work_without_a_row_keeps_its_days_and_is_done_by_the_only_technicians():
    tables = {
        "readiness/mending": "system,echelon,share,days,days_low,days_high,technicians\n"
        "battery,unit,0.8,4,,,\nbattery,abroad,0.2,30,20,50,"
    }
    made = moved(world(tables=tables), "abroad", "depot")
    assert rows(made, "mending")[1] == ("battery", "depot", "0.2", "30", "20", "50", "radar")


def test_ranges_join_as_values_do():
    tables = {
        "readiness/mending": "system,echelon,share,days,days_low,days_high,technicians\n"
        "battery,unit,0.5,4,,,\nbattery,depot,0.3,10,,,radar\nbattery,abroad,0.2,30,20,50,"
    }
    made = moved(world(tables=tables), "abroad", "depot")
    assert rows(made, "mending")[1] == ("battery", "depot", "0.5", "18", "14", "26", "radar")


@pytest.fixture(scope="module")
def long_way():
    return asked(world(**PLAIN))


def test_a_long_way_makes_home_better_by_what_palm_says(long_way):
    """At rest 1 / (1 + rate x mean days) is ready; ways of 22 days become those of 5."""
    days = {"median": 0.5 * 4 + 0.3 * 15 + 0.2 * 52, "instead_median": 0.5 * 4 + 0.5 * (5 + 18)}
    row = long_way.ready[long_way.ready["system"] == "battery"].iloc[-2]
    for side, mean in days.items():
        assert row[side] == pytest.approx(1 / (1 + FAILS * mean), rel=0.002)
    assert row["more"] == pytest.approx(row["instead_median"] - row["median"], rel=1e-6)
    found = in_all(long_way.units)
    assert found["more"] > 0
    assert found["verdict"] == "told apart"


def test_losses_on_the_way_make_home_better_still(long_way):
    lossy = asked(world(**PLAIN, abroad_lost=0.1))
    assert in_all(lossy.units)["more"] > in_all(long_way.units)["more"] + 10


def test_a_home_depot_that_is_hit_or_short_of_technicians_makes_abroad_better(long_way):
    hit = asked(world(**PLAIN, home_lost=0.2))
    short = asked(world(**PLAIN, crews=0.3))
    for made in (hit, short):
        found = in_all(made.units)
        assert found["more"] < 0
        assert found["verdict"] == "told apart"
    helped = asked(world(**PLAIN, crews=0.3), crews=5.0)
    assert in_all(helped.units)["more"] > in_all(long_way.units)["more"] * 0.9


def test_what_it_asks_of_the_plan_is_the_plan(long_way):
    """Side A is a run of the scenario as it stands; what is saved is what compare tells."""
    plain = hf.run(world(**PLAIN), futures=20, workers=1)
    np.testing.assert_array_equal(long_way.a.data["unready"], plain.data["unready"])
    table = hf.compare(long_way.a, long_way.b)
    told = table[(table["metric"] == "suffering") & (table["model"] == "all")]
    assert told["window"].tolist() == long_way.saved["window"].tolist()
    np.testing.assert_allclose(-told["mean"], long_way.saved["saved"], atol=1e-6)


def test_the_ways_are_those_of_the_tables():
    made = asked(world(crews=3, abroad="2", abroad_lost=0.05), crews=1)
    told = made.ways.set_index(["place", "of"])
    there = told.loc["abroad", "battery"]
    assert (there["there_days"], there["days"], there["back_days"]) == (10, 30, 12)
    assert (there["slots_per_week"], there["lost_share"], there["technicians"]) == (2, 0.05, "")
    home = told.loc["depot", "battery"]
    assert (home["there_days"], home["days"], home["back_days"]) == (2, 18, 3)
    assert home["table_days"] == 10, "what the table says beside the mean with what moves there"
    assert there["table_days"] == there["days"]
    assert (home["share"], home["technicians"], home["crews"]) == (0.5, "radar", 4)
    assert set(told.loc["abroad"].index) == {"battery", "spare"}


@pytest.mark.sweep
def test_in_a_country_at_war_technicians_decide_which_depot_saves_person_hours(root):
    """Nobody at home mends what comes, or three crews do, and the way is short."""
    scenario = read_scenario(root / "examples" / "spares")
    crews = [row | {"crews": "0"} for row in scenario.table("readiness/technicians").rows()[:1]]
    far = scenario.table("readiness/technicians").rows()[1:]
    nobody = scenario.replace_rows("readiness/technicians", [*crews, *far])
    alone, helped = (
        in_all(depot(nobody, "abroad", "home", more, futures=80, workers=1).saved)
        for more in (0, 3)
    )
    assert (alone["verdict"], helped["verdict"]) == ("told apart", "told apart")
    assert alone["saved"] < 0 < helped["saved"]


WRONG = {
    "no echelons": (
        {"readiness/mending": "system,echelon,share,days", "readiness/parts": "system,item,share",
         "readiness/returns": "item,echelon,share,days"},
        {}, "nothing is mended in echelons: readiness/mending.csv has no row",
    ),
    "a depot that is none": (
        {}, {"at": "abrod"}, "there is no depot 'abrod'; readiness/echelons.csv has unit, depot",
    ),
    "both that are none": (
        {}, {"at": "x", "instead": "y"}, "there is no depot 'x'.*there is no depot 'y'",
    ),
    "itself": ({}, {"instead": "abroad"}, "abroad cannot do its own work .*others are unit, depot"),
    "a depot without work": (
        {"readiness/echelons": ECHELONS.format(**FILLED) + "\nidle,Idle,1,1,,0"},
        {"at": "idle"}, "nothing is mended at idle; work is done at unit, depot, abroad",
    ),
    "fewer crews than none": ({}, {"crews": -1}, "-1 crews more cannot be"),
    "crews without end": ({}, {"crews": float("inf")}, "inf crews more cannot be"),
    "crews for work that needs none": (
        {}, {"at": "abroad", "instead": "unit", "crews": 1}, "work at unit needs no technicians",
    ),
    "too few futures": ({}, {"futures": 10}, "10 futures tell nothing apart"),
    "two who could do it": (
        {"readiness/technicians": TECHNICIANS.format(crews=1) + "\nmotor,Motor,depot,1",
         "readiness/mending": MENDING.replace("battery,depot,0.3,10,radar\n", "").replace(
             "unit,0.5", "unit,0.8")},
        {}, r"who mends battery at depot is not said \(radar, motor\): .*readiness/mending.csv",
    ),
    "nobody who could do it": (
        {"readiness/technicians": "id,name,echelon,crews\nfar,Far,abroad,1",
         "readiness/mending": MENDING.replace("battery,depot,0.3,10,radar\n", "").replace(
             "unit,0.5", "unit,0.8").replace("0.2,30,", "0.2,30,far")},
        {}, "nobody works at depot, where battery is to be mended: .*readiness/technicians.csv",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "words", "message"), WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_moved_is_refused(tables, words, message):
    scenario = world(tables={"readiness/returns": RETURNS.format(valve_by=""), **tables})
    with pytest.raises(Refused, match=message):
        asked(scenario, **words)


def test_of_few_units_as_expected_numbers_it_says_so():
    for whole in (False, True):
        made = asked(world(units=6, whole=whole, **PLAIN))
        said = " ".join(sentences(made, Voice("en", made.scenario)))
        assert ("Expected numbers, of under 10 fire units each: Battery." in said) != whole
