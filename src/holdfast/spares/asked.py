"""What is asked: arguments checked together, one ValueError that tells of all that are wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NO_BASES = ("depot", "total", "quantity_per_system", "unit_cost", "weight")
"""Arguments without an axis of bases; they are compared as if they had one of length 1."""


class Asked:
    """Arguments of one call. Each is checked as it is read; `settle` raises if any was wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def amounts(
        self,
        name: str,
        value: npt.ArrayLike,
        low: float = 0.0,
        high: float = np.inf,
        whole: bool = False,
        above: bool = False,
    ) -> Floats:
        """Finite numbers from `low` (or `above` it) to `high`; `whole` ones if so asked.

        What is wrong is noted and stands as `low` in the array, so that shapes can be compared.
        """
        try:
            given = np.asarray(value)
        except (ValueError, TypeError):
            self.wrong.append(f"{name} is not an array: numbers in rows of one length are allowed")
            return np.zeros(())
        if given.dtype.kind not in "iuf":
            self.wrong.append(f"{name} is {_said(value)}: {_range(low, high, whole, above)}")
            return np.zeros(given.shape)
        made = given.astype(np.float64)
        fits = (made > low) if above else (made >= low)
        fits &= (made <= high) & np.isfinite(made)
        if whole:
            fits &= made == np.floor(made)
        if not fits.all():
            place = tuple(int(at) for at in np.argwhere(~fits)[0])
            said = f"[{', '.join(map(str, place))}]" if place else ""
            allowed = _range(low, high, whole, above)
            self.wrong.append(f"{name}{said} is {made[place]:g}: {allowed}")
        return np.where(fits, made, low)

    def number(
        self, name: str, value: npt.ArrayLike, low: float = 0.0, whole: bool = False
    ) -> float:
        """One finite number from `low` on."""
        made = self.amounts(name, value, low, whole=whole)
        if made.shape != ():
            self.wrong.append(f"{name} has shape {made.shape}: one number is allowed")
            return low
        return float(made)

    def choice(self, name: str, value: str, allowed: Sequence[str]) -> str:
        """One of the words allowed."""
        if value in allowed:
            return value
        self.wrong.append(f"{name} is {_said(value)}: {' or '.join(allowed)} is allowed")
        return allowed[0]

    def together(self, **given: tuple[int, ...]) -> tuple[int, ...]:
        """The shape that all shapes broadcast to."""
        try:
            return np.broadcast_shapes(*given.values())
        except ValueError:
            said = ", ".join(
                f"{name} {shape[:-1] if name.startswith(NO_BASES) else shape}"
                for name, shape in given.items()
            )
            self.wrong.append(f"shapes do not go together: {said}")
            return ()

    def settle(self) -> None:
        """Raises ValueError with everything that was wrong."""
        if self.wrong:
            raise ValueError("; ".join(self.wrong))


def _range(low: float, high: float, whole: bool, above: bool) -> str:
    kind = "a whole number" if whole else "a finite number"
    if np.isfinite(high):
        return f"{kind} from {low:g} to {high:g} is allowed"
    return f"{kind} {'above' if above else 'from'} {low:g}{'' if above else ' on'} is allowed"


def _said(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
