"""What packages save in futures, asked once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.problem import Package

UNIT = 100
"""Futures of one evaluation, as evaluations are counted in answers."""


class Evaluate(Protocol):
    """What each package saves in each future against giving nothing, more is better.

    Futures 2i and 2i + 1 share what nobody knows. Any set may be asked for, also one that breaks
    budgets, ties or exclusions (bounds need what everything together saves); never one with an
    offer that is barred.
    """

    def __call__(self, packages: Sequence[Package], futures: Array) -> Array:
        """(P, F) of P packages and (F,) numbers of futures."""


class Memo:
    """Remembers what each package saved in each future and counts what was simulated.

    A package that is asked for again in more futures is simulated in the new ones alone; the empty
    package saves nothing and is never simulated.
    """

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate
        self._column: dict[int, int] = {}
        self._known: dict[Package, Array] = {}
        self.calls = 0
        """Times the value function was called."""
        self.simulated = 0
        """Futures simulated, summed over packages."""

    @property
    def evaluations(self) -> float:
        """Evaluations of 100 futures."""
        return self.simulated / UNIT

    @property
    def packages(self) -> int:
        """Different packages simulated."""
        return len(self._known)

    def values(self, packages: Sequence[Package], futures: Sequence[int] | Array) -> Array:
        """What each of P packages saves in each of F futures, (P, F).

        Raises ValueError if the value function gives another shape or numbers that are not finite.
        """
        wanted = np.asarray(futures, dtype=np.int64)
        columns = self._columns(wanted)
        todo: dict[bytes, list[Package]] = {}
        for package in dict.fromkeys(p for p in packages if p):
            missing = np.isnan(self._row(package)[columns])
            if missing.any():
                todo.setdefault(missing.tobytes(), []).append(package)
        for key, several in todo.items():
            missing = np.frombuffer(key, dtype=bool)
            self._ask(several, wanted[missing], columns[missing])
        made = np.zeros((len(packages), wanted.size))
        for row, package in zip(made, packages, strict=True):
            if package:
                row[:] = self._known[package][columns]
        return made

    def means(self, packages: Sequence[Package], futures: Sequence[int] | Array) -> Array:
        """Mean of each package over futures, (P,)."""
        return np.asarray(self.values(packages, futures).mean(axis=1))

    def known(self, futures: Sequence[int] | Array) -> list[Package]:
        """Packages of which all these futures are known, in order."""
        wanted = np.asarray(futures, dtype=np.int64).tolist()
        if not all(future in self._column for future in wanted):
            return []
        columns = np.array([self._column[future] for future in wanted], dtype=np.intp)
        whole = [p for p in self._known if not np.isnan(self._row(p)[columns]).any()]
        return sorted(whole, key=sorted)

    def _columns(self, futures: Array) -> Array:
        """Columns of futures; new ones get the next."""
        for future in futures.tolist():
            self._column.setdefault(future, len(self._column))
        return np.array([self._column[future] for future in futures.tolist()], dtype=np.intp)

    def _row(self, package: Package) -> Array:
        """What is known of a package, nan where it is not, as long as there are columns."""
        row = self._known.get(package, np.empty(0))
        if row.size < len(self._column):
            row = np.append(row, np.full(len(self._column) - row.size, np.nan))
            if package in self._known:
                self._known[package] = row
        return row

    def _ask(self, packages: list[Package], futures: Array, columns: Array) -> None:
        """Simulate and remember."""
        given = np.asarray(self._evaluate(packages, futures), dtype=float)
        if given.shape != (len(packages), futures.size):
            raise ValueError(
                f"values of {len(packages)} packages in {futures.size} futures have shape "
                f"{given.shape}"
            )
        if not np.isfinite(given).all():
            raise ValueError("values of packages are to be finite numbers")
        self.calls += 1
        self.simulated += given.size
        for package, row in zip(packages, given, strict=True):
            whole = self._row(package)
            whole[columns] = row
            self._known[package] = whole


def pairs(futures: Sequence[int] | Array) -> Array:
    """Number of the pair of each future, (F,)."""
    return np.asarray(futures, dtype=np.int64) // 2


def fresh_after(futures: Sequence[int] | Array, count: int) -> Array:
    """So many futures after all of these, beginning with a whole pair."""
    start = int(np.max(np.asarray(futures))) + 1
    return np.arange(start + start % 2, start + start % 2 + count)
