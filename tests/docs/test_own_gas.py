"""The page on a country's own gas: its rows are read, and its sums come out."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import numpy as np
import pytest

from holdfast.scenario import read_scenario
from holdfast.scenario.unused import unused


@pytest.fixture(scope="module")
def blocks(root):
    text = (root / "docs" / "own-gas.md").read_text("utf-8")
    found = re.findall(r"```csv\n(.*?)```", text, flags=re.S)
    return [list(csv.DictReader(io.StringIO(block))) for block in found]


def test_two_months_give_the_three_numbers(blocks):
    (row,) = blocks[0]
    asked = [float(row[name]) for name in ("at_minus_10", "at_0", "at_plus_10")]
    assert np.interp(-3, [-10, 0, 10], asked) == pytest.approx(3100 / 31, abs=0.05)
    assert asked[2] == 403 / 31
    assert asked[0] - asked[1] == pytest.approx(asked[1] - asked[2], abs=0.1)


def test_its_rows_are_rows_of_the_tables(root, blocks):
    bucharest = read_scenario(root / "examples" / "bucharest-2022")
    region = bucharest.table("regions").text("id")[0]
    kept = [
        row
        for row in bucharest.table("gas/demand").rows()
        if (row["region"], row["use"]) != (region, "household")
    ]
    (row,) = blocks[0]
    made = bucharest.replace_rows("gas/demand", [*kept, {**row, "region": region}])
    assert made.table("gas/demand").number("at_0")[-1] == 79.9
    supply = bucharest.table("gas/supply")
    wells = [row for row in supply.rows() if row["kind"] == "production"]
    bought = made.replace_rows("gas/supply", [*wells, *blocks[1]])
    assert bought.table("gas/supply").days("until")[-1] == bought.day(date(2023, 3, 31))
    cold = made.replace_rows("weather/recorded", blocks[2])
    assert cold.table("weather/recorded").number("anomaly_c").tolist() == [-4.0] * 3
    assert unused(cold) == []
