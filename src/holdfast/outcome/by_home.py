"""Cold by region and class of dwelling: degree-hours, hours of frost, and the most on one day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.by_group import ALL
from holdfast.outcome.metrics import DAY_HOURS
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import estimate
from holdfast.outcome.windows import Window
from holdfast.scenario import homes

COLUMNS = (
    "region", "class", "from", "to", "degree_hours", "degree_error", "frozen_hours",
    "frozen_error", "frozen_most", "most_error", "coldest", "coldest_error",
)  # fmt: skip
"""Columns of the table: degree-hours under the cold threshold and hours under that of frost per
person who lives so, the most of them under it on one day (share), and of the country the lowest
indoor temperature at a midnight [degree C]."""
NEEDS = ("degree_by_home", "frozen_by_home", "indoor_by_home")


def has(outcome: Outcome) -> bool:
    """Whether the run kept its homes by class."""
    return all(name in outcome.data for name in NEEDS)


def by_home(outcome: Outcome) -> pd.DataFrame:
    """A row a window, class and region, first the country; empty if none are kept.

    The country, ALL, is the mean over those who live in homes of the class.
    """
    rows: list[tuple[object, ...]] = []
    for window in outcome.windows() if has(outcome) else ():
        rows += _of_window(outcome, window)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_window(outcome: Outcome, window: Window) -> list[tuple[object, ...]]:
    """The rows of one window."""
    regions = [str(name) for name in outcome.data["region"].values]
    classes = [str(name) for name in outcome.data["dwelling"].values]
    days = window.among(outcome.data["day"].values)
    weight = _people(outcome)
    deep, harsh, share, least = _counted(outcome, days, weight)
    rows: list[tuple[object, ...]] = []
    for h, name in enumerate(classes):
        here = [r for r in range(len(regions)) if np.isfinite(deep[0, r, h])]
        lives = weight[here, h] / weight[here, h].sum()
        whole = (deep[:, here, h] @ lives, harsh[:, here, h] @ lives, share[:, -1, h])
        cases: list[tuple[str, *tuple[Array | None, ...]]] = [(ALL, *whole, least[:, h])]
        cases += [(regions[r], deep[:, r, h], harsh[:, r, h], share[:, r, h], None) for r in here]
        for region, *values in cases:
            told: list[float] = []
            for each in values:
                found = None if each is None else estimate(each, outcome.pair)
                told += [np.nan] * 2 if found is None else [found.mean, found.standard_error]
            rows.append((region, name, window.first, window.end, *told))
    return rows


def _people(outcome: Outcome) -> Array:
    """(R, H) people who live in homes of each class, as the tables have them; 0 where no row is."""
    told = outcome.scenario.table("heat/buildings").number("people_share")
    share = homes.spread(outcome.scenario, told[None], 0.0)[0]
    return np.asarray(outcome.people.mean(axis=0)[:, None] * share)


def _counted(outcome: Outcome, days: slice, weight: Array) -> tuple[Array, Array, Array, Array]:
    """Sums of degree-hours and of hours of frost (F, R, H), the largest share of people under frost
    on one day (F, R + 1, H), the country last, and the lowest temperature at a midnight (F, H)."""
    parts: list[tuple[Array, ...]] = []
    for part in outcome.read(*NEEDS):
        some = part.isel(day=days)
        deep, harsh = (
            np.asarray(some[name].transpose("future", "day", "region", "dwelling").values, float)
            for name in NEEDS[:2]
        )
        indoor = np.asarray(some[NEEDS[2]].transpose("future", "day", "dwelling").values, float)
        lives = np.maximum(weight.sum(axis=0), 1e-9)
        nation = (np.nan_to_num(harsh) * weight).sum(axis=2) / lives
        share = np.concatenate([harsh, nation[:, :, None]], axis=2).max(axis=1) / DAY_HOURS
        parts.append((deep.sum(axis=1), harsh.sum(axis=1), share, indoor.min(axis=1)))
    deep, harsh, share, least = (np.concatenate(each) for each in zip(*parts, strict=True))
    return deep, harsh, share, least
