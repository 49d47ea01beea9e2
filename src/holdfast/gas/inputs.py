"""What `least_shed` is given, checked and laid out; a ValueError names the argument."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.gas.network import Floats, Network


def read_shares(name: str, value: npt.ArrayLike, length: int) -> Floats:
    """(S, length) shares lost, from bool or numbers from 0 to 1."""
    made = _numbers(name, value)
    if made.ndim != 2 or made.shape[1] != length:
        raise ValueError(f"{name} has shape {made.shape}, expected (states, {length})")
    if made.size and not (made.min() >= 0 and made.max() <= 1):
        bad = made[~((made >= 0) & (made <= 1))][0]
        raise ValueError(f"{name} holds {bad}: 0 to 1 is allowed")
    return made


def read_amounts(name: str, value: npt.ArrayLike, shape: tuple[int, ...], axes: int) -> Floats:
    """Finite amounts, none below 0, with `shape` as the first axes after that of states."""
    made = _numbers(name, value)
    if made.ndim == axes - 1:
        made = made[None]
    if made.ndim != axes or made.shape[1 : 1 + len(shape)] != shape:
        expected = ", ".join(["states", *map(str, shape), *["classes"] * (axes - 1 - len(shape))])
        raise ValueError(f"{name} has shape {np.shape(value)}, expected ({expected})")
    if made.size and not (made.min() >= 0 and made.max() < np.inf):
        bad = made[~((made >= 0) & (made < np.inf))][0]
        raise ValueError(f"{name} holds {bad}: a finite number from 0 on is allowed")
    return made


def same_states(**given: Floats) -> int:
    """How many states there are; arguments with one serve all. Raises ValueError."""
    most = max(len(value) for value in given.values())
    if 0 in {len(value) for value in given.values()}:
        most = 0
    if any(len(value) not in (1, most) for value in given.values()):
        said = ", ".join(f"{name} {len(value)}" for name, value in given.items())
        raise ValueError(f"numbers of states differ: {said}")
    return most


def read_workers(value: Any) -> int:
    """A whole number from 1 on. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"workers is {value!r}: a whole number from 1 on is needed")
    return int(value)


def resistance_of(network: Network, lost: Floats) -> Floats:
    """(S, P) [bar^2/unit^2] of what is left of a bank of equal pipes; 0 if all of it is out."""
    left = 1.0 - lost
    out = np.zeros(lost.shape)
    return np.divide(network.resistance, left * left, out=out, where=left > 0)


def _numbers(name: str, value: npt.ArrayLike) -> Floats:
    try:
        given = np.asarray(value)
    except ValueError as fault:
        raise ValueError(f"{name} must be numbers in rows of one length") from fault
    if given.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be numbers, not {given.dtype}")
    return np.asarray(given, dtype=np.float64)
