"""Collapse and restart by island: the valley without the link from the upper to the middle part."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from holdfast import arrays
from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks import blackout
from holdfast.model.networks.condition import condition
from holdfast.model.networks.split import split
from holdfast.model.types import Service
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, live, luck, weather

WEAK = {"reserve_mw": 0, "relay_share": 0.01, "collapse_noise": 0, "strike_morning": 1}
"""Any sudden loss fells, before the morning block of any day with a raid."""
EVENING = 3


def one_future(made, only):
    cut = {
        spec.name: value[only]
        for spec, value in arrays.arrays(made)
        if spec.axes[0] == "future" and len(value) > 1
    }
    return dataclasses.replace(made, **cut)


def without_plant() -> np.ndarray:
    left = WHOLE.copy()
    left[9:] = 0
    return left


@pytest.fixture(scope="module")
def whole() -> Scenario:
    return read_scenario(VALLEY)


@pytest.fixture(scope="module")
def torn(whole: Scenario) -> Scenario:
    """Two islands: UPP with 190 MW of water power, MID and LOW with the plant and the border."""
    rows = [row for row in whole.table("power/links").rows() if row["id"] != "UPP-MID"]
    return whole.replace_rows("power/links", rows)


def test_islands_of_regions_and_sources(whole: Scenario, torn: Scenario) -> None:
    """Nodes UPP-T, UPP-D, MID-T, MID-D, LOW-T, LOW-D, abroad: an island is named by its first."""
    for scenario, region, source in (
        (whole, [0, 0, 0], [0, 0, 0]),
        (torn, [0, 2, 2], [0, 2, 2]),
    ):
        params = networks.prepare(scenario, luck())
        found = split(params, condition(params, harm(WHOLE).left), np.arange(3))
        assert found.region.tolist() == [region] * 3
        assert found.source.tolist() == [source] * 3
    left = WHOLE.copy()
    left[0:3] = 0
    params = networks.prepare(whole, luck())
    one = np.concatenate([harm(left).left[:1], harm(WHOLE).left[:2]])
    found = split(params, condition(params, one), np.arange(3))
    # without its bank UPP is alone with its feeders; its water power stays with the others
    assert found.region.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert found.source.tolist() == [[0, 0, 0]] * 3


def test_only_the_island_that_loses_falls(torn: Scenario) -> None:
    weak = certain(torn, **WEAK)
    served = live(weak, weather(), harm(without_plant(), WHOLE), arrived())
    assert served.collapsed.all(), "it has three quarters of the demand"
    assert served.dark[:, :, 0].max() == 0
    assert served.dark[:, 1, 1:].min() > 0.9
    assert served.restart_left[:, 0].max() == 0
    # 14 h from the morning at six, 18 h of the day are left: whole again at eight in the evening
    assert (served.restart_left == 0).all()
    # its units wait for their turn in the restart, then for themselves; the border stays shut
    turn = served.trip_left - (2 - 0.75)
    assert ((turn > 0) & (turn < 14 / 24)).all()
    assert np.unique(turn).size == turn.size
    assert served.imported == pytest.approx(0, abs=1e-9)


def test_an_island_with_little_demand_is_no_collapse_of_the_nation(torn: Scenario) -> None:
    """Half of UPP is cut off at once: too much water power, and UPP alone goes down."""
    weak = certain(torn, **WEAK | {"restart_hours": 30})
    hurt = harm(WHOLE, WHOLE)
    one = np.zeros_like(hurt.hit)
    one[:, 0] = 1
    pocket = np.tile([0.5, 0.0, 0.0], (3, 1))
    served = live(weak, weather(), dataclasses.replace(hurt, hit=one, pocket=pocket), arrived())
    assert not served.collapsed.any()
    assert served.restart_left.tolist() == [[12, 0, 0]] * 3
    assert served.dark[:, 1:, 0].min() > 0.5
    assert served.dark[:, :, 1:].max() == 0
    assert served.trip_left.max() == 0, "the plant is not in the island that fell"
    whole_day = live(weak, weather(), harm(WHOLE), arrived())
    assert served.imported == pytest.approx(whole_day.imported), "nor is the border"


def test_imports_flow_again_once_the_island_is_whole(torn: Scenario) -> None:
    """MID and LOW have 3 h of the restart left at midnight: shut at night, open from six."""
    state = {"restart_left": np.tile([0.0, 3.0, 3.0], (3, 1))}
    hungry = certain(torn, rebound=0)
    served = live(hungry, weather(-10.0), harm(without_plant()), arrived(), **state)
    plain = live(hungry, weather(-10.0), harm(without_plant()), arrived())
    assert plain.imported == pytest.approx(4 * 6 * 40)
    assert served.imported == pytest.approx(3 * 6 * 40)
    # ordinary demand is back, industry is not yet: 3 of 14 h left
    assert served.dark[:, 0, 1:].min() > 0


def test_what_flowed_between_torn_parts_is_lost_and_dropped(whole: Scenario) -> None:
    """At noon the two sources feed 320 MW; then the bank of UPP goes, which took 80 of them."""
    left = WHOLE.copy()
    left[0:3] = 0
    params = networks.prepare(certain(whole, outage_rate=0), luck(1))
    before, after = (condition(params, x[None]) for x in (WHOLE, left))
    had = np.array([[200.0, 240.0]])
    need = np.array([[80.0, 160.0, 80.0]])
    row = np.array([0])
    blow = blackout.Blow(row, had, had, need, np.zeros((1, 3)))
    was, now = split(params, before, row), split(params, after, row)
    found = blackout._several(params, before, after, blow, was, now)
    # UPP has no source left: all of its 80 MW are lost to it, and dropped from it as well
    assert found.lost[0] == pytest.approx([80, 0, 0])
    # the others lose an outlet of 80 MW
    assert found.dropped[0] == pytest.approx([80, 80, 80])
    assert found.load[0] == pytest.approx([80, 240, 240])
    assert found.rule[0] == pytest.approx([0, 20, 20])
    assert found.headroom[0] == pytest.approx([0, 440 - 320, 440 - 320])


def test_each_island_has_its_own_luck_and_the_first_that_of_the_grid(
    whole: Scenario, torn: Scenario
) -> None:
    source, rows = luck(), np.arange(3)
    for scenario, names in (
        (whole, ("grid", "grid", "grid")),
        (torn, ("grid", "MID", "MID")),
    ):
        params = networks.prepare(scenario, luck())
        now = split(params, condition(params, harm(WHOLE).left), rows)
        found = np.broadcast_to(blackout._luck(params, now, rows, source), (3, 3))
        for r, name in enumerate(names):
            assert np.array_equal(found[:, r], source.normal("collapse", name))


@pytest.mark.parametrize("relays", [0.05, 0.5])
def test_one_future_alone_has_the_same_bits(torn: Scenario, relays: float) -> None:
    scenario = certain(torn, relay_share=relays)
    left = without_plant()
    left[[0, 1, 2, 4]] = 0
    told = np.random.default_rng(3).random((3, 4, 3))
    down = np.array([[0.0, 5.0, 5.0], [9.0, 0, 0], [0, 0, 0]])
    state = {"planned_before": told, "restart_left": down}
    hurt = harm(left, WHOLE, pocket=0.1)
    many = live(scenario, weather(-12.0), hurt, arrived(), **state)
    for future in range(3):
        only = np.array([future])
        alone = Luck.of(1, only).on(5)
        params = networks.prepare(scenario, alone)
        bundles = (one_future(made, only) for made in (weather(-12.0), hurt, arrived()))
        dawn = networks.start(params) | {name: value[only] for name, value in state.items()}
        got = networks.step(params, *bundles, **dawn, today=5, luck=alone)
        for field in dataclasses.fields(Service):
            one, all_ = getattr(got, field.name)[0], getattr(many, field.name)[future]
            assert np.array_equal(one, all_), field.name


def test_shares_stay_shares_whatever_is_torn_and_short(torn: Scenario) -> None:
    rng = np.random.default_rng(11)
    for _ in range(12):
        left = (rng.random(11) < 0.6).astype(float)
        state = {
            "restart_left": np.where(rng.random((3, 3)) < 0.5, rng.uniform(0, 14, (3, 3)), 0.0),
            "planned_before": rng.random((3, 4, 3)),
            "dark_local": rng.random((3, 3)),
        }
        served = live(
            torn, weather(rng.uniform(-20, 5)), harm(left, WHOLE, 0.2), arrived(), **state
        )
        assert ((served.dark >= 0) & (served.dark <= 1)).all()
        # a fifth of the power is on protected feeders, and half that share of the people
        mean = 0.1 * served.dark_protected + 0.9 * served.dark_ordinary
        np.testing.assert_allclose(mean, served.dark, rtol=0, atol=1e-12)
        assert (served.dark_protected <= served.dark_ordinary + 1e-12).all()
        assert (served.dark_protected >= 0).all()
        assert (served.dark_ordinary <= 1).all()
        assert ((served.planned >= 0) & (served.planned <= served.dark + 1e-12)).all()
        assert ((served.planned_before >= 0) & (served.planned_before <= 1)).all()
        assert (served.unserved >= -1e-9).all()
        assert ((served.restart_left >= 0) & (served.restart_left <= 14)).all()
        assert ((served.deficit >= 0) & (served.deficit <= 1)).all()


def test_a_grid_in_one_piece_is_judged_alike_by_both_ways(whole: Scenario) -> None:
    rng = np.random.default_rng(2)
    params = networks.prepare(whole, luck())
    rows = np.arange(3)
    left = np.ones((3, 11))
    left[:, 9] = 0
    left[0, 0] = left[1, 5] = 0
    before, after = condition(params, np.ones((3, 11))), condition(params, left)
    had = rng.uniform(100, 300, (3, 2))
    blow = blackout.Blow(
        rows, had, had * [1, 0.5], rng.uniform(50, 150, (3, 3)), rng.uniform(0, 0.2, (3, 3))
    )
    one = blackout._one(params, before, after, blow)
    several = blackout._several(
        params, before, after, blow, split(params, before, rows), split(params, after, rows)
    )
    for name in one._fields:
        assert getattr(several, name) == pytest.approx(
            np.broadcast_to(getattr(one, name), (3, 3))
        ), name
