"""Who can give and how many: alike on the command line and in tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.delivery_text import read
from holdfast.scenario import Scenario, check, read_scenario
from holdfast.scenario.giving import is_counted, no_quantity

COUNTED = "is not a whole number above 0 (the item is counted: its unit is '"


@pytest.fixture(scope="module")
def aldria(root: Path) -> Scenario:
    return read_scenario(root / "examples" / "aldria")


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("OSTMERE:main_transformer:6.5", "6.5", COUNTED + "unit')"),
        ("OSTMERE:main_transformer:0", "0", COUNTED + "unit')"),
        ("OSTMERE:main_transformer:-3", "-3", COUNTED + "unit')"),
        ("OSTMERE:main_transformer:inf", "inf", COUNTED + "unit')"),
        ("OSTMERE:main_transformer:", "(blank)", COUNTED + "unit')"),
        ("OSTMERE:grid_crew:nan", "nan", COUNTED + "crew')"),
        ("OSTMERE:set_diesel:0", "0", "is not a number above 0"),
        ("OSTMERE:gas_volume:-0.5", "-0.5", "is not a number above 0"),
        ("SEAT:grid_crew:2", "SEAT", "asks and does not give; who can give: KARVELLE, OSTMERE, "
         "THESSANY, BREDONIA, LINDISLES, PACT"),
        ("ALDRIA:grid_crew:2", "ALDRIA", "receives and does not give; who can give: KARVELLE, "
         "OSTMERE, THESSANY, BREDONIA, LINDISLES, PACT"),
    ],
)  # fmt: skip
def test_a_delivery_that_cannot_be(aldria, text, value, message):
    rows, (fault,) = read(aldria, text)
    assert rows == []
    assert (fault.value, fault.message) == (value, message)


def test_what_is_measured_may_be_a_part_and_what_is_counted_a_whole(aldria):
    for text in ("OSTMERE:gas_volume:0.5", "PACT:set_diesel:2.5", "OSTMERE:grid_crew:6.0"):
        assert read(aldria, text)[1] == []
    assert with_deliveries(aldria, ["OSTMERE:gas_volume:0.5"], "b")


@pytest.mark.parametrize(
    "unit", ["transformer", "unit", "fire unit", "set", "lot", "crew", "round"]
)
def test_units_that_are_counted(unit):
    assert is_counted(unit)
    assert no_quantity(3, unit) == ""
    assert no_quantity(0.5, unit)


@pytest.mark.parametrize("unit", ["l", "litre", "MW", "GWh", "mcm", "EUR million", "million m3"])
def test_units_that_measure(unit):
    assert not is_counted(unit)
    assert no_quantity(0.5, unit) == ""
    assert no_quantity(0, unit)


def faults(root: Path, place: Path, **changes: tuple[str, str]) -> list[str]:
    folder = Path(shutil.copytree(root / "examples" / "aldria", place / "land"))
    for name, (old, new) in changes.items():
        path = folder / f"{name}.csv"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))
    return [str(fault) for fault in check(folder)]


def test_tables_say_it_in_the_same_words(root, tmp_path):
    found = faults(
        root,
        tmp_path,
        offers=("O3,BREDONIA,Transformers from its own stock,main_transformer,6",
                "O3,SEAT,Transformers from its own stock,main_transformer,6.5"),
        packages=("KARVELLE", "ALDRIA"),
    )  # fmt: skip
    able = "who can give: KARVELLE, OSTMERE, THESSANY, BREDONIA, LINDISLES, PACT"
    assert found == [
        f"offers.csv row 4, column partner: 'SEAT' asks and does not give; {able}",
        f"offers.csv row 4, column quantity: '6.5' {COUNTED}unit'); parts of a joint gift, of one "
        "committed, are whole together",
        f"packages.csv row 3, column partner: 'ALDRIA' receives and does not give; {able}",
    ]


def test_two_halves_of_one_day_are_a_whole_and_own_effort_may_be_told(root, tmp_path):
    half = "OSTMERE,A battery of medium range in December,mid_unit,{},battery,military,2031-10-20"
    rest = ",,,crews are trained first,150,EUR,yes,2031-10-20,conference,ESTIMATE"
    whole = f"O1,{half.format(1)}{rest}"
    parts = f"O1,{half.format(0.5)}{rest}\nO1b,{half.format(0.5)}{rest}".replace(
        "O1b,OSTMERE", "O1b,ALDRIA"
    )
    assert faults(root, tmp_path, offers=(whole, parts)) == []
