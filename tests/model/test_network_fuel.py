"""How far stations are held back: they burn what they get, and blocks of least need are kept."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model.networks import fuel
from holdfast.model.types import BLOCK_HOURS


def country(rate: list[float], region: list[int], regions: int) -> SimpleNamespace:
    """Only what the functions look at."""
    return SimpleNamespace(
        supply=SimpleNamespace(gas_rate=np.array(rate), region=np.array(region)),
        demand=SimpleNamespace(hinge=np.zeros(regions)),
    )


def test_the_cap_lies_on_the_blocks_that_ask_for_most() -> None:
    """By hand: 100 MW give 20, 60, 60 and 100; gas for 180 MW-blocks of 240 is a cap of 160 / 3."""
    one = country([0.001], [0], 1)
    ran = [np.array([[mw]]) for mw in (20.0, 60.0, 60.0, 100.0)]
    most = [np.array([[100.0]])] * 4
    gas = np.array([[180 * BLOCK_HOURS * 0.001]])
    share = fuel.held_back(one, ran, most, np.ones((1, 1)), gas)
    assert share[0, 0] == pytest.approx((180 - 20) / 3 / 100, abs=1e-8)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_what_is_burnt_is_what_is_got_and_never_more_than_before(seed: int) -> None:
    rng = np.random.default_rng(seed)
    regions, generators, futures = 3, 7, 4
    region = rng.integers(0, regions, generators)
    rate = rng.uniform(1e-4, 1e-3, generators) * (rng.random(generators) < 0.7)
    made = country(rate.tolist(), region.tolist(), regions)
    fuelled = rng.uniform(0.2, 1.0, (futures, regions))
    whole = rng.uniform(10, 200, (futures, generators))
    most = [np.where(rate > 0, whole * fuelled[:, region], whole)] * 4
    ran = [m * rng.random((futures, generators)) for m in most]
    gas = rng.uniform(0, 1.2, (futures, regions)) * fuel.burnt(made, ran)
    share = fuel.held_back(made, ran, most, fuelled, gas)
    assert (share <= fuelled).all()
    assert (share >= 0).all()
    capped = [np.where(rate > 0, np.minimum(d, share[:, region] * whole), d) for d in ran]
    burnt, before = fuel.burnt(made, capped), fuel.burnt(made, ran)
    assert burnt == pytest.approx(np.minimum(gas, before), abs=1e-6)
