"""A package for a budget, held against all packages and whole runs."""

from __future__ import annotations

import itertools

import pytest

from holdfast.cli.plans import print_plan
from holdfast.questions.coalition import problem_of
from holdfast.questions.options import packed, with_options
from holdfast.questions.plan import CHOICES, NAIVE, WINDOWS, bundles, incomes, plan, shares, tags
from holdfast.questions.refused import Refused
from holdfast.questions.run import run
from holdfast.questions.search.hunt import enough
from holdfast.show.voice import Voice

pytestmark = pytest.mark.usefixtures("lived_once")

SIZE = {"futures": 10, "fresh": 20, "most": 40, "workers": 1, "sources": ["packages"]}


@pytest.fixture(scope="module")
def made(siege):
    return plan(siege, 40.0, **SIZE)


def suffering(scenario, futures):
    outcome = run(scenario, futures, workers=1)
    return outcome.values("suffering", outcome.windows()[-1])


def test_no_package_within_the_budget_saves_more(siege, made):
    """All packages that may be, by whole runs of each in the futures of the search."""
    options = sorted(packed(siege), key=lambda option: option.name)
    problem = problem_of(siege, options, 40.0)
    base, best = suffering(siege, range(10)), 0.0
    for size in range(1, len(options) + 1):
        for some in itertools.combinations(range(len(options)), size):
            if problem.feasible(frozenset(some)):
                tried = with_options(siege, [options[place] for place in some])
                best = max(best, float((base - suffering(tried, range(10))).mean()))
    assert best > 0
    assert made.gap == 0.0
    assert made.in_sample.mean == pytest.approx(best, abs=1e-6)


def test_it_is_judged_on_futures_that_chose_nothing(siege, made):
    fresh = range(10, 30)
    saved = suffering(siege, fresh) - suffering(made.scenario, fresh)
    assert made.value == pytest.approx(float(saved.mean()), abs=1e-6)
    assert made.windows["mean"].iloc[-1] == pytest.approx(made.value)
    assert made.futures == 20


def test_what_it_says(made):
    assert list(made.choices.columns) == list(CHOICES)
    assert list(made.naive.columns) == list(NAIVE)
    assert list(made.windows.columns) == list(WINDOWS)
    assert made.objections == ()
    assert sum(made.spent.values()) == pytest.approx(made.choices["cost"].sum())
    assert sum(made.spent.values()) <= 40.0
    assert (made.naive["cost"] <= 40.0).all()
    (rest,) = made.rest
    assert rest.left == pytest.approx(40.0 - sum(made.spent.values()))
    assert {"pro rata", "cheapest first", "greedy per cost"} <= set(made.naive["rule"])
    assert made.violation is not None
    (rest,) = made.rest
    assert (rest.kind, rest.left) == ("all", pytest.approx(40.0 - sum(made.spent.values())))


def test_money_left_over_and_what_was_left_out_are_said(made, capsys):
    print_plan(made, Voice("en", made.scenario))
    english = capsys.readouterr().out
    assert "Left over: " in english
    assert "Options are rows of packages; open offers and lots of the catalogue were left" in (
        " ".join(english.split())
    )
    assert "--source catalogue" in english
    print_plan(made, Voice("fr", made.scenario))
    assert "n’en sont pas" in capsys.readouterr().out


def test_more_to_spend_is_never_worse_and_a_veto_never_better(siege, made):
    more = plan(siege, 80.0, **SIZE)
    assert more.in_sample.mean >= made.in_sample.mean
    chosen = made.choices.iloc[0]
    by_name = {option.name: option for option in packed(siege)}
    item = by_name[chosen["option"]].rows[0]["item"]
    row = {
        "partner": chosen["partner"], "topic": "test", "date": "2030-11-20", "stance": "refuses",
        "hardness": "hard", "item": item,
        "as_of": "2030-11-20", "status": "READ",
    }  # fmt: skip
    ruled = plan(siege.add_rows("positions", [row]), 40.0, **SIZE)
    assert ruled.barred
    assert ruled.in_sample.mean <= made.in_sample.mean
    assert not set(ruled.choices["option"]) & set(ruled.barred)


def test_the_order_of_rows_and_the_number_of_workers_change_nothing(siege, made):
    turned = siege.replace_rows("packages", siege.table("packages").rows()[::-1])
    again = plan(turned, 40.0, **{**SIZE, "workers": 2})
    assert again.choices.equals(made.choices)
    assert (again.value, again.standard_error) == (made.value, made.standard_error)


def test_tags_and_bundles_cover_the_options(siege):
    options = packed(siege)
    assert sorted(place for some in tags(siege, options).values() for place in some) == list(
        range(len(options))
    )
    together = bundles(options)
    assert len(together) == len(set(siege.table("packages").text("package")))


def test_rows_of_a_name_in_two_packages_stay_with_their_own(root):
    from holdfast.scenario import read_scenario

    aldria = read_scenario(root / "examples" / "aldria")
    rows = aldria.table("packages").rows()
    assert len({row["delivery"] for row in rows}) < len(rows)
    options = packed(aldria)
    for some in bundles(options):
        (package,) = {options[place].package for place in some}
        assert len(some) == sum(row["package"] == package for row in rows)


def test_no_partner_gives_more_than_its_share_by_income(root):
    from holdfast.scenario import read_scenario

    bucharest = read_scenario(root / "examples" / "bucharest-2022")
    options = [option for option in packed(bucharest) if option.partner != "EU"]
    most = shares(bucharest, options, 1000.0, 2.0)
    means = incomes(bucharest)
    actors = bucharest.table("actors")
    givers = {"member", "invitee", "partner"}
    sharing = {
        name
        for name, kind in zip(actors.text("id"), actors.text("kind"), strict=True)
        if name in means and (kind in givers or name in most)
    }
    income = {name: means[name].income for name in sharing}
    for name, share in most.items():
        assert share == pytest.approx(2000.0 * income[name] / sum(income.values()))
    problem = problem_of(bucharest, sorted(options, key=lambda o: o.name), 1000.0, shared=most)
    by_name = {option.name: option for option in options}
    for place in problem.usable:
        option = by_name[problem.names[place]]
        fits = option.total <= 1000.0 and option.total <= most[option.partner]
        assert problem.feasible(frozenset({place})) == fits


def test_nonsense_is_refused(siege):
    for asked, said in (
        ({"futures": 1}, "10 futures"),
        ({"fresh": 3}, "20 to judge"),
        ({"sources": []}, "nothing to choose from"),
        ({"sources": ["love"]}, "no options come from"),
        ({"sharing": -1.0}, "allowed is above 0"),
        ({"sharing": 0.0}, "allowed is above 0"),
    ):
        with pytest.raises(Refused, match=said):
            plan(siege, 40.0, **{**SIZE, **asked})


def test_a_budget_that_is_none_is_told_as_one_with_a_sharing_rule_too(siege):
    for sharing in (None, 2.0):
        with pytest.raises(Refused, match="allowed is 0 and more"):
            plan(siege, float("nan"), **{**SIZE, "sharing": sharing})


def test_few_tries_for_many_options_are_warned_of(siege, made, capsys):
    """One try: most packages are never looked at, so a larger budget may be seen to save less."""
    assert (made.exact, made.advised) == (True, 0)
    few = plan(siege, 80.0, **{**SIZE, "most": 1}, rounds=0)
    assert not few.exact
    assert few.advised == enough(4)
    for language in ("en", "fr"):
        print_plan(few, Voice(language, few.scenario))
        assert f"--tries {enough(4)}" in " ".join(capsys.readouterr().out.split())
        print_plan(made, Voice(language, made.scenario))
        assert "--tries" not in capsys.readouterr().out
