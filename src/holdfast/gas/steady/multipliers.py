"""Multipliers of what has bounds: each product with a distance to its bound goes to a target."""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.lanes import fma, larger, load, smaller, splat, store
from holdfast.gas.steady.layout import AHEAD, BACK, FLOW, LOWER, ON, UPPER

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

ASTRAY = 20.0
"""A product may be off its target by this factor: from farther away steps are short."""
CUT = 0.05
"""A step may go a least share of its way; what would cross a bound by then keeps a share of its
distance to it. Balance is met again by a step in which nothing is cut short."""


@njit(cache=True, inline=True)
def near(record, at, low_aim, high_aim, lanes):
    """The multipliers of a variable, held within bounds of what they aim at."""
    least, most = splat(1.0 / ASTRAY, lanes), splat(ASTRAY, lanes)
    low, high = load(record, at + LOWER, lanes), load(record, at + UPPER, lanes)
    low = smaller(larger(low, least * low_aim), most * low_aim)
    high = smaller(larger(high, least * high_aim), most * high_aim)
    store(record, at + LOWER, low)
    store(record, at + UPPER, high)
    return low, high


@njit(cache=True, inline=True)
def nearer(reach, record, at, move, target, one, lanes):
    """The inverse of the longest step, with one more variable that moves by `move`."""
    back, ahead = load(record, at + BACK, lanes), load(record, at + AHEAD, lanes)
    low, high = load(record, at + LOWER, lanes), load(record, at + UPPER, lanes)
    down, up = move * back, move * ahead
    most = larger(splat(0.0, lanes) - down, up)
    most = larger(most, one + down - target * back / low)
    most = larger(most, one - up - target * ahead / high)
    return larger(reach, load(record, at + ON, lanes) * most)


@njit(cache=True, inline=True)
def take(total, record, at, move, step, target, top, lanes):
    """Move a variable and its multipliers; returns `total` with its two products."""
    back, ahead = load(record, at + BACK, lanes), load(record, at + AHEAD, lanes)
    low, high = load(record, at + LOWER, lanes), load(record, at + UPPER, lanes)
    flow, rest = load(record, at + FLOW, lanes), splat(CUT, lanes)
    moved = fma(step, move, flow)
    least = rest * flow
    most = top - rest * (top - flow)
    flow = smaller(larger(moved, least), most)
    low = larger(fma(step, back * (target - low * move) - low, low), rest * low)
    high = larger(fma(step, ahead * fma(high, move, target) - high, high), rest * high)
    store(record, at + FLOW, flow)
    store(record, at + LOWER, low)
    store(record, at + UPPER, high)
    return fma(load(record, at + ON, lanes), fma(flow, low, (top - flow) * high), total)
