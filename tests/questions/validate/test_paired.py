"""Paired errors beside unpaired ones, and coverage of intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from holdfast.outcome.statistics import estimate
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate import fresh, paired
from holdfast.questions.validate.ways import Way, packages, plan_with
from questions.validate.asked import given, told


@pytest.fixture(scope="module")
def found(siege, tmp_path_factory):
    return paired.find(given(siege, 40, tmp_path_factory.mktemp("dossier")), pool=40, more=80)


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


def tailed(draw: np.random.Generator, count: int) -> np.ndarray:
    """A little is saved in every future, and a lot in one pair of 150: most of the mean."""
    made = draw.normal(1, 0.1, count)
    lucky = draw.random(count // 2) < 1 / 150
    return made + 400 * np.repeat(lucky, 2)


def test_a_pool_shows_nothing_of_what_fresh_futures_show():
    """What rare futures carry: a pool that lacks them calls its intervals sure, and they are not.

    The sample that holds none of them has the largest n_eff.
    """
    draw = np.random.default_rng(4)
    pool = draw.normal(1, 0.1, 240)
    drawn = dict(zip(paired.COVERAGE[1:], paired.coverage(pool, draw), strict=True))
    assert drawn["coverage_carried"] > paired.COVERED
    found = fresh.table(tailed(draw, 1600)[None, None], [60], paired.CARRIED)
    held, count = fresh.by_span(found)[60]
    assert count > 20
    assert held < 0.2 * count
    assert fresh.fewest(found[found["size"] <= 100])[60] is None


def test_fresh_samples_of_mild_values_hold_the_truth_as_often_as_they_say():
    draw = np.random.default_rng(5)
    values = draw.normal(3, 1, (1, 6, 1600))
    found = fresh.table(values, [60], paired.CARRIED)
    assert list(found["size"]) == list(fresh.SIZES)
    assert list(found["intervals"]) == [6 * 1600 // size for size in fresh.SIZES]
    error = np.sqrt(0.95 * 0.05 / found["intervals"])
    assert (np.abs(found["coverage"] - 0.95) < 3 * error).all()
    assert fresh.fewest(found)[60] == 20


def test_a_sample_that_is_a_large_part_of_all_has_its_distance_made_up_for():
    """Of two halves each is the mean less as much as the other is more: at half the distance two
    intervals would hold nearly always."""
    draw = np.random.default_rng(6)
    held = [fresh.samples(draw.normal(0, 1, 80), 40)[0].mean() for _ in range(400)]
    assert abs(np.mean(held) - 0.95) < 3 * np.sqrt(0.95 * 0.05 / 400)


def test_the_fewest_is_where_larger_samples_too_hold_as_often_as_they_say():
    def rows(*coverage: float) -> pd.DataFrame:
        sizes = fresh.SIZES[: len(coverage)]
        return pd.DataFrame(
            {"days": 60, "size": sizes, "intervals": 100, "coverage": coverage}
        )  # fmt: skip

    assert fresh.fewest(rows(0.8, 0.94, 0.93))[60] == 40
    assert fresh.fewest(rows(0.94, 0.8, 0.93))[60] == 100
    assert fresh.fewest(rows(0.94, 0.94, 0.8))[60] is None
    assert fresh.fewest(rows(0.94))[60] == 20


def test_every_package_and_every_span_is_asked_for_ninety_in_a_hundred():
    """The mean of four packages hid one that misses; a pool hid what fresh futures show."""
    errors = pd.DataFrame({"ratio": [2.0, 3.0]})

    def holds(pooled: list[float], carried: int, held: float) -> bool | None:
        covered = pd.DataFrame({"coverage_carried": pooled})
        beyond = pd.DataFrame({"days": [60], "carried": [carried], "coverage_carried": [held]})
        return paired._verdict(errors, covered, beyond)[0]

    assert holds([0.95, 0.94], 20, 0.95) is True
    assert holds([0.99, 0.88], 20, 0.95) is False
    assert holds([0.95, 0.94], 20, 0.85) is False
    assert holds([0.95, np.nan], 0, np.nan) is True
    assert holds([np.nan, np.nan], 0, np.nan) is None


def test_what_fresh_futures_saved_is_what_trials_say(siege, tmp_path):
    """The last span of the runs is all that is reported, if no more is."""
    ways = packages(siege)
    every = plan_with(siege, ways)
    plans = [every(frozenset({k})) for k in range(len(ways))]
    asked = given(siege, 4, tmp_path)
    made = np.concatenate(list(fresh.saved(asked, plans, range(40, 44))), axis=-1)
    with Trials(siege, every, asked.seed, 1) as trials:
        told = trials.saved([frozenset({k}) for k in range(len(ways))], np.arange(40, 44))
    assert fresh.spans_of(siege)[-1] <= fresh.SPANS[-1]
    assert made[-1] == pytest.approx(told, abs=1e-5)


def test_only_packages_that_come_early_are_lived_again(siege, monkeypatch):
    late = siege.settings.last.isoformat()
    rows = [
        {**row, "date": late} if row["package"] == "repair" else row
        for row in siege.table("packages").rows()
    ]
    later = siege.replace_rows("packages", rows)
    every = plan_with(later, packages(later))
    shield, repair = (every(frozenset({number})) for number in range(2))
    monkeypatch.setattr(fresh, "SPANS", (20, 40))
    assert fresh.early(later, [later, repair, shield]) == [shield]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    said = told(found, language)
    assert "shield" in said
    assert {"en": "too few", "fr": "trop peu"}[language] in said
