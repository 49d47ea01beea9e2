"""Days as people write them: what is sure, what is likely, and what is left to a person."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.adopt.dates import months, read_date

WINDOW = (datetime.date(2022, 10, 1), datetime.date(2024, 3, 31))
SURE = {
    "15 mars 2023": "2023-03-15",
    "15. März 2023": "2023-03-15",
    "15 березня 2023": "2023-03-15",
    "15 березня 2023 року": "2023-03-15",
    "March 15, 2023": "2023-03-15",
    "15th of March 2023": "2023-03-15",
    "15-Mar-23": "2023-03-15",
    "mercredi 15 mars 2023": "2023-03-15",
    "Wednesday, 15 March 2023": "2023-03-15",
    "1er février 2023": "2023-02-01",
    "15.03.23": "2023-03-15",
    "15/03/2023": "2023-03-15",
    "03/15/2023": "2023-03-15",
    "5.5.23": "2023-05-05",
    "2023-03-15": "2023-03-15",
    "2023/3/15": "2023-03-15",
    "2023-03-15 00:00": "2023-03-15",
    "29 février 2024": "2024-02-29",
    "TBD": "",
    "à confirmer": "",
    "?": "",
    "–": "",
}
LIKELY = {
    "March 2023": "2023-03-31",
    "mars 2023": "2023-03-31",
    "Sept. 2023": "2023-09-30",
    "2023-02": "2023-02-28",
    "03/2023": "2023-03-31",
    "T1 2023": "2023-03-31",
    "Q4 2023": "2023-12-31",
    "2023-Q2": "2023-06-30",
    "1er trimestre 2023": "2023-03-31",
    "2. Quartal 2023": "2023-06-30",
    "IV кв. 2023": "2023-12-31",
    "1 квартал 2023 року": "2023-03-31",
    "H1 2023": "2023-06-30",
    "S2 2023": "2023-12-31",
    "KW 12/2023": "2023-03-26",
    "semaine 12 2023": "2023-03-26",
    "mi-mars 2023": "2023-03-15",
    "fin mars 2023": "2023-03-31",
    "early April 2023": "2023-04-10",
    "Mitte Januar 2023": "2023-01-15",
    "end of 2023": "2023-12-31",
    "avant le 15 mars 2023": "2023-03-15",
    "by end of March 2023": "2023-03-31",
    "d'ici fin 2023": "2023-12-31",
    "à partir du 3 mai 2023": "2023-05-03",
    "15 mars 2023 (à confirmer)": "2023-03-15",
    "03.04.2023": "2023-04-03",
    "15 juillet": "2023-07-15",
}
UNCLEAR = {
    "03/04/23": ("2023-04-03", "2023-03-04"),
    "3-4-2023": ("2023-04-03", "2023-03-04"),
    "15 mars": ("2023-03-15", "2024-03-15"),
    "15–20 mars 2023": ("2023-03-15", "2023-03-20"),
    "mars-avril 2023": ("2023-03-31", "2023-04-30"),
    "entre le 3 et le 5 mars 2023": ("2023-03-03", "2023-03-05"),
    "1 mars 2023 ou 15 mars 2023": ("2023-03-01", "2023-03-15"),
    "Mar-23": ("2023-03-31",),
    "2023": ("2023-12-31",),
    "31/02/2023": (),
    "29 February 2023": (),
    "ASAP": (),
    "dès que possible": (),
    "Q5 2023": (),
    "winter": (),
    "12": (),
    "after the meeting": (),
}


@pytest.mark.parametrize(("text", "day"), SURE.items())
def test_days_that_are_sure(text, day):
    made = read_date(text, WINDOW)
    assert (made.taken, made.sureness) == (day, "sure")


@pytest.mark.parametrize(("text", "day"), LIKELY.items())
def test_days_that_are_likely_say_why(text, day):
    made = read_date(text, WINDOW)
    assert (made.taken, made.sureness) == (day, "likely")
    assert made.why


@pytest.mark.parametrize(("text", "others"), UNCLEAR.items())
def test_days_that_are_unclear_name_what_they_may_be(text, others):
    made = read_date(text, WINDOW)
    assert (made.taken, made.sureness, made.others) == ("", "unclear", others)


NEXT = {
    "mid-January": "2023-01-15",
    "end of Jan": "2023-01-31",
    "mi-janvier": "2023-01-15",
    "fin janvier": "2023-01-31",
    "début février": "2023-02-10",
    "Mitte März": "2023-03-15",
    "mid-December": "2022-12-15",
    "by end of November": "2022-11-30",
    "Q1": "2023-03-31",
    "T1": "2023-03-31",
    "Q4": "2022-12-31",
    "1er trimestre": "2023-03-31",
    "H1": "2023-06-30",
    "week 3": "2023-01-22",
    "semaine 3": "2023-01-22",
    "KW 49": "2022-12-11",
    "15 mars": "2023-03-15",
    "March": "2023-03-31",
    "29 novembre": "2022-11-29",
    "28 novembre": "2023-11-28",
    "25/12": "2022-12-25",
}
KNOWN = datetime.date(2022, 11, 29)


@pytest.mark.parametrize(("text", "day"), NEXT.items())
def test_without_a_year_it_is_the_next_and_the_year_is_told(text, day):
    made = read_date(text, WINDOW, (KNOWN, True))
    assert (made.taken, made.sureness) == (day, "likely")
    assert f"no year is given: {day[:4]} is supposed, the next from 2022-11-29 on" in made.why


@pytest.mark.parametrize(
    ("text", "day"),
    [("15 mars", "2022-03-15"), ("end of Jan", "2022-01-31"), ("upd. 15 Nov", "2022-11-15"),
     ("mise à jour : 25/12", "2021-12-25")],
)  # fmt: skip
def test_what_came_before_is_the_last(text, day):
    made = read_date(text, WINDOW, (KNOWN, False))
    assert (made.taken, made.sureness) == (day, "likely")
    assert f"{day[:4]} is supposed, the last to 2022-11-29" in made.why


def test_day_and_month_without_a_year_in_either_order_are_asked_about():
    made = read_date("upd. 12/11", WINDOW, (KNOWN, False))
    assert (made.taken, made.sureness) == ("", "unclear")
    assert made.others == ("2022-11-12", "2021-12-11")
    assert "day and month may stand in either order" in made.why
    assert read_date("12/11", WINDOW, (KNOWN, True)).others == ("2023-11-12", "2022-12-11")


@pytest.mark.parametrize("text", ["fin", "end", "12", "winter", "Q5", "week 60", "mid", "31/31"])
def test_what_names_no_day_names_none_with_a_year_either(text):
    assert read_date(text, WINDOW, (KNOWN, True)).taken == ""


def test_29_february_is_that_of_a_leap_year():
    made = read_date("29 février", WINDOW, (datetime.date(2023, 6, 1), True))
    assert made.taken == "2024-02-29"


@given(st.text(alphabet="mid-janQ1 3/12.weekfT", max_size=14), st.booleans())
def test_any_text_without_a_year_is_read_without_an_error(text, later):
    made = read_date(text, WINDOW, (KNOWN, later))
    assert made.sureness != "unclear" or made.taken == ""
    if made.taken:
        datetime.date.fromisoformat(made.taken)


@given(st.dates(datetime.date(2001, 1, 1), datetime.date(2099, 12, 31)))
def test_figures_are_never_sure_of_another_day(day):
    for text in (f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d.%m.%y}", f"{day:%d-%m-%Y}"):
        made = read_date(text)
        if made.sureness == "sure":
            assert made.taken == day.isoformat()
        else:
            assert day.isoformat() in (made.taken, *made.others)


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text):
    made = read_date(text, WINDOW)
    assert made.sureness in ("sure", "likely", "unclear")
    assert made.sureness != "unclear" or made.taken == ""
    if made.taken:
        datetime.date.fromisoformat(made.taken)


def test_no_name_stands_for_two_months():
    assert months()["mars"] == months()["march"] == months()["березень"] == 3
    assert months()["juin"] == months()["juni"] == 6
    assert months()["juil"] == months()["july"] == months()["липня"] == 7
