"""Whole tables of random cells, through a workbook and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adopt.test_cell import SIGNS
from holdfast.adopt.export import export_scenario
from holdfast.adopt.sheets import csv_text
from holdfast.adopt.workbook import adopt_workbook
from holdfast.scenario import Scenario, read_scenario

TEXT = st.text(SIGNS, max_size=20) | st.sampled_from(
    ["=1+1", "007", "1e5", " x ", "a,b", '"', "#N/A"]
)
NAME = TEXT.filter(lambda text: text.strip() and "\ufeff" not in text)
NUMBER = st.one_of(
    st.from_regex(r"[0-9]{1,9}(\.[0-9]{0,9})?", fullmatch=True),
    st.from_regex(r"[0-9]\.[0-9]{0,17}e[-+]?[0-9]", fullmatch=True),
    st.sampled_from(["0.10", "1e-7", "007", "+5", ".5", " 3 ", "100", ""]),
)
DAY = st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str) | st.just("")
ROW = st.tuples(NAME, st.sampled_from(["member", "partner", "outsider"]), NUMBER, DAY, TEXT)


@pytest.mark.parametrize("tables", [3, pytest.param(40, marks=pytest.mark.sweep)])
def test_a_table_of_any_cells_comes_back(valley, tables):
    @settings(max_examples=tables, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ROW, min_size=4, max_size=8))
    def each(rows):
        comes_back(valley, rows)

    each()


def comes_back(valley, rows):
    kept = [["NN", "n", "member", "", "", ""], ["EN", "e", "partner", "", "", ""]]
    lines = [[f"A{number}", *row] for number, row in enumerate(rows)]
    header = ["id", "name", "kind", "gdp_busd", "member_since", "note"]
    valid = [*kept, ["VA", "v", "recipient", "", "", ""], *lines]
    files = {**valley.files, "actors.csv": csv_text([header, *valid])}
    scenario = Scenario.from_files(files)
    with tempfile.TemporaryDirectory() as folder:
        export_scenario(scenario, Path(folder) / "book.xlsx")
        adopt_workbook(Path(folder) / "book.xlsx", Path(folder) / "back")
        back = read_scenario(Path(folder) / "back")
    assert back.files == scenario.files
    assert back.digest == scenario.digest
