"""Sheets as desks keep them: numbers under "No.", csv files, answers about nothing."""

from __future__ import annotations

import pytest

from adopt.books import made
from adopt.settling import settle, told
from holdfast.adopt.fault import BookError
from holdfast.adopt.names import goods, read_item
from holdfast.adopt.needs import adopt_needs, read_needs

HEADS = ["Donor", "Item", "No.", "ETA"]


def kept(*numbers: object) -> list[list[object]]:
    return [HEADS, *(["Germany", "medium_transformer", one, "2023-03-15"] for one in numbers)]


@pytest.mark.parametrize("numbers", [(30, "1,200", 2, "3 pcs"), (7, 7), ("1.000", 2, 3), (2, 4)])
def test_numbers_that_do_not_count_the_rows_may_be_quantities(bucharest, tmp_path, numbers):
    needs = read_needs(made(tmp_path / "a.xlsx", ("Offers", kept(*numbers))), bucharest)
    (one,) = [one for one in needs.guesses if one.found == "No."]
    assert (one.taken, one.sureness, one.others) == ("", "unclear", ("quantity", "index"))
    assert ("A1", "quantities") not in told(needs)


def test_once_they_are_named_quantities_they_make_deliveries(bucharest, tmp_path):
    path = made(tmp_path / "a.xlsx", ("Offers", kept(31, "3 pcs", 17)))
    decided = settle(read_needs(path, bucharest), path, {("C1", "column"): "quantity"})
    needs = read_needs(path, bucharest, decided)
    assert [one.values["quantity"] for one in needs.entries] == ["31", "3", "17"]
    assert adopt_needs(needs, bucharest, tmp_path / "out")["deliveries"] == 3


def test_a_sheet_without_quantities_is_asked_about(bucharest, tmp_path):
    """Numbers that count the rows are no quantities; nothing else is one either."""
    path = made(tmp_path / "a.xlsx", ("Offers", kept(1, 2, 3)))
    needs = read_needs(path, bucharest)
    assert told(needs)["C1", "column"] == ("index", "sure")
    (one,) = [one for one in needs.guesses if one.what == "quantities"]
    assert (one.cell, one.sureness) == ("A1", "unclear")
    assert one.why.startswith("no quantity column found")
    with pytest.raises(BookError, match="stands for no column"):
        read_needs(path, bucharest, settle(needs, path, {("A1", "quantities"): "No."}))


def test_it_may_be_taken_without_and_that_is_told(bucharest, tmp_path):
    path = made(tmp_path / "a.xlsx", ("Offers", kept(1, 2, 3)))
    decided = settle(read_needs(path, bucharest), path, {("A1", "quantities"): "-"})
    needs = read_needs(path, bucharest, decided)
    assert not needs.open
    assert needs.lines == (
        "a.xlsx sheet Offers: no quantity column found: its rows have no numbers",
    )
    assert adopt_needs(needs, bucharest, tmp_path / "out")["deliveries"] == 0


def test_beside_quantities_numbers_are_of_rows(bucharest, tmp_path):
    rows = [[*HEADS, "Qty"], ["Germany", "medium_transformer", 30, "2023-03-15", 3]]
    found = told(read_needs(made(tmp_path / "a.xlsx", ("Offers", rows)), bucharest), "column")
    assert found["C1", "column"] == ("index", "sure")


def test_answers_about_nothing_are_named(bucharest, tmp_path):
    path = made(tmp_path / "a.xlsx", ("Offers", kept(31, 17)))
    answers = {("C1", "column"): "quantity", ("D1", "column"): "note"}
    needs = read_needs(path, bucharest, settle(read_needs(path, bucharest), path, answers))
    (line,) = [one for one in needs.lines if "about nothing" in one]
    assert line == (
        "a.guesses.csv: 2 lines are about nothing that is read now: D2 (arrival), D3 (arrival)"
    )


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_a_csv_file_reads_as_its_workbook_does(bucharest, tmp_path, between, begin):
    rows = [["Pledges of the desk"], *kept("31", "3 pcs", "17"), ["Total", "", "51"]]
    book = read_needs(made(tmp_path / "pledges.xlsx", ("pledges", rows)), bucharest)
    text = begin + "\r\n".join(between.join([*row, "", "", ""][:4]) for row in rows)
    (tmp_path / "pledges.csv").write_text(text, encoding="utf-8", newline="")
    listed = read_needs(tmp_path / "pledges.csv", bucharest)
    assert listed.book == "pledges.csv"
    assert (listed.entries, listed.guesses) == (book.entries, book.guesses)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Donor,Item\nFran\xe7ais,x\n", "row 2 is not UTF-8: save it as CSV UTF-8, or as .xlsx"),
        (b"", "holds nothing"),
        (b" , ,\n\n", "holds nothing"),
        (b"a,b\n" + b"x" * 200_000 + b"\n", "row 2 cannot be read"),
    ],
)
def test_a_csv_file_that_cannot_be_read(bucharest, tmp_path, data, said):
    (tmp_path / "pledges.csv").write_bytes(data)
    with pytest.raises(BookError) as caught:
        read_needs(tmp_path / "pledges.csv", bucharest)
    assert str(caught.value.faults[0]).startswith(f"pledges.csv: {said}")


def test_rows_that_say_the_same_are_asked_about(bucharest, tmp_path):
    """Of three alike the second and the third; one of another day is another one."""
    rows = kept(*[31] * 3)
    rows.append(["Germany", "medium_transformer", 31, "2023-03-16"])
    answers = {("C1", "column"): "quantity", ("A3", "row"): "take", ("A4", "row"): "-"}
    path = made(tmp_path / "a.xlsx", ("Offers", rows))
    first = read_needs(path, bucharest, settle(read_needs(path, bucharest), path, answers))
    assert [(one.cell, one.why) for one in first.guesses if one.what == "row"] == [
        ("A3", "row 2 says the same"),
        ("A4", "row 2 says the same"),
    ]
    (tmp_path / "a.guesses.csv").unlink()
    last = read_needs(path, bucharest, settle(first, path, answers))
    assert [one.row for one in last.entries] == [2, 3, 5]


def test_the_kind_of_help_is_not_asked_while_goods_are_to_be_chosen(bucharest, tmp_path):
    heads = ["Donor", "Item", "Qty", "Strings attached"]
    rows = [heads, ["Germany", "Patriot", 1, "none abroad"], ["Japan", "heaters", 5, None]]
    found = told(read_needs(made(tmp_path / "a.xlsx", ("Offers", rows)), bucharest))
    assert found["B2", "item"] == ("", "unclear")
    assert ("B2", "kind of help") not in found
    assert found["B3", "kind of help"] == ("", "unclear")
    assert found["D1", "column"] == ("caveat", "sure")


def test_goods_that_share_one_word_are_not_named_beside_those_that_share_more(bucharest):
    (*others,) = read_item("power transformers", goods(bucharest)).others
    assert "large_transformer" in others
    assert "drone_shelter" not in others
