"""Days and numbers as they are written elsewhere, and how a message says that they go here."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.written import day_hint, number_hint, real


@pytest.mark.parametrize(
    ("text", "million", "said"),
    [
        ("60,5", True, "; write 60.5"),
        ("-0,25", False, "; write -0.25"),
        ("1,200", False, "; write 1200, or 1.200 if the comma is a decimal one"),
        ("1 200", False, "; write 1200"),
        ("1\u202f200\u202f000", False, "; write 1200000"),
        ("60m", True, "; write 60: it is in million"),
        ("60 Mio", True, "; write 60: it is in million"),
        ("€60 million", True, "; write 60: it is in million"),
        ("60,5m", True, "; write 60.5: it is in million"),
        ("500k", True, "; write 0.5: it is in million"),
        ("1.2bn", True, "; write 1200: it is in million"),
        ("8h", False, "; write 8, without a unit"),
        ("60m", False, "; write 60, without a unit"),
        ("much", True, ""),
        ("", True, ""),
        ("1,2,3", False, ""),
    ],
)
def test_a_number_of_elsewhere(text, million, said):
    assert number_hint(text, million) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01.11.2030", "; write 2030-11-01"),
        ("1.2.2031", "; write 2031-02-01"),
        ("11/01/2030", "; write 2030-01-11 or 2030-11-01"),
        ("13/01/2030", "; write 2030-01-13"),
        ("01/13/2030", "; write 2030-01-13"),
        ("2030/11/1", "; write 2030-11-01"),
        ("2030-1-1", "; write 2030-01-01"),
        ("2.2.2030", "; write 2030-02-02"),
        ("31.02.2030", ""),
        ("01.11.30", ""),
        ("1.11-2030", ""),
        ("November", ""),
    ],
)
def test_a_day_of_elsewhere(text, said):
    assert day_hint(text) == said


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)))
def test_every_day_written_with_points_is_found(day):
    assert day_hint(f"{day.day}.{day.month}.{day.year}") == f"; write {day.isoformat()}"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_is_printed_is_read_again(value):
    assert real(repr(value)) == value


@pytest.mark.parametrize("text", ["1_000", "１２", "nan", "inf", "0x1", "", "60,5", "1 2"])
def test_what_is_no_number_in_plain_digits(text):
    assert real(text) is None
