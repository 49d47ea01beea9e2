"""More parts, technicians and transport never cost ready days; where they can, and why."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.echelons_world import live, world

FLEET = st.fixed_dictionaries(
    {
        "fails": st.floats(0, 0.3),
        "crews": st.floats(0, 3),
        "home": st.floats(0, 10),
        "abroad": st.floats(0, 4),
        "home_lost": st.floats(0, 0.2),
        "spare": st.floats(0, 0.6),
        "valve": st.floats(0, 0.4),
    }
)
HELP = ("spare", "valve", "crews", "home", "abroad")
MOST = 1e-9


def ready_days(told, parts, **kw):
    """Unit-days ready of the first type by each morning, (D, F)."""
    told = told | {name: f"{told[name]:g}" for name in ("home", "abroad")}
    made = live(world(units=12, **told), 90, held=parts, **kw)
    return np.cumsum(made.ready[:, :, 0], axis=0)


@settings(max_examples=40, deadline=None)
@given(FLEET, st.sampled_from(HELP), st.floats(0, 4), st.floats(0, 6))
def test_more_never_costs_ready_days_up_to_any_morning(told, what, more, held):
    """Of one type that shares nothing: whatever is mended earlier has stood longer by any day."""
    parts = {"spare": held, "valve": held}
    better, more_parts = dict(told), dict(parts)
    if what in parts:
        more_parts[what] += more
    else:
        better[what] += more
    before, after = ready_days(told, parts), ready_days(better, more_parts)
    assert (after >= before - MOST).all()


def test_on_a_single_morning_more_can_mean_fewer_ready():
    """What was mended earlier can fall out again on a day on which the other is just back."""
    told = {
        "fails": 0.6,
        "crews": 3.0,
        "home": 30.0,
        "abroad": 19.0,
        "spare": 0.0,
        "valve": 0.0,
    }
    before, after = (ready_days(told | {"crews": n}, {}) for n in (3.0, 23.0))
    change = np.diff(after - before, axis=0)
    assert change.min() < -1
    assert (after >= before - MOST).all()


def test_technicians_that_two_types_share_can_cost_one_of_them():
    """More spares for the battery send it to the depot more often, where the gun then waits."""
    tables = {
        "readiness/mending": (
            "system,echelon,share,days,technicians\nbattery,depot,1,10,radar\ngun,depot,1,10,radar"
        ),
        "readiness/parts": "system,item,share\nbattery,spare,1",
        "readiness/returns": "item,echelon,share,days",
    }
    scenario = world(fails=0.1, crews=1, tables=tables)
    few, many = (live(scenario, 120, held={"spare": held}) for held in (0.0, 50.0))
    days = [made.ready.sum(axis=0)[0] for made in (few, many)]
    assert days[1][0] > days[0][0]
    assert days[1][1] < days[0][1]


TWO = {
    "defence/systems": """id,name,layer,units,channels,reach,item,fails_per_day,part,repair_days
battery,Battery,medium,20,4,0.2,interceptor,0.05,,
gun,Gun,gun,20,1,0.1,,0.05,spare,1""",
    "readiness/mending": "system,echelon,share,days\nbattery,unit,1,1",
    "readiness/parts": "system,item,share\nbattery,spare,1",
    "readiness/returns": "item,echelon,share,days",
}
"""Two equal types of which one is in echelons, the other is mended where it stands."""


def test_who_is_mended_in_place_and_who_is_in_echelons_share_parts_alike():
    """A part a day to two that fail once a day each while all stand: half a part each."""
    made = live(world(tables=TWO), 200, held={}, daily={"spare": 1.0})
    assert made.ready[-1, 0, :2] == pytest.approx([10, 10], abs=1e-3)
    assert made.held.min() >= 0
    plenty = live(world(tables=TWO), 200, held={"spare": 1e6})
    assert plenty.ready[-1, 0, :2] == pytest.approx([20 / 1.05] * 2, rel=1e-3)


@pytest.mark.parametrize("daily", [1.0, 0.7])
def test_whole_ones_share_parts_with_those_in_place_on_average(daily):
    futures = 400
    made = live(
        world(tables=TWO, whole=True), 200, held={}, daily={"spare": daily}, futures=futures
    )
    ready = made.ready[120:, :, :2].mean(axis=0)
    apart = ready[:, 0] - ready[:, 1]
    assert abs(apart.mean()) < 3 * apart.std(ddof=1) / math.sqrt(futures) + 0.03 * ready.mean()
    assert (made.held[:, :, 2] >= 0).all()


TWINS = {
    "defence/systems": """id,name,layer,units,channels,reach,item,fails_per_day
battery,Battery,medium,6,4,0.2,interceptor,0.1
gun,Gun,medium,6,4,0.2,interceptor,0.1""",
    "readiness/mending": """system,echelon,share,days,technicians
battery,unit,0.4,3,
battery,depot,0.3,8,radar
battery,abroad,0.3,20,
gun,unit,0.4,3,
gun,depot,0.3,8,radar
gun,abroad,0.3,20,""",
    "readiness/parts": "system,item,share\nbattery,spare,0.6\ngun,spare,0.6\nbattery,valve,0.2",
    "readiness/returns": """item,echelon,share,days,technicians
spare,unit,0.2,2,
spare,depot,0.3,9,radar
spare,abroad,0.3,20,
valve,depot,0.9,5,""",
}
"""Two types that differ in their names and in a part, with too little of all."""


def twins(tables, futures=60):
    told = {"home": "2", "abroad": "1", "home_lost": 0.05, "crews": 2, "whole": True}
    scenario = world(**told, tables=tables)
    return live(scenario, 100, held={"spare": 2, "valve": 1}, futures=futures)


@pytest.mark.parametrize("name", ["readiness/mending", "readiness/parts", "readiness/returns"])
def test_the_order_of_rows_changes_nothing_for_whole_units(name):
    head, *rows = TWINS[name].splitlines()
    base = twins(TWINS).ready
    for other in (rows[::-1], rows[1:] + rows[:1]):
        assert (twins(TWINS | {name: "\n".join([head, *other])}).ready == base).all()


def test_the_last_of_whole_units_goes_to_no_type_before_another():
    parts = TWINS["readiness/parts"] + "\ngun,valve,0.2"
    alike = TWINS | {"readiness/parts": parts}
    futures = 400
    days = twins(alike, futures).ready.sum(axis=0)
    apart = days[:, 0] - days[:, 1]
    assert days.mean() < 0.8 * 600
    assert abs(apart.mean()) < 3 * apart.std(ddof=1) / math.sqrt(futures)


@pytest.mark.parametrize("what", ["spare", "crews", "home"])
def test_whole_units_have_more_ready_days_on_average(what):
    told = {"fails": 0.05, "crews": 1.0, "home": 1.0, "abroad": 2.0, "spare": 0.5, "valve": 0.0}
    parts = {"spare": 1.0}
    better = told if what == "spare" else told | {what: told[what] + 1}
    more = {"spare": 3.0} if what == "spare" else parts
    futures = 400
    before, after = (
        ready_days(one, held, futures=futures) for one, held in ((told, parts), (better, more))
    )
    assert (after[-1] > before[-1]).all()
    luck = [
        ready_days(one | {"whole": True}, held, futures=futures)[-1]
        for one, held in ((told, parts), (better, more))
    ]
    gain = luck[1] - luck[0]
    assert gain.mean() > 3 * gain.std() / math.sqrt(futures)
