"""What relays shed of an island that stands, and raids that come in waves."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model import networks
from holdfast.model.networks import blackout
from holdfast.model.networks.condition import condition
from holdfast.model.types import Service
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, live, luck, weather

STEADY = {"reserve_mw": 20, "relay_share": 0.5, "collapse_noise": 0, "rebound": 0}
MORNING = STEADY | {"strike_morning": 1, "trip_per_hit": 0}
"""The raid comes before the second block, at six."""


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def found(valley: Scenario, **values: float) -> blackout.Fallen:
    """180 of 440 MW are lost of which 320 were asked for, of a grid that is whole."""
    params = networks.prepare(certain(valley, **(STEADY | values)), luck(1))
    state = condition(params, WHOLE[None])
    had, has = np.array([[200.0, 240.0]]), np.array([[200.0, 60.0]])
    need = np.array([[80.0, 160.0, 80.0]])
    blow = blackout.Blow(np.array([0]), had, has, need, np.zeros((1, 3)))
    return blackout.fallen(params, state, state, blow, luck(1))


def half_the_plant(valley: Scenario, **values: float) -> Service:
    """A raid takes one of the two units of the plant before the morning block."""
    left = WHOLE.copy()
    left[9] = 0
    return live(certain(valley, **(MORNING | values)), weather(), harm(left, WHOLE), arrived())


@pytest.mark.parametrize(
    ("wave", "shed"),
    [
        # lost 180 x 320 / 440 = 130.9 MW, less 20 of reserve, of 160 that relays can shed: .69
        (1, 3 / 4 * 0.5),
        # half of it at once: 45.5 of 160 MW are two steps
        (0.5, 2 / 4 * 0.5),
        # a tenth of it is within reserve
        (0.1, 0),
    ],
)
def test_steps_act_until_the_gap_of_the_largest_wave_is_covered(
    valley: Scenario, wave: float, shed: float
) -> None:
    made = found(valley, largest_wave=wave)
    assert not made.region.any()
    np.testing.assert_allclose(made.relayed, [[shed] * 3], rtol=1e-12)


def test_smaller_waves_bring_down_less(valley: Scenario) -> None:
    weak = {"relay_share": 0.1}
    assert found(valley, **weak, largest_wave=1).region.all()
    assert not found(valley, **weak, largest_wave=0.2).region.any()


def test_what_relays_shed_is_dark_and_comes_back_by_halves(valley: Scenario) -> None:
    """Before the raid nothing is; after it three steps of unprotected feeders, .375 / .8."""
    served = half_the_plant(valley, relay_half_life=6)
    assert not served.collapsed.any()
    # lost 120 x 360 / 440, less 20, of 180 MW: two of four steps
    off = 0.25 / 0.8
    mean = 0.5 / np.log(2)
    ordinary = served.dark_ordinary
    assert ordinary[:, 0].max() == 0
    for later, block in enumerate((1, 2, 3)):
        short = served.unserved[:, block].sum(axis=(1, 2)) / served.asked[:, block].sum(axis=1)
        floor = off * 0.5**later * mean
        assert ordinary[:, block].min() >= floor - 1e-12
        assert (short > 0).all()
    assert served.dark_protected.max() == 0, "relays leave protected feeders alone"
    np.testing.assert_allclose(served.relayed, off * 0.5**3, rtol=1e-12)


def test_without_time_off_nothing_but_what_is_short_is_cut(valley: Scenario) -> None:
    """There is enough for the morning with half of the plant: all is back at once."""
    served = half_the_plant(valley, relay_half_life=0)
    assert served.relayed.max() == 0
    assert served.dark[:, :2].max() == 0
    held = half_the_plant(valley, relay_half_life=3)
    assert held.dark[:, 1].min() > 0.1


def test_what_falls_waits_for_its_restart_alone(valley: Scenario) -> None:
    fell = half_the_plant(valley, relay_share=0.05, relay_half_life=3)
    plain = half_the_plant(valley, relay_share=0.05, relay_half_life=0)
    assert fell.collapsed.all()
    assert np.array_equal(fell.dark, plain.dark)
    assert fell.relayed.max() == 0
    # where nothing may fall, all that relays have is shed
    stands = half_the_plant(valley, relay_share=0.05, relay_half_life=6, collapse_affected=0)
    np.testing.assert_allclose(stands.relayed, 0.05 / 0.8 * 0.5**3, rtol=1e-12)


def test_what_is_off_at_dawn_is_off_today(valley: Scenario) -> None:
    quiet = certain(valley, relay_half_life=6, rebound=0)
    state = {"relayed": np.tile([0.5, 0.0, 0.2], (3, 1))}
    served = live(quiet, weather(), harm(WHOLE), arrived(), **state)
    mean = 0.5 / np.log(2)
    np.testing.assert_allclose(served.dark_ordinary[:, 0], [[0.5 * mean, 0, 0.2 * mean]] * 3)
    np.testing.assert_allclose(served.relayed, [[0.5 / 16, 0, 0.2 / 16]] * 3)
    protected = 0.2
    cut = 0.5 * mean * (1 - protected / 2)
    np.testing.assert_allclose(served.dark[:, 0, 0], cut)
    # of 60 MW those on feeders that are not protected
    np.testing.assert_allclose(served.unserved[:, 0, 0].sum(axis=1), 0.5 * mean * 48)
