"""Routes that carry less than what is made for them, which `check` tells beside faults."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from holdfast.cli import app
from holdfast.scenario import read_scenario
from holdfast.scenario.crowded import WEEKS_IN_MONTH, crowded

NEEDED = 16 / WEEKS_IN_MONTH / 8
"""Loads of eight a week that are made in examples/spares."""


@pytest.fixture(scope="module")
def spares(root):
    return read_scenario(root / "examples" / "spares")


def carrying(scenario, loads):
    rows = [{**row, "loads_per_week": loads} for row in scenario.table("routes").rows()]
    return scenario.replace_rows("routes", rows)


def test_the_examples_have_none(root):
    for name in ("spares", "valley", "bucharest-2022"):
        assert crowded(read_scenario(root / "examples" / name)) == []


@pytest.mark.parametrize(
    ("loads", "told"), [("", 0), (f"{NEEDED:.6f}", 0), (f"{NEEDED - 0.01:.6f}", 1), ("0", 1)]
)
def test_what_is_made_is_counted_in_loads(spares, loads, told):
    found = crowded(carrying(spares, loads))
    assert len(found) == told
    assert all(each.made_per_week == pytest.approx(NEEDED) for each in found)


def test_of_a_maker_the_latest_row_counts_and_competing_orders_do_not(spares):
    tight = carrying(spares, f"{NEEDED + 0.01:.6f}")
    row = {"item": "interceptor", "from": "2031-01-10", "maker": "north_works", "route": "sea"}
    assert crowded(tight.add_rows("production", [{**row, "per_month": "17"}])) != []
    ordered = {**row, "per_month": "17", "competing_per_month": "1"}
    assert crowded(tight.add_rows("production", [ordered])) == []
    assert crowded(tight.add_rows("production", [{**row, "per_month": "9"}])) == []
    late = {**row, "from": "2032-01-10", "per_month": "99"}
    assert crowded(tight.add_rows("production", [late])) == []
    other = {**row, "maker": "east_works", "per_month": "1"}
    assert crowded(tight.add_rows("production", [other])) != []


def test_check_says_it(root, tmp_path):
    folder = tmp_path / "spares"
    shutil.copytree(root / "examples" / "spares", folder)
    routes = folder / "routes.csv"
    routes.write_text(routes.read_text().replace("sea,By sea,20,1,", "sea,By sea,20,0.25,"))
    said = CliRunner().invoke(app, ["check", str(folder), "--json"])
    assert said.exit_code == 0
    (found,) = json.loads(said.stdout)["crowded"]
    assert found["row"] == 2
    assert found["route"] == "sea"
    for language, text in (
        ("en", "sea carries at most 0.25 loads a week and 0.46 are made for it"),
        ("fr", "sea porte au plus 0,25\u00a0chargements par semaine et il s’en fabrique 0,46"),
    ):
        told = CliRunner().invoke(app, ["check", str(folder), "--language", language])
        assert text in told.stderr
