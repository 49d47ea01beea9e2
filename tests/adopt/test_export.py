"""A scenario as a workbook: the same bytes come back, and a person finds what they need."""

from __future__ import annotations

import dataclasses

import openpyxl
import pytest

from adopt.books import change, column
from holdfast.adopt.export import export_scenario
from holdfast.adopt.fault import BookError
from holdfast.adopt.look import COLOURS
from holdfast.adopt.sheets import ABOUT, SETTINGS, settings_rows, settings_text, sheet_of
from holdfast.adopt.workbook import adopt_workbook
from holdfast.scenario import Scenario, new, parameters, read_scenario, schemas
from holdfast.show.theme import LIGHT


@pytest.mark.parametrize("name", ["valley", "bucharest-2022", "new"])
def test_an_example_comes_back_byte_for_byte(name, root, tmp_path):
    source = root / "examples" / name
    if name == "new":
        source = new(tmp_path / "new")
    scenario = read_scenario(source)
    assert export_scenario(scenario, tmp_path / "book.xlsx") == []
    adopt_workbook(tmp_path / "book.xlsx", tmp_path / "back")
    back = read_scenario(tmp_path / "back")
    assert back.files == scenario.files
    assert back.digest == scenario.digest
    for file, text in scenario.files.items():
        assert (tmp_path / "back" / file).read_bytes() == text.encode()


def test_a_table_that_is_left_out_is_left_out_again_and_an_empty_one_is_empty(valley, tmp_path):
    files = dict(valley.files)
    files["sources.csv"] = "id,outlet,published,speaker,statement,address\n"
    scenario = Scenario.from_files(files)
    export_scenario(scenario, tmp_path / "book.xlsx")
    adopt_workbook(tmp_path / "book.xlsx", tmp_path / "back")
    back = read_scenario(tmp_path / "back")
    assert back.files["sources.csv"] == files["sources.csv"]
    assert "offers.csv" not in back.files


def test_a_table_that_was_left_out_may_be_filled_in(book, tmp_path):
    def edit(opened):
        sheet = opened["meetings"]
        for name, value in (("id", "m1"), ("name", "Meeting"), ("date", "2030-12-05")):
            sheet.cell(2, column(sheet, name)).value = value

    adopt_workbook(change(book, edit), tmp_path / "back")
    text = (tmp_path / "back" / "meetings.csv").read_text()
    assert text == "id,name,date\nm1,Meeting,2030-12-05\n"


def test_files_in_another_form_keep_every_cell_and_are_named(valley, tmp_path):
    files = dict(valley.files)
    actors = files["actors.csv"]
    files["actors.csv"] = "\ufeff" + actors.replace("\n", "\r\n")
    files["stocks.csv"] = files["stocks.csv"].replace("\n", "\n,,\n", 1)
    lines = export_scenario(Scenario.from_files(files), tmp_path / "book.xlsx")
    assert [line.partition(":")[0] for line in lines] == ["actors.csv", "stocks.csv"]
    adopt_workbook(tmp_path / "book.xlsx", tmp_path / "back")
    assert (tmp_path / "back" / "actors.csv").read_text() == actors


@pytest.mark.parametrize(
    "text",
    ["", "a", "a\n", "a\nb", "a\r\nb\r\n", "a\r\nb", "a\n\n\n", "\n", "\n\na", "a\r\nb\n", "a \n"],
)
def test_the_text_of_the_settings_comes_back(text):
    assert settings_text(settings_rows(text)) == text


def test_settings_with_windows_line_ends_and_no_last_one_come_back(valley, tmp_path):
    files = dict(valley.files)
    files[SETTINGS] = files[SETTINGS].rstrip("\n").replace("\n", "\r\n")
    export_scenario(Scenario.from_files(files), tmp_path / "book.xlsx")
    adopt_workbook(tmp_path / "book.xlsx", tmp_path / "back")
    assert (tmp_path / "back" / SETTINGS).read_bytes() == files[SETTINGS].encode()


def test_every_table_has_a_sheet_that_explains_itself(book):
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames[:2] == [ABOUT, SETTINGS]
    assert max(map(len, opened.sheetnames)) <= 31
    for name, schema in schemas().items():
        sheet = opened[sheet_of(name)]
        assert sheet.freeze_panes in ("A2", "B2")
        for cell in sheet[1]:
            spec = schema.columns[cell.value]
            assert spec.doc in cell.comment.text
            assert spec.unit in ("", "1") or spec.unit in cell.comment.text
            if spec.default:
                assert f"Blank means {spec.default}." in cell.comment.text
            # needed columns are told by weight as well as by colour
            assert bool(cell.font.b) == spec.required
            assert bool(cell.font.i) == bool(spec.bounds)


def lists(sheet) -> dict[str, str]:
    """Drop-down lists of a sheet by the header of their column."""
    made = {}
    for rule in sheet.data_validations.dataValidation:
        first = str(rule.sqref).partition(":")[0]
        made[sheet[f"{first.rstrip('0123456789')}1"].value] = rule.formula1
    return made


def test_choices_and_references_have_lists(book, valley):
    opened = openpyxl.load_workbook(book)
    regions, demand = lists(opened["regions"]), lists(opened["power.demand"])
    allowed = schemas()["regions"].columns["status"].allowed
    assert regions["status"] == f'"{",".join(allowed)}"'
    assert demand["region"].startswith("'regions'!$A$2:$A$")
    assert demand["bus"].startswith("'power.buses'!$A$2:$A$")
    known = lists(opened["parameters"])["id"]
    assert known == f"'parameters.known'!$A$2:$A${len(parameters()) + 1}"
    sheet = opened["parameters.known"]
    assert [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)] == list(parameters())


def test_every_column_with_choices_or_a_reference_has_a_list(book):
    opened = openpyxl.load_workbook(book)
    for name, schema in schemas().items():
        sheet = opened[sheet_of(name)]
        have = lists(sheet)
        for cell in sheet[1]:
            spec = schema.columns[cell.value]
            assert (spec.name in have) == bool(
                spec.allowed or spec.references or (name, spec.name) == ("parameters", "id")
            )


def test_columns_of_text_stay_text_when_typed_into(book):
    opened = openpyxl.load_workbook(book)
    assert opened["actors"].column_dimensions["A"].number_format == "@"
    assert opened["deliveries"].column_dimensions["E"].number_format == "yyyy-mm-dd"


def test_the_colours_are_those_of_the_report():
    assert {name: f"#{code}" for name, code in COLOURS.items()}.items() <= LIGHT.items()


def test_no_workbook_is_written_over(valley, tmp_path):
    taken = tmp_path / "book.xlsx"
    taken.write_text("mine")
    with pytest.raises(FileExistsError):
        export_scenario(valley, taken)
    assert taken.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_another_ending_is_refused(valley, tmp_path):
    with pytest.raises(BookError, match=r"ends in \.xlsx"):
        export_scenario(valley, tmp_path / "book.csv")


def test_a_cell_too_long_is_a_fault_that_names_it_and_nothing_is_left(valley, tmp_path):
    text = valley.files["actors.csv"].replace("Valley", "V" * 40_000)
    scenario = dataclasses.replace(valley, files={**valley.files, "actors.csv": text})
    with pytest.raises(BookError) as caught:
        export_scenario(scenario, tmp_path / "book.xlsx")
    assert [fault.file for fault in caught.value.faults] == ["book.xlsx sheet actors cell B4"]
    assert list(tmp_path.iterdir()) == []
