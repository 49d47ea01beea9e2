"""Numbers and dates as readers see them, in both languages."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.outcome import numbers
from holdfast.show.catalogue import Catalogue

EN, FR = Catalogue.of("en").numbers, Catalogue.of("fr").numbers


@pytest.mark.parametrize(
    ("mean", "error", "english", "french"),
    [
        (143.2, 3.4, "143 ± 3", "143 ± 3"),
        (26.04, 0.52, "26.0 ± 0.5", "26,0 ± 0,5"),
        (10612.0, 203.0, "10,600 ± 200", "10 600 ± 200"),
        (6.331, 0.112, "6.33 ± 0.11", "6,33 ± 0,11"),
        (-227.4, 6.1, "−227 ± 6", "−227 ± 6"),
        (0.0, 0.0, "0", "0"),
    ],
)
def test_mean_and_error_are_cut_at_the_errors_first_digit(mean, error, english, french):
    assert EN.plus_minus(mean, error) == english.replace(" ", "\u00a0")
    thousands = re.sub(r"(?<=\d) (?=\d{3})", "\u202f", french)
    assert FR.plus_minus(mean, error) == thousands.replace(" ", "\u00a0")


def test_differences_carry_a_sign_and_nothing_unknown_is_a_number():
    assert EN.plus_minus(12.0, 2.0, sign=True) == "+12\u00a0±\u00a02"
    assert EN.plus_minus(math.nan, 1.0) == "–"
    assert EN.plus_minus(14767.8, 3e-13 * 14767.8) == "14,800"
    assert numbers.plus_minus(14767.8, 3e-13 * 14767.8) == "14,800\u00a0±\u00a00"
    assert EN.number(math.nan) == "–"
    assert EN.exact(math.nan) == "–"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-590.0, -27.0, "−590 to −27"),
        (-63.0, -0.00022, "−63 to 0"),
        (-80.0, -0.87, "−80 to −0.9"),
        (-17000.0, -780.0, "−17,000 to −780"),
        (-0.14, 0.0, "−0.14 to 0"),
        (5.0, 5.0, "5.0"),
    ],
)
def test_the_ends_of_a_range_keep_no_more_than_means_something(low, high, expected):
    assert EN.span(low, high) == expected


def test_an_interval_is_that_of_the_command_line_in_each_language():
    assert EN.interval(-18.32, -9.771, 2.14) == numbers.span(-18.32, -9.771, 2.14)
    assert FR.interval(-18.32, -9.771, 2.14) == "−18,3 à −9,8"
    assert FR.interval(-1551.2, 12.4, 64) == "−1\u202f551 à +12"
    assert EN.interval(0.0, 0.0, 0.0) == "0"
    assert EN.interval(math.nan, 1.0, 0.5) == "–"


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_a_range_never_writes_exponents_or_ascii_minus(low, high):
    text = EN.span(min(low, high), max(low, high))
    assert "e" not in text
    assert "-" not in text


def test_dates_follow_the_language_and_do_not_break():
    date = dt.date(2022, 12, 18)
    assert EN.day(date) == "18\u00a0Dec"
    assert EN.day(date, year=True, short=False) == "18\u00a0December\u00a02022"
    assert FR.day(date, year=True) == "18\u00a0déc.\u00a02022"
    assert EN.monday(date) == "12\u00a0Dec"
    assert FR.day(dt.date(2023, 2, 1)) == "1er\u00a0févr."
    assert EN.day(dt.date(2023, 2, 1)) == "1\u00a0Feb"


def test_table_numbers_stay_as_they_were_entered():
    assert EN.exact(0.0003) == "0.0003"
    assert EN.exact(72000) == "72,000"
    assert FR.exact(0.25) == "0,25"
    assert FR.exact(1100) == "1\u202f100"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0.000000012, "under 0.01", "moins de 0,01"),
        (-0.004, "under 0.01", "moins de 0,01"),
        (0.0123, "0.012", "0,012"),
        (0.0, "0", "0"),
        (12.34, "12", "12"),
        (math.nan, "–", "–"),
    ],
)
def test_what_is_under_a_hundredth_is_only_said_to_be(value, english, french):
    assert EN.least(value) == english
    assert FR.least(value) == french
