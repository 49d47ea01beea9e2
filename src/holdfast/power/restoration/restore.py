"""In which order to repair what is out of a grid, so that the most is served on the way."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.numbers import whole
from holdfast.power.progress import Progress, silent
from holdfast.power.restoration.exact import best_order, flags_of, smallest_set, table_of
from holdfast.power.restoration.fast import Orders, good_order
from holdfast.power.restoration.parts import Damage, Part, Served, damage_of
from holdfast.power.restoration.relaxed import most_served

SMALL = 12
"""Parts up to which every set of them is looked at, if no method is named."""


@dataclasses.dataclass(frozen=True, slots=True)
class Restoration:
    """An order of repairs and what it serves, period by period."""

    order: tuple[Part, ...]
    """What is repaired, first to last."""
    served: Floats
    """(T,) demand served before any repair and after each period [per unit on the grid's base]."""
    weighted_served: Floats
    """(T,) the same, each MW times its weight; `served` where all weights are 1."""
    objective: float
    """Sum of `weight` times `weighted_served`."""
    weight: Floats
    """(T,) repairs made in the period that follows; 1 for the last."""
    left_open: tuple[tuple[Part, ...], ...]
    """T sets of branches that are repaired and not closed, as that would serve less."""
    method: str
    """`exact` or `fast`."""
    bound: float
    """No order has a greater objective, within 1e-6 of demand a period.

    Of a `fast` order it is loose where parts carry little of what is asked for: a part repaired by
    a share may be used by that share of all demand, and what buses feed in counts like generation.
    """

    @property
    def gap(self) -> float:
        """Share of `bound` by which the objective falls short of it; 0 if the order is exact."""
        return max(0.0, 1.0 - self.objective / self.bound) if self.bound > 0 else 0.0


def restore(
    grid: Grid,
    branch_out: npt.ArrayLike,
    generator_out: npt.ArrayLike,
    repairs_per_period: int,
    method: str | None = None,
    allow_opening: bool = True,
    workers: int = 1,
    demand: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    progress: Progress | None = None,
) -> Restoration:
    """Order of repairs with the greatest weighted sum of served demand.

    `branch_out` (L,) and `generator_out` (G,) are bool. All parts that are out, and the buses that
    are out of a `DamagedGrid`, are repaired, `repairs_per_period` in each period and the rest in
    the last. A period weighs as much as the repairs made in the next one, the last weighs 1: twice
    the repairs take twice the time.

    `method` is `exact` (every set of parts, at most 20 of them) or `fast`; if it is left out, up to
    12 parts are exact. With `allow_opening` an operator may leave a branch that was repaired open
    while closing it would serve less: served demand then never falls. Without it, every repair is
    closed at once, and served demand can fall. `workers` are threads; the order does not depend on
    them.

    `demand` (N,) or (N, K) [MW] is that of the grid if left out; a negative one is generation that
    can be turned down. `weight` (N,) or (N, K) is what a MW of it counts, 1 if left out: what
    weighs more is served first and repaired for first. With weights it is weighted served demand
    that never falls.

    `progress`, if given, is called with what is done and what there is to do, task after task: sets
    where the order is exact; else parts in order and rounds of moves, twice, then periods bounded.
    Rounds end early, at the last.

    Raises ValueError that names the argument if a shape or value does not fit.
    """
    repairs_per_period = whole("repairs_per_period", repairs_per_period, 1)
    workers = whole("workers", workers, 1)
    if method not in (None, "exact", "fast"):
        raise ValueError(f"method is {method!r}: exact, fast or None is allowed")
    tell = progress or silent
    damage = damage_of(grid, branch_out, generator_out, demand, weight)
    served = Served(damage, workers)
    made = weights(damage.count, repairs_per_period)
    chosen = method or ("exact" if damage.count <= SMALL else "fast")
    if chosen == "exact" or not damage.count:
        table = table_of(served, allow_opening, tell)
        order = best_order(table, made)
        repaired = Orders(served, made, allow_opening).states(order[None])[0]
        bits = repaired @ (1 << np.arange(damage.count))
        used = flags_of(np.asarray(table.used[bits]), damage.count)
        return _restoration(served, made, order, used, "exact", tell)
    order = good_order(served, made, allow_opening, tell)
    used = _used(served, Orders(served, made, allow_opening), order, allow_opening)
    return _restoration(served, made, order, used, "fast", tell)


def fewest_repairs(
    grid: Grid,
    branch_out: npt.ArrayLike,
    generator_out: npt.ArrayLike,
    demand: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    progress: Progress | None = None,
) -> tuple[Part, ...]:
    """The smallest set of parts whose repair serves all that the repair of everything can serve.

    `demand`, `weight` and `progress` are as in `restore`: what weighs nothing need not be served.
    Of sets of one size the first by rows of the grid. Raises ValueError that names the argument if
    a shape or value does not fit, or if more than 20 parts are out.
    """
    damage = damage_of(grid, branch_out, generator_out, demand, weight)
    bits = smallest_set(table_of(Served(damage), True, progress or silent))
    return tuple(part for k, part in enumerate(damage.parts) if (bits >> k) & 1)


def weights(parts: int, repairs_per_period: int) -> Floats:
    """(P + 1,) weight of having made each number of repairs; 0 within a period."""
    ends = np.r_[np.arange(0, parts, repairs_per_period), parts]
    made = np.zeros(parts + 1)
    made[ends[:-1]] = np.diff(ends)
    made[parts] = 1.0
    return made


def _used(served: Served, orders: Orders, order: Ints, allow_opening: bool) -> Flags:
    """(T, P) the parts in use in each period: what is repaired, less branches better left open."""
    used: Flags = orders.states(order[None])[0]
    if not allow_opening:
        return used
    share = served(used)
    while True:
        rows, columns = np.nonzero(used & served.damage.is_branch)
        tried = used[rows]
        tried[np.arange(len(rows)), columns] = False
        found = served(tried) if len(rows) else np.zeros(0)
        gained = False
        for k in np.argsort(-found, kind="stable"):
            if found[k] > share[rows[k]]:
                share[rows[k]], used[rows[k]], gained = found[k], tried[k], True
        if not gained:
            break
    for k in range(1, len(used)):
        if share[k] < share[k - 1]:
            share[k], used[k] = share[k - 1], used[k - 1]
    return used


def _restoration(
    served: Served, weight: Floats, order: Ints, used: Flags, method: str, progress: Progress
) -> Restoration:
    damage: Damage = served.damage
    ends = np.flatnonzero(weight)
    weighted, plain = served.megawatts(used).T / damage.grid.base
    objective = float(weighted @ weight[ends])
    bound = objective
    if method == "fast":
        unit = damage.asked / damage.grid.base
        bound = float(most_served(damage, ends, progress) @ weight[ends]) * unit
    parts = damage.parts
    left = []
    for end, row in zip(ends, used, strict=True):
        repaired = sorted(int(part) for part in order[:end])
        left.append(tuple(parts[part] for part in repaired if not row[part]))
    return Restoration(
        order=tuple(parts[part] for part in order),
        served=plain,
        weighted_served=weighted,
        objective=objective,
        weight=weight[ends],
        left_open=tuple(left),
        method=method,
        bound=bound,
    )
