"""Tables: cells as text, numbers, days, flags and positions."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from holdfast.scenario import BLANK_DAY, Scenario, Table, new, read_scenario


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read_scenario(new(tmp_path_factory.mktemp("scenario") / "small"))


@pytest.fixture
def regions(scenario: Scenario) -> Table:
    return scenario.table("regions")


def test_text_and_number_fill_in_defaults(scenario: Scenario):
    regions = scenario.table("regions")
    assert regions.text("id") == ("COAST", "PLAIN", "HILLS")
    assert regions.number("population").tolist() == [1_200_000, 900_000, 400_000]
    systems = scenario.table("defence/systems")
    assert systems.number("rounds_per_target").tolist() == [1.6, 1.5, 1, 1]
    assert systems.text("part") == ("radar_parts", "", "", "")
    kinds = scenario.table("damage/kinds")
    assert "units_per_hit" not in kinds.columns
    assert kinds.number("units_per_hit").tolist() == [1] * 6


def test_a_blank_number_without_a_default_is_nan(scenario: Scenario):
    destroyed = scenario.table("threat/raids").number("destroyed")
    np.testing.assert_array_equal(destroyed, [6, 9, np.nan, 4])
    assert np.isnan(scenario.table("regions").number("population_low")[2])


def test_days_count_from_the_start(scenario: Scenario):
    assert scenario.table("deliveries").days("date").tolist() == [101, 65, 80, 61]
    supply = scenario.table("gas/supply")
    assert supply.days("from").tolist() == [BLANK_DAY, 0]
    assert supply.days("from", missing=0).tolist() == [0, 0]
    assert scenario.date(101) == datetime.date(2025, 1, 10)
    assert scenario.day(datetime.date(2024, 9, 30)) == -1


def test_flags(scenario: Scenario):
    stocks = scenario.table("stocks")
    assert stocks.flag("fuel").tolist() == [False, False, False, False, True]
    with pytest.raises(TypeError, match="not a column of yes and no"):
        scenario.table("regions").flag("status")


def test_index_gives_places_among_labels(scenario: Scenario):
    systems = scenario.table("defence/systems")
    items = scenario.table("items").text("id")
    assert systems.index("item", items).tolist() == [2, 3, -1, -1]
    with pytest.raises(ValueError, match=r"defence/systems\.item: 'long_interceptor' is not among"):
        systems.index("item", ["radar_parts"])


def test_order_gives_the_first_row_of_each_label(scenario: Scenario):
    demand = scenario.table("power/demand")
    labels = demand.text("region")[::-1]
    order = demand.order("region", labels)
    assert order.tolist() == list(range(len(demand)))[::-1]
    assert [demand.text("region")[row] for row in order] == list(labels)
    normals = scenario.table("weather/normals")
    region = normals.text("region")
    assert normals.order("region", ["HILLS"]).tolist() == [region.index("HILLS")]
    with pytest.raises(ValueError, match=r"power/demand\.region: no row holds 'MOON'"):
        demand.order("region", ["COAST", "MOON"])


def test_where_keeps_rows_and_their_lines(regions: Table):
    cut = regions.where(np.array([True, False, True]))
    assert cut.text("id") == ("COAST", "HILLS")
    assert cut.lines == (2, 4)
    with pytest.raises(ValueError, match="a mask of 3 rows"):
        regions.where(np.array([True]))


def test_rows_are_as_they_stand(regions: Table):
    assert len(regions.rows()) == len(regions) == 3
    assert regions.rows()[2]["population_low"] == ""
    assert tuple(regions.rows()[0]) == regions.columns


def test_keys_do_not_depend_on_leading_zeros(scenario: Scenario):
    rows = scenario.table("weather/normals").rows()
    padded = scenario.replace_rows(
        "weather/normals", [{**row, "month": f"{int(row['month']):02}"} for row in rows]
    )
    assert padded.table("weather/normals").keys == scenario.table("weather/normals").keys


def test_an_absent_table_is_empty(tmp_path: Path):
    folder = new(tmp_path / "small")
    (folder / "production.csv").unlink()
    table = read_scenario(folder).table("production")
    assert len(table) == 0
    assert table.number("per_month").shape == (0,)
    assert table.rows() == []


def test_names_that_are_none(scenario: Scenario, regions: Table):
    with pytest.raises(KeyError, match="no table 'region'; the nearest is regions"):
        scenario.table("region")
    with pytest.raises(KeyError, match="table regions has no column 'people'"):
        regions.text("people")
    with pytest.raises(TypeError, match=r"regions\.name holds text, not number or integer"):
        regions.number("name")


def test_own_columns_go_before_common_ones(scenario: Scenario):
    homes = scenario.table("heat/buildings")
    assert homes.text("source")[0] == "district_heat"
    assert homes.text("row_source")[0] == "example"
