"""Stores: rates of a day against numerical integration, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from holdfast.gas import injectable, withdrawable


def integrated(rate, stock):
    """What moves in a day at a rate that follows the stock, by Dormand and Prince."""
    found = solve_ivp(lambda _, y: rate(y), (0, 1), [stock], rtol=1e-10, atol=1e-12)
    return found.y[0, -1]


def test_by_hand():
    # sqrt: 2 sqrt(I)' = -q / sqrt(W); 800 of which 200 left, q = 80: root .5 - .05 = .45.
    assert withdrawable(200, 800, 80) == pytest.approx(200 - 800 * 0.45**2)
    assert withdrawable(0.01, 800, 80) == 0.01
    assert withdrawable(0, 800, 80) == 0
    assert withdrawable(800, 800, 80, "linear", 1.0) == pytest.approx(80)
    assert injectable(790, 800, 80, "constant") == 10
    assert injectable(800, 800, 80, "linear") == 0


@settings(deadline=None)
@given(fill=st.floats(0.2, 1), speed=st.floats(1e-4, 0.2), share=st.floats(0, 1))
def test_a_day_equals_numerical_integration(fill, speed, share):
    full, stock, rate = 500.0, 500.0 * fill, 500.0 * speed
    by_root = integrated(lambda y: -rate * np.sqrt(np.maximum(y, 0) / full), stock)
    assert withdrawable(stock, full, rate) == pytest.approx(stock - by_root, abs=1e-6)
    by_line = integrated(lambda y: -rate * (share + (1 - share) * y / full), stock)
    ours = withdrawable(stock, full, rate, "linear", share)
    assert ours == pytest.approx(min(stock - by_line, stock), abs=1e-6)
    inward = integrated(lambda y: rate * (1 - y / full), stock) - stock
    assert injectable(stock, full, rate, "linear") == pytest.approx(inward, abs=1e-6)


@settings(deadline=None)
@given(fill=st.floats(0, 0.9), speed=st.floats(1e-3, 0.05), base=st.floats(50, 500))
def test_a_day_of_a_cavern_equals_numerical_integration(fill, speed, base):
    full, stock, rate = 500.0, 500.0 * fill, 500.0 * speed
    scale = np.sqrt(1 / base - 1 / (full + base))

    def inward(y):
        return rate * np.sqrt(np.maximum(1 / (y + base) - 1 / (full + base), 0)) / scale

    ours = injectable(stock, full, rate, "cavern", base)
    assert ours == pytest.approx(integrated(inward, stock) - stock, abs=1e-5)


@given(
    fill=st.floats(0, 1),
    more=st.floats(0, 1),
    law=st.sampled_from(["sqrt", "linear"]),
    speed=st.floats(0, 2),
)
def test_more_gas_never_gives_less_and_never_takes_more(fill, more, law, speed):
    low, high = 500 * fill, 500 * (fill + (1 - fill) * more)
    rate = 500 * speed
    assert withdrawable(high, 500, rate, law) >= withdrawable(low, 500, rate, law) - 1e-9
    assert withdrawable(low, 500, rate, law) <= low
    for way, base in (("linear", 0), ("constant", 0), ("cavern", 100)):
        taken = injectable(low, 500, rate, way, base)
        assert injectable(high, 500, rate, way, base) <= taken + 1e-9
        assert taken <= 500 - low


def test_figures_of_the_published_cavern():
    # 2,000 usable, 500 cushion; 250 a day when full, 80 a day when empty.
    assert withdrawable(2000, 2000, 250) == pytest.approx(250 - 250**2 / 8000)
    # The rate falls from 80 to 73 as 76 are put in.
    assert injectable(0, 2000, 80, "cavern", 500) == pytest.approx(76.4, abs=0.05)
    assert injectable(2000, 2000, 80, "cavern", 500) == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: withdrawable(9, 8, 1), "stock must lie between 0 and working"),
        (lambda: withdrawable(-1, 8, 1), "stock must lie between 0 and working"),
        (lambda: withdrawable(0, 0, 1), "working must be above 0 and finite"),
        (lambda: withdrawable(1, 8, -1), "the rate must be 0 or above"),
        (lambda: withdrawable(1, 8, 1, "root"), "law is 'root': sqrt, linear"),
        (lambda: withdrawable(1, 8, 1, "sqrt", 0.2), "empty_share is of the linear law"),
        (lambda: withdrawable(1, 8, 1, "linear", 2), "empty_share must lie between 0 and 1"),
        (lambda: injectable(1, 8, 1, "x"), "law is 'x': cavern, linear, constant"),
        (lambda: injectable(1, 8, 1), "cushion must be above 0"),
        (lambda: injectable(1, 8, 1, "linear", 3), "cushion is of the law cavern alone"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
