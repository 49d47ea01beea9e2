"""Monotone: every kind of help of a scenario, and each that hurts is told with its reason."""

from __future__ import annotations

from collections import Counter

import numpy as np

from holdfast.questions.validate import helped, monotone


def test_more_help_in_the_short_valley(asked, short):
    found = monotone.find(asked(short, futures=4))
    help_, had = found.tables["help"], found.tables["had"]
    assert len(help_) == len(helped.helps(short))
    assert len(had) >= 10
    unjudged = {cell.name for cell in had[had["met"].isna()]["kind"]}
    assert unjudged == {f"kind_{monotone.slug(name)}" for name in monotone.UNFED}
    met = [*help_["met"], *had["met"].dropna()]
    assert found.verdict.values == {"count": sum(met), "kinds": len(met), "futures": 4}
    assert help_["mean"].min() < 0


def test_a_kind_that_hurts_does_not_hold_and_says_why():
    share, none = np.array([0.02, 0.0, 0.0, -0.01]), np.zeros(4)
    row = monotone._row(share, none, Counter({"debris of what was brought down": 1}))
    assert (row["hurt"], row["worst"], row["met"]) == (1, 2.0, False)
    (why,) = row["why"]
    assert why.name == "why_debris_of_what_was_brought_down"
    assert why.values == {"count": 1}
    assert monotone._row(-np.abs(share), none, Counter())["met"]
    assert not monotone._row(none, share, Counter())["met"]
