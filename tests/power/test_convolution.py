"""Adequacy of one bus: by hand, against enumeration, bad input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from holdfast.power import adequacy
from holdfast.power.convolution import capacities


def test_two_units_by_hand():
    # 0 MW with .02, 10 with .08, 20 with .18, 30 with .72; load 20 and 25.
    made = adequacy([(10.0, 0.2), (20.0, 0.1)], [20.0, 25.0])
    assert made.lole == pytest.approx((0.02 + 0.08) + (0.02 + 0.08 + 0.18))
    assert made.eens == pytest.approx(20 * 0.02 + 10 * 0.08 + 25 * 0.02 + 15 * 0.08 + 5 * 0.18)


def test_enumeration_of_all_states_and_the_order_of_units():
    draw = np.random.default_rng(2)
    units = [(float(size), float(rate)) for size, rate in draw.uniform(0, 1, (8, 2))]
    units += [(0.1, 0.3), (0.2, 0.3), (0.3, 0.3)]  # .1 + .2 is not .3 in binary
    load = np.concatenate([draw.uniform(0, 5, 50), [0.3, 0.0]])
    lole = eens = 0.0
    for up in itertools.product([0, 1], repeat=len(units)):
        chance = np.prod([1 - q if on else q for on, (_, q) in zip(up, units, strict=True)])
        short = load - sum(size for on, (size, _) in zip(up, units, strict=True) if on)
        lole += chance * (short > 1e-9).sum()
        eens += chance * np.maximum(short, 0).sum()
    made = adequacy(units, load)
    again = adequacy(units[::-1], load[::-1])
    assert made.lole == pytest.approx(lole)
    assert made.eens == pytest.approx(eens)
    assert again.lole == pytest.approx(lole)
    assert capacities(units)[1].sum() == pytest.approx(1.0)


def test_no_units_and_no_hours():
    assert adequacy([], [5.0, 0.0]).eens == 5.0
    assert adequacy([(5.0, 0.1)], []).lole == 0.0


@pytest.mark.parametrize(
    ("units", "load", "said"),
    [
        ([(-1.0, 0.1)], [1.0], "units: capacity -1.0"),
        ([(1.0, 1.5)], [1.0], "units: forced outage rate 1.5"),
        ([(1.0, float("nan"))], [1.0], "units: forced outage rate nan"),
        ([(1.0, 0.1)], [float("nan")], "load holds"),
        ([(1.0, 0.1)], [-1.0], "load holds"),
    ],
)
def test_values_that_make_no_sense_are_named(units, load, said):
    with pytest.raises(ValueError, match=said):
        adequacy(units, load)
