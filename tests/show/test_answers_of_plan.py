"""The page of a plan says how good the search was."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.scenario import read_scenario
from holdfast.show.report import render
from show import answered
from show.test_answers import text_of


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.mark.parametrize("gap", [None, 0.0, 0.12])
def test_errors_of_a_plan_are_told_apart(valley, gap):
    page = text_of(render(answered.plan_of(valley, gap)))
    assert "Search gap" in page
    assert "Sampling error" in page
    assert ("12 % more" in page.replace("\u00a0", " ")) == (gap == 0.12)
    assert ("every package that may be was tried" in page) == (gap == 0.0)
    assert ("That returns diminish" in page) == bool(gap)
    assert "Objections of partners to the plan with it: 0" in page


def test_a_plan_that_passes_its_bound_is_not_told_as_the_best_there_is(valley):
    """A gap of nought where not all were tried is no proof."""
    made = dataclasses.replace(answered.plan_of(valley, 0.0, bounded=False), exact=False)
    page = text_of(render(made))
    assert "the package saves more than the bound allows" in page
    assert "every package that may be was tried" not in page
    assert "That returns diminish" in page
