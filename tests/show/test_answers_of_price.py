"""The page of what rules cost, and what of it is public."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario
from holdfast.show.report import render
from show import answered
from show.test_answers import visible


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


def of(valley, partners):
    return dataclasses.replace(answered.price_of(valley), partners=partners)


def test_in_public_it_is_the_sum_alone(valley):
    """Each rule by itself would tell a partner what those of another cost."""
    whole, public = (visible(render(of(valley, 3), public=each)).lower() for each in (False, True))
    assert "rule 1" in whole
    assert "rule 1" not in public
    assert "a public page has their sum alone" in public


@pytest.mark.parametrize("partners", [1, 2])
def test_of_few_partners_there_is_no_public_page(valley, partners):
    with pytest.raises(Refused, match="there is no public page"):
        render(of(valley, partners), public=True)
    assert render(of(valley, partners))


def test_where_no_rule_binds_nothing_was_judged(valley):
    made = answered.price_of(valley)
    page = visible(render(dataclasses.replace(made, table=made.table[:0], groups=())))
    assert "40 futures that had no part" not in page
    assert "simulated futures" not in page
