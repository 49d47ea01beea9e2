"""The primal-dual predictor-corrector method on W states at once; a lane that is done is refilled.

Mehrotra (1992), SIAM Journal on Optimization 2(4), 575-601; `docs/blocks/power-kernel.md` has the
equations. Each lane goes its own way: nothing is summed or compared across lanes, so a state's
numbers do not depend on what lies beside it.
"""

from __future__ import annotations

import numba

from holdfast.power.compiled import njit
from holdfast.power.interior.answer import give, give_all, give_prices
from holdfast.power.interior.factor import backward, factor, forward
from holdfast.power.interior.lanes import fma, fnma, larger, load, smaller, splat, store
from holdfast.power.interior.layout import (
    APART,
    BALANCE,
    BRANCH,
    BUSY,
    DUAL,
    GAIN,
    INJECTION,
    KEEP,
    LINK,
    OHM,
    OPEN,
    PRICED,
    PRIMAL,
    REST,
    SCALE,
    SUSCEPTANCE,
    TARGET,
    TOTAL,
)
from holdfast.power.interior.passes import advance, correct, measure
from holdfast.power.interior.start import place

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

DUAL_RESIDUAL = 1e-9
"""Largest dual residual at the end, in shares of the dearest weight."""


@njit(cache=True, inner=False)
def solve(model, pattern, states, tuning, room, islands, answers, lanes):
    """Solve all states that fit; answers are written in place. Returns the number of steps made."""
    blank(room, model)
    following, steps = numba.int64(0), 0
    while True:
        busy = False
        for k in range(room.lane.shape[1]):
            if room.lane[0, k] >= 0 and goes_on(k, model, states, tuning, room, answers):
                busy = True
                continue
            if room.lane[0, k] >= 0 or steps == 0:
                following = refill(k, following, model, states, tuning, room, islands, answers)
            busy = busy or room.lane[0, k] >= 0
        if not busy:
            return steps
        step(model, pattern, room, lanes)
        steps += 1


@njit(cache=True)
def goes_on(k, model, states, tuning, room, answers):
    """Whether lane k needs another step; if not, what it has found is written down."""
    meter, s = room.meter, room.lane[0, k]
    room.lane[1, k] += 1
    scale, total = meter[SCALE, k], meter[TOTAL, k]
    if room.lane[1, k] == tuning.patience:
        meter[KEEP, k] = tuning.careful
    met = settled(meter, k, tuning)
    stops = met or room.lane[1, k] >= tuning.most or not total < 1e300
    if meter[PRICED, k] == 0.0 and (stops or total <= tuning.prices * scale):
        give_prices(k, s, model, room, answers)
        meter[PRICED, k] = 1.0
        if room.lane[1, k] < tuning.patience:
            meter[KEEP, k] = tuning.last
    if stops:
        give(k, s, model, states, room, answers)
        answers.iterations[s] = room.lane[1, k]
        answers.done[s] = met
    return not stops


@njit(cache=True)
def refill(k, following, model, states, tuning, room, islands, answers):
    """Give lane k the next state in which something is to be found; returns the one after it."""
    room.lane[0, k] = -1
    room.lane[1, k] = 0
    while room.lane[0, k] < 0 and following < states.fits.size:
        if not states.fits[following]:
            answers.done[following] = False
        else:
            scale = place(k, following, model, states, room, islands, tuning.free)
            if scale > 0.0:
                room.lane[0, k] = following
                room.meter[SCALE, k] = scale
            else:
                give_all(k, following, model, states, room, answers)
        following += 1
    rest(k, room.lane[0, k] >= 0, tuning, room)
    return following


@njit(cache=True)
def step(model, pattern, room, lanes):
    """One step: take the last one, predict, correct, and see how far the next one may go."""
    one, zero = splat(1.0, lanes), splat(0.0, lanes)
    meter, none = room.meter, (one, one, zero, zero, zero)
    count = 2.0 * (model.branch_to.size + model.demands.size + model.link_to.size)
    primal, opened = load(meter, PRIMAL, lanes), load(meter, OPEN, lanes)
    total, balance, rest_ = advance(
        model, room, load(meter, TARGET, lanes), primal, load(meter, DUAL, lanes), opened, lanes
    )
    opened = fnma(primal, opened, opened)
    factor(room.blocks, pattern, room.ground, room.column, room.ahead, room.excess, lanes)
    backward(room.blocks, pattern, room.ahead, lanes)
    primal, dual, s1, s2, s3 = correct(model, room, opened, none, lanes)
    primal, dual = one / primal, one / dual
    left = fnma(primal * dual, s3, fnma(dual, s2, fma(primal, s1, total)))
    ratio = larger(left / total, zero)
    target = ratio * ratio * ratio * total * splat(1.0 / count, lanes)
    for i in range(room.step.shape[0]):
        store(room.step, i, fma(target, load(room.centre, i, lanes), load(room.step, i, lanes)))
    forward(room.blocks, pattern, room.step, lanes)
    backward(room.blocks, pattern, room.step, lanes)
    (primal, dual, s1, s2, s3), apart = measure(model, room, target, opened, none, lanes)
    store(meter, APART, apart)
    keep, busy = load(meter, KEEP, lanes), load(meter, BUSY, lanes)
    primal, dual = busy * smaller(one, keep / primal), busy * smaller(one, keep / dual)
    store(meter, PRIMAL, primal)
    store(meter, DUAL, dual)
    store(meter, TARGET, target)
    store(meter, TOTAL, fma(primal * dual, s3, fma(dual, s2, fma(primal, s1, total))))
    store(meter, BALANCE, balance)
    store(meter, REST, rest_)
    store(meter, OPEN, opened)


@njit(cache=True)
def settled(meter, k, tuning):
    """Whether lane k meets its tolerance once the step is taken."""
    left, scale = 1.0 - meter[PRIMAL, k], meter[SCALE, k]
    total, apart = meter[TOTAL, k], meter[APART, k]
    shared = total <= tuning.tolerance * scale and apart <= tuning.shares
    return (
        (shared or (total <= tuning.rough * scale and apart <= tuning.still))
        and left * meter[BALANCE, k] <= tuning.balance * scale
        and left * meter[OPEN, k] <= DUAL_RESIDUAL
        and (1.0 - meter[DUAL, k]) * meter[REST, k] <= DUAL_RESIDUAL
    )


@njit(cache=True)
def rest(k, busy, tuning, room):
    """Make the next `advance` leave lane k where it is."""
    room.meter[PRIMAL, k] = 0.0
    room.meter[DUAL, k] = 0.0
    room.meter[TARGET, k] = 0.0
    room.meter[OPEN, k] = 1.0
    room.meter[PRICED, k] = 0.0
    room.meter[KEEP, k] = tuning.keep
    room.meter[BUSY, k] = 1.0 if busy else 0.0
    for i in range(room.step.shape[0]):
        room.step[i, k] = 0.0
        room.ahead[i, k] = 0.0


@njit(cache=True)
def blank(room, model):
    """Numbers with which an empty lane does no harm."""
    room.branch[:] = 1.0
    room.injection[:] = 1.0
    room.link[:] = 1.0
    for e in range(model.branch_to.size):
        room.branch[BRANCH * e + SUSCEPTANCE] = 0.0
        room.branch[BRANCH * e + OHM] = 0.0
    for j in range(model.demands.size):
        room.injection[INJECTION * j + GAIN] = 0.0
    for e in range(model.link_to.size):
        room.link[LINK * e + GAIN] = 0.0
    room.ground[:] = 1.0
    room.idle[:] = 1.0
    room.demand[:] = 0.0
    room.meter[:] = 0.0
    room.lane[:] = -1
