"""Numbers as a reader sees them."""

from __future__ import annotations

import math
from datetime import date

import pytest

from holdfast.outcome import numbers


@pytest.mark.parametrize(
    ("mean", "error", "sign", "text"),
    [
        (143.21, 3.4, False, "143 ± 3"),
        (26.04, 0.52, False, "26.0 ± 0.5"),
        (1.2345, 0.123, False, "1.23 ± 0.12"),
        (1.2345, 0.096, False, "1.23 ± 0.10"),
        (1.2345, 0.196, False, "1.2 ± 0.2"),
        (45678, 1234, False, "45,700 ± 1,200"),
        (45678, 9960, False, "46,000 ± 10,000"),
        (-12.34, 0.4, True, "−12.3 ± 0.4"),
        (12.34, 0.4, True, "+12.3 ± 0.4"),
        (0.01, 0.4, True, "0.0 ± 0.4"),
        (7.0, 0.0, False, "7.00 ± 0"),
        (7.0, math.nan, False, "7.00"),
        (math.nan, 1.0, False, "not known"),
    ],
)
def test_a_mean_and_its_error_are_cut_alike(mean, error, sign, text):
    assert numbers.plus_minus(mean, error, sign) == text.replace(" ±", "\u00a0±").replace(
        "± ", "±\u00a0"
    )


def test_numbers_without_an_error():
    assert numbers.plain(1234567) == "1,230,000"
    assert numbers.plain(0) == "0"
    assert numbers.plain(-0.0123456, sign=True) == "−0.0123"


def test_chances_are_counts_of_futures():
    assert numbers.futures_of(0.11, 200) == "11 futures of 100"
    assert numbers.futures_of(0.5, 20) == "10 of 20 futures"
    assert numbers.futures_of(0.9985, 2000) == "1,997 of 2,000 futures"


def test_days():
    assert numbers.day(date(2022, 12, 8)) == "8 Dec 2022"
