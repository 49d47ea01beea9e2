"""Known truths of a law that is known: how often a fit holds them, near and far out."""

from __future__ import annotations

import importlib.util
from datetime import date
from types import ModuleType

import numpy as np
import pytest

from holdfast.questions.facts import Fact
from holdfast.questions.fit import Played, distance

PAIRS, KEEP, TRUTHS = 4000, 120, 300
THREE = 3 * np.sqrt(0.9 * 0.1 / TRUTHS)
"""Three standard errors of a coverage of nine in ten."""
NONE = np.zeros(0, dtype=int)


@pytest.fixture(scope="module")
def script(root) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_truths", root / "benchmarks/fit_truths.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def law() -> dict[str, np.ndarray]:
    """An input t of each pair, a figure 10 + 3 t + noise, a later one t + noise, one unrelated."""
    draw = np.random.default_rng(11)
    t = np.repeat(draw.standard_normal(PAIRS), 2)
    luck, other, apart = draw.standard_normal((3, 2 * PAIRS))
    figure = 10 + 3 * t + 2 * luck
    return {"t": t, "figure": figure, "later": t + other, "same luck": luck, "apart": apart}


def played(law: dict[str, np.ndarray], said: float) -> Played:
    day = date(2030, 12, 3)
    fact = Fact(
        "F1", "power_deficit_share", "all", day, day, said, said - 0.5, said + 1, "", "", False
    )
    return Played(law["figure"][:, None], (fact,))


def told(script, law, said: float, part: float, struck=NONE):
    given = played(law, said)
    truths = script.chosen_truths(given, struck, part, TRUTHS, 1)
    hidden = {name: law[name] for name in ("t", "later", "same luck", "apart")}
    return script.coverage(given, hidden, truths, KEEP, struck).set_index("hidden")


def test_truths_at_random_are_held_in_nine_of_ten_by_both(script, law):
    found = told(script, law, 10.0, 1.0)
    assert (found["truths"] == TRUTHS).all()
    assert found["held"].to_numpy() == pytest.approx(0.9, abs=THREE)
    assert found["held_unfitted"].to_numpy() == pytest.approx(0.9, abs=THREE)
    assert found.loc["t", "width"] == pytest.approx(2 / np.sqrt(13), abs=0.06)
    assert found.loc["later", "width"] == pytest.approx(np.sqrt((4 / 13 + 1) / 2), abs=0.06)


def test_the_luck_of_the_kept_is_not_taken_for_learnt(script, law):
    """The partners have luck of their own: of it as much is known after the fit as before."""
    found = told(script, law, 10.0, 1.0)
    assert found.loc["same luck", "width"] == pytest.approx(1, abs=0.06)
    assert found.loc["apart", "width"] == pytest.approx(1, abs=0.06)


def test_of_truths_far_out_only_the_fit_holds_nine_in_ten(script, law):
    """Around 17, nearly two deviations out, t lies at 1.6 (.55): all draws end at 1.64."""
    found = told(script, law, 17.0, 0.05)
    assert found.loc["t", "held"] > 0.8
    assert found.loc["t", "held_unfitted"] < 0.7
    assert found.loc["later", "held"] > found.loc["later", "held_unfitted"] + 0.05


def test_truths_are_among_the_nearest_and_of_no_struck_pair(script, law):
    given, struck = played(law, 17.0), np.arange(0, PAIRS, 2)
    truths = script.chosen_truths(given, struck, 0.05, 50, 1)
    far = distance(given.values, given.facts)
    assert len(set(truths)) == 50
    assert not np.isin(truths // 2, struck).any()
    left = far[~np.isin(np.arange(2 * PAIRS) // 2, struck)]
    assert far[truths].max() <= np.quantile(left, 0.051)
    assert not np.array_equal(truths, script.chosen_truths(given, struck, 0.05, 50, 2))
    assert len(script.chosen_truths(given, struck, 0.001, 50, 1)) == 4


def test_struck_pairs_are_neither_kept_nor_counted(script, law):
    """With all pairs of t over 0 struck no interval reaches over it."""
    struck = np.flatnonzero(law["t"][::2] > 0)
    found = told(script, law, 10.0, 1.0, struck)
    assert found.loc["t", "held"] == pytest.approx(0.9, abs=THREE + 0.03)
    given = played(law, 10.0)
    above = np.flatnonzero(law["t"] > 0)[:20]
    outside = script.coverage(given, {"t": law["t"]}, above, KEEP, struck)
    assert outside["held"][0] < 0.2
    assert outside["held_unfitted"][0] < 0.2


def test_the_pair_of_a_truth_is_not_fitted_to_it(script, law):
    """The one pair that is kept would be its own, and hold it always."""
    given = played(law, 10.0)
    truths = script.chosen_truths(given, NONE, 1.0, 50, 1)
    assert script.coverage(given, {"t": law["t"]}, truths, 1, NONE)["held"][0] < 0.1


def test_a_truth_without_a_value_is_not_counted(script, law):
    values = law["later"].copy()
    given = played(law, 10.0)
    truths = script.chosen_truths(given, NONE, 1.0, 20, 1)
    values[truths[:5]] = np.nan
    found = script.coverage(given, {"later": values}, truths, KEEP, NONE)
    assert found["truths"][0] == 15


def test_few_draws_cover_as_much_as_many(script):
    """Of 19 draws the ends are the least and the most: one more lies between in 18 of 20."""
    draws = np.random.default_rng(2).permutation(19).astype(float)
    assert script._ends(draws) == (0, 18)


def test_bands_of_the_published_are_laid_around_the_truth(script, law):
    (fact,) = script.as_truth(played(law, 10.0).facts, np.array([4.0]))
    assert (fact.value, fact.band_low, fact.band_high) == (4.0, 3.5, 5.0)
