"""Channels: which classes take them, what a system's channels add, and the anchor under rivals."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.scenario import read_scenario
from model.raid_world import cover, defence_params, raid

START = (4.0, 2.0)
RICH = 1e6


@pytest.fixture(scope="module")
def bucharest():
    return read_scenario(Path(__file__).parents[2] / "examples" / "bucharest-2022")


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


# ---- properties ---------------------------------------------------------------------------------

SHARE = st.floats(0, 1)
NUMBER = st.integers(0, 60)


@settings(max_examples=60, deadline=None)
@given(SHARE, SHARE, NUMBER, NUMBER, st.integers(1, 80), st.sampled_from([1.0, 2.0]))
def test_what_is_engaged_is_no_more_than_channels_and_others_can(use, other, one, two, most, rival):
    """Engaged = what needs none + what channels there are, at most what comes."""
    shares = np.array([use, other])
    need = shares @ [one, two]
    capped = defence.engaged_share(np.array([rival]), np.array([[most]]), np.array([[need]]))
    made = defence.beside_guns(capped, shares[:, None])[0, :, 0]
    assert ((made >= 0) & (made <= 1)).all()
    by_channels = min(need, most) if need >= 1 else need
    by_channels = by_channels if rival == 1 else (by_channels + need) / 2
    assert made @ [one, two] == pytest.approx((1 - shares) @ [one, two] + by_channels)
