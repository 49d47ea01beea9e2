"""One cell there and back: every text comes back as it was, and what a person types wins."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.adopt.cell import DAY, LONGEST, PLAIN, TEXT, stored, told

TEXTS = (
    "", "0.10", "1e-7", "007", "2022-10-01", "=1+1", "-0", "+5", ".5", "5.", "1_000", "0.1", "100",
    "123456789012345", "1234567890123456", "0.30000000000000004", "1900-01-01", "2022-02-30",
    "TRUE", "#N/A", "#REF!", " 7 ", "a\r\nb", "a\rb", "a\nb", "_x000D_", "_x0041_", "ax005F_b",
    "json:1", 'json:"a"', "\ufffe", "'quoted", "@cmd", "-1+1", "é\u00a0x", "Ω≈ç√", "🙂", "\t", " ",
    "x" * LONGEST, "1" * 400, "-12.50", "0.00", "1e400", "nan", "1,200",
)  # fmt: skip
KINDS = ("number", "integer", "date", "text", "id", "choice", "known", "sources")
# what a file of a table may hold: no control signs but these
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r")
CELLS = st.one_of(
    st.text(SIGNS, max_size=30),
    st.from_regex(r"[-+]?[0-9]{0,18}(\.[0-9]{0,18})?(e[-+]?[0-9]{1,3})?", fullmatch=True),
    st.dates().map(str),
)


def through_a_workbook(cells: list[tuple[str, str]]) -> list[str]:
    """The texts after they stood in a workbook."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (text, kind) in enumerate(cells, start=1):
        made, cell = stored(text, kind), sheet.cell(row, 1)
        cell.value, cell.number_format = made.value, made.format  # type: ignore[assignment]
        if isinstance(made.value, str):
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    found = openpyxl.load_workbook(out).worksheets[0]
    return [
        told(found.cell(row, 1).value, found.cell(row, 1).number_format)
        for row in range(1, len(cells) + 1)
    ]


def test_texts_known_to_be_hard_come_back():
    cells = [(text, kind) for text in TEXTS for kind in KINDS]
    assert through_a_workbook(cells) == [text for text, _ in cells]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, st.sampled_from(KINDS)), min_size=1, max_size=20))
@example([("0.1000000000000000055511151231257827", "number")])
def test_any_text_comes_back(cells):
    assert through_a_workbook(cells) == [text for text, _ in cells]


@pytest.mark.parametrize(
    ("text", "kind", "value", "form"),
    [
        ("0.10", "number", 0.1, "0.00"),
        ("100", "number", 100, PLAIN),
        ("2022-10-01", "date", datetime.date(2022, 10, 1), DAY),
        ("2022-10-01", "text", "2022-10-01", TEXT),
        ("12", "id", "12", TEXT),
        ("1e-7", "number", "1e-7", TEXT),
    ],
)
def test_numbers_and_days_are_numbers_and_days(text, kind, value, form):
    made = stored(text, kind)
    assert (made.value, made.format) == (value, form)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.125, "0.00", "0.125"),
        (0.1, "0.00", "0.10"),
        (3, "0.00", "3.00"),
        (1234.5, "#,##0", "1234.5"),
        (0.25, "0%", "0.25"),
        (1e20, PLAIN, "1e+20"),
        (10**400, "0.00", str(10**400)),
        (float("inf"), "0.00", "inf"),
        (7.0, PLAIN, "7"),
        (datetime.datetime(2023, 3, 15), "d/m/yy", "2023-03-15"),
        (datetime.datetime(2023, 3, 15, 8, 30), "d/m/yy", "2023-03-15 08:30:00"),
        (True, PLAIN, "TRUE"),
    ],
)
def test_what_is_typed_wins_over_the_format(value, form, text):
    assert told(value, form) == text


def test_a_text_too_long_for_a_cell_is_refused():
    with pytest.raises(ValueError, match="longer than 32,767 characters"):
        stored("x" * (LONGEST + 1), "text")
