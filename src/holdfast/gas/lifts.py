"""Whether compressors lift: all they can, or not at all where that serves higher classes better.

A lift draws its inlet down and fills its outlet, which can crowd out what others would deliver; the
method has no law for when an operator would rather not. So a state that is left short is solved
again with its compressors still, gas going through them as through a bypass. Of the two answers
that one is taken which gives more to the first class in which they differ, whatever that costs
those after it, as within either of them. Where a compressor drives gas round it is asked whether as
much comes without: what is lifted in vain is not worth its power.
"""

from __future__ import annotations

import numpy as np

from holdfast.gas.network import Flags, Floats, Ints
from holdfast.gas.steady.layout import SOLVES, STEPS, Answers, States

GAIN, OF_CLASS = 1e-4, 1e-3
"""What counts as a difference: in shares of all that is asked, and of what a class asks; the less
of both."""


def differs(more: Floats, less: Floats, demand: Floats) -> Flags:
    """(S, K) whether a class gets more in one answer than in another; both (S, K), asked (S, K)."""
    counts = np.minimum(GAIN * demand.sum(axis=1, keepdims=True), OF_CLASS * demand)
    return np.asarray(more - less > counts)


def better(then: Floats, now: Floats, demand: Floats) -> Flags:
    """(S,) whether `then` gives more to the first class in which two answers (S, K) differ."""
    gains, loses = differs(then, now, demand), differs(now, then, demand)
    first = np.argmax(gains | loses, axis=1)
    return np.asarray(gains[np.arange(len(gains)), first])


def hopeful(states: States, answers: Answers) -> Ints:
    """States in which compressors could lift, and a class could get more from what supplies have.

    At best all that can be supplied goes to the classes in turn.
    """
    asked, came = states.demand.sum(axis=1), answers.delivered.sum(axis=1)
    before = np.cumsum(asked, axis=1) - asked
    there = states.supply.sum(axis=1)
    best = np.clip(there[:, None] - before, 0.0, asked)
    lifts = (states.ratio > 1.0).any(axis=1)
    return np.flatnonzero(better(best, came, asked) & lifts)


def circling(answers: Answers, demand: Floats, stations: int) -> Ints:
    """States in which more goes through a compressor than all that is asked and burnt: gas goes
    round, back by a pipe beside it; demand (S, J, K)."""
    total = demand.sum(axis=(1, 2)) + answers.burnt.sum(axis=1)
    through = answers.link[:, :stations].max(axis=1, initial=0.0)
    return np.flatnonzero(through > (1.0 + OF_CLASS) * total)


def at_rest(states: States, back: Ints) -> States:
    """The states with compressors that do not lift; gas goes `back` (C,) where it may."""
    most, may = states.most.copy(), np.flatnonzero(back >= 0)
    most[:, back[may]] = most[:, may]
    return states._replace(ratio=np.ones(states.ratio.shape), most=most)


def take_better(
    answers: Answers, which: Ints, other: Answers, demand: Floats, sound: Flags, alike: bool = False
) -> None:
    """Put other answers of some states where they are `sound` and better, in place.

    Where they are `alike` too, if so asked. Counts of solves and steps are of both.
    """
    now, then = answers.delivered[which].sum(axis=1), other.delivered.sum(axis=1)
    asked = demand.sum(axis=1)
    won = sound & (~better(now, then, asked) if alike else better(then, now, asked))
    for count in (SOLVES, STEPS):
        both = answers.counts[which, count] + other.counts[:, count]
        answers.counts[which, count] = other.counts[:, count] = both
    for mine, its in zip(answers, other, strict=True):
        mine[which[won]] = its[won]
