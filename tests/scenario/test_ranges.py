"""The digest by which a fit knows whether draws still mean what they meant."""

from __future__ import annotations

import pytest

from holdfast.scenario import Scenario, ranges, read_scenario
from holdfast.scenario.ranges import DECIDE, digest


@pytest.fixture(scope="module")
def example(root) -> Scenario:
    return read_scenario(root / "examples" / "bucharest-2022")


def changed(scenario: Scenario, table: str, column: str, value: str, row: int = 0) -> Scenario:
    rows = list(scenario.table(table).rows())
    rows[row] = rows[row] | {column: value}
    return scenario.replace_rows(table, rows)


def test_the_order_of_rows_tells_nothing(example):
    for table in (*DECIDE, "parameters"):
        rows = list(example.table(table).rows())[::-1]
        assert digest(example.replace_rows(table, rows)) == digest(example)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("parameters", "value_high", "0.96"),
        ("damage/kinds", "function_lost_high", "0.86"),
        ("power/delivery", "served", "0.9876"),
        ("threat/regions", "share", "0.011"),
        ("assets", "count", "7"),
    ],
)
def test_what_a_draw_means_counts(example, table, column, value):
    place = 0
    if table == "parameters":
        told = example.table(table)
        place = told.text("id").index("network.industry_first")
        value = str(told.number("value_high")[place] + 0.001)
    made = changed(example, table, column, value, place)
    assert made.table(table).text(column) != example.table(table).text(column)
    assert digest(made) != digest(example)


def test_a_parameter_that_is_certain_counts(example):
    certain = {"id": "network.relay_share", "value": "0.123"}
    rows = [row for row in example.table("parameters").rows() if row["id"] != certain["id"]]
    first = example.replace_rows("parameters", [*rows, certain])
    other = example.replace_rows("parameters", [*rows, certain | {"value": "0.124"}])
    assert digest(first) != digest(other)


def test_mechanisms_count(example, monkeypatch):
    before = digest(example)
    monkeypatch.setattr(ranges, "MECHANISMS", ranges.MECHANISMS + 1)
    assert digest(example) != before


def test_what_is_said_and_what_comes_do_not(example):
    before = digest(example)
    assert digest(changed(example, "assets", "note", "said otherwise")) == before
    assert digest(example.replace_rows("deliveries", [])) == before
    assert digest(example.replace_rows("posterior", [])) == before
    row = example.table("assets").rows()[0]
    assert digest(changed(example, "assets", "count", f"0{row['count']}")) == before
