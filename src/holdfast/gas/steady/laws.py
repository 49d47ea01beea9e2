"""The laws of pipes, links and terminals, linear at the point where W states stand.

`docs/blocks/gas-pressures.md` has the equations. Each law gives where a flow would go at the
potentials of the point (`AIM`) and how it moves with them (`GAIN`); what that adds to the balance
of its nodes is written to the matrix and the right-hand side.
"""

from __future__ import annotations

import numba

from holdfast.gas.compiled import njit
from holdfast.gas.steady.holding import driven, has_hold, held_back, put_holds
from holdfast.gas.steady.lanes import below, fma, larger, load, root, smaller, splat, store
from holdfast.gas.steady.layout import (
    AHEAD,
    AIM,
    AMOUNT,
    BACK,
    BLUNT,
    BURNS,
    BURNT,
    DROOP,
    EASE,
    EASY,
    EVEN,
    FLOW,
    GAIN,
    HERE,
    LEAK,
    LEVEL,
    LIFT,
    LINK,
    MOST,
    ON,
    PIPE,
    POWER,
    RATIO,
    RESISTANCE,
    SET,
    SLOPE,
    SUCTION,
    TARGET,
    TERMINAL,
    THERE,
)
from holdfast.gas.steady.multipliers import near

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

USUAL = 0.1
"""What a link's flow is measured with, in shares of what is asked."""
SPREAD = 1.0
"""A threshold that is lifted is spread over so much of that."""
WORK = 1.0 / 9.0
"""Exponent of a ratio of potentials in the work that lifts gas, half that of pressures."""
STEEP = 10.0
"""Slope with which a compressor lets go of its inlet below its suction pressure."""


@njit(cache=True, inline=True)
def add(array, row, value, lanes):
    """array[row] += value."""
    store(array, row, load(array, row, lanes) + value)


@njit(cache=True)
def assemble(model, room, lanes):
    """Write the matrix and right-hand sides of the next step."""
    zero = splat(0.0, lanes)
    nodes = room.step.shape[0]
    for i in range(nodes):
        store(room.excess, i, load(room.idle, i, lanes))
        store(room.step, i, zero - load(room.draw, i, lanes))
        store(room.swell, i, zero)
    for row in range(nodes, room.values.shape[0]):
        store(room.values, row, zero)
    put_holds(model, room, lanes)
    put_pipes(model, room, lanes)
    burn(model, room)
    put_links(model, room, lanes)
    supplies = model.supplies[0]
    turns = (model.terminal.size + supplies) // 2
    put_terminals(model, room, numba.int64(0), supplies, -1.0, lanes)
    put_terminals(model, room, supplies, turns, 1.0, lanes)
    put_terminals(model, room, turns, model.terminal.size, 1.0, lanes)
    for t in range(turns, model.terminal.size):
        at = TERMINAL * t
        moved = load(room.terminal, at + AMOUNT, lanes) * load(room.terminal, at + GAIN, lanes)
        lifted = moved * lift_of(room.terminal, at, lanes)
        add(room.swell, model.terminal[t], lifted, lanes)


@njit(cache=True, inline=True)
def put_pipes(model, room, lanes):
    """Weymouth's law, linear about no flow: K f sqrt(f^2 + f0^2) = potential lost."""
    record, slots, target = room.pipe, model.pipe_slots, load(room.meter, TARGET, lanes)
    for e in range(model.pipe_from.size):
        at, i, j = PIPE * e, model.pipe_from[e], model.pipe_to[e]
        flow, own = load(record, at + FLOW, lanes), load(record, at + RESISTANCE, lanes)
        even = larger(load(record, at + EVEN, lanes), target * load(record, at + EASY, lanes))
        square = flow * flow
        speed = root(square + even)
        gain = load(record, at + ON, lanes) * speed / (own * (square + square + even))
        into, off = gain, gain
        if has_hold(model, e):
            lost, change, here, there = driven(model, room, e, lanes)
            lost = lost + change
            store(record, at + HERE, here)
            store(record, at + THERE, there)
            into, off = gain * there, gain * here
        else:
            lost = load(room.potential, i, lanes) - load(room.potential, j, lanes)
        aim = fma(gain, lost - own * flow * speed, flow)
        store(record, at + AIM, aim)
        store(record, at + GAIN, gain)
        store(room.values, slots[e, 0], load(room.values, slots[e, 0], lanes) - into)
        store(room.values, slots[e, 1], load(room.values, slots[e, 1], lanes) - off)
        store(room.step, i, load(room.step, i, lanes) - aim)
        add(room.step, j, aim, lanes)


@njit(cache=True, inline=True)
def head(potential, record, at, blunt, lanes):
    """What a link can hold at its end, and its slopes in potential and in flow.

    The least of ratio times potential, of what its power lifts its flow to, of its set point and of
    a steep line that lets go of its inlet; corners are rounded downward. Rising in potential.
    """
    one, half = splat(1.0, lanes), splat(0.5, lanes)
    ratio = load(record, at + RATIO, lanes)
    # power P lifts a flow c by (1 + P / (c w)) ** (9 / 2), isentropic with exponent 9 / 7
    each = load(record, at + POWER, lanes) * load(record, at + BACK, lanes)
    more = smaller(each, one) + one
    fourth = more * more
    fourth = fourth * fourth
    eighth = fourth * fourth
    lifted = eighth * more
    zero = splat(0.0, lanes)
    there = larger(potential, zero)
    falls = below(each, one, each * load(record, at + BACK, lanes), zero)
    falls = splat(-9.0, lanes) * eighth * falls * there
    a, b = ratio * potential, fma(lifted, there, ratio * (potential - there))
    lifted = below(zero, potential, lifted, ratio)
    apart = a - b
    far = root(fma(apart, apart, blunt))
    held = half * (a + b - far)
    share = half * (one - apart / far)
    slope = fma(share, ratio, (one - share) * lifted)
    falls = (one - share) * falls
    set_point = load(record, at + SET, lanes)
    apart = held - set_point
    far = root(fma(apart, apart, blunt))
    held = half * (held + set_point - far)
    share = half * (one - apart / far)
    slope, falls = share * slope, share * falls
    steep = splat(STEEP, lanes)
    line = fma(steep, potential - load(record, at + SUCTION, lanes), potential)
    apart = held - line
    far = root(fma(apart, apart, blunt))
    share = half * (one - apart / far)
    slope = fma(share, slope, (one - share) * (one + steep))
    return half * (held + line - far), slope, share * falls


@njit(cache=True)
def burn(model, room):
    """What links burn at the point: for the work that lifts their flow to what is at their end."""
    for e in range(model.link_from.size):
        at = LINK * e
        for k in range(room.lane.shape[1]):
            if room.link[at + BURNS, k] > 0.0:
                here, there = room.potential[model.link_from[e], k], 0.0
                if here > 0.0 and room.link[at + ON, k] > 0.0:
                    there = room.potential[model.link_to[e], k] / here
                there = min(max(there, 1.0), room.link[at + RATIO, k])
                each = room.link[at + BURNS, k] * (there**WORK - 1.0)
                room.link[at + BURNT, k] = each * room.link[at + FLOW, k]


@njit(cache=True, inline=True)
def put_links(model, room, lanes):
    """Forward flow, or none where what can be held at the end is below what is there."""
    record, slots, one = room.link, model.link_slots, splat(1.0, lanes)
    easy, leak = load(room.meter, EASE, lanes), load(room.meter, LEAK, lanes)
    target = load(room.meter, TARGET, lanes)
    corner = load(room.meter, BLUNT, lanes)
    target = target * splat(USUAL, lanes)
    for e in range(model.link_from.size):
        at, i, j = LINK * e, model.link_from[e], model.link_to[e]
        flow, on = load(record, at + FLOW, lanes), load(record, at + ON, lanes)
        fine = splat(model.link_fine[e], lanes)
        ease, blunt = fine * easy, fine * fine * corner
        back, ahead = one / flow, one / (load(record, at + MOST, lanes) - flow)
        store(record, at + BACK, back)
        store(record, at + AHEAD, ahead)
        low, high = near(record, at, target * back, target * ahead, lanes)
        here, there = load(room.potential, i, lanes), load(room.potential, j, lanes)
        g = model.link_hold[e]
        if g >= 0:
            kept, change, answers = held_back(model, room, g, lanes)
            held, slope, falls = head(here - kept, record, at, blunt, lanes)
            held = held - slope * change
            slope = fma(slope, answers, slope)
        else:
            held, slope, falls = head(here, record, at, blunt, lanes)
        gain = on / (ease - falls + low * back + high * ahead)
        over = held - there - ease * flow
        aim = fma(gain, fma(target, back - ahead, over), flow)
        store(record, at + AIM, aim)
        store(record, at + GAIN, gain)
        store(record, at + SLOPE, slope)
        loose = on * leak
        into, off = gain + loose, fma(gain, slope, loose)
        moved = fma(loose, here - there, on * aim)
        store(room.values, slots[e, 0], load(room.values, slots[e, 0], lanes) - into)
        store(room.values, slots[e, 1], load(room.values, slots[e, 1], lanes) - off)
        taken = moved + load(record, at + BURNT, lanes)
        store(room.step, i, load(room.step, i, lanes) - taken)
        add(room.step, j, moved, lanes)


@njit(cache=True, inline=True)
def lift_of(record, at, lanes):
    """How far the potential that a terminal's share needs is lifted by a rise of its part."""
    spread = fma(splat(SPREAD, lanes), load(record, at + FLOW, lanes), splat(1.0, lanes))
    return load(record, at + LIFT, lanes) * spread


@njit(cache=True)
def put_terminals(model, room, first, end, sign, lanes):
    """Shares from none to all over the droop above a threshold, or below a supply's pressure."""
    record, one, signs = room.terminal, splat(1.0, lanes), splat(sign, lanes)
    target = load(room.meter, TARGET, lanes)
    for t in range(first, end):
        at, i = TERMINAL * t, model.terminal[t]
        share, droop = load(record, at + FLOW, lanes), load(record, at + DROOP, lanes)
        back, ahead = one / share, one / (one - share)
        store(record, at + BACK, back)
        store(record, at + AHEAD, ahead)
        low, high = near(record, at, target * back, target * ahead, lanes)
        lifted = load(record, at + LIFT, lanes) * load(room.rise, i, lanes)
        droop = fma(splat(SPREAD, lanes), lifted, droop)
        begins = lifted + load(record, at + LEVEL, lanes)
        gain = load(record, at + ON, lanes) / fma(low, back, fma(high, ahead, droop))
        drive = signs * (load(room.potential, i, lanes) - begins) - droop * share
        aim = fma(gain, fma(target, back - ahead, drive), share)
        store(record, at + AIM, aim)
        store(record, at + GAIN, gain)
        amount = load(record, at + AMOUNT, lanes)
        add(room.excess, i, amount * gain, lanes)
        store(room.step, i, load(room.step, i, lanes) - signs * amount * aim)
