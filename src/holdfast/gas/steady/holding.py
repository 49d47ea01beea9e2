"""Where gas would pass a node under its least pressure: what goes on from there is throttled.

A hold takes up to all of a node's least potential off what drives gas out of it: nothing from some
way over that least potential on, all where what is delivered at the node is still whole. Pipes feel
it only until all is granted, for they cannot throttle: gas that is kept from passing is then not
drawn beyond. Links can, and feel it in the last draw too where a node would lie under its bound
without it. `trimming` sees to what loops make of the rest.
"""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.lanes import fma, load, root, splat, store
from holdfast.gas.steady.layout import (
    AHEAD,
    AIM,
    BACK,
    FLOW,
    GAIN,
    HERE,
    HOLD,
    LOWER,
    ON,
    PIPE,
    TARGET,
    THERE,
    THROTTLES,
    UPPER,
)
from holdfast.gas.steady.multipliers import near, nearer, take

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

OPEN = 0.05
"""Share that a hold takes off where a stage starts."""
BLURRED = 3.0
"""Square of how far the corner between a flow and none is rounded, in times the target [bar^2]."""


@njit(cache=True)
def put_holds(model, room, lanes):
    """Share of its least potential that each hold takes off, linear at the point."""
    record, one = room.hold, splat(1.0, lanes)
    target = load(room.meter, TARGET, lanes)
    for g in range(model.hold.size):
        at, i, band = HOLD * g, model.hold[g], splat(model.hold_band[g], lanes)
        share = load(record, at + FLOW, lanes)
        back, ahead = one / share, one / (one - share)
        store(record, at + BACK, back)
        store(record, at + AHEAD, ahead)
        low, high = near(record, at, target * back, target * ahead, lanes)
        gain = load(record, at + ON, lanes) / fma(low, back, fma(high, ahead, band))
        begins = splat(model.hold_begins[g], lanes)
        drive = begins - load(room.potential, i, lanes) - band * share
        store(record, at + AIM, fma(gain, fma(target, back - ahead, drive), share))
        store(record, at + GAIN, gain)


@njit(cache=True, inline=True)
def held_back(model, room, g, lanes):
    """What a hold takes off: now, the change to where it would go, and its slope in potential."""
    at, most = HOLD * g, splat(model.hold_least[g], lanes)
    most = most * load(room.hold, at + ON, lanes)
    share, aim = load(room.hold, at + FLOW, lanes), load(room.hold, at + AIM, lanes)
    return most * share, most * (aim - share), most * load(room.hold, at + GAIN, lanes)


@njit(cache=True, inline=True)
def driven(model, room, e, lanes):
    """What drives the flow of a pipe with a hold at an end: now, its change, and both slopes.

    Forward it is what the hold leaves of the potential here over that there, back likewise; never
    both, and without a hold at work it is what is lost.
    """
    one, half, zero = splat(1.0, lanes), splat(0.5, lanes), splat(0.0, lanes)
    throttles = load(room.meter, THROTTLES, lanes)
    here = load(room.potential, model.pipe_from[e], lanes)
    there = load(room.potential, model.pipe_to[e], lanes)
    lost = here - there
    off, off_change, off_slope = zero, zero, zero
    if model.pipe_hold[e, 0] >= 0:
        off, off_change, off_slope = held_back(model, room, model.pipe_hold[e, 0], lanes)
    of, of_change, of_slope = zero, zero, zero
    if model.pipe_hold[e, 1] >= 0:
        of, of_change, of_slope = held_back(model, room, model.pipe_hold[e, 1], lanes)
    ahead, back = lost - throttles * off, zero - lost - throttles * of
    blurred = splat(BLURRED, lanes) * load(room.meter, TARGET, lanes)
    far, wide = root(fma(ahead, ahead, blurred)), root(fma(back, back, blurred))
    drive = half * ((ahead + far) - (back + wide))
    forth, backward = half * (one + ahead / far), half * (one + back / wide)
    change = throttles * (backward * of_change - forth * off_change)
    slope_here = fma(forth, fma(throttles, off_slope, one), backward)
    slope_there = fma(backward, fma(throttles, of_slope, one), forth)
    return drive, change, slope_here, slope_there


@njit(cache=True, inline=True)
def has_hold(model, e):
    """Whether a hold stands at an end of a pipe."""
    return model.pipe_hold[e, 0] >= 0 or model.pipe_hold[e, 1] >= 0


@njit(cache=True, inline=True)
def drive_of(model, room, e, lanes):
    """By how much what drives the flow of a pipe moves in a whole step."""
    here = load(room.step, model.pipe_from[e], lanes)
    there = load(room.step, model.pipe_to[e], lanes)
    if has_hold(model, e):
        here = here * load(room.pipe, PIPE * e + HERE, lanes)
        there = there * load(room.pipe, PIPE * e + THERE, lanes)
    return here - there


@njit(cache=True, inline=True)
def move_of_hold(model, room, g, lanes):
    """By how much the share of a hold moves in a whole step."""
    at = HOLD * g
    aim = load(room.hold, at + AIM, lanes)
    fall = load(room.hold, at + GAIN, lanes) * load(room.step, model.hold[g], lanes)
    return aim - fall - load(room.hold, at + FLOW, lanes)


@njit(cache=True)
def reach_of_holds(reach, model, room, target, lanes):
    """The inverse of the longest step, with holds."""
    one = splat(1.0, lanes)
    for g in range(model.hold.size):
        move = move_of_hold(model, room, g, lanes)
        reach = nearer(reach, room.hold, HOLD * g, move, target, one, lanes)
    return reach


@njit(cache=True)
def move_holds(total, model, room, step, target, lanes):
    """Move all holds; returns `total` with their products."""
    one = splat(1.0, lanes)
    for g in range(model.hold.size):
        move = move_of_hold(model, room, g, lanes)
        total = take(total, room.hold, HOLD * g, move, step, target, one, lanes)
    return total


@njit(cache=True)
def begin_holds(k, model, room, central):
    """The point from which holds of lane k start; returns how many bounds they have."""
    count = 0
    for g in range(model.hold.size):
        at = HOLD * g
        room.hold[at + ON, k] = 1.0 - room.idle[model.hold[g], k]
        room.hold[at + FLOW, k] = OPEN
        room.hold[at + LOWER, k] = central
        room.hold[at + UPPER, k] = OPEN * central
        count += 2 * (room.idle[model.hold[g], k] == 0.0)
    return count


@njit(cache=True)
def let_go(k, model, room):
    """Lane k without holds."""
    for g in range(model.hold.size):
        room.hold[HOLD * g + ON, k] = 0.0


@njit(cache=True)
def throttled(k, model, room, most):
    """Whether a hold of lane k takes more than `most` [bar^2] off what drives a pipe's flow."""
    for e in range(model.pipe_from.size):
        for end in range(2):
            g = model.pipe_hold[e, end]
            if g >= 0 and room.pipe[PIPE * e + ON, k] > 0.0:
                at = HOLD * g
                off = room.hold[at + ON, k] * room.hold[at + FLOW, k] * model.hold_least[g]
                if off > most:
                    return True
    return False
