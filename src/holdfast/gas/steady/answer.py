"""What a stage has found: who is granted what, and the state's answer."""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.layout import (
    ALL,
    AMOUNT,
    BURNT,
    DROOP,
    FLOW,
    LEAK,
    LINK,
    ON,
    PIPE,
    SCALE,
    SPARE,
    STAGE,
    TERMINAL,
)

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

MISSING = 3e-5
"""Share of what a part asks for whose lack is no shortage: the method comes to it from below."""
WHOLE, NOTHING = 3e-4, 1e-3
"""A delivery that lacks less is made whole, one that is smaller left out; those cut pay for it."""
LEFT = 3e-6
"""Share of what is asked that those cut leave: if all that can come were drawn exactly, nothing
would say at what pressure."""
CUSHION = 0.5
"""Share of the pressure above its threshold that a class which is granted need not keep."""
LEAST_DROOP = 1e-2
"""[bar^2]"""


@njit(cache=True)
def grant(k, s, model, states, room, answers):
    """Write down what the classes of lane k's stage came to; returns whether a part is short."""
    stage, supplies = room.lane[STAGE, k], model.supplies[0]
    asking, classes = states.demand.shape[1], states.demand.shape[2]
    if stage == ALL:
        find_short(k, model, asking, room)
    any_short = False
    for j in range(asking):
        before, turn = TERMINAL * (supplies + j), TERMINAL * (supplies + asking + j)
        i = model.terminal[supplies + j]
        short = room.short[room.part[i, k], k] > 0
        any_short = any_short or short
        alive = room.idle[i, k] == 0.0
        kept, mine = room.terminal[before + FLOW, k], room.terminal[turn + FLOW, k]
        over = room.potential[i, k] - model.level[supplies + j]
        if short and stage != ALL:
            droop = min(room.terminal[before + DROOP, k], CUSHION * over)
            droop = max(droop, LEAST_DROOP)
            room.terminal[before + DROOP, k] = droop
            room.terminal[before + SPARE, k] = max(over - droop, droop)
        for c in range(classes):
            share = mine if stage == ALL or (short and c == stage) else kept
            if not alive or (short and (stage == ALL or c > stage)):
                share = 0.0
            if short and c < stage:
                answers.delivered[s, j, c] *= kept if room.terminal[before + ON, k] > 0.0 else 0.0
            elif c == stage and short and room.terminal[turn + ON, k] == 0.0:
                answers.delivered[s, j, c] = 0.0
            else:
                answers.delivered[s, j, c] = states.demand[s, j, c] * share
    return any_short


@njit(cache=True)
def find_short(k, model, asking, room):
    """Mark the parts of lane k in which not all that is asked for comes."""
    supplies = model.supplies[0]
    for i in range(room.short.shape[0]):
        room.answer[i, k] = 0.0
        room.swell[i, k] = 0.0
    for j in range(asking):
        at = TERMINAL * (supplies + asking + j)
        part = room.part[model.terminal[supplies + j], k]
        amount = room.terminal[at + AMOUNT, k]
        room.answer[part, k] += amount * (1.0 - room.terminal[at + FLOW, k])
        room.swell[part, k] += amount
    for i in range(room.short.shape[0]):
        room.short[i, k] = 1 if room.answer[i, k] > MISSING * room.swell[i, k] else 0


@njit(cache=True)
def rounded(k, s, model, states, room, answers, write):
    """What is granted in lane k, with nearly whole deliveries whole, drawn or written down.

    What that takes more in a part is taken off those that are cut there, so that as much flows.
    """
    supplies, scale = model.supplies[0], room.meter[SCALE, k]
    asking, classes = states.demand.shape[1], states.demand.shape[2]
    for i in range(room.short.shape[0]):
        room.answer[i, k] = 0.0
        room.swell[i, k] = 0.0
    for j in range(asking):
        i = model.terminal[supplies + j]
        part = room.part[i, k]
        for c in range(classes):
            asked, came = states.demand[s, j, c], answers.delivered[s, j, c]
            if came >= (1.0 - WHOLE) * asked:
                room.answer[part, k] += asked - came
            elif came <= NOTHING * asked:
                room.answer[part, k] -= came
            else:
                room.swell[part, k] += came
    for j in range(asking):
        i = model.terminal[supplies + j]
        if room.idle[i, k] != 0.0:
            continue
        part = room.part[i, k]
        more, cut = room.answer[part, k] + LEFT * scale, room.swell[part, k]
        short = room.short[part, k] > 0
        fits = not short or more <= 0.1 * cut
        share = 1.0 - more / cut if short and cut > 0.0 else 1.0
        total = 0.0
        for c in range(classes):
            asked, came = states.demand[s, j, c], answers.delivered[s, j, c]
            if fits:
                if not short or came >= (1.0 - WHOLE) * asked:
                    came = asked
                elif came <= NOTHING * asked:
                    came = 0.0
                else:
                    came = min(came * share, asked)
            total += came
            if write > 0:
                answers.delivered[s, j, c] = came
        if write == 0:
            room.draw[i, k] += total / scale


@njit(cache=True)
def give(k, s, model, states, room, answers):
    """Write down where lane k stands."""
    scale = room.meter[SCALE, k]
    for z in range(model.supplies[0]):
        at = TERMINAL * z
        answers.supplied[s, z] = scale * room.terminal[at + AMOUNT, k] * room.terminal[at + FLOW, k]
    for e in range(model.pipe_from.size):
        answers.flow[s, e] = scale * room.pipe[PIPE * e + FLOW, k]
    for e in range(model.link_from.size):
        at = LINK * e
        here, there = model.link_from[e], model.link_to[e]
        loose = room.meter[LEAK, k] * (room.potential[here, k] - room.potential[there, k])
        moved = room.link[at + FLOW, k] + loose
        answers.link[s, e] = scale * moved if room.link[at + ON, k] > 0.0 else 0.0
        answers.burnt[s, e] = scale * room.link[at + BURNT, k]
    for i in range(room.potential.shape[0]):
        answers.potential[s, i] = room.potential[i, k]


@njit(cache=True)
def give_nothing(s, answers):
    """Nothing flows."""
    answers.delivered[s] = 0.0
    answers.supplied[s] = 0.0
    answers.flow[s] = 0.0
    answers.link[s] = 0.0
    answers.burnt[s] = 0.0
    answers.potential[s] = 0.0
