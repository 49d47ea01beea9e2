"""Rationing by the program: by hand, against its plain twin, and that it sees only today."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.model.defence import program, rationing
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


def test_a_large_inflow_lets_nothing_through_and_a_use_elsewhere_spares_more():
    levels = [
        program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.2), inflow) for inflow in (-2, 0, 2, 1e6)
    ]
    assert [each[0] for each in levels] == [0, 0, 0, 0]
    assert levels[3][1] == 0
    assert levels[0][1] >= levels[1][1] >= levels[2][1] > 0


def test_the_program_is_no_worse_than_naive_rules_on_raids_of_the_prior():
    """What pieces are worth in 500 days of production, 400 histories of the prior.

    What is left will be spent on the second class some day.
    """
    value, stock, made = np.array([1.0, 0.3]), 100.0, 2.0
    kept = program.thresholds(0.1, LAW, (1.0, 1.0), (1.0, 0.3), made)
    rng = np.random.default_rng(8)
    drawn = program.raids(0.1, LAW)[rng.integers(program.RAIDS, size=(400, 500))]

    def worth(level: float):
        left, total = np.full(400, stock), np.zeros(400)
        for day in range(500):
            left = left + made
            for place in (0, 1):
                fires = left >= (level if place else 0.0)
                used = np.minimum(left, drawn[:, day, place]) * fires
                left, total = left - used, total + value[place] * used
        return total + value[1] * left

    ours = worth(kept[1])
    for naive in (0.0, 0.3 * stock, 0.6 * stock, np.inf):
        apart = ours - worth(naive)
        assert apart.mean() >= -2 * apart.std() / 20 - 1e-9
    at_all = ours - worth(0.0)
    assert at_all.mean() > 3 * at_all.std() / 20


def test_what_is_promised_moves_nothing_before_it_is_there(scenario):
    """Two units more from day 60, and rounds, which the program sees in the magazine alone."""
    system = scenario.table("defence/systems").text("id")[0]
    unit, rounds = given_to(scenario, "system", system), given_to(scenario, "stock", None)
    plan = with_delivery(scenario, unit, "2", 60)
    mask, before = rationing.programs((scenario,))
    _, after = rationing.programs((plan,))
    assert mask.any()
    np.testing.assert_array_equal(before[0, :60], after[0, :60])
    assert (before[0, 60:] != after[0, 60:]).any()
    _, same = rationing.programs((with_delivery(scenario, rounds, "100", 60),))
    np.testing.assert_array_equal(before, same)


def given_to(scenario, adds, to):
    """An item that adds to a system, or to any magazine."""
    fired = [item for item in scenario.table("defence/systems").text("item") if item]
    return next(
        row["id"]
        for row in scenario.table("items").rows()
        if row["adds"] == adds and row["adds_to"] in ([to] if to else fired)
    )


def with_delivery(scenario, item, quantity, day):
    member = next(r["id"] for r in scenario.table("actors").rows() if r["kind"] == "member")
    row = {"id": "more", "partner": member, "item": item, "quantity": quantity}
    return scenario.add_rows("deliveries", [row | {"date": scenario.date(day).isoformat()}])


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


def test_plans_side_by_side_keep_what_each_would_alone(scenario):
    """A plan beside has what it would have alone, and its futures look there."""
    system = scenario.table("defence/systems").text("id")[0]
    plan = with_delivery(scenario, given_to(scenario, "system", system), "2", 10)
    dice = Luck.of(1, range(4))
    both = defence.prepare(scenario, dice.repeated(2), (plan,))
    alone = defence.prepare(plan, dice)
    np.testing.assert_array_equal(both.hold[1], alone.hold[0])
    np.testing.assert_array_equal(both.plan, [0] * 4 + [1] * 4)
    held = np.full((8, both.full.shape[1]), 20.0)
    np.testing.assert_array_equal(
        defence.fires(both, held, 30)[4:], defence.fires(alone, held[:4], 30)
    )
