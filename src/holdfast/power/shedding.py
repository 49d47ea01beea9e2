"""Least shed of many states of one grid (DC), shared fairly, with prices and a proof of each.

A state is what is out of a grid, and what is asked for. What is shed is least, weighted; among all
ways to shed as little the one with the least sum of shed^2 / demand is taken, so that a state has
one answer: cuts are shared in proportion to demand, as far as the grid allows. Reference of the
formulation: Wood, Wollenberg and Sheble 2013, "Power Generation, Operation, and Control", 3rd ed.,
chapter 8. `docs/blocks/power-kernel.md` has the equations and what they were compared with.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock

import numpy as np
import numpy.typing as npt

from holdfast.power.carrying import condense, expand
from holdfast.power.certificate import certify
from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.inputs import Inputs, read_inputs
from holdfast.power.interior.iteration import solve
from holdfast.power.interior.lanes import Lanes
from holdfast.power.interior.layout import Tuning
from holdfast.power.numbers import whole
from holdfast.power.opening import open_branches
from holdfast.power.progress import Progress, silent
from holdfast.power.reference import solve_reference
from holdfast.power.states import (
    Bench,
    Desk,
    Found,
    Given,
    Prepared,
    blank_found,
    prepared_for,
)

WIDE = 500
"""From so many buses on four states side by side are faster than eight: they fit the cache."""
FIRST = Tuning()
SURE = 1e-7
"""Primal residual, in shares of demand, above which a state is solved another way."""
ORDERED = Tuning(tolerance=1e-13, rough=1e-13)
"""With an order of use: its costs are so small that they settle last."""
AGAIN = Tuning(keep=0.95, patience=0, most=300, tolerance=1e-11, rough=1e-11, free=1e4)
"""How a state that did not settle is tried once more, on the grid as it is."""
UNPROVEN, PROVEN, STATIONARY = -5e-7, 2e-6, 1e-3
"""Gap below or above which it is, and dual residual above which it is."""
STRAINED = 0.5
"""Share of the bound of free flows above which it is."""


@dataclasses.dataclass(frozen=True, slots=True)
class ShedResult:
    """What S states come to."""

    shed: Floats
    """(S, N) demand that is not served [MW]."""
    flow: Floats
    """(S, L) from the first end of each branch to the second [MW]."""
    link_flow: Floats
    """(S, K) [MW]; one of many that fit."""
    dispatch: Floats
    """(S, G) output of each generator [MW]; one of many that fit, alike at a bus and merit."""
    weighted_shed: Floats
    """(S,) [weighted MW]."""
    price: Floats
    """(S, N) weighted shed that a further MW taken from a bus would bring [1].

    More demand there brings that, or its own weight if that is less: it can be shed itself. Where
    nothing more can be brought to a bus the price is any number from the weight on.
    """
    limit_price: Floats
    """(S, L) weighted shed that a further MW of a branch's rating would save, signed as flow."""
    primal_residual: Floats
    """(S,) largest violation of balance, Ohm's law or a limit, in shares of demand."""
    dual_residual: Floats
    """(S,) largest torque at a bus that prices leave, in shares of its susceptance."""
    gap: Floats
    """(S,) weighted shed less a proven lower bound of it, in shares of weighted demand."""
    fallback: Flags
    """(S,) whether the first try did not settle or prove right, and another was needed."""
    corner: Flags
    """(S,) whether such a state is one least shed of many: it could not be proven shared alike."""
    shed_by_slice: Floats
    """(S, N, K) [MW]."""
    spilled: Floats
    """(S, N) generation given as negative demand that is turned down [MW]."""
    angle: Floats
    """(S, N) [rad]; 0 at one bus of each island."""
    opened: Flags
    """(S, L) branches that were left open because that lowers shed."""


def least_shed(
    grid: Grid,
    branch_out: npt.ArrayLike,
    generator_out: npt.ArrayLike,
    demand: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    link_out: npt.ArrayLike | None = None,
    workers: int = 1,
    allow_opening: bool = False,
    merit: npt.ArrayLike | None = None,
    progress: Progress | None = None,
) -> ShedResult:
    """Least weighted shed of S states of a grid, unique, each with a certificate.

    `branch_out` (S, L), `generator_out` (S, G) and `link_out` (S, K) are bool, or the share that is
    lost, 0 to 1: a bank of n units with some out keeps that share of rating and susceptance. Any of
    them may have one row for all states. `demand` (N,), (S, N) or (S, N, K) [MW] is that of the
    grid if left out; a negative one is generation that can be turned down. `weight` (N,) or (N, K)
    is 1 if left out; the greater is served first. `workers` are threads; the bits do not depend on
    it, nor on which other states are asked for. With `allow_opening` branches are opened where that
    lowers shed, one after another. `merit` (G,) is the order in which generators are used, lowest
    first, as far as that moves no shed; those of one merit are used alike at a bus, and so are all
    if it is left out. With it the shares of a cut may move by some per cent of a bus's demand where
    an order of use and an even cut pull against each other. `progress`, if given, is called with
    the states that are done and all of them.

    Raises ValueError that names the argument if a shape or value does not fit.
    """
    workers = whole("workers", workers, 1)
    inputs = read_inputs(grid, branch_out, generator_out, demand, weight, link_out, merit)
    tell = progress or silent
    if not allow_opening:
        return _solve(grid, inputs, workers, tell)
    inputs, opened = open_branches(inputs, lambda some: _solve(grid, some, workers, tell))
    return dataclasses.replace(_solve(grid, inputs, workers, tell), opened=opened)


def _solve(grid: Grid, inputs: Inputs, workers: int, progress: Progress) -> ShedResult:
    """The result for inputs that are in order."""
    given, count = inputs.given, len(inputs.given.branch)
    found, proof = blank_found(given, len(grid.buses)), np.empty((count, 5))
    again = np.zeros(count, dtype=bool)
    prepared = prepared_for(grid, inputs.weights, inputs.merit, True)
    size = max(min(chunk_of(grid), -(-count // workers)), 1)
    parts, done, one_at_a_time = parts_of(count, size), 0, Lock()

    def tell(states: int) -> None:
        nonlocal done
        with one_at_a_time:
            done += states
            progress(done, count)

    def work(share: list[slice]) -> None:
        with bench_for(prepared, size) as bench:
            solve_parts(grid, inputs, found, proof, again, share, bench, tell)

    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, [parts[first::workers] for first in range(workers)]))
    else:
        work(parts)
    found.price[:] *= inputs.unit
    found.pull[:] *= inputs.unit
    return ShedResult(
        shed=found.shed.sum(axis=2) if found.shed.shape[2] > 1 else found.shed[:, :, 0],
        flow=found.flow,
        link_flow=found.link,
        dispatch=found.dispatch,
        weighted_shed=proof[:, 0] * inputs.unit,
        price=found.price,
        limit_price=found.pull,
        primal_residual=proof[:, 1],
        dual_residual=proof[:, 2],
        gap=proof[:, 3],
        fallback=again,
        corner=found.corner,
        shed_by_slice=found.shed,
        spilled=found.spilled,
        angle=found.angle,
        opened=np.zeros(found.flow.shape, dtype=bool),
    )


def chunk_of(grid: Grid) -> int:
    """States that are worked on at once, so that what is kept of them is about a megabyte."""
    each = 4 * (len(grid.buses) + len(grid.branch_from))
    return int(min(max(2**18 // each, 32), 512))


@contextmanager
def bench_for(prepared: Prepared, count: int) -> Iterator[Bench]:
    """Room for at least `count` states, kept for the next who asks: to make it costs as they do."""
    try:  # another thread may take the last one
        bench: Bench | None = prepared.idle.pop()
    except IndexError:
        bench = None
    if bench is None or len(bench.states.fits) < count:
        bench = Bench.of(prepared, count, 4 if len(prepared.pattern.starts) > WIDE else 8)
    try:
        yield bench
    finally:
        prepared.idle.append(bench)


def parts_of(count: int, size: int) -> list[slice]:
    """States cut into chunks."""
    return [slice(first, min(first + size, count)) for first in range(0, count, size)]


def solve_parts(
    grid: Grid,
    inputs: Inputs,
    found: Found,
    proof: Floats,
    again: Flags,
    parts: list[slice],
    bench: Bench,
    tell: Callable[[int], None] = lambda states: None,
) -> None:
    """`solve_states` for some chunks of all states, one after the other; `tell` after each."""
    given, count = inputs.given, len(inputs.given.branch)
    for part in parts:
        some = Given(*(a[part] if len(a) == count else a for a in given))
        mine = Found._make(a[part] for a in found)
        again[part] = solve_states(grid, inputs, some, mine, proof[part], bench)
        tell(len(mine.shed))


def solve_states(
    grid: Grid, inputs: Inputs, given: Given, found: Found, proof: Floats, bench: Bench
) -> Flags:
    """Fill what some states come to; returns which the first try did not bring to their proof."""
    small = prepared_for(grid, inputs.weights, inputs.merit, True)
    first = ORDERED if inputs.merit.any() else FIRST
    bench = _attempt(small, given, found, first, bench.part(len(given.branch)))
    settled = bench.answers.done.copy()
    if not bench.states.fits.all():
        # What the smaller grid cannot hold is not a failure: those states are other, not harder.
        unfit = np.flatnonzero(~bench.states.fits)
        some, mine = _some(given, found, unfit)
        settled[unfit] = _attempt_whole(grid, inputs, some, mine, first)
        _put(found, mine, unfit)
    settled &= _proven(inputs, small.sharing, given, found, first.free, bench.desk, proof)
    left = np.flatnonzero(~settled)
    if len(left):
        some, mine = _some(given, found, left)
        proof[left] = _again(grid, inputs, small.sharing, some, mine, bench.desk)
        _put(found, mine, left)
    return ~settled


def _again(
    grid: Grid, inputs: Inputs, sharing: Floats, given: Given, found: Found, desk: Desk
) -> Floats:
    """Fill states with shorter steps, then by HiGHS where need be; returns their proof (S, 5)."""
    proof = np.empty((len(given.branch), 5))

    def proven() -> Flags:
        return _proven(inputs, sharing, given, found, AGAIN.free, desk, proof)

    settled = _attempt_whole(grid, inputs, given, found, AGAIN) & proven()
    for s in np.flatnonzero(~settled):
        solve_reference(inputs, given, found, int(s))
    if not settled.all():
        proven()
    return proof


def _proven(
    inputs: Inputs,
    sharing: Floats,
    given: Given,
    found: Found,
    free: float,
    desk: Desk,
    proof: Floats,
) -> Flags:
    """Fill the proof (S, 5) of what is found; returns which states it holds for."""
    certify(inputs.lines, inputs.weights, sharing, given, desk, found, free, proof, Lanes(1))
    _, primal, dual, gap, strained = proof.T
    right = (primal <= SURE) & (dual <= STATIONARY) & (gap >= UNPROVEN) & (gap <= PROVEN)
    return np.asarray(right & (strained <= STRAINED))


def _attempt(prepared: Prepared, given: Given, found: Found, tuning: Tuning, bench: Bench) -> Bench:
    """Solve states; the bench says which could be, and which settled."""
    lanes = Lanes(bench.room.meter.shape[1])
    states, answers, desk = bench.states, bench.answers, bench.desk
    condense(prepared.reduction, given, desk, states, lanes)
    solve(
        prepared.model, prepared.pattern, states, tuning, bench.room, bench.islands, answers, lanes
    )
    expand(prepared.reduction, given, desk, answers, found, lanes)
    return bench


def _attempt_whole(grid: Grid, inputs: Inputs, given: Given, found: Found, tuning: Tuning) -> Flags:
    """`_attempt` on the grid as it is; returns which settled."""
    full, count = prepared_for(grid, inputs.weights, inputs.merit, False), len(given.branch)
    with bench_for(full, count) as bench:
        return _attempt(full, given, found, tuning, bench.part(count)).answers.done.copy()


def _some(given: Given, found: Found, which: Ints) -> tuple[Given, Found]:
    """Some of the states by themselves."""
    some = Given(*(a[which] if len(a) == len(given.branch) else a for a in given))
    return some, Found._make(a[which] for a in found)


def _put(found: Found, mine: Found, which: Ints) -> None:
    """Write what some of the states came to among all."""
    for every, part in zip(found, mine, strict=True):
        every[which] = part
