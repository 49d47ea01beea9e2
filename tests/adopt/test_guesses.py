"""The table of guesses: what a person may write, and what becomes of it in a spreadsheet."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from adopt import dirty
from adopt.books import change
from adopt.settling import ANSWERS, settle
from holdfast.adopt.fault import BookError
from holdfast.adopt.guesses import read_guesses, write_guesses
from holdfast.adopt.needs import adopt_needs, read_needs
from holdfast.adopt.words import words


@pytest.mark.parametrize(
    ("cell", "what", "taken", "said"),
    [
        ("B7", "item", "small_generatr", "is not an id of items.csv"),
        ("C7", "quantity", "many", "is not a number of at least 0"),
        ("C7", "quantity", "1,200", "is not a number of at least 0"),
        ("E10", "arrival", "03/04/2023", "is not a day as YYYY-MM-DD"),
        ("A11", "partner", "XX", "is not an id of actors.csv"),
        ("A4", "column", "parner", "the nearest is partner"),
        ("A4", "rows are", "gifts", "is not asks or offers"),
        ("B11", "kind of help", "kind", "is not a kind of help"),
    ],
)
def test_a_decision_that_cannot_be_is_told_by_its_row(bucharest, tmp_path, cell, what, taken, said):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    decided = settle(read_needs(path, bucharest), path, {**ANSWERS, (cell, what): taken})
    with pytest.raises(BookError) as caught:
        read_needs(path, bucharest, decided)
    told_of = [str(one) for one in caught.value.faults if one.value == taken]
    assert len(told_of) == 1
    assert told_of[0].startswith("dirty.guesses.csv row ")
    assert f"column taken: '{taken}' " in told_of[0]
    assert said in told_of[0]


def test_a_sheet_that_changed_meanwhile_is_noticed(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    decided = settle(read_needs(path, bucharest), path, ANSWERS)
    change(path, lambda opened: opened["Offres"].__setitem__("C9", 7))
    with pytest.raises(BookError, match="the sheet holds '7' there now"):
        read_needs(path, bucharest, decided)


def test_the_table_of_guesses_holds_no_formula(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")

    def edit(opened):
        cell = opened["Offres"]["B11"]
        cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"

    written = write_guesses(read_needs(change(path, edit), bucharest).guesses, path, None)
    with open(written, encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [
        cell for cell in cells if cell.startswith(("=", "+", "@")) or cell[:1] == "-" != cell
    ]
    assert "'=cmd|' /C calc'!A0" in cells
    # and it is found again
    assert read_guesses(written).lines["Offres", "B11", "item"].found == "=cmd|' /C calc'!A0"


def test_guesses_come_back_from_a_spreadsheet(bucharest, tmp_path):
    """Saved as a workbook, days as days and numbers as numbers; saved as csv with semicolons."""
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    first = settle(read_needs(path, bucharest), path, ANSWERS)
    with open(tmp_path / "dirty.guesses.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "saved.xlsx")
    with open(tmp_path / "semicolons.csv", "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    wanted = {key: one.taken for key, one in first.lines.items()}
    for name in ("saved.xlsx", "semicolons.csv"):
        again = read_guesses(tmp_path / name)
        assert {key: one.taken for key, one in again.lines.items()} == wanted
        assert not read_needs(path, bucharest, again).open


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "are missing"),
        ("sheet,cell\n", "the columns what, found, taken, mark are missing"),
        ("sheet,cell,what,found,taken,mark\na,A1,x,,,m\na,A1,x,,,m\n", "decides on the same"),
        ('sheet,cell,what,found,taken,mark\n"a', "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_table_of_guesses_that_cannot_be_read(tmp_path, text, said):
    path = tmp_path / "g.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BookError, match=said):
        read_guesses(path)


def test_rows_that_do_not_fit_the_scenario_are_told_by_sheet_and_row(bucharest, tmp_path):
    path = dirty.headless(tmp_path / "dirty.xlsx")
    change(path, lambda opened: opened["Sheet1"].__setitem__("D2", "20/03/2029"))
    answers = {("D3", "arrival"): "2023-02-01"}
    needs = read_needs(path, bucharest, settle(read_needs(path, bucharest), path, answers))
    with pytest.raises(BookError) as caught:
        adopt_needs(needs, bucharest, tmp_path / "out")
    assert [str(fault).partition(":")[0] for fault in caught.value.faults] == [
        "dirty.xlsx sheet Sheet1 cell row 2"
    ]
    assert "2029-03-20" in str(caught.value.faults[0])
    assert not (tmp_path / "out").exists()


def test_all_kinds_of_columns_are_named_in_the_cell_the_refusal_and_the_guide(
    bucharest, root, tmp_path
):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    (cell,) = {one.allowed for one in needs.guesses if one.what == "column"}
    with pytest.raises(BookError) as caught:
        read_needs(path, bucharest, settle(needs, path, {**ANSWERS, ("A4", "column"): "zzzz"}))
    (refusal,) = [str(one) for one in caught.value.faults if one.value == "zzzz"]
    guide = (root / "docs" / "workbook.md").read_text("utf-8").partition("| kind of column |")[2]
    table = guide.partition("\n\n")[0]
    assert refusal.endswith(f"'zzzz' is not a kind of column ({cell})")
    for kind in words()["roles"]:
        assert kind in cell
        assert f"`{kind}`" in table
