"""Metrics of public figures, worked by hand on two futures of the valley.

The valley has 100, 200 and 100 thousand people; kinds are one substation and two plants.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import synthetic
from holdfast.questions.facts import read_facts
from holdfast.questions.record import METRICS, REGIONAL, Record, Span

FIRST, LAST = date(2030, 12, 3), date(2030, 12, 6)
"""Days 2 and 5 of the run."""


def daily(*values: float) -> np.ndarray:
    """(2, 10) the same ten days in both futures."""
    return np.tile(values, (2, 1))


def one(valley, metric, region="all", **given):
    made = synthetic.outcome(valley, 2, days=10, **given)
    return METRICS[metric](Record.of(made), Span(region, FIRST, LAST)).tolist()


def by_kind(substation: list[float], plant: list[float]) -> np.ndarray:
    return np.tile(np.stack([substation, plant], axis=-1), (2, 1, 1))


RAMP = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
NIL = [0.0] * 10


@pytest.mark.parametrize(
    ("metric", "value"),
    [("power_stations_hit_share", 25.0), ("energy_assets_damaged_share", 33.333333),
     ("large_transformers_damaged_share", 50.0)],
)  # fmt: skip
def test_ever_damaged_on_the_last_day(valley, metric, value):
    half = [x / 2 for x in RAMP]
    assert one(valley, metric, ever_damaged=by_kind(RAMP, half)) == pytest.approx([value] * 2)


def test_thermal_capacity_out(valley):
    damaged = daily(*RAMP)
    found = one(valley, "thermal_capacity_out_share", thermal_damaged=damaged)
    assert found == pytest.approx([50.0] * 2)


def test_generation_available_change(valley):
    given = np.ones((2, 10, 2)) * [100.0, 300.0]
    given[:, 5] = [80.0, 220.0]
    found = one(valley, "generation_available_change", available=given)
    assert found == pytest.approx([-25.0] * 2)


def test_main_grid_repaired(valley):
    """Most out up to the first day 0.4 (day 1), on the last day 0.1: three quarters are whole."""
    out = by_kind([0.0, 0.4, 0.3, 0.3, 0.2, 0.1, 0.9, 0.9, 0.9, 0.9], NIL)
    assert one(valley, "main_grid_repaired_share", damaged=out) == pytest.approx([75.0] * 2)
    never = one(valley, "main_grid_repaired_share", damaged=by_kind(NIL, RAMP))
    assert np.isnan(never).all()


def test_people_cut(valley):
    evening = daily(*RAMP)
    assert one(valley, "people_cut_share_evening", dark_evening=evening) == pytest.approx([50] * 2)
    worst = daily(0.9, 0.9, 0.1, 0.7, 0.2, 0.3, 0.9, 0.9, 0.9, 0.9)
    assert one(valley, "people_cut_share_worst", dark_worst=worst) == pytest.approx([70] * 2)


def test_people_cut_in_a_region(valley):
    regions = np.zeros((2, 10, 3))
    regions[:, 5, 1] = 0.4
    regions[:, 2, 1], regions[:, 3, 1] = 0.8, 0.2
    found = one(valley, "people_cut_region", "MID", dark_evening_region=regions)
    assert found == pytest.approx([0.08] * 2)
    found = one(valley, "people_cut_region_remaining_day_1", "MID", dark_evening_region=regions)
    assert found == pytest.approx([25.0] * 2)
    nobody = one(valley, "people_cut_region_remaining_day_1", "LOW", dark_evening_region=regions)
    assert np.isnan(nobody).all()
    regions[:, 2, 2], regions[:, 3, 2] = 0.009, 0.9
    hardly = one(valley, "people_cut_region_remaining_day_1", "LOW", dark_evening_region=regions)
    assert np.isnan(hardly).all()


def test_people_without_heat(valley):
    regions = np.zeros((2, 10, 3))
    regions[:, 5, 0] = 0.25
    found = one(valley, "people_without_heat_region", "UPP", no_heat=regions)
    assert found == pytest.approx([25.0] * 2)


def test_deficits(valley):
    deficit = np.array([[0, 0, 0.3, 0.2, 0.1, 0.25, 0.05, 0, 0, 0], [0.5] * 10])
    assert one(valley, "power_deficit_share", deficit=deficit) == pytest.approx([25, 50])
    days = one(valley, "days_until_deficit_below_10_percent", deficit=deficit)
    assert days[1] == np.inf
    # 0.1 as a float32 is not below 0.1
    assert days[0] == 4


def test_hours_to_rejoin(valley):
    """A restart takes 14 h in the valley; without a collapse in the window there is none."""
    collapsed = np.zeros((2, 10))
    collapsed[0, 3], collapsed[1, 8] = 1, 1
    found = one(valley, "hours_to_rejoin_after_collapse", collapsed=collapsed)
    assert found[0] == 14.0
    assert np.isnan(found[1])


def test_hours_without_power(valley):
    """2 h a day on average over people in the window of four days."""
    found = one(valley, "hours_without_power_share", hours_without_power=[2.0, 1.0, 4.0])
    assert found == pytest.approx([100 * 2 / 24] * 2)


def test_first_day_without_limits(valley):
    hours = np.array([[0, 0, 6, 0, 0, 6, 0, 0, 0, 6], [6] * 10])
    assert one(valley, "first_day_without_limits", schedule_hours=hours) == [4.0, np.inf]


def test_sums_over_the_window(valley):
    gas = daily(9, 9, 100, 200, -50, 250, 9, 9, 9, 9)
    assert one(valley, "gas_drawn_from_storage", gas_withdrawn=gas) == pytest.approx([0.5] * 2)
    hours = daily(9, 9, 6, 12, 0, 24, 9, 9, 9, 9)
    assert one(valley, "outage_schedule_hours", schedule_hours=hours) == pytest.approx([42] * 2)


def test_the_figures_of_the_winter_can_all_be_read(root):
    regions = {"STH": "South", "NEA": "North-east"}
    file = root / "data" / "facts" / "winter_2022_23.csv"
    facts = read_facts(file, regions, date(2022, 10, 1), date(2024, 3, 31))
    assert len(facts) == len(file.read_text(encoding="utf-8").strip().splitlines()) - 1
    assert {fact.metric for fact in facts} <= set(METRICS)
    assert set(REGIONAL) <= set(METRICS)
