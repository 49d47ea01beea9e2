"""The benchmark of weather reads days that users give, and those of the reference years."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data" / "weather" / "days_example.csv"


def script(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def weather():
    return script(ROOT / "benchmarks" / "weather.py")


def test_the_example_that_is_shipped_is_used(weather):
    """Spread and memory of its 3 stations instead of the 15 of data/weather."""
    stations = weather.by_station(EXAMPLE)
    assert stations.shape == (3, 90)
    away = stations - stations.mean(axis=1, keepdims=True)
    spread = np.sqrt((away**2).mean(axis=1))
    told, usual = weather.recorded(EXAMPLE), weather.recorded(None)
    name = "sd of days within a winter"
    assert told[name] == pytest.approx((spread.mean(), spread.std(ddof=1) / np.sqrt(3)))
    assert told[name] != usual[name]
    assert told["sd of winter means"] == usual["sd of winter means"]


def test_days_come_in_the_order_of_a_winter(weather, tmp_path):
    rows = EXAMPLE.read_text().splitlines()
    mixed = tmp_path / "days.csv"
    mixed.write_text("\n".join([rows[0], *rows[:0:-1]]) + "\n")
    made = {tuple(station) for station in weather.by_station(mixed)}
    assert made == {tuple(station) for station in weather.by_station(EXAMPLE)}


def test_a_day_or_a_column_that_lacks_is_named(weather, tmp_path):
    text = EXAMPLE.read_text()
    bad = tmp_path / "days.csv"
    bad.write_text("\n".join(row for row in text.splitlines() if not row.startswith("2,1,7,")))
    with pytest.raises(ValueError, match="station 2 has no 01-07, 1 days in all"):
        weather.by_station(bad)
    bad.write_text(text.replace("tmean_c", "mean"))
    with pytest.raises(ValueError, match="no column tmean_c"):
        weather.by_station(bad)


def test_hours_of_the_reference_years_become_days(tmp_path):
    years = script(ROOT / "benchmarks" / "beside" / "reference_years.py")
    hours = "".join(
        f" 4     1   1   {day}  {hour}  7  230     5.7    {day + hour / 10:.1f}   1005.3\n"
        for day in (1, 2)
        for hour in (1, 2, 3)
    )
    with zipfile.ZipFile(tmp_path / "demandlib.whl", "w") as package:
        package.writestr("x/TRY2010_04_Jahr.dat", f"RG IS MM\n***\n{hours}")
        package.writestr("x/other.dat", "1 2 3")
    made = years.table(tmp_path / "demandlib.whl")
    assert made == "try_region,month,day,tmean_c\n4,1,1,1.20\n4,1,2,2.20\n"
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as package:
        package.writestr("x/other.dat", "1 2 3")
    with pytest.raises(ValueError, match="no file TRY2010"):
        years.table(tmp_path / "other.whl")
