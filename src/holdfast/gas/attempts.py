"""One answer of several: which way links lead, whether compressors lift, and what to do without.

Each state is solved as it stands. An answer that breaks a law or a bound is not taken: the state is
solved again to finer tolerances, with compressors still, and with fewer classes; nothing at all is
always an answer. Where more could be served the state is solved with links let in the other way
round, and with compressors still; the sound answer that serves higher classes better is taken.
"""

from __future__ import annotations

import numpy as np

from holdfast.gas.judging import faulty
from holdfast.gas.lifts import at_rest, circling, hopeful, take_better
from holdfast.gas.network import Ints
from holdfast.gas.steady.iteration import solve
from holdfast.gas.steady.lanes import Lanes
from holdfast.gas.steady.layout import (
    CAREFUL,
    DROPPED,
    EMPTY,
    SOLVES,
    STEPS,
    Answers,
    Room,
    States,
    Tuning,
    blank_answers,
)
from holdfast.gas.steady.model import Ready
from holdfast.gas.turns import differ, one_way

FINER = 0.2
"""Tolerances of a second try, in shares of the usual ones."""


def answer(ready: Ready, states: States, tuning: Tuning, room: Room, answers: Answers) -> None:
    """Solve all states; answers are written in place, judged."""
    model = ready.model
    first = one_way(model, states, ready.turning)
    _solve(ready, first, tuning, room, answers)
    bad = np.flatnonzero(faulty(model, first, answers))
    if bad.size:
        mend(ready, states, tuning, room, answers, bad)
    still = circling(answers, states.demand, ready.back.size)
    if still.size:
        rest = at_rest(_pick(states, still), ready.back)
        _consider(ready, rest, tuning, room, answers, still, alike=True)
    still = hopeful(states, answers)
    if not still.size:
        return
    some = _pick(states, still)
    other = one_way(model, some, ready.turning, backward=True)
    turned = np.flatnonzero(differ(other, _pick(first, still)))
    if turned.size:
        _consider(ready, _pick(other, turned), tuning, room, answers, still[turned])
    _consider(ready, at_rest(some, ready.back), tuning, room, answers, still)


def mend(
    ready: Ready, states: States, tuning: Tuning, room: Room, answers: Answers, bad: Ints
) -> None:
    """Find other answers to some of the states, in place: finer, still, with fewer classes."""
    fine = tuning._replace(tolerance=FINER * tuning.tolerance, law=FINER * tuning.law)
    classes = states.demand.shape[2]
    tries = [(classes, False), *((kept, True) for kept in range(classes, 0, -1))]
    for kept, still in tries:
        some = _pick(states, bad)
        some = at_rest(some, ready.back) if still else one_way(ready.model, some, ready.turning)
        demand = some.demand.copy()
        demand[:, :, kept:] = 0.0
        found = blank_answers(ready.pattern.starts.size - 1, some)
        _solve(ready, some._replace(demand=demand), fine, room, found)
        answers.counts[bad, CAREFUL] += 1
        for count in (SOLVES, STEPS, CAREFUL):
            found.counts[:, count] += answers.counts[bad, count]
            answers.counts[bad, count] = found.counts[:, count]
        if kept < classes:
            found.counts[:, DROPPED] = 1
        good = ~faulty(ready.model, some, found)
        for mine, its in zip(answers, found, strict=True):
            mine[bad[good]] = its[good]
        bad = bad[~good]
        if not bad.size:
            return
    for mine in answers[:-1]:
        mine[bad] = 0.0
    answers.counts[bad, EMPTY] = 1


def _consider(
    ready: Ready,
    others: States,
    tuning: Tuning,
    room: Room,
    answers: Answers,
    which: Ints,
    alike: bool = False,
) -> None:
    """Solve other states for some answers and take theirs where they are sound and better, or no
    worse if they need only be `alike`."""
    found = blank_answers(ready.pattern.starts.size - 1, others)
    _solve(ready, others, tuning, room, found)
    sound = ~faulty(ready.model, others, found)
    take_better(answers, which, found, others.demand, sound, alike)


def _solve(ready: Ready, states: States, tuning: Tuning, room: Room, answers: Answers) -> None:
    solve(ready.model, ready.pattern, states, tuning, room, answers, Lanes(room.lane.shape[1]))


def _pick(states: States, which: Ints) -> States:
    return States._make(each[which] for each in states)
