"""What is saved under each rival model of air defence: mean, clustered error, futures."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import estimate
from holdfast.questions.judging import ALONE, told_by_rival
from holdfast.questions.plan import plan


def test_each_model_has_its_mean_its_clustered_error_and_its_futures():
    """Pairs of 1, 2 and 3, 4: means 2.5; pair means 1.5 and 3.5 lie 1 off, so 1.414 / sqrt(2)."""
    first, second, _ = RIVALS
    values = np.array([1.0, 2.0, 3.0, 4.0, 3.5, 1.5, 9.0, 9.0])
    drawn = np.array([first] * 6 + [second] * 2)
    told = dict(zip(ALONE, told_by_rival(values, drawn, np.arange(8) // 2), strict=True))
    assert told[first] == 2.5
    assert told[f"{first}_n"] == 6
    assert told[f"{first}_error"] == pytest.approx(1.0 / math.sqrt(3))
    assert math.isnan(told[second])
    assert math.isnan(told[f"{second}_error"])
    assert [told[f"{name}_n"] for name in RIVALS] == [6, 2, 0]


def test_the_futures_of_all_models_are_those_of_the_answer(siege):
    made = plan(siege, 250.0, futures=10, fresh=20, most=1, rounds=0, workers=1)
    counts = [made.rivals[f"{name}_n"] for name in RIVALS]
    assert sum(counts) == made.futures == 20
    told = [made.rivals[name] for name in RIVALS]
    assert np.nansum(np.multiply(told, counts)) / 20 == pytest.approx(made.value)
    assert all(error > 0 for error in (made.rivals[f"{name}_error"] for name in RIVALS[:2]))


def test_an_error_is_that_of_an_estimate_of_the_same_futures():
    draw = np.random.default_rng(5)
    values, drawn = draw.normal(size=60), np.repeat(draw.choice(RIVALS, 30), 2)
    told = dict(zip(ALONE, told_by_rival(values, drawn, np.arange(60) // 2), strict=True))
    for name in RIVALS:
        made = estimate(values[drawn == name], (np.arange(60) // 2)[drawn == name])
        assert (told[name], told[f"{name}_error"]) == (made.mean, made.standard_error)
