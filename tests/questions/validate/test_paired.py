"""Paired errors beside unpaired ones, and coverage of intervals."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.outcome.statistics import estimate
from holdfast.questions.search.memo import pairs
from holdfast.questions.validate import paired
from holdfast.questions.validate.ways import Way
from questions.validate.asked import given, told


@pytest.fixture(scope="module")
def found(siege, tmp_path_factory):
    return paired.find(given(siege, 40, tmp_path_factory.mktemp("dossier")), pool=40)


def test_common_futures_have_less_error(found):
    errors = found.tables["errors"]
    assert list(errors["package"]) == ["shield", "repair"]
    assert (errors["ratio"] > 1).all()
    assert np.allclose(errors["ratio"], errors["unpaired_error"] / errors["paired_error"])


def test_errors_are_those_of_plain_sums():
    draw = np.random.default_rng(1)
    before, apart = 100 * draw.random(60), draw.random(60)
    row = dict(
        zip(paired.COLUMNS, paired.both(Way("x", ()), before, before - apart, pairs(np.arange(60))),
            strict=True)
    )  # fmt: skip
    means = [values.reshape(-1, 2).mean(axis=1) for values in (before, before - apart, apart)]
    one, other, change = (each.var(ddof=1) / 30 for each in means)
    assert row["saved"] == pytest.approx(apart.mean())
    assert row["paired_error"] == pytest.approx(np.sqrt(change))
    assert row["unpaired_error"] == pytest.approx(np.sqrt(one + other))


def test_intervals_of_mild_values_cover_and_those_of_rare_ones_are_not_judged():
    draw = np.random.default_rng(2)
    mild = dict(
        zip(paired.COVERAGE[1:], paired.coverage(draw.normal(3, 1, 800), draw), strict=True)
    )
    assert mild["carried"] == paired.RERUNS
    assert abs(mild["coverage_carried"] - 0.95) < 3 * np.sqrt(0.95 * 0.05 / paired.RERUNS)
    rare = np.zeros(800)
    rare[::100] = 50.0
    told_of = dict(zip(paired.COVERAGE[1:], paired.coverage(rare, draw), strict=True))
    assert told_of["carried"] == 0
    assert np.isnan(told_of["coverage_carried"])


def test_coverage_keeps_pairs_together():
    """Both futures of a pair are alike: an interval that took them for two would cover less."""
    draw = np.random.default_rng(3)
    alike = np.repeat(draw.normal(0, 1, 400), 2)
    row = dict(zip(paired.COVERAGE[1:], paired.coverage(alike, draw), strict=True))
    assert row["coverage"] > 0.9
    apart = estimate(alike[:200], np.arange(200)).standard_error
    assert apart < 0.8 * estimate(alike[:200], pairs(np.arange(200))).standard_error


def test_a_scenario_without_packages_says_so(siege, tmp_path):
    bare = siege.replace_rows("packages", [])
    found = paired.find(given(bare, 40, tmp_path), pool=40)
    assert found.holds is None
    assert "no package" in told(found, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "shield" in told(found, language)
