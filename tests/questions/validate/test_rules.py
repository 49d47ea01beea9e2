"""A small plan beside rules that need no search."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from holdfast.questions.refused import Refused
from holdfast.questions.validate import rules
from holdfast.show.catalogue import Catalogue
from holdfast.show.dossier.teller import PartTeller
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


def planned(packages: dict[str, str], behind: dict[str, float]):
    """A plan of options a and b beside rules, with what it is ahead by at an error of 1."""
    naive = [
        {"rule": rule, "options": options, "behind": behind.get(rule, 0.0), "behind_error": 1.0,
         "verdict": "told apart" if behind.get(rule, 0.0) > 3 else "not told apart"}
        for rule, options in packages.items()
    ]  # fmt: skip
    return SimpleNamespace(
        naive=pd.DataFrame(naive), choices=pd.DataFrame({"option": ["a", "b"]}), value=10.0,
        standard_error=1.0, futures=64,
    )  # fmt: skip


def test_a_plan_that_is_a_rule_is_called_so():
    rivals = {"pro rata": "b, a", "cheapest first": "a, c", "second plan": "a, b"}
    told = rules._verdict(planned(rivals, {"cheapest first": 5.0}), 250.0)
    assert told.name == "naive"
    assert [each.name for each in told.values["same"]] == ["rule_pro_rata"]
    assert (told.values["count"], told.values["rules"]) == (1, 1)
    said = PartTeller(Catalogue.of("en"), "rules").sentence(told)
    assert "is the package of pro rata: the search found nothing that needs a search" in said
    assert "lot de au prorata" not in PartTeller(Catalogue.of("fr"), "rules").sentence(told)


def test_a_plan_of_its_own_and_one_that_is_behind_are_not():
    rivals = {"pro rata": "a", "cheapest first": "a, c"}
    assert rules._verdict(planned(rivals, {"pro rata": 5.0}), 250.0).name == "hold"
    same = {**rivals, "pro rata": "a, b"}
    told = rules._verdict(planned(same, {"cheapest first": -2.5}), 250.0)
    assert told.name == "fail"
    assert [each.name for each in told.values["ahead"]] == ["rule_cheapest_first"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "±" in told(found, language)
