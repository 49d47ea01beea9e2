"""The audit of help where every way of repair is on reads its copy and knows every kind of help."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.scenario import read_scenario
from model.test_weather_days import script

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    made = tmp_path_factory.mktemp("audit") / "copy"
    script(ROOT / "benchmarks" / "repair_on.py").copied(ROOT / "examples/bucharest-2022", made)
    return read_scenario(made)


def test_every_way_of_repair_is_on_in_the_copy(copy):
    for name in ("transport", "mobile", "smaller", "salvage", "switching", "alerts"):
        assert len(copy.table(f"repair/{name}")), name
    values = {row["id"]: row["value"] for row in copy.table("parameters").rows()}
    assert (values["repair.travel_days"], values["repair.crew_loss"]) == ("2", "0.05")


def test_help_of_every_kind_that_adds_something_is_audited(copy, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    helps = script(ROOT / "benchmarks" / "monotone.py").helps(copy)
    items = copy.table("items")
    audited = {item for chosen in helps.values() for item in chosen}
    left = {
        (item, adds)
        for item, adds in zip(items.text("id"), items.text("adds"), strict=True)
        if item not in audited and adds not in ("nothing", "money")
    }
    assert left == set()
    assert {"repair crews", "spares of air defence", "smaller units", "mobile units"} <= set(helps)
