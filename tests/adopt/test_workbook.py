"""A workbook that people changed: slips are told by sheet and cell, habits are understood."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from adopt.books import change, column
from holdfast.adopt.fault import BookError
from holdfast.adopt.workbook import adopt_workbook
from holdfast.scenario import read_scenario


def put(sheet: str, row: int, name: str, value: object, form: str = ""):
    """An edit that writes one cell."""

    def edit(opened: openpyxl.Workbook) -> None:
        cell = opened[sheet].cell(row, column(opened[sheet], name))
        cell.value = value  # type: ignore[assignment]
        if form:
            cell.number_format = form

    return edit


def refused(path, folder, onto=None) -> list[str]:
    """The faults of a workbook that is not taken; nothing is written."""
    with pytest.raises(BookError) as caught:
        adopt_workbook(path, folder, onto=onto)
    assert not folder.exists()
    assert [one.name for one in folder.parent.iterdir()] == [path.name]
    return [str(fault) for fault in caught.value.faults]


def test_a_slip_is_told_by_sheet_and_cell(slim, valley, tmp_path):
    change(slim, put("power.demand", 2, "night_mw", "abc"))
    assert refused(slim, tmp_path / "out", onto=valley) == [
        "book.xlsx sheet power.demand cell C2: 'abc' is not a number (a number of MW, at least 0)"
    ]


def test_all_slips_are_told_at_once(book, tmp_path):
    def edit(opened):
        put("power.demand", 3, "night_mw", -5)(opened)
        put("regions", 4, "status", "helt")(opened)
        put("deliveries", 2, "date", "soon")(opened)
        put("deliveries", 3, "item", "batery")(opened)
        put("actors", 4, "id", "NN")(opened)
        opened["scenario.toml"]["A4"] = "start = tomorrow"

    found = refused(change(book, edit), tmp_path / "out")
    told = [line.split(": ")[0] for line in found]
    assert told == [
        "book.xlsx sheet scenario.toml cell A4",
        "book.xlsx sheet actors cell A4",
        "book.xlsx sheet deliveries cell E2",
        "book.xlsx sheet deliveries cell C3",
        "book.xlsx sheet power.demand cell C3",
        "book.xlsx sheet regions cell D4",
    ]
    assert "repeats the id of row 2" in found[1]
    assert "the nearest is battery" in found[3]


def test_rows_are_told_as_they_stand_although_some_are_blank(slim, valley, tmp_path):
    def edit(opened):
        opened["actors"].insert_rows(3, 2)
        put("actors", 6, "id", "NN")(opened)

    found = refused(change(slim, edit), tmp_path / "out", onto=valley)
    assert "book.xlsx sheet actors cell A6: 'NN' repeats the id of row 2" in found


def test_a_missing_column_a_missing_sheet_and_an_unknown_header(book, tmp_path):
    def edit(opened):
        opened["regions"].delete_cols(column(opened["regions"], "population"))
        del opened["power.links"], opened["gas.supply"]
        opened["actors"]["B1"] = "nam"

    found = refused(change(book, edit), tmp_path / "out")
    assert any("sheet gas.supply: the table is missing" in line for line in found)
    assert any("sheet regions cell row 1: " not in line and "population" in line for line in found)
    assert any(line.startswith("book.xlsx sheet actors cell B1: is not a column") for line in found)
    assert not any("power.links" in line for line in found)  # may be left out


HABITS = [
    ("power.demand", "night_mw", "1 200", "1200"),
    ("power.demand", "night_mw", "1\u202f200.5", "1200.5"),
    ("regions", "defence_share", "25 %", "0.25"),
    ("power.generators", "units", "2.0", "2"),
    ("deliveries", "date", "15 janvier 2031", "2031-01-15"),
    ("deliveries", "date", "15.01.2031", "2031-01-15"),
    ("deliveries", "date", datetime.datetime(2031, 1, 15, 12), "2031-01-15"),
    ("deliveries", "slips", True, "yes"),
    ("deliveries", "slips", "FALSE", "no"),
    ("deliveries", "slips", "Oui", "yes"),
    ("regions", "status", "HELD", "held"),
]


@pytest.mark.parametrize(("sheet", "name", "typed", "meant"), HABITS)
def test_habits_are_understood_and_told(slim, valley, tmp_path, sheet, name, typed, meant):
    change(slim, put(sheet, 2, name, typed))
    lines = adopt_workbook(slim, tmp_path / "out", onto=valley).lines
    table = read_scenario(tmp_path / "out").table(sheet.replace(".", "/"))
    assert table.cells[name][0] == meant
    assert len(lines) == 1
    assert lines[0].startswith(f"book.xlsx sheet {sheet}: cell ")
    assert lines[0].endswith(f"is taken as '{meant}'")


@pytest.mark.parametrize(
    ("typed", "form", "meant"),
    [(0.25, "0%", "0.25"), (0.07, "0.00%", "0.07"), (0.5, "# ?/?", "0.5"), (0.125, "0.0", "0.125")],
)
def test_a_number_is_what_it_is_whatever_its_format(slim, valley, tmp_path, typed, form, meant):
    change(slim, put("regions", 2, "defence_share", typed, form))
    assert adopt_workbook(slim, tmp_path / "out", onto=valley).lines == ()
    assert read_scenario(tmp_path / "out").table("regions").cells["defence_share"][0] == meant


@pytest.mark.parametrize("typed", ["1,5", "1.200,5", "about 3", "2–3"])
def test_a_number_that_may_be_two_is_a_fault(slim, valley, tmp_path, typed):
    change(slim, put("power.demand", 2, "night_mw", typed))
    assert len(refused(slim, tmp_path / "out", onto=valley)) == 1


def test_an_ambiguous_day_is_a_fault(slim, valley, tmp_path):
    change(slim, put("deliveries", 2, "date", "03/01/2031"))
    assert "cell E2: '03/01/2031' is not a day" in refused(slim, tmp_path / "out", onto=valley)[0]


def test_a_real_day_in_any_format_is_a_day(slim, valley, tmp_path):
    change(slim, put("deliveries", 2, "date", datetime.date(2031, 1, 16), "d mmm yy"))
    adopt_workbook(slim, tmp_path / "out", onto=valley)
    assert read_scenario(tmp_path / "out").table("deliveries").cells["date"][0] == "2031-01-16"


def test_blank_rows_at_the_end_and_formats_far_below_do_no_harm(slim, valley, tmp_path):
    def edit(opened):
        sheet = opened["actors"]
        sheet.cell(9, 1).value = "   "
        sheet.cell(5000, 2).number_format = "0.00"

    adopt_workbook(change(slim, edit), tmp_path / "out", onto=valley)
    assert (tmp_path / "out" / "actors.csv").read_text().count("\n") == 4


def test_a_title_above_the_header_is_told(slim, valley, tmp_path):
    def edit(opened):
        opened["regions"].insert_rows(1, 2)
        opened["regions"]["A1"] = "Regions of the valley"

    found = refused(change(slim, edit), tmp_path / "out", onto=valley)
    assert found[0].startswith(
        "book.xlsx sheet regions cell A1: 'Regions of the valley' is no header; it seems to stand "
        "in row 3"
    )


def test_hidden_rows_columns_and_sheets_are_taken_and_told(slim, valley, tmp_path):
    def edit(opened):
        opened["actors"].row_dimensions[3].hidden = True
        opened["actors"].column_dimensions["B"].hidden = True
        opened["regions"].sheet_state = "hidden"

    lines = adopt_workbook(change(slim, edit), tmp_path / "out", onto=valley).lines
    assert lines == (
        "book.xlsx sheet actors: hidden rows are taken, too: 3",
        "book.xlsx sheet actors: hidden columns are taken, too: name",
        "book.xlsx sheet regions: the sheet is hidden and is taken, too",
    )
    assert len(read_scenario(tmp_path / "out").table("actors")) == 3


def with_result(path, sheet: str, cell: str, formula: str, result: str | None):
    """Write a formula with the result that a spreadsheet would keep beside it."""
    import zipfile

    change(path, lambda opened: opened[sheet].__getitem__(cell).__setattr__("value", formula))
    if result is None:
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = f"<f>{formula[1:]}</f><v />".encode()
    assert sum(text in part for part in parts.values()) == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(
                name, part.replace(text, text.replace(b"<v />", f"<v>{result}</v>".encode()))
            )


def test_formulas_are_taken_by_their_result_and_listed(slim, valley, tmp_path):
    with_result(slim, "power.demand", "C2", "=600*2", "1200")
    lines = adopt_workbook(slim, tmp_path / "out", onto=valley).lines
    assert lines == ("book.xlsx sheet power.demand: 1 formulas are taken by their last result: C2",)
    assert read_scenario(tmp_path / "out").table("power/demand").cells["night_mw"][0] == "1200"


def test_a_formula_without_a_result_is_a_fault(slim, valley, tmp_path):
    with_result(slim, "power.demand", "C2", "=600*2", None)
    assert refused(slim, tmp_path / "out", onto=valley) == [
        "book.xlsx sheet power.demand cell C2: '=600*2' is a formula without a result: open the "
        "workbook, save it, or write the value"
    ]


def test_errors_merged_cells_and_cells_beside_are_faults(slim, valley, tmp_path):
    def edit(opened):
        cell = opened["power.demand"]["C2"]
        cell.value, cell.data_type = "#DIV/0!", "e"
        opened["actors"].merge_cells("C3:C4")
        opened["regions"]["L3"] = "see mail"

    found = refused(change(slim, edit), tmp_path / "out", onto=valley)
    assert any("sheet power.demand cell C2: '#DIV/0!' is an error" in line for line in found)
    assert any("sheet actors cell C3:C4: is merged" in line for line in found)
    assert any("sheet regions cell L3: 'see mail' stands under no header" in line for line in found)


def test_a_sheet_of_notes_is_left_out_and_told_but_a_slip_of_the_name_is_a_fault(book, tmp_path):
    change(book, lambda opened: opened.create_sheet("To do").append(["call the operator"]))
    assert adopt_workbook(book, tmp_path / "out").lines == (
        "book.xlsx sheet To do: is left out: it is not the sheet of a table",
    )

    def rename(opened):
        opened["power.links"].title = "power.link"

    change(book, rename)
    assert "the nearest is power.links" in refused_again(book, tmp_path / "again")


def refused_again(path, folder) -> str:
    with pytest.raises(BookError) as caught:
        adopt_workbook(path, folder)
    assert not folder.exists()
    return "\n".join(map(str, caught.value.faults))


def test_tables_that_the_workbook_lacks_may_come_from_a_scenario(book, valley, tmp_path):
    def edit(opened):
        for name in opened.sheetnames:
            if name != "power.demand":
                del opened[name]
        put("power.demand", 2, "night_mw", 77)(opened)

    adopt_workbook(change(book, edit), tmp_path / "out", onto=valley)
    back = read_scenario(tmp_path / "out")
    assert back.table("power/demand").cells["night_mw"][0] == "77"
    assert {**back.files, "power/demand.csv": ""} == {**valley.files, "power/demand.csv": ""}


def test_no_folder_is_written_over(book, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        adopt_workbook(book, tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_the_first_sheet_may_be_gone(book, valley, tmp_path):
    change(book, lambda opened: opened.remove(opened["about"]))
    assert adopt_workbook(book, tmp_path / "out").lines == (
        "book.xlsx sheet columns: is left out",
        "book.xlsx sheet parameters.known: is left out",
    )
    assert read_scenario(tmp_path / "out").files == valley.files
