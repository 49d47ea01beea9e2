"""Inputs that were drawn: those that a block asks for, with the values that it was given."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.questions.inputs import inputs
from holdfast.scenario import new, read_scenario
from synthetic import outcome


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = new(tmp_path_factory.mktemp("inputs") / "fresh")
    return outcome(read_scenario(folder), futures=range(3, 9), seed=5)


def test_parameters_are_those_that_a_run_drew(run):
    found = {(each.table, each.column): each for each in inputs(run)}
    drawn = found["", "network.bank_utilisation"]
    luck = Luck.of(5, run.futures)
    assert np.array_equal(drawn.values, run.scenario.parameter("network.bank_utilisation", luck))
    assert drawn.key == ""


def test_both_futures_of_a_pair_share_every_input(run):
    for each in inputs(run):
        for number in np.unique(run.pair):
            assert np.unique(each.values[run.pair == number]).size == 1


def test_certain_inputs_and_those_that_no_block_draws_are_left_out(root):
    bucharest = outcome(read_scenario(root / "examples" / "bucharest-2022"), futures=4)
    found = inputs(bucharest)
    columns = {(each.table, each.column) for each in found}
    assert ("regions", "population") in columns
    assert ("actors", "gdp_busd") not in columns
    assert ("items", "unit_cost_meur") not in columns
    assert all(np.unique(each.values).size > 1 for each in found)
    assert len({(each.table, each.column, each.key) for each in found}) == len(found)
