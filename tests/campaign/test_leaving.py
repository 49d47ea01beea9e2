"""People who leave never read as relief, unless a scenario says that they ask for less."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from holdfast.scenario import read_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("leaving", ROOT / "benchmarks/leaving.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["leaving"] = module
    spec.loader.exec_module(module)
    return module


def test_driving_people_out_never_scores_better(audit):
    """On eight futures of the valley hours of homes stay, and each who is away counts for more."""
    found = list(audit.judged(read_scenario(ROOT / "examples" / "valley"), 8, 60))
    for _, change, most in found:
        assert most > 0
        assert (change["person_hours_without_power"] >= -1e-9).all()
        assert (change["suffering"] >= -1e-9).all()
    means = [change["suffering"].mean() for _, change, _ in found]
    assert (np.diff([0, *means]) > 0).all()


def test_who_takes_demand_along_leaves_more_to_those_who_stay(audit):
    found = list(audit.judged(read_scenario(ROOT / "examples" / "valley"), 8, 60, asks=0.0))
    assert found[-1][1]["person_hours_without_power"].mean() < -0.01
