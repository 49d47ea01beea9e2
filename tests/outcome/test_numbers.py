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
        (-14.1, 4.7, True, "−14.1 ± 4.7"),
        (-30.0, 9.96, True, "−30 ± 10"),
        (14.0, 9.4, False, "14 ± 9"),
        (19.0, 4.7, False, "19 ± 5"),
    ],
)
def test_a_mean_and_its_error_are_cut_alike(mean, error, sign, text):
    assert numbers.plus_minus(mean, error, sign) == text.replace(" ±", "\u00a0±").replace(
        "± ", "±\u00a0"
    )


def test_numbers_without_an_error():
    assert numbers.plain(1234567) == "1,230,000"
    assert numbers.plain(0) == "0"
    assert numbers.plain(9.6e-15) == numbers.plain(-9.6e-15) == "0"
    assert numbers.plain(1.23e-6) == "0.00000123"
    assert numbers.plain(-0.0123456, sign=True) == "−0.0123"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.62, "62 %"), (0.005, "0.5 %"), (0.995, "99.5 %"),
     (0.0001, "under 0.1 %"), (0.9999, "over 99.9 %"), (math.nan, "not known")],
)  # fmt: skip
def test_shares_of_futures_are_per_cent_and_few_are_not_none(share, text):
    assert numbers.percent(share).replace("\u00a0", " ") == text


def test_an_interval_is_cut_at_the_second_digit_of_the_error():
    assert numbers.span(-18.32, -9.771, 2.14) == "−18.3 to −9.8"
    assert numbers.span(-551.2, 12.4, 64) == "−551 to +12"
    assert numbers.span(0, 0, 0) == "0 to 0"
    assert numbers.span(math.nan, 1, 0.5) == "not known"


def test_counts_have_no_fraction():
    assert numbers.whole(9.05) == "9"
    assert numbers.whole(-0.3) == "0"
    assert numbers.whole(1234.6) == "1,235"


def test_days():
    assert numbers.day(date(2022, 12, 8)) == "8 Dec 2022"
