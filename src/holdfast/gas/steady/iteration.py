"""Stage by stage, state by state: an interior point method on W states at once.

Each lane goes its own way; a lane whose state is done takes the next one at once. The first stage
asks for all classes together. Where a part is short the classes then follow one another, each with
a threshold that rises until those before it lose nothing. Last, all that was granted is drawn.
"""

from __future__ import annotations

import numba

from holdfast.gas.compiled import njit
from holdfast.gas.steady.answer import give, give_nothing, grant, rounded
from holdfast.gas.steady.factor import back_and_forth, factor
from holdfast.gas.steady.halves import begin_halves, halves, put_half
from holdfast.gas.steady.holding import begin_holds, throttled
from holdfast.gas.steady.lanes import splat, store
from holdfast.gas.steady.laws import assemble
from holdfast.gas.steady.layout import (
    ALL,
    BALANCE,
    CAREFUL,
    COUNT,
    DROPPED,
    DROPS,
    EMPTY,
    HALVES,
    HELD,
    LAW,
    LAWFUL,
    PLAIN,
    POLISH,
    SOLVES,
    STAGE,
    STATE,
    STEERS,
    STEP,
    STEPS,
    STEPS_MADE,
    TARGET,
    TOTAL,
    TRIES,
    TRIMMED,
    TRIMS,
)
from holdfast.gas.steady.moves import go, lawful, measure, steady, steer
from holdfast.gas.steady.start import begin, put_stage, put_start, rest
from holdfast.gas.steady.trimming import AIMED, lowest, shrink, trim

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

TRIED = 2
"""Times that a stage is tried again."""
THROTTLED = 5e-3
"""What a hold may take off a pipe's law in an answer that obeys it [bar^2]."""
HOLDING = 1.0
"""Product from which holds start while all is drawn [bar^2]."""
SHRUNK = (1e-3, 1e-2, 0.1, 0.5)
"""Shares by which draws that do not settle are cut in turn."""


@njit(cache=True, inner=False)
def solve(model, pattern, states, tuning, room, answers, lanes):
    """Solve all states; answers are written in place. Returns the number of steps made."""
    following, steps, width = numba.int64(0), 0, room.lane.shape[1]
    for k in range(width):
        rest(k, room)
    while True:
        busy = False
        for k in range(width):
            had = room.lane[STATE, k] >= 0
            free = not had or not goes_on(k, model, pattern, states, tuning, room, answers)
            if free and (had or steps == 0):
                following = refill(k, following, model, states, tuning, room, answers)
            busy = busy or room.lane[STATE, k] >= 0
        if not busy:
            return steps
        step(model, pattern, room, tuning, lanes)
        steps += 1


@njit(cache=True)
def refill(k, following, model, states, tuning, room, answers):
    """Give lane k the next state in which something is to be found; returns the one after it."""
    rest(k, room)
    while room.lane[STATE, k] < 0 and following < states.supply.shape[0]:
        if begin(k, following, model, states, room):
            enter(k, numba.int64(ALL), model, states, tuning, room, answers)
        else:
            give_nothing(following, answers)
        following += 1
    return following


@njit(cache=True)
def enter(k, stage, model, states, tuning, room, answers):
    """Let lane k begin a stage, or the next one after it in which anyone's turn it is."""
    s = room.lane[STATE, k]
    room.lane[STAGE, k], room.lane[TRIES, k] = stage, 0
    while not put_stage(k, s, model, states, room, answers):
        if room.lane[STAGE, k] == POLISH or room.lane[DROPS, k] > 0:
            break
        room.lane[STAGE, k] += 1
        if room.lane[STAGE, k] >= states.demand.shape[2]:
            room.lane[STAGE, k] = POLISH
    answers.counts[s, SOLVES] += 1
    if room.lane[STAGE, k] != POLISH:
        put_start(k, model, room)


@njit(cache=True)
def step(model, pattern, room, tuning, lanes):
    """One step of Newton's method in every lane that has a state."""
    assemble(model, room, lanes)
    factor(room.values, pattern, room.excess, lanes)
    back_and_forth(room.values, pattern, room.step, lanes)
    steered = False
    for k in range(room.lane.shape[1]):
        steered = steered or room.lane[STEERS, k] > 0
    if steered:
        back_and_forth(room.values, pattern, room.swell, lanes)
    zero = splat(0.0, lanes)
    for i in range(room.step.shape[0]):
        store(room.shift, i, zero)
        store(room.lack, i, zero)
    for k in range(room.lane.shape[1]):
        if room.lane[STEERS, k] > 0:
            steer(k, model, room, tuning.loss)
    measure(model, room, lanes)
    go(model, room, lanes)


@njit(cache=True)
def goes_on(k, model, pattern, states, tuning, room, answers):
    """Whether lane k has more to do with its state; what a stage has found is written down."""
    s, meter = room.lane[STATE, k], room.meter
    made, step = room.lane[STEPS_MADE, k], meter[STEP, k]
    mean = meter[TOTAL, k] / meter[COUNT, k]
    fine = made > 0 and meter[LAW, k] < tuning.law and meter[BALANCE, k] < tuning.balance
    near = mean < 0.5 * tuning.tolerance and meter[TARGET, k] <= 0.301 * tuning.tolerance
    if fine and near and step == 1.0 and steady(k, room) and lawful(k, model, room):
        return after(k, model, pattern, states, tuning, room, answers)
    longer = room.lane[TRIES, k] > 0 or room.lane[HALVES, k] > 0
    patience = 2 * tuning.patience if longer else tuning.patience
    if made >= patience or (made > 0 and not mean < 1e12):
        return fails(k, model, states, tuning, room, answers)
    if made > 0:
        share = 0.1 if step > 0.9 else (0.25 if step > 0.5 else 0.6)
        meter[TARGET, k] = max(share * mean, 0.3 * tuning.tolerance)
    meter[STEP, k] = 1.0
    room.lane[STEPS_MADE, k] += 1
    answers.counts[s, STEPS] += 1
    return True


@njit(cache=True)
def after(k, model, pattern, states, tuning, room, answers):
    """A stage has come to its end: go on to the next; returns whether there is one."""
    s, stage = room.lane[STATE, k], room.lane[STAGE, k]
    if room.lane[HALVES, k] > 0 and halves(k, model, room, tuning.loss):
        try_half(k, s, model, states, tuning, room, answers)
        return True
    room.lane[HALVES, k] = 0
    if stage == POLISH:
        return drawn(k, s, model, pattern, states, room, answers)
    short = grant(k, s, model, states, room, answers)
    give(k, s, model, states, room, answers)
    bounded = lowest(k, model, room) < 0 and not throttled(k, model, room, THROTTLED)
    room.lane[LAWFUL, k] = 1 if bounded else 0
    following = stage + 1
    if not short or room.lane[DROPS, k] > 0 or following >= states.demand.shape[2]:
        following = numba.int64(POLISH)
    enter(k, following, model, states, tuning, room, answers)
    room.lane[STEPS_MADE, k] += 1
    answers.counts[s, STEPS] += 1
    return True


@njit(cache=True)
def drawn(k, s, model, pattern, states, room, answers):
    """What is drawn has settled: write it down, or cut it where a least pressure does not hold.

    Returns whether there is more to do.
    """
    worst = lowest(k, model, room)
    if worst >= 0 and room.lane[HELD, k] == 0 and model.hold.size > 0:
        hold_links(k, model, room)
        answers.counts[s, STEPS] += 1
        return True
    if room.lane[TRIMS, k] == 0:
        if worst >= 0 and room.lane[LAWFUL, k] > 0:
            answers.counts[s, PLAIN] = 1
            return False
        rounded(k, s, model, states, room, answers, numba.int64(1))
    if worst < 0:
        give(k, s, model, states, room, answers)
        return False
    answers.counts[s, TRIMMED] += 1
    if not trim(k, s, worst, model, pattern, states, room, answers):
        answers.counts[s, EMPTY] = 1
        give_nothing(s, answers)
        return False
    answers.counts[s, STEPS] += 1
    return True


@njit(cache=True)
def hold_links(k, model, room):
    """Let holds throttle links of lane k while all is drawn."""
    room.lane[HELD, k] = 1
    room.meter[TARGET, k] = HOLDING
    room.meter[COUNT, k] += begin_holds(k, model, room, HOLDING)
    room.meter[BALANCE, k] = 1.0
    room.lane[STEPS_MADE, k] = 1


@njit(cache=True)
def unsettled(k, s, model, states, room, answers, tuning):
    """What is drawn does not settle: leave the answer as it stands if it obeys all, or draw less.

    Returns whether there is more to do.
    """
    if room.lane[TRIMS, k] == 0 and room.lane[LAWFUL, k] > 0:
        answers.counts[s, PLAIN] = 1
        return False
    if room.lane[TRIMS, k] == 0:
        rounded(k, s, model, states, room, answers, numba.int64(1))
    answers.counts[s, CAREFUL] += 1
    room.lane[TRIMS, k] += 1
    room.lane[TRIES, k] += 1
    if room.lane[TRIES, k] > 4 * AIMED:
        answers.counts[s, EMPTY] = 1
        give_nothing(s, answers)
        return False
    share = SHRUNK[min(room.lane[TRIES, k] - 1, len(SHRUNK) - 1)]
    shrink(k, s, share, model, states, room, answers)
    tries, room.lane[TRIES, k] = room.lane[TRIES, k], 1
    put_start(k, model, room)
    room.lane[TRIES, k] = tries
    room.meter[BALANCE, k], room.meter[STEP, k], room.meter[TOTAL, k] = 1.0, 1.0, 1e300
    room.lane[STEPS_MADE, k] = 1
    answers.counts[s, SOLVES] += 1
    answers.counts[s, STEPS] += 1
    return True


@njit(cache=True)
def try_half(k, s, model, states, tuning, room, answers):
    """Let lane k solve its stage anew with thresholds that stay where the search has put them."""
    put_stage(k, s, model, states, room, answers)
    room.lane[STEERS, k] = 0
    put_start(k, model, room)
    put_half(k, room)
    answers.counts[s, SOLVES] += 1
    room.lane[STEPS_MADE, k] += 1
    answers.counts[s, STEPS] += 1


@njit(cache=True)
def fails(k, model, states, tuning, room, answers):
    """A stage does not end: try again, more carefully or by halves, then do without it.

    Returns whether there is more to do with the state. A polish that fails leaves the answer as it
    stands; a class that nothing solves is dropped with all below it; without the first class
    nothing flows, which is a solution of every state.
    """
    s, stage = room.lane[STATE, k], room.lane[STAGE, k]
    if stage == POLISH:
        return unsettled(k, s, model, states, room, answers, tuning)
    if stage > 0 and room.lane[STEERS, k] > 0:
        answers.counts[s, CAREFUL] += 1
        begin_halves(k, room)
        try_half(k, s, model, states, tuning, room, answers)
        return True
    if room.lane[HALVES, k] > 1:
        for i in range(room.lower.shape[0]):
            room.lower[i, k] = room.rise[i, k]
        room.lane[HALVES, k] -= 1
        try_half(k, s, model, states, tuning, room, answers)
        return True
    room.lane[HALVES, k] = 0
    if stage <= 0 and room.lane[TRIES, k] < TRIED:
        answers.counts[s, CAREFUL] += 1
        tries = room.lane[TRIES, k] + 1
        put_stage(k, s, model, states, room, answers)
        room.lane[TRIES, k] = tries
        put_start(k, model, room)
    elif stage == ALL:
        for i in range(room.short.shape[0]):
            room.short[i, k] = 1
        enter(k, numba.int64(0), model, states, tuning, room, answers)
    elif stage == 0 or room.lane[DROPS, k] > 0:
        answers.counts[s, EMPTY] = 1
        give_nothing(s, answers)
        return False
    else:
        answers.counts[s, DROPPED] = 1
        room.lane[DROPS, k] = 1
        enter(k, stage, model, states, tuning, room, answers)
    room.lane[STEPS_MADE, k] += 1
    answers.counts[s, STEPS] += 1
    return True
