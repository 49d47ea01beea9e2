"""From pledge to use: each step by hand, and luck that stays with its own delivery."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.aid import arrivals, service, stages
from holdfast.draws import Luck
from holdfast.questions.slip import later
from holdfast.scenario import ScenarioError
from model.small_country import SETTINGS, TABLES, country

HEAD = "id,partner,item,quantity,date,slips,stage,since,route\n"
LEADS = "id,item,partner,route,commit_days,ship_days,travel_days,use_days\n"


def widened(text: str, column: str, battery: str) -> str:
    """The table with one more column, which only the battery fills."""
    head, *rows = text.splitlines()
    cells = [f"{row},{battery if row.startswith('battery,') else ''}" for row in rows]
    return "\n".join([f"{head},{column}", *cells])


ITEMS = widened(TABLES["items"], "lead_days", "40")
SOME = widened(ITEMS, "never_share", "0.2")
NEVER = int(stages.NEVER)


def in_use(deliveries, luck=None, settings=SETTINGS, **tables):
    """(deliveries,) of the first future, or (F, deliveries) with luck."""
    made = country({"items": ITEMS, **tables, "deliveries": HEAD + deliveries}, settings)
    found = arrivals.prepare(made, luck or Luck.of(5, [0])).in_use
    return found if luck else found[0].tolist()


@pytest.mark.parametrize(
    ("stage", "since", "day"),
    [
        ("", "", 10),
        ("pledged", "2030-12-01", 10 + 20 + 5),
        ("committed", "2030-12-01", 20 + 5),
        ("shipped", "2030-12-01", 10),
        ("shipped", "2030-12-09", 8 + 5),
        ("arrived", "2030-12-11", 10),
    ],
)
def test_what_is_left_of_the_way_by_stage(stage, since, day):
    """The date is the tenth day; a battery is in use 30 days after it arrives."""
    leads = LEADS + "w,battery,,,10,20,5,"
    assert in_use(f"d,NN,battery,1,2030-12-11,no,{stage},{since},", leads=leads) == [day + 30]


def test_without_a_row_of_leads_the_lead_of_the_item_is_what_is_left():
    rows = (
        "d,NN,battery,1,2030-12-11,no,committed,2030-12-02,\n"
        "e,NN,battery,1,2030-12-11,no,shipped,2030-12-02,"
    )
    assert in_use(rows) == [1 + 40 + 30, 10 + 30]


def test_the_row_that_names_most_holds():
    offered = [("i", "", ""), ("i", "", "sea"), ("i", "A", ""), ("i", "A", "sea"), ("j", "", "")]
    wanted = [
        ("i", "B", ""), ("i", "B", "sea"), ("i", "A", ""), ("i", "A", "sea"), ("i", "A", "air"),
        ("k", "A", "sea"), ("j", "A", "sea"),
    ]  # fmt: skip
    assert stages.chosen(wanted, offered).tolist() == [0, 1, 2, 3, 2, -1, 4]
    assert stages.chosen([("i", "A", "sea")], offered[:3]).tolist() == [2]
    assert stages.chosen([("i", "B", "sea")], [*offered[:2], ("i", "", "sea")]).tolist() == [1]


def test_use_takes_as_long_as_the_way_says():
    leads = LEADS + "w,battery,NN,sea,0,0,0,7"
    rows = "d,NN,battery,1,2030-12-11,no,,,sea\ne,NN,battery,1,2030-12-11,no,,,"
    assert in_use(rows, leads=leads) == [17, 40]


def test_crews_take_turns_in_the_places():
    # two places, courses of 10 days, a crew for each: 3 crews, then 2
    begin = np.array([[0.0, 5.0]])
    made = stages.trained(begin, np.array([3, 2]), np.array([10.0]), 2)
    # crews at 0-10, 0-10, 10-20; then 10-20, 20-30
    assert made.tolist() == [[20, 30]]
    assert stages.trained(begin, np.array([3, 2]), np.array([10.0]), 9).tolist() == [[10, 15]]
    assert stages.trained(begin, np.array([0, 1]), np.array([10.0]), 1).tolist() == [[0, 15]]


def test_a_system_is_not_in_use_before_its_crews_are():
    training = "item,crews,places,days,from\nbattery,1,1,60,2030-12-05"
    rows = (
        "a,NN,battery,1,2030-12-11,no,,,\n"
        "b,NN,battery,1,2030-12-20,no,,,\n"
        "c,NN,spare,1,2030-12-11,no,,,"
    )
    assert in_use(rows) == [40, 49, 10]
    assert in_use(rows, training=training) == [4 + 60, 4 + 120, 10]
    assert in_use(rows, training=training.replace("battery,1,1,60", "battery,1,2,60")) == [
        64,
        64,
        10,
    ]
    # crews begin on the day since, if it is told
    told = "a,NN,battery,1,2031-02-01,no,arrived,2031-02-01,"
    assert in_use(told, training=training) == [62 + 60]


def test_what_slips_takes_no_place_of_training_from_another():
    training = "item,places,days\nbattery,1,20"
    luck = Luck.of(5, range(64))
    rows = "a,NN,battery,1,2030-12-11,{},,,\nb,NN,battery,1,2030-12-20,no,,,"
    late, sure = (in_use(rows.format(slips), luck, training=training) for slips in ("yes", "no"))
    assert (late[:, 0] > sure[:, 0]).any()
    np.testing.assert_array_equal(late[:, 1], sure[:, 1])


def test_a_delivery_that_is_said_to_slip_trains_as_it_was_planned():
    """Four weeks late: its crews are trained by then, and others train when they would have."""
    training = "item,places,days\nbattery,1,40"
    rows = ["a,NN,battery,1,2030-12-11,no,,,", "b,NN,battery,1,2030-12-20,no,,,"]
    made = country({"items": ITEMS, "deliveries": HEAD + "\n".join(rows), "training": training})
    usual = in_use("\n".join(rows), training=training)
    for name, moved in (("a", [68, usual[1]]), ("b", [usual[0], max(77, usual[1])])):
        late = arrivals.prepare(later(made, {name}, 4), Luck.of(5, [0]))
        assert late.in_use[0].tolist() == moved, name
    twice = later(later(made, {"a"}, 2), {"a"}, 2)
    assert twice.table("deliveries").text("planned") == ("2030-12-11", "")
    assert service.foreseen(twice)[1].tolist() == [68, usual[1]]


def test_nothing_is_planned_for_a_day_after_its_date():
    rows = HEAD.replace("\n", ",planned\n") + "a,NN,battery,1,2030-12-11,no,,,,2030-12-12"
    with pytest.raises(ScenarioError, match="is after 2030-12-11, its date"):
        country({"deliveries": rows})


def test_a_share_never_comes():
    count = 4000
    rows = "d,NN,battery,2,2030-12-11,yes,,,\nfact,NN,battery,2,2030-12-11,no,,,"
    found = in_use(rows, Luck.of(5, range(count)), items=SOME)
    share = (found[:, 0] == NEVER).mean()
    assert abs(share - 0.2) < 3 * np.sqrt(0.2 * 0.8 / count)
    assert (found[:, 1] == 40).all()
    made = country({"items": SOME, "deliveries": HEAD + rows})
    params = arrivals.prepare(made, Luck.of(5, range(64)))
    last = arrivals.step(params, 150).systems[:, 0]
    assert set(np.unique(last)) <= {2.0, 4.0}
    assert (last[found[:64, 0] == NEVER] == 2).all()


def test_a_share_leaves_the_delays_of_what_comes():
    luck = Luck.of(5, range(400))
    rows = "d,NN,battery,2,2030-12-11,yes,,,"
    usual, some = in_use(rows, luck), in_use(rows, luck, items=SOME)
    came = some[:, 0] != NEVER
    np.testing.assert_array_equal(some[came], usual[came])
    assert 0 < came.mean() < 1


def test_another_delivery_changes_nothing():
    luck = Luck.of(5, range(200))
    few = "x,NN,battery,1,2030-12-10,yes,,,\ny,NN,transformer,1,2030-12-10,yes,,,"
    more = "new,NN,battery,9,2030-12-03,yes,pledged,2030-12-01,\n" + few
    before, after = (in_use(rows, luck, items=SOME) for rows in (few, more))
    np.testing.assert_array_equal(after[:, 1:], before)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1e-9, 1 - 1e-9))
def test_a_higher_share_brings_nothing_back(one, other, uniform):
    low, high = min(one, other), max(one, other)
    assert stages.never(np.array(high), np.array(uniform)) >= stages.never(
        np.array(low), np.array(uniform)
    )


@given(
    st.floats(0, 400), st.floats(0, 400), st.floats(0, 12), st.floats(0, 12), st.floats(0, 90),
    st.floats(-100, 400),
)  # fmt: skip
def test_nothing_later_on_the_way_is_earlier_in_use(day, more, months, extra, use, ready):
    def when(arrival, late):
        parts = (np.array([[part]]) for part in (arrival, late, use, ready))
        return int(stages.in_service(*parts, np.array([[False]]))[0, 0])

    assert when(day, months) <= when(day + more, months + extra)


@pytest.mark.parametrize(
    ("table", "rows", "moved"),
    [
        ("leads", "id,item,use_days,as_of\nw,battery,7,2030-12-08", 17),
        ("training", "item,places,days,from,as_of\nbattery,1,60,2030-12-11,2030-12-08", 70),
    ],
)
def test_as_of_hides_what_was_not_yet_known(table, rows, moved):
    for freeze, day in (("2030-12-07", 40), ("2030-12-08", moved)):
        frozen = SETTINGS.replace("days = 151", f"days = 151\nfreeze = {freeze}")
        row = "d,NN,battery,1,2030-12-11,no,,,"
        assert in_use(row, settings=frozen, **{table: rows}) == [day]


def test_production_of_a_maker_that_was_not_yet_known_is_hidden():
    from holdfast.model import stock

    rows = "item,from,per_month,maker,as_of\nspare,2030-12-01,30.4375,one,2030-12-08"
    for freeze, count in (("2030-12-07", 0), ("2030-12-08", 1)):
        frozen = SETTINGS.replace("days = 151", f"days = 151\nfreeze = {freeze}")
        made = stock.prepare(country({"production": rows}, frozen), Luck.of(3, [0]))
        assert made.produced.sum() == count
