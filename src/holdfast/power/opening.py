"""Branches that an operator leaves open, because closed they would raise shed.

In a grid with reactances a branch can draw power onto its own limit or another's. With a little
less susceptance in branch l shed falls by t_l f_l of it, t = M' y + m (see `certificate`); those
where that is most are tried, a few at a time, and the one that lowers shed most stays open, until
none does. This is the line ranking of Fuller, Ramasra and Cha (2012, IEEE Transactions on Power
Systems 27(3)); it finds what one opening after another can, which need not be the best set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from holdfast.power.grid import Flags, Floats, Ints
from holdfast.power.inputs import Inputs

if TYPE_CHECKING:
    from holdfast.power.shedding import ShedResult

TRIED = 8
"""Branches that are tried of each state, round by round."""
ROUNDS = 8
"""Branches that are opened in one state at most."""
LEAST = 1e-6
"""What an opening must save, in shares of demand."""


def open_branches(inputs: Inputs, solve: Callable[[Inputs], ShedResult]) -> tuple[Inputs, Flags]:
    """The inputs with branches opened where that lowers shed, and which were (S, L)."""
    branch = inputs.given.branch.copy()
    opened = np.zeros(branch.shape, dtype=bool)
    now = solve(inputs)
    shed = now.weighted_shed.copy()
    asked = (np.maximum(inputs.given.demand, 0.0) * inputs.weights).sum(axis=(1, 2)) * inputs.unit
    least = np.broadcast_to(LEAST * np.maximum(asked, 1e-9), shed.shape)
    active = np.flatnonzero(shed > least)
    gain = _gains(inputs, now, active)
    for _ in range(ROUNDS):
        if not active.size:
            break
        tried = np.argsort(gain, axis=1, kind="stable")[:, :TRIED]
        useful = np.take_along_axis(gain, tried, axis=1) < 0
        rows, columns = np.nonzero(useful)
        if not rows.size:
            break
        states, lines = active[rows], tried[rows, columns]
        trial = branch[states]
        trial[np.arange(len(states)), lines] = 0.0
        found = solve(_with(inputs, states, trial))
        best = np.full(len(active), -1)
        for k, row in enumerate(rows):
            if best[row] < 0 or found.weighted_shed[k] < found.weighted_shed[best[row]]:
                best[row] = k
        better = [
            k
            for k in best
            if k >= 0 and found.weighted_shed[k] < shed[states[k]] - least[states[k]]
        ]
        for k in better:
            branch[states[k], lines[k]] = 0.0
            opened[states[k], lines[k]] = True
            shed[states[k]] = found.weighted_shed[k]
        active = np.array(
            [states[k] for k in better if shed[states[k]] > least[states[k]]], dtype=np.int64
        )
        kept = [k for k in better if shed[states[k]] > least[states[k]]]
        gain = _gains(inputs, found, kept)
    return inputs._replace(given=inputs.given._replace(branch=branch)), opened


def _gains(inputs: Inputs, found: ShedResult, rows: Ints | list[int]) -> Floats:
    """(S, L) change of shed, to the first order, by less of each branch; below 0 where it falls."""
    lines, price = inputs.lines, found.price[rows]
    pulled = price[:, lines.branch_from] - price[:, lines.branch_to] + found.limit_price[rows]
    return np.asarray(-pulled * found.flow[rows])


def _with(inputs: Inputs, states: Ints, branch: Floats) -> Inputs:
    """Some states, each perhaps more than once, with these branches."""
    given, count = inputs.given, len(inputs.given.branch)
    some = [a[states] if len(a) == count else a for a in given]
    return inputs._replace(given=type(given)(*some)._replace(branch=branch))
