"""Whether compressors lift: all they can, or not at all where more is served then.

A lift draws its inlet down and fills its outlet, which can crowd out what others would deliver; the
method has no law for when an operator would rather not. So a state that is left short is solved
again with its compressors still, gas going through them as through a bypass, and the answer that is
worth more is taken. Within each of the two higher classes go first at any price; between them a
unit of a class is worth `WORTH` of the next one.
"""

from __future__ import annotations

import numpy as np

from holdfast.gas.network import Floats, Ints
from holdfast.gas.steady.layout import SOLVES, STEPS, Answers, States

WORTH = 3.0
GAIN = 1e-4
"""What is worth a second look or another answer, in shares of all that is asked."""


def worth(amount: Floats) -> Floats:
    """(S,) worth of what classes (S, K) get."""
    return amount @ WORTH ** np.arange(amount.shape[1] - 1.0, -1.0, -1.0)


def hopeful(states: States, answers: Answers) -> Ints:
    """States in which compressors could lift, and more could be served by what supplies are left.

    At best all that can be supplied goes to the classes in turn.
    """
    asked, came = states.demand.sum(axis=1), answers.delivered.sum(axis=1)
    before = np.cumsum(asked, axis=1) - asked
    there = states.supply.sum(axis=1)
    best = np.clip(there[:, None] - before, 0.0, asked)
    could = worth(best) - worth(came) > GAIN * worth(asked)
    lifts = (states.ratio > 1.0).any(axis=1)
    return np.flatnonzero(could & lifts)


def at_rest(states: States, which: Ints, back: Ints) -> States:
    """Some of the states, with compressors that do not lift; gas goes `back` (C,) where it may."""
    some = States._make(each[which] for each in states)
    most, may = some.most.copy(), np.flatnonzero(back >= 0)
    most[:, back[may]] = most[:, may]
    return some._replace(ratio=np.ones(some.ratio.shape), most=most)


def take_better(answers: Answers, which: Ints, other: Answers, demand: Floats) -> None:
    """Put other answers of some states where they are worth more, in place.

    Counts of solves and steps are of both.
    """
    now = worth(answers.delivered[which].sum(axis=1))
    then = worth(other.delivered.sum(axis=1))
    better = then > now + GAIN * worth(demand.sum(axis=1))
    for count in (SOLVES, STEPS):
        both = answers.counts[which, count] + other.counts[:, count]
        answers.counts[which, count] = other.counts[:, count] = both
    for mine, its in zip(answers, other, strict=True):
        mine[which[better]] = its[better]
