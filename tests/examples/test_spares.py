"""The pass: it is sound, each of its tables of upkeep moves a run, and its story holds."""

from __future__ import annotations

import numpy as np
import pytest

import holdfast as hf
from holdfast.questions.for_money import FIRED, FITS, PART, role
from holdfast.questions.how_many import how_many
from holdfast.scenario import read_scenario
from holdfast.show import numbering
from holdfast.show.voice import Voice

FUTURES = 4


@pytest.fixture(scope="module")
def spares(root):
    return read_scenario(root / "examples" / "spares")


@pytest.fixture(scope="module")
def lived(spares):
    return hf.run(spares, futures=FUTURES, workers=1)


def test_nothing_is_wrong_with_it(root):
    assert hf.check(root / "examples" / "spares") == []


def without(scenario, table, **cells):
    """The scenario with columns of a table blank, or without its rows."""
    rows = [{**row, **cells} for row in scenario.table(table).rows()] if cells else []
    return scenario.replace_rows(table, rows)


def in_place(scenario):
    """All mended where it stands, in ten days and without parts."""
    for table in ("returns", "parts", "mending"):
        scenario = without(scenario, f"readiness/{table}")
    return without(scenario, "defence/systems", repair_days="10")


def partless(scenario):
    return without(without(scenario, "readiness/returns"), "readiness/parts")


def by_air(scenario):
    return without(without(scenario, "production", route=""), "routes")


def test_batteries_are_whole_so_that_luck_is_seen(spares, lived):
    assert spares.known("readiness.whole_units") == 1
    unready = lived.data["unready"].values
    assert (unready == np.rint(unready)).all()
    apart = unready.astype(float)[:, 100].ravel()
    assert np.ptp(apart) >= 1


@pytest.mark.parametrize(
    ("change", "variable"),
    [
        (in_place, "ready"),
        (partless, "unready"),
        (lambda one: without(one, "readiness/returns"), "unready"),
        (by_air, "held"),
        (lambda one: without(one, "defence/fires"), "fired"),
        (lambda one: without(one, "stocks", shelf_days="", first_days=""), "held"),
        (lambda one: without(one, "defence/systems", fails_per_round="0"), "ready"),
    ],
    ids=["echelons", "parts", "returns", "routes", "fires", "shelf life", "wear by use"],
)
def test_each_table_moves_what_it_is_about(spares, lived, change, variable):
    other = hf.run(change(spares), futures=FUTURES, workers=1)
    one, two = (run.data[variable].values.astype(float) for run in (lived, other))
    assert np.abs(one - two).max() > 0.01


def held(scenario, **counts):
    """The scenario with other numbers in stock."""
    rows = [
        {**row, "quantity": str(counts.get(row["item"], row["quantity"]))}
        for row in scenario.table("stocks").rows()
    ]
    return scenario.replace_rows("stocks", rows)


def of_batteries(scenario, units):
    rows = [{**row, "units": str(units)} for row in scenario.table("defence/systems").rows()]
    return scenario.replace_rows("defence/systems", rows)


def against(scenario):
    """A further battery, and spare parts for the same money."""
    made = how_many(scenario, "battery", 170.0, futures=40, looks=2, workers=1)
    assert set(made.beside["item"]) == {"interceptor", "old_interceptor", "radar_module"}
    row = made.beside.set_index("item").loc["radar_module"]
    assert row["cost"] <= made.numbers["cost"].iloc[0]
    return made, row


@pytest.mark.sweep
def test_where_parts_are_short_they_save_more_than_a_further_system_for_the_same_money(spares):
    made, row = against(held(spares, radar_module=0))
    assert made.plenty == ()
    assert row["apart"] > 0
    assert row["apart_verdict"] == "told apart"
    said = " ".join(numbering.sentences(made, Voice("en", spares))).replace("\u00a0", " ")
    assert "Spare parts in place of a further system: 80 × Radar module" in said
    assert "more than 1 battery: told apart" in said
    assert "the best of 3 other items" not in said, "what is best is said once"
    spoken = " ".join(numbering.sentences(made, Voice("fr", spares)))
    assert "Des pièces à la place d’un système de plus" in spoken
    best = made.beside.to_dict("records")[0]
    assert numbering.other(best, made, Voice("en", spares)).endswith("(spare part of it)")


@pytest.mark.sweep
def test_where_parts_are_plenty_a_further_system_saves_more(spares):
    made, row = against(of_batteries(held(spares, radar_module=100), 2))
    assert row["saved"] == 0
    assert row["apart"] < 0
    assert row["apart_verdict"] == "told apart"
    said = " ".join(numbering.sentences(made, Voice("en", spares)))
    assert made.plenty == ("radar_module",)
    assert (
        "Radar module: in none of 40 futures does a fire unit wait for one, so these parts do not "
        "bind in this scenario and more of them change nothing."
    ) in said.replace("\u00a0", " ")
    spoken = " ".join(numbering.sentences(made, Voice("fr", spares))).replace("\u00a0", " ")
    assert "Module radar : dans aucun des 40 avenirs une unité de tir n’en attend" in spoken
    assert "the best of 3 other items" in said
    assert "less than 1\u00a0battery: told apart" in said


def test_what_another_item_is_to_one(spares):
    assert role(spares, "battery", "radar_module") == PART
    assert role(spares, "battery", "interceptor") == FIRED
    assert role(spares, "battery", "old_interceptor") == FIRED
    assert role(spares, "radar_module", "battery") == FITS
    assert role(spares, "battery", "fitters") == ""
    assert role(spares, "transformer", "battery") == ""
