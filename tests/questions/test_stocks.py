"""When stocks run out, on made-up stocks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import synthetic
from holdfast.model.defence.rationing import ranks
from holdfast.questions.sparing import sparing
from holdfast.questions.stocks import stocks
from holdfast.scenario import read_scenario
from holdfast.show import spares_said
from holdfast.show.voice import Voice


def made_up(valley):
    """Ten futures, twenty days. Interceptors run out on day 3 + 2 f and return the day after;
    transformers in one future only; the rest never."""
    items = list(valley.table("items").text("id"))
    held, empty = np.zeros((10, 20, len(items))), np.zeros((10, 20, len(items)))
    held[:, :, items.index("interceptor")] = np.arange(10)[:, None] + 10.0
    held[:, :, items.index("diesel")] = 7.0
    for future in range(9):
        if 3 + 2 * future < 20:
            empty[future, 3 + 2 * future, items.index("interceptor")] = 1
    empty[4, 5:, items.index("transformer")] = 1
    return held, empty


@pytest.fixture
def answer(valley):
    held, empty = made_up(valley)
    return stocks(synthetic.outcome(valley, 10, days=20, held=held, empty=empty))


def row(answer, item):
    return answer.runs_out.set_index("item").loc[item]


def test_items_that_nobody_holds_are_left_out(answer):
    assert set(answer.runs_out["item"]) == {"interceptor", "spare", "transformer", "diesel"}


def test_the_day_on_which_one_in_ten_is_passed(answer):
    """Share that has run out by day: .1 from day 3, .2 from day 5; a tenth is reached on day 3."""
    assert row(answer, "interceptor")["passes_10_percent"] == date(2030, 12, 4)
    assert row(answer, "transformer")["passes_10_percent"] == date(2030, 12, 6)
    assert row(answer, "diesel")["passes_10_percent"] is None
    assert row(answer, "transformer")["p_empty"] == 0.1


def test_the_median_zero_day_needs_half_of_the_futures(answer):
    assert row(answer, "interceptor")["median_zero_day"] == date(2030, 12, 12)
    assert row(answer, "interceptor")["p_empty"] == 0.9
    assert row(answer, "diesel")["median_zero_day"] is None


def test_what_nobody_ever_holds_is_told_from_what_is_kept(answer):
    assert not row(answer, "spare")["ever_held"]
    assert row(answer, "transformer")["ever_held"]
    assert row(answer, "diesel")["ever_held"]
    assert row(answer, "diesel")["unit"] == "l"


def test_out_before_reported_time_is_out_on_its_first_day(short):
    """Reported from day 9: transformers are out from day 4, interceptors from day 20."""
    items = list(short.table("items").text("id"))
    empty = np.zeros((2, 50, len(items)))
    empty[:, 4:, items.index("transformer")] = 1
    empty[:, 20:, items.index("interceptor")] = 1
    made = synthetic.outcome(short, 2, days=50, empty=empty)
    found = stocks(made)
    assert row(found, "transformer")["median_zero_day"] == date(2030, 12, 10)
    assert row(found, "transformer")["p_out_at_first"] == 1
    assert row(found, "interceptor")["p_out_at_first"] == 0
    assert made.first_out("transformer").tolist() == [0, 0]
    assert made.first_out("interceptor").tolist() == [11, 11]
    assert made.first_out("diesel").tolist() == [-1, -1]


@pytest.mark.parametrize("item", ["interceptor", "transformer", "diesel"])
def test_the_outcome_gives_the_same_days(valley, answer, item):
    """One function for the table and for the report."""
    held, empty = made_up(valley)
    made = synthetic.outcome(valley, 10, days=20, held=held, empty=empty)
    assert made.out_by(item, 0.1) == row(answer, item)["passes_10_percent"]
    assert made.out_by(item, 0.5) == row(answer, item)["median_zero_day"]
    assert (made.first_out(item) >= 0).mean() == row(answer, item)["p_empty"]


def test_the_fan(answer):
    day = answer.by_date.set_index(["item", "date"]).loc[("interceptor", date(2030, 12, 5))]
    assert day["median"] == pytest.approx(14.5)
    assert day["p05"] == pytest.approx(10.45)
    assert day["p95"] == pytest.approx(18.55)
    assert day["p_empty"] == pytest.approx(0.1)


def test_what_has_not_come_has_not_run_out(valley):
    """Batteries (no stock at the start) come on day 5 and are gone on day 9."""
    items = list(valley.table("items").text("id"))
    held, empty = np.zeros((2, 20, len(items))), np.ones((2, 20, len(items)))
    battery = items.index("battery")
    held[:, 5:9, battery], empty[:, 5:9, battery] = 3.0, 0
    answer = stocks(synthetic.outcome(valley, 2, days=20, held=held, empty=empty))
    assert row(answer, "battery")["median_zero_day"] == date(2030, 12, 10)
    assert row(answer, "transformer")["median_zero_day"] == date(2030, 12, 1)
    assert "crew" not in set(answer.runs_out["item"])


def test_held_at_first_is_before_the_first_raid(valley, short):
    """At the dawn of the first day: the start, or what the midnight before reported time left."""
    items = list(valley.table("items").text("id"))
    starts = dict(
        zip(valley.table("stocks").text("item"), valley.table("stocks").number("quantity"),
            strict=True)
    )  # fmt: skip
    held = np.full((2, 20, len(items)), 3.0)
    found = stocks(synthetic.outcome(valley, 2, days=20, held=held))
    assert starts["interceptor"] > 3.0
    assert row(found, "interceptor")["held_at_first"] == starts["interceptor"]
    held = np.full((2, 50, len(items)), 3.0)
    held[:, 8] = 8.0
    found = stocks(synthetic.outcome(short, 2, days=50, held=held))
    assert row(found, "interceptor")["held_at_first"] == 8.0, "reported from day 9"


def with_rule(valley, rule, levels):
    effect = [
        {**cells, "spared_below": levels.get(cells["class"], "0")}
        for cells in valley.table("defence/effect").rows()
    ]
    rows = [{**cells, "rationing": rule} for cells in valley.table("stocks").rows()]
    return valley.replace_rows("defence/effect", effect).replace_rows("stocks", rows)


def test_a_system_spares_its_rounds_for_a_class_by_fixed_levels(valley):
    first, *_ = valley.table("threat/classes").text("id")
    assert sparing(with_rule(valley, "fixed", {})).empty
    scenario = with_rule(valley, "fixed", {first: "0.3"})
    table = sparing(scenario)
    assert set(table["class"]) == {first}
    stock = scenario.table("stocks")
    place = stock.text("item").index(table["item"].iloc[0])
    full = stock.number("full")[place]
    full = stock.number("quantity")[place] if np.isnan(full) else full
    assert table["pieces"].iloc[0] == pytest.approx(0.3 * full)
    (said,) = spares_said.sentences(table, Voice("en", scenario))
    assert "while under 30\u00a0% of the full stock is left" in said
    (none,) = spares_said.sentences(sparing(with_rule(valley, "fixed", {})), Voice("fr", valley))
    assert "aucun système n’épargne" in none


def test_by_the_program_classes_are_served_in_the_order_of_the_model(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    table = sparing(scenario)
    order = ranks(scenario) + 1
    mine = table[table["rationing"] == "program"]
    assert len(mine) > 1
    effect = scenario.table("defence/effect")
    cells = zip(effect.text("system"), effect.text("class"), order.tolist(), strict=True)
    by_effect = {(system, against): place for system, against, place in cells}
    for one in mine.to_dict("records"):
        assert one["served"] == by_effect[one["system"], one["class"]]
    said = spares_said.sentences(table, Voice("en", scenario))
    assert any("rationed by the program" in text for text in said)
