"""Fuel against what burns it: hours by hand, what is counted, and when nothing is said."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from holdfast.cli import app
from holdfast.scenario import Scenario, read_scenario
from holdfast.scenario.fuel import LEAST_HOURS, short_of_fuel


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    """20,000 litres and 50 sets of 12 litres an hour: 33 hours."""
    return read_scenario(root / "examples" / "valley")


def row(item: str, quantity: float) -> dict[str, str]:
    return {"item": item, "quantity": str(quantity)}


def test_hours_are_litres_over_litres_an_hour(valley):
    short = short_of_fuel(valley, [row("generator_set", 300)])
    assert short is not None
    assert short.hours == pytest.approx(20_000 / (350 * 12))
    assert (short.fuels, short.burners) == (("Diesel",), ("Generator set",))


def test_enough_is_not_told(valley):
    assert short_of_fuel(valley) is None
    assert short_of_fuel(valley, [row("generator_set", 300), row("diesel", 1e7)]) is None


def test_the_line_lies_at_a_day(valley):
    """Sets of 12 litres an hour that 20,000 litres run a day: 69.4, of which 50 are there."""
    most = int(20_000 / (12 * LEAST_HOURS)) - 50
    assert short_of_fuel(valley, [row("generator_set", most)]) is None
    assert short_of_fuel(valley, [row("generator_set", most + 1)]) is not None


def test_what_is_made_counts_until_the_last_day(valley):
    made = {"item": "diesel", "from": "2030-12-01", "per_month": "1000000"}
    assert short_of_fuel(valley.add_rows("production", [made]), [row("generator_set", 300)]) is None


def test_where_fuel_is_not_counted_nothing_lacks(valley):
    stocks = [each for each in valley.table("stocks").rows() if each["item"] != "diesel"]
    bare = valley.replace_rows("stocks", stocks)
    assert short_of_fuel(bare, [row("generator_set", 300)]) is None


def test_none_at_all_is_nought_hours(valley):
    stocks = [
        {**each, "quantity": "0"} if each["item"] == "diesel" else each
        for each in valley.table("stocks").rows()
    ]
    short = short_of_fuel(valley.replace_rows("stocks", stocks))
    assert short is not None
    assert short.hours == 0


@pytest.mark.parametrize("name", ["valley", "bucharest-2022", "aldria"])
def test_shipped_scenarios_have_fuel(root, name):
    assert short_of_fuel(read_scenario(root / "examples" / name)) is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "warning: Generator set: hardly any fuel to burn, all that is held, made and delivered",
        ),
        ("fr", "Groupe électrogène : presque aucun carburant à brûler, tout ce qui est en stock"),
    ],
)
def test_check_warns_of_it(root, tmp_path, language, expected):
    folder = tmp_path / "valley"
    shutil.copytree(root / "examples" / "valley", folder)
    with (folder / "deliveries.csv").open("a", encoding="utf-8") as file:
        file.write("d9,NN,generator_set,300,2031-01-05,,,no\n")
    said = CliRunner().invoke(app, ["check", str(folder), "--language", language])
    assert said.exit_code == 0
    assert expected in " ".join(said.output.split())
    made = json.loads(CliRunner().invoke(app, ["check", str(folder), "--json"]).stdout)
    assert made["short_of_fuel"]["burners"] == ["Generator set"]
    assert made["short_of_fuel"]["hours"] == pytest.approx(20_000 / 4_200)
