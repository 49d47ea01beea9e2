"""Quantities and money as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.adopt.quantities import Signs, read_money, read_number, read_quantity, signs_of

SURE = {
    "50": "50",
    "1 200": "1200",
    "1\u202f200": "1200",
    "1\u00a0200,5": "1200.5",
    "1'200": "1200",
    "10 000 000": "10000000",
    "1.234.567": "1234567",
    "1,234.50": "1234.5",
    "1.234,5": "1234.5",
    "0,5": "0.5",
    "12.25": "12.25",
    "12 pcs": "12",
    "12 unités": "12",
    "-": "",
    "n/a": "",
    "TBD": "",
}
LIKELY = {
    "ca. 50": "50",
    "env. 20": "20",
    "близько 30": "30",
    "~15": "15",
    "dix": "10",
    "Zwei": "2",
    "10k": "10000",
    "20 тис.": "20000",
    "3 dozen": "36",
    "3 x 200 MVA": "3",
    "5 t": "5",
    "7 (second-hand)": "7",
    "lot de 5": "5",
    "3 ?": "3",
}
UNCLEAR = {
    "1,200": ("1200", "1.2"),
    "1.200": ("1200", "1.2"),
    "2–3": ("2", "3"),
    "2 à 3 pièces": ("2", "3"),
    "entre 2 et 3": ("2", "3"),
    "2/3": ("2", "3"),
    "2+1": ("3", "2", "1"),
    "up to 10": ("10",),
    "≥ 5": ("5",),
    "5+": ("5",),
    "3 (dont 1 livré)": ("3", "1"),
    "1 of 3": ("1", "3"),
    "-5": ("5",),
    "50%": ("50",),
    "several": (),
    "12 34 567": (),
}


@pytest.mark.parametrize(("text", "number"), SURE.items())
def test_numbers_that_are_sure(text, number):
    made = read_quantity(text).number
    assert (made.taken, made.sureness) == (number, "sure")


@pytest.mark.parametrize(("text", "number"), LIKELY.items())
def test_numbers_that_are_likely(text, number):
    made = read_quantity(text).number
    assert (made.taken, made.sureness) == (number, "likely")


@pytest.mark.parametrize(("text", "others"), UNCLEAR.items())
def test_numbers_that_are_unclear_name_what_they_may_be(text, others):
    made = read_quantity(text).number
    assert (made.taken, made.sureness, made.others) == ("", "unclear", others)


def test_the_column_tells_what_a_comma_is_for():
    assert signs_of(["1,200", "12,5", "7"]) == Signs(comma="decimals")
    assert signs_of(["1,200", "1,234,567"]) == Signs(comma="thousands")
    assert signs_of(["1.234,5", "1,200"]) == Signs(point="thousands", comma="decimals")
    assert signs_of(["12,5", "1,234,567"]) == Signs()
    made = read_number("1,200", Signs(comma="thousands"))
    assert (made.taken, made.sureness, made.others) == ("1200", "likely", ("1.2",))


@pytest.mark.parametrize(
    ("text", "heading", "million", "currency", "sureness"),
    [
        ("€5 million", "", "5", "EUR", "likely"),
        ("5 M€", "", "5", "EUR", "likely"),
        ("500 000 EUR", "", "0.5", "EUR", "likely"),
        ("1.2 bn USD", "", "1200", "USD", "likely"),
        ("120 k€", "", "0.12", "EUR", "likely"),
        ("12,5", "Value (M€)", "12.5", "EUR", "likely"),
        ("250", "Coût (k€)", "0.25", "EUR", "likely"),
        ("12", "Value", "", "", "unclear"),
        ("2–3 M€", "", "", "EUR", "unclear"),
        ("TBD", "Value (M€)", "", "EUR", "sure"),
    ],
)
def test_money_is_brought_to_millions(text, heading, million, currency, sureness):
    made = read_money(text, heading)
    assert (made.million.taken, made.currency, made.million.sureness) == (
        million,
        currency,
        sureness,
    )


@given(st.integers(0, 10**12))
def test_a_whole_number_is_itself_however_it_is_parted(number):
    for text in (str(number), f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "'")):
        made = read_quantity(text).number
        assert (made.taken, made.sureness) == (str(number), "sure")
    for sign in ",.":
        made = read_quantity(f"{number:,}".replace(",", sign)).number
        assert str(number) in (made.taken, *made.others)
        assert made.sureness != "sure" or made.taken == str(number)


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_read_without_an_error(text, heading):
    for made in (read_quantity(text).number, read_money(text, heading).million):
        assert made.sureness in ("sure", "likely", "unclear")
        if made.taken:
            assert float(made.taken) >= 0
