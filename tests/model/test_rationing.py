"""Rationing by the program: by hand, against its plain twin, and that it sees only today."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.model.defence import program, promises, rationing
from holdfast.scenario import new, read_scenario

LAW = ((0.6, 8.0, 0.5, 0.2, 3.0), (0.9, 20.0, 0.6, 0.4, 6.0))
"""A class that is dear to let through, and one that comes often."""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """The scenario that `holdfast new` makes, with interceptors rationed by the program."""
    folder = tmp_path_factory.mktemp("new") / "made"
    new(folder)
    made = read_scenario(folder)
    fired = set(made.table("defence/systems").text("item")) - {""}
    rows = [
        row | {"rationing": "program" if row["item"] in fired else "fixed"}
        for row in made.table("stocks").rows()
    ]
    return made.replace_rows("stocks", rows)


def test_two_days_by_hand():
    """Each day a piece is asked for by a class worth 1 and by one worth a half.

    On the last day all that is there is fired. On the day before, the second class is let through
    with one or two pieces: the second is worth more tomorrow. With three it is as good, and fired.
    """
    grid, demand = np.arange(5.0), np.ones((1, 2))
    reward, moved = program._policies(grid, demand, np.array([1.0, 0.5]), 0.0)
    np.testing.assert_allclose(reward, [[0, 1, 1, 1, 1], [0, 1, 1.5, 1.5, 1.5]])
    last, choice = program._better(reward, moved, np.zeros(5))
    np.testing.assert_allclose(last, [0, 1, 1.5, 1.5, 1.5])
    np.testing.assert_array_equal(program._levels(grid, choice, 2), [0, 0])
    first, choice = program._better(reward, moved, last)
    np.testing.assert_allclose(first, [0, 1, 2, 2.5, 3])
    np.testing.assert_array_equal(program._levels(grid, choice, 2), [0, 3])


def twin(grid, demand, value, inflow, ahead):
    """One step back, state by state and raid by raid."""
    best, choice = np.zeros(len(grid)), np.zeros(len(grid), int)
    for s, stock in enumerate(grid):
        each = []
        for k in range(1, demand.shape[1] + 1):
            total = 0.0
            for raid in demand:
                left = stock
                for place in range(k):
                    used = min(left, raid[place])
                    left -= used
                    total += value[place] * used / len(demand)
                total += np.interp(min(max(left + inflow, 0), grid[-1]), grid, ahead) / len(demand)
            each.append(total)
        best[s] = max(each)
        choice[s] = max(k for k in range(len(each)) if each[k] >= best[s] * (1 - 1e-9)) + 1
    return best, choice


def test_a_step_is_that_of_the_plain_twin():
    rng = np.random.default_rng(3)
    grid, demand = np.linspace(0, 30, 11), rng.gamma(1.0, 4.0, (20, 3))
    value, ahead = np.array([1.0, 0.6, 0.5]), np.sort(rng.random(11) * 20)
    reward, moved = program._policies(grid, demand, value, 0.4)
    made, choice = program._better(reward, moved, ahead)
    other, chosen = twin(grid, demand, value, 0.4, ahead)
    np.testing.assert_allclose(made, other)
    np.testing.assert_array_equal(choice, chosen)


def test_the_points_stand_for_the_prior():
    """Mean launches a day within 8 % of the law's own: rare waves are few points."""
    made = program.raids(0.1, LAW)
    for at, (joins, size, spread, chance, mean) in enumerate(LAW):
        exact = 0.1 * joins * size * np.exp(spread**2 / 2) + 0.9 * chance * mean
        assert made[:, at].mean() == pytest.approx(exact, rel=0.08)


def test_a_promise_near_by_or_a_large_inflow_lets_nothing_through():
    near = program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.2), 0.0, 1e6)
    far = program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.2), 0.0, 0.0)
    rich = program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.2), 1e6, 0.0)
    assert (near[:, 0] == 0).all()
    assert rich[program.HORIZON, 1] == 0
    assert near[1, 1] < near[60, 1] <= far[program.HORIZON, 1]
    assert (np.diff(near[1:, 1]) >= 0).all()


def test_the_program_is_no_worse_than_naive_rules_on_raids_of_the_prior():
    """What pieces are worth in the 120 days to a large delivery, 400 histories of the prior."""
    value, stock = np.array([1.0, 0.3]), 250.0
    kept = program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.3), 0.0, 1e6)
    rng = np.random.default_rng(8)
    drawn = program.raids(0.1, LAW)[rng.integers(program.RAIDS, size=(400, 120))]

    def worth(level):
        left, total = np.full(400, stock), np.zeros(400)
        for day in range(120):
            for place in (0, 1):
                fires = left >= (level(120 - day) if place else 0.0)
                used = np.minimum(left, drawn[:, day, place]) * fires
                left, total = left - used, total + value[place] * used
        return total

    ours = worth(lambda left: kept[min(left, program.HORIZON), 1])
    for naive in (0.0, 0.3 * stock, 0.6 * stock, np.inf):
        apart = ours - worth(lambda left, naive=naive: naive)
        assert apart.mean() >= -2 * apart.std() / 20
    at_all = ours - worth(lambda left: 0.0)
    assert at_all.mean() > 3 * at_all.std() / 20


def test_it_sees_nothing_that_is_not_known_today(scenario):
    """A promise that is made on day 40 and one that is made later move nothing before."""
    item = next(i for i in scenario.table("defence/systems").text("item") if i)
    items, actors = scenario.table("items").rows(), scenario.table("actors").rows()
    given = next(row["id"] for row in items if (row["adds"], row["adds_to"]) == ("stock", item))
    partner = next(row["id"] for row in actors if row["kind"] == "member")
    row = {"id": "late", "partner": partner, "item": given, "quantity": "100"}
    row |= {"date": scenario.date(90).isoformat(), "as_of": scenario.date(40).isoformat()}
    seen = read_scenario_with(scenario, row)
    mask, before = rationing.programs((scenario,))
    _, after = rationing.programs((seen,))
    assert mask.any()
    np.testing.assert_array_equal(before[0, :40], after[0, :40])
    assert (before[0, 40:90] != after[0, 40:90]).any()
    np.testing.assert_array_equal(before[0, 90:], after[0, 90:])


def read_scenario_with(scenario, row):
    """The scenario with a delivery that is known later than its own `as_of`."""
    from holdfast.scenario.scenario import Scenario

    added = scenario.add_rows("deliveries", [row])
    return Scenario.from_files(added.files, as_of=scenario.date(500))


def test_draws_of_futures_do_not_move_what_is_kept(scenario):
    one, other = (defence.prepare(scenario, Luck.of(seed, range(4))) for seed in (1, 2))
    np.testing.assert_array_equal(one.hold, other.hold)
    assert one.program.any()
    assert one.hold.any()


def test_the_first_class_is_never_spared_and_the_magazine_decides(scenario):
    params = defence.prepare(scenario, Luck.of(1, range(4)))
    firsts = params.program & (params.served == params.served[params.program].min())
    assert (params.hold[:, :, firsts] == 0).all()
    today = 10
    held = np.repeat(params.full, 4 // len(params.full), axis=0) * 0.0 + 1e6
    assert defence.fires(params, held, today).all()
    some = np.flatnonzero(params.program & (params.hold[0, today] > 0))
    assert some.size
    held[:, params.item[some]] = params.hold[0, today, some] - 1e-6
    assert (defence.fires(params, held, today)[:, some] == 0).any()


def test_known_days(scenario):
    assert promises.known_day(scenario, "") == 0
    assert promises.known_day(scenario, scenario.date(7).isoformat()) == 7
    made = [promises.Promise(0, 5, 2.0), promises.Promise(3, 5, 1.0), promises.Promise(0, 9, 4.0)]
    assert promises.next_due(made, 0) == (5, 2.0)
    assert promises.next_due(made, 3) == (2, 3.0)
    assert promises.next_due(made, 5) == (4, 4.0)
    assert promises.next_due(made, 9) == (0, 0.0)
    assert promises.come(made, 5) == 3.0


def test_plans_side_by_side_know_their_own_promises(scenario):
    """A plan beside has what it would have alone, and its futures look there."""
    item = next(i for i in scenario.table("defence/systems").text("item") if i)
    given = next(
        row["id"]
        for row in scenario.table("items").rows()
        if (row["adds"], row["adds_to"]) == ("stock", item)
    )
    member = next(r["id"] for r in scenario.table("actors").rows() if r["kind"] == "member")
    row = {"id": "more", "partner": member, "item": given, "quantity": "100"}
    plan = scenario.add_rows("deliveries", [row | {"date": scenario.date(80).isoformat()}])
    dice = Luck.of(1, range(4))
    both = defence.prepare(scenario, dice.repeated(2), (plan,))
    alone = defence.prepare(plan, dice)
    np.testing.assert_array_equal(both.hold[1], alone.hold[0])
    np.testing.assert_array_equal(both.plan, [0] * 4 + [1] * 4)
    held = np.full((8, both.full.shape[1]), 20.0)
    np.testing.assert_array_equal(
        defence.fires(both, held, 30)[4:], defence.fires(alone, held[:4], 30)
    )
