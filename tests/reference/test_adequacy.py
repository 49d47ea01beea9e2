"""Adequacy of a known system of units on one bus."""

from __future__ import annotations

import pytest

from holdfast.power import adequacy
from reference.load_1979 import load_shares


def test_roy_billinton_test_system():
    # Units and load of Billinton et al. 1989, IEEE Transactions on Power Systems 4(3), 1238-1244;
    # the two figures were computed by convolution on the 8,736 hours of the 1979 load model.
    units = [(40.0, 0.03)] * 2 + [(10.0, 0.02), (20.0, 0.025)] + [(5.0, 0.01)] * 2
    units += [(40.0, 0.02)] + [(20.0, 0.015)] * 4
    load = 185.0 * load_shares()
    assert len(load) == 8736
    made = adequacy(units, load)
    assert made.lole == pytest.approx(1.09156, abs=5e-6)
    assert made.eens == pytest.approx(9.861, abs=5e-4)
