"""Where links alone lead gas round and one of them lifts, one is shut.

Two compressors that face each other, or one beside a valve that lets its gas back, would drive gas
round without end and lift nothing. An operator lets gas through one way: links are let in one after
another, and one that would close such a round is shut. Which goes first is tried both ways.
"""

from __future__ import annotations

import numpy as np

from holdfast.gas.joined import rounds
from holdfast.gas.network import Flags, Ints
from holdfast.gas.steady.layout import Model, States


def turning(model: Model, guards: Ints) -> Ints:
    """Links that lie in a round of links; guards, which lift nothing, apart."""
    links = np.setdiff1d(np.arange(model.link_from.size), guards)
    label = rounds(model.least.size, model.link_from[links], model.link_to[links])
    return np.asarray(links[label[model.link_from[links]] == label[model.link_to[links]]])


def one_way(model: Model, states: States, links: Ints, backward: bool = False) -> States:
    """The states with links (L,) shut that would close a round in which one lifts.

    They are let in as they stand, or `backward` from the last on.
    """
    if not links.size:
        return states
    links = links[::-1] if backward else links
    most = states.most.copy()
    kinds = np.concatenate([states.most[:, links] > 0.0, states.ratio[:, links] > 1.0], axis=1)
    found, which = np.unique(kinds, axis=0, return_inverse=True)
    for k, kind in enumerate(found):
        opened, lifts = np.split(kind, 2)
        shut = links[_closing(model.link_from[links], model.link_to[links], opened, lifts)]
        most[np.ix_(np.flatnonzero(which.ravel() == k), shut)] = 0.0
    return states._replace(most=most)


def differ(one: States, other: States) -> Flags:
    """(S,) whether other links are shut."""
    return np.asarray((one.most != other.most).any(axis=1))


def _closing(begin: Ints, end: Ints, opened: Flags, lifts: Flags) -> Flags:
    """(L,) links that would close a round in which one lifts, if let in one after another."""
    shut, let_in = np.zeros(len(begin), dtype=np.bool_), list[int]()
    for e in np.flatnonzero(opened):
        ways = [(int(begin[i]), int(end[i]), bool(lifts[i])) for i in let_in]
        plain, lifted = _reached(int(end[e]), ways)
        shut[e] = begin[e] in lifted or (begin[e] in plain and lifts[e])
        if not shut[e]:
            let_in.append(int(e))
    return shut


def _reached(start: int, ways: list[tuple[int, int, bool]]) -> tuple[set[int], set[int]]:
    """Nodes to which ways lead from `start`, and those to which they lead with a lift."""
    plain, lifted = {start}, set[int]()
    while True:
        more = {to for one, to, _ in ways if one in plain} - plain
        high = {to for one, to, lift in ways if one in lifted or (lift and one in plain)} - lifted
        if not more and not high:
            return plain, lifted
        plain |= more
        lifted |= high
