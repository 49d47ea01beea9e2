"""Rationing by the program in a scenario: what it sees, and what comes of it."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.model.defence import prior, rationing, spared
from holdfast.model.defence.reading import unit_worth
from holdfast.model.kernels import ration
from holdfast.questions.run import run
from holdfast.questions.whatif import whatif
from holdfast.scenario import Scenario
from model.rationed import day, given_to, places, rationed, with_delivery


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return rationed(tmp_path_factory.mktemp("new") / "made")


def test_what_is_promised_moves_nothing_before_it_is_there(scenario):
    """Two units more from day 60, and rounds, which the program sees in the magazine alone."""
    system = scenario.table("defence/systems").text("id")[0]
    unit, rounds = given_to(scenario, "system", system), given_to(scenario, "stock", None)
    plan = with_delivery(scenario, unit, "2", 60)
    mask, before = rationing.programs((scenario,))
    _, after = rationing.programs((plan,))
    assert mask.any()
    np.testing.assert_array_equal(before[:, 0, :60], after[:, 0, :60])
    assert (before[:, 0, 60:] != after[:, 0, 60:]).any()
    _, same = rationing.programs((with_delivery(scenario, rounds, "100", 60),))
    np.testing.assert_array_equal(before, same)


def test_draws_of_futures_do_not_move_what_is_kept(scenario):
    one, other = (defence.prepare(scenario, Luck.of(seed, range(4))) for seed in (1, 2))
    np.testing.assert_array_equal(one.hold, other.hold)
    np.testing.assert_array_equal(one.futile, other.futile)
    np.testing.assert_array_equal(one.served, other.served)
    assert one.program.any()
    assert one.hold.any()


def test_the_first_class_leaves_nothing_and_the_magazine_decides(scenario):
    """Just above the level an effect may fire, at it not, and of a futile stock all is fired."""
    params = defence.prepare(scenario, Luck.of(1, range(4)))
    firsts = params.program & (params.served == params.served[params.program].min())
    assert (params.hold[:, :, firsts] == 0).all()
    some = np.flatnonzero(params.program & (params.hold[0, 10] > 0))
    assert some.size
    place = some[0]

    def may(pieces):
        held = np.full((4, params.full.shape[1]), float(pieces))
        return defence.fires(params, held, 10)[0, place]

    hold, futile = params.hold[0, 10, place], params.futile[0, 10, place]
    assert 0 <= futile < hold
    assert [may(each) for each in (hold + 1e-6, hold, futile + 1e-6)] == [1, 0, 0]
    # Four pieces that other use would take before they are needed.
    params = dataclasses.replace(params, futile=np.full_like(params.futile, 4.0))
    assert [may(each) for each in (hold, 4.0 + 1e-6, 4.0, 1.0, 0.0)] == [0, 0, 1, 1, 0]


def test_a_class_leaves_its_level_to_others_whatever_the_raid(scenario):
    """A raid of drones that would empty the magazine: the level stays, to the kills of chance."""
    params = defence.prepare(scenario, Luck.of(1, range(4)))
    place = np.flatnonzero(params.program & (params.hold[0, 10] > 0))[0]
    left = params.hold[0, 10, place]
    demand = np.zeros((1, len(params.item)))
    demand[0, place] = 1000.0
    held = np.full((1, params.full.shape[1]), left + 7.0)
    met = np.empty_like(demand)
    kept = defence.fight.kept(params, held, 10)[:1]
    ration(demand, held, np.ascontiguousarray(kept), params.order, params.item, params.served, met)
    assert met[0, place] * 1000.0 == pytest.approx(7.0)


def test_plans_side_by_side_keep_what_each_would_alone(scenario):
    """A plan beside has what it would have alone, and its futures look there."""
    system = scenario.table("defence/systems").text("id")[0]
    plan = with_delivery(scenario, given_to(scenario, "system", system), "2", 10)
    dice = Luck.of(1, range(4))
    both = defence.prepare(scenario, dice.repeated(2), (plan,))
    alone = defence.prepare(plan, dice)
    np.testing.assert_array_equal(both.hold[1], alone.hold[0])
    np.testing.assert_array_equal(both.futile[1], alone.futile[0])
    np.testing.assert_array_equal(both.plan, [0] * 4 + [1] * 4)
    held = np.full((8, both.full.shape[1]), 20.0)
    np.testing.assert_array_equal(
        defence.fires(both, held, 30)[4:], defence.fires(alone, held[:4], 30)
    )


def test_more_units_keep_what_dearer_raids_ask_for_and_let_no_more_through(scenario):
    """Three, six and twelve batteries more from the first day, from the same magazine.

    They ask for more pieces for each launch, and so do the raids to come: what drones leave is
    never more than a month of what the other two ask for, and five times the batteries leave less
    than five times as much. On 24 futures function lost by leaks never rises.
    """
    system = scenario.table("defence/systems").text("id")[0]
    unit, at = given_to(scenario, "system", system), places(scenario, system)
    plans = [scenario, *(with_delivery(scenario, unit, str(n), 0) for n in (3, 6, 12))]
    _, kept = rationing.programs(plans)
    levels = kept[0, :, 20, at["drone"]]
    for plan, level in zip(plans, levels, strict=True):
        assert 0 < level < 30 * asked_by_others(plan, 20)
    assert levels[-1] < 5 * levels[0]
    lost = [leaked(plan) for plan in plans]
    for fewer, more in itertools.pairwise(lost):
        apart = more - fewer
        assert apart.mean() <= 3 * apart.std() / np.sqrt(len(apart))
    assert lost[-1].mean() < lost[0].mean()


def asked_by_others(scenario, today):
    """Pieces a day that cruise and ballistic missiles ask the long range for."""
    effects, now = rationing._effects(scenario), rationing._known(scenario, today)
    worth = rationing._units(scenario)[today, effects.system] * unit_worth(scenario, None)[0]
    mine = effects.fired == "long_interceptor"
    pieces, _ = rationing._per_piece(effects, worth[None], mine, [now])
    return sum(prior.average(now.wave, now.law[c]) * pieces[0, c] for c in (0, 1))


def leaked(scenario):
    """Function lost by what leaks through in 120 days, (24,)."""
    text = scenario.files["scenario.toml"].replace("days = 182", "days = 120")
    short = Scenario.from_files({**scenario.files, "scenario.toml": text})
    data = run(short, futures=24, workers=1).data["leaked"].values.sum(axis=1)
    there = defence.target_shares(short)
    return data @ (spared.harm(short, 40) * there).sum(axis=1)


def test_a_branch_under_the_program_is_what_a_whole_run_is(scenario):
    """A plan with batteries from day 40, from the trunk of the scenario and from the first day."""
    text = scenario.files["scenario.toml"].replace("days = 182", "days = 80")
    kept = {name: rows for name, rows in scenario.files.items() if name != "deliveries.csv"}
    short = Scenario.from_files({**kept, "scenario.toml": text})
    system = short.table("defence/systems").text("id")[0]
    unit = given_to(short, "system", system)
    member = next(r["id"] for r in short.table("actors").rows() if r["kind"] == "member")
    asked = f"{member}:{unit}:6@{day(short, 40)}"
    base = run(short, futures=4, workers=1)
    found = whatif(short, b=[asked], base=base, workers=1)
    whole = run(found.b.scenario, futures=4, workers=1)
    for name in whole.data.data_vars:
        np.testing.assert_array_equal(found.b.data[name].values, whole.data[name].values, name)
    held = defence.prepare(found.b.scenario, Luck.of(1, range(4))).hold[0]
    before = defence.prepare(short, Luck.of(1, range(4))).hold[0]
    assert (held[45:] != before[45:]).any()
    assert (found.b.data["fired"].values != base.data["fired"].values).any()
