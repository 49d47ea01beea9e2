"""What is wrong between homes, gas and ranges, named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from invalid.breaking import Break, all_of, cell, drop_row, faults_of, put, replace

HEADER = b"id,value,value_low,value_high\n"


def told(text: bytes) -> Break:
    """Rows of parameters."""
    return put("parameters.csv", HEADER + text)


CASES: dict[str, tuple[Break, list[str]]] = {
    "homes on gas that nobody asks for": (
        all_of(drop_row("gas/demand.csv", 9), drop_row("gas/demand.csv", 6)),
        [
            f"heat/buildings.csv row {row}, column source: '{source}' has no row of region "
            f"{region} and use {use} in gas/demand.csv, so no lack of gas would be felt: give one, "
            "of 0 where the heat is not of gas, or another source"
            for row, region, source, use in (
                (4, "PLAIN", "district_heat", "district_heat"),
                (7, "HILLS", "household_gas", "household"),
            )
        ],
    ),
    "gas that is not of pipes is said to be 0": (
        replace("gas/demand.csv", "PLAIN,district_heat,0.3,0.8,1.2", "PLAIN,district_heat,0,0,0"),
        [],
    ),
    "a use with two priorities": (
        cell("gas/demand.csv", 6, "priority", "3"),
        [
            "gas/demand.csv row 6, column priority: '3' is not 2, the priority of district_heat in "
            "region COAST: a use has one priority in all regions"
        ],
    ),
    "a month wilder than its days": (
        told(b"weather.month_sd,2,1,3\nweather.anomaly_sd,4,3,5\n"),
        [
            "parameters.csv row 2, column value: '2' lets weather.month_sd be drawn up to 3.52 "
            "and weather.anomaly_sd, which it is a part of, down to 2.48: keep the first under "
            "the second over both ranges"
        ],
    ),
    "days tamer than the month of the default": (
        told(b"weather.anomaly_sd,2.5,,\n"),
        [
            "parameters.csv row 2, column value: '2.5' lets weather.month_sd be drawn up to "
            "2.864 and weather.anomaly_sd, which it is a part of, down to 2.5: keep the first "
            "under the second over both ranges"
        ],
    ),
    "a month as wild as may be": (
        told(b"weather.month_sd,2,1,2.6\nweather.anomaly_sd,4,3.3,5\n"),
        [],
    ),
    "a cold winter in most years": (
        told(b"weather.cold_winter_years,20,8,60\n"),
        [
            "parameters.csv row 2, column value: '20' lets weather.cold_winter_years be drawn "
            "down to 1.761: give 0 without a range, which leaves cold winters to weather.month_sd, "
            "or stay at 3 years or more"
        ],
    ),
    "a cold winter once in a while": (
        told(b"weather.cold_winter_years,46,18,170\nweather.cold_winter_depth,3,,\n"),
        [],
    ),
    "homes colder than the cold they are built for": (
        told(b"people.indoor_target,8,,\npeople.design_temperature,9,,\n"),
        [
            "parameters.csv row 3, column value: '9' lets people.design_temperature be drawn up "
            "to 9 and people.indoor_target, which full heat holds at it, down to 8: keep the first "
            "under the second over both ranges"
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_named(name: str, tmp_path: Path) -> None:
    spoil, expected = CASES[name]
    assert faults_of(spoil, tmp_path) == expected
