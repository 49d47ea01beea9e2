"""Days of the weather that are known: their temperature in all futures, all else as drawn."""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model import weather
from holdfast.model.weather.step import LASTING
from holdfast.scenario import Scenario, ScenarioError, read_scenario
from holdfast.scenario.unused import LATE, UNSEEN, Unused, unused
from model.networks_world import VALLEY
from model.small_country import country

LUCK = Luck.of(4, range(6))
TOLD = {("2030-12-04", "aa"): -12.5, ("2030-12-04", "bb"): -3.0,
        ("2030-12-05", "aa"): -14.0, ("2030-12-05", "bb"): 1.25}  # fmt: skip


def table(rows) -> str:
    return "date,region,temperature_c\n" + "\n".join(f"{d},{r},{t}" for (d, r), t in rows.items())


def played(scenario: Scenario, days: int):
    """Temperature and lasting temperature (D, F, R), and what is carried (D, F)."""
    params = weather.prepare(scenario, LUCK)
    anomaly = weather.start(params)["anomaly"]
    found = []
    for day in range(days):
        sky = weather.step(params, anomaly, day, LUCK.on(day))
        anomaly = sky.anomaly
        found.append((sky.temperature, sky.lasting, sky.anomaly))
    return [np.array(each) for each in zip(*found, strict=True)]


def test_known_days_are_as_told_and_others_as_drawn():
    ours, _, carried = played(country({"weather/days": table(TOLD)}), 8)
    free, _, same = played(country(), 8)
    assert (ours[3] == [-12.5, -3.0]).all()
    assert (ours[4] == [-14.0, 1.25]).all()
    others = [0, 1, 2, 5, 6, 7]
    np.testing.assert_array_equal(ours[others], free[others])
    np.testing.assert_array_equal(carried, same)
    assert (free[3] != ours[3]).any()


def test_lasting_cold_remembers_known_days():
    ours, lasting, _ = played(country({"weather/days": table(TOLD)}), 7)
    weights = np.array(LASTING)[:, None, None]
    expected = (weights * ours[[5, 4, 3, 2]]).sum(axis=0) / weights.sum()
    assert lasting[5] == pytest.approx(expected)


def test_an_outcome_has_them_in_every_future():
    valley = read_scenario(VALLEY)
    rows = [
        {"date": f"2030-12-{day:02d}", "region": region, "temperature_c": str(-20 - k)}
        for day in (2, 3)
        for k, region in enumerate(("UPP", "MID", "LOW"))
    ]
    cold = ensemble.run(valley.add_rows("weather/days", rows), [0, 1], workers=1, until=5).data
    free = ensemble.run(valley, [0, 1], workers=1, until=5).data
    people = np.array([100, 200, 100]) / 400
    assert cold["temperature"][:, 1:3].values == pytest.approx(float([-20, -21, -22] @ people))
    assert np.array_equal(cold["temperature"][:, [0, 3, 4]], free["temperature"][:, [0, 3, 4]])
    assert (cold["gas_used"][:, 1] > free["gas_used"][:, 1]).all()
    assert np.array_equal(cold["launched"], free["launched"])


def test_gaps_and_regions_that_there_are_not_are_faults():
    rows = TOLD | {("2030-12-07", "aa"): -9.0}
    with pytest.raises(ScenarioError) as found:
        country({"weather/days": table(rows)})
    assert [str(fault) for fault in found.value.faults] == [
        "weather/days.csv, column date: region aa lacks 1 day between 2030-12-04 and 2030-12-07, "
        "the first and the last that any region has; the first that is missing is 2030-12-06: "
        "add a row for each",
        "weather/days.csv, column date: region bb lacks 2 days between 2030-12-04 and 2030-12-07, "
        "the first and the last that any region has; the first that is missing is 2030-12-06: "
        "add a row for each",
    ]
    with pytest.raises(ScenarioError) as found:
        country({"weather/days": table(TOLD | {("2030-12-05", "zz"): -9.0})})
    assert "weather/days.csv row 6, column region: 'zz' is not an id of regions.csv" in str(
        found.value
    )
    with pytest.raises(ScenarioError) as found:
        country({"weather/days": table({("2030-12-05", "aa"): "cold", ("2030-12-05", "bb"): 1})})
    assert "weather/days.csv row 2, column temperature_c: 'cold' is not a number" in str(
        found.value
    )


def test_days_that_are_not_seen_or_come_too_late_are_told():
    late = country({"weather/days": table({("2031-05-01", "aa"): 9, ("2031-05-01", "bb"): 9})})
    assert unused(late) == [
        Unused("weather/days.csv", row, "date", "2031-05-01", LATE, "2031-04-30") for row in (2, 3)
    ]
    told = country({"weather/days": table(TOLD)})
    hidden = Scenario.from_files(told.files, datetime.date(2030, 12, 4))
    assert unused(hidden) == [
        Unused("weather/days.csv", 4, "date", "2030-12-05", UNSEEN, "2030-12-04")
    ]
    ours, _, _ = played(hidden, 6)
    free, _, _ = played(country(), 6)
    assert (ours[3] == [-12.5, -3.0]).all()
    np.testing.assert_array_equal(ours[4], free[4])


def test_without_the_table_nothing_is_known():
    params = weather.prepare(country(), LUCK)
    assert params.known.shape == (0, 2)
    assert "known" in {field.name for field in dataclasses.fields(params)}
