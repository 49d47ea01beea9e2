"""Faults of the tables of the threat that may be left out: file, row, column, value, allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from invalid.breaking import (
    Break,
    add_column,
    add_line,
    all_of,
    cell,
    drop_column,
    faults_of,
    put,
    remove,
)

ORDERS, SANCTIONS, REGIMES = (f"threat/{name}.csv" for name in ("orders", "sanctions", "regimes"))
CLASSES = "threat/classes.csv"
ID = "an id of threat/classes.csv"

CASES: dict[str, tuple[Break, list[str]]] = {
    "an order of no class": (
        cell(ORDERS, 2, "class", "balistic"),
        [f"{ORDERS} row 2, column class: 'balistic' is not {ID}; the nearest is ballistic"],
    ),
    "an order of no day": (
        cell(ORDERS, 2, "placed", "2024-13-01"),
        [
            f"{ORDERS} row 2, column placed: '2024-13-01' is no day of the calendar "
            "(a day as YYYY-MM-DD, 1900 to 2200)"
        ],
    ),
    "a lead under nought": (
        all_of(cell(ORDERS, 2, "lead_months", "-1"), cell(ORDERS, 2, "lead_months_low", "-1")),
        [
            f"{ORDERS} row 2, column {column}: '-1' is too small (a number of months, 0 to 120)"
            for column in ("lead_months", "lead_months_low")
        ],
    ),
    "an order that says no number": (
        cell(ORDERS, 2, "per_month", ""),
        [f"{ORDERS} row 2, column per_month: a value is needed (a number per month, at least 0)"],
    ),
    "an order that stands twice": (
        add_line(ORDERS, "ballistic,2024-09-01,1,,,5,,,,,"),
        [
            f"{ORDERS} row 3, column placed: '2024-09-01' repeats the key class, placed "
            "(ballistic 2024-09-01) of row 2"
        ],
    ),
    "more lost than there is": (
        all_of(cell(SANCTIONS, 2, "share_lost", "1.1"), cell(SANCTIONS, 2, "share_lost_high", "1")),
        [f"{SANCTIONS} row 2, column share_lost: '1.1' is too large (a number, 0 to 1)"],
    ),
    "a lag without a range": (
        cell(SANCTIONS, 2, "lag_months_low", "4"),
        [
            f"{SANCTIONS} row 2, column lag_months_low: '4' is above 3, "
            "the value in column lag_months"
        ],
    ),
    "a sanction without its share": (
        drop_column(SANCTIONS, "share_lost"),
        [
            f"{SANCTIONS} row 1, column share_lost: the column is missing (a number, 0 to 1: "
            "Share of the supply, orders included, that is lost from then on)",
            f"{SANCTIONS} row 1, column share_lost_high: the column needs share_lost beside it",
            f"{SANCTIONS} row 1, column share_lost_low: the column needs share_lost beside it",
        ],
    ),
    "a gap of one class": (
        cell(REGIMES, 3, "gap_mean_days", "9"),
        [
            f"{REGIMES} row 3, column gap_mean_days: '9' is common to all classes: leave class "
            "cruise blank in a row of its own"
        ],
    ),
    "a size of all classes": (
        cell(REGIMES, 2, "wave_size", "9"),
        [f"{REGIMES} row 2, column class: a class is needed where wave_size stands"],
    ),
    "a regime that says nothing": (
        cell(REGIMES, 3, "wave_size", ""),
        [
            f"{REGIMES} row 3, column from: '2025-01-01' is the day of a row that says none of: "
            "gap_mean_days, wave_probability, wave_size, between_probability, between_size"
        ],
    ),
    "a gap under a day": (
        all_of(cell(REGIMES, 2, "gap_mean_days", "0"), cell(REGIMES, 2, "gap_mean_days_low", "1")),
        [f"{REGIMES} row 2, column gap_mean_days: '0' is too small (a number of days, at least 1)"],
    ),
    "a share of decoys in per cent": (
        add_column(CLASSES, "decoy_share", "30%"),
        [
            f"{CLASSES} row 2, column decoy_share: '30%' is not a number; write 0.3 "
            "(a number, 0 to 1)"
        ],
    ),
    "a multiplier under nought": (
        add_column(CLASSES, "salvo_multiplier", "", "-2"),
        [f"{CLASSES} row 3, column salvo_multiplier: '-2' is too small (a number, 0 to 100)"],
    ),
    "a pace without a supply": (
        all_of(
            add_column(CLASSES, "pace", "1"),
            put("threat/supply.csv", b"class,from,per_month\ncruise,2024-10-02,5\n"),
        ),
        [
            f"{CLASSES} row 2, column pace: '1' needs a supply of class cruise above 0 in "
            "threat/supply.csv on the first day (2024-10-01)"
        ],
    ),
    "a drift under nought": (
        add_line("parameters.csv", "threat.drift,-0.1,,,,"),
        [
            "parameters.csv row 3, column value: '-0.1' is too small for threat.drift "
            "(a number, 0 to 2)"
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_named(name: str, tmp_path: Path) -> None:
    spoil, expected = CASES[name]
    assert faults_of(spoil, tmp_path) == expected


@pytest.mark.parametrize("name", ["orders", "sanctions", "regimes", "supply"])
def test_each_of_these_tables_may_be_left_out(name: str, tmp_path: Path) -> None:
    assert faults_of(remove(f"threat/{name}.csv"), tmp_path) == []
