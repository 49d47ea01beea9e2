"""Friction laws: by hand, against one another, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from holdfast.gas import friction_factor, resistance, reynolds, square_of_sound


def test_fully_rough_by_hand():
    # 2 log10(.089 / .0002) + 1.14 = 6.436718; its inverse square.
    assert friction_factor("nikuradse", 0.089, 0.0002) == pytest.approx(0.024136304, rel=1e-6)
    assert reynolds(1.86667, 0.089, 1.193e-5) == pytest.approx(2238449, rel=1e-6)
    laminar = friction_factor("nikuradse_laminar", 0.089, 0.0002, 2238449.0)
    assert laminar == pytest.approx(0.024136304 + 64 / 2238449, rel=1e-6)


@given(
    number=st.floats(2400.0, 1e9),
    relative=st.floats(1e-7, 0.05),
)
def test_colebrook_solves_its_equation(number, relative):
    def gap(factor):
        return factor**-0.5 + 2 * np.log10(2.51 / (number * factor**0.5) + relative / 3.71)

    expected = brentq(gap, 1e-4, 1.0, xtol=1e-15, rtol=1e-13)
    assert friction_factor("colebrook", 1.0, relative, number) == pytest.approx(expected, rel=1e-10)


@given(number=st.floats(3e4, 1e8), relative=st.floats(1e-6, 1e-3))
def test_hofer_is_colebrook_without_iteration(number, relative):
    near = friction_factor("colebrook", 1.0, relative, number)
    assert friction_factor("hofer", 1.0, relative, number) == pytest.approx(near, rel=0.015)


@pytest.mark.parametrize("law", ["colebrook", "hofer"])
def test_slow_flow_is_laminar_and_fast_flow_is_rough(law):
    assert friction_factor(law, 1.0, 1e-4, 1000.0) == pytest.approx(0.064)
    fast = friction_factor(law, 1.0, 1e-4)
    # 3.71 of these laws against 10^.57 = 3.7154 of the fully rough one.
    assert fast == pytest.approx((2 * np.log10(3.71e4)) ** -2, rel=1e-6)


def test_resistance_by_hand():
    # Methane-like gas: a^2 = 101325 / .84 x 278.15 / 273.15; K of 8.95 km of 89 mm.
    square = square_of_sound(0.84, 278.15)
    assert square == pytest.approx(122833.1, rel=1e-6)
    area = np.pi * 0.089**2 / 4
    expected = (0.024 * 8950 / 0.089 + 3.0) * square / area**2 / 1e10
    assert resistance(8950.0, 0.089, 0.024, square, 3.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("darcy", 1.0, 1e-4), "law is 'darcy': nikuradse, nikuradse_laminar, colebrook, hofer"),
        (("hofer", 0.0, 1e-4), "diameter must be above 0 and finite"),
        (("hofer", 1.0, -1e-4), "roughness must be above 0 and finite"),
        (("hofer", 1.0, 0.6), "roughness must be less than half the diameter"),
        (("hofer", 1.0, 1e-4, -3.0), "reynolds must be 0 or above"),
    ],
)
def test_what_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        friction_factor(*given)
