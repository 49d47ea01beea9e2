"""What a piece spares and which raids are expected: by hand, and against damage and threat."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import damage, threat
from holdfast.model.defence import prior, rationing, spared
from model.rationed import certain, changed, day, of_class, places, rationed


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return rationed(tmp_path_factory.mktemp("new") / "made")


def test_a_piece_spares_what_its_item_adds_to_all_other_cover():
    """Two items of log-survival ln 2 each against the first class, one alone against the second.

    Together three of four of the first are brought down, a half without either: each adds a
    quarter, half of what the one adds to the second class. Both spend 1.5 pieces for each that they
    bring down: 3/4 x 1/2 x 1.5 a launch of the first, 1/2 x 1.5 of the second.
    """
    worth, against = np.log([2.0, 2.0, 2.0]), np.array([0, 0, 1])
    worth = worth[None]
    own = worth * [1, 0, 1]
    place = np.ones((1, 2, 1)), np.ones((1, 2, 1)), np.ones(1)
    pieces, spares = spared.per_piece(worth, own, against, np.full(3, 1.5), place)
    np.testing.assert_allclose(pieces, [[0.5625, 0.75]])
    np.testing.assert_allclose(spares, [[0.25 / 0.5625, 0.5 / 0.75]])
    _, alone = spared.per_piece(own, own, against, np.full(3, 1.5), place)
    np.testing.assert_allclose(alone, [[0.5 / 0.75, 0.5 / 0.75]])


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
