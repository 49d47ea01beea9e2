"""What may be chosen, and what it costs."""

from __future__ import annotations

import itertools
import math
from datetime import date

import pytest

from holdfast.questions.options import (
    KINDS,
    LOADS,
    distinct,
    for_sale,
    offered,
    packed,
    refused,
    with_options,
)
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario

BUCHAREST = "examples/bucharest-2022"


@pytest.fixture(scope="module")
def bucharest():
    return read_scenario(BUCHAREST)


def test_rows_of_packages_are_options_of_their_own(valley):
    made = packed(valley)
    assert [option.name for option in made] == list(valley.table("packages").text("delivery"))
    assert all(len(option.rows) == 1 for option in made)


def test_the_cost_is_by_kind(bucharest):
    found = {option.name: option for option in packed(bucharest)}
    turbine = found["winter-shield-1"]
    assert dict(zip(KINDS, turbine.cost, strict=True))["military"] == turbine.total == 158
    crew = found["winter-shield-8"]
    assert dict(zip(KINDS, crew.cost, strict=True))["humanitarian"] == crew.total


def test_open_offers_are_those_that_are_not_in_the_plan(bucharest):
    made = {option.name for option in offered(bucharest)}
    assert made
    assert not made & set(bucharest.table("deliveries").text("offer"))
    rows = {row["id"]: row for row in bucharest.table("offers").rows()}
    for name in made:
        assert rows[name].get("additive", "yes") == "yes"
        assert float(rows[name]["quantity"]) > 0


def test_what_is_not_known_yet_is_not_offered(bucharest):
    later = {option.name for option in offered(read_scenario(BUCHAREST, date(2023, 2, 1)))}
    rows = {
        row["id"]: row for row in read_scenario(BUCHAREST, date(2030, 1, 1)).table("offers").rows()
    }
    for name in {option.name for option in offered(bucharest)}:
        assert rows[name]["as_of"] <= "2022-11-29"
    assert later - {option.name for option in offered(bucharest)}


def test_a_lot_is_whole_pieces_for_about_so_much(bucharest):
    for option in for_sale(bucharest, 25):
        first = option.rows[0]
        count = float(first["quantity"])
        assert count == math.floor(count) >= 1
        assert first["partner"] == option.partner == "UA"
        if len(option.rows) == 1 and count > 1:
            assert option.total <= 25


def test_a_system_comes_with_what_it_fires(bucharest):
    sold = {option.name: option for option in for_sale(bucharest, 25)}
    battery = sold["patriot_battery"]
    systems = bucharest.table("defence/systems")
    at = systems.text("id").index("patriot")
    volley = (
        systems.number("channels")[at]
        * systems.number("cycles")[at]
        * systems.number("rounds_per_target")[at]
    )
    assert [row["item"] for row in battery.rows] == ["patriot_battery", "patriot_interceptor"]
    assert float(battery.rows[1]["quantity"]) == math.ceil(LOADS * volley)
    assert len(sold["generator_set"].rows) == 1


def test_what_comes_too_late_or_adds_nothing_is_not_sold(bucharest):
    sold = {option.name for option in for_sale(bucharest, 25)}
    assert not sold & {"patriot_interceptor", "mobile_turbine", "money", "power_import"}


@pytest.mark.parametrize("lot", [0.0, -1.0, math.nan, math.inf])
def test_a_lot_of_nothing_is_refused(bucharest, lot):
    with pytest.raises(Refused, match="buys nothing"):
        for_sale(bucharest, lot)


def test_names_are_made_distinct(valley):
    some = packed(valley)[:2]
    made = distinct([some[0], some[1], some[0], some[0]])
    assert len({option.name for option in made}) == 4
    assert made[0].name == some[0].name
    ids = with_options(valley, made).table("deliveries").text("id")
    assert len(set(ids)) == len(ids)


def test_what_partners_bar_by_name_is_an_option_of_its_own(valley):
    said = {"date": "2030-11-20", "as_of": "2030-11-20", "status": "READ"}
    rows = [
        {**said, "partner": "EN", "topic": "a", "stance": "refuses", "hardness": "hard",
         "item": "battery"},
        {**said, "partner": "NN", "topic": "b", "stance": "refuses", "hardness": "soft",
         "item": "battery"},
        {**said, "partner": "NN", "topic": "c", "stance": "refuses", "hardness": "hard"},
        {**said, "partner": "NN", "topic": "d", "stance": "conditional", "hardness": "hard",
         "item": "transformer"},
    ]  # fmt: skip
    made = refused(valley.add_rows("positions", rows), 25.0)
    sold = {option.name: option for option in for_sale(valley, 25.0)}
    assert [option.name for option in made] == ["EN/battery", "NN/transformer"]
    for option in made:
        partner, item = option.name.split("/")
        assert option.partner == partner
        assert {row["partner"] for row in option.rows} == {partner}
        assert option.cost == sold[item].cost
        assert [row["item"] for row in option.rows] == [row["item"] for row in sold[item].rows]
    assert not refused(valley, 25.0)


def test_nothing_comes_before_it_is_known_what_to_ask(root):
    late = date(2031, 1, 20)
    known = read_scenario(root / "examples" / "valley", as_of=late)
    first = {option.name: option.rows[0]["date"] for option in for_sale(known, 25.0)}
    before = read_scenario(root / "examples" / "valley")
    then = {option.name: option.rows[0]["date"] for option in for_sale(before, 25.0)}
    assert first
    for name, day in first.items():
        assert date.fromisoformat(day) > late
        assert day > then[name]


def test_a_lot_holds_all_pieces_that_it_pays(valley):
    price = dict(
        zip(
            valley.table("items").text("id"),
            valley.table("items").number("unit_cost_meur").tolist(),
            strict=True,
        )
    )
    for option in for_sale(valley, 0.3):
        item = option.rows[0]["item"]
        if price[item] == pytest.approx(0.1):
            assert float(option.rows[0]["quantity"]) == 3


def test_who_cannot_give_has_nothing_to_refuse(valley):
    said = {"date": "2030-11-20", "as_of": "2030-11-20", "status": "READ", "topic": "a"}
    row = {"stance": "refuses", "hardness": "hard", "item": "battery", "partner": "ZZ"}
    there = valley.add_rows("actors", [{"id": "ZZ", "name": "Far land", "kind": "outsider"}])
    assert refused(there.add_rows("positions", [{**said, **row}]), 25.0) == []


def test_makers_deliver_no_faster_than_they_have_room(root):
    aldria = read_scenario(root / "examples" / "aldria")
    items = aldria.table("items")
    free = dict(zip(items.text("id"), items.number("per_month"), strict=True))
    sold = {option.name: option for option in for_sale(aldria, 10.0)}
    rows = [row for row in sold["gun_unit"].rows if row["item"] == "gun_unit"]
    assert [float(row["quantity"]) for row in rows] == [free["gun_unit"], free["gun_unit"], 20]
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert {(b - a).days for a, b in itertools.pairwise(days)} == {30}
    assert math.isnan(free["generator_set"])
    assert len(sold["generator_set"].rows) == 1


def test_rounds_that_come_with_a_system_are_made_too(root):
    aldria = read_scenario(root / "examples" / "aldria")
    battery = next(option for option in for_sale(aldria, 1000.0) if option.name == "mid_unit")
    rounds = [float(row["quantity"]) for row in battery.rows if row["item"] == "mid_round"]
    assert rounds
    assert max(rounds) <= 25


def test_what_no_maker_has_room_for_is_not_sold(root):
    aldria = read_scenario(root / "examples" / "aldria")
    rows = [
        {**row, "per_month": "0"} if row["id"] == "saving_lamps" else row
        for row in aldria.table("items").rows()
    ]
    names = {option.name for option in for_sale(aldria.replace_rows("items", rows), 10.0)}
    assert "saving_lamps" not in names
    assert "gas_volume" in names


def offer(valley, *rows):
    cells = ("id", "partner", "item", "quantity", "delivered")
    said = {"said": "x", "kind": "military"}
    return valley.add_rows("offers", [dict(zip(cells, row, strict=True)) | said for row in rows])


def test_an_offered_system_comes_with_bought_rounds_unless_its_partner_offers_them(valley):
    """4 channels, 2 cycles, 1.5 rounds a target: 12 in a raid, so ten times 12 for each battery."""
    day = "2030-12-20"
    scenario = offer(
        valley,
        ("o1", "NN", "battery", "2", day),
        ("o2", "NN", "interceptor", "9", day),
        ("o3", "EN", "battery", "1", day),
        ("o4", "EN", "transformer", "1", day),
    )
    made = {option.name: option for option in offered(scenario)}
    assert [len(made[name].rows) for name in ("o1", "o2", "o3", "o4")] == [1, 1, 2, 1]
    assert made["o1"].fires == ("o2",)
    assert made["o3"].fires == ()
    rounds = made["o3"].rows[1]
    assert (rounds["partner"], rounds["item"], rounds["quantity"]) == ("VA", "interceptor", "120")
    assert rounds["date"] == made["o3"].rows[0]["date"] == day
    assert made["o3"].total == 100 + 120
    assert "offer" not in rounds


def test_an_offer_without_a_day_comes_by_the_lead_of_its_partner(valley):
    leads = [
        {"id": "any", "item": "battery", "commit_days": "5", "ship_days": "20"},
        {"id": "nn", "item": "battery", "partner": "NN", "ship_days": "30", "travel_days": "10"},
    ]
    rows = [("o1", "NN", "battery", "1", ""), ("o2", "EN", "battery", "1", ""),
            ("o3", "EN", "transformer", "1", "")]  # fmt: skip
    days = {
        option.name: (date.fromisoformat(option.rows[0]["date"]) - date(2030, 12, 1)).days
        for option in offered(offer(valley.add_rows("leads", leads), *rows))
    }
    assert days == {"o1": 40, "o2": 25, "o3": 60}
    sold = {option.name: option for option in for_sale(valley.add_rows("leads", leads), 25.0)}
    assert sold["battery"].rows[0]["date"] == "2030-12-26"
