"""Winters, and the reported time in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from holdfast.outcome.windows import Window, windows


@dataclass
class Settings:
    start: date
    freeze: date | None = None
    report_from: date | None = None


def days(first: str, end: str) -> np.ndarray:
    return np.arange(first, end, dtype="datetime64[D]").astype("datetime64[ns]")


def test_two_winters_from_the_freeze():
    settings = Settings(date(2022, 10, 1), freeze=date(2022, 11, 29))
    assert windows(settings, days("2022-10-01", "2024-04-01")) == (
        Window("winter 2022-23", date(2022, 11, 29), date(2023, 4, 1)),
        Window("winter 2023-24", date(2023, 10, 1), date(2024, 4, 1)),
        Window("in all", date(2022, 11, 29), date(2024, 4, 1)),
    )


def test_report_from_comes_before_the_freeze():
    settings = Settings(date(2022, 10, 1), date(2022, 11, 29), date(2023, 1, 1))
    assert windows(settings, days("2022-10-01", "2024-04-01"))[-1].first == date(2023, 1, 1)


def test_a_part_of_one_winter_is_given_once():
    found = windows(Settings(date(2031, 1, 1)), days("2031-01-01", "2031-01-11"))
    assert found == (Window("in all", date(2031, 1, 1), date(2031, 1, 11)),)


def test_a_summer_has_no_winter():
    found = windows(Settings(date(2031, 5, 1)), days("2031-05-01", "2031-06-01"))
    assert [window.name for window in found] == ["in all"]


def test_a_run_that_ends_before_what_is_reported_is_refused():
    settings = Settings(date(2031, 1, 1), report_from=date(2031, 3, 1))
    with pytest.raises(ValueError, match="the run ends on 2031-01-10, before 2031-03-01"):
        windows(settings, days("2031-01-01", "2031-01-11"))


def test_the_last_day_is_not_in_the_window():
    window = Window("x", date(2031, 1, 3), date(2031, 1, 5))
    among = days("2031-01-01", "2031-01-11")[window.among(days("2031-01-01", "2031-01-11"))]
    assert among.astype("datetime64[D]").astype(str).tolist() == ["2031-01-03", "2031-01-04"]
    assert window.last == date(2031, 1, 4), "what a reader is shown is the last of these"
