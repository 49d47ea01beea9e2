"""Which unknowns flip the ranking, on a valley of which some numbers are not known."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.questions.refused import Refused
from holdfast.questions.validate import unknowns
from holdfast.questions.validate.unsure import unknowns_of
from questions.validate.asked import given, told


@pytest.fixture(scope="module")
def vague(siege):
    """The siege with kills and crews that nobody knows."""
    effect = [
        {**row, "kill_probability_low": "0.1", "kill_probability_high": "0.9"}
        for row in siege.table("defence/effect").rows()
    ]
    crews = [
        {**row, "crews_low": "0", "crews_high": str(3 * float(row["crews"]))}
        for row in siege.table("repair/crews").rows()
    ]
    return siege.replace_rows("defence/effect", effect).replace_rows("repair/crews", crews)


@pytest.fixture(scope="module")
def found(vague, tmp_path_factory):
    asked = given(vague, 60, tmp_path_factory.mktemp("dossier"))
    return unknowns.find(asked, budget=30.0, least=60)


def test_ways_within_the_budget_are_ranked(found):
    ranking = found.tables["ranking"]
    assert len(ranking) == unknowns.LEADING
    assert (ranking["cost"] <= 30).all()
    assert ranking["saved"].is_monotonic_decreasing
    assert ranking["behind"].iloc[0] == 0


def test_unknowns_are_named_with_the_value_at_which_another_way_leads(found):
    named = found.tables["unknowns"]
    assert len(named) <= unknowns.NAMED
    lead = found.tables["ranking"]["way"].iloc[0]
    assert lead not in set(named["leads_else"])
    assert ((named["share"] > 0) & (named["share"] <= 0.5)).all()
    for row in named.to_dict("records"):
        side = 1 if row["side"].name == "above" else -1
        assert side * (row["value"] - row["middle"]) >= -1e-9


def test_values_are_measured_among_those_that_were_drawn(vague, found):
    """Median and share beyond, of the very futures that were lived."""
    luck = vague.luck(vague.settings.seed, range(unknowns.SCREEN, unknowns.SCREEN + 60))
    drew = {one.name: one.values[::2] for one in unknowns_of(vague, luck)}
    for row in found.tables["unknowns"].to_dict("records"):
        values = drew[row["unknown"]]
        assert row["middle"] == pytest.approx(np.median(values))
        beyond = values >= row["value"] if row["side"].name == "above" else values <= row["value"]
        assert row["share"] == pytest.approx(beyond.mean(), abs=1.01 / len(values))
    assert found.verdict.values["of"] == len(drew)


def test_it_only_shows(found):
    assert found.holds is None
    assert found.verdict.name in ("sure", "open")


def test_where_nothing_is_unknown_it_says_so(siege, tmp_path):
    found = unknowns.find(given(siege, 40, tmp_path), budget=30.0, least=40)
    assert found.holds is None
    assert "no unknown" in told(found, "en")


def test_one_way_is_no_ranking(vague, tmp_path):
    found = unknowns.find(given(vague, 40, tmp_path), budget=1e-9, least=40)
    assert "nothing is ranked" in told(found, "en")


def test_too_few_futures_are_refused(vague, tmp_path):
    with pytest.raises(Refused, match="40 or more"):
        unknowns.find(given(vague, 10, tmp_path), budget=30.0, least=10)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "60" in told(found, language)
