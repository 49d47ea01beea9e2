"""What deliveries cost, and the packages that a scenario names."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.questions.cost import cost
from holdfast.questions.packages import COLUMNS, packages
from holdfast.questions.words import priced
from holdfast.scenario import Scenario, read_scenario


@pytest.fixture(scope="module")
def ranged(valley: Scenario) -> Scenario:
    """The valley with a range of prices for transformers: 2.5, from 2 to 4."""
    rows = valley.table("items").rows()
    for row in rows:
        row["unit_cost_meur_low"] = "2" if row["id"] == "transformer" else ""
        row["unit_cost_meur_high"] = "4" if row["id"] == "transformer" else ""
    return valley.replace_rows("items", rows)


def test_prices_and_their_ranges_by_hand(ranged):
    added = [{"item": "transformer", "quantity": "3"}, {"item": "battery", "quantity": "1"}]
    found = cost(ranged, added)
    assert (found.stated, found.low, found.high) == (107.5, 106.0, 112.0)
    assert found.unit == "million EUR"
    assert priced(found) == "cost: +108 million EUR (106 to 112)"


def test_what_is_taken_away_is_saved(ranged):
    found = cost(ranged, [], [{"item": "transformer", "quantity": "2"}])
    assert (found.stated, found.low, found.high) == (-5.0, -8.0, -4.0)
    assert priced(found) == "cost: −5.00 million EUR (−8.00 to −4.00)"


def test_nothing_costs_nothing(valley):
    assert priced(cost(valley, [])) == "cost: the same with A as with B"


def test_packages_by_hand(valley):
    table = packages(valley)
    assert list(table.columns) == list(COLUMNS)
    shield = table.set_index("package").loc["shield"]
    assert shield["contents"] == "2\u00a0× Battery; 30\u00a0× Interceptor"
    assert shield["partners"] == "NN"
    assert (shield["first"], shield["last"]) == (date(2030, 12, 20), date(2031, 1, 10))
    assert (shield["cost"], shield["cost_low"], shield["cost_high"]) == (230, 230, 230)


def test_a_scenario_without_packages(short):
    bare = {name: text for name, text in short.files.items() if name != "packages.csv"}
    assert packages(Scenario.from_files(bare)).empty


def test_every_package_of_the_flagship_is_listed(root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    assert set(packages(scenario)["package"]) == set(scenario.table("packages").text("package"))
