"""A week worked again in a workbook."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook

from holdfast.questions.edited import no_raids
from holdfast.questions.validate import recomputed, replay
from holdfast.questions.validate.formulas import Evaluator
from holdfast.scenario import read_scenario
from holdfast.xlsx import book_bytes
from questions.validate.asked import given, told

VALLEY = "examples/valley"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return recomputed.find(given(read_scenario(VALLEY), 8, tmp_path_factory.mktemp("dossier")))


@pytest.fixture
def book(found):
    """The workbook as it was written."""
    return load_workbook(found.files[0])


def test_nothing_differs_and_much_is_compared(found):
    counts = found.tables["counts"].set_index("quantity")
    assert found.holds
    assert counts["differing"].sum() == 0
    assert counts.loc["asked", "compared"] == 7 * 4 * 3
    assert counts.loc["work_evening", "compared"] == 70
    assert counts.loc["served_mwh", "compared"] == 7


def test_every_column_is_explained(book):
    told = {(row[0], row[1]) for row in book["columns"].iter_rows(min_row=4, values_only=True)}
    for sheet in ("installations", "banks", "demand", "blocks", "hours", "balance"):
        heads = [cell.value for cell in book[sheet][3]]
        assert {(sheet, head) for head in heads if not head.endswith(("_engine", "_off"))} <= told


def test_the_week_holds_a_raid_and_dark(book):
    read = Evaluator(book)
    heads = {cell.value: cell.column_letter for cell in book["hours"][3]}
    dark = sum(read.value("hours", f"{heads['hours']}{row}") for row in range(4, 25))
    assert dark > 10
    hits = {cell.value: cell.column_letter for cell in book["installations"][3]}["hit"]
    assert any(book["installations"][f"{hits}{row}"].value == 1 for row in range(4, 74))


def test_each_number_that_is_changed_is_counted(book):
    for sheet, column in (("demand", "asked"), ("blocks", "dark"), ("installations", "left")):
        heads = {cell.value: cell.column_letter for cell in book[sheet][3]}
        book[sheet][f"{heads[f'{column}_engine']}5"].value += 2e-6
    assert Evaluator(book).value(recomputed.FRONT, recomputed.TOTAL) == 3


def test_an_input_that_is_changed_goes_through_to_the_balance(book):
    heads = {cell.value: cell.column_letter for cell in book["demand"][3]}
    cell = book["demand"][f"{heads['base']}4"]
    cell.value *= 2
    read = Evaluator(book)
    rows = [row[0].value for row in book[recomputed.FRONT].iter_rows(min_row=9)]
    of = dict(zip(range(9, 9 + len(rows)), rows, strict=True))
    differing = {of[row] for row in of if read.value(recomputed.FRONT, f"E{row}") > 0}
    assert {"demand", "balance"} <= differing


def test_the_day_is_the_one_that_hits_most_and_the_bytes_are_the_same_again(found, tmp_path):
    scenario = read_scenario(VALLEY)
    asked = given(scenario, 8, tmp_path)
    rule = replay.chosen(asked)
    assert rule is not None
    future, day = rule
    lived = replay.week(scenario, asked.seed, future, day)
    hits = [float(each.day.harm.hit.sum()) for each in lived.days]
    assert lived.days[lived.struck].today == day
    assert hits[lived.struck] == max(hits)
    assert len(lived.days) == 7
    assert book_bytes(recomputed.workbook(lived, asked.seed)[0]) == found.files[0].read_bytes()


def test_without_raids_there_is_no_week(tmp_path):
    peace = no_raids(read_scenario(VALLEY))
    found = recomputed.find(given(peace, 2, tmp_path))
    assert (found.holds, found.files) == (None, ())
    assert "no raid" in told(found, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert re.search(r"\b1.008\b", told(found, language))
