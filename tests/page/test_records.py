"""Records of a table and how two hands' edits are merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.page.merging import MINE, THEIRS, merge
from holdfast.page.records import Sheet, Splice, block, split
from holdfast.scenario.read import read_sheet
from holdfast.scenario.schema import schemas

STOCKS = schemas()["stocks"]
AWKWARD = '\ufeffitem, quantity,note\r\n"a",1,"two\r\nlines"\r\n\r\nb , 2 ,"say ""it"""\r\nc,3,=1+1'

# ---- records -------------------------------------------------------------------------------------


@given(st.text(alphabet='ab,"\n\r\t \ufeff=', max_size=60))
def test_records_are_the_text_whatever_it_is(text):
    assert "".join(split(text)) == text


def test_rows_have_the_numbers_of_the_check():
    sheet, _ = read_sheet(STOCKS, AWKWARD)
    made = list(Sheet.of(AWKWARD).rows())
    assert [row.number for row in made] == list(sheet.lines) == [2, 4, 5]
    assert made[0].cells == {"item": "a", "quantity": "1", "note": "two\r\nlines"}
    assert made[2].cells["note"] == "=1+1"


def test_what_is_not_edited_stays_byte_for_byte():
    made = Sheet.of(AWKWARD).edited(STOCKS, [(4, "quantity", "7")]).text
    assert made == AWKWARD.replace('b , 2 ,"say', 'b,7,"say')


def test_a_column_that_is_not_there_comes_at_the_end_with_both_ends_of_its_range():
    made = Sheet.of("item,quantity\r\na,1\r\nb,2").edited(STOCKS, [(3, "quantity_low", "1")])
    assert made.text == ("item,quantity,quantity_low,quantity_high\r\na,1,,\r\nb,2,1,")
    assert Sheet.of("item,quantity\na,1\n").edited(STOCKS, [(2, "fuel", "")]).header == [
        "item", "quantity"
    ]  # fmt: skip


def test_rows_are_added_copied_and_deleted_where_they_are_meant():
    sheet = Sheet.of("item,quantity\na,1\nb,2")
    assert sheet.inserted(STOCKS, 3, [{"item": "x"}]).text == "item,quantity\na,1\nx,\nb,2"
    assert sheet.inserted(STOCKS, 9, [{"item": "x"}]).text == "item,quantity\na,1\nb,2\nx,\n"
    assert sheet.copied([3]).text == "item,quantity\na,1\nb,2\nb,2"
    assert sheet.without([2]).text == "item,quantity\nb,2"
    assert Sheet.of("").inserted(STOCKS, 2, [{"item": "x"}]).text == "item,quantity\nx,\n"


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_a_splice_does_and_undoes(before, after):
    made = Splice.between("f", before, after)
    if made is None:
        assert before == after
    else:
        assert list(made.done(before)) == after
        assert list(made.undone(after)) == before


def test_a_block_of_a_spreadsheet():
    assert block('a\tb\r\n"two\nlines"\t=1\r\n\r\n') == [["a", "b"], ["two lines", "=1"]]


# ---- merging -------------------------------------------------------------------------------------

BASE = {"stocks.csv": "item,quantity,note\na,1,\nb,2,\nc,3,\n"}


def edited(old, new):
    text = BASE["stocks.csv"]
    assert old in text
    return {"stocks.csv": text.replace(old, new)}


def test_other_cells_of_the_same_row_are_both_kept():
    made = merge(BASE, edited("b,2,", "b,2,mine"), edited("b,2,", "b,9,"))
    assert not made.clashes
    assert made.texts["stocks.csv"] == "item,quantity,note\na,1,\nb,9,mine\nc,3,\n"


def test_rows_that_both_add_and_one_deletes():
    made = merge(BASE, edited("b,2,\n", "b,2,\nx,1,\n"), edited("a,1,\n", "y,1,\n"))
    assert not made.clashes
    assert made.texts["stocks.csv"] == "item,quantity,note\ny,1,\nb,2,\nx,1,\nc,3,\n"


@pytest.mark.parametrize(("prefer", "kept"), [("", "8"), (THEIRS, "8"), (MINE, "7")])
def test_the_same_cell_clashes_and_nobody_is_silently_preferred(prefer, kept):
    made = merge(BASE, edited("b,2,", "b,7,"), edited("b,2,", "b,8,"), prefer)
    (clash,) = made.clashes
    assert (clash.where, clash.column, clash.mine, clash.theirs) == ("b", "quantity", "7", "8")
    assert f"b,{kept}," in made.texts["stocks.csv"]


def test_a_row_that_one_deletes_and_the_other_edits_clashes():
    for mine, theirs in (("", "b,9,\n"), ("b,9,\n", "")):
        made = merge(BASE, edited("b,2,\n", mine), edited("b,2,\n", theirs))
        assert len(made.clashes) == 1
        assert made.texts == edited("b,2,\n", theirs)
        assert merge(BASE, edited("b,2,\n", mine), edited("b,2,\n", theirs), MINE).texts[
            "stocks.csv"
        ].count("b,") == bool(mine)
