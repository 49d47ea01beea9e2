"""Steady flow in pipes when it is given what enters and leaves, and some pressures are held."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import spsolve

from holdfast.gas.joined import parts
from holdfast.gas.linepack import mean_pressure
from holdfast.gas.network import Flags, Floats, Ints, Network

Resistance = Callable[[Floats, Floats], Floats]
"""K of each pipe [bar2/unit2] from its flow [unit] and mean pressure [bar]."""
_STEPS = 200
_CLOSE = 1e-12
"""Of the highest square of pressure."""
_BEGIN, _STILL = 0.1, 1e-6
"""Where flows start, and below which they are taken to be linear, in shares of what may flow."""
_NOTHING = 1e-9
"""A flow where nothing drives any [unit]."""


@dataclasses.dataclass(frozen=True, slots=True)
class SteadyFlow:
    """A steady flow."""

    pressure: Floats
    """(N,) [bar]; nan where nothing is joined to a node whose pressure is held."""
    flow: Floats
    """(P,) forward [unit]."""
    entered: Floats
    """(N,) what enters at each node, also where its pressure is held [unit]."""
    residual: float
    """Most that a pipe misses its law by [bar2]."""


def steady_flow(
    network: Network,
    injection: npt.ArrayLike,
    held: npt.ArrayLike,
    resistance: Resistance | None = None,
) -> SteadyFlow:
    """Steady flow in the pipes and ties of a network; compressors and regulators are closed.

    `injection` (N,) is what enters at each node, below 0 what leaves [unit]; `held` (N,) the
    pressure that is held at a node, which then takes or gives what is needed [bar], nan at the
    others. `resistance` replaces that of the network where it hangs on the flow.

    Newton on pressures and flows together (Todini and Pilati 1988): p_i^2 - p_j^2 = K f |f|.

    Raises ValueError if a shape does not fit, something is to flow where no pressure is held, or
    the pressures do not carry it.
    """
    put, hold = np.asarray(injection, dtype=np.float64), np.asarray(held, dtype=np.float64)
    for name, given in (("injection", put), ("held", hold)):
        if given.shape != (len(network.nodes),):
            raise ValueError(f"{name} has shape {given.shape}, expected ({len(network.nodes)},)")
    if not np.isfinite(put).all():
        raise ValueError("injection holds a value that is nan or infinite")
    if (hold <= 0).any() or np.isinf(hold).any():
        raise ValueError("held holds a pressure that is not above 0 and finite")
    joined = _join(network, np.where(np.isnan(hold), put, 0.0), hold)
    square, flow, residual = _solve(joined, resistance or (lambda _f, _p: network.resistance))
    low = np.flatnonzero(np.isin(joined.group, np.flatnonzero(square < 0)))
    if low.size:
        raise ValueError(
            f"the pressures that are held do not carry this flow to {network.nodes[low[0]]}"
        )
    entered = np.where(np.isnan(hold), put, 0.0)
    needed = _leaving(joined, flow) - joined.put
    entered[joined.at] = needed[joined.group[joined.at]]
    return SteadyFlow(np.sqrt(square)[joined.group], flow, entered, residual)


@dataclasses.dataclass(frozen=True, slots=True)
class _Joined:
    """A network whose ties are closed up: M groups of nodes."""

    group: Ints
    """(N,) group of each node."""
    one: Ints
    other: Ints
    """(P,) groups at the ends of each pipe."""
    at: Ints
    """The first node of each group whose pressure is held."""
    square: Floats
    """(M,) square of the pressure that is held [bar2], nan if none is."""
    put: Floats
    """(M,) what is injected [unit]."""
    fed: Flags
    """(M,) joined by pipes to a pressure that is held."""


def _join(network: Network, put: Floats, hold: Floats) -> _Joined:
    count, group = parts(len(network.nodes), network.tie_from, network.tie_to)
    square = np.full(count, np.nan)
    at = []
    for node in np.flatnonzero(~np.isnan(hold)):
        before = square[group[node]]
        if np.isnan(before):
            square[group[node]] = hold[node] ** 2
            at.append(node)
        elif before != hold[node] ** 2:
            name = network.nodes[node]
            raise ValueError(f"held holds two pressures at {name}, which ties make one node")
    one, other = group[network.pipe_from], group[network.pipe_to]
    many, part = parts(count, one, other)
    has = np.zeros(many, dtype=np.bool_)
    has[part[~np.isnan(square)]] = True
    fed = has[part]
    lost = np.flatnonzero(~fed[group] & (put != 0))
    if lost.size:
        name = network.nodes[lost[0]]
        raise ValueError(f"injection is not 0 at {name}, which no pressure that is held reaches")
    total = _sums(group, put, count)
    return _Joined(group, one, other, np.array(at, dtype=np.int64), square, total, fed)


def _leaving(joined: _Joined, flow: Floats) -> Floats:
    """(M,) what flows from each group into its pipes."""
    count = len(joined.put)
    return _sums(joined.one, flow, count) - _sums(joined.other, flow, count)


def _sums(place: Ints, amount: Floats, count: int) -> Floats:
    """(count,) the amounts summed by place."""
    return np.bincount(place, amount, count).astype(np.float64)


def _solve(joined: _Joined, resistance: Resistance) -> tuple[Floats, Floats, float]:
    """Squares of pressure (M,), flows (P,), and most that a pipe misses its law by."""
    one, other = joined.one, joined.other
    fixed = ~np.isnan(joined.square)
    top = float(joined.square[fixed].max(initial=1.0))
    square = np.where(fixed, joined.square, top)
    live = joined.fed[one] & (one != other)
    scale = _scale(joined, live, resistance)
    flow = np.where(live, _BEGIN * scale, 0.0)
    for step in range(_STEPS):
        mean = mean_pressure(*(np.sqrt(np.maximum(square[end], 0.0)) for end in (one, other)))
        law = resistance(flow, mean)
        gap = np.where(live, square[one] - square[other] - law * flow * np.abs(flow), 0.0)
        residual = float(np.abs(gap).max(initial=0.0))
        if step and residual <= _CLOSE * top:
            return np.where(joined.fed, square, np.nan), flow, residual
        slope = np.where(live, 0.5 / (law * np.maximum(np.abs(flow), _STILL * scale)), 0.0)
        change = _change(joined, fixed | ~joined.fed, slope, flow + slope * gap)
        square = square + change
        flow = flow + slope * (gap + change[one] - change[other])
    raise ValueError(f"no steady flow was found in {_STEPS} steps; it misses by {residual:g} bar2")


def _scale(joined: _Joined, live: Flags, resistance: Resistance) -> Floats:
    """(P,) what may flow at most in each pipe: all that is injected, and what pressures drive."""
    injected = float(np.abs(joined.put).sum())
    fixed = joined.square[~np.isnan(joined.square)]
    drives = float(np.ptp(fixed)) if fixed.size else 0.0
    mean = np.full(len(live), np.sqrt(fixed.mean()) if fixed.size else 1.0)
    law = resistance(np.full(len(live), max(injected, _NOTHING)), mean)
    return np.where(live, np.maximum(injected + np.sqrt(drives / law), _NOTHING), 1.0)


def _change(joined: _Joined, known: Flags, slope: Floats, flow: Floats) -> Floats:
    """(M,) change of squares of pressure that balances what is not known."""
    count = len(joined.put)
    ends = np.concatenate([joined.one, joined.other, joined.one, joined.other])
    across = np.concatenate([joined.one, joined.other, joined.other, joined.one])
    values = np.concatenate([slope, slope, -slope, -slope])
    matrix = sparse.csc_array((values, (ends, across)), shape=(count, count))
    free = np.flatnonzero(~known)
    made = np.zeros(count)
    if free.size:
        short = (joined.put - _leaving(joined, flow))[free]
        made[free] = np.atleast_1d(spsolve(matrix[free][:, free], short))
    return made
