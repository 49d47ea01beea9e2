"""Rationing by the program in a scenario: what it counts, what it sees, and what it is worth."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import damage, defence, threat
from holdfast.model.defence import prior, rationing, spared
from holdfast.model.defence.reading import unit_worth
from holdfast.model.kernels import ration
from holdfast.questions.run import run
from holdfast.questions.whatif import whatif
from holdfast.scenario import Scenario, new, read_scenario


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


def changed(scenario, table, cells, where=lambda row: True):
    """The scenario with cells of some rows of a table replaced."""
    rows = [row | (cells if where(row) else {}) for row in scenario.table(table).rows()]
    return scenario.replace_rows(table, rows)


def of_class(name, key="id"):
    return lambda row: row[key] == name


def places(scenario, system):
    """Effects of a system by class."""
    effect = scenario.table("defence/effect")
    pairs = zip(effect.text("system"), effect.text("class"), strict=True)
    return {other: place for place, (one, other) in enumerate(pairs) if one == system}


# What one piece spares


def test_a_piece_spares_what_its_item_adds_to_all_other_cover():
    """Two items of log-survival ln 2 each against the first class, one alone against the second.

    Together three of four of the first are brought down, a half without either: each adds a
    quarter, half of what the one adds to the second class. Both spend 1.5 pieces for each that they
    bring down: 3/4 x 1/2 x 1.5 a launch of the first, 1/2 x 1.5 of the second.
    """
    worth, against = np.log([2.0, 2.0, 2.0]), np.array([0, 0, 1])
    own = worth * [1, 0, 1]
    place = np.ones((2, 1)), np.array([[1.0], [1.0]]), np.ones(1)
    pieces, spares = spared.per_piece(worth, own, against, np.full(3, 1.5), place)
    np.testing.assert_allclose(pieces, [0.5625, 0.75])
    np.testing.assert_allclose(spares, [0.25 / 0.5625, 0.5 / 0.75])
    _, alone = spared.per_piece(own, own, against, np.full(3, 1.5), place)
    np.testing.assert_allclose(alone, [0.5 / 0.75, 0.5 / 0.75])


def test_where_another_type_kills_too_it_is_let_through_for_what_one_alone_can_touch(scenario):
    """Ballistic missiles are touched by the long range alone, drones by many.

    All made as harmful and as likely to be brought down, those that it alone can touch are worth
    most to it; of drones that do half as much it keeps pieces for them.
    """
    alike = changed(
        certain(scenario), "threat/classes", {"energy_share": "0.5", "kill_share": "0.5"}
    )
    kills = {"kill_probability": "0.6"}
    alike = changed(alike, "defence/effect", kills, of_class("long_range", "system"))
    rank, at = rationing.ranks(alike), places(scenario, "long_range")
    assert rank[at["ballistic"]] < rank[at["cruise"]] < rank[at["drone"]]
    less = changed(alike, "threat/classes", {"energy_share": "0.25"}, of_class("drone"))
    _, kept = rationing.programs((less,))
    assert (kept[0, 0, :, at["ballistic"]] == 0).all()
    assert (kept[0, 0, :, at["drone"]] > 0).all()


def test_harm_is_that_of_hits_that_the_damage_block_expects(scenario):
    """Each class's losses of function, kind by kind, as damage.expected_hits and its share lost."""
    sure = certain(scenario)
    luck = Luck.of(1, range(2))
    params = damage.prepare(sure, luck)
    raid = threat.prepare(sure, luck)
    region = sure.table("regions").text("id")
    count = len(raid.classes)
    aimed = raid.energy_share[:, :, None] * threat.current(raid.target_from, raid.target_share, 40)
    for c in range(count):
        leaks = np.zeros((1, count, len(region)))
        leaks[0, c, 1] = 1.0
        hits = damage.expected_hits(leaks, aimed).reshape(1, -1)
        group = params.target[params.kind] * len(region) + params.region
        # Weights within a cell have mean 1; without them.
        even = sure.table("damage/kinds").number("function_lost")[params.kind]
        even = even * sure.table("damage/kinds").number("units_per_hit")[params.kind]
        each = hits[0, group] * even / damage.group_size(group)
        heavy = params.heavy[0, params.kind]
        destroyed = params.destroyed[0, params.kind]
        share = np.stack([1 - heavy, heavy - destroyed, destroyed], axis=1)
        gone = (share * (1 - params.left[params.kind, 1:])).sum(axis=1)
        exposed = 1 - assets_protection(sure, params)
        assert spared.harm(sure, 40)[c, 1] == pytest.approx((each * gone * exposed).sum())


def assets_protection(scenario, params):
    cells = scenario.table("assets")
    return np.repeat(cells.number("protection"), cells.number("count").astype(int))


def test_decoys_effects_and_shields_lower_what_a_leaker_does(scenario):
    def harm(made):
        return spared.harm(made, 40)[:, 0]

    before = harm(scenario)
    decoys = changed(scenario, "threat/classes", {"decoy_share": "0.4"}, of_class("drone"))
    np.testing.assert_allclose(harm(decoys) / before, [1, 1, 0.6])
    targets = dict.fromkeys(scenario.table("damage/kinds").text("target"))
    rows = [
        {"on": target, "class": "drone", "function_lost_factor": "0.5", "heavy_share_factor": "1"}
        for target in targets
    ]
    np.testing.assert_allclose(
        harm(scenario.replace_rows("damage/effects", rows)) / before, [1, 1, 0.5]
    )


def test_jammed_launches_ask_for_no_piece_and_decoys_ask_for_as_many(scenario):
    rows = [{"class": "drone", "from": scenario.date(30).isoformat(), "share": "0.25"}]
    jammed = scenario.replace_rows("defence/jamming", rows)
    np.testing.assert_allclose(spared.flying(jammed, 29), spared.flying(scenario, 29))
    ratio = spared.flying(jammed, 30).sum(axis=1) / spared.flying(scenario, 30).sum(axis=1)
    np.testing.assert_allclose(ratio, [1, 1, 0.75])
    _, kept = rationing.programs((jammed,))
    _, plain = rationing.programs((scenario,))
    np.testing.assert_array_equal(kept[:, :, :30], plain[:, :, :30])
    assert (kept[:, :, 30:] != plain[:, :, 30:]).any()


def test_classes_are_served_by_what_a_piece_spares_on_them(scenario):
    """Drones that do ten times as much are served first; the order is that of the values."""
    at = places(scenario, "long_range")
    assert rationing.ranks(scenario)[at["drone"]] == 2
    cells = {"energy_share": "0.05", "energy_share_low": "", "energy_share_high": ""}
    other = changed(scenario, "threat/classes", cells, lambda row: row["id"] != "drone")
    assert rationing.ranks(other)[at["drone"]] == 0


# Which raids are expected


def certain(scenario):
    """The scenario with every value at its middle: no cell has a range."""
    made = scenario
    for name in scenario.files:
        if not name.endswith(".csv"):
            continue
        table = scenario.table(name.removesuffix(".csv"))
        ends = {each for each in table.columns if each.endswith(("_low", "_high"))}
        if ends and len(table):
            made = changed(made, table.name, dict.fromkeys(ends, ""))
    names = ("gap_mean_days", "gap_shape", "second_wave")
    known = [{"id": f"threat.{n}", "value": str(made.known(f"threat.{n}"))} for n in names]
    return made.replace_rows("parameters", known)


def day(scenario, number):
    return scenario.date(number).isoformat()


def eventful(scenario):
    """Everything that may change raids by a date, from day 60 on, and stocks without end."""
    made = changed(certain(scenario), "threat/classes", {"stock": "1000000"})
    made = changed(
        made, "threat/classes", {"pace": "1", "salvo_multiplier": "0.5"}, of_class("drone")
    )
    made = changed(made, "threat/classes", {"pace": "0.5"}, of_class("ballistic"))
    made = made.add_rows(
        "threat/supply", [{"class": "drone", "from": day(made, 60), "per_month": "300"}]
    )
    made = made.add_rows(
        "threat/regimes",
        [
            {"from": day(made, 61), "gap_mean_days": "8"},
            {"from": day(made, 62), "class": "cruise", "wave_size": "30"},
            {"from": day(made, 62), "class": "drone", "between_probability": "0.6"},
        ],
    )
    order = {"class": "ballistic", "placed": day(made, 2), "lead_months": "2", "per_month": "24"}
    made = made.add_rows("threat/orders", [order | {"months": "3"}])
    row = {"class": "drone", "from": day(made, 3), "lag_months": "2", "share_lost": "0.3"}
    return made.add_rows("threat/sanctions", [row])


def launched(scenario, futures, days):
    """Launches a day by class, (futures, days, C), as the threat block makes them."""
    luck = Luck.of(4, range(futures))
    params = threat.prepare(scenario, luck)
    now = threat.start(params)
    gap = np.broadcast_to(now["days_since_wave"], (futures,))
    stock = np.broadcast_to(now["threat_stock"], (futures, len(params.classes)))
    made = []
    for today in range(days):
        raid = threat.step(params, gap, stock, today, luck.on(today))
        gap, stock = raid.days_since_wave, raid.stock
        made.append(raid.launched)
    return np.stack(made, axis=1)


def test_the_prior_is_what_the_threat_block_launches(scenario):
    """Means of 60 days: within three standard errors and a twentieth for when waves come."""
    made = eventful(scenario)
    seen = launched(made, 400, 182)
    for first, last in ((30, 60), (120, 153)):
        wave, law = prior.expected(made, first)
        assert (prior.turns(made) <= first).any()
        means = [prior.average(wave, one) for one in law]
        of_future = seen[:, first:last].mean(axis=1)
        error = 3 * of_future.std(axis=0) / 20 + 0.05 * of_future.mean(axis=0)
        assert (abs(of_future.mean(axis=0) - means) < error).all()


def test_each_dated_row_moves_the_prior_on_its_day_and_not_before(scenario):
    made = eventful(scenario)
    bite = int(np.ceil(3 + 2 * threat.DAYS_PER_MONTH))
    order = int(np.ceil(2 + 2 * threat.DAYS_PER_MONTH))
    end = int(np.ceil(2 + 5 * threat.DAYS_PER_MONTH))
    assert {60, 61, 62, order, bite, end} <= set(prior.turns(made).tolist())
    for today in (60, 61, 62, order, bite, end):
        assert prior.expected(made, today) != prior.expected(made, today - 1)
    assert prior.expected(made, 59) == prior.expected(made, 0)


def test_no_more_is_expected_than_supply_allows(scenario):
    """A thousandth of the stock and supply: what is asked for does not come."""
    few = changed(certain(scenario), "threat/classes", {"stock": "0"})
    few = changed(few, "threat/supply", {"per_month": "3"})
    wave, law = prior.expected(few, 10)
    most = 3 / threat.DAYS_PER_MONTH
    for one in law:
        assert prior.average(wave, one) == pytest.approx(most, rel=1e-6)


# What the program sees


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


# What comes of it


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
    pieces, _ = rationing._per_piece(effects, worth, mine, now)
    return sum(prior.average(now.wave, now.law[c]) * pieces[c] for c in (0, 1))


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
        assert np.array_equal(found.b.data[name].values, whole.data[name].values), name
    held = defence.prepare(found.b.scenario, Luck.of(1, range(4))).hold[0]
    before = defence.prepare(short, Luck.of(1, range(4))).hold[0]
    assert (held[45:] != before[45:]).any()
    assert (found.b.data["fired"].values != base.data["fired"].values).any()
