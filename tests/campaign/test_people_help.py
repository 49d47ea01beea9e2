"""Help for people under common luck: more of it never leaves anyone darker, colder or drier."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.campaign.record import SOMETIMES, _aging, _mended, _oiled, _piped, _priced
from holdfast.outcome.by_group import ALL, by_group
from holdfast.questions.compare import compare
from holdfast.scenario import Scenario, read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
FUTURES, DAYS = 16, 60
KNOWN = {"kind": "humanitarian", "unit": "piece", "unit_cost_meur": "0.01"}
ITEMS = [
    {"id": "room", "name": "Warm room", "adds": "heating_point", "amount": "1", **KNOWN},
    {"id": "kettle", "name": "Kettle", "adds": "boiler", "amount": "5", **KNOWN},
]
ON = {
    "people.dark_in_a_row": 1, "people.set_heat": 0.5, "people.water_piped": 0.7,
    "people.leave_share": 0.02, "people.leave_after_days": 1000,
}  # fmt: skip
"""Nobody leaves within these days: whom help keeps at home goes on asking for power."""
GROUPS = [
    {"region": "UPP", "group": "hospital", "people_share": "1", "protected_share": "1",
     "own_hours": "8"},
    {"region": "MID", "group": "flats", "people_share": "0.5"},
    {"region": "LOW", "group": "flats", "people_share": "0.2"},
]  # fmt: skip


@pytest.fixture(scope="module")
def valley() -> Scenario:
    """With everything on that people can have, and fuel that never runs short."""
    made = read_scenario(VALLEY).add_rows("items", ITEMS).replace_rows("people/groups", GROUPS)
    rows = made.table("parameters").rows()
    rows = [*rows, *({"id": name, "value": str(value)} for name, value in ON.items())]
    made = made.replace_rows("parameters", rows)
    held = made.table("stocks").rows()
    plenty = [row | {"quantity": "1e9"} if row["fuel"] == "yes" else row for row in held]
    return made.replace_rows("stocks", plenty)


def given(scenario: Scenario, item: str, quantity: int) -> Scenario:
    giver = scenario.table("deliveries").text("partner")[0]
    row = {
        "id": f"more-{item}-{quantity}", "partner": giver, "item": item, "quantity": str(quantity),
        "date": str(scenario.settings.start), "slips": "no",
    }  # fmt: skip
    return scenario.add_rows("deliveries", [row])


@pytest.fixture(scope="module")
def bare(valley):
    some = given(given(valley, "room", 20), "kettle", 1)
    return ensemble.run(some, FUTURES, seed=5, workers=1, until=DAYS)


def test_what_is_on_is_kept_and_felt(bare):
    others = (_oiled, _piped, _mended, _aging, _priced)
    meant = {measure.name for measure in SOMETIMES if measure.among not in others}
    assert {"warmed", "dry_hours", "away", "group_hours"} < meant <= set(bare.data.data_vars)
    for name in ("warmed", "dry_hours", "group_hours"):
        assert np.nansum(bare.data[name].values) > 0, name
    assert bare.data["points"].values.min() > 0


@pytest.mark.parametrize(("item", "quantity"), [("generator_set", 300), ("room", 200)])
def test_more_help_never_hurts_a_day_of_a_future(bare, item, quantity):
    helped = ensemble.run(
        given(bare.scenario, item, quantity), FUTURES, seed=5, workers=1, until=DAYS
    )
    for name in ("hours_without_power", "cold_hours", "frozen_hours", "dry_hours", "no_heat"):
        before, after = (run.data[name].values.astype(float) for run in (bare, helped))
        assert (after <= before + 1e-4).all(), name
    before, after = (
        sum(float(run.data[name].values.sum()) for name in ("hours_without_power", "cold_hours"))
        for run in (bare, helped)
    )
    assert after < before


def test_more_fuel_never_hurts_the_whole(valley):
    """With little fuel each day's share is burnt, so it is the sum over days that falls."""
    some = given(given(given(valley, "room", 20), "kettle", 1), "generator_set", 300)
    held = some.table("stocks").rows()

    def total(litres: int) -> float:
        rows = [row | {"quantity": str(litres)} if row["fuel"] == "yes" else row for row in held]
        made = ensemble.run(
            some.replace_rows("stocks", rows), FUTURES, seed=5, workers=1, until=DAYS
        )
        return float(made.data["hours_without_power"].values.sum())

    few, more, plenty = (total(litres) for litres in (20_000, 60_000, 10**9))
    assert plenty < more < few


def test_groups_are_told_by_region_and_for_the_country(bare):
    made = by_group(bare).set_index(["from", "to", "group", "region"])
    whole = bare.windows()[-1]
    made = made.loc[whole.first, whole.end]
    assert list(made.loc["flats"].index) == [ALL, "MID", "LOW"]
    assert list(made.loc["hospital"].index) == [ALL, "UPP"]
    members = {"MID": 0.5 * 200, "LOW": 0.2 * 100}
    mean = sum(members[r] * made.loc[("flats", r), "mean"] for r in members) / 120
    assert made.loc[("flats", ALL), "mean"] == pytest.approx(mean)
    assert (made["longest_run"] >= 0).all()
    usual = float(bare.data["hours_without_power"].sel(region="MID").sum("day").mean())
    assert made.loc[("flats", "MID"), "mean"] > usual * 0.99


def test_a_run_without_water_is_compared_by_what_both_count(bare):
    plain = ensemble.run(read_scenario(VALLEY), FUTURES, seed=5, workers=1, until=DAYS)
    rows = compare(plain, bare)
    assert {"hours_without_power", "frozen_hours"} <= set(rows["metric"])
    assert not {"dry_hours", "warmed"} & set(rows["metric"])
