"""Forms of one gift, which differ in date or size: a plan holds one of them."""

from __future__ import annotations

import dataclasses

import pytest

from aid.test_objections import TABLES
from holdfast.aid.objections import binding, judge, objections
from holdfast.aid.rules import Form, Gift
from holdfast.questions.objected import noted
from holdfast.show.voice import Voice
from model.small_country import country

FORMED = """package,partner,delivery,item,quantity,date,region,variant_of
early,NN,b1,battery,1,2030-12-20,,guard
early,NN,i1,interceptor,40,2030-12-20,,guard
late,NN,b2,battery,2,2031-01-20,,guard
"""
OFFERED = """id,partner,said,item,quantity,kind,committed,variant_of
o1,NN,a battery,battery,1,military,2030-11-01,
o2,NN,or two later,battery,2,military,2030-11-01,o1
"""
HELD = "id,partner,item,quantity,date,region,offer\n"


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("x,NN,battery,1,2030-12-20,,\ny,NN,interceptor,40,2030-12-20,,", []),
        ("x,NN,battery,1,2030-12-20,,\ny,NN,battery,2,2031-01-20,,", [("packages", 4, "xy")]),
        ("x,NN,battery,1,2030-12-20,,o1\ny,NN,battery,1,2031-01-20,,o1", []),
        ("x,NN,battery,1,2030-12-21,,o1\ny,NN,battery,2,2031-01-21,,o2", [("offers", 3, "xy")]),
        ("x,NN,battery,2,2030-12-21,,o2\ny,NN,spare,2,2031-01-21,,", []),
    ],
)
def test_of_the_forms_of_one_gift_a_plan_made_by_hand_holds_one(plan, found):
    """Rows of one package, and parts of one offer, are one form."""
    scenario = country({**TABLES, "deliveries": HELD + plan, "packages": FORMED, "offers": OFFERED})
    made = binding(objections(scenario))
    told = [("variant", each.table, each.row, "".join(each.deliveries)) for each in made]
    assert told == [("variant", *one) for one in found]


def test_forms_of_one_gift_are_objected_to_in_words():
    plan = "x,NN,battery,1,2030-12-02,,o1\ny,NN,battery,2,2031-01-21,,o2"
    settings = {**TABLES, "deliveries": HELD + plan, "offers": OFFERED}
    scenario = country(settings)
    rows = scenario.table("deliveries").rows()
    (said,) = noted(scenario, rows[1:])[1:]
    assert said.replace("\u00a0", " ") == (
        "Neighbour gives one form of o1 at most; this makes more than one with 1 battery "
        "(Neighbour, 2 Dec 2030), 2 batteries (Neighbour, 21 Jan 2031) (offers.csv row 3)"
    )
    french = Voice("fr", scenario).write(noted(scenario, rows[1:])[1])
    assert french.startswith("une forme au plus de o1, de la part de Neighbour")


def test_what_has_arrived_meets_no_objection_and_another_form_beside_it_does():
    first, second = (
        Gift(name, "NN", "battery", forms=frozenset({Form("g", "offers", name, row)}))
        for name, row in (("o1", 2), ("o2", 3))
    )
    came = dataclasses.replace(first, past=True)
    (found,) = judge([came, second], (), (), ())
    assert (found.rule, found.deliveries, found.topic) == ("variant", ("o2",), "g")
    assert judge([came, dataclasses.replace(second, past=True)], (), (), ()) == ()
