"""What is fair to ask: shares sum to the whole, packages are held against whole runs."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

from holdfast.cli.asks_text import print_ask
from holdfast.questions import helped
from holdfast.questions.ask import NO_HELP, ask
from holdfast.questions.asked import (
    COUNTED,
    NO_ITEM,
    NO_NUMBER,
    OF_OTHERS,
    OTHER_UNIT,
    sums,
    wanted,
)
from holdfast.questions.coalition import problem_of
from holdfast.questions.documents import of_ask
from holdfast.questions.fenced import lefts
from holdfast.questions.helped import held, helpers, with_help_of
from holdfast.questions.options import givers, with_options
from holdfast.questions.packing import _lean, giveable
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.shapley import shapley
from holdfast.questions.search.shares import Means
from holdfast.questions.search.trail import Trail
from holdfast.questions.sharing import by_contribution, by_income
from holdfast.questions.spared import can_give, spared
from holdfast.questions.trials import Trials
from holdfast.show.voice import Voice
from questions.search.worlds import memo_of

pytestmark = pytest.mark.usefixtures("lived_once")

SIZE = {"futures": 20, "fresh": 20, "most": 40, "workers": 1}
KNOWN = {"as_of": "2030-11-20"}


def added(scenario, table, *rows):
    dated = scenario.table(table).schema.dated
    return scenario.add_rows(table, [{**(KNOWN if dated else {}), **row} for row in rows])


@pytest.fixture(scope="module")
def asking(short):
    """The short valley with asks, pledges, an offer, a limit and a refusal."""
    made = added(short, "meetings", {"id": "M", "name": "Meeting", "date": "2030-11-20"})
    common = {"asked_by": "VA", "meeting": "M", "date": "2030-11-20"}
    asks = [
        ("a1", "donors", "large transformers", "4", ""),
        ("a2", "NN; EN", "repair CREW", "10", ""),
        ("a3", "NN", "batteries", "2", ""),
        ("a4", "", "something else", "3", ""),
        ("a5", "EN", "diesel", "", ""),
        ("a6", "EN", "for the winter", "2", "million EUR"),
    ]
    made = added(
        made,
        "asks",
        *(
            {"id": name, "asked_of": whom, "item": item, "quantity": count, "unit": unit, **common}
            for name, whom, item, count, unit in asks
        ),
    )
    made = added(
        made,
        "deliveries",
        {"id": "p1", "partner": "NN", "item": "interceptor", "quantity": "4", "date": "2030-12-20"},
        {"id": "p2", "partner": "EN", "item": "crew", "quantity": "2", "date": "2030-12-16"},
    )
    return added(
        made,
        "positions",
        {"partner": "EN", "topic": "sets", "date": "2030-11-20", "stance": "refuses",
         "hardness": "hard", "item": "generator_set"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(asking, looked):
    return ask(asking, "EN", prices=False, **SIZE)


@pytest.fixture(scope="module")
def looked():
    """The scenarios for which it was worked out which offers limits hold."""
    seen = []

    def counted(scenario, offers):
        seen.append(scenario)
        return held(scenario, offers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(helped, "held", counted)
        yield seen


def test_which_offers_limits_hold_is_worked_out_once(asking, made, looked):
    assert made.over == ()
    assert sum(scenario is asking for scenario in looked) == 1


def shares(made):
    return dict(zip(made.rules["rule"], made.rules["share"], strict=True))


def test_only_asks_of_the_partner_that_name_a_number_and_an_item_or_money_count(asking):
    found = {one.name: one for one in wanted(asking, "EN")}
    assert {name: one.counts for name, one in found.items()} == {
        "a1": COUNTED, "a2": COUNTED, "a3": OF_OTHERS, "a4": NO_ITEM, "a5": NO_NUMBER,
        "a6": COUNTED,
    }  # fmt: skip
    assert {name: one.cost[0] for name, one in found.items() if one.counts == COUNTED} == (
        pytest.approx({"a1": 10.0, "a2": 1.5, "a6": 2.0})
    )
    assert sums(found.values())[frozenset({"NN", "EN"})] == pytest.approx((1.5, 1.5, 1.5))


def test_the_unit_of_an_ask_counts(asking):
    common = {"asked_by": "VA", "meeting": "M", "date": "2030-11-20", "asked_of": "EN"}
    rows = [
        ("diesel", "2", "million l", COUNTED, 2e6, 2.0),
        ("large transformers", "2", "million l", OTHER_UNIT, 0.0, 0.0),
        ("repair crews", "1", "dozen", COUNTED, 12.0, 1.8),
        ("diesel", "1500", "", OTHER_UNIT, 0.0, 0.0),
        ("for the winter", "500", "thousand EUR", COUNTED, 0.5, 0.5),
        ("diesel", "5", "million USD", OTHER_UNIT, 0.0, 0.0),
    ]
    said = [
        {"id": f"u{at}", "item": item, "quantity": count, "unit": unit, **common}
        for at, (item, count, unit, *_) in enumerate(rows)
    ]
    found = wanted(asking.replace_rows("asks", [{**KNOWN, **row} for row in said]), "EN")
    for one, (_, count, unit, counts, amount, cost) in zip(found, rows, strict=True):
        assert (one.counts, one.quantity, one.unit) == (counts, float(count), unit)
        assert one.amount == pytest.approx(amount)
        assert one.cost[0] == pytest.approx(cost)


def test_the_sum_is_never_guessed(asking, short):
    with pytest.raises(Refused, match="--total"):
        wanted(short, "EN")
    with pytest.raises(Refused, match="nothing was asked at a meeting"):
        wanted(asking, "EN", "N")
    other = added(
        asking,
        "meetings",
        {"id": "N", "name": "Later", "date": "2030-11-21"},
    )
    two = added(
        other,
        "asks",
        {"id": "b", "asked_by": "VA", "item": "crew", "quantity": "1", "meeting": "N",
         "date": "2030-11-20"},
    )  # fmt: skip
    with pytest.raises(Refused, match="several meetings: name one of M, N"):
        wanted(two, "EN")
    assert [one.name for one in wanted(two, "EN", "N")] == ["b"]
    rows = [row for row in asking.table("asks").rows() if row["id"] == "a4"]
    with pytest.raises(Refused, match="something else"):
        wanted(asking.replace_rows("asks", rows), "EN")


def test_who_cannot_be_asked_and_what_is_lacking_is_said(asking):
    bare = added(asking, "actors", {"id": "OO", "name": "Other", "kind": "partner"})
    bare = added(bare, "actors", {"id": "XX", "name": "Without", "kind": "outsider"})
    for who, said in (
        ("VA", "receives and does not give"),
        ("XX", "has no voice"),
        ("N", "not an id of actors"),
    ):
        with pytest.raises(Refused, match=said):
            ask(bare, who, 9.0, **SIZE)
    with pytest.raises(Refused, match=r"no share can be told of OO: actors\.csv says no gdp_busd"):
        ask(bare, "EN", 9.0, **SIZE)
    for wrong, said in (
        ({"total": -1.0}, "above 0"),
        ({"total": 9.0, "meeting": "M"}, "not both"),
        ({"total": 9.0, "among": ["VA"]}, "--among VA"),
        ({"total": 9.0, "elasticity": -1.0}, "0 and more"),
        ({"total": 9e9}, "below the income"),
        ({"total": 9.0, "lot": -1.0}, "buys nothing"),
    ):
        with pytest.raises(Refused, match=said):
            ask(asking, "EN", **{**SIZE, **wrong})


INCOMES = {"a": Means(600.0, 10.0), "b": Means(200.0, 10.0), "c": Means(800.0, 40.0)}
CIRCLES = [(["a", "b", "c"], (60.0, 50.0, 80.0)), (["a", "b"], (20.0, 20.0, 20.0))]


def test_amounts_of_all_partners_sum_to_the_total_by_every_rule():
    values = {0: 5.0, 1: 3.0, 2: 1.0}
    memo = memo_of(lambda package: sum(values[i] for i in package) + 2.0 * ({0, 1} <= package))
    parts = shapley({name: frozenset({i}) for i, name in enumerate("abc")}, memo, range(20))
    by_rule: dict[str, list] = {}
    for name in "abc":
        circles = [(names, each) for names, each in CIRCLES if name in names]
        found = by_income(circles, INCOMES, name, 1.26)
        found.append(by_contribution(circles, parts, name, range(20)))
        for one in found:
            by_rule.setdefault(one.rule, []).append(one)
            assert one.share + one.others == pytest.approx(sum(each[0] for _, each in circles))
    for given in by_rule.values():
        assert sum(one.share for one in given) == pytest.approx(80.0)
        assert sum(one.low for one in given) == pytest.approx(70.0)
        assert sum(one.high for one in given) == pytest.approx(100.0)
    assert [one.share for one in by_rule["contribution"]] == pytest.approx(
        [60 * 6 / 11 + 20 * 6 / 10, 60 * 4 / 11 + 20 * 4 / 10, 60 * 1 / 11]
    )


def test_amounts_grow_with_income_and_do_not_feel_a_rate_of_exchange():
    circles = CIRCLES[:1]
    richer = {**INCOMES, "b": Means(240.0, 10.0)}
    for before, after in zip(
        by_income(circles, INCOMES, "b", 1.26), by_income(circles, richer, "b", 1.26), strict=True
    ):
        assert after.share > before.share
    large = {name: Means(1e6 * one.income, one.people) for name, one in INCOMES.items()}
    dear = {name: Means(1.1 * one.income, one.people) for name, one in large.items()}
    for one, other in zip(
        by_income(circles, large, "b", 1.26), by_income(circles, dear, "b", 1.26), strict=True
    ):
        assert one.share == pytest.approx(other.share, rel=1e-5)


def test_with_the_help_of_all_it_is_the_plan_and_what_waits_for_others_does_not_come(asking):
    helping = helpers(asking)[0]
    assert set(helping) == {"EN", "NN"}

    def ids(scenario):
        return set(scenario.table("deliveries").text("id"))

    assert ids(with_help_of(asking, helping, ["EN", "NN"])) == {"p1", "p2"}
    assert ids(with_help_of(asking, helping, ["EN"])) == {"p2"}
    tied = added(
        asking, "conditions", {"id": "c", "date": "2030-11-20", "gift": "p2", "needs": "p1"}
    )
    assert ids(with_help_of(tied, helpers(tied)[0], ["EN"])) == set()
    assert ids(with_help_of(tied, helpers(tied)[0], ["EN", "NN"])) == {"p1", "p2"}


def test_an_open_offer_helps_unless_it_is_barred(asking):
    offer = {"id": "o", "partner": "EN", "said": "sets", "quantity": "20", "kind": "humanitarian"}
    free = added(asking, "offers", {**offer, "item": "crew"})
    assert [one.name for one in helpers(free)[0]["EN"].offers] == ["o"]
    assert "o/1" in with_help_of(free, helpers(free)[0], ["EN"]).table("deliveries").text("id")
    assert not helpers(added(asking, "offers", {**offer, "item": "generator_set"}))[0]["EN"].offers


def test_what_it_can_spare_is_what_tables_tell(asking):
    assert can_give(asking, "EN") == {"crew", "transformer", "generator_set"}
    told = added(
        asking,
        "production",
        {"item": "spare", "from": "2030-12-01", "per_month": "5", "maker": "EN",
         "competing_per_month": "6"},
    )  # fmt: skip
    told = added(told, "limits", {"id": "l", "partner": "EN", "item": "crew", "quantity": "7"})
    found = spared(told, "EN").set_index("kind")
    assert tuple(found.loc["limit", ["most", "taken", "left"]]) == (7.0, 2.0, 5.0)
    assert tuple(found.loc["production", ["most", "taken", "left"]]) == (5.0, 6.0, 0.0)
    assert found.loc["stance", "binds"]
    assert spared(told, "NN").empty


def test_shares_of_an_answer(made, asking):
    assert made.total == pytest.approx((13.5, 13.5, 13.5))
    assert shares(made)["equal share of income"] == pytest.approx(11.5 * 200 / 700 + 2.0)
    assert made.rules["pledged"].tolist() == pytest.approx([0.3] * 3)
    assert made.packed.objections == 0
    assert set(made.packed.barred.values()) == {2}
    assert all("generator_set" not in text for text in made.packed.packages["options"])
    assert set(givers(asking)) == {"EN", "NN"}


def suffering(scenario, futures):
    outcome = run(scenario, futures, workers=1)
    return outcome.values("suffering", outcome.windows()[-1])


def test_no_package_that_may_be_saves_more_and_fresh_futures_judge(asking, made):
    left = lefts(made.kinds)
    options = giveable(asking, "EN", left.values(), None)
    base, fresh = suffering(asking, range(20)), suffering(asking, range(20, 40))
    known = {}
    for row in made.packed.packages.to_dict("records"):
        problem = problem_of(asking, options, left[row["rule"]])
        assert row["exact"]
        best = 0.0
        for size in range(1, len(options) + 1):
            for some in itertools.combinations(range(len(options)), size):
                if problem.feasible(frozenset(some)):
                    if some not in known:
                        plan = with_options(asking, [options[i] for i in some])
                        known[some] = float((base - suffering(plan, range(20))).mean())
                    best = max(best, known[some])
        assert row["in_sample"] == pytest.approx(best, abs=1e-6)
        chosen = [one for one in options if one.name in row["options"].split(", ")]
        saved = fresh - suffering(with_options(asking, chosen), range(20, 40))
        assert row["saved"] == pytest.approx(float(saved.mean()), abs=1e-6)
    assert (np.diff(made.packed.packages["in_sample"]) > -1e-6).all()


def test_the_order_of_rows_and_the_number_of_workers_change_nothing(asking, made):
    turned = asking
    for table in ("actors", "asks", "deliveries", "packages", "items"):
        turned = turned.replace_rows(table, asking.table(table).rows()[::-1])
    again = ask(turned, "EN", prices=False, **{**SIZE, "workers": 2})
    for name in ("rules", "asks"):
        assert getattr(again, name).equals(getattr(made, name))
    for name in ("packages", "gifts", "windows"):
        assert getattr(again.packed, name).equals(getattr(made.packed, name))
    assert again.contribution == made.contribution


def test_nothing_pledged_says_nothing_by_contribution_and_names_of_others_stay_out(short):
    made = ask(short, "EN", 1.0, among=["NN"], prices=False, **{**SIZE, "most": 1})
    assert made.silent == NO_HELP
    assert made.contribution is None
    assert np.isnan(shares(made)["contribution"])
    assert made.price is None
    tables = (made.rules, made.packed.packages, made.packed.gifts, made.spare, made.offers)
    assert "NN" not in json.dumps([table.astype(str).to_dict() for table in tables])


def test_what_adds_nothing_is_not_asked_for():
    problem = make_problem({"a": 1.0, "b": 2.0, "c": 3.0}, {"all": 9.0})
    trail = Trail(problem, memo_of(lambda p: 5.0 * (0 in p) + 1e-9 * len(p)), np.arange(20), 9)
    trail.worth([frozenset({0, 1, 2})])
    assert _lean(trail) == {0}


def test_its_own_refusal_is_priced_and_named(asking):
    made = ask(asking, "EN", 2.0, **{**SIZE, "most": 2})
    table = made.price.table
    assert set(table["rule"]) == {"all", "1"}
    assert set(table["partner"]) == {"", "EN"}
    assert "sets" in set(table["topic"])
    assert (table["in_sample"] >= 0).all()


def test_both_languages_on_one_page(made, capsys):
    print_ask(made, Voice("en", made.scenario))
    english = capsys.readouterr().out
    voice = Voice("en", made.scenario)
    told = made.rules[made.rules["share"].notna()]
    assert len(told) == 2
    for rule, amount in zip(told["rule"], told["left"], strict=True):
        assert f"{voice.plain(amount)} ({rule})" in english
    for text in ("By two rules of sharing it is fair to ask Eastern neighbour for",
                 "not the ends of an uncertainty", "What was asked", "equal sacrifice",
                 "no: asked of others", "- bars: sets", "objections: 0"):  # fmt: skip
        assert text in english
    assert "Northern" not in english
    print_ask(made, Voice("fr", made.scenario))
    french = capsys.readouterr().out
    assert "sacrifice égal" in french
    assert "Selon deux règles de partage, on peut avec équité demander encore" in french
    assert "demandé à d’autres" in french


def test_oneof_ask(made):
    document = json.loads(json.dumps(of_ask(made), allow_nan=False))
    assert [row["rule"] for row in document["rows"]][-1] == "contribution"
    assert (document["futures"], document["searched"]) == (20, 20)
    assert document["total"]["named"] is False
    assert document["contribution"]["saves"]["n"] == 20


def test_what_is_judged_is_simulated_side_by_side(asking, monkeypatch):
    """All changes on fresh futures in one go, which costs a fraction of one after the other."""
    asked = []
    tried = Trials._try

    def counting(self, changes, piece):
        asked.append((piece, len(changes)))
        tried(self, changes, piece)

    monkeypatch.setattr(Trials, "_try", counting)
    made = ask(asking, "EN", prices=False, **SIZE)
    fresh = [count for (first, _), count in asked if first >= 20]
    gifts = made.packed.gifts["option"].nunique()
    assert len(fresh) == 1
    assert fresh[0] > gifts
    assert len(asked) - len(fresh) <= 4
