"""Channels: which classes take them, what a system's channels add, and the anchor under rivals."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.model.defence import typical
from holdfast.scenario import read_scenario
from model.raid_world import cover, defence_params, raid

START = (4.0, 2.0)
RICH = 1e6


ANCHORED = "defence.anchored_engaged"


@pytest.fixture(scope="module")
def bucharest():
    """The example with all classes on channels and the anchor as if all were engaged."""
    made = read_scenario(Path(__file__).parents[2] / "examples" / "bucharest-2022")
    rows = [row for row in made.table("parameters").rows() if row["id"] != ANCHORED]
    return using(made.replace_rows("parameters", rows))


def tight(use=(1.0, 1.0), targets=20.0, rivals=(1.0,), **changes):
    """All that is engaged is brought down; two regions that engage half of `targets` each."""
    params = defence_params(kill_share=1.0, **changes)
    return dataclasses.replace(
        params,
        rival=np.array(rivals),
        channel_use=np.array(use),
        capacity=params.capacity * targets / 200.0,
    )


def fought(params, toward, seed=1):
    """Futures of one raid (C, R)."""
    futures = max(len(params.rival), 4000)
    toward = np.tile(np.asarray(toward, float), (futures, 1, 1))
    params = dataclasses.replace(params, rival=np.resize(params.rival, futures))
    return defence.step(
        params,
        raid(toward),
        cover(START, futures),
        np.full((futures, 1), RICH),
        np.zeros((futures, 2)),
        Luck.of(seed, range(futures)).on(3),
    )


def using(scenario, **use):
    """The scenario where these classes take this share of a channel."""
    rows = [
        row | {"channel_use": str(use.get(row["id"], 1))}
        for row in scenario.table("threat/classes").rows()
    ]
    return scenario.replace_rows("threat/classes", rows)


# ---- worked by hand -----------------------------------------------------------------------------


def test_a_class_that_takes_no_channel_is_engaged_and_counts_nowhere():
    """30 and 40 on a region that can engage 10: of the second a quarter, of the first all."""
    made = fought(tight(use=(0.0, 1.0)), [[30, 0], [40, 0]])
    assert made.leaks[:, 0].sum() == 0
    error = np.sqrt(40 * 0.25 * 0.75 / len(made.leaks))
    assert abs(made.leaks[:, 1, 0].mean() - 30) < 3 * error
    alone = fought(tight(use=(0.0, 1.0)), [[0, 0], [40, 0]])
    np.testing.assert_array_equal(made.leaks[:, 1], alone.leaks[:, 1])


def test_a_part_of_a_class_takes_channels():
    """Half of 40 and all of 20 need a channel, 10 are there: a quarter of these 40 is engaged.

    So 20 + 5 of the first class are engaged and 5 of the second.
    """
    made = fought(tight(use=(0.5, 1.0)), [[40, 0], [20, 0]])
    for place, (number, engaged) in enumerate(((40, 25), (20, 5))):
        chance = engaged / number
        error = np.sqrt(number * chance * (1 - chance) / len(made.leaks))
        assert abs(made.leaks[:, place, 0].mean() - (number - engaged)) < 3 * error


def test_only_channels_are_limited_under_every_rival():
    made = fought(tight(use=(0.0, 0.0), rivals=(0.0, 1.0, 2.0)), [[300, 20], [100, 0]])
    assert made.leaks.sum() == 0


def test_the_weight_of_channels_by_hand():
    """Best shots: .5 of .6 at what takes channels, .01 of .3, nothing of .25, and half of .8."""
    kill = np.array(
        [[0.6, 0.5, 0.1], [0.3, 0.01, 0.0], [0.25, 0.0, 0.0], [0.0, 0.0, 0.8], [0, 0, 0]]
    )
    made = defence.channel_weight(kill, np.array([0.0, 1.0, 0.5]))
    np.testing.assert_allclose(made, [0.5 / 0.6, 0.01 / 0.3, 0.0, 0.5, 0.0])
    np.testing.assert_array_equal(defence.channel_weight(kill, np.ones(3)), [1, 1, 1, 1, 0])


def test_the_anchor_counts_on_what_is_engaged_by_hand():
    """.8 is engaged and .6 of all is brought down: .75 of the engaged, log-survival ln 4."""
    share, deployment = np.ones((1, 1)), np.ones(1)
    gain = defence.anchor(
        np.array([[2.0]]), np.array([[0.6]]), share, deployment, np.array([[[0.8]], [[1.0]]])
    )
    np.testing.assert_allclose(gain[:, 0] * 2.0, [np.log(4.0), -np.log(0.4)], rtol=1e-12)


def test_what_channels_engage_over_raids_by_hand():
    """Raids of 10 + 10 and 40 + 0, the second twice as often, where 20 can be engaged: .6 and 1.

    Of the first class 10 + 2 x 20 of 10 + 2 x 40 are engaged; of the second all.
    """
    toward = np.array([[[10.0], [10.0]], [[40.0], [0.0]]])
    made = typical.mean_engaged(
        toward, np.array([1.0, 2.0]), np.ones(2), np.array([[20.0], [40.0], [0.0]])
    )
    np.testing.assert_allclose(made[:, 0, 0], [50 / 90, 1.0, 0.0])
    np.testing.assert_allclose(made[:, 1, 0], [1.0, 1.0, 0.0])
    free = typical.mean_engaged(
        toward, np.array([1.0, 2.0]), np.array([1.0, 0.0]), np.array([[20.0]])
    )
    np.testing.assert_allclose(free[0, 0, 0], 50 / 90)


# ---- tables -------------------------------------------------------------------------------------


def test_without_the_column_every_class_takes_channels(bucharest):
    rows = [
        {name: cell for name, cell in row.items() if name != "channel_use"}
        for row in bucharest.table("threat/classes").rows()
    ]
    blank, ones = bucharest.replace_rows("threat/classes", rows), using(bucharest)
    dice = Luck.of(1, range(8))
    one, other = defence.prepare(blank, dice), defence.prepare(ones, dice)
    for name in ("channels", "channel_use", "capacity", "worth"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    systems = bucharest.table("defence/systems")
    each = systems.number("channels") * bucharest.uncertain("defence/systems", "cycles", dice)
    np.testing.assert_array_equal(one.channels, each)


def test_the_channels_of_the_example_are_those_of_the_study(bucharest):
    """Six of 235 channels are what the study of the rival models counts by.

    560 with what stands against drones alone; without these 232.
    """
    units = bucharest.table("defence/systems").number("units")
    dice = Luck.of(1, range(2))
    cycles = bucharest.uncertain("defence/systems", "cycles", dice)
    every, missiles = (
        (units * defence.prepare(scenario, dice).channels / cycles).sum(axis=1)
        for scenario in (using(bucharest), using(bucharest, drone=0))
    )
    np.testing.assert_allclose(every, 560.0)
    np.testing.assert_allclose(missiles, 235.0, atol=4.0)
    jammers = bucharest.table("defence/systems").text("id").index("jammer_posts")
    assert (defence.prepare(using(bucharest, drone=0), dice).channels[:, jammers] == 0).all()


def test_the_capacity_at_the_start_is_the_stated_one_whatever_takes_channels(bucharest):
    dice = Luck.of(1, range(8))
    units = bucharest.uncertain("defence/systems", "units", dice)
    for scenario in (using(bucharest), using(bucharest, drone=0)):
        made = defence.prepare(scenario, dice)
        nation = (made.capacity * (units * made.channels).sum(axis=1)[:, None]).sum(axis=1)
        np.testing.assert_allclose(
            nation, scenario.parameter("defence.national_capacity", dice), rtol=1e-12
        )


def anchored(scenario, value, **more):
    rows = [{"id": ANCHORED, "value": str(value)}]
    rows += [{"id": f"defence.{name}", "value": str(said)} for name, said in more.items()]
    return scenario.add_rows("parameters", rows)


def test_the_anchor_is_moved_only_if_asked_and_only_where_channels_are_short(bucharest):
    dice = Luck.of(1, range(64))
    plain, off, on = (
        defence.prepare(scenario, dice)
        for scenario in (bucharest, anchored(bucharest, 0), anchored(bucharest, 1))
    )
    np.testing.assert_array_equal(plain.worth, off.worth)
    free = np.broadcast_to(plain.rival == 0.0, (64,))
    np.testing.assert_array_equal(on.worth[free], plain.worth[free])
    assert (on.worth >= plain.worth * (1.0 - 1e-12)).all()
    assert (on.worth[~free] > plain.worth[~free]).any()
    wide = anchored(bucharest, 1, national_capacity=1e6)
    np.testing.assert_allclose(defence.prepare(wide, dice).worth, plain.worth, rtol=1e-9)


def test_a_future_is_anchored_the_same_alone_and_in_a_batch(bucharest):
    scenario = anchored(bucharest, 1)
    many = defence.prepare(scenario, Luck.of(1, range(64)))
    one = defence.prepare(scenario, Luck.of(1, [17]))
    np.testing.assert_array_equal(many.worth[17], one.worth[0])


@pytest.fixture(scope="module")
def bench():
    path = Path(__file__).parents[2] / "benchmarks/rivals.py"
    spec = importlib.util.spec_from_file_location("rivals_bench", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["rivals_bench"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("free", [(), ("drone",)])
def test_every_rival_is_held_to_the_same_recorded_share(bucharest, bench, free):
    """Brought down by class in 90 days of 200 futures without a record, from the same draws."""
    scenario = bench.freed(bucharest, free)

    def found(rival, value):
        made = bench.saying(scenario, anchored_engaged=value)
        return bench.at_the_start(bench.under(made, rival), 200)

    level = found("proportional", 1.0)
    np.testing.assert_array_equal(level, found("proportional", 0.0))
    for rival in ("saturating", "mixed"):
        np.testing.assert_allclose(found(rival, 1.0), level, atol=0.006)
    lead = bucharest.table("threat/classes").text("id").index("cruise")
    assert found("saturating", 0.0)[lead] < level[lead] - 0.03


# ---- properties ---------------------------------------------------------------------------------

RAIDS = st.lists(st.integers(0, 60), min_size=12, max_size=12).map(
    lambda n: np.reshape(n, (3, 2, 2)).astype(float)
)


@settings(max_examples=60, deadline=None)
@given(RAIDS, st.lists(st.floats(0, 1), min_size=2, max_size=2), st.floats(0, 90), st.floats(0, 90))
def test_the_mean_over_raids_is_that_of_each_raid_and_grows_with_the_limit(toward, use, one, two):
    use, weight = np.array(use), np.array([0.2, 0.5, 0.3])
    limit = np.sort([one, two])[:, None] * np.ones((1, 2))
    made = typical.mean_engaged(toward, weight, use, limit)
    need = (toward * use[:, None]).sum(axis=1)
    each = np.stack([defence.engaged_share(np.ones(3), row[None], need) for row in limit])
    mass = toward * weight[:, None, None]
    total = mass.sum(axis=0)
    exact = (mass * each[:, :, None]).sum(axis=1) / np.where(total > 0, total, 1)
    np.testing.assert_allclose(made, np.where(total > 0, exact, 1.0), atol=1e-12)
    assert (made[1] >= made[0] - 1e-12).all()


SHARE = st.floats(0, 1)
NUMBER = st.integers(0, 60)


@settings(max_examples=60, deadline=None)
@given(SHARE, SHARE, NUMBER, NUMBER, st.integers(1, 80), st.sampled_from([1.0, 2.0]))
def test_what_is_engaged_is_no_more_than_channels_and_others_can(use, other, one, two, most, rival):
    """Engaged = what needs none + what channels there are, at most what comes."""
    shares = np.array([use, other])
    need = shares @ [one, two]
    capped = defence.engaged_share(np.array([rival]), np.array([[most]]), np.array([[need]]))
    made = defence.beside_guns(capped[:, None], shares[:, None])[0, :, 0]
    assert ((made >= 0) & (made <= 1)).all()
    by_channels = min(need, most)
    by_channels = by_channels if rival == 1 else (by_channels + need) / 2
    assert made @ [one, two] == pytest.approx((1 - shares) @ [one, two] + by_channels)
