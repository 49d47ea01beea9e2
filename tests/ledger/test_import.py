"""Rows from csv files and workbooks: all or none, every slip told, and twice is as once."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from holdfast import ledger
from ledger.pledges import GIFT, STANCE, WHO, WRITTEN, changed

FIELDS = ("id", "kind", "of", "partner", "item", "quantity", "unit", "date", "due", "region",
          "source", "asked_by")  # fmt: skip
MAPPING = """
sheet = "Help"
header = 2
[columns]
"Ref" = "id"
"What" = "kind"
"Follows" = "of"
"Country" = "partner"
"Good" = "item"
"Number" = "quantity"
"Day" = "date"
"Remarks" = "-"
[constants]
source = "desk"
[values.kind]
"pledged" = "offer"
"came" = "arrival"
[values.item]
"Gensets" = "generator_set"
"""


def text_of(rows, between: str = ",") -> str:
    lines = [FIELDS, *([row.get(name, "") for name in FIELDS] for row in rows)]
    return "".join(between.join(line) + "\n" for line in lines)


def entered(book, path, mapping=None):
    return book.append(ledger.read_file(path, mapping), who=WHO, written=WRITTEN)


def faults(book, path, mapping=None) -> list[str]:
    before = book.head()
    with pytest.raises(ledger.LedgerError) as caught:
        entered(book, path, mapping)
    assert book.head() == before
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def sheet(tmp_path):
    """A workbook as people keep it, with days and numbers as such, and its mapping."""
    book = openpyxl.Workbook()
    help_, notes = book.active, book.create_sheet("Notes")
    help_.title = "Help"
    notes.append(["nothing of a ledger"])
    help_.append(["What was pledged in Bucharest"])
    help_.append(["Ref", "What", "Follows", "Country", "Good", "Number", "Day", "Remarks"])
    help_.append(["O1", "pledged", None, "EN", "Gensets", 50, datetime.datetime(2030, 11, 5), "x"])
    help_.append([None] * 8)
    help_.append(["C1", "commitment", "O1", None, None, 50.0, datetime.date(2030, 11, 10)])
    help_.append(["A1", "came", "C1", None, None, 20.5, "2030-12-04"])
    book.save(tmp_path / "help.xlsx")
    (tmp_path / "help.toml").write_text(MAPPING)
    return tmp_path / "help.xlsx"


@pytest.mark.parametrize("between", [",", ";"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_a_csv_file(book, tmp_path, between, begin):
    (tmp_path / "gift.csv").write_text(begin + text_of(GIFT, between))
    made = entered(book, tmp_path / "gift.csv")
    assert [dict(entry.fields) for entry in made.new] == list(GIFT)


def test_the_same_file_twice_changes_nothing(book, tmp_path):
    (tmp_path / "gift.csv").write_text(text_of(GIFT))
    first = entered(book, tmp_path / "gift.csv")
    again = entered(book, tmp_path / "gift.csv")
    assert (again.new, again.known, again.head) == ((), first.new, first.head)
    (tmp_path / "gift.csv").write_text(text_of([changed(GIFT[0], id="R2"), *reversed(GIFT)]))
    more = entered(book, tmp_path / "gift.csv")
    assert [entry.name for entry in more.new] == ["R2"]
    assert len(more.known) == len(GIFT)


def test_a_changed_row_is_no_new_entry(book, tmp_path):
    (tmp_path / "gift.csv").write_text(text_of(GIFT))
    entered(book, tmp_path / "gift.csv")
    (tmp_path / "gift.csv").write_text(text_of([*GIFT[:4], changed(GIFT[4], quantity="21")]))
    (said,) = faults(book, tmp_path / "gift.csv")
    assert said.startswith("gift.csv row 6, column id: 'A1' is told by source desk in entry 5")


def test_one_faulty_row_and_nothing_is_entered(book, tmp_path):
    rows = [*GIFT, changed(GIFT[4], id="A2", quantity="many", date="2030-13-01"),
            changed(GIFT[4], id="A3", quantity="31")]  # fmt: skip
    (tmp_path / "gift.csv").write_text(text_of(rows))
    found = faults(book, tmp_path / "gift.csv")
    assert [one.partition(":")[0] for one in found] == [
        "gift.csv row 8, column quantity",
        "gift.csv row 8, column date",
        "gift.csv row 9, column quantity",
    ]


def test_a_workbook_with_other_names(book, sheet):
    made = entered(book, sheet, sheet.with_suffix(".toml"))
    assert [(entry.kind, entry.fields.get("quantity")) for entry in made.new] == [
        ("offer", "50"), ("commitment", "50"), ("arrival", "20.5"),
    ]  # fmt: skip
    assert [entry.fields["date"] for entry in made.new] == [
        "2030-11-05",
        "2030-11-10",
        "2030-12-04",
    ]
    assert {entry.fields["source"] for entry in made.new} == {"desk"}
    assert entered(book, sheet, sheet.with_suffix(".toml")).new == ()


def test_faults_of_a_workbook_are_told_by_its_own_headings(book, sheet):
    found = openpyxl.load_workbook(sheet)
    found["Help"]["F6"] = "twenty"
    found["Help"]["I3"] = "stray"
    found.save(sheet)
    assert faults(book, sheet, sheet.with_suffix(".toml")) == [
        "help.xlsx sheet Help row 3: 'stray' stands under no heading: give one, or clear the cell"
    ]
    found["Help"]["I3"] = None
    found.save(sheet)
    assert faults(book, sheet, sheet.with_suffix(".toml")) == [
        "help.xlsx sheet Help row 6, column Number: 'twenty' is not a number; allowed: a number, "
        "at least 0"
    ]


def test_headings_that_are_not_known(book, tmp_path):
    (tmp_path / "gift.csv").write_text("id,kindd,Kind,kind\nO1,offer,offer,offer\n")
    assert faults(book, tmp_path / "gift.csv") == [
        "gift.csv row 1: 'kindd' is not a field; the nearest is kind; other headings are given "
        "their fields in a mapping (--columns)",
        "gift.csv row 1: 'kind' gives the field kind again",
    ]


def test_titles_above_the_headings_are_one_fault_that_names_the_other_reader(book, tmp_path):
    lines = ["Pledges, third edition;;", "as of 24 Nov;;", "Donor;Item;No.", "DE;x;30", "US;y;2"]
    (tmp_path / "gift.csv").write_text("\n".join(lines))
    (said,) = faults(book, tmp_path / "gift.csv")
    assert said == (
        "gift.csv row 1: 'Pledges, third edition' has no heading that is a field: give the row of "
        "the headings (header) and their fields in a mapping (--columns); a sheet as people keep "
        "it, with titles and totals, is read by `holdfast adopt needs`"
    )


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("[columns]\n'a' = 'partnr'\n", "columns.a: 'partnr' is not a field; the nearest is part"),
        ("[columns]\n'a' = 'id'\n'b' = 'id'\n", "columns: 'id' is given by more than one"),
        ("[constants]\nwho = 'x'\n", "constants: 'who' is not a field"),
        ("[values.knd]\na = 'b'\n", "values: 'knd' is not a field"),
        ("heading = 3\n", "heading: is not allowed: extra inputs"),
        ("header = 0\n", "header: is not allowed: input should be greater"),
        ("[columns\n", "map.toml: cannot be read"),
        ("sheet = 'Hepl'\n", "help.xlsx: has no filled sheet Hepl; the nearest is Help"),
        ("header = 4\nsheet = 'Help'\n", "help.xlsx sheet Help row 4: is blank"),
        (MAPPING.replace("Ref", "Reff"), "row 2: 'Ref' is not a field; known: id"),
        (MAPPING.replace("Ref", "Reff"), "'Reff' of the mapping is no heading of row 2"),
    ],
)
def test_a_mapping_that_does_not_fit(book, sheet, tmp_path, mapping, said):
    (tmp_path / "map.toml").write_text(mapping)
    assert any(said in one for one in faults(book, sheet, tmp_path / "map.toml"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gift.csv", b"id,kind\nO1,\xff\n", "gift.csv row 2: '0xff' is a byte that is not UTF-8"),
        ("gift.csv", b'id,kind\n"O1,offer\n', "gift.csv row 2: cannot be read: unexpected end"),
        ("gift.csv", b"id,kind\n", "gift.csv: holds no row beneath its headings"),
        ("gift.csv", b"", "gift.csv row 1: is blank: no headings stand there"),
        ("gift.ods", b"x", "gift.ods: is neither a .csv nor an .xlsx file"),
        ("gift.xlsx", b"not a zip", "gift.xlsx: cannot be read as a workbook"),
    ],
)
def test_files_that_cannot_be_read(book, tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    (found,) = faults(book, tmp_path / name)
    assert found.startswith(said)


def test_no_file_and_a_folder(book, tmp_path):
    assert faults(book, tmp_path / "none.csv") == ["none.csv: is not there"]
    (tmp_path / "folder.csv").mkdir()
    assert faults(book, tmp_path / "folder.csv") == ["folder.csv: is not a file"]


def test_a_stance_from_a_table(book, tmp_path):
    names = tuple(STANCE)
    (tmp_path / "p.csv").write_text(f"{','.join(names)}\n{','.join(STANCE.values())}\n")
    assert dict(entered(book, tmp_path / "p.csv").new[0].fields) == STANCE
