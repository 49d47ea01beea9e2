"""What is asked of the kernel, brought into one form and checked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Floats, Grid, Ints
from holdfast.power.numbers import floats
from holdfast.power.states import Given


class Lines(NamedTuple):
    """The arrays of a grid that a certificate looks at."""

    branch_from: Ints
    branch_to: Ints
    susceptance: Floats
    """(L,) 0 if a branch is never there."""
    rating: Floats
    shift: Floats
    generator_bus: Ints
    link_from: Ints
    link_to: Ints
    link_low: Floats
    link_high: Floats


class Inputs(NamedTuple):
    """S states and the weights of demand."""

    given: Given
    weights: Floats
    """(N, K) in shares of the greatest."""
    unit: float
    """The greatest weight."""
    lines: Lines
    merit: Ints
    """(G,) place of each generator in the order of use, 0 to M - 1."""


def read_inputs(
    grid: Grid,
    branch_out: npt.ArrayLike,
    generator_out: npt.ArrayLike,
    demand: npt.ArrayLike | None,
    weight: npt.ArrayLike | None,
    link_out: npt.ArrayLike | None,
    merit: npt.ArrayLike | None = None,
) -> Inputs:
    """Inputs in one form. Raises ValueError that names the argument."""
    left = {
        "branch_out": _left("branch_out", branch_out, len(grid.branch_from)),
        "generator_out": _left("generator_out", generator_out, len(grid.capacity)),
        "link_out": _left(
            "link_out",
            np.zeros((1, len(grid.link_from))) if link_out is None else link_out,
            len(grid.link_from),
        ),
    }
    asked = read_demand(grid, demand)
    lengths = {name: len(value) for name, value in left.items()} | {"demand": len(asked)}
    several = {length for length in lengths.values() if length != 1}
    if len(several) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"the numbers of states differ: {said}")
    count = several.pop() if several else 1
    weights, unit = read_weights(grid, weight, asked.shape[2])
    branch, generation, link = (
        np.require(np.broadcast_to(value, (count, value.shape[1])), requirements=("C", "W"))
        for value in left.values()
    )
    return Inputs(
        Given(
            branch=branch,
            generation=grid.capacity * generation,
            demand=asked,
            link=link,
        ),
        weights,
        unit,
        lines_of(grid),
        read_merit(grid, merit),
    )


def lines_of(grid: Grid) -> Lines:
    """What a certificate looks at."""
    there = grid.in_service & (grid.branch_from != grid.branch_to)
    return Lines(
        grid.branch_from,
        grid.branch_to,
        np.where(there, grid.susceptance, 0.0),
        grid.rating,
        grid.shift,
        grid.generator_bus,
        grid.link_from,
        grid.link_to,
        grid.link_low,
        grid.link_high,
    )


def _left(name: str, value: npt.ArrayLike, length: int) -> Floats:
    """(S, length) shares that are left, from those that are lost."""
    is_flags = isinstance(value, np.ndarray) and value.dtype == np.bool_
    given = np.asarray(value) if is_flags else floats(name, value)
    lost = np.atleast_2d(given)
    if given.ndim not in (1, 2) or lost.shape[1] != length:
        raise ValueError(f"{name} has shape {given.shape}, expected (states, {length})")
    if not is_flags and not ((lost >= 0) & (lost <= 1)).all():
        raise ValueError(f"{name} must be bool, or shares lost from 0 to 1")
    return np.asarray(np.subtract(1.0, lost))


def read_demand(grid: Grid, value: npt.ArrayLike | None) -> Floats:
    """(S, N, K) or (1, N, K) MW from (N,), (S, N) or (S, N, K). Raises ValueError."""
    buses = len(grid.buses)
    made = np.array(floats("demand", grid.demand if value is None else value))
    wide = made.reshape(1, -1, 1) if made.ndim == 1 else made[..., None] if made.ndim == 2 else made
    if wide.ndim != 3 or wide.shape[1] != buses:
        raise ValueError(
            f"demand has shape {made.shape}, expected ({buses},), (states, {buses}) or "
            f"(states, {buses}, slices)"
        )
    if not np.isfinite(wide).all():
        raise ValueError("demand holds a value that is nan or infinite")
    return np.ascontiguousarray(wide)


def read_merit(grid: Grid, value: npt.ArrayLike | None) -> Ints:
    """(G,) place of each generator in the order of use. Raises ValueError that says why."""
    count = len(grid.capacity)
    if value is None:
        return np.zeros(count, dtype=np.int64)
    made = floats("merit", value)
    if made.shape != (count,):
        raise ValueError(f"merit has shape {made.shape}, expected ({count},)")
    if not np.isfinite(made).all():
        raise ValueError("merit holds a value that is nan or infinite")
    return np.unique(made, return_inverse=True)[1].astype(np.int64)


def read_weights(grid: Grid, value: npt.ArrayLike | None, slices: int) -> tuple[Floats, float]:
    """(N, K) weights in shares of the greatest, and the greatest."""
    buses = len(grid.buses)
    made = np.ones((buses, slices)) if value is None else np.array(floats("weight", value))
    wide = np.repeat(made[:, None], slices, axis=1) if made.ndim == 1 else made
    if wide.shape != (buses, slices):
        raise ValueError(
            f"weight has shape {made.shape}, expected ({buses},) or ({buses}, {slices})"
        )
    if not (np.isfinite(wide).all() and (wide >= 0).all()):
        raise ValueError("weight holds a value that is negative, nan or infinite")
    unit = float(wide.max(initial=0.0)) or 1.0
    return np.ascontiguousarray(wide / unit), unit
