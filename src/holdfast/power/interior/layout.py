"""What the method works on: the grid, the states asked for, the answers, and room for W states.

Buses stand in order of elimination; branches, links and injections stand by bus, branches and links
at the first of their ends, from which they lead to the second. A variable between bounds is kept as
its two slacks, each with its multiplier; slacks that stand for each other (low + high = the width
of the bounds) are both kept, because each must be exact where it is small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.power.interior.symbolic import Pattern

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BELOW, ABOVE = 0, 1
"""Row of a record: distance from the lower and to the upper bound [MW]."""
DUAL_BELOW, DUAL_ABOVE = 2, 3
"""Multipliers of the two bounds [1]."""
SLACKS, DUALS = 4, 5
"""1 / (BELOW ABOVE) and 1 / (DUAL_BELOW DUAL_ABOVE)."""
SUSCEPTANCE, OHM = 6, 7
"""Of a branch: MW per radian, 0 if it is out; at the start, flow less what the angles say [MW]."""
RESIDUAL, GAIN = 6, 7
"""Of an injection or link: dual residual [1]; move per price [MW], 0 if it takes no part."""
CURVATURE = 8
"""Of an injection or link: what its cost rises with each MW [1/MW]."""
AIM = 9
"""Of an injection: what x z goes to, in shares of the target."""
MIDDLE = 9
"""Of a link: the middle of its bounds [MW]."""
BRANCH, INJECTION, LINK = 8, 10, 10
"""Rows of a record."""


class Model(NamedTuple):
    """A grid: N buses, L branches, V injections and K links."""

    branch_starts: Ints
    """(N + 1,) where the branches of each bus begin; likewise below."""
    branch_from: Ints
    branch_to: Ints
    branch_slot: Ints
    branch_first: Flags
    """(L,) whether it is the first that joins its two buses."""
    shift: Floats
    """(L,) rad."""
    injection_starts: Ints
    injection_bus: Ints
    demands: Flags
    """(V,) whether an injection is shed demand; else it is generation."""
    weight: Floats
    """(V,) cost of shed, 0 to 1; 0 for generation."""
    sharing: Floats
    """(V,) what shed^2 / (2 demand) weighs beside the weighted shed."""
    per_sharing: Floats
    """(V,) 1 / sharing; 0 for generation."""
    link_starts: Ints
    link_from: Ints
    link_to: Ints
    link_slot: Ints
    link_first: Flags
    link_low: Floats
    link_high: Floats
    """(K,) least and most that flows to the second end [MW]."""
    fill: Ints
    """Blocks of the factor that no branch or link stands for."""


class States(NamedTuple):
    """What is there in each of S states."""

    susceptance: Floats
    """(S, L) MW per radian, 0 if a branch is out."""
    limit: Floats
    """(S, L) what it carries at most [MW]; infinite if there is none."""
    injection: Floats
    """(S, V) what can be generated or is asked for [MW]."""
    link: Floats
    """(S, K) share of each link that is in service."""
    fits: Flags
    """(S,) whether the state is to be solved."""


class Answers(NamedTuple):
    """What each of S states comes to."""

    injection: Floats
    """(S, V) generation or shed [MW]."""
    flow: Floats
    """(S, L) [MW]."""
    pull: Floats
    """(S, L) multiplier of the upper limit of each branch minus that of the lower [1]."""
    link: Floats
    """(S, K) [MW]."""
    angle: Floats
    """(S, N) [rad]."""
    price: Floats
    """(S, N) weighted shed that a further MW of demand at the bus would bring [1]."""
    iterations: Ints
    """(S,) steps that were made."""
    done: Flags
    """(S,) whether the tolerance was met."""


class Room(NamedTuple):
    """Room for W states: arrays (rows, W), from 64-byte boundaries on."""

    blocks: Floats
    """4 (N + B) rows, see `factor`."""
    column: Floats
    """4 N rows."""
    excess: Floats
    """2 N rows if there are links, see `factor`."""
    ahead: Floats
    """2 N rows: the predictor, angle and price by bus."""
    step: Floats
    """2 N rows: the step."""
    centre: Floats
    """2 N rows: the part of the right-hand side that grows with the target."""
    balance: Floats
    """N rows: injections less what flows off [MW]."""
    demand: Floats
    price: Floats
    angle: Floats
    ground: Floats
    """N rows: 1 at the last bus of an island and where an island takes no part."""
    idle: Floats
    """N rows: 1 where an island has no generation or no demand, so that nothing is to be found."""
    branch: Floats
    injection: Floats
    link: Floats
    lane: Ints
    """(2, W) the state in each lane, -1 if there is none, and the steps it took."""
    meter: Floats
    """METERS rows: what each lane is at."""


PRIMAL, DUAL, TARGET, TOTAL, BALANCE, REST, OPEN, BUSY, SCALE, PRICED, KEEP, APART = range(12)
"""Rows of the meter: steps to be taken, target mu, sum of x z after them, largest |balance| and
dual residual before them, share of OHM that is left, 1 if the lane has a state, its
demand, 1 if its prices are read, the share of the way to a bound that it goes at most, and the
largest share of a demand by which the step changes its cut."""
METERS = 12


class Islands(NamedTuple):
    """Room to find the islands of a state: by bus, the bus that stands for it, and what it has."""

    parent: Ints
    supply: Floats
    demand: Floats


class Tuning(NamedTuple):
    """How the method goes on."""

    tolerance: float = 1e-12
    """Complementarity that ends it, in shares of demand, once cuts settle."""
    shares: float = 1e-3
    """Largest change of a cut by which it is settled, in shares of the bus's demand: cuts settle
    after the total, and what a whole step of Newton's method changes is what they still lack."""
    rough: float = 1e-9
    """Complementarity that ends it where no cut is left to settle."""
    still: float = 1e-8
    """Largest change of a cut where none is left."""
    balance: float = 1e-11
    """Lack of balance that ends it, in shares of demand: sums of flows have rounding."""
    prices: float = 5e-7
    """Complementarity at which prices are read: later ones are no better, but less in balance."""
    keep: float = 0.9999
    """Share of the way to the nearest bound that a step goes at most."""
    last: float = 0.9999999
    """The same once prices are read: what is on a bound by then stays there."""
    patience: int = 20
    """Steps after which `careful` takes the place of `keep`: long steps can go round in circles."""
    careful: float = 0.99
    free: float = 10.0
    """Bound of a flow that has none or a wider one, in shares of demand: a state that comes near it
    is solved once more with a wider one."""
    most: int = 100
    """Steps after which it gives up."""


def room_for(model: Model, pattern: Pattern, width: int) -> Room:
    """Room for `width` states of a grid."""
    buses = pattern.starts.size - 1

    def rows(count: int) -> Floats:
        return _aligned(count, width)

    return Room(
        blocks=rows(4 * (buses + pattern.rows.size)),
        column=rows(4 * buses),
        excess=rows(2 * buses if model.link_to.size else 0),
        ahead=rows(2 * buses),
        step=rows(2 * buses),
        centre=rows(2 * buses),
        balance=rows(buses),
        demand=rows(buses),
        price=rows(buses),
        angle=rows(buses),
        ground=rows(buses),
        idle=rows(buses),
        branch=rows(BRANCH * model.branch_to.size),
        injection=rows(INJECTION * model.demands.size),
        link=rows(LINK * model.link_to.size),
        lane=np.zeros((2, width), dtype=np.int64),
        meter=rows(METERS),
    )


def _aligned(rows: int, width: int) -> Floats:
    """Zeros (rows, width) that begin at a multiple of 64 bytes."""
    plain = np.zeros(rows * width + 8)
    first = -(plain.ctypes.data // 8) % 8
    return plain[first : first + rows * width].reshape(rows, width)
