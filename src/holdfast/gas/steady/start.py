"""How a state takes a lane, and the point from which each of its stages starts."""

from __future__ import annotations

import numba

from holdfast.gas.compiled import njit
from holdfast.gas.steady.answer import LEFT, rounded
from holdfast.gas.steady.holding import begin_holds, let_go
from holdfast.gas.steady.layout import (
    ALL,
    AMOUNT,
    BALANCE,
    BLUNT,
    BURNS,
    BURNT,
    COUNT,
    DROOP,
    DROPS,
    EASE,
    EASY,
    EVEN,
    FLOW,
    HALVES,
    HELD,
    KEEP,
    LEAK,
    LEAST,
    LEVEL,
    LIFT,
    LINK,
    LOWER,
    MOST,
    ON,
    PIPE,
    POLISH,
    POWER,
    RATIO,
    RESISTANCE,
    SCALE,
    SET,
    STAGE,
    STATE,
    STEERS,
    STEP,
    STEPS_MADE,
    SUCTION,
    TARGET,
    TERMINAL,
    THROTTLES,
    TOP,
    TOTAL,
    TRIES,
    TRIMS,
    UPPER,
)

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

NEAR_NOTHING = 1e-8
"""Supplies and deliveries below this share of what is asked are left out."""
EVEN_FLOW, EVEN_LAW = 1e-4, 1e-2
"""Weymouth's law is linear below this share of what is asked, or where that changes it by this
many bar^2 at most."""
EVEN_WAY = 10.0
"""On the way it is linear where that changes it by so many times the target."""
CENTRAL, BEGIN, FLOWS = 0.05, 0.8, 0.1
"""Where a stage starts: products in shares of the highest potential, potentials in shares of it,
flows in shares of what is asked."""
KEPT = (0.995, 0.8, 0.6)
LEASTS = (0.1, 0.0, 0.0)
LEAKS = (1e-7, 1e-7, 1e-5)
EASES = (0.1, 0.1, 1.0)
BLUNTS = (1.0, 1.0, 900.0)
"""By tries: share of the way to a bound, least step, leak, linear term and bluntness of links."""


@njit(cache=True)
def unite(part, i, j):
    """Make two nodes one part; the lower one stands for it."""
    while part[i] != i:
        i = part[i]
    while part[j] != j:
        j = part[j]
    part[max(i, j)] = min(i, j)


@njit(cache=True)
def find_parts(k, s, model, states, room, least):
    """Which nodes hang together in lane k, and where no gas can come to or go on from."""
    part, nodes = room.part[:, k], room.step.shape[0]
    for i in range(nodes):
        part[i] = i
    for e in range(model.pipe_from.size):
        if states.resistance[s, e] > 0.0:
            unite(part, model.pipe_from[e], model.pipe_to[e])
    for e in range(model.link_from.size):
        if states.most[s, e] > least:
            unite(part, model.link_from[e], model.link_to[e])
    for i in range(nodes):
        part[i] = part[part[i]]
        room.short[i, k] = 0
        room.steered[i, k] = 0
        room.swell[i, k] = 0.0
        room.lack[i, k] = 0.0
    for z in range(model.supplies[0]):
        if states.supply[s, z] > least:
            room.swell[model.terminal[z], k] = 1.0
    spread(k, s, model, states, room.swell, least, numba.int64(1))
    for j in range(states.demand.shape[1]):
        i = model.terminal[model.supplies[0] + j]
        for c in range(states.demand.shape[2]):
            if states.demand[s, j, c] > least:
                room.lack[i, k] = room.swell[i, k]
    spread(k, s, model, states, room.lack, least, numba.int64(0))
    for i in range(nodes):
        room.idle[i, k] = 1.0 - room.swell[i, k] * room.lack[i, k]


@njit(cache=True)
def spread(k, s, model, states, mark, least, forward):
    """Mark in lane k whereto, or `forward` 0 wherefrom, gas can come from what is marked."""
    changed = True
    while changed:
        changed = False
        for e in range(model.pipe_from.size):
            i, j = model.pipe_from[e], model.pipe_to[e]
            if states.resistance[s, e] > 0.0 and mark[i, k] != mark[j, k]:
                mark[i, k] = mark[j, k] = 1.0
                changed = True
        for e in range(model.link_from.size):
            i, j = model.link_from[e], model.link_to[e]
            if forward == 0:
                i, j = j, i
            if states.most[s, e] > least and mark[i, k] > mark[j, k]:
                mark[j, k] = 1.0
                changed = True


@njit(cache=True)
def begin(k, s, model, states, room):
    """Put state s into lane k; returns whether there is anything to be found."""
    scale = 0.0
    for j in range(states.demand.shape[1]):
        for c in range(states.demand.shape[2]):
            scale += states.demand[s, j, c]
    room.meter[SCALE, k] = scale
    if scale <= 0.0:
        return False
    find_parts(k, s, model, states, room, NEAR_NOTHING * scale)
    alive = False
    for i in range(room.idle.shape[0]):
        alive = alive or room.idle[i, k] == 0.0
    if not alive:
        return False
    for e in range(model.pipe_from.size):
        at, own = PIPE * e, states.resistance[s, e] * scale * scale
        on = own > 0.0 and room.idle[model.pipe_from[e], k] == 0.0
        own = own if on else 1.0
        room.pipe[at + ON, k] = 1.0 if on else 0.0
        room.pipe[at + RESISTANCE, k] = own
        room.pipe[at + EVEN, k] = min(EVEN_FLOW * EVEN_FLOW, EVEN_LAW / own)
        room.pipe[at + EASY, k] = EVEN_WAY / own
    for e in range(model.link_from.size):
        at, most = LINK * e, states.most[s, e] / scale
        rests = room.idle[model.link_from[e], k] + room.idle[model.link_to[e], k] > 0.0
        on = most > NEAR_NOTHING and not rests
        room.link[at + ON, k] = 1.0 if on else 0.0
        room.link[at + MOST, k] = min(most, 1e3) if on else 1e3
        room.link[at + RATIO, k] = states.ratio[s, e]
        room.link[at + POWER, k] = min(states.power[s, e] / scale, 1e3)
        room.link[at + SET, k] = model.link_set[e]
        boosts = states.ratio[s, e] > 1.0
        room.link[at + SUCTION, k] = model.link_suction[e] if boosts else 0.0
        room.link[at + BURNS, k] = states.burns[s, e]
        room.link[at + BURNT, k] = 0.0
    room.meter[TOP, k] = 0.0
    for z in range(model.supplies[0]):
        if put_amount(k, z, states.supply[s, z] / scale, model, room):
            room.meter[TOP, k] = max(room.meter[TOP, k], model.level[z])
    lift_top(k, s, model, states, room)
    room.lane[STATE, k] = s
    room.lane[DROPS, k] = 0
    room.lane[HALVES, k] = 0
    room.lane[TRIMS, k] = 0
    return True


@njit(cache=True)
def lift_top(k, s, model, states, room):
    """Thresholds of lane k rise to what compressors lift gas to where it is asked for."""
    least, top = NEAR_NOTHING * room.meter[SCALE, k], room.meter[TOP, k]
    for j in range(states.demand.shape[1]):
        t = model.supplies[0] + j
        i = model.terminal[t]
        if room.idle[i, k] == 0.0 and model.reach[i] > top:
            for c in range(states.demand.shape[2]):
                if states.demand[s, j, c] > least:
                    room.meter[TOP, k] = max(room.meter[TOP, k], model.reach[i])


@njit(cache=True)
def put_amount(k, t, amount, model, room):
    """What terminal t of lane k asks for or supplies; returns whether it takes part."""
    at = TERMINAL * t
    on = amount > NEAR_NOTHING and room.idle[model.terminal[t], k] == 0.0
    room.terminal[at + ON, k] = 1.0 if on else 0.0
    room.terminal[at + AMOUNT, k] = amount if on else 0.0
    room.terminal[at + LEVEL, k] = model.level[t]
    if not on:
        room.terminal[at + FLOW, k] = 0.5
        room.terminal[at + LOWER, k] = 1.0
        room.terminal[at + UPPER, k] = 1.0
    return on


@njit(cache=True)
def put_start(k, model, room):
    """The point from which lane k starts, whatever it found before."""
    tries, top, nodes = room.lane[TRIES, k], room.meter[TOP, k], room.step.shape[0]
    room.meter[LEAST, k] = LEASTS[tries] if room.lane[HALVES, k] == 0 else 0.0
    for row, kind in ((KEEP, KEPT), (LEAK, LEAKS), (EASE, EASES), (BLUNT, BLUNTS)):
        room.meter[row, k] = kind[tries]
    room.meter[LEAK, k] /= max(top, 1.0)
    central = max(CENTRAL * top, 1.0)
    for i in range(nodes):
        room.potential[i, k] = BEGIN * top if room.idle[i, k] == 0.0 else 0.0
        room.rise[i, k] = central if room.steered[room.part[i, k], k] > 0 else 0.0
    for e in range(model.pipe_from.size):
        at = PIPE * e
        flow = min(FLOWS, (0.1 * top / room.pipe[at + RESISTANCE, k]) ** 0.5)
        room.pipe[at + FLOW, k] = flow * room.pipe[at + ON, k]
    for e in range(model.link_from.size):
        at = LINK * e
        room.link[at + FLOW, k] = min(FLOWS, 0.5 * room.link[at + MOST, k])
        room.link[at + LOWER, k] = central
        room.link[at + UPPER, k] = central * FLOWS / room.link[at + MOST, k]
    if room.lane[STAGE, k] != POLISH:
        room.meter[COUNT, k] += begin_holds(k, model, room, central)
    elif room.lane[HELD, k] > 0:
        begin_holds(k, model, room, central)
    turns = (model.terminal.size + model.supplies[0]) // 2
    for t in range(model.terminal.size):
        at = TERMINAL * t
        room.terminal[at + FLOW, k] = 0.5
        room.terminal[at + LOWER, k] = 2.0 * central
        room.terminal[at + UPPER, k] = 2.0 * central
        if t < model.supplies[0]:
            room.terminal[at + DROOP, k] = model.droop[t]
        lifts = t >= turns and room.steered[room.part[model.terminal[t], k], k] > 0
        lift = max(1.0 - room.terminal[at + LEVEL, k] / top, 0.0) if lifts and top > 0.0 else 0.0
        room.terminal[at + LIFT, k] = lift
    room.meter[TARGET, k] = 0.3 * central


@njit(cache=True)
def put_stage(k, s, model, states, room, answers):
    """Who takes part in the stage of lane k; returns whether anyone's turn it is.

    In a part where all that is asked comes all is granted at once; in the others the classes above
    that in turn are granted what they came to.
    """
    stage, scale = room.lane[STAGE, k], room.meter[SCALE, k]
    supplies, asking = model.supplies[0], states.demand.shape[1]
    classes, turn = states.demand.shape[2], stage == ALL
    for i in range(room.step.shape[0]):
        room.draw[i, k] = 0.0
        room.steered[i, k] = 0
    for j in range(asking):
        i, everything, granted, mine = model.terminal[supplies + j], 0.0, 0.0, 0.0
        for c in range(classes):
            everything += states.demand[s, j, c] / scale
            if c < stage:
                granted += answers.delivered[s, j, c] / scale
            if c == stage:
                mine = states.demand[s, j, c] / scale
        short = room.short[room.part[i, k], k] > 0
        if stage == ALL:
            granted, mine = 0.0, everything
            room.terminal[TERMINAL * (supplies + j) + DROOP, k] = model.droop[supplies + j]
        elif stage == POLISH:
            granted, mine = 0.0, 0.0
        elif not short:
            granted, mine = everything, 0.0
        elif room.lane[DROPS, k] > 0:
            mine = 0.0
        put_amount(k, supplies + j, granted, model, room)
        mine_takes_part = put_amount(k, supplies + asking + j, mine, model, room)
        turn = turn or mine_takes_part
        room.terminal[TERMINAL * (supplies + asking + j) + DROOP, k] = model.droop[supplies + j]
        if mine_takes_part and stage != ALL:
            room.steered[room.part[i, k], k] = 1
    room.meter[THROTTLES, k] = 0.0 if stage == POLISH else 1.0
    room.lane[HELD, k] = 0
    if stage == POLISH:
        let_go(k, model, room)
        rounded(k, s, model, states, room, answers, numba.int64(0))
        loosen(k, model, room)
    put_steering(k, model, asking, room)
    room.meter[BALANCE, k] = 1.0
    room.meter[TOTAL, k] = 1e300
    room.meter[STEP, k] = 1.0
    room.lane[STEPS_MADE, k] = 0
    return turn


@njit(cache=True)
def loosen(k, model, room):
    """Give supplies of lane k that are drawn whole the room that those who are cut leave there.

    Where all that can come came, what is left of a supply is a rounding, and potentials lie as low
    as that says; the last draw leaves more by far. Products with multipliers stay as they are.
    """
    left = room.swell
    for i in range(room.step.shape[0]):
        left[i, k] = 0.0
    for z in range(model.supplies[0]):
        at, part = TERMINAL * z, room.part[model.terminal[z], k]
        left[part, k] += room.terminal[at + AMOUNT, k] * (1.0 - room.terminal[at + FLOW, k])
    for z in range(model.supplies[0]):
        at, part = TERMINAL * z, room.part[model.terminal[z], k]
        if room.terminal[at + ON, k] > 0.0 and room.short[part, k] > 0 and left[part, k] < LEFT:
            ahead = 1.0 - room.terminal[at + FLOW, k]
            wider = min((left[part, k] + LEFT) / max(left[part, k], 1e-15), 0.5 / ahead)
            room.terminal[at + FLOW, k] = 1.0 - ahead * wider
            room.terminal[at + UPPER, k] /= wider


@njit(cache=True)
def put_steering(k, model, asking, room):
    """Which parts of lane k raise thresholds in its stage, and how many bounds there are."""
    supplies, count = model.supplies[0], 0
    room.lane[STEERS, k] = 0
    for i in range(room.step.shape[0]):
        room.granted[i, k] = 0.0
    for j in range(asking):
        at, i = TERMINAL * (supplies + j), model.terminal[supplies + j]
        room.granted[room.part[i, k], k] += room.terminal[at + AMOUNT, k]
    for i in range(room.step.shape[0]):
        if room.steered[i, k] > 0 and room.granted[i, k] <= NEAR_NOTHING:
            room.steered[i, k] = 0
        room.lane[STEERS, k] += room.steered[i, k]
    for t in range(model.terminal.size):
        count += 2 * (room.terminal[TERMINAL * t + ON, k] > 0.0)
    for e in range(model.link_from.size):
        count += 2 * (room.link[LINK * e + ON, k] > 0.0)
    room.meter[COUNT, k] = max(count, 1)


@njit(cache=True)
def rest(k, room):
    """Let an empty lane do no harm."""
    room.lane[STATE, k] = -1
    room.meter[STEP, k] = 0.0
    room.meter[TARGET, k] = 1.0
    room.lane[STEERS, k] = 0
