"""The three passes over all variables of W states that one step of the method makes.

`advance` takes the last step and writes the matrix and right-hand side at the new point. `correct`
looks at the predictor and writes the right-hand side of the corrector, in two parts. `measure` says
how far the corrected step may go. Each goes from bus to bus: what a bus collects from the branches
and links that lead to it has come by then, since they stand at an earlier bus.
"""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.interior.lanes import fma, fnma, larger, load, size, smaller, splat, store
from holdfast.power.interior.layout import (
    AIM,
    BRANCH,
    CURVATURE,
    DUALS,
    GAIN,
    INJECTION,
    LINK,
    MIDDLE,
    OHM,
    RESIDUAL,
    SUSCEPTANCE,
)
from holdfast.power.interior.moves import corrections, foresee, reach, slacks, take

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

ANY = 1e250
"""Times a gain above zero this is more than 1."""


@njit(cache=True, inline=True)
def add(array, row, value, lanes):
    """array[row] += value."""
    store(array, row, load(array, row, lanes) + value)


@njit(cache=True)
def clear(model, room, lanes):
    """Make ready what is added to: the matrix and right-hand sides."""
    zero = splat(0.0, lanes)
    for i in range(room.price.shape[0]):
        store(room.blocks, 4 * i + 3, -load(room.idle, i, lanes))
        store(room.balance, i, -load(room.demand, i, lanes))
        store(room.centre, 2 * i, zero)
        store(room.centre, 2 * i + 1, zero)
    for block in model.fill:
        for row in range(4 * block, 4 * block + 4):
            store(room.blocks, row, zero)


@njit(cache=True)
def advance(model, room, target, primal, dual, opened, lanes):
    """Take the last step; returns sum of x z, largest |balance| and largest |dual residual|.

    `opened` is the share of OHM that is left before the step.
    """
    clear(model, room, lanes)
    zero = splat(0.0, lanes)
    total, worst, rest = zero, zero, zero
    for i in range(room.price.shape[0]):
        price = fma(dual, load(room.step, 2 * i + 1, lanes), load(room.price, i, lanes))
        store(room.price, i, price)
        angle = load(room.step, 2 * i, lanes)
        store(room.angle, i, fma(primal, angle, load(room.angle, i, lanes)))
        total = advance_branches(i, model, room, price, target, primal, dual, opened, total, lanes)
        total, rest = advance_links(i, model, room, target, primal, dual, total, rest, lanes)
        total, rest = advance_injections(i, model, room, target, primal, dual, total, rest, lanes)
        lacking = load(room.balance, i, lanes)
        worst = larger(worst, size(lacking))
        torque = load(room.centre, 2 * i, lanes)
        lacking = lacking + load(room.centre, 2 * i + 1, lanes)
        store(room.ahead, 2 * i, torque)
        store(room.step, 2 * i, torque)
        store(room.ahead, 2 * i + 1, lacking)
        store(room.step, 2 * i + 1, lacking)
        store(room.centre, 2 * i, zero)
        store(room.centre, 2 * i + 1, zero)
    return total, worst, rest


@njit(cache=True, inline=True)
def advance_branches(i, model, room, price, target, primal, dual, opened, total, lanes):
    """The branches of bus i: flow follows the angles. Returns the sum of x z."""
    one, zero, half = splat(1.0, lanes), splat(0.0, lanes), splat(0.5, lanes)
    record, blocks, ahead, step, centre = (
        room.branch,
        room.blocks,
        room.ahead,
        room.step,
        room.centre,
    )
    ahead_a, step_a = load(ahead, 2 * i, lanes), load(step, 2 * i, lanes)
    torques, ohms, flows = zero, zero, zero
    for e in range(model.branch_starts[i], model.branch_starts[i + 1]):
        at, b = BRANCH * e, 2 * model.branch_to[e]
        own, ohm = load(record, at + SUSCEPTANCE, lanes), opened * load(record, at + OHM, lanes)
        point = slacks(record, at, lanes)
        predicted = fma(own, ahead_a - load(ahead, b, lanes), -ohm)
        low, high = corrections(point, predicted, target, one)
        move = fma(own, step_a - load(step, b, lanes), -ohm)
        x, w, z, v, weight = take(record, at, point, move, low, high, primal, dual, one)
        total = fma(x, z, fma(w, v, total))
        flow = half * (x - w)
        ohm = fnma(primal, ohm, ohm)
        slot = 4 * model.branch_slot[e]
        if model.branch_first[e]:
            store(blocks, slot, -(own * own * weight))
            store(blocks, slot + 1, -own)
            store(blocks, slot + 2, -own)
            store(blocks, slot + 3, zero)
        else:
            add(blocks, slot, -(own * own * weight), lanes)
            add(blocks, slot + 1, -own, lanes)
            add(blocks, slot + 2, -own, lanes)
        other = fma(dual, load(step, b + 1, lanes), load(room.price, model.branch_to[e], lanes))
        torque = own * fma(weight, ohm, other - price)
        torques, ohms, flows = torques + torque, ohms + ohm, flows + flow
        add(centre, b, -torque, lanes)
        add(centre, b + 1, -ohm, lanes)
        add(room.balance, model.branch_to[e], flow, lanes)
    add(centre, 2 * i, torques, lanes)
    add(centre, 2 * i + 1, ohms, lanes)
    add(room.balance, i, -flows, lanes)
    return total


@njit(cache=True, inline=True)
def advance_injections(i, model, room, target, primal, dual, total, worst, lanes):
    """Generation and shed at bus i. Returns the sum of x z and the largest |RESIDUAL|."""
    one, zero, record = splat(1.0, lanes), splat(0.0, lanes), room.injection
    ahead, step = load(room.ahead, 2 * i + 1, lanes), load(room.step, 2 * i + 1, lanes)
    gains, injected, pulled = zero, zero, zero
    for j in range(model.injection_starts[i], model.injection_starts[i + 1]):
        at = INJECTION * j
        gain, residual = load(record, at + GAIN, lanes), load(record, at + RESIDUAL, lanes)
        curved = load(record, at + CURVATURE, lanes)
        on = smaller(one, gain * splat(ANY, lanes))
        point = slacks(record, at, lanes)
        pull = residual - point[2] + point[3]
        aim = target * load(record, at + AIM, lanes)
        low, high = corrections(point, gain * (pull + ahead), aim, one)
        move = gain * ((pull + step) + (low - high))
        x, w, z, v, weight = take(record, at, point, move, low, high, primal, dual, one)
        total = fma(x, z, fma(w, v, total))
        residual = fma((dual - primal) * curved, move, fnma(dual, residual, residual))
        gain = on / (weight + curved)
        store(record, at + RESIDUAL, residual)
        store(record, at + GAIN, gain)
        worst = larger(worst, size(residual))
        gains, injected = gains + gain, fma(on, x, injected)
        pulled = fma(gain, residual - z + v, pulled)
    add(room.blocks, 4 * i + 3, -gains, lanes)
    add(room.balance, i, injected, lanes)
    add(room.centre, 2 * i + 1, pulled, lanes)
    return total, worst


@njit(cache=True, inline=True)
def advance_links(i, model, room, target, primal, dual, total, worst, lanes):
    """The links of bus i: flow is free within capacity. Returns as `advance_injections`."""
    one, zero, half, record = splat(1.0, lanes), splat(0.0, lanes), splat(0.5, lanes), room.link
    ahead, step, a = room.ahead, room.step, 2 * i + 1
    for e in range(model.link_starts[i], model.link_starts[i + 1]):
        at, b = LINK * e, 2 * model.link_to[e] + 1
        gain, residual = load(record, at + GAIN, lanes), load(record, at + RESIDUAL, lanes)
        curved = load(record, at + CURVATURE, lanes)
        on = smaller(one, gain * splat(ANY, lanes))
        point = slacks(record, at, lanes)
        pull = residual - point[2] + point[3]
        predicted = gain * (pull + (load(ahead, b, lanes) - load(ahead, a, lanes)))
        low, high = corrections(point, predicted, target, one)
        move = gain * ((pull + (load(step, b, lanes) - load(step, a, lanes))) + (low - high))
        x, w, z, v, weight = take(record, at, point, move, low, high, primal, dual, one)
        total = fma(x, z, fma(w, v, total))
        residual = fma((dual - primal) * curved, move, fnma(dual, residual, residual))
        gain = on / (weight + curved)
        store(record, at + RESIDUAL, residual)
        store(record, at + GAIN, gain)
        worst = larger(worst, size(residual))
        flow = on * fma(half, x - w, load(record, at + MIDDLE, lanes))
        slot = 4 * model.link_slot[e]
        if model.link_first[e]:
            for row in range(slot, slot + 4):
                store(room.blocks, row, zero)
        add(room.blocks, slot + 3, gain, lanes)
        add(room.balance, i, -flow, lanes)
        add(room.balance, model.link_to[e], flow, lanes)
        pulled = gain * (residual - z + v)
        add(room.centre, b, pulled, lanes)
        add(room.centre, a, -pulled, lanes)
    return total, worst


@njit(cache=True)
def correct(model, room, opened, sums, lanes):
    """Add the predictor's second-order terms to `step`, and the centring terms to `centre`."""
    one, zero = splat(1.0, lanes), splat(0.0, lanes)
    ahead, step, centre = room.ahead, room.step, room.centre
    for i in range(room.price.shape[0]):
        seconds, firsts, ahead_a = zero, zero, load(ahead, 2 * i, lanes)
        for e in range(model.branch_starts[i], model.branch_starts[i + 1]):
            at, b = BRANCH * e, 2 * model.branch_to[e]
            own = load(room.branch, at + SUSCEPTANCE, lanes)
            ohm = opened * load(room.branch, at + OHM, lanes)
            point = slacks(room.branch, at, lanes)
            predicted = fma(own, ahead_a - load(ahead, b, lanes), -ohm)
            second, sums = foresee(point, predicted, sums, one)
            second, first = own * second, own * (point[4] - point[5])
            seconds, firsts = seconds + second, firsts + first
            add(step, b, -second, lanes)
            add(centre, b, -first, lanes)
        add(step, 2 * i, seconds, lanes)
        add(centre, 2 * i, firsts, lanes)
        seconds, firsts, ahead_a = zero, zero, load(ahead, 2 * i + 1, lanes)
        for j in range(model.injection_starts[i], model.injection_starts[i + 1]):
            at = INJECTION * j
            gain = load(room.injection, at + GAIN, lanes)
            point = slacks(room.injection, at, lanes)
            pull = load(room.injection, at + RESIDUAL, lanes) - point[2] + point[3]
            second, sums = foresee(point, gain * (pull + ahead_a), sums, one)
            seconds = fma(gain, second, seconds)
            aim = load(room.injection, at + AIM, lanes)
            firsts = fma(gain * aim, point[4] - point[5], firsts)
        for e in range(model.link_starts[i], model.link_starts[i + 1]):
            at, b = LINK * e, 2 * model.link_to[e] + 1
            gain = load(room.link, at + GAIN, lanes)
            point = slacks(room.link, at, lanes)
            pull = load(room.link, at + RESIDUAL, lanes) - point[2] + point[3]
            predicted = gain * (pull + (load(ahead, b, lanes) - ahead_a))
            second, sums = foresee(point, predicted, sums, one)
            second, first = gain * second, gain * (point[4] - point[5])
            seconds, firsts = seconds - second, firsts - first
            add(step, b, second, lanes)
            add(centre, b, first, lanes)
        add(step, 2 * i + 1, seconds, lanes)
        add(centre, 2 * i + 1, firsts, lanes)
    return sums


@njit(cache=True)
def measure(model, room, target, opened, sums, lanes):
    """How far the step may go, as `foresee`, and the largest share of a demand that it moves."""
    one, ahead, step = splat(1.0, lanes), room.ahead, room.step
    apart = splat(0.0, lanes)
    for i in range(room.price.shape[0]):
        ahead_a, step_a = load(ahead, 2 * i, lanes), load(step, 2 * i, lanes)
        for e in range(model.branch_starts[i], model.branch_starts[i + 1]):
            at, b = BRANCH * e, 2 * model.branch_to[e]
            own = load(room.branch, at + SUSCEPTANCE, lanes)
            ohm = opened * load(room.branch, at + OHM, lanes)
            point = slacks(room.branch, at, lanes)
            predicted = fma(own, ahead_a - load(ahead, b, lanes), -ohm)
            low, high = corrections(point, predicted, target, one)
            move = fma(own, step_a - load(step, b, lanes), -ohm)
            sums = reach(point, load(room.branch, at + DUALS, lanes), move, low, high, sums)
        ahead_a, step_a = load(ahead, 2 * i + 1, lanes), load(step, 2 * i + 1, lanes)
        for j in range(model.injection_starts[i], model.injection_starts[i + 1]):
            at = INJECTION * j
            gain = load(room.injection, at + GAIN, lanes)
            point = slacks(room.injection, at, lanes)
            pull = load(room.injection, at + RESIDUAL, lanes) - point[2] + point[3]
            aim = target * load(room.injection, at + AIM, lanes)
            low, high = corrections(point, gain * (pull + ahead_a), aim, one)
            move = gain * ((pull + step_a) + (low - high))
            share = load(room.injection, at + CURVATURE, lanes) * splat(model.per_sharing[j], lanes)
            apart = larger(apart, size(move) * share)
            sums = reach(point, load(room.injection, at + DUALS, lanes), move, low, high, sums)
        for e in range(model.link_starts[i], model.link_starts[i + 1]):
            at, b = LINK * e, 2 * model.link_to[e] + 1
            gain = load(room.link, at + GAIN, lanes)
            point = slacks(room.link, at, lanes)
            pull = load(room.link, at + RESIDUAL, lanes) - point[2] + point[3]
            predicted = gain * (pull + (load(ahead, b, lanes) - ahead_a))
            low, high = corrections(point, predicted, target, one)
            move = gain * ((pull + (load(step, b, lanes) - step_a)) + (low - high))
            sums = reach(point, load(room.link, at + DUALS, lanes), move, low, high, sums)
    return sums, apart
