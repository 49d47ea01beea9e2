"""Gas for heat against temperature as a sigmoid, fitted through three knots."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array, array, bundle

HALVINGS = 60
"""Times the interval in which the turning point lies is halved."""
WARMEST = 39.0
"""degrees C: the sigmoid has its pole at 40."""


@bundle
class Curve:
    """h(T) = height / (1 + (turn / (40 - T))^exponent) + base, of the standard load profiles."""

    follows: Array = array("region use", "1", "demand follows the sigmoid (0 or 1), else the knots")
    height: Array = array("region use", "mcm/day", "from the base to the most")
    turn: Array = array("region use", "degree C", "below 40 degrees C, where it is half-way")
    exponent: Array = array("region use", "1", "how steep it is")
    base: Array = array("region use", "mcm/day", "what is asked for however warm it is")


def fit(knots: Array, follows: Array, exponent: Array) -> Curve:
    """The sigmoids through demand at +10, 0 and -10 degrees C, knots (3, R, U) [mcm/day].

    The exponent (R, U) is that of the profile; `turn` is where the middle knot lies as far from the
    mild one as it should on the way to the cold one, height and base then follow from these two.
    Where demand does not depend on temperature the height is 0. Wherever it `follows` (R, U) the
    way must lie within `rules.sigmoid_way(exponent)`, which the check of a scenario sees to.
    """
    rise = knots[2] - knots[0]
    way = np.divide(knots[1] - knots[0], rise, out=np.full(rise.shape, 0.5), where=rise > 0)
    low, high = np.zeros(way.shape), np.full(way.shape, 8.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        mild, at_zero, cold = (_share(t, np.exp(middle), exponent) for t in (10.0, 0.0, -10.0))
        above = at_zero - mild > way * (cold - mild)
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    turn = np.exp(high)
    mild, cold = _share(10.0, turn, exponent), _share(-10.0, turn, exponent)
    height = np.where(rise > 0, rise / (cold - mild), 0.0)
    return Curve(follows, height, turn, exponent, knots[0] - height * mild)


def heat(curve: Curve, temperature: Array) -> Array:
    """(F, R, U) mcm/day at temperatures (F, R) [degree C], never below 0."""
    shape = _share(np.minimum(temperature, WARMEST)[:, :, None], curve.turn, curve.exponent)
    return np.asarray(np.maximum(curve.height * shape + curve.base, 0.0))


def _share(temperature: Array | float, turn: Array, exponent: Array) -> Array:
    return np.asarray(1 / (1 + (turn / (40 - temperature)) ** exponent))
