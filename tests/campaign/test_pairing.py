"""Grow one world by a unit, an asset, a partner: everything shared meets the same luck."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.country import first_dawn, prepare
from holdfast.campaign.day import live
from holdfast.draws import Luck
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario, read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
DAYS = 30


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(VALLEY)


@pytest.fixture(scope="module")
def plain(scenario: Scenario) -> Outcome:
    return ensemble.run(scenario, 32, workers=1, until=DAYS)


def grown(scenario: Scenario, table: str, row: dict[str, str]) -> Scenario:
    return scenario.replace_rows(table, [row, *scenario.table(table).rows()])


def run(scenario: Scenario) -> Outcome:
    return ensemble.run(scenario, 32, workers=1, until=DAYS)


def test_an_idle_partner_and_a_delivery_too_late_change_no_bit(
    scenario: Scenario, plain: Outcome
) -> None:
    more = grown(scenario, "actors", {"id": "ZZ", "name": "Far land", "kind": "partner"})
    more = grown(
        more,
        "deliveries",
        {
            "id": "late",
            "partner": "ZZ",
            "item": "battery",
            "quantity": "5",
            "date": "2031-04-01",
        },
    )
    other = run(more)
    for name in plain.data.data_vars:
        np.testing.assert_array_equal(plain.data[name], other.data[name], name)


def test_a_new_system_first_in_the_table_leaves_weather_and_raids(
    scenario: Scenario, plain: Outcome
) -> None:
    row = {
        "id": "extra",
        "name": "Extra",
        "layer": "short",
        "units": "6",
        "channels": "2",
        "reach": "0.1",
    }
    more = grown(scenario, "defence/systems", row)
    effect = {"system": "extra", "class": "missile", "kill_probability": "0.5"}
    other = run(more.add_rows("defence/effect", [effect]))
    for name in ("temperature", "launched", "population"):
        np.testing.assert_array_equal(plain.data[name], other.data[name], name)


def test_a_new_cell_of_assets_leaves_the_luck_of_the_others(scenario: Scenario) -> None:
    """Hits on the old installations may only fall as the new ones take their share."""
    cell = {
        "id": "AAA",
        "kind": "substation",
        "region": "UPP",
        "count": "3",
        "serves": "transformer",
        "element": "UPP-bank",
    }
    before, after = _hits(scenario), _hits(grown(scenario, "assets", cell))
    shared = {name: hits for name, hits in after.items() if not name.startswith("AAA/")}
    assert shared.keys() == before.keys()
    for name, hits in shared.items():
        if name.startswith("UPP"):
            assert (hits <= before[name]).all()
        else:
            assert np.array_equal(hits, before[name]), name
    assert sum(hits.sum() for hits in before.values()) > 0


def _hits(scenario: Scenario) -> dict[str, np.ndarray]:
    """The first raid of each future, on the same day for all: who lost function."""
    luck = Luck.of(1, range(64))
    country = prepare(scenario, luck)
    state = first_dawn(country, 64)
    found = np.zeros((64, len(country.damage.names)))
    for today in range(6):
        _, day = live(country, state, today, luck)
        found += day.harm.hit
    return dict(zip(country.damage.names, found.T, strict=True))


def test_more_of_each_help_is_never_worse_by_luck_alone(scenario: Scenario) -> None:
    """Batteries, transformers, crews, generator sets: people-hours without power fall in the mean,
    and rise in hardly any future, since only the order of repair can make one a little worse.

    Of fuel there is plenty: the little that the valley has is burnt by the sets that it has.
    """
    stocks = [dict(row) for row in scenario.table("stocks").rows()]
    for row in stocks:
        row["quantity"] = "10000000" if row["item"] == "diesel" else row["quantity"]
    scenario = scenario.replace_rows("stocks", stocks)

    def people_hours(world: Scenario) -> np.ndarray:
        data = ensemble.run(world, 32, workers=1, until=90).data
        return np.asarray((data["hours_without_power"] * data["population"]).sum(("day", "region")))

    plain = people_hours(scenario)
    for item, quantity in (
        ("battery", "4"),
        ("transformer", "6"),
        ("crew", "6"),
        ("generator_set", "500"),
    ):
        row = {
            "id": "more",
            "partner": "NN",
            "item": item,
            "quantity": quantity,
            "date": "2030-12-01",
            "slips": "no",
        }
        change = people_hours(scenario.add_rows("deliveries", [row])) - plain
        assert change.mean() < 0, item
        assert (change > 1e-3 * plain.mean()).mean() <= 0.1, item
