"""A campaign whose ignorance is dealt from pairs of futures that a fit has kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.outcome import Outcome
from holdfast.questions.inputs import inputs
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY

DAYS, FIT, SEED = 20, 77, 5
RANGES = {"network.restart_hours": (14, 8, 30), "damage.pocket_per_hit": (0.02, 0.01, 0.05)}


@pytest.fixture(scope="module")
def valley() -> Scenario:
    """The valley with two things that nobody knows."""
    rows = {row["id"]: row for row in read_scenario(VALLEY).table("parameters").rows()}
    for name, (value, low, high) in RANGES.items():
        told = {"value": value, "value_low": low, "value_high": high}
        rows[name] = {"id": name} | {column: str(number) for column, number in told.items()}
    return read_scenario(VALLEY).replace_rows("parameters", list(rows.values()))


def learnt(scenario: Scenario, *pairs: int, seed: int = FIT) -> Scenario:
    rows = [{"pair": str(pair), "seed": str(seed), "distance": "0.5"} for pair in pairs]
    return scenario.replace_rows("posterior", rows)


def run(scenario: Scenario, futures=range(8), workers: int = 1) -> Outcome:
    return ensemble.run(scenario, futures, SEED, workers, until=DAYS)


def same(one: Outcome, other: Outcome) -> bool:
    return all(
        np.array_equal(one.data[name].values, other.data[name].values, equal_nan=True)
        for name in one.data.data_vars
        if one.data[name].values.dtype.kind in "fib"
    )


def test_a_run_has_the_values_of_the_pairs_that_were_kept(valley: Scenario) -> None:
    """Two pairs of four futures each; every input of them is that of future 6 or 40 of the fit."""
    made = run(learnt(valley, 20, 3))
    found = {each.column: each.values for each in inputs(made)}
    assert set(found) == set(RANGES)
    for name, values in found.items():
        fit = valley.parameter(name, Luck.of(FIT, [6, 40]))
        assert np.unique(fit).size == 2
        np.testing.assert_array_equal(np.sort(values), np.sort(np.repeat(fit, 4)))
        np.testing.assert_array_equal(values[::2], values[1::2])
    first, second = (found[name] for name in RANGES)
    assert len({*zip(first, second, strict=True)}) == 2, "the two go together"


def test_a_pair_of_which_both_futures_were_kept_is_dealt_twice(valley: Scenario) -> None:
    """Of three pairs of futures two have what pair 20 of the fit has; a blank is one."""
    rows = [
        {"pair": "20", "seed": str(FIT), "futures": "2"},
        {"pair": "3", "seed": str(FIT), "futures": ""},
    ]
    given = valley.replace_rows("posterior", rows)
    made = run(given, range(6))
    name = "network.restart_hours"
    (found,) = (each.values for each in inputs(made) if each.column == name)
    fit = valley.parameter(name, Luck.of(FIT, [40, 40, 6]))
    np.testing.assert_array_equal(np.sort(found[::2]), np.sort(fit))
    assert same(run(given, range(6), workers=2), made)


def test_a_pair_dealt_to_itself_lives_the_same_bits(valley: Scenario) -> None:
    """Futures 6 and 7 of a seed with what pair 3 of this seed has; another pair lives otherwise."""
    plain = run(valley, [6, 7])
    assert same(run(learnt(valley, 3, seed=SEED), [6, 7]), plain)
    assert not same(run(learnt(valley, 4, seed=SEED), [6, 7]), plain)


def test_any_workers_any_order_and_one_future_alone(valley: Scenario) -> None:
    whole = run(learnt(valley, 3, 20, 5))
    assert same(run(learnt(valley, 5, 3, 20), workers=2), whole)
    alone = run(learnt(valley, 20, 3, 5), [6])
    for name, values in alone.data.data_vars.items():
        if "future" in values.dims and values.dtype.kind == "f":
            np.testing.assert_array_equal(values.sel(future=6), whole.data[name].sel(future=6))


def test_a_plan_beside_it_meets_the_same_ignorance(valley: Scenario) -> None:
    given = learnt(valley, 3, 20)
    rows = [*given.table("deliveries").rows(),
            {"id": "d9", "partner": "EN", "item": "transformer", "quantity": "1",
             "date": "2030-12-05", "slips": "no"}]  # fmt: skip
    plan = given.replace_rows("deliveries", rows)
    branched = ensemble.branch(plan, run(given), day=10, workers=1)
    assert same(branched, ensemble.run(plan, range(8), SEED, 1, until=DAYS))


def test_a_folder_keeps_what_was_learnt(valley: Scenario, tmp_path: Path) -> None:
    given = learnt(valley, 3, 20)
    texts = dict(given.files)
    assert Scenario.from_files(texts).table("posterior").text("pair") == ("3", "20")
