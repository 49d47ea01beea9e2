"""Paired differences, and runs that are not paired."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import synthetic
from holdfast.outcome.statistics import difference
from holdfast.questions.compare import beyond_plans, compare
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import Refused
from holdfast.questions.whatif import between
from holdfast.scenario import Scenario
from holdfast.show.report import render


@pytest.fixture
def a(valley):
    return synthetic.outcome(valley, futures=24, days=60)


@pytest.fixture
def b(valley, a):
    hours = a.data["hours_without_power"].values * np.float32(0.9)
    return synthetic.outcome(valley, futures=24, days=60, hours_without_power=hours)


def test_the_columns_that_are_relied_on(a, b):
    table = compare(a, b)
    assert list(table.columns[:12]) == [
        "metric", "from", "to", "mean", "standard_error", "low", "high", "n", "n_eff",
        "paired_gain", "p_better", "verdict",
    ]  # fmt: skip
    first = table.iloc[0]
    before = a.values("hours_without_power", a.windows()[0])
    after = b.values("hours_without_power", b.windows()[0])
    found = difference(before, after, a.pair, "less")
    assert (first["metric"], first["model"]) == ("hours_without_power", "all")
    assert first["mean"] == pytest.approx(float(np.mean(after - before)))
    assert first["standard_error"] == found.estimate.standard_error
    assert first["paired_gain"] == found.paired_gain
    assert (first["p_better"], first["verdict"]) == (1.0, "told apart")


def test_rival_models_stand_apart_and_add_up(a, b):
    table = compare(a, b)
    rows = table[table["metric"] == "hours_without_power"].set_index("model")
    assert list(dict.fromkeys(table["model"])) == ["all", "proportional", "saturating"]
    assert rows.loc["proportional", "n"] == rows.loc["saturating", "n"] == 12
    mean = (rows.loc["proportional", "mean"] + rows.loc["saturating", "mean"]) / 2
    assert rows.loc["all", "mean"] == pytest.approx(mean)


def test_a_run_against_itself_is_exactly_nought(a):
    table = compare(a, a)
    assert (table[["mean", "standard_error", "low", "high"]] == 0).all().all()
    assert set(table["verdict"]) == {"not told apart"}
    assert table["paired_gain"].isna().all()


def other_regions(outcome):
    data = outcome.data.assign_coords(region=["UPP", "MID", "SEA"])
    return dataclasses.replace(outcome, data=data)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda made, valley: dataclasses.replace(made, seed=2), r"seed \(1 and 2\)"),
        (lambda made, valley: dataclasses.replace(made, version="0.0.1"), "version"),
        (lambda made, valley: synthetic.outcome(valley, 6, days=60), "futures"),
        (lambda made, valley: synthetic.outcome(valley, [0, 1, 2, 3, 4, 5, 7, 8], days=60),
         "futures"),
        (lambda made, valley: synthetic.outcome(valley, [*range(22), 23, 23], days=60),
         "numbers of the futures"),
        (lambda made, valley: synthetic.outcome(valley, 24, days=50), "number of days"),
        (lambda made, valley: dataclasses.replace(made, data=made.data.assign_coords(
            day=made.data["day"] + np.timedelta64(1, "D"))), "first day"),
        (lambda made, valley: other_regions(made), "regions"),
    ],
)  # fmt: skip
def test_unpaired_runs_are_refused(valley, a, change, reason):
    with pytest.raises(Refused, match=f"not paired: .*{reason}"):
        compare(a, change(synthetic.outcome(valley, 8, days=60), valley))


def test_a_refusal_is_a_value_error(valley, a):
    with pytest.raises(ValueError, match="same seed, futures, start and version"):
        compare(a, synthetic.outcome(valley, 8, days=60, seed=2))


def of_other_tables(scenario):
    rows = [{**row, "quantity": "9"} for row in scenario.table("stocks").rows()]
    return scenario.replace_rows("stocks", rows)


def test_what_differs_beyond_the_plans_is_said_and_no_pairing_claimed(valley, a):
    other = synthetic.outcome(of_other_tables(valley), futures=24, days=60)
    assert beyond_plans(a, other) == ("stocks.csv",)
    made = between(a, other)
    assert made.notes[0].startswith("A and B differ in more than their plans (stocks.csv):")
    assert "only as far as their scenarios are alike" in made.closing[-1]
    for language, said, shared in (
        ("en", "differ in more than their plans (stocks.csv)", "only as far as their scenarios"),
        ("fr", "par plus que leurs plans (stocks.csv)", "que là où leurs scénarios"),
    ):
        page = render(made, language=language)
        assert said in page
        assert shared in page


def test_deliveries_and_what_only_a_reader_sees_are_no_such_difference(valley, a):
    text = valley.files["scenario.toml"].replace('title = "', 'title = "Another ')
    named = Scenario.from_files({**valley.files, "scenario.toml": text})
    assert named.settings.title != valley.settings.title
    for other in (named, with_deliveries(valley, ["shield"], "b")):
        made = between(a, synthetic.outcome(other, futures=24, days=60))
        assert beyond_plans(a, made.b) == ()
        assert not [note for note in made.notes if "differ in more" in note]
        assert "in each of which A and B meet the same weather" in made.closing[-1]


def test_what_was_known_when_is_a_difference(valley, a):
    later = dataclasses.replace(a.scenario, as_of=a.scenario.settings.start)
    assert beyond_plans(a, dataclasses.replace(a, scenario=later)) == ("as_of",)


def test_another_country_is_refused_by_its_name(valley, a):
    text = valley.files["scenario.toml"].replace('name = "valley"', 'name = "hill"')
    hill = Scenario.from_files({**valley.files, "scenario.toml": text})
    other = other_regions(synthetic.outcome(hill, futures=24, days=60))
    with pytest.raises(Refused, match=r"different scenarios \(valley and hill\).*in regions"):
        compare(a, other)
    assert beyond_plans(a, synthetic.outcome(hill, futures=24, days=60)) == ("scenario.toml name",)
