"""A campaign with pressures of gas: same bits for any workers, alone, and from a checkpoint."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario
from model.piped_world import piped


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return piped()


@pytest.fixture(scope="module")
def whole(scenario: Scenario) -> Outcome:
    return ensemble.run(scenario, futures=range(6), seed=3, workers=1)


def same(one: Outcome, other: Outcome) -> None:
    for name in one.data.data_vars:
        a, b = one.data[name].values, other.data[name].values
        assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), name


def test_any_number_of_workers(scenario: Scenario, whole: Outcome):
    same(whole, ensemble.run(scenario, futures=range(6), seed=3, workers=2))


def test_a_future_alone(scenario: Scenario, whole: Outcome):
    part = dataclasses.replace(whole, data=whole.data.sel(future=[4]))
    same(part, ensemble.run(scenario, futures=[4], seed=3))


def test_what_is_kept_of_the_network(whole: Outcome):
    assert float(whole.data["linepack"].max()) > 0
    assert whole.data["gas_rounds"].values.min() >= 1


def test_plans_go_on_from_a_day(scenario: Scenario, whole: Outcome):
    """The second side of a comparison starts from a checkpoint that holds the linepack."""
    rows = [*scenario.table("deliveries").rows(),
            {"id": "d9", "partner": "EN", "item": "transformer", "quantity": "1",
             "date": "2031-01-05", "slips": "no"}]  # fmt: skip
    plan = scenario.replace_rows("deliveries", rows)
    branched = ensemble.branch(plan, whole, day=30, workers=1)
    same(branched, ensemble.run(plan, futures=range(6), seed=3, workers=1))
