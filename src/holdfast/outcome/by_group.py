"""Hours without power by region and group, and the longest run of days with too little."""

from __future__ import annotations

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.metrics import short_days
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import estimate

COLUMNS = (
    "region", "group", "from", "to", "mean", "standard_error", "longest_run", "run_error",
)  # fmt: skip
"""Columns of the table: hours per member, and most days in a row under 8 hours of power."""
ALL = "all"
"""The country: of hours the mean over members, of runs the longest of any region."""


def by_group(outcome: Outcome) -> pd.DataFrame:
    """A row a window, group and region, the country first; empty without groups in the scenario."""
    if "group_hours" not in outcome.data:
        return pd.DataFrame(columns=list(COLUMNS))
    regions = [str(name) for name in outcome.data["region"].values]
    groups = [str(name) for name in outcome.data["group"].values]
    members = _members(outcome, regions, groups)
    rows = []
    for window in outcome.windows():
        days = window.among(outcome.data["day"].values)
        hours = np.asarray(outcome.data["group_hours"].isel(day=days).values, float)
        runs = short_days(hours).astype(float)
        total = hours.sum(axis=1)
        for g, group in enumerate(groups):
            here = np.flatnonzero(members[0, :, g] >= 0)
            weight = members[:, here, g]
            mean = (total[:, here, g] * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
            cases = [(ALL, mean, runs[:, here, g].max(axis=1))]
            cases += [(regions[r], total[:, r, g], runs[:, r, g]) for r in here]
            for region, values, run in cases:
                found, spell = estimate(values, outcome.pair), estimate(run, outcome.pair)
                rows.append(
                    (region, group, window.first, window.end, found.mean, found.standard_error,
                     spell.mean, spell.standard_error)
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _members(outcome: Outcome, regions: list[str], groups: list[str]) -> Array:
    """(F, R, G) people who belong to a group or are served by it; -1 where it has no row."""
    table = outcome.scenario.table("people/groups")
    share = np.full((len(regions), len(groups)), np.nan)
    place = table.index("region", tuple(regions)), table.index("group", tuple(groups))
    share[place] = table.number("people_share")
    people = outcome.people[:, :, None] * share
    return np.where(np.isnan(people), -1.0, people)
