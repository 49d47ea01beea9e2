"""The kernels of `readiness` against their plain twins, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.readiness import kernels
from twins import readiness_kernels as twin

FUTURES, SYSTEMS, ITEMS, ECHELONS = 4, 3, 5, 3


def frozen(values):
    values = np.ascontiguousarray(values)
    values.setflags(write=False)
    return values


def counts(draw, shape, whole, most=6):
    """Numbers of units or parts, many of them none."""
    made = draw.uniform(0, most, shape) * (draw.random(shape) < 0.7)
    return frozen(np.floor(made) if whole else made)


def both(draw):
    return bool(draw.integers(2)), FUTURES if draw.integers(2) else 1


def test_what_is_left_of_a_whole_share_is_exact():
    """5 asked of 3 there of 7 asked: 15 sevenths, of which one seventh is over two whole ones."""
    assert kernels._rest(5.0, 3.0, 7.0) == 1
    assert kernels._rest(4.0, 3.0, 6.0) == 0


@pytest.mark.parametrize("seed", range(60))
def test_deal_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    whole, many = bool(seed % 2), int(draw.integers(1, 12))
    asked = counts(draw, many, whole)
    free, owner = draw.uniform(0, 12, 3), draw.integers(-1, 3, many)
    luck = np.round(draw.random(many), 1)
    made = np.empty(many)
    kernels.deal(asked, free, owner, whole, luck, made)
    np.testing.assert_array_equal(made, twin.deal(asked, free, owner, whole, luck))


@pytest.mark.parametrize("seed", range(40))
def test_hand_out_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    whole, fits = bool(seed % 2), int(draw.integers(0, 6))
    unit = draw.integers(0, SYSTEMS, fits)
    item = draw.integers(0, ITEMS, fits)
    wants = counts(draw, (FUTURES, fits), whole)
    more = counts(draw, (FUTURES, SYSTEMS), whole)
    fails = frozen(twin.added(more, wants, unit))
    short, held = counts(draw, (FUTURES, fits), whole), counts(draw, (FUTURES, ITEMS), whole, 9)
    spent = counts(draw, (FUTURES, ITEMS), whole)
    luck = draw.random((both(draw)[1], fits))
    given = unit, item, whole, luck, fails, wants, short, held
    made = [np.full(shape, np.nan) for shape in (wants.shape, more.shape, more.shape)]
    parts, removed = spent.copy(), np.full(held.shape, np.nan)
    kernels.hand_out(*given, *made, parts, removed)
    for here, plain in zip((*made, parts, removed), twin.hand_out(*given, spent), strict=True):
        np.testing.assert_array_equal(here, plain)


def ways(draw, paths):
    """Paths of units and parts with room for the days they take."""
    days = draw.choice([0, 1, 2, 5, 9], (both(draw)[1], 3, paths))
    days[:, 1] = np.maximum(days[:, 1], 1)
    room = days.max(axis=0) + draw.integers(0, 3, (3, paths)) * (days.max(axis=0) > 0)
    first = (np.cumsum(room) - room.ravel()).reshape(room.shape)
    post, transport = draw.integers(-1, 2, (2, paths))
    lost = draw.choice([0.0, 0.1, 0.6], (both(draw)[1], paths))
    return kernels.Ways(*(frozen(each) for each in (post, transport, days, lost, first, room)))


@pytest.mark.parametrize("seed", range(80))
def test_send_equals_its_twin(seed):
    """Several days in a row, each from where the last one left off."""
    draw = np.random.default_rng(seed)
    whole, paths = bool(seed % 2), int(draw.integers(1, 9))
    fixed, wide = ways(draw, paths), (FUTURES, paths)
    dawn = kernels.Stand(*(counts(draw, wide, whole) for _ in range(4)))
    dawn = dawn._replace(line=frozen(np.zeros((FUTURES, int(fixed.room.sum())))))
    crews = frozen(draw.integers(0, 9, (both(draw)[1], 2)).astype(float))
    for today in range(12):
        slot = fixed.first + today % np.maximum(fixed.room, 1)
        uniform = draw.random((5, both(draw)[1], paths))
        given = fixed, slot, whole, draw.integers(0, 9, 2) / (1 if whole else 7), crews, uniform
        chosen = counts(draw, wide, whole)
        night = kernels.Stand(*(np.full(each.shape, np.nan) for each in dawn))
        made = [np.full(wide, np.nan) for _ in range(3)]
        kernels.send(*given, chosen, dawn, night, *made)
        for here, plain in zip((*night, *made), twin.send(*given, chosen, dawn), strict=True):
            np.testing.assert_array_equal(here, plain)
        dawn = kernels.Stand(*(frozen(each) for each in night))
    assert dawn.line.any()


@pytest.mark.parametrize("seed", range(20))
def test_choose_and_account_equal_their_twins(seed):
    draw = np.random.default_rng(seed)
    paths = int(draw.integers(1, 9))
    unit, item = draw.integers(0, SYSTEMS, paths), draw.integers(0, ITEMS, paths)
    of_parts = draw.random(paths) < 0.4
    unit[of_parts], item[~of_parts] = -1, -1
    units, removed = draw.random((FUTURES, SYSTEMS)), draw.random((FUTURES, ITEMS))
    share, chosen = draw.random(paths), np.full((FUTURES, paths), np.nan)
    kernels.choose(unit, item, share, units, removed, chosen)
    np.testing.assert_array_equal(chosen, twin.choose(unit, item, share, units, removed))
    echelon, ways = draw.integers(0, ECHELONS, paths), draw.random((3, FUTURES, paths))
    astray, at = draw.random((FUTURES, SYSTEMS)), np.full((FUTURES, SYSTEMS, ECHELONS), np.nan)
    given = unit, item, echelon, chosen, *ways
    expected = twin.account(*given, removed, astray, ECHELONS)
    parts = [np.full(removed.shape, np.nan) for _ in range(2)]
    made = removed.copy(), *parts, astray.copy(), np.full(astray.shape, np.nan), at
    kernels.account(*given, *made)
    for here, plain in zip(made, expected, strict=True):
        np.testing.assert_array_equal(here, plain)
