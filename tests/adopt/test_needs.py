"""Dirty sheets: what is sure, what is asked, and that nothing unclear is ever taken."""

from __future__ import annotations

import dataclasses
import datetime
import random

import pytest

from adopt import dirty
from adopt.books import change, made
from adopt.settling import ANSWERS, settle, told
from holdfast.adopt.book import Cell, Span, read_book
from holdfast.adopt.entries import total_in
from holdfast.adopt.fault import BookError
from holdfast.adopt.needs import adopt_needs, needs_of, read_needs, rest
from holdfast.scenario import read_scenario

FIXTURES = (
    dirty.bilingual,
    dirty.sections,
    dirty.both_quantities,
    dirty.headless,
    dirty.awkward,
)


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


CELLS = (
    None, "", " ", "x", 0, -1, 3, 3.5, 1e300, 44986, 2023, True, "1,200", "2–3", "TOTAL", "Offers",
    "Besoins", "Germany", "Allemagne et France", "mars 2023", "03/04/23", "Item", "Quantity",
    "Partner", "(", "[x]", "é" * 300, "=1", "\u2028", "€", "12 M€", "³", "½ lot", "٣", "١٥ mars",
    datetime.datetime(2023, 3, 1), datetime.time(1, 2), datetime.timedelta(3),
)  # fmt: skip


@pytest.mark.parametrize("fixture", FIXTURES)
def test_any_sheet_is_read_without_an_error(fixture, bucharest, tmp_path):
    """Forty random changes and new merges a sheet; whatever is read, nothing unclear is taken."""
    book = read_book(fixture(tmp_path / "dirty.xlsx"))
    for seed in range(40):
        dice = random.Random(seed)
        sheets = []
        for sheet in book.sheets:
            cells = dict(sheet.cells)
            for _ in range(dice.randint(1, 12)):
                place = (dice.randint(1, sheet.height + 1), dice.randint(1, sheet.width + 1))
                value = dice.choice(CELLS)
                if value is None:
                    cells.pop(place, None)
                else:
                    cells[place] = Cell(value)
            top, left = dice.randint(1, 9), dice.randint(1, 5)
            span = Span(top, left, top + dice.randint(0, 3), left + dice.randint(0, 3))
            merged = (*sheet.merged, span)
            sheets.append(dataclasses.replace(sheet, cells=cells, merged=merged))
        needs = needs_of(dataclasses.replace(book, sheets=tuple(sheets)), bucharest)
        for one in needs.guesses:
            assert one.sureness != "unclear" or one.taken == ""
            assert one.found is not None
        for entry in needs.entries:
            assert entry.side in ("asks", "offers")


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


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("TOTAL", "sure"),
        ("Sous-total :", "sure"),
        ("Разом", "sure"),
        ("Total Germany", "likely"),
        ("Total station", "likely"),
        ("Totally new", ""),
        ("Generator", ""),
    ],
)
def test_totals_are_sure_only_if_nothing_follows(text, sureness):
    made = total_in(text)
    assert ("" if made is None else made.sureness) == sureness


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


def test_since_when_a_sheet_is_known_is_read_above_the_header(bucharest, tmp_path):
    path = dirty.bilingual(tmp_path / "dirty.xlsx")
    found = told(read_needs(path, bucharest), "known since")
    assert found == {("A1", "known since"): ("2023-03-15", "likely")}
    needs = read_needs(path, bucharest, settle(read_needs(path, bucharest), path, ANSWERS))
    assert {one.values["as_of"] for one in needs.entries} == {"2023-03-15"}


def test_a_sheet_without_a_day_is_known_from_the_beginning_and_that_is_asked(bucharest, tmp_path):
    path = dirty.headless(tmp_path / "dirty.xlsx")
    needs = read_needs(path, bucharest)
    assert told(needs, "known since") == {("A1", "known since"): ("", "likely")}
    assert {one.values["as_of"] for one in needs.entries} == {""}
    given = read_needs(path, bucharest, as_of=datetime.date(2023, 2, 1))
    assert told(given, "known since") == {}
    assert {one.values["as_of"] for one in given.entries} == {"2023-02-01"}


def test_a_row_that_tells_its_own_day_is_known_since_then(bucharest, tmp_path):
    """A column for it goes before the day of a pledge, and that before the day of the sheet."""
    heads = ["Partner", "Item", "Quantity", "Pledge date", "As of"]
    rows = [
        ["Germany", "medium_transformer", 3, "2023-01-10", "2023-01-12"],
        ["Germany", "medium_transformer", 4, "2023-01-20", None],
        ["Germany", "medium_transformer", 5, None, None],
    ]
    path = made(tmp_path / "dirty.xlsx", ("Offers", [["As of 1 March 2023"], heads, *rows]))
    entries = read_needs(path, bucharest).entries
    assert [one.values["as_of"] for one in entries] == ["2023-01-12", "2023-01-20", "2023-03-01"]
    asks = [["Needs"], ["Item", "Needed", "Date"], ["Transformers", 3, "2023-01-10"]]
    (one,) = read_needs(made(tmp_path / "asks.xlsx", ("Needs", asks)), bucharest).entries
    assert (one.side, one.values["as_of"]) == ("asks", "2023-01-10")


@pytest.mark.parametrize(
    ("heads", "taken"),
    [
        (["Who", "What", "How many", "When"], ["partner", "item", "quantity", "arrival"]),
        (["Qui", "Quoi", "Combien", "Quand"], ["partner", "item", "quantity", "arrival"]),
        (["From", "Item", "Quantity", "When"], ["partner", "item", "quantity", "arrival"]),
        (["Donor", "Item", "Quantity", "When"], ["partner", "item", "quantity", "arrival"]),
        (["Donateur", "Item", "Quantity", "ETA"], ["partner", "item", "quantity", "arrival"]),
        (["Who", "Item", "Quantity", "When", "Donor", "ETA"],
         ["", "item", "quantity", "", "partner", "arrival"]),
    ],
)  # fmt: skip
def test_who_and_when_are_columns_where_no_other_is(bucharest, tmp_path, heads, taken):
    row = ["Germany", "medium_transformer", 3, "2023-03-15", "France", "2023-04-15"]
    path = made(tmp_path / "dirty.xlsx", ("Offers", [heads, row[: len(heads)]]))
    needs = read_needs(path, bucharest)
    columns = [one for one in needs.guesses if one.what == "column"]
    assert [one.taken for one in columns] == taken
    assert {one.sureness for one in columns if one.found in ("Who", "When")} <= {
        "likely",
        "unclear",
    }
    assert all("the  already" not in one.why for one in columns)


def test_columns_that_no_word_names_are_not_called_second_of_a_kind(bucharest, tmp_path):
    rows = [["Partner", "Item", "Quantity", "Foo", "Bar"], ["Germany", "crew", 3, "x", "y"]]
    needs = read_needs(made(tmp_path / "dirty.xlsx", ("Offers", rows)), bucharest)
    assert [one.why for one in needs.guesses if one.found in ("Foo", "Bar")] == [
        "left out: no word for it is known"
    ] * 2


def test_what_is_known_of_the_whole_sheet_is_not_found_in_a_heading(bucharest, tmp_path):
    path = made(
        tmp_path / "dirty.xlsx",
        ("Offers", [["Partner", "Item", "Quantity"], ["Germany", "medium_transformer", 3]]),
    )
    (one,) = [one for one in read_needs(path, bucharest).guesses if one.what == "known since"]
    assert one.found == ""


def test_what_makes_no_delivery_and_what_is_left_out_is_told(bucharest, tmp_path):
    path = made(
        tmp_path / "dirty.xlsx",
        (
            "Offers",
            [
                ["Partner", "Item", "Quantity", "Delivery"],
                ["Germany", "medium_transformer", 7, "2023-03-15"],
                ["France"],
                ["France", "medium_transformer", 8, None],
                ["Germany", "medium_transformer", None, None],
                ["Germany", "medium_transformer", 9, None],
                ["Total", None, 24],
            ],
        ),
    )
    needs = read_needs(path, bucharest)
    assert (
        rest(needs) == "no delivery: rows 4, 6 (no day), row 5 (no day, no number); left out: row 7"
    )
    rows = [["Partner", "Item", "Quantity", "ETA"], ["Germany", "medium_transformer", 7]]
    path = made(tmp_path / "two.xlsx", ("Offers", rows), ("More offers", rows))
    assert rest(read_needs(path, bucharest)) == (
        "no delivery: sheet Offers row 2 (no day), sheet More offers row 2 (no day)"
    )
