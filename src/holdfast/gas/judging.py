"""Whether answers obey what every answer must: balance, Weymouth's law, all bounds.

The method stops where its own measures say so; what it has written down is judged once more, by
what it says alone.
"""

from __future__ import annotations

import numpy as np

from holdfast.gas.network import Flags, Floats
from holdfast.gas.steady.laws import WORK
from holdfast.gas.steady.layout import Answers, Model, States

BALANCE = 1e-6
"""Largest imbalance of a node, in shares of what is asked."""
LAW = 1e-2
"""Most that a pipe misses Weymouth's law by [unit of potential]."""
HIGHER = 0.1
"""By how much gas may come higher than a supply or a link can hold [unit of potential]."""
BEYOND = 1e-2
"""How far a pressure may lie beyond a bound [root of the unit of potential]; share of a power."""
FLOWS = 1e-4
"""What flows, in shares of what is asked."""


def faulty(model: Model, states: States, answers: Answers) -> Flags:
    """(S,) answers that break balance, a law or a bound by more than is tolerated."""
    total = states.demand.sum(axis=(1, 2))
    potential = answers.potential
    wrong = ~np.isfinite(potential).all(axis=1) | ~np.isfinite(answers.delivered).all(axis=(1, 2))
    wrong |= ~(imbalance(model, answers, total) <= BALANCE)
    wrong |= ~(law_of(model, states, answers).max(axis=1, initial=0.0) <= LAW)
    flows = (FLOWS * total)[:, None]
    entered = potential[:, model.terminal[: model.supplies[0]]]
    high = entered > model.level[: model.supplies[0]] + HIGHER
    wrong |= (high & (answers.supplied > flows)).any(axis=1)
    begin, end = potential[:, model.link_from], potential[:, model.link_to]
    high = end > np.minimum(states.ratio * begin, model.link_set) + HIGHER
    wrong |= (high & (answers.link > flows)).any(axis=1)
    wrong |= (answers.link > states.most * (1.0 + BALANCE) + flows).any(axis=1)
    lifted = (end > begin) & (begin > 0.0)
    ratio = np.divide(end, begin, out=np.ones_like(end), where=lifted)
    work = np.maximum(answers.link, 0.0) * (ratio**WORK - 1.0)
    wrong |= (work > (1.0 + BEYOND) * states.power + BALANCE * total[:, None]).any(axis=1)
    through = _through(model, answers) > 2.0 * flows
    over = potential > model.bound + 2.0 * BEYOND * np.sqrt(model.bound)
    under = potential < model.least - 2.0 * BEYOND * np.sqrt(model.least)
    wrong |= (through & (over | under)).any(axis=1)
    return np.asarray(wrong)


def law_of(model: Model, states: States, answers: Answers) -> Floats:
    """(S, P) what pipes miss Weymouth's law by [unit of potential]; 0 for one that is out."""
    lost = answers.potential[:, model.pipe_from] - answers.potential[:, model.pipe_to]
    missed = np.abs(lost - states.resistance * answers.flow * np.abs(answers.flow))
    missed[states.resistance == 0.0] = 0.0
    return missed


def imbalance(model: Model, answers: Answers, total: Floats) -> Floats:
    """(S,) largest difference of what comes to and leaves a node, in shares of `total` (S,)."""
    count, nodes = answers.potential.shape
    supplies, asking = answers.supplied.shape[1], answers.delivered.shape[1]
    left = np.zeros((nodes, count))
    for ends, moved, sign in (
        (model.pipe_from, answers.flow, -1.0),
        (model.pipe_to, answers.flow, 1.0),
        (model.link_from, answers.link, -1.0),
        (model.link_to, answers.link, 1.0),
        (model.link_from, answers.burnt, -1.0),
        (model.terminal[:supplies], answers.supplied, 1.0),
        (model.terminal[supplies : supplies + asking], answers.delivered.sum(axis=2), -1.0),
    ):
        np.add.at(left, ends, sign * moved.T)
    worst = np.abs(left).max(axis=0, initial=0.0)
    share: Floats = np.divide(worst, total, out=np.zeros(count), where=total > 0)
    return share


def _through(model: Model, answers: Answers) -> Floats:
    """(S, N) twice what goes through each node."""
    count, nodes = answers.potential.shape
    supplies, asking = answers.supplied.shape[1], answers.delivered.shape[1]
    through = np.zeros((nodes, count))
    for ends, moved in (
        (model.pipe_from, answers.flow),
        (model.pipe_to, answers.flow),
        (model.link_from, answers.link),
        (model.link_to, answers.link),
        (model.terminal[:supplies], answers.supplied),
        (model.terminal[supplies : supplies + asking], answers.delivered.sum(axis=2)),
    ):
        np.add.at(through, ends, np.abs(moved).T)
    return through.T
