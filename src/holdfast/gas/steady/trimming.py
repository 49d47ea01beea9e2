"""Least pressures of all nodes that carry flow, held by drawing less.

What is granted is drawn exactly, and pipes do not throttle then: in a network with loops gas may go
another way than it was granted on. Where a node then lies under its least pressure, what answers to
it most is cut, lower classes first, until it does not: potentials rise as less is drawn.
"""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.answer import NOTHING
from holdfast.gas.steady.layout import (
    AMOUNT,
    BALANCE,
    FLOW,
    LINK,
    ON,
    PIPE,
    SCALE,
    STEPS_MADE,
    TERMINAL,
    TRIMS,
)
from holdfast.gas.steady.scales import UNDER

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

CARRIES = 1e-5
"""A node through which more goes, in shares of what is asked, carries flow."""
FLOORS = (0.5, 0.1, 0.0)
"""Deliveries are cut whose pull on the node is at least such a share of the strongest, in turn."""
MARGIN = 0.5
"""To which part of what is allowed a node may lie under its bound after a cut."""
AIMED, TRIMMED = 12, 40
"""Cuts that aim at the lowest node; then all that is drawn is halved up to so many in all."""


@njit(cache=True)
def lowest(k, model, room):
    """The node of lane k that is farthest under its least pressure, -1 if none is."""
    nodes, through = room.step.shape[0], room.answer
    for i in range(nodes):
        through[i, k] = room.draw[i, k]
    for e in range(model.pipe_from.size):
        moved = abs(room.pipe[PIPE * e + FLOW, k]) * room.pipe[PIPE * e + ON, k]
        through[model.pipe_from[e], k] += moved
        through[model.pipe_to[e], k] += moved
    for e in range(model.link_from.size):
        moved = room.link[LINK * e + FLOW, k] * room.link[LINK * e + ON, k]
        through[model.link_from[e], k] += moved
        through[model.link_to[e], k] += moved
    for t in range(model.terminal.size):
        at = TERMINAL * t
        moved = room.terminal[at + AMOUNT, k] * room.terminal[at + FLOW, k]
        through[model.terminal[t], k] += moved
    worst, most = -1, 0.0
    for i in range(nodes):
        if room.idle[i, k] == 0.0 and through[i, k] > 2.0 * CARRIES:
            under = model.least[i] - allowed(model.least[i]) - room.potential[i, k]
            if under > most:
                worst, most = i, under
    return worst


@njit(cache=True, inline=True)
def allowed(least):
    """How far a potential may lie under its least by rounding."""
    return 2.0 * UNDER * least**0.5


@njit(cache=True)
def pulls(k, i, pattern, room):
    """Write down by how much the potential of node i falls with what each node of lane k draws."""
    starts, rows, pull = pattern.starts, pattern.rows, room.swell
    nodes = starts.size - 1
    for j in range(nodes):
        pull[j, k] = 0.0
    pull[i, k] = 1.0
    for j in range(nodes):
        pull[j, k] *= room.values[j, k]
        for p in range(starts[j], starts[j + 1]):
            pull[rows[p], k] -= room.values[nodes + 2 * p + 1, k] * pull[j, k]
    for j in range(nodes - 1, -1, -1):
        for p in range(starts[j], starts[j + 1]):
            pull[j, k] -= room.values[nodes + 2 * p, k] * pull[rows[p], k]


@njit(cache=True)
def trim(k, s, i, model, pattern, states, room, answers):
    """Cut what lane k draws for the sake of node i; returns whether anything is left to be cut."""
    room.lane[TRIMS, k] += 1
    room.meter[BALANCE, k] = 1.0
    room.lane[STEPS_MADE, k] = 1
    if room.lane[TRIMS, k] > TRIMMED:
        return False
    if room.lane[TRIMS, k] > AIMED:
        return shrink(k, s, 0.5, model, states, room, answers)
    pulls(k, i, pattern, room)
    strongest, supplies = 0.0, model.supplies[0]
    for j in range(states.demand.shape[1]):
        if room.draw[model.terminal[supplies + j], k] > 0.0:
            strongest = max(strongest, room.swell[model.terminal[supplies + j], k])
    need = model.least[i] - MARGIN * allowed(model.least[i]) - room.potential[i, k]
    for floor in FLOORS:
        for c in range(states.demand.shape[2] - 1, -1, -1):
            if need > 0.0:
                need -= cut_class(k, s, c, floor * strongest, need, model, states, room, answers)
    return True


@njit(cache=True)
def cut_class(k, s, c, least, need, model, states, room, answers):
    """Cut a class alike wherever it pulls by `least` or more; returns what that gives [bar^2]."""
    supplies, scale, most = model.supplies[0], room.meter[SCALE, k], 0.0
    for j in range(states.demand.shape[1]):
        pull = room.swell[model.terminal[supplies + j], k]
        if pull >= least and pull > 0.0:
            most += pull * answers.delivered[s, j, c] / scale
    if most <= 0.0:
        return 0.0
    share, gives = min(need / most, 1.0), 0.0
    for j in range(states.demand.shape[1]):
        i, came = model.terminal[supplies + j], answers.delivered[s, j, c]
        pull = room.swell[i, k]
        if pull >= least and pull > 0.0 and came > 0.0:
            left = came * (1.0 - share)
            if left <= NOTHING * states.demand[s, j, c]:
                left = 0.0
            answers.delivered[s, j, c] = left
            room.draw[i, k] = max(room.draw[i, k] - (came - left) / scale, 0.0)
            gives += pull * (came - left) / scale
    return gives


@njit(cache=True)
def shrink(k, s, share, model, states, room, answers):
    """Cut all that lane k draws by a share; returns whether anything is left."""
    left = False
    for i in range(room.draw.shape[0]):
        room.draw[i, k] *= 1.0 - share
        left = left or room.draw[i, k] > 0.0
    for j in range(states.demand.shape[1]):
        for c in range(states.demand.shape[2]):
            answers.delivered[s, j, c] *= 1.0 - share
    return left
