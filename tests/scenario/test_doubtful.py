"""Rows that look like a slip, which `check` tells beside faults."""

from __future__ import annotations

import json
import shutil

import pytest

from holdfast.scenario import Scenario, new, read_scenario
from holdfast.scenario.doubtful import (
    ENDLESS,
    ENDLESS_FUEL,
    FALLS,
    LEFT_OUT,
    STALE,
    Doubtful,
    doubtful,
)
from holdfast.scenario.ranges import digest


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize("name", ["valley", "bucharest-2022", "aldria", "spares"])
def test_the_examples_have_no_such_row(root, name):
    """Pairs of ranges or mechanisms that have changed since say when to fit anew."""
    assert doubtful(read_scenario(root / "examples" / name)) == []


def test_pairs_of_other_draws_are_told_and_not_refused(valley):
    """Also those of before there was a digest of so much; without one nothing is known."""
    now = digest(valley)
    row = {"pair": "4", "seed": "7"}
    for told, found in ((now, []), ("", []), ("9be622e68449", [now])):
        given = valley.replace_rows("posterior", [row | {"ranges": told}])
        made = [Doubtful("posterior.csv", 2, "ranges", told, STALE, "", each) for each in found]
        assert doubtful(given) == made


def test_a_new_scenario_has_none(tmp_path):
    new(tmp_path / "small")
    assert doubtful(read_scenario(tmp_path / "small")) == []


def test_people_in_no_class_of_homes(valley):
    """Of MID .5 live in houses and .3 in flats; half a hundredth is only rounding."""
    homes = valley.table("heat/buildings").rows()
    for share, left in (("0.3", "0.2"), ("0.495", None)):
        rows = [row | {"people_share": share} if row["class"] == "flat" else row for row in homes]
        found = doubtful(valley.replace_rows("heat/buildings", rows))
        told = Doubtful("heat/buildings.csv", 4, "people_share", share, LEFT_OUT, "MID", str(left))
        assert found == ([told] if left else [])


def test_demand_that_falls_with_the_cold(valley):
    rows = valley.table("gas/demand").rows()
    rows[0] |= {"at_minus_10": "0.3"}
    rows[1] |= {"at_plus_10": "0.9"}
    assert doubtful(valley.replace_rows("gas/demand", rows)) == [
        Doubtful("gas/demand.csv", 2, "at_minus_10", "0.3", FALLS, "household UPP", "0.4"),
        Doubtful("gas/demand.csv", 3, "at_0", "0.8", FALLS, "household MID", "0.9"),
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [("2031-01-01", "", True), ("2031-01-01", "2031-04-30", False), ("2030-12-01", "", False)],
)
def test_an_import_without_an_end(valley, begins, ends, told):
    row = {"id": "deal", "kind": "import", "from": begins, "until": ends, "mcm_per_day": "1"}
    made = valley.add_rows("gas/supply", [row])
    line = made.table("gas/supply").lines[-1]
    found = Doubtful("gas/supply.csv", line, "until", "", ENDLESS, "2031-04-30", "")
    assert doubtful(made) == ([found] if told else [])


def test_fuel_without_an_end(valley):
    row = {"item": "diesel", "from": "2031-01-01", "per_month": "9000"}
    made = valley.add_rows("production", [row])
    line = made.table("production").lines[-1]
    found = Doubtful("production.csv", line, "from", "2031-01-01", ENDLESS_FUEL, "2031-04-30", "")
    assert doubtful(made) == [found]
    ended = made.add_rows("production", [row | {"from": "2031-02-01", "per_month": "0"}])
    assert doubtful(ended) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "gas/demand.csv row 2, column at_minus_10: 0.3 is under the 0.4 asked for where it is "
            "10 degrees milder (household UPP), so demand falls as it gets colder",
        ),
        (
            "fr",
            "gas/demand.csv ligne 2, colonne at_minus_10\u00a0: 0.3 est au-dessous de 0.4, demandé "
            "où il fait 10 degrés de plus (household UPP), la demande baisse donc quand il fait "
            "plus froid",
        ),
    ],
)
def test_check_says_it(root, tmp_path, call, language, said):
    folder = tmp_path / "valley"
    shutil.copytree(root / "examples" / "valley", folder)
    file = folder / "gas" / "demand.csv"
    text = file.read_text("utf-8")
    assert "UPP,household,0.1,0.4,0.7" in text
    file.write_text(text.replace("UPP,household,0.1,0.4,0.7", "UPP,household,0.1,0.4,0.3"), "utf-8")
    shown = call("check", folder, "--language", language)
    assert shown.exit_code == 0
    assert said in " ".join((shown.output + shown.stderr).split(" "))
    made = json.loads(call("check", folder, "--json").stdout)
    assert made["doubtful"][0]["why"] == FALLS
    assert made["rows"] == []
