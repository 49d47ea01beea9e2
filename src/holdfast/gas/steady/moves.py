"""From the solved step to the next point: thresholds that rise, how far to go, and going there."""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.holding import drive_of, driven, has_hold, move_holds, reach_of_holds
from holdfast.gas.steady.lanes import below, fma, larger, load, root, size, smaller, splat, store
from holdfast.gas.steady.laws import USUAL, lift_of
from holdfast.gas.steady.layout import (
    AHEAD,
    AIM,
    AMOUNT,
    BALANCE,
    CLIPPED,
    EASY,
    EVEN,
    FLOW,
    GAIN,
    KEEP,
    LAW,
    LEAST,
    LEVEL,
    LINK,
    ON,
    PIPE,
    RATIO,
    RESISTANCE,
    SET,
    SLOPE,
    SPARE,
    STEERS,
    STEP,
    TARGET,
    TERMINAL,
    TOP,
    TOTAL,
)
from holdfast.gas.steady.multipliers import CUT, nearer, take

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

HIGHEST = 1.1
"""Thresholds rise at most to so many times the highest supply: then nothing comes."""
SPARED, MOST_SPARED = 2.0, 0.5
"""What may be lost on the way, times what the method lacks there by itself; at most a share."""
SOFT = 1.0
"""How much more may be lost, in shares of that, where the threshold has risen to the top."""
CLOSE = 0.02
"""Product of rise and slack, in shares of the target and of what is granted in the part."""
GROWS, MORE = 2.0, 10.0
"""In a step a threshold rises to at most so many times what it was, and so much [bar^2]."""
STILL = 1e-2
"""A rise has settled when a step moves it by less, in bar^2 and as a share of it."""
FLOWING, OVER = 1e-4, 0.1
"""What flows, in shares of what is asked; by how much it may come too high at the end [bar^2]."""
BOTTOM, CEILING, STRONGEST = -1.0, 4.0, 2.0
"""Where potentials are taken to be on the way, in times the highest supply, or as much higher as
lifts bring gas; flows of pipes on the way, in shares of what is asked, and where gas can go round
also what the ceiling would drive. Farther off the laws say nothing of where the answer is."""


@njit(cache=True)
def steer(k, model, room, loss):
    """Lane k: by how much thresholds rise so that those already granted lose no more than `loss`.

    For each part rise x (allowed - lost) = target after the step, where what is lost follows from
    the step without a shift and from how potentials answer to one, as parts do not touch each
    other: the positive root of a square. What a step would raise by much is raised in several.
    """
    nodes, record, supplies = room.step.shape[0], room.terminal, model.supplies[0]
    turns = (model.terminal.size + supplies) // 2
    for i in range(nodes):
        room.lack[i, k] = 0.0
        room.answer[i, k] = 0.0
    for t in range(supplies, turns):
        at, i = TERMINAL * t, model.terminal[t]
        part = room.part[i, k]
        amount, gain = record[at + AMOUNT, k], record[at + GAIN, k]
        left = 1.0 - (record[at + AIM, k] + gain * room.step[i, k])
        allowed = loss + min(SPARED * room.meter[TARGET, k] / record[at + SPARE, k], MOST_SPARED)
        eases = SOFT * allowed / room.meter[TOP, k]
        room.lack[part, k] += amount * (allowed + eases * room.rise[part, k] - left)
        room.answer[part, k] += amount * (gain * room.swell[i, k] + eases)
    for i in range(nodes):
        room.shift[i, k] = 0.0
        if room.steered[i, k] == 0:
            continue
        rise, answer = room.rise[i, k], room.answer[i, k]
        target = CLOSE * room.meter[TARGET, k] * room.granted[i, k]
        spare = 0.5 * (room.lack[i, k] - answer * rise)
        far = (spare * spare + answer * target) ** 0.5
        risen = target / (spare + far) if spare > 0.0 else (far - spare) / answer
        most = min(HIGHEST * room.meter[TOP, k], GROWS * rise + MORE)
        room.shift[i, k] = min(risen, most) - rise
    for i in range(nodes):
        shift = room.shift[room.part[i, k], k]
        room.step[i, k] += room.swell[i, k] * shift
        if room.part[i, k] != i:
            room.shift[i, k] = shift


@njit(cache=True)
def lawful(k, model, room):
    """Whether what flows through links and from supplies of lane k comes at no more than it may."""
    for e in range(model.link_from.size):
        at = LINK * e
        if room.link[at + ON, k] > 0.0 and room.link[at + FLOW, k] > FLOWING:
            held = room.link[at + RATIO, k] * room.potential[model.link_from[e], k]
            held = min(held, room.link[at + SET, k])
            if room.potential[model.link_to[e], k] > held + OVER:
                return False
    for z in range(model.supplies[0]):
        at = TERMINAL * z
        if room.terminal[at + AMOUNT, k] * room.terminal[at + FLOW, k] > FLOWING:
            over = room.potential[model.terminal[z], k] - room.terminal[at + LEVEL, k]
            if over > OVER:
                return False
    return True


@njit(cache=True)
def steady(k, room):
    """Whether rises of lane k are where they belong: at the top, or as their slack has it."""
    if room.lane[STEERS, k] == 0:
        return True
    for i in range(room.rise.shape[0]):
        if room.steered[i, k] > 0 and abs(room.shift[i, k]) > STILL + STILL * room.rise[i, k]:
            return False
    return True


@njit(cache=True, inline=True)
def move_of(model, room, t, sign, lanes):
    """By how much the share of a terminal moves in a whole step."""
    at, i = TERMINAL * t, model.terminal[t]
    lifted = lift_of(room.terminal, at, lanes) * load(room.shift, i, lanes)
    drive = splat(sign, lanes) * (load(room.step, i, lanes) - lifted)
    aim = fma(load(room.terminal, at + GAIN, lanes), drive, load(room.terminal, at + AIM, lanes))
    return aim - load(room.terminal, at + FLOW, lanes)


@njit(cache=True, inline=True)
def move_of_link(model, room, e, lanes):
    """By how much the flow of a link moves in a whole step."""
    at = LINK * e
    here = load(room.step, model.link_from[e], lanes)
    drive = load(room.link, at + SLOPE, lanes) * here - load(room.step, model.link_to[e], lanes)
    aim = fma(load(room.link, at + GAIN, lanes), drive, load(room.link, at + AIM, lanes))
    return aim - load(room.link, at + FLOW, lanes)


@njit(cache=True)
def measure(model, room, lanes):
    """How far the step may go."""
    one, reach = splat(1.0, lanes), splat(0.0, lanes)
    target = load(room.meter, TARGET, lanes)
    for t in range(model.terminal.size):
        sign = -1.0 if t < model.supplies[0] else 1.0
        move = move_of(model, room, t, sign, lanes)
        reach = nearer(reach, room.terminal, TERMINAL * t, move, target, one, lanes)
    reach = reach_of_holds(reach, model, room, target, lanes)
    target = target * splat(USUAL, lanes)
    for e in range(model.link_from.size):
        move = move_of_link(model, room, e, lanes)
        reach = nearer(reach, room.link, LINK * e, move, target, one, lanes)
    keep = load(room.meter, KEEP, lanes)
    step = larger(keep / larger(reach, keep), load(room.meter, LEAST, lanes))
    wide, usual = one, splat(STRONGEST, lanes)
    ceiling = splat(CEILING, lanes) * load(room.meter, TOP, lanes)
    for e in range(model.pipe_from.size):
        at = PIPE * e
        drive = drive_of(model, room, e, lanes)
        gain, aim = load(room.pipe, at + GAIN, lanes), load(room.pipe, at + AIM, lanes)
        most = usual
        if model.pipe_circles[e]:
            most = most + root(ceiling / load(room.pipe, at + RESISTANCE, lanes))
        wide = larger(wide, size(fma(gain, drive, aim)) / most)
    step = smaller(step, one / wide)
    store(room.meter, CLIPPED, below(reach * step, splat(1.0 - CUT, lanes), splat(0.0, lanes), one))
    store(room.meter, STEP, load(room.meter, STEP, lanes) * step)


@njit(cache=True)
def go(model, room, lanes):
    """Take the step; meters the products, the laws of pipes and the imbalance at the new point."""
    one, total, law = splat(1.0, lanes), splat(0.0, lanes), splat(0.0, lanes)
    step, target = load(room.meter, STEP, lanes), load(room.meter, TARGET, lanes)
    smooth = target
    for t in range(model.terminal.size):
        sign = -1.0 if t < model.supplies[0] else 1.0
        move = move_of(model, room, t, sign, lanes)
        total = take(total, room.terminal, TERMINAL * t, move, step, target, one, lanes)
    total = move_holds(total, model, room, step, target, lanes)
    target, each = target * splat(USUAL, lanes), splat(1.0 / USUAL, lanes)
    products = splat(0.0, lanes)
    for e in range(model.link_from.size):
        at = LINK * e
        move = move_of_link(model, room, e, lanes)
        most = one / load(room.link, at + AHEAD, lanes) + load(room.link, at + FLOW, lanes)
        products = take(products, room.link, at, move, step, target, most, lanes)
    total = fma(each, products, total)
    top = load(room.meter, TOP, lanes)
    bottom, ceiling = splat(BOTTOM, lanes) * top, splat(CEILING, lanes) * top
    for i in range(room.step.shape[0]):
        moved = fma(step, load(room.step, i, lanes), load(room.potential, i, lanes))
        highest = larger(ceiling, splat(HIGHEST * model.reach[i], lanes))
        store(room.potential, i, smaller(larger(moved, bottom), highest))
        rise = load(room.rise, i, lanes)
        store(
            room.rise,
            i,
            larger(fma(step, load(room.shift, i, lanes), rise), splat(CUT, lanes) * rise),
        )
    for e in range(model.pipe_from.size):
        at, i, j = PIPE * e, model.pipe_from[e], model.pipe_to[e]
        drive = drive_of(model, room, e, lanes)
        flow, gain = load(room.pipe, at + FLOW, lanes), load(room.pipe, at + GAIN, lanes)
        flow = fma(step, fma(gain, drive, load(room.pipe, at + AIM, lanes)) - flow, flow)
        store(room.pipe, at + FLOW, flow)
        even = larger(load(room.pipe, at + EVEN, lanes), smooth * load(room.pipe, at + EASY, lanes))
        speed = root(fma(flow, flow, even))
        if has_hold(model, e):
            lost = driven(model, room, e, lanes)[0]
        else:
            lost = load(room.potential, i, lanes) - load(room.potential, j, lanes)
        off = size(lost - load(room.pipe, at + RESISTANCE, lanes) * flow * speed)
        law = larger(law, load(room.pipe, at + ON, lanes) * off)
    store(room.meter, TOTAL, total)
    store(room.meter, LAW, law)
    store(
        room.meter,
        BALANCE,
        larger(load(room.meter, BALANCE, lanes) * (one - step), load(room.meter, CLIPPED, lanes)),
    )
