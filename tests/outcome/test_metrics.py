"""Metrics against numbers worked out by hand. The valley has 100, 200 and 100 thousand people."""

from __future__ import annotations

import numpy as np
import pytest

import synthetic
from holdfast.outcome.metrics import BY_NAME, METRICS, longest_run
from holdfast.questions.run import run as simulate
from holdfast.scenario import Scenario, read_scenario

HOURS = np.array([2.0, 1.0, 4.0])
"""A day's hours without power in each region: 2 h per person on average."""


@pytest.fixture
def ten_days(valley):
    made = synthetic.outcome(
        valley, futures=4, days=10, hours_without_power=HOURS, hours_planned=[1.0, 1.0, 1.0],
        cold_hours=[0.0, 2.0, 0.0], degree_hours=[4.0, 0.0, 4.0], unserved=[100.0, 200.0, 300.0],
        import_cost=3.0, leaked=2.0, gas_unserved=0.25, frozen_hours=[0.0, 1.2, 0.0],
    )  # fmt: skip
    for name, value in (("dry_hours", 3.0), ("warmed", 0.5), ("away", 0.25)):
        made.data[name] = made.data["hours_without_power"] * 0 + value
    made.data["gas_cost"] = made.data["import_cost"] * 0 + 1.5
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours_without_power", 20.0),
        ("hours_planned", 10.0),
        ("hours_uncontrolled", 10.0),
        ("person_hours_without_power", 8.0),
        ("degree_hours", 20.0),
        ("cold_hours", 10.0),
        ("person_hours_cold", 4.0),
        # a quarter is away: 34, 34 and 32 h a day more than their homes, of 24 + 24 / 2
        ("suffering", 8.0 + 0.5 * 4.0 + 0.25 * (0.1 * 34 + 0.2 * 34 + 0.1 * 32) * 10),
        ("unserved_energy", 6.0),
        ("import_cost", 30.0),
        ("collapses", 0.0),
        ("survival", 1.0),
        ("survival_of_service", 1.0),
        ("survival_of_grid", 1.0),
        ("survival_of_stocks", 1.0),
        ("leaked", 20.0),
        ("gas_unserved", 2.5),
        ("gas_cost", 15.0),
        ("worst_region_hours", 40.0),
        ("longest_run", 0.0),
        ("frozen_hours", 6.0),
        ("frozen_most", 0.2 * 1.2 / 24),
        ("dry_hours", 30.0),
        ("warmed", 5.0),
        ("away_most", 0.1),
    ],
)
def test_by_hand(ten_days, name, value):
    assert ten_days.values(name, ten_days.windows()[-1]) == pytest.approx([value] * 4)


def test_every_metric_is_worked_by_hand():
    worked = {mark[0] for mark in test_by_hand.pytestmark[0].args[1]}
    assert worked == set(BY_NAME)
    assert len(BY_NAME) == len(METRICS)


def test_what_a_run_does_not_keep_is_no_metric_of_it(valley):
    made = synthetic.outcome(valley, futures=2, days=10)
    assert {each.name for each in made.metrics} == set(BY_NAME) - {
        "dry_hours",
        "warmed",
        "away_most",
        "gas_cost",
    }
    with pytest.raises(ValueError, match="'warmed' is not one of: "):
        made.values("warmed", made.windows()[-1])


def test_the_longest_run_is_that_of_any_region(valley):
    hours = np.zeros((2, 10, 3))
    hours[0, 2:9, 1] = 16.5
    hours[1, :3, 0] = hours[1, 5:9, 2] = 16.5
    made = synthetic.outcome(valley, futures=2, days=10, hours_without_power=hours)
    assert made.values("longest_run", made.windows()[-1]).tolist() == [7.0, 4.0]


def test_an_unknown_metric_is_named(ten_days):
    with pytest.raises(ValueError, match="'hours' is not one of: hours_without_power, "):
        ten_days.values("hours", ten_days.windows()[-1])


def survival(outcome):
    return outcome.values("survival", outcome.windows()[-1]).tolist()


def test_five_days_in_a_row_under_eight_hours_end_survival(valley):
    hours = np.zeros((2, 10, 3))
    hours[0, 2:7, 1] = 16.5
    hours[1, 2:6, 1] = 16.5
    hours[1, 7:10, 1] = 16.5
    made = synthetic.outcome(valley, futures=2, days=10, hours_without_power=hours)
    assert survival(made) == [0.0, 1.0]


def test_eight_hours_a_day_are_enough(valley):
    assert survival(synthetic.outcome(valley, 2, days=10, hours_without_power=16.0)) == [1.0, 1.0]


def test_a_collapse_or_an_empty_defended_item_end_survival(valley):
    collapsed = np.zeros((3, 10))
    collapsed[0, 4] = 1
    items = list(valley.table("items").text("id"))
    empty = np.zeros((3, 10, len(items)))
    empty[1, 9, items.index("interceptor")] = 1
    empty[2, 9, items.index("diesel")] = 1
    made = synthetic.outcome(
        valley, 3, days=10, hours_without_power=0.0, collapsed=collapsed, empty=empty
    )
    assert survival(made) == [0.0, 0.0, 1.0]
    whole = made.windows()[-1]
    assert made.values("survival_of_grid", whole).tolist() == [0.0, 1.0, 1.0]
    assert made.values("survival_of_stocks", whole).tolist() == [1.0, 0.0, 1.0]
    assert made.values("survival_of_service", whole).tolist() == [1.0, 1.0, 1.0]


def test_what_has_not_come_yet_has_not_run_out(valley):
    rows = [{**row, "quantity": "0"} for row in valley.table("stocks").rows()]
    bare = valley.replace_rows("stocks", rows)
    items = list(bare.table("items").text("id"))
    empty, held = np.zeros((2, 10, len(items))), np.zeros((2, 10, len(items)))
    place = items.index("interceptor")
    empty[:, :4, place] = 1
    held[:, 4:, place] = 5.0
    held[1, 9, place], empty[1, 9, place] = 0.0, 1
    made = synthetic.outcome(bare, 2, days=10, hours_without_power=0.0, empty=empty, held=held)
    assert survival(made) == [1.0, 0.0]


def test_the_longest_run():
    days = np.array([1, 1, 0, 1, 1, 1, 0, 1], bool)
    assert longest_run(days[None, :, None]).tolist() == [[3]]


def test_the_summary_has_the_columns_that_are_relied_on(ten_days):
    table = ten_days.summary()
    assert list(table.columns) == [
        "metric", "from", "to", "mean", "standard_error", "p05", "p50", "p95", "n", "n_eff",
    ]  # fmt: skip
    row = table[table["metric"] == "suffering"].iloc[0]
    assert (row["mean"], row["standard_error"], row["n"]) == (pytest.approx(43.5), 0.0, 4)
    assert (str(row["from"]), str(row["to"])) == ("2030-12-01", "2030-12-11")


def test_what_is_asked_again_after_a_cut_and_not_served_counts_again(root):
    """Without generation and borders all that is asked is unserved; the rebound adds to it."""
    valley = read_scenario(root / "examples" / "valley")
    files = dict(valley.files)
    files["scenario.toml"] = files["scenario.toml"].replace("days = 151", "days = 4")
    for table in ("packages", "deliveries", "threat/raids"):
        files.pop(f"{table}.csv", None)
    made = Scenario.from_files(files)
    dark = [{**row, "available_mw": "0"} for row in made.table("power/generators").rows()]
    made = made.replace_rows("power/generators", dark).replace_rows("power/interconnectors", [])
    unserved = []
    for share in ("0", "0.5"):
        rows = [
            {**row, "value": share} if row["id"] == "network.rebound" else row
            for row in made.table("parameters").rows()
        ]
        outcome = simulate(made.replace_rows("parameters", rows), futures=2, workers=1)
        unserved.append(outcome.values("unserved_energy", outcome.windows()[-1]))
    assert (unserved[1] > 1.2 * unserved[0]).all()
