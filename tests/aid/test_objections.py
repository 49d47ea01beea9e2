"""Objections to a plan, read from a scenario: each rule once, dates, and no rule for members."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
import pytest

from holdfast.aid import arrivals
from holdfast.aid.choices import choices
from holdfast.aid.objections import binding, objections
from holdfast.draws import Luck
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.objected import noted
from holdfast.scenario import ScenarioError, read_scenario
from holdfast.show.voice import Voice
from model.small_country import SETTINGS, country

ACTORS = """id,name,kind,member_since
NN,Neighbour,member,1990-01-01
EE,East,member,2001-01-01
PP,Partner,partner,
CC,Chair,chair,"""
PLAN = """id,partner,item,quantity,date,region
bat,NN,battery,2,2030-12-20,
sets,EE,generator_set,50,2030-12-25,aa
trafo,PP,transformer,3,2031-01-10,"""
TABLES = {
    "actors": ACTORS,
    "deliveries": PLAN,
    "items": """id,name,kind,unit,use_days,adds,adds_to,unit_cost_meur
battery,Battery,military,fire unit,30,system,battery,100
interceptor,Interceptor,military,missile,0,stock,interceptor,1
spare,Spare part,military,part,0,stock,spare,1
transformer,Large transformer,humanitarian,unit,14,stock,transformer,5
generator_set,Generator set,humanitarian,set,3,generator_set,,0.1
diesel,Diesel,humanitarian,l,0,stock,diesel,0
petrol,Petrol,humanitarian,l,0,stock,petrol,0""",
}
SAID = "partner,topic,date,stance,hardness,veto,item,region,use,quote,source\n"
TIED = "id,date,gift,needs,at_least,as_of\n"


def crossed(scenario=None, **tables: str):
    made = country({**TABLES, **tables}) if scenario is None else scenario
    return [(each.rule, each.row, each.deliveries) for each in binding(objections(made))]


@pytest.mark.parametrize(
    ("table", "rows", "rule", "names"),
    [
        ("positions", "NN,guns,2030-11-01,refuses,hard,no,battery,,,no,", "refusal", ("bat",)),
        ("positions", "EE,a,2030-11-01,refuses,hard,no,,aa,,not there,", "caveat", ("sets",)),
        ("positions", "PP,b,2030-11-01,refuses,hard,no,,,humanitarian,no,", "caveat", ("trafo",)),
        ("positions", "CC,c,2030-11-01,refuses,hard,yes,,,system,no,", "veto", ("bat",)),
        ("conditions", "t,2030-11-01,bat,EE:transformer,all,", "condition", ("bat",)),
        ("conditions", "t,2030-11-01,EE:generator_set,battery;spare,2,", "condition", ("sets",)),
        ("limits", "l,PP,transformer,,2,,", "limit", ("trafo",)),
        ("limits", "l,NN,,military,,199.5,", "limit", ("bat",)),
        ("budgets", "all,humanitarian,19.5,2030-12-01,", "budget", ("sets", "trafo")),
        ("budgets", "NN,military,199,2030-12-20,2030-12-20", "budget", ("bat",)),
    ],
)
def test_each_rule_is_crossed_once(table, rows, rule, names):
    heads = {
        "positions": SAID,
        "conditions": TIED,
        "limits": "id,partner,item,kind,quantity,value_million,by\n",
        "budgets": "who,kind,amount,from,to\n",
    }
    assert crossed(**{table: heads[table] + rows}) == [(rule, 2, names)]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("positions", SAID + "NN,guns,2030-11-01,refuses,soft,no,battery,,,no,"),
        ("positions", SAID + "EE,a,2030-11-01,refuses,hard,no,,bb,,not there,"),
        ("conditions", TIED + "t,2030-11-01,bat,EE:transformer;EE:generator_set,any,"),
        ("conditions", TIED + "t,2030-11-01,bat,sets,all,\nu,2030-11-01,sets,bat,all,"),
        (
            "conditions",
            TIED + "t,2030-11-01,bat,EE:transformer,all,\nt,2030-11-09,bat,,all,",
        ),
        ("limits", "id,partner,item,quantity,by\nl,PP,transformer,2,2031-01-09"),
        ("budgets", "who,kind,amount,from,to\nNN,military,199,2030-12-21,"),
    ],
)
def test_a_plan_that_crosses_nothing_meets_no_objection(table, rows):
    assert crossed(**{table: rows}) == []


def test_conflicting_sources_stand_side_by_side_and_the_harder_binds():
    rows = SAID + (
        "NN,guns,2030-11-01,offers,soft,no,battery,,,yes indeed,paper-a\n"
        "NN,guns,2030-11-01,refuses,hard,no,battery,,,never,paper-b"
    )
    (found,) = objections(country({**TABLES, "positions": rows}))
    assert (found.binds, found.said, [one.quote for one in found.beside]) == (
        True,
        "never",
        ["yes indeed"],
    )


def test_a_veto_of_one_who_does_not_decide_is_an_input_error():
    with pytest.raises(ScenarioError, match="only a chair or member may veto"):
        country({**TABLES, "positions": SAID + "PP,x,2030-11-01,refuses,hard,yes,battery,,,no,"})


EVERYTHING = {
    "positions": SAID
    + "NN,guns,2030-11-01,refuses,hard,no,battery,,,no,\n"
    + "EE,a,2030-11-01,refuses,hard,no,,aa,,not there,",
    "conditions": TIED + "t,2030-11-01,PP:transformer,spare,all,",
    "limits": "id,partner,item,quantity\nl,PP,transformer,2",
    "budgets": "who,kind,amount,from\nall,military,1,2030-12-01",
}


@pytest.mark.parametrize(
    "actors",
    [
        ACTORS.replace(",1990-01-01", ","),
        ACTORS.replace(",member,", ",partner,").replace(
            "PP,Partner,partner,", "PP,Partner,member,"
        ),
        ACTORS.replace("2001-01-01", "2031-02-01"),
        "\n".join([ACTORS.splitlines()[0], *ACTORS.splitlines()[:0:-1]]),
    ],
)
def test_membership_is_recorded_and_never_a_condition_of_help(actors):
    """Who is a member, since when, and in which order partners stand: nothing moves."""
    usual, other = (country({**TABLES, **EVERYTHING, "actors": rows}) for rows in (ACTORS, actors))
    assert len(objections(usual)) == 5
    assert objections(other) == objections(usual)
    luck = Luck.of(3, range(16))
    one, two = (arrivals.prepare(each, luck) for each in (usual, other))
    for name in ("in_use", "systems", "pieces", "generator_sets"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_the_order_of_rows_changes_nothing():
    def turned(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join([head, *rows[::-1]])

    usual = country({**TABLES, **EVERYTHING})
    tables = {name: turned(text) for name, text in EVERYTHING.items()}
    other = country({**TABLES, **tables, "deliveries": turned(PLAN)})

    def told(scenario):
        return Counter((each.rule, each.deliveries) for each in objections(scenario))

    assert told(usual) == told(other)


def test_what_had_arrived_is_a_fact():
    frozen = SETTINGS.replace("days = 151", "days = 151\nfreeze = 2030-12-20")
    made = country({**TABLES, **EVERYTHING}, frozen)
    assert [each.rule for each in objections(made) if "bat" in each.deliveries] == []
    assert {each.rule for each in objections(made)} == {"caveat", "condition", "limit"}


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("conditions", "id,date,gift,needs,as_of\nt,2030-11-01,bat,spare,2030-12-15"),
        ("limits", "id,partner,item,quantity,as_of\nl,NN,battery,1,2030-12-15"),
        ("budgets", "who,kind,amount,from,as_of\nall,military,1,2030-12-01,2030-12-15"),
        (
            "positions",
            "partner,topic,date,stance,hardness,item,as_of\n"
            "NN,g,2030-11-01,refuses,hard,battery,2030-12-15",
        ),
    ],
)
def test_as_of_hides_what_was_not_yet_known(table, rows):
    for freeze, count in (("2030-12-14", 0), ("2030-12-15", 1)):
        frozen = SETTINGS.replace("days = 151", f"days = 151\nfreeze = {freeze}")
        assert len(objections(country({**TABLES, table: rows}, frozen))) == count


# --- for a planner ---

OFFERED = [
    {"id": "o1", "partner": "NN", "item": "battery", "quantity": "1", "date": "2031-01-01"},
    {"id": "o2", "partner": "EE", "item": "transformer", "quantity": "4", "date": "2031-01-01"},
    {"id": "o3", "partner": "PP", "item": "transformer", "quantity": "2", "date": "2031-01-01"},
    {"id": "o4", "partner": "EE", "item": "spare", "quantity": "5", "date": "2031-01-01"},
]


def offered(**tables: str):
    return choices(country({**TABLES, **tables}), OFFERED)


def test_a_barred_offer_is_in_no_package():
    made = offered(positions=SAID + "NN,guns,2030-11-01,refuses,hard,no,battery,,,no,")
    assert [len(bars) for bars in made.barred] == [1, 0, 0, 0]
    assert not made.allowed([0])
    assert made.allowed([1, 2, 3])


def test_a_waived_stance_bars_nothing():
    rows = SAID + "NN,guns,2030-11-01,refuses,hard,no,battery,,,no,"
    scenario = country({**TABLES, "positions": rows})
    assert choices(scenario, OFFERED, waived=[2]).allowed([0])
    assert not choices(scenario, OFFERED, waived=[3]).allowed([0])


def test_ties_are_links_and_what_the_plan_meets_is_taken_off():
    tied = "t,2030-11-01,o1,EE:transformer;spare;EE:generator_set,2,"
    made = offered(conditions=TIED.strip() + "\n" + tied.replace("o1", "NN:battery"))
    (link,) = made.links
    # the generator sets are in the plan: one of the other two is enough; the battery of the plan,
    # after the four candidates, waits for them too
    assert (link.tied, link.needs, link.least) == ((0, 4), ((1,), (3,)), 1)
    assert [gift.name for gift in made.waiting] == ["bat"]
    assert [made.allowed(chosen) for chosen in ([0], [0, 1], [0, 3], [2])] == [
        False,
        True,
        True,
        True,
    ]
    assert made.closed([0, 2]) == {2}
    assert made.closed([0, 2, 3]) == {0, 2, 3}


def test_a_candidate_that_ends_a_promise_of_the_plan_may_be_chosen():
    """The battery of the plan waits for spares, and who gives these waits for the battery."""
    ring = TIED + "t,2030-11-01,bat,EE:spare,all,\nu,2030-11-01,EE:spare,NN:battery,all,"
    assert crossed(conditions=ring) == [("condition", 2, ("bat",))]
    made = offered(conditions=ring)
    assert [made.allowed(chosen) for chosen in ([], [3], [1, 3])] == [True, True, True]
    whole = country({**TABLES, "conditions": ring}).add_rows("deliveries", OFFERED[3:])
    assert crossed(whole) == []


def test_a_candidate_that_needs_what_the_plan_waits_for_comes_with_what_that_needs():
    """Spares need the battery of the plan, which needs a transformer of EE's that is offered."""
    chain = TIED + "t,2030-11-01,bat,EE:transformer,all,\nu,2030-11-01,EE:spare,bat,all,"
    made = offered(conditions=chain)
    allowed = [made.allowed(chosen) for chosen in ([1], [3], [1, 3], [2, 3])]
    assert allowed == [True, False, True, False]
    assert made.closed([1, 2, 3]) == {1, 2, 3}
    assert made.closed([2, 3]) == {2}


# --- a stance and the condition that spells it out ---

ASKS = SAID + "NN,guns,2030-11-05,conditional,hard,no,battery,,,only if,"
OWN = "t,2030-11-04,NN:battery,EE:generator_set,all"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (OWN, []),
        # what needs what nobody gives: the condition alone objects
        ("t,2030-11-05,NN:battery,spare,all", ["conditions"]),
        # lifted, on its day and after
        (OWN + "\nt,2030-11-05,NN:battery,,all", []),
        (OWN + "\nt,2030-11-09,NN:battery,,all", []),
        # lifted before it was asked anew
        (OWN.replace("11-04", "11-01") + "\nt,2030-11-02,NN:battery,,all", ["positions"]),
        # of an item or a package of whoever gives it, and nobody says whose it is
        ("t,2030-11-05,battery,EE:generator_set,all", ["positions"]),
        ("t,2030-11-05,shield,EE:generator_set,all", ["positions"]),
        ("t,2030-11-05,EE:generator_set,battery,all", ["positions"]),
    ],
)
def test_only_a_condition_of_its_partner_on_its_item_answers_a_stance(condition, found):
    tied = "id,date,gift,needs,at_least\n" + condition
    shield = "package,delivery,partner,item,quantity,date\nshield,s1,NN,battery,2,2030-12-20\n"
    shield += "shield,s2,EE,generator_set,9,2030-12-20"
    tables = {"positions": ASKS, "conditions": tied, "packages": shield}
    made = binding(objections(country({**TABLES, **tables})))
    told = [each.table for each in made if each.deliveries == ("bat",)]
    assert told == found
    assert bool(offered(**tables).barred[0]) == ("positions" in found)


def test_a_condition_that_says_whose_it_is_ties_and_answers_for_that_partner_alone():
    tied = "id,date,gift,needs,at_least,partner\nt,2030-11-05,battery,EE:generator_set,all,NN"
    both = ASKS + "\nEE,guns,2030-11-05,conditional,hard,no,battery,,,so do we,"
    plan = PLAN + "\neast,EE,battery,1,2030-12-25,"
    assert crossed(positions=both, conditions=tied, deliveries=plan) == [
        ("condition", 3, ("east",))
    ]
    unmet = tied.replace("EE:generator_set", "spare")
    assert crossed(conditions=unmet, deliveries=plan) == [("condition", 2, ("bat",))]


def test_of_two_things_that_are_asked_for_an_item_a_condition_answers_the_one_that_it_names():
    two = ASKS + "\nNN,crews,2030-11-05,conditional,hard,no,battery,,,and crews,"
    tied = "id,date,gift,needs,at_least,topic\n" + OWN
    assert {row for _, row, _ in crossed(positions=two, conditions=f"{tied},")} == {2, 3}
    assert crossed(positions=two, conditions=f"{tied},guns") == [("condition", 3, ("bat",))]
    both = f"{tied},guns\n{OWN.replace('t,', 'u,', 1)},crews"
    assert crossed(positions=two, conditions=both) == []


def test_what_is_asked_for_a_place_or_a_use_is_answered_where_the_condition_names_the_topic():
    place = SAID + "NN,the north,2030-11-05,conditional,hard,no,,aa,,not there,"
    tied = "id,date,gift,needs,at_least,topic\n" + OWN
    assert crossed(positions=place, conditions=f"{tied},") == [("condition", 2, ("bat",))]
    assert crossed(positions=place, conditions=f"{tied},the north") == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("bat,EE,", "does not give bat, which is given by NN"),
        ("NN:battery,EE,", "does not give NN:battery, which is given by NN"),
        ("NN:battery,,gums", "is no topic of positions.csv on which NN is conditional; "),
        ("battery,EE,guns", "is no topic of positions.csv on which EE is conditional"),
    ],
)
def test_a_condition_that_is_nobodys_own_is_an_input_error(cells, expected):
    gift, partner, topic = cells.split(",")
    tied = f"id,date,gift,needs,partner,topic\nt,2030-11-05,{gift},spare,{partner},{topic}"
    with pytest.raises(ScenarioError, match=expected):
        country({**TABLES, "positions": ASKS, "conditions": tied})


def test_limits_are_what_the_plan_leaves():
    made = offered(
        limits="id,partner,item,quantity\nl,PP,transformer,4",
        budgets="who,kind,amount,from\nall,humanitarian,45,2030-12-01",
    )
    assert made.left.tolist() == [1, 45 - 5 - 15]
    assert made.matrix.tolist() == [[0, 0, 2, 0], [0, 20, 10, 0]]
    assert made.allowed([1])
    assert not made.allowed([2])


def test_a_plan_that_choices_allow_meets_no_objection_and_no_other():
    """The planner's rules and the judge agree on every package of the four."""
    tables = {
        **EVERYTHING,
        "conditions": TIED + "t,2030-11-01,EE:spare,EE:transformer;PP:transformer,any,",
        "limits": "id,partner,item,quantity\nl,PP,transformer,4",
        "budgets": "who,kind,amount,from\nall,humanitarian,45,2030-12-01",
        "positions": SAID + "NN,guns,2030-11-01,refuses,hard,no,battery,,,no,",
    }
    bare = country({**TABLES, **tables, "deliveries": "id,partner,item,quantity,date,region"})
    offered_ = choices(bare, OFFERED)
    for bits in range(16):
        chosen = [at for at in range(4) if bits >> at & 1]
        plan = bare.add_rows("deliveries", [OFFERED[at] for at in chosen]) if chosen else bare
        assert offered_.allowed(chosen) == (not binding(objections(plan))), chosen


# --- the example ---


@pytest.fixture(scope="module")
def bucharest(root):
    return read_scenario(root / "examples/bucharest-2022")


def test_the_plans_of_the_example_meet_no_objection(root, bucharest):
    assert binding(objections(bucharest)) == ()
    for package in dict.fromkeys(bucharest.table("packages").text("package")):
        made = with_deliveries(bucharest, [package], "b")
        assert binding(objections(made)) == (), package
    later = read_scenario(root / "examples/bucharest-2022", dt.date(2024, 12, 31))
    assert binding(objections(later)) == ()
    assert len(later.table("conditions")) == 5
    assert len(bucharest.table("conditions")) == 0


def test_one_promise_of_two_halves_needs_the_other(root):
    later = read_scenario(root / "examples/bucharest-2022", dt.date(2023, 3, 1))
    half, other = "FR:samp_t_battery:1@2023-06-19", "IT:samp_t_battery:1@2023-06-19"
    (found,) = binding(objections(with_deliveries(later, [half], "b")))
    assert (found.rule, found.partner, found.needs) == ("condition", "FR", ("IT:samp_t_battery",))
    assert binding(objections(with_deliveries(later, [half, other], "b"))) == ()


def test_what_is_added_is_said_with_its_row_in_both_languages(bucharest):
    asked = ["DE:patriot_battery:1@2023-02-01", "US:patriot_battery:1@2023-02-01"]
    made = with_deliveries(bucharest, asked, "b")
    rows = made.table("deliveries").rows()[-2:]
    count, hard, soft = noted(made, rows)
    assert count == "objections: 1"
    assert hard.startswith("Germany refuses 1\u00a0Patriot battery")
    assert hard.endswith("are intended for NATO territory (positions.csv row 10)")
    assert soft.startswith("not counted, since it is not firm: United States refuses")
    assert Voice("fr", made).write(hard).startswith("refus de l’Allemagne, 1\u00a0batterie Patriot")
    clean = with_deliveries(bucharest, ["LT:used_transformer:1@2023-02-01"], "b")
    assert noted(clean, clean.table("deliveries").rows()[-1:]) == ("objections: 0",)
    assert noted(bucharest, []) == ()
