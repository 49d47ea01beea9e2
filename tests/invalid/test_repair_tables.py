"""What is wrong in the tables of repair, named exactly."""

from __future__ import annotations

import pytest

from holdfast.scenario.check import judge
from holdfast.scenario.fault import ordered
from model.small_country import SETTINGS, TABLES
from model.test_repair_crews import ALERTS
from model.test_repair_salvage import OTHERS
from model.test_repair_units import UNITS

CASES = {
    "columns of items that do not fit what it adds": (
        "items",
        ("gabion,Protection,humanitarian,object,10,protection,substation,0.5,0,,,",
         "gabion,Protection,humanitarian,object,10,protection,substation,0.5,0,,,road"),
        ["items.csv row 10, column transport: 'road' is not used with adds protection: leave it "
         "blank"],
    ),
    "a class without a rating": (
        "items",
        ("330,90,road", "330,,road"),
        ["items.csv row 14, column mva: is blank, and kv is not: give both or neither"],
    ),
    "a bank that nothing fits": (
        "power/transformers",
        ("aa-t,aa-d,2,200,330", "aa-t,aa-d,2,400,330"),
        ["power/transformers.csv row 2, column kv: '330' no stock of items.csv is of 330 kV of "
         "320 MVA or more (repair.least_rating): add one, or leave it blank"],
    ),
    "a class of voltage that nobody has": (
        "power/transformers",
        ("aa-t,aa-d,2,200,330", "aa-t,aa-d,2,200,750"),
        ["power/transformers.csv row 2, column kv: '750' no stock of items.csv is of 750 kV: add "
         "one, or leave it blank"],
    ),
    "a unit for the pool of another class": (
        "items",
        ("stock,odd,", "stock,transformer,"),
        ["items.csv row 15, column kv: '220' is not the voltage class of transformer, the stock "
         "that it adds to"],
    ),
    "a mobile unit without a stock": (
        "repair/mobile",
        ("substation,trailer", "substation,lorry"),
        ["repair/mobile.csv row 2, column item: 'lorry' does not add to a stock of its own"],
    ),
    "a class of transport that is none": (
        "items",
        ("330,90,road", "330,90,rail"),
        ["items.csv row 14, column transport: 'rail' is not an id of repair/transport.csv; known: "
         "road"],
    ),
    "slots added to nothing": (
        "items",
        ("lorry,0,transport,road", "lorry,0,transport,"),
        ["items.csv row 17, column adds_to: an id of repair/transport.csv is needed with adds "
         "transport"],
    ),
    "parts taken from a kind that has none": (
        "repair/salvage",
        ("substation,0.5", "feeder,0.5"),
        ["repair/salvage.csv row 2, column kind: 'feeder' has no part in damage/kinds.csv: take "
         "the row out"],
    ),
    "a smaller unit without a stock": (
        "repair/smaller",
        ("330,odd", "330,lorry"),
        ["repair/smaller.csv row 2, column item: 'lorry' does not add to a stock of its own"],
    ),
    "a smaller unit without a rating": (
        "repair/smaller",
        ("330,odd", "330,trailer"),
        ["repair/smaller.csv row 2, column item: 'trailer' has no mva in items.csv"],
    ),
    "a smaller unit for no bank": (
        "repair/smaller",
        ("330,odd", "750,odd"),
        ["repair/smaller.csv row 2, column kv: '750' is the voltage class of no bank of "
         "power/transformers.csv"],
    ),
    "months without alerts": (
        "repair/alerts",
        ("aa,2,6,9\naa,3,6,9\n", ""),
        ["repair/alerts.csv, column month: region aa lacks months 2, 3"],
    ),
}  # fmt: skip


def faults(tables):
    files = {f"{name}.csv": f"{text}\n" for name, text in (TABLES | tables).items()}
    return [str(fault) for fault in ordered(judge({"scenario.toml": SETTINGS, **files})[1])]


def test_nothing_is_wrong_before():
    assert faults(UNITS | ALERTS | OTHERS) == []


@pytest.mark.parametrize("case", CASES)
def test_faults_are_named_exactly(case):
    name, (old, new), expected = CASES[case]
    tables = UNITS | ALERTS | (OTHERS if name in OTHERS else {})
    text = tables[name]
    assert old in text
    assert faults(tables | {name: text.replace(old, new, 1)}) == expected
