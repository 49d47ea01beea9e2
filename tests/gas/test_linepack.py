"""Linepack: mass in pipes by hand, and mass that closes over a winter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from gas.networks import BELGIAN, gaslib
from holdfast.gas import (
    Linepack,
    by_source,
    gas_in_pipes,
    mean_pressure,
    read_belgian,
    read_gaslib,
)


@given(a=st.floats(1, 100), b=st.floats(1, 100))
def test_the_mean_is_that_of_a_pipe_in_which_the_square_falls_evenly(a, b):
    expected = quad(lambda x: np.sqrt(a**2 + (b**2 - a**2) * x), 0, 1)[0]
    assert mean_pressure(a, b) == pytest.approx(expected, rel=1e-7)


def test_no_pressure_no_mean():
    assert mean_pressure([0, 0, 40], [0, 3, 40]) == pytest.approx([0, 2, 40])


def test_mass_in_pipes_by_hand():
    net = read_gaslib(gaslib(11))
    day = gas_in_pipes(net, np.full(11, 50.0))
    volume = 8 * 55000 * np.pi * 0.25 / 4
    assert day.sum() == pytest.approx(volume * 50e5 / net.sound_speed**2 / 86400)
    # The study's .5 to 2.7 of a day's demand on GasLib at 50 bar; .27 on the Belgian network.
    shares = [
        gas_in_pipes(each, np.full(len(each.nodes), 50.0)).sum() / each.demand.sum()
        for each in map(read_gaslib, map(gaslib, (11, 24, 40, 135)))
    ]
    assert min(shares) == pytest.approx(0.5, abs=0.15)
    assert max(shares) == pytest.approx(2.7, abs=0.15)
    belgian = read_belgian(BELGIAN)
    assert belgian.normal_density == pytest.approx(0.616 * 1.2929)
    held = gas_in_pipes(belgian, np.full(23, 50.0)).sum()
    assert held / belgian.demand.sum() == pytest.approx(0.27, abs=0.01)


def test_a_swing_of_20_bar_is_two_fifths_of_what_is_there_at_50():
    net = read_gaslib(gaslib(40))
    at_50 = gas_in_pipes(net, np.full(40, 50.0)).sum()
    assert Linepack.of(net, 40, 60).most.sum() == pytest.approx(0.4 * at_50)


def test_mass_closes_over_a_winter():
    net = read_gaslib(gaslib(40))
    pack = Linepack.of(net, 40, 70)
    draw = np.random.default_rng(4)
    held = start = pack.most * draw.uniform(0, 1, (3, 40))
    moved = np.zeros((3, 40))
    for _ in range(200):
        wells = draw.uniform(0, 3, (3, 40))
        offered = np.stack([wells, held], axis=-1)
        supplied = draw.uniform(0, 1, (3, 40)) * offered.sum(axis=-1)
        gave = by_source(supplied, offered)
        assert gave.sum(axis=-1) == pytest.approx(supplied)
        assert ((gave[..., 1] == 0) | (gave[..., 0] == wells)).all()
        put_in = draw.uniform(0, 1, (3, 40)) * pack.room(held)
        held = pack.carried(held, put_in, gave[..., 1])
        moved += put_in - gave[..., 1]
    assert np.abs(held - start - moved).max() <= 1e-12 * pack.most.max()
    assert (held >= 0).all()
    assert (held <= pack.most + 1e-12).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda net, pack: pack.carried(pack.most, 0, 2 * pack.most), "served is more than is"),
        (lambda net, pack: pack.carried(pack.most, 1 + pack.most, 0), "put_in is more than has"),
        (lambda net, pack: pack.carried(pack.most, -1, 0), "put_in and served must be 0 or"),
        (lambda net, pack: pack.room(3 * pack.most + 1), "held must lie between 0 and most"),
        (lambda net, pack: Linepack.of(net, 60, 50), "lowest must be 0 or above, highest"),
        (lambda net, pack: by_source([2.0], [[1.0, 0.5]]), "supplied is more than was offered"),
        (lambda net, pack: by_source(2.0, [[1.0, 0.5]]), r"offered has shape \(1, 2\)"),
    ],
)
def test_what_is_refused(call, said):
    net = read_gaslib(gaslib(11))
    with pytest.raises(ValueError, match=said):
        call(net, Linepack.of(net, 40, 60))
