"""A small plan beside rules that need no search."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from holdfast.questions.options import Option
from holdfast.questions.plan import tags
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


def test_the_lead_that_would_have_been_told_is_two_errors_of_the_difference(found):
    beside = found.tables["rules"].iloc[1:]
    beside = beside[beside["lead"].notna()]
    assert len(beside)
    lead, error = (beside[name].astype(float) for name in ("lead", "behind_error"))
    assert lead.to_numpy() == pytest.approx(2 * error.to_numpy())


def test_it_holds_where_no_rule_is_ahead(found):
    beside = found.tables["rules"].iloc[1:]
    beside = beside[[each.name != "rule_second_plan" for each in beside["rule"]]]
    behind, error = (beside[name].astype(float) for name in ("behind", "behind_error"))
    ahead = bool(((behind < 0) & (behind <= -2 * error)).any())
    assert found.holds is (False if ahead else rules.HOLDS[found.verdict.name])
    assert (found.verdict.name == "fail") == ahead


def test_half_of_what_the_options_cost_is_spent_at_most(found, siege, tmp_path):
    """So that one option crowds out another, however large the budget."""
    wide = rules.find(given(siege, 24, tmp_path), budget=1e6, count=5, tries=12)
    (each,) = (one for one in wide.remarks if one.name == "picked")
    assert each.values["options"] == 5
    some = rules._some(given(siege, 24, tmp_path), rules._usable(siege, 1e6), 5)
    assert wide.verdict.values["budget"] == sum(option.total for option in some) / 2
    assert (wide.tables["rules"]["cost"] <= wide.verdict.values["budget"] * (1 + 1e-9)).all()
    assert found.verdict.values["budget"] <= 40


def option(cost: float) -> Option:
    return Option("", "", (), (cost, 0.0, 0.0))


def test_of_each_kind_in_turn_comes_what_saves_most_for_its_cost():
    options = [option(cost) for cost in (10.0, 1.0, 10.0, 5.0, 1.0)]
    saved = np.array([30.0, 1.0, 40.0, 40.0, -1.0])
    assert rules._in_turn(saved, options, [[0, 1, 2], [3], [4]]) == [2, 3, 4, 0, 1]


def test_those_picked_are_of_every_kind_and_the_best_of_theirs(siege, tmp_path):
    asked, usable = given(siege, 24, tmp_path), rules._usable(siege, 1e6)
    kinds = tags(siege, usable)
    some = rules._some(asked, usable, len(kinds))
    assert len(some) == len(kinds) < len(usable)
    assert all(
        len({option.name for option in some} & {usable[place].name for place in places}) == 1
        for places in kinds.values()
    )
    assert rules._some(asked, usable, len(usable)) == usable


def test_too_few_futures_are_refused(siege, tmp_path):
    with pytest.raises(Refused, match="20 or more"):
        rules.find(given(siege, 10, tmp_path), budget=40.0)


def test_one_option_is_no_choice(siege, tmp_path):
    found = rules.find(given(siege, 24, tmp_path), budget=1e-9)
    assert found.holds is None
    assert "no choice" in told(found, "en")


def planned(packages: dict[str, str], behind: dict[str, float], changed: int = 30):
    """A plan of options a and b beside rules, with what it is ahead by at an error of 1."""
    naive = [
        {"rule": rule, "options": options, "behind": behind.get(rule, 0.0),
         "behind_error": float(rule != "pro rata") or 3.0, "changed": changed,
         "verdict": "told apart" if behind.get(rule, 0.0) > 3 else "not told apart"}
        for rule, options in packages.items()
    ]  # fmt: skip
    return SimpleNamespace(
        naive=pd.DataFrame(naive), choices=pd.DataFrame({"option": ["a", "b"]}), value=10.0,
        standard_error=1.0, futures=64,
    )  # fmt: skip


def test_a_plan_that_is_a_rule_tests_nothing():
    rivals = {"pro rata": "b, a", "cheapest first": "a, c", "second plan": "a, b"}
    told = rules._verdict(planned(rivals, {"cheapest first": 5.0}), 250.0)
    assert told.name == "naive"
    assert rules.HOLDS[told.name] is None
    assert [each.name for each in told.values["same"]] == ["rule_pro_rata"]
    assert (told.values["count"], told.values["rules"]) == (1, 1)
    said = PartTeller(Catalogue.of("en"), "rules").sentence(told)
    assert "what pro rata saves: the search found nothing that needs a search" in said
    assert "nothing is tested" in said
    assert "rien n’est éprouvé" in PartTeller(Catalogue.of("fr"), "rules").sentence(told)


def test_a_plan_that_differs_from_a_rule_by_what_is_idle_alone_tests_nothing():
    told = rules._verdict(planned({"cheapest first": "a, b, c"}, {}, changed=0), 250.0)
    assert told.name == "naive"


def test_a_plan_of_its_own_and_one_that_is_behind_are_not():
    rivals = {"pro rata": "a", "cheapest first": "a, c"}
    assert rules._verdict(planned(rivals, {"pro rata": 5.0}), 250.0).name == "hold"
    same = {**rivals, "pro rata": "a, b"}
    told = rules._verdict(planned(same, {"cheapest first": -2.5}), 250.0)
    assert told.name == "fail"
    assert rules.HOLDS[told.name] is False
    assert [each.name for each in told.values["ahead"]] == ["rule_cheapest_first"]


def test_the_lead_is_that_of_the_rules_that_are_not_told_behind():
    """Two errors, of the least sure of them; of all rules where each is told behind."""
    rivals = {"pro rata": "a", "cheapest first": "a, c"}
    told = rules._verdict(planned(rivals, {"pro rata": 9.0}), 250.0)
    assert told.values["lead"] == 2.0
    every = rules._verdict(planned(rivals, {"pro rata": 9.0, "cheapest first": 9.0}), 250.0)
    assert every.values["lead"] == 6.0
    assert "a lead of 2" in PartTeller(Catalogue.of("en"), "rules").sentence(told)


def test_a_rule_just_under_the_lead_is_not_called_ahead_and_one_at_it_is():
    rivals = {"cheapest first": "a, c"}
    for behind, name in ((-1.99, "hold"), (-2.0, "fail")):
        assert rules._verdict(planned(rivals, {"cheapest first": behind}), 250.0).name == name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_told(found, language):
    assert "±" in told(found, language)
