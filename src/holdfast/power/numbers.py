"""What is given, as numbers: or a ValueError that names the argument, its value and what may be."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROUNDING = 1e-9
"""By so much a value may lie outside of its range: what is computed ends there by rounding."""


def floats(name: str, value: npt.ArrayLike) -> Floats:
    """The value as an array of float64; nan and infinite pass. Raises ValueError."""
    try:
        given = np.asarray(value)
    except (ValueError, TypeError) as fault:
        raise ValueError(f"{name} must be numbers in rows of one length") from fault
    if given.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be numbers, not {_said(value)}")
    return np.asarray(given, dtype=np.float64)


def flags(name: str, value: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """The value as an array of bool; 0 and 1 pass. Raises ValueError."""
    if isinstance(value, np.ndarray) and value.dtype == np.bool_:
        return value
    made = floats(name, value)
    if not ((made == 0) | (made == 1)).all():
        raise ValueError(f"{name} holds a value that is neither true nor false")
    return np.asarray(made, dtype=bool)


def amounts(
    name: str, value: npt.ArrayLike, low: float = 0.0, high: float = np.inf, least_axes: int = 0
) -> Floats:
    """Finite numbers from low to high, of at least so many axes. Raises ValueError."""
    made = floats(name, value)
    if made.ndim < least_axes:
        raise ValueError(f"{name} has shape {made.shape}, expected at least {least_axes} axis")
    fits = (made >= low - ROUNDING) & (made <= high + ROUNDING) & (np.abs(made) < np.inf)
    if not fits.all():
        bad = float(made[~fits].flat[0])
        raise ValueError(f"{name} holds {bad}: {_range(low, high)} is allowed")
    return made


def above(name: str, value: npt.ArrayLike) -> Floats:
    """Finite numbers above 0. Raises ValueError."""
    made = floats(name, value)
    fits = (made > 0) & (made < np.inf)
    if not fits.all():
        bad = float(made[~fits].flat[0])
        raise ValueError(f"{name} holds {bad}: a finite number above 0 is allowed")
    return made


def together(**given: npt.ArrayLike) -> None:
    """Raises ValueError that names them all if shapes do not broadcast."""
    shapes = {name: floats(name, value).shape for name, value in given.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError as fault:
        said = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"shapes do not go together: {said}") from fault


def whole(name: str, value: Any, low: int) -> int:
    """A whole number from low on. Raises ValueError."""
    try:
        made = int(value)
    except (ValueError, TypeError, OverflowError) as fault:
        raise ValueError(f"{name} is {_said(value)}: a whole number is needed") from fault
    if isinstance(value, bool | np.bool_ | str) or made != value:
        raise ValueError(f"{name} is {_said(value)}: a whole number is needed")
    if made < low:
        raise ValueError(f"{name} is {made}: at least {low} is needed")
    return made


def _range(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"{low:g} to {high:g}"
    return f"a finite number from {low:g} on" if np.isfinite(low) else "a finite number"


def _said(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
