"""Does the defence saturate? The public record to 30 June 2025 on the rival models.

Log likelihood against proportional of national caps of 40, 60 and 90 (-31, -17, -3.2) and 150 and
more (not told apart), of regional caps of 150, 200 and 300 (-7, -3, -.6); six channels more of 235
in the seed winter avoid 6.5 leaks by shots, 16.6 by coverage, 5.2 to .3 by regional caps of 100 to
300. The study that gives these figures is that of the prior; its own choices are not all known, so
that `benchmarks/saturation.py` states its own.
"""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import betabinom

from holdfast.model import defence
from holdfast.scenario import read_scenario

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/bucharest-2022"


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("saturation", ROOT / "benchmarks/saturation.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["saturation"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scenario():
    return read_scenario(EXAMPLE, as_of=date(2024, 4, 1))


@pytest.fixture(scope="module")
def record(study):
    return study.counts()


@pytest.fixture(scope="module")
def against(study, record, scenario):
    """Log likelihood less that of proportional by national and by regional cap."""
    one, many = study.against_proportional(record, scenario)
    return dict(zip(study.NATIONAL, one, strict=True)), dict(zip(study.REGIONAL, many, strict=True))


def test_the_likelihood_is_that_of_scipy(study):
    k, n, mean = np.arange(8.0), np.full(8, 7.0), np.full(8, 0.8)
    found = study.beta_binomial(k, n, mean, 5.0)
    np.testing.assert_allclose(found, betabinom.logpmf(k, n, 4.0, 1.0))


def test_the_fit_is_no_worse_than_what_made_the_numbers(study):
    """1,000 raids of a national cap of 50: the cap is found, and the mean is that of the truth."""
    rng = np.random.default_rng(5)
    launched = rng.integers(3, 120, 1000).astype(float)
    mean = 0.8 * np.minimum(1.0, 50.0 / launched)
    down = rng.binomial(launched.astype(int), rng.beta(8 * mean, 8 * (1 - mean))).astype(float)
    made = study.Raids(None, launched, down, launched)
    caps = {cap: study.likelihood(made, study.national(launched, cap)) for cap in (35, 50, 75)}
    truth = study.beta_binomial(down, launched, mean, 8.0).sum()
    assert max(caps, key=caps.get) == 50
    assert truth <= caps[50] + 1e-6 < truth + 5.0


@pytest.mark.parametrize(("cap", "said", "within"), [(40, -31, 3), (60, -17, 2), (90, -3.2, 2)])
def test_tight_national_caps_are_rejected(against, cap, said, within):
    assert against[0][cap] == pytest.approx(said, abs=within)


@pytest.mark.parametrize("cap", [150, 200, 300])
def test_wide_national_caps_are_not_told_apart(against, cap):
    assert abs(against[0][cap]) < 0.5


@pytest.mark.parametrize(("cap", "said"), [(150, -7), (200, -3), (300, -0.6)])
def test_regional_caps(against, cap, said):
    assert against[1][cap] == pytest.approx(said, abs=1)


@pytest.mark.parametrize(("use", "low", "high"), [(1.0, -11.0, -7.0), (0.0, -0.5, 0.1)])
def test_the_prior_stands_if_what_guns_and_jammers_engage_takes_no_channel(
    study, record, scenario, use, low, high
):
    """The prior of the cap as a whole: -9.1 with drones counted, -.1 without them."""
    there = {name: 1.0 for name in record["class"].unique()} | {study.UNSHOT: use}
    made, load = study.loads(record, there)
    free = study.likelihood(made, np.ones((len(load), 1)))
    caps = study.prior_points(scenario)
    assert caps[0] > 80
    assert caps[len(caps) // 2] == pytest.approx(180)
    each = [np.exp(study.likelihood(made, study.national(load, cap)) - free) for cap in caps]
    assert low < np.log(np.mean(each)) < high


def test_what_six_channels_more_avoid_by_each_rival(study, record, scenario):
    found = study.avoided(record, scenario)
    assert found["by shots"] == pytest.approx(6.5, abs=0.5)
    assert found["by coverage"] == pytest.approx(16.6, abs=0.05)
    caps = [found[f"by regional caps of {cap}"] for cap in study.REGIONAL]
    assert caps == sorted(caps, reverse=True)
    assert 2.6 < caps[0] < 10.4
    assert 0.1 < caps[-1] < 1.5


def test_the_worth_by_shots_is_that_of_the_proportional_rival(study):
    """Of a raid of 100 of which 20 got through: 6 of 235 more log-survival leave 20 (.2)**(6/235).

    The block says the same: log-survival is in proportion to the channels that stand.
    """
    whole = defence.layer_worth(np.array([1.0]), np.array([0.8]), np.array([1.0]))
    more = whole * (1.0 + study.MORE / study.CHANNELS)
    np.testing.assert_allclose(20.0 - 100.0 * np.exp(-more), 20.0 * (1 - 0.2 ** (6 / 235)))
