"""Plans lived side by side are those lived alone, to the last bit."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holdfast.campaign import ensemble, stack
from holdfast.campaign.branch import Branch
from holdfast.campaign.stack import grouped, stacked
from holdfast.outcome import Outcome
from holdfast.outcome.metrics import WEIGHED
from holdfast.scenario import Scenario, read_scenario

ASKED = ("2030-12-20", "2030-12-03", "2030-12-05", "2030-12-24", "2030-12-18")
"""Days on which plans part from the base."""


@pytest.fixture(scope="module")
def base(root) -> Outcome:
    return ensemble.run(read_scenario(root / "examples" / "valley"), 4, seed=3, workers=1, until=70)


def plan(scenario: Scenario, place: int) -> Scenario:
    items = scenario.table("items").text("id")
    row = {"id": f"x/{place}", "partner": "NN", "item": items[place], "quantity": "2"}
    row["date"] = ASKED[place]
    return scenario.add_rows("deliveries", [row])


def branch(base: Outcome, place: int, only: tuple[str, ...] = ()) -> Branch:
    made = plan(base.scenario, place)
    return Branch.of(made, base, max(made.day(date.fromisoformat(ASKED[place])), 0), 1, only)


@pytest.mark.parametrize("hands", [1, 2])
def test_side_by_side_is_as_alone(base, monkeypatch, hands):
    asked = [branch(base, place) for place in range(len(ASKED))]
    assert len({each.begin for each in asked}) > 1
    monkeypatch.setattr(stack, "MOST", 1)
    assert all(len(each.numbers) == 1 for each in stacked(asked, hands))
    alone = dict((number, part) for number, _, part in ensemble.branches(asked, 1))
    monkeypatch.setattr(stack, "MOST", 12)
    assert max(len(each.numbers) for each in stacked(asked, hands)) == 3
    for number, _, part in ensemble.branches(asked, 1):
        other = alone.pop(number)
        assert part.scenario is asked[number].scenario
        for name, values in other.data.data_vars.items():
            np.testing.assert_array_equal(values, part.data[name], name)
        last = max(other.checkpoints.states)
        for name, values in other.checkpoints.states[last].items():
            assert np.array_equal(values, part.checkpoints.states[last][name]), name
    assert not alone


def test_plans_side_by_side_go_on_from_runs_of_their_own(base):
    first = next(ensemble.branches([branch(base, 1, WEIGHED)], 1))[2]
    then = base.scenario.day(date(2030, 12, 24))
    late = first.scenario.add_rows(
        "deliveries",
        [
            {
                "id": "y",
                "partner": "NN",
                "item": "transformer",
                "quantity": "2",
                "date": "2030-12-24",
            }
        ],
    )
    asked = [Branch.of(late, first, then, 1, WEIGHED), branch(base, 3, WEIGHED)]
    (both,) = stacked(asked, 1)
    assert both.numbers in ((0, 1), (1, 0))
    parts = {number: part for number, _, part in ensemble.branches(asked, 1)}
    whole = ensemble.run(late, 4, seed=3, workers=1, until=70)
    assert set(parts[0].data.data_vars) >= set(WEIGHED) - {"away"}
    for name in set(WEIGHED) - {"away"}:
        np.testing.assert_array_equal(parts[0].data[name], whole.data[name], name)
    assert not np.array_equal(parts[1].data["held"], whole.data["held"])
    window = base.windows()[-1]
    for metric in ("suffering", "survival"):
        assert np.array_equal(parts[0].values(metric, window), whole.values(metric, window))


def over(cuts: list[tuple[int, int]], days: list[int], futures: int, hands: int) -> int:
    """When the last is done, where each of `hands` takes the dearest that is left."""
    busy = [0] * hands
    costs = [(stack.CALLS + (end - first) * futures) * days[first] for first, end in cuts]
    for each in sorted(costs, reverse=True):
        busy[busy.index(min(busy))] += each
    return max(busy)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(some.integers(1, 500), min_size=1, max_size=7),
    some.integers(1, 400),
    some.integers(1, 3),
)
def test_no_way_to_cut_them_is_over_much_earlier(days, futures, hands):
    days = sorted(days, reverse=True)
    made = grouped(days, futures, hands)
    assert [first for first, _ in made] == [0, *(end for _, end in made[:-1])]
    assert made[-1][1] == len(days)
    most = max(1, stack.MOST // futures)
    first_over = math.inf
    for bits in range(2 ** (len(days) - 1)):
        ends = [i + 1 for i in range(len(days) - 1) if bits >> i & 1] + [len(days)]
        cuts = list(zip([0, *ends], ends, strict=False))
        if all(end - first <= most for first, end in cuts):
            first_over = min(first_over, over(cuts, days, futures, hands))
    assert all(end - first <= most for first, end in made)
    assert over(made, days, futures, hands) <= first_over * (1 if hands == 1 else 4 / 3)


def test_work_is_shared_by_what_it_costs_not_by_how_many_there_are():
    days = [500, *[100] * 6]
    cuts = grouped(days, 40, 2)
    assert over(cuts, days, 40, 2) == (stack.CALLS + 40) * 500


def test_a_day_of_many_costs_little_more_than_a_day_of_few():
    assert grouped([100, 100, 100], 100, 1) == [(0, 3)]
    assert len(grouped([100, 100, 100, 100], 100, 2)) == 2
    assert grouped([500, 10], 100, 1) == [(0, 1), (1, 2)]
