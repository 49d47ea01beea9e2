"""Futures in which a changed plan is again what the base is: what follows is the same in both."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pytest

from holdfast.aid import arrivals
from holdfast.arrays import arrays
from holdfast.campaign import ensemble
from holdfast.campaign.country import prepare
from holdfast.campaign.rejoined import apart
from holdfast.model import defence
from holdfast.questions.deliveries import fork, with_deliveries
from holdfast.scenario import Scenario, read_scenario

FUTURES, DAYS, LATER = 8, 85, 9
MOVED = [("valley", "d1"), ("valley", "d2"), ("aldria", "D2"), ("aldria", "D4"), ("aldria", "D5")]


@pytest.fixture(scope="module")
def bases(root):
    made = {}

    def base(name):
        if name not in made:
            read = read_scenario(root / "examples" / name)
            made[name] = ensemble.run(read, FUTURES, seed=3, workers=1, until=DAYS)
        return made[name]

    return base


def later(scenario: Scenario, name: str, days: int = LATER) -> Scenario:
    """The plan with a delivery so many days later."""
    (row,) = (each for each in scenario.table("deliveries").rows() if each["id"] == name)
    day = date.fromisoformat(row["date"]) + timedelta(days=days)
    return with_deliveries(scenario, [f"{name}=@{day}"], "b")


@pytest.mark.parametrize(("example", "name"), MOVED)
def test_a_future_that_stands_alike_goes_on_alike(bases, example, name):
    base = bases(example)
    plan = later(base.scenario, name)
    begin = base.scenario.day(fork(base.scenario, plan))
    other = ensemble.branch(plan, base, begin, 1)
    kept = [day for day in sorted(other.checkpoints.states) if day > begin]
    assert kept
    counts = []
    for day in kept:
        alike = ~apart(base, other, day)
        counts.append(int(alike.sum()))
        for variable, found in base.data.data_vars.items():
            if "day" in found.dims:
                one, two = (run.data[variable].values[alike, day:] for run in (base, other))
                np.testing.assert_array_equal(one, two, str(variable))
    assert counts[0] < FUTURES
    assert counts[-1] > 0 or name == "D5"


def test_a_run_stands_as_it_does_itself_and_one_with_more_help_does_not(bases):
    base = bases("valley")
    assert not apart(base, base, 70).any()
    more = with_deliveries(base.scenario, ["NN:battery:1@2030-12-20"], "b")
    assert apart(base, ensemble.branch(more, base, 19, 1), 70).all()


def test_without_a_state_of_the_day_all_may_differ(bases):
    base = bases("valley")
    assert not apart(base, base, 70).any()
    assert apart(base, base, 71).all()


@pytest.mark.parametrize("example", ["aldria", "bucharest-2022", "spares", "valley"])
def test_nothing_else_that_is_fixed_hangs_on_deliveries(root, example):
    """What `apart` does not look at is the same whatever comes."""
    scenario = read_scenario(root / "examples" / example)
    known = scenario.as_of or scenario.settings.start
    moved = [
        f"{row['id']}={2 * float(row['quantity']):g}" if place % 2 else f"{row['id']}=0"
        for place, row in enumerate(scenario.table("deliveries").rows())
        if date.fromisoformat(row["date"]) > known
    ]
    plan = with_deliveries(scenario, moved, "b")
    luck = scenario.luck(3, tuple(range(4)))
    one, other = prepare(scenario, luck), prepare(plan, luck)
    for block in dataclasses.fields(one):
        before, after = (getattr(each, block.name) for each in (one, other))
        if block.name == "arrivals":
            assert arrivals.apart(before, after, 0).all()
        elif dataclasses.is_dataclass(before):
            for spec, values in arrays(before):
                if spec.name in ("hold", "futile"):
                    continue  # of the program, which `same_program` looks at
                found = getattr(after, spec.name)
                assert np.array_equal(values, found, equal_nan=values.dtype.kind == "f"), spec


def test_what_is_set_up_looks_back_at_all_days(bases):
    scenario = bases("valley").scenario
    plain = arrivals.prepare(scenario, scenario.luck(3, (0, 1, 2)))
    protection = plain.protection.copy()
    protection[5, 1] = 0.5
    other = dataclasses.replace(plain, protection=protection)
    assert not plain.works.any()
    assert arrivals.apart(plain, other, 5).tolist() == [False, True, False]
    assert not arrivals.apart(plain, other, 6).any()
    works = np.ones_like(plain.works)
    busy, other = (dataclasses.replace(each, works=works) for each in (plain, other))
    assert arrivals.apart(busy, other, 6).tolist() == [False, True, False]
    assert not arrivals.apart(busy, busy, 0).any()


def test_a_program_that_sees_other_units_keeps_otherwise(root):
    scenario = read_scenario(root / "examples" / "aldria")
    plan = later(scenario, "D1")
    due = scenario.day(date(2031, 12, 11)) + LATER
    assert defence.same_program(scenario, plan, 0)
    fired = {"tall_round", "mid_round", "short_round"}
    column = [
        {**row, "rationing": "program"} if row["item"] in fired else row
        for row in scenario.table("stocks").rows()
    ]
    one, other = (each.replace_rows("stocks", column) for each in (scenario, plan))
    assert not defence.same_program(one, other, due - 1)
    assert defence.same_program(one, other, due)
    hold = [defence.prepare(each, each.luck(1, (0,))).hold for each in (one, other)]
    assert np.array_equal(*(each[:, due:] for each in hold))
