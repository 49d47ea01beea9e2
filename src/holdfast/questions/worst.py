"""The story of the worst futures: what was otherwise in them than in the rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from holdfast.arrays import Array
from holdfast.model.types import RIVALS
from holdfast.outcome.metrics import MWH_IN_GWH
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import LEANS, TOLD_APART

COLUMNS = ("measure", "unit", "worst", "rest", "difference", "standard_error", "sure", "verdict")
COLDEST = 14
"""Days of the coldest stretch."""
ROUNDING, SUREST = 1e-12, 10.0
"""An error of so small a share of a difference is none; nothing is told as surer than so many."""
JAMMED = "jammed"
"""The measure that is told only of a scenario in which there is any."""
FEW, ALIKE = "few", "alike"
"""Why no story is told: fewer than two pairs of futures on a side; the worst are as bad as others,
so that nothing but their numbers would choose them."""


def untold(keys: Array, order: Array, count: int, pair: Array) -> str:
    """Why no story can be told of the first `count` futures in `order`; blank if one can.

    `keys` (F, K) is by what they were put in order, `pair` (F,) the number of each future's pair.
    """
    worst, rest = order[:count], order[count:]
    if min(len(np.unique(pair[worst])), len(np.unique(pair[rest]))) < 2:
        return FEW
    return ALIKE if (keys[worst[-1]] == keys[rest[0]]).all() else ""


def told_of_worst(outcome: Outcome, places: Array) -> pd.DataFrame:
    """What sets these futures apart from the others over reported time, columns COLUMNS.

    A row a measure of MEASURES: its means, their difference, its standard error and how `sure` it
    is, the surest first. Both futures of a pair count as one where they lie on one side, and few
    of them for less: `sure` is the normal deviate of Welch's t with one degree of freedom less
    than the smaller group has pairs, since with so few those of Satterthwaite are too many. Both
    groups are of one run, so what sets them apart need not be what made them so. Empty if one of
    the groups has fewer than two pairs.
    """
    worst = np.zeros(len(outcome.futures), dtype=bool)
    worst[places] = True
    pair = np.asarray(outcome.pair)
    if min(len(np.unique(pair[worst])), len(np.unique(pair[~worst]))) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    days = outcome.windows()[-1].among(outcome.data["day"].values)
    rows = []
    for name, (unit, of) in MEASURES.items():
        values = of(outcome, days)
        if name == JAMMED and not values.any():
            continue
        one, other = values[worst], values[~worst]
        apart = float(one.mean() - other.mean())
        error, sure = _welch(apart, _variance(one, pair[worst]), _variance(other, pair[~worst]))
        rows.append((name, unit, one.mean(), other.mean(), apart, error, sure, _verdict(sure)))
    rows.sort(key=lambda row: -abs(row[6]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _variance(values: Array, pair: Array) -> tuple[float, int]:
    """Variance of the mean of (F,) values, clustered by (F,) pair, and the number of pairs."""
    _, place = np.unique(pair, return_inverse=True)
    count = int(place.max()) + 1
    sums = np.bincount(place, weights=values - values.mean(), minlength=count)
    return float(sums @ sums) / len(values) ** 2 * count / (count - 1), count


def _welch(apart: float, *sides: tuple[float, int]) -> tuple[float, float]:
    """Standard error of a difference of two means, and the normal deviate as sure as its t."""
    whole = sum(variance for variance, _ in sides)
    error = float(np.sqrt(whole))
    if error <= ROUNDING * abs(apart):
        return error, float(np.sign(apart)) * SUREST
    freedom = min(count for _, count in sides) - 1
    sure = -float(ndtri(stdtr(freedom, -abs(apart) / error)))
    return error, float(np.sign(apart)) * min(sure, SUREST)


def _verdict(sure: float) -> str:
    if abs(sure) > TOLD_APART:
        return "told apart"
    return "leans" if abs(sure) >= LEANS else "not told apart"


def _values(outcome: Outcome, name: str, days: slice) -> Array:
    """(F, D) a variable of the run in these days, summed over all its other axes."""
    data = outcome.data[name].isel(day=days)
    rest = [axis for axis in data.dims if axis not in ("future", "day")]
    return np.asarray(data.sum(rest).transpose("future", "day").values, dtype=float)


def _sum(name: str, scale: float = 1.0) -> Callable[[Outcome, slice], Array]:
    return lambda outcome, days: _values(outcome, name, days).sum(axis=1) / scale


def _coldest(outcome: Outcome, days: slice) -> Array:
    """The mean of the coldest fortnight, or of all days if there are fewer."""
    t = _values(outcome, "temperature", days)
    width = min(COLDEST, t.shape[1])
    sums = np.cumsum(np.pad(t, ((0, 0), (1, 0))), axis=1)
    return np.asarray(((sums[:, width:] - sums[:, :-width]) / width).min(axis=1))


def _grid_lost(outcome: Outcome, days: slice) -> Array:
    """The most of the main grid that is out of use on a day, of all its installations."""
    grid = outcome.data["main_grid"].values.astype(bool)
    count = outcome.data["count"].values[grid]
    lost = outcome.data["lost"].isel(day=days, kind=np.flatnonzero(grid))
    share = lost.transpose("future", "day", "kind").values @ count / max(count.sum(), 1e-9)
    return np.asarray(share.max(axis=1), dtype=float)


def _least_generation(outcome: Outcome, days: slice) -> Array:
    return np.asarray(_values(outcome, "available", days).min(axis=1))


def _run_out(outcome: Outcome, days: slice) -> Array:
    """Items that count against survival and ran out."""
    stocks = outcome.scenario.table("stocks")
    items = np.asarray(stocks.text("item"), dtype=object)
    counts = np.isin(outcome.data["item"].values, items[stocks.flag("defended")])
    return np.asarray((outcome.first_outs()[:, counts] >= 0).sum(axis=1), dtype=float)


def _saturates(outcome: Outcome, days: slice) -> Array:
    return np.asarray(outcome.data["rival"].values != RIVALS[0], dtype=float)


MEASURES: dict[str, tuple[str, Callable[[Outcome, slice], Array]]] = {
    "launched": ("count", _sum("launched")),
    JAMMED: ("count", _sum(JAMMED)),
    "leaked": ("count", _sum("leaked")),
    "collapses": ("days", _sum("collapsed")),
    "grid_lost": ("share", _grid_lost),
    "least_generation": ("MW", _least_generation),
    "mended": ("count", _sum("mended")),
    "coldest_fortnight": ("degree C", _coldest),
    "imported": ("GWh", _sum("imported", MWH_IN_GWH)),
    "gas_unserved": ("mcm", _sum("gas_unserved")),
    "stocks_run_out": ("items", _run_out),
    "defence_saturates": ("share of futures", _saturates),
}
"""Unit and value, (F,), of what may set futures apart."""
