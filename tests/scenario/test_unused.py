"""Rows that change nothing, which `check` tells beside faults."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest

from holdfast.scenario import new, read_scenario
from holdfast.scenario.unused import (
    BEGINS,
    ENDED,
    LATE,
    NO_BEARER,
    NO_DESIGN,
    NO_SUPPLY,
    UNSEEN,
    Unused,
    unused,
)


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


def first_class(scenario):
    return scenario.table("threat/classes").text("id")[0]


@pytest.mark.parametrize("name", ["valley", "bucharest-2022", "aldria"])
def test_the_examples_have_no_such_row(root, name):
    assert unused(read_scenario(root / "examples" / name)) == []


def test_a_new_scenario_has_none(tmp_path):
    new(tmp_path / "small")
    assert unused(read_scenario(tmp_path / "small")) == []


def test_what_begins_after_the_last_day(valley):
    name = first_class(valley)
    row = {"class": name, "from": "2031-05-01", "per_month": "9"}
    made = valley.add_rows("threat/supply", [row])
    line = made.table("threat/supply").lines[-1]
    assert unused(made) == [
        Unused("threat/supply.csv", line, "from", "2031-05-01", LATE, "2031-04-30")
    ]
    assert unused(valley.add_rows("threat/supply", [{**row, "from": "2031-04-30"}])) == []


def test_a_month_after_the_day_of_the_scenario(valley):
    seen = dataclasses.replace(valley, as_of=datetime.date(2030, 12, 15))
    for month, known, told in (("12", "", True), ("11", "", False), ("12", "2030-12-01", False)):
        row = {"year": "2030", "month": month, "anomaly_c": "-6", "as_of": known}
        made = seen.replace_rows("weather/recorded", [row])
        line = made.tables["weather/recorded"].lines[-1]
        found = Unused("weather/recorded.csv", line, "month", f"2030-{month}", UNSEEN, "2030-12-15")
        assert unused(made) == [found] * told
        assert (len(made.table("weather/recorded")) == 0) == told


@pytest.mark.parametrize("table", sorted(BEGINS))
def test_every_table_that_begins_has_that_column(valley, table):
    assert valley.table(table).schema.column(BEGINS[table]).type == "date"


def test_a_sanction_on_a_class_without_supply(valley):
    name = first_class(valley)
    sanction = {"class": name, "from": "2030-12-20", "share_lost": "0.5"}
    dry = valley.replace_rows("threat/supply", []).add_rows("threat/sanctions", [sanction])
    assert unused(dry) == [Unused("threat/sanctions.csv", 2, "class", name, NO_SUPPLY, "")]
    supply = {"class": name, "from": "2030-12-01", "per_month": "5"}
    assert unused(dry.add_rows("threat/supply", [supply])) == []
    assert unused(dry.add_rows("threat/supply", [{**supply, "per_month": "0"}])) != []
    order = {"class": name, "placed": "2030-12-01", "lead_months": "1", "per_month": "5"}
    assert unused(dry.add_rows("threat/orders", [order])) == []


def test_a_level_that_nothing_gives_or_has(valley):
    made = valley.add_rows("damage/protection", [{"id": "wall", "name": "Wall", "absorbs": "0.5"}])
    assert unused(made) == [Unused("damage/protection.csv", 2, "id", "wall", NO_BEARER, "")]
    (one, *rest) = made.table("assets").rows()
    assert unused(made.replace_rows("assets", [{**one, "level": "wall"}, *rest])) == []


def test_a_region_whose_own_row_a_later_one_of_all_regions_ends(valley):
    name, region = first_class(valley), valley.table("regions").text("id")[0]
    own = {"class": name, "from": "2030-12-10", "region": region, "share": "0.3"}
    wide = {"class": name, "from": "2030-12-20", "region": "", "share": "0.1"}
    made = valley.add_rows("defence/jamming", [own, wide])
    assert unused(made) == [Unused("defence/jamming.csv", 2, "region", region, ENDED, "3")]
    for other in ({**wide, "from": "2030-12-10"}, {**wide, "from": "2030-12-01"}):
        assert unused(valley.add_rows("defence/jamming", [own, other])) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "warning: threat/sanctions.csv row 2, column class: nothing of {} is supplied"),
        ("fr", "avertissement : threat/sanctions.csv ligne 2, colonne class : rien n’est produit"),
    ],
)
def test_check_says_so_and_finds_no_fault(call, valley, tmp_path, language, said):
    name = first_class(valley)
    sanction = {"class": name, "from": "2030-12-20", "share_lost": "0.5"}
    made = valley.replace_rows("threat/supply", []).add_rows("threat/sanctions", [sanction])
    for file, text in made.files.items():
        place = tmp_path / "valley" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    done = call("check", tmp_path / "valley", "--language", language)
    assert done.exit_code == 0, done.output
    assert said.format(name) in done.stderr.replace("\u00a0", " ")
    told = json.loads(call("check", tmp_path / "valley", "--json").stdout)
    assert told["unused"][0]["why"] == NO_SUPPLY


def test_two_jamming_rows_of_one_day_class_and_region_are_a_fault(call, valley, tmp_path):
    name = first_class(valley)
    row = {"class": name, "from": "2030-12-10", "region": "", "share": "0.3"}
    head = ",".join(row)
    lines = "\n".join([head, *[",".join(row.values())] * 2])
    for file, text in {**valley.files, "defence/jamming.csv": f"{lines}\n"}.items():
        place = tmp_path / "valley" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    done = call("check", tmp_path / "valley")
    assert done.exit_code == 2
    assert "defence/jamming.csv" in done.stderr


def test_curves_that_no_bank_reads(valley):
    curves = [
        {"grid": "g", "struck": struck, "stress": "1", "out": "0.5", "served": "0.8"}
        for struck in ("transformers", "substations")
    ]
    made = valley.replace_rows("power/delivery", curves)
    assert unused(made) == [Unused("power/delivery.csv", 2, "grid", "g", NO_DESIGN, "")]
    banks = valley.table("power/transformers").rows()
    banks[-1]["design_mw"] = "120"
    assert unused(made.replace_rows("power/transformers", banks)) == []
