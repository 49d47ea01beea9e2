"""Rows at which what comes waits for ever, or that serve nothing: `check` tells them."""

from __future__ import annotations

import pytest

from holdfast.scenario import read_scenario
from holdfast.scenario.stranded import IDLE, STRANDED, UNFIT
from holdfast.scenario.unused import unused


@pytest.fixture(scope="module")
def spares(root):
    return read_scenario(root / "examples" / "spares")


def changed(scenario, table, key, cells):
    """The table with these cells of the row whose first column is `key`."""
    rows = scenario.table(table).rows()
    first = next(iter(rows[0]))
    return scenario.replace_rows(table, [row | cells if row[first] == key else row for row in rows])


def found(scenario):
    return [(each.file, each.column, each.value, each.why) for each in unused(scenario)]


def test_the_example_strands_nothing(spares):
    assert found(spares) == []


def test_technicians_without_a_crew_strand_what_comes(spares):
    made = found(changed(spares, "readiness/technicians", "far_fitters", {"crews": "0"}))
    assert made
    assert {each[2:] for each in made} == {("far_fitters", STRANDED)}
    assert {each[0] for each in made} <= {"readiness/mending.csv", "readiness/returns.csv"}


def test_a_depot_without_a_slot_strands_what_comes(spares):
    made = found(changed(spares, "readiness/echelons", "abroad", {"slots_per_week": "0"}))
    assert made
    assert {each[1:] for each in made} == {("echelon", "abroad", STRANDED)}


def test_a_share_of_nought_strands_nothing(spares):
    shut = changed(spares, "readiness/echelons", "abroad", {"slots_per_week": "0"})
    for name in ("readiness/mending", "readiness/returns"):
        rows = shut.table(name).rows()
        far = [row for row in rows if row["echelon"] == "abroad"]
        near = [row for row in rows if row["echelon"] != "abroad"]
        if name.endswith("returns"):
            shut = shut.replace_rows(name, [*near, *({**row, "share": "0"} for row in far)])
            continue
        sums = {row["system"]: float(row["share"]) for row in far}
        first = {row["system"]: i for i, row in reversed(list(enumerate(near)))}
        kept = [
            {**row, "share": str(float(row["share"]) + sums.get(row["system"], 0.0))}
            if first[row["system"]] == i
            else row
            for i, row in enumerate(near)
        ]
        shut = shut.replace_rows(name, [*kept, *({**row, "share": "0"} for row in far)])
    assert [each for each in found(shut) if each[3] == STRANDED] == []


def test_who_mends_nothing_is_told(spares):
    row = {"id": "idlers", "name": "Idlers", "echelon": "home", "crews": "2"}
    made = spares.add_rows("readiness/technicians", [row])
    assert found(made) == [("readiness/technicians.csv", "id", "idlers", IDLE)]
    row = {"id": "nowhere", "name": "Nowhere", "there_days": "1", "back_days": "1"}
    made = spares.add_rows("readiness/echelons", [row])
    assert found(made) == [("readiness/echelons.csv", "id", "nowhere", IDLE)]


def test_a_stock_that_nothing_uses_is_told(spares):
    rows = [row for row in spares.table("readiness/parts").rows() if row["item"] != "radar_module"]
    without = spares.replace_rows("readiness/returns", []).replace_rows("readiness/parts", rows)
    assert found(without) == [("stocks.csv", "item", "radar_module", UNFIT)]
    used = changed(without, "stocks", "radar_module", {"other_use_per_day": "1"})
    assert found(used) == []


def test_a_class_of_transport_without_a_slot_is_told(spares, root):
    shown = read_scenario(root / "examples" / "bucharest-2022")
    none = {"slots": "0", "slots_low": "", "slots_high": ""}
    made = found(changed(shown, "repair/transport", "heavy", none))
    assert ("items.csv", "transport", "heavy", STRANDED) in made
