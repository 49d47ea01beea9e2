"""Dirty sheets: what is sure, what is asked, and that nothing unclear is ever taken."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from adopt import dirty
from adopt.books import change
from holdfast.adopt.fault import BookError
from holdfast.adopt.guesses import read_guesses, write_guesses
from holdfast.adopt.needs import adopt_needs, read_needs
from holdfast.scenario import read_scenario

FIXTURES = (
    dirty.bilingual,
    dirty.sections,
    dirty.both_quantities,
    dirty.headless,
    dirty.awkward,
)


def told(needs, *whats: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Guesses by cell and kind: what is taken and how sure it is."""
    return {
        (one.cell, one.what): (one.taken, one.sureness)
        for one in needs.guesses
        if not whats or one.what in whats
    }


def settle(needs, path, answers: dict[tuple[str, str], str]) -> object:
    """Write the guesses, fill in what a person would, and read them back."""
    written = write_guesses(needs.guesses, path, None)
    with open(written, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        answer = answers.get((row["cell"], row["what"]))
        if answer is not None:
            row["taken"] = answer
    with open(written, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return read_guesses(written)


def test_a_sheet_in_two_languages(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    found = told(needs)
    assert {cell: taken for (cell, what), (taken, _) in found.items() if what == "column"} == {
        "A4": "partner",
        "B4": "item",
        "C4": "quantity",
        "D4": "unit",
        "E4": "arrival",
        "F4": "region",
        "G4": "value",
        "H4": "note",
    }
    assert found["A4", "rows are"] == ("offers", "likely")
    # a merged cell is sure, a blank one below it is not
    assert found["A5", "partner"] == ("DE", "sure")
    assert ("A6", "partner") not in found
    assert found["A7", "partner"] == ("DE", "likely")
    assert found["A8", "partner"] == ("UK", "sure")
    assert found["A10", "partner"] == ("US", "sure")
    assert found["A11", "partner"] == ("", "unclear")
    assert found["B5", "item"] == ("large_transformer", "likely")
    assert found["B7", "item"] == ("", "unclear")
    assert found["B8", "item"] == ("medium_transformer", "sure")
    assert found["C6", "quantity"] == ("1200", "sure")
    assert found["C7", "quantity"] == ("", "unclear")
    assert found["C8", "quantity"] == ("50", "likely")
    assert found["C10", "quantity"] == ("", "unclear")
    assert found["E5", "arrival"] == ("2023-03-15", "sure")
    assert found["E6", "arrival"] == ("2023-03-31", "likely")
    assert found["E8", "arrival"] == ("2023-03-15", "sure")
    assert found["E9", "arrival"] == ("2023-02-01", "sure")
    assert found["E10", "arrival"] == ("", "unclear")
    assert found["F7", "region"] == ("NEA", "sure")
    assert found["G6", "value in millions"] == ("12.5", "likely")
    assert found["G8", "value in millions"] == ("", "sure")
    assert found["A12", "row"] == ("", "sure")  # the total
    assert found["A13", "row"] == ("", "likely")  # the note
    others = {one.cell + one.what: one.others for one in needs.guesses}
    assert others["C7quantity"] == ("1200", "1.2")
    assert others["E10arrival"] == ("2023-04-03", "2023-03-04")


ANSWERS = {
    ("A11", "partner"): "PRIV",
    ("B7", "item"): "small_generator",
    ("B11", "item"): "none",
    ("B11", "kind of help"): "humanitarian",
    ("C7", "quantity"): "1200",
    ("C10", "quantity"): "3",
    ("E10", "arrival"): "2023-04-03",
    ("E11", "arrival"): "-",
    ("C8", "quantity"): "48",
    ("A7", "partner"): "AT",
}


def test_what_a_person_settles_becomes_rows(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    decided = settle(read_needs(path, bucharest), path, ANSWERS)
    needs = read_needs(path, bucharest, decided)
    assert not needs.open
    counts = adopt_needs(needs, bucharest, tmp_path / "out")
    assert counts == {"asks": 0, "offers": 7, "deliveries": 6}
    back = read_scenario(tmp_path / "out")
    rows = {row["id"]: row for row in back.tables["offers"].rows()}
    assert rows["N1-7"]["partner"] == "AT"
    assert rows["N1-7"]["said"] == "Générateurs"
    assert rows["N1-8"]["quantity"] == "48"
    assert rows["N1-6"]["value_million"] == "12.5"
    assert rows["N1-6"]["currency"] == "EUR"
    assert rows["N1-11"]["item"] == ""
    assert rows["N1-11"]["kind"] == "humanitarian"
    assert rows["N1-5"]["note"] == "dirty.xlsx, sheet Offres, row 5; used"
    sent = {row["id"]: row for row in back.tables["deliveries"].rows()}
    assert sent["N1-5"]["date"] == "2023-03-15"
    assert sent["N1-5"]["region"] == "NEA"
    assert sent["N1-5"]["offer"] == "N1-5"
    assert "N1-11" not in sent
    # what was there before is there still, and nothing else has changed
    assert len(back.tables["offers"]) == len(bucharest.tables["offers"]) + 7
    for file, text in bucharest.files.items():
        if file not in ("offers.csv", "deliveries.csv"):
            assert back.files[file] == text


@pytest.mark.parametrize("fixture", FIXTURES)
def test_nothing_unclear_is_ever_taken(fixture, bucharest, tmp_path):
    path = fixture(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    assert needs.open
    for one in needs.guesses:
        assert one.sureness != "unclear" or one.taken == ""
    with pytest.raises(ValueError, match="still open"):
        adopt_needs(needs, bucharest, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    # handed back as it is, every unclear line is a fault, and still nothing is written
    unclear = [one for one in needs.guesses if one.sureness == "unclear"]
    if unclear:
        with pytest.raises(BookError) as caught:
            read_needs(path, bucharest, settle(needs, path, {}))
        assert len(caught.value.faults) == len(unclear)


def test_headings_between_rows(bucharest, tmp_path):
    needs = read_needs(dirty.sections(tmp_path / "dirty.xlsx"), bucharest)
    found = told(needs)
    assert found["A4", "column"] == ("index", "sure")
    assert found["C5", "row"] == ("", "likely")
    assert found["C6", "partner"] == ("DE", "sure")
    assert found["C10", "partner"] == ("IT", "sure")
    assert found["E7", "arrival"] == ("2023-03-01", "likely")
    assert found["E8", "arrival"] == ("2023-03-31", "likely")
    assert found["A12", "row"] == ("", "sure")
    assert found["A4", "asked by"] == ("UA", "likely")
    assert found["C2", "day of the asks"] == ("2023-01-12", "likely")
    assert found["D15", "quantity"] == ("30", "likely")
    decided = settle(needs, tmp_path / "dirty.xlsx", {})
    entries = read_needs(tmp_path / "dirty.xlsx", bucharest, decided).entries
    assert [(one.side, one.row) for one in entries] == [
        ("offers", 7),
        ("offers", 8),
        ("offers", 11),
        ("asks", 14),
        ("asks", 15),
    ]
    assert entries[0].values["partner"] == "DE"
    assert entries[2].values["partner"] == "IT"
    assert entries[3].values["said"] == "Transformateurs 110 kV"
    assert entries[3].values["by_when"] == "avant l'hiver"
    assert entries[4].values["unit"] == "km"


def test_needed_beside_promised_makes_an_ask_and_an_offer(bucharest, tmp_path):
    path = dirty.both_quantities(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    found = told(needs)
    assert found["A2", "column"] == ("item", "sure")
    assert found["B3", "column"] == ("needed", "sure")
    assert found["C3", "column"] == ("offered", "sure")
    assert found["D2", "column"] == ("partner", "sure")
    assert found["E2", "column"] == ("arrival", "sure")
    assert found["D4", "partner"] == ("DE", "sure")
    assert found["E5", "arrival"] == ("2023-06-30", "likely")
    assert found["A7", "row"] == ("", "sure")
    again = read_needs(path, bucharest, settle(needs, path, {}))
    assert [(one.side, one.row, one.values["quantity"]) for one in again.entries] == [
        ("asks", 4, "10"),
        ("offers", 4, "2"),
        ("asks", 5, "1500"),
        ("offers", 5, "500"),
        ("asks", 6, "20"),
    ]


def test_without_a_header_the_content_speaks(bucharest, tmp_path):
    needs = read_needs(dirty.headless(tmp_path / "dirty.xlsx"), bucharest)
    found = told(needs, "column", "rows are")
    assert found == {
        ("A1", "column"): ("partner", "likely"),
        ("B1", "column"): ("item", "likely"),
        ("C1", "column"): ("quantity", "likely"),
        ("D1", "column"): ("arrival", "likely"),
        ("A1", "rows are"): ("offers", "likely"),
    }


def test_what_is_awkward_is_left_to_a_person(bucharest, tmp_path):
    needs = read_needs(dirty.awkward(tmp_path / "dirty.xlsx"), bucharest)
    found = told(needs)
    assert found["C2", "quantity"] == ("", "unclear")  # one number for two rows
    assert found["C3", "quantity"] == ("", "unclear")
    assert found["E1", "column"] == ("", "unclear")  # a second column of items
    assert found["A5", "partner"] == ("", "unclear")  # blank after a gap
    assert found["A6", "partner"] == ("", "unclear")  # two are named
    assert found["D6", "arrival"] == ("", "unclear")
    assert found["C7", "quantity"] == ("", "unclear")  # below 0
    assert found["D7", "arrival"] == ("", "unclear")
    assert found["A3", "partner"] == ("SE", "likely")


def test_a_formula_without_a_result_is_a_fault(bucharest, tmp_path):
    path = dirty.awkward(tmp_path / "dirty.xlsx")
    change(path, lambda opened: opened["Pledges"].__setitem__("A3", "=A2"))
    with pytest.raises(BookError, match="sheet Pledges cell A3: '=A2' is a formula without"):
        read_needs(path, bucharest)


def test_a_column_that_is_corrected_is_read_as_what_it_is(bucharest, tmp_path):
    path = dirty.headless(tmp_path / "dirty.xlsx")
    decided = settle(read_needs(path, bucharest), path, {("D1", "column"): "pledged"})
    needs = read_needs(path, bucharest, decided)
    assert ("D1", "pledged") in told(needs)
    assert ("D1", "arrival") not in told(needs)
    assert any("about nothing that is read now" in line for line in needs.lines)


def test_an_offer_that_is_there_already_is_asked_about(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    change(path, lambda opened: opened["Offres"].__setitem__("C9", 100))
    row = told(read_needs(path, bucharest), "row")
    assert row["A9", "row"] == ("", "unclear")


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
