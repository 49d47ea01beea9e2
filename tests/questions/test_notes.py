"""What is said beside a difference that its numbers do not say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.outcome.metrics import BY_NAME
from holdfast.outcome.statistics import difference
from holdfast.questions import words
from holdfast.questions.notes import notes, unfuelled_options, unfuelled_plan
from holdfast.questions.said import listed
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.voice import Voice
from model.small_country import TABLES, country


@pytest.fixture(scope="module")
def bucharest(root) -> Scenario:
    return read_scenario(root / "examples/bucharest-2022")


def row(item: str, on: str = "2023-03-01", region: str = "") -> dict[str, str]:
    return {"partner": "DE", "item": item, "quantity": "1", "date": on, "region": region}


def test_nothing_is_said_of_nothing(bucharest):
    assert notes(bucharest, [], True) == ()
    assert notes(bucharest, [row("iris_t_fire_unit")], False) == ()


def test_help_without_an_equation_is_named_once(bucharest):
    said = notes(bucharest, [row("mobile_turbine"), row("money"), row("mobile_turbine")], True)
    assert said == (
        "Mobile gas turbine, 28 MW, Money for repair, a million euro: "
        "no effect in this model, only a cost",
    )


@pytest.mark.parametrize("item", ["iris_t_fire_unit", "patriot_interceptor"])
def test_air_defence_within_the_record_is_told(bucharest, item):
    said = notes(bucharest, [row(item, "2022-11-29")], False)[0]
    assert "raids up to 29 Nov 2022 are played from the record" in said.replace("\u00a0", " ")
    assert notes(bucharest, [row(item, "2022-11-30")], False) == ()
    (said,) = notes(bucharest, [row("large_transformer", "2022-10-05")], False)
    assert "raids" not in said


def test_the_record_reaches_as_far_as_is_known(root):
    later = read_scenario(root / "examples/bucharest-2022", as_of=date(2024, 4, 1))
    assert notes(later, [row("patriot_battery", "2024-03-01")], True)[0].startswith("Patriot")


def test_a_date_before_the_freeze_is_told(bucharest):
    (said,) = notes(bucharest, [row("large_transformer", "2022-11-28")], False)
    assert said.startswith("Large transformer, 330 kV, 125 to 250 MVA: dated before the freeze of ")
    assert said.endswith("what is reported begins on 29 Nov 2022")
    assert notes(bucharest, [row("large_transformer", "2022-11-29")], False) == ()


def test_a_system_without_interceptors_is_told(bucharest):
    """The plan holds no missiles of this system; with some delivered there is nothing to say."""
    battery = row("patriot_battery")
    (said,) = notes(bucharest, [battery], False)
    assert said == "patriot fires patriot_interceptor: none held, none delivered"
    armed = bucharest.add_rows("deliveries", [{"id": "x", **row("patriot_interceptor")}])
    assert notes(armed, [battery], False) == ()
    assert notes(bucharest, [row("iris_t_fire_unit")], False) == ()


def test_a_region_without_an_effect_is_told(bucharest):
    (said,) = notes(bucharest, [row("iris_t_fire_unit", region="STH")], False)
    assert said.endswith(
        "the region changes nothing, only generator sets, heating points and boilers are placed"
    )
    assert notes(bucharest, [row("generator_set", region="STH")], False) == ()


def test_help_that_was_never_needed_is_told_from_help_without_an_effect(bucharest):
    said = notes(bucharest, [row("repair_crew"), row("mobile_turbine")], True)
    assert said[-1].startswith("Repair crew")
    assert said[-1].endswith("in no future was there a need that it met")
    assert len(said) == 2


def test_a_system_that_another_interceptor_arms_is_not_called_unarmed():
    bare = {
        "stocks": TABLES["stocks"].replace("interceptor,60", "interceptor,0") + "\nold,{},0,no,no",
        "production": "item,from,per_month",
        "items": TABLES["items"] + "\nold,Old round,military,missile,0,stock,old,1,0",
        "defence/fires": "system,item\nbattery,old",
    }
    for held, told in (("0", 1), ("5", 0)):
        scenario = country(bare | {"stocks": bare["stocks"].format(held)})
        asked = [{"partner": "NN", "item": "battery", "quantity": "1", "date": "2031-03-01"}]
        said = notes(scenario, asked, False)
        assert sum("Interceptor" in each or "interceptor" in each for each in said) == told


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples/valley")


def gift(item: str, quantity: float) -> dict[str, str]:
    on = {"date": "2031-01-05", "region": "", "slips": "no"}
    return {"id": f"{item}/1", "partner": "NN", "item": item, "quantity": f"{quantity:g}", **on}


def test_sets_without_fuel_are_told_and_fuel_with_them_silences_it(valley):
    sets, diesel = gift("generator_set", 300), gift("diesel", 10_000_000)
    (said,) = notes(valley.add_rows("deliveries", [sets]), [sets], False)
    assert said == (
        "Generator set: hardly any fuel to burn, all that is held, made and delivered runs what "
        "burns it for 4.8\u00a0h at most (Diesel)"
    )
    french = Voice("fr", valley).write(said)
    assert "presque aucun carburant à brûler" in french
    assert "4,8\u00a0h au plus" in french
    assert notes(valley.add_rows("deliveries", [sets, diesel]), [sets, diesel], False) == ()


def test_options_are_told_once_where_fuel_is_shortest(valley):
    options = [words.amount(count, "Generator set") for count in (10, 300, 100)]
    (said,) = unfuelled_options(valley, options)
    assert "4.8\u00a0h" in said
    assert unfuelled_options(valley, options[:1]) == []
    both = listed([options[1], words.amount(10_000_000, "Diesel", "l")])
    assert unfuelled_options(valley, [both]) == []


def test_a_package_is_told_of_as_the_plan_holds_it(valley):
    options = [words.amount(300, "Generator set")]
    assert unfuelled_plan(valley, options) == []
    with_them = valley.add_rows("deliveries", [gift("generator_set", 300)])
    assert len(unfuelled_plan(with_them, options)) == 1
    assert unfuelled_plan(with_them, [words.amount(3, "Large transformer")]) == []


def effect(mean: float, spread: float, base: float = 700.0) -> str:
    draw = np.random.default_rng(4).normal(size=40)
    apart = mean + spread * (draw - draw.mean())
    a = np.full(40, base)
    found = difference(a, a + apart, np.arange(40) // 2, "less")
    return words.effect(BY_NAME["hours_without_power"], found, float(a.mean()))


def test_a_trifle_is_no_change_worth_telling():
    trifle = "hours without power per person: no change worth telling"
    assert effect(2e-9, 1e-7) == trifle
    assert effect(-2e-9, 1e-10) == trifle
    assert effect(0.3, 5.0) == trifle
    assert "futures would be needed" in effect(1.5, 10.0)
    assert "told apart" in effect(0.3, 0.01)
    assert "told apart" in effect(70.0, 1.0)
