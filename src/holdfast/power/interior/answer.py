"""What a lane has found, once its last step is taken, as numbers of its state."""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.interior.layout import (
    ABOVE,
    AIM,
    BELOW,
    BRANCH,
    DUAL,
    DUAL_ABOVE,
    DUAL_BELOW,
    GAIN,
    INJECTION,
    LINK,
    MIDDLE,
    OHM,
    OPEN,
    PRIMAL,
    RESIDUAL,
    SLACKS,
    SUSCEPTANCE,
    TARGET,
)

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True)
def give(k, s, model, states, room, answers):
    """Write what lane k has found into the answers of state s."""
    primal = room.meter[PRIMAL, k]
    for i in range(room.price.shape[0]):
        answers.angle[s, i] = room.angle[i, k] + primal * room.step[2 * i, k]
        give_branches(i, k, s, model, room, answers)
        ahead, step = room.ahead[2 * i + 1, k], room.step[2 * i + 1, k]
        for e in range(model.link_starts[i], model.link_starts[i + 1]):
            at, b = LINK * e, 2 * model.link_to[e] + 1
            answers.link[s, e] = 0.0
            if room.link[at + GAIN, k] > 0.0:
                middle = 0.5 * (room.link[at + BELOW, k] - room.link[at + ABOVE, k])
                answers.link[s, e] = (
                    middle
                    + room.link[at + MIDDLE, k]
                    + primal
                    * moved(
                        k,
                        room.link,
                        at,
                        room.ahead[b, k] - ahead,
                        room.step[b, k] - step,
                        room.meter[TARGET, k],
                    )
                )
        for j in range(model.injection_starts[i], model.injection_starts[i + 1]):
            at = INJECTION * j
            if room.injection[at + GAIN, k] > 0.0:
                aim = room.meter[TARGET, k] * room.injection[at + AIM, k]
                move = moved(k, room.injection, at, ahead, step, aim)
                answers.injection[s, j] = room.injection[at + BELOW, k] + primal * move
            else:
                answers.injection[s, j] = states.injection[s, j] if model.demands[j] else 0.0


@njit(cache=True, inline=True)
def give_branches(i, k, s, model, room, answers):
    """Flows of the branches of bus i."""
    primal, record = room.meter[PRIMAL, k], room.branch
    for e in range(model.branch_starts[i], model.branch_starts[i + 1]):
        at, b = BRANCH * e, 2 * model.branch_to[e]
        own, ohm = record[at + SUSCEPTANCE, k], room.meter[OPEN, k] * record[at + OHM, k]
        if own == 0.0:
            answers.flow[s, e] = 0.0
            continue
        move = own * (room.step[2 * i, k] - room.step[b, k]) - ohm
        answers.flow[s, e] = 0.5 * (record[at + BELOW, k] - record[at + ABOVE, k]) + primal * move


@njit(cache=True)
def give_prices(k, s, model, room, answers):
    """Write the prices in lane k, and the multipliers of limits, into the answers of state s."""
    dual, target, record = room.meter[DUAL, k], room.meter[TARGET, k], room.branch
    ahead, step = room.ahead, room.step
    for i in range(room.price.shape[0]):
        answers.price[s, i] = room.price[i, k] + dual * step[2 * i + 1, k]
        for e in range(model.branch_starts[i], model.branch_starts[i + 1]):
            at, b = BRANCH * e, 2 * model.branch_to[e]
            own, ohm = record[at + SUSCEPTANCE, k], room.meter[OPEN, k] * record[at + OHM, k]
            if own == 0.0:
                answers.pull[s, e] = 0.0
                continue
            predicted = own * (ahead[2 * i, k] - ahead[b, k]) - ohm
            move = own * (step[2 * i, k] - step[b, k]) - ohm
            low, high, ix, iw = corrections_of_lane(k, record, at, predicted, target)
            z, v = record[at + DUAL_BELOW, k], record[at + DUAL_ABOVE, k]
            dz, dv = low - z - z * move * ix, high - v + v * move * iw
            answers.pull[s, e] = v - z + dual * (dv - dz)


@njit(cache=True, inline=True)
def corrections_of_lane(k, record, at, predicted, target):
    """`moves.corrections` of one lane, and the inverses of the slacks."""
    both = record[at + SLACKS, k]
    ix, iw = record[at + ABOVE, k] * both, record[at + BELOW, k] * both
    p, q = predicted * ix, predicted * iw
    low = target * ix + record[at + DUAL_BELOW, k] * p * (1.0 + p)
    high = target * iw - record[at + DUAL_ABOVE, k] * q * (1.0 - q)
    return low, high, ix, iw


@njit(cache=True, inline=True)
def moved(k, record, at, predicted, stepped, target):
    """The step of an injection or link in lane k, from those of its price."""
    gain = record[at + GAIN, k]
    pull = record[at + RESIDUAL, k] - record[at + DUAL_BELOW, k] + record[at + DUAL_ABOVE, k]
    low, high, _, _ = corrections_of_lane(k, record, at, gain * (pull + predicted), target)
    return gain * ((pull + stepped) + (low - high))


@njit(cache=True)
def give_all(k, s, model, states, room, answers):
    """Answers of a state in which no island has both generation and demand: all is shed."""
    for j in range(model.demands.size):
        answers.injection[s, j] = states.injection[s, j] if model.demands[j] else 0.0
    answers.flow[s] = 0.0
    answers.pull[s] = 0.0
    answers.link[s] = 0.0
    answers.angle[s] = 0.0
    for i in range(room.price.shape[0]):
        answers.price[s, i] = room.price[i, k]
    answers.iterations[s] = 0
    answers.done[s] = True
