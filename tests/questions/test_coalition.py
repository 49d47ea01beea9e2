"""The problem of a package, from what partners say."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import coalition, rules
from holdfast.aid.choices import choices
from holdfast.questions.coalition import ALL, barred_by, budgets_of, problem_of
from holdfast.questions.helped import held
from holdfast.questions.options import deliveries_of, for_sale, offered, packed
from holdfast.questions.refused import Refused
from holdfast.scenario import ScenarioError

SAID = {"date": "2030-11-20", "quote": "", "source": "", "as_of": "2030-11-20", "status": "READ"}


@pytest.fixture(scope="module")
def options(valley):
    return sorted(packed(valley), key=lambda option: option.name)


def names(problem, package):
    return {problem.names[place] for place in package}


def test_one_budget_pays_everything(valley, options):
    cost = {option.name: option.total for option in options}
    for budget in (0.5, 40.0, 1000.0):
        problem = problem_of(valley, options, budget)
        for size in range(len(options) + 1):
            for some in itertools.combinations(range(len(options)), size):
                paid = sum(cost[name] for name in names(problem, some))
                assert problem.feasible(frozenset(some)) == (paid <= budget + 1e-9)


def test_budgets_by_kind_are_apart(valley, options):
    problem = problem_of(valley, options, {"military": 1000.0})
    chosen = [place for place in range(len(options)) if problem.feasible(frozenset({place}))]
    by_name = {option.name: option for option in options}
    assert chosen
    for place in range(len(options)):
        military = by_name[problem.names[place]].cost[0]
        assert (place in chosen) == (military == by_name[problem.names[place]].total)


def test_a_caveat_bars_and_waived_does_not(valley, options):
    first = options[0]
    item = first.rows[0]["item"]
    row = {"partner": first.partner, "topic": "test", "stance": "refuses", "hardness": "hard"}
    scenario = valley.add_rows("positions", [{**row, "item": item, **SAID}])
    problem = problem_of(scenario, options, 1000.0)
    same = {
        option.name
        for option in options
        if option.partner == first.partner and option.rows[0]["item"] == item
    }
    assert names(problem, problem.barred or {}) == same
    (line,) = barred_by(scenario, options)
    assert barred_by(scenario, options)[line] == same
    assert not problem_of(scenario, options, 1000.0, waived=[line]).barred
    assert not problem_of(valley, options, 1000.0).barred


def test_a_veto_added_only_takes_packages_away(valley, options):
    free = problem_of(valley, options, 60.0)
    row = {"partner": options[0].partner, "topic": "t", "stance": "refuses", "hardness": "hard"}
    item = options[0].rows[0]["item"]
    ruled = problem_of(valley.add_rows("positions", [{**row, "item": item, **SAID}]), options, 60.0)
    for size in range(len(options) + 1):
        for some in itertools.combinations(range(len(options)), size):
            assert free.feasible(frozenset(some)) or not ruled.feasible(frozenset(some))


@pytest.mark.parametrize("least", ["all", "any", "2"])
def test_conditions_allow_what_the_rules_allow(valley, least):
    """Every package: as a problem of the search, and as the rules of a coalition have it."""
    options = sorted([*packed(valley), *for_sale(valley, 5.0)], key=lambda option: option.name)[:8]
    gift, *others = [f"{option.partner}:{option.rows[0]['item']}" for option in options]
    row = {"id": "tie", "gift": gift, "needs": ";".join(dict.fromkeys(others[:4]))}
    row |= {"at_least": least, "date": SAID["date"], "as_of": SAID["as_of"]}
    scenario = valley.add_rows("conditions", [row])
    problem = problem_of(scenario, options, 1e9)
    rows = [
        {"id": f"{option.name}/{n}", **each}
        for option in options
        for n, each in enumerate(option.rows, start=1)
    ]
    place = [name for name, option in enumerate(options) for _ in option.rows]
    rules = choices(scenario, rows)
    if least != "any":  # one that meets it itself needs nothing else
        assert problem.ties or problem.barred
    for size in range(len(options) + 1):
        for some in itertools.combinations(range(len(options)), size):
            gifts = [at for at, option in enumerate(place) if option in some]
            chosen = frozenset(some)
            allowed = problem.feasible(chosen) and not chosen & set(problem.barred or {})
            assert allowed == rules.allowed(gifts), some


RULES = st.lists(
    st.tuples(
        st.sampled_from(range(6)),
        st.lists(st.sampled_from(range(6)), min_size=1, max_size=3, unique=True),
        st.integers(1, 3),
    ).filter(lambda drawn: drawn[0] not in drawn[1]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(RULES)
def test_what_the_plan_waits_for_and_candidates_are_closed_together(valley, options, drawn):
    """Every package, as a problem of the search and as what is kept of plan and package together.

    Two deliveries of the plan and four rows of packages wait for one another at random.
    """
    plan = [row["id"] for row in valley.table("deliveries").rows()][:2]
    gifts = [*plan, *(f"{one.partner}:{one.rows[0]['item']}" for one in options)]
    rows = [
        {
            "id": f"c{number}", "date": SAID["date"], "as_of": SAID["as_of"],
            "gift": gifts[tied], "needs": ";".join(gifts[need] for need in needs),
            "at_least": str(min(least, len(needs))),
        }
        for number, (tied, needs, least) in enumerate(drawn)
    ]  # fmt: skip
    scenario = valley.add_rows("conditions", rows)
    problem, ties = problem_of(scenario, options, 1e9), coalition.ties(scenario)
    for size in range(len(options) + 1):
        for some in itertools.combinations(range(len(options)), size):
            added = coalition.gifts(scenario, deliveries_of(options[at] for at in some))
            kept = rules.kept([*coalition.gifts(scenario), *added], ties)
            assert problem.feasible(frozenset(some)) == (set(added) <= set(kept)), some


def test_a_half_that_ends_a_promise_of_the_plan_is_found(valley, options):
    """Interceptors of the plan wait for crews, and who gives these for the interceptors."""
    ring = [("one", "d1", "EN:crew"), ("two", "EN:crew", "d1")]
    rows = [
        {"id": name, "gift": gift, "needs": needs, **{key: SAID[key] for key in ("date", "as_of")}}
        for name, gift, needs in ring
    ]
    problem = problem_of(valley.add_rows("conditions", rows), options, 1e9)
    assert problem.barred == {}
    assert problem.ties == ()


FORMS = {"s1": "guard", "s2": "guard", "r1": "guard", "r2": ""}


def in_forms(scenario, forms=FORMS):
    rows = scenario.table("packages").rows()
    return scenario.replace_rows(
        "packages", [{**row, "variant_of": forms[row["delivery"]]} for row in rows]
    )


def test_of_packages_that_are_variants_at_most_one_is_chosen_from(valley):
    """Both rows of the shield are of one form of a gift, a row of repairs is of another."""
    scenario = in_forms(valley)
    options = sorted(packed(scenario), key=lambda option: option.name)
    problem = problem_of(scenario, options, 1e9)
    for size in range(len(options) + 1):
        for some in itertools.combinations(range(len(options)), size):
            chosen = names(problem, some)
            assert problem.feasible(frozenset(some)) == (
                "r1" not in chosen or not chosen & {"s1", "s2"}
            )
    assert not problem_of(valley, options_of(valley), 1e9).exclusive


def options_of(scenario):
    return sorted([*offered(scenario), *packed(scenario)], key=lambda option: option.name)


OFFER = {
    "partner": "EN", "said": "a transformer", "item": "transformer", "quantity": "1",
    "kind": "humanitarian", "delivered": "2031-01-20", "as_of": "2030-11-20",
}  # fmt: skip


def test_offers_and_packages_that_are_forms_of_one_offer_exclude_each_other(valley):
    offers = [
        {**OFFER, "id": "o1"},
        {**OFFER, "id": "o2", "delivered": "2031-02-20", "variant_of": "o1"},
        {**OFFER, "id": "o3"},
    ]
    scenario = in_forms(
        valley.replace_rows("offers", offers), {"s1": "", "s2": "", "r1": "o1", "r2": ""}
    )
    problem = problem_of(scenario, options_of(scenario), 1e9)
    (group,) = problem.exclusive
    assert names(problem, group) == {"o1", "o2", "r1"}
    within, over = held(scenario, offered(scenario))
    assert ([one.name for one in within], over) == (["o1", "o3"], [])
    taken = {**scenario.table("deliveries").rows()[0], "id": "d9", "offer": "o2"}
    planned = scenario.add_rows("deliveries", [taken])
    assert [one.name for one in options_of(planned)] == ["o3", "r2", "s1", "s2"]


@pytest.mark.parametrize("table", ["offers", "packages"])
def test_a_variant_of_nothing_else_is_an_input_error(valley, table):
    rows = {
        "packages": [{**row, "variant_of": "gard"} for row in valley.table("packages").rows()[:2]],
        "offers": [{**OFFER, "id": "o1", "variant_of": "o1"}],
    }
    with pytest.raises(ScenarioError, match="is said of nothing else, so nothing is chosen inst"):
        valley.replace_rows(table, rows[table])


def test_too_many_ways_to_meet_a_condition_are_refused(valley, options, monkeypatch):
    monkeypatch.setattr("holdfast.questions.coalition.MOST_GROUPS", 1)
    row = {"id": "one", "gift": "NN:battery", "needs": "EN:crew;EN:battery;NN:transformer"}
    row |= {"at_least": "2", "date": SAID["date"], "as_of": SAID["as_of"]}
    with pytest.raises(Refused, match=r"row 2 of conditions\.csv leaves too many choices: 3 sets"):
        problem_of(valley.add_rows("conditions", [row]), options, 1e9)


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (0.0, "nothing to spend"),
        (-1.0, "allowed is 0 and more"),
        (float("nan"), "allowed is 0 and more"),
        ({"love": 3.0}, "no budget 'love'"),
        ({ALL: 3.0, "military": 1.0}, "not both"),
    ],
)
def test_a_budget_that_is_none(budget, said):
    with pytest.raises(Refused, match=said):
        budgets_of(budget)
