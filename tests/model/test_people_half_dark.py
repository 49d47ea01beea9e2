"""Homes that take turns in the dark, each by itself, beside the mean that the model gives them."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.people.kernels import block

TARGET, MARK, FULL = 20.0, 16.0, 44.0
DAYS = 30


def lived(outdoor, tau, lifts):
    """Hours and degree-hours under the mark of homes with the lifts (homes, blocks) [K]."""
    hours, area = np.zeros(len(lifts)), np.zeros(len(lifts))
    for home, own in enumerate(lifts):
        indoor = TARGET
        for today, lift in zip(np.repeat(outdoor, 4), own, strict=True):
            indoor, under, cold = block(indoor, today, lift, tau, TARGET, MARK)
            hours[home] += under
            area[home] += cold
    return hours, area


def rota(dark, run):
    """(homes, blocks) 1 where a home has power: each dark `run` blocks in turn, `dark` of all."""
    period = round(run / dark)
    at = np.arange(4 * DAYS) + np.arange(period)[:, None]
    return (at % period >= run).astype(float)


def cold_spell():
    """(DAYS,) degree C: around -7, with a first cold and a thaw."""
    day = np.arange(DAYS)
    return -7.0 + 6.0 * np.sin(2 * np.pi * day / 11) + 2.0 * np.cos(2 * np.pi * day / 4)


@pytest.mark.parametrize(
    ("tau", "dark", "run", "most"),
    [
        (40.0, 0.5, 1, 0.06),
        (80.0, 0.5, 1, 0.05),
        (40.0, 0.5, 2, 0.22),
        (80.0, 0.5, 2, 0.12),
        (80.0, 0.5, 4, 0.35),
        (40.0, 0.5, 4, 0.51),
    ],
)
def test_the_mean_of_a_rota_is_a_little_warmer_than_its_homes(tau, dark, run, most):
    """Half a dark day counts as half the lift, as a home keeps its heat for longer than a turn.

    What the mean hides is the thermostat: a home in the light gives up lift that it does not need,
    and does not have it in the dark. The longer a turn beside the time constant, the more.
    """
    hours, area = lived(cold_spell(), tau, FULL * rota(dark, run))
    mean_hours, mean_area = lived(cold_spell(), tau, np.full((1, 4 * DAYS), FULL * (1 - dark)))
    missed = 1 - mean_area[0] / area.mean()
    assert 0 <= missed < most
    assert missed > most / 2
    assert mean_hours[0] <= hours.mean()


def test_without_a_thermostat_the_mean_is_exact():
    """Far under the target nothing is given up: the equation is linear, so means have means."""
    bitter = np.full(DAYS, -25.0)
    lifts = FULL * rota(0.5, 1)
    first, last = [], []
    for own in (*lifts, np.full(4 * DAYS, FULL / 2)):
        indoor = -2.0
        for today, lift in zip(np.repeat(bitter, 4), own, strict=True):
            indoor = block(indoor, today, lift, 40.0, TARGET, MARK)[0]
        (first if own.min() == 0 else last).append(indoor)
    assert np.mean(first) == pytest.approx(last[0], abs=1e-9)
