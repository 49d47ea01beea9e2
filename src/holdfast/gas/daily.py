"""One day of the gas balance of a country, without pressures: many states at once.

Production flows first, then stores give what their fill allows, then imports fill the gap, or a
share of imports goes before stores; what production leaves over is injected. Demand is served by
priority, within a priority in proportion.
`docs/blocks/gas.md` has the equations and their sources.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.gas.daily_kernel import live_day

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Daily:
    """What the day left. Volumes are at the unit of the input, mcm here."""

    served: Floats
    """(S, R, U) gas delivered, by region and use [mcm]."""
    stock: Floats
    """(S, W) usable gas in each store at the end of the day [mcm]."""
    withdrawn: Floats
    """(S,) gas taken from stores [mcm]."""
    imported: Floats
    """(S,) gas bought [mcm]."""
    injected: Floats
    """(S,) gas put into stores [mcm]."""
    produced: Floats
    """(S,) production that was used: served or injected; the rest is shut in [mcm]."""


def balance(
    stock: npt.ArrayLike,
    working: npt.ArrayLike,
    max_withdrawal: npt.ArrayLike,
    empty_share: npt.ArrayLike,
    max_injection: npt.ArrayLike,
    production: npt.ArrayLike,
    import_cap: npt.ArrayLike,
    demand: npt.ArrayLike,
    priority: npt.ArrayLike,
    imports_first: npt.ArrayLike = 0.0,
) -> Daily:
    """Balance one day.

    `stock` (S, W) is the usable gas in each store, `working` (W,) or (S, W) what it holds when full
    [mcm]; `max_withdrawal` (S, W) what a full store gives and `max_injection` (S, W) what it takes
    [mcm/day]; `empty_share` (S, W) the share of `max_withdrawal` that is left as it runs empty [1].
    `production` and `import_cap` (S,) [mcm/day], `demand` (S, R, U) [mcm], `priority` (U,) the rank
    of each use, the lowest served first. Every array but `demand` may have length 1 along S, and
    those of stores may leave S out. `imports_first` (S,) or one number is the share of `import_cap`
    that is bought before stores give anything [1]. A stock above `working` gives as a full
    store and takes nothing.

    What is used equals what is served: produced + withdrawn + imported = served + injected.

    Raises ValueError, naming the argument, if a value is negative, nan or infinite, a share is
    above 1, or a shape does not fit.
    """
    asked = _amounts("demand", demand, 3)
    rank = np.asarray(priority)
    if rank.shape != asked.shape[2:]:
        raise ValueError(f"priority has shape {rank.shape}, expected ({asked.shape[2]},)")
    states = len(asked)
    held = _wide("stock", stock, (states, np.shape(stock)[-1]))
    full = _wide("working", working, held.shape)
    share = _wide("empty_share", empty_share, held.shape)
    if (share > 1).any():
        raise ValueError("empty_share holds a value above 1")
    most = _wide("max_withdrawal", max_withdrawal, held.shape)
    takes = _wide("max_injection", max_injection, held.shape)
    made = _wide("production", production, (states,))
    bought = _wide("import_cap", import_cap, (states,))
    first = _wide("imports_first", np.atleast_1d(imports_first), (states,))
    if (first > 1).any():
        raise ValueError("imports_first holds a value above 1")

    return balanced(held, full, most, share, takes, made, bought, asked, rank, first)


def balanced(
    stock: Floats,
    working: Floats,
    max_withdrawal: Floats,
    empty_share: Floats,
    max_injection: Floats,
    production: Floats,
    import_cap: Floats,
    demand: Floats,
    priority: npt.NDArray[np.generic],
    imports_first: Floats,
) -> Daily:
    """`balance` of what is known to be right: nothing is looked at but shapes, which are whole but
    for a length of 1 along S."""
    states = len(demand)
    served, left = np.empty(demand.shape), np.empty((states, stock.shape[1]))
    sums = tuple(np.empty(states) for _ in range(4))
    room = np.empty((2, stock.shape[1])), np.empty((2, demand.shape[2]))
    given = (stock, working, max_withdrawal, empty_share, max_injection)
    flows = (production, import_cap, imports_first)
    live_day(
        *map(_whole, (*given, *flows, demand)),
        np.ascontiguousarray(priority, dtype=np.float64),
        *(served, left, *sums, *room),
    )
    return Daily(served, left, *sums)


def deliverability(
    stock: Floats, working: Floats, max_withdrawal: Floats, empty_share: Floats
) -> Floats:
    """What each store can give today [mcm]: linear in its fill, and no more than it holds."""
    fill = np.minimum(_part(stock, working), 1.0)
    return np.minimum(max_withdrawal * (empty_share + (1.0 - empty_share) * fill), stock)


def _part(part: Floats, whole: Floats) -> Floats:
    """part / whole, and 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _whole(values: Floats) -> Floats:
    """The values in one piece; what is the same in all states stands once."""
    return np.ascontiguousarray(values[:1] if values.strides[0] == 0 else values)


def _wide(name: str, value: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    """The amounts repeated along S where they have length 1 there or leave it out."""
    made = np.asarray(value, dtype=np.float64)
    made = _amounts(name, made[None] if made.ndim == len(shape) - 1 else made, len(shape))
    if made.shape[1:] != shape[1:] or len(made) not in (1, shape[0]):
        raise ValueError(f"{name} has shape {np.shape(value)}, expected {shape}")
    return made if made.shape == shape else np.broadcast_to(made, shape)


def _amounts(name: str, value: npt.ArrayLike, axes: int) -> Floats:
    """An array of finite numbers, none below 0, with that many axes."""
    made = np.asarray(value, dtype=np.float64)
    if made.ndim != axes:
        raise ValueError(f"{name} has shape {made.shape}, expected {axes} axes")
    if made.size and not (made.min() >= 0 and made.max() < np.inf):
        raise ValueError(f"{name} holds a value that is negative, nan or infinite")
    return made
