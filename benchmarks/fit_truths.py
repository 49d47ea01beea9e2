"""Truths that are known: how often what a fit keeps holds them, and how often all draws do.

Futures are taken for the truth in turn. Their own figures stand for the published ones, with the
same bands around them; the other pairs are fitted to them; and it is counted how often nine in ten
of what is kept hold what is hidden of the truth: the draws of inputs, and figures that come later.
Both are read in the partners of the kept futures, which have the same draws of what nobody knows
and other luck. Beside it stands nine in ten of all draws, so that what the fit adds is seen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.questions.facts import Fact
from holdfast.questions.fit import Played, distance, nearest

ENDS = (0.05, 0.95)
COLUMNS = ("hidden", "truths", "held", "held_unfitted", "width")


def as_truth(facts: Sequence[Fact], values: Array) -> list[Fact]:
    """Facts with the bands of the published ones laid around other values (N,)."""
    return [
        dataclasses.replace(
            fact,
            value=value,
            band_low=value - (fact.value - fact.band_low),
            band_high=value + (fact.band_high - fact.value),
        )
        for fact, value in zip(facts, values.tolist(), strict=True)
    ]


def chosen_truths(played: Played, struck: Array, part: float, count: int, seed: int) -> Array:
    """So many futures, each as likely as any other, of the part that lies nearest to the figures.

    Of those that have all figures and are of no struck pair; all of them if there are fewer.
    """
    order = np.argsort(distance(played.values, played.facts), kind="stable")
    whole = np.isfinite(played.values).all(axis=1)[order] & ~np.isin(order // 2, struck)
    among = order[whole]
    among = np.sort(among[: max(int(np.ceil(part * len(among))), 1)])
    place = np.argsort(Luck.of(seed, among).uniform("taken for the truth", "future"))
    return np.sort(among[place[:count]])


def coverage(
    played: Played, hidden: Mapping[str, Array], truths: Array, keep: int, struck: Array
) -> pd.DataFrame:
    """How often nine in ten of what is kept, and of all, hold what is hidden of each truth.

    `hidden` are (F,) values by name. Gives `hidden`, `truths` that have a value, `held` and
    `held_unfitted` as shares of these, `width` of the interval over that of all draws, the mean.
    """
    left = ~np.isin(np.arange(len(played.values)) // 2, struck)
    wide = {name: _ends(values[left]) for name, values in hidden.items()}
    found: dict[str, list[tuple[bool, bool, float]]] = {name: [] for name in hidden}
    for truth in truths.tolist():
        far = distance(played.values, as_truth(played.facts, played.values[truth]))
        near = nearest(far, keep, np.append(struck, truth // 2))
        for name, values in hidden.items():
            if not np.isfinite(values[truth]):
                continue
            low, high = _ends(values[near ^ 1])
            before = wide[name]
            held = low <= values[truth] <= high
            anyway = before[0] <= values[truth] <= before[1]
            found[name].append((held, anyway, (high - low) / (before[1] - before[0])))
    rows = [
        (name, len(each), *np.array(each, dtype=float).reshape(-1, 3).mean(axis=0))
        for name, each in found.items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _ends(values: Array) -> tuple[float, float]:
    """Ends between which one more draw of the same law lies in just nine of ten, however few."""
    low, high = np.quantile(values[np.isfinite(values)], ENDS, method="weibull")
    return float(low), float(high)
