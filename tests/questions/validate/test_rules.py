"""A small plan beside rules that need no search."""

from __future__ import annotations

import pytest

from holdfast.questions.refused import Refused
from holdfast.questions.validate import rules
from questions.validate.asked import given, told


@pytest.fixture(scope="module")
def found(siege, tmp_path_factory):
    return rules.find(
        given(siege, 24, tmp_path_factory.mktemp("dossier")), budget=40.0, count=5, tries=12
    )


def test_the_plan_stands_beside_every_rule(found):
    table = found.tables["rules"]
    names = [each.name for each in table["rule"]]
    assert names[0] == "rule_plan"
    assert {"rule_pro_rata", "rule_cheapest_first", "rule_greedy_per_cost"} <= set(names)
    assert (table["cost"] <= 40 * (1 + 1e-9)).all()


def test_what_the_plan_is_ahead_by_is_paired(found):
    """On the same futures: where a rule was judged on all, saved and behind add up."""
    table = found.tables["rules"]
    whole = table[(table["n"] == 24) & (table.index > 0)]
    assert len(whole)
    added = whole["saved"].astype(float) + whole["behind"].astype(float)
    assert added.to_numpy() == pytest.approx(float(table["saved"].iloc[0]))


def test_it_holds_where_no_rule_is_ahead(found):
    beside = found.tables["rules"].iloc[1:]
    beside = beside[[each.name != "rule_second_plan" for each in beside["rule"]]]
    behind, error = (beside[name].astype(float) for name in ("behind", "behind_error"))
    assert found.holds == (not ((behind < 0) & (behind <= -2 * error)).any())


def test_options_are_within_the_budget_and_spread(siege):
    some = rules._some(siege, 40.0, 3)
    assert len(some) == 3
    assert all(option.total <= 40 for option in some)
    assert [option.name for option in some] == sorted(option.name for option in some)


def test_too_few_futures_are_refused(siege, tmp_path):
    with pytest.raises(Refused, match="20 or more"):
        rules.find(given(siege, 10, tmp_path), budget=40.0)


def test_one_option_is_no_choice(siege, tmp_path):
    found = rules.find(given(siege, 24, tmp_path), budget=1e-9)
    assert found.holds is None
    assert "no choice" in told(found, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "±" in told(found, language)
