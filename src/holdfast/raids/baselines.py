"""The simple forecasts beside which ours are told.

Destroyed: a beta-binomial fitted by maximum likelihood to the last 90 days of a class. Launches:
days drawn with replacement from the last 90.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, logit

from holdfast.raids.classes import class_of
from holdfast.raids.days import SCORED, launched_by_day
from holdfast.raids.record import CLASSES
from holdfast.raids.scores import Floats, Whole

MEMORY = 90
"""Days that the baselines remember."""
LEAST = 5
"""Launched of the smallest row that is scored."""
BOUNDS = ((-8.0, 8.0), (-4.0, 6.0))
"""Logit of the mean and log of a + b of the fitted law."""


def rolling_destroyed(record: pd.DataFrame, start: date, memory: int = MEMORY) -> pd.DataFrame:
    """Rows as `forecast_destroyed` makes them, from a beta-binomial of the last `memory` days.

    Fitted to all rows of the class that say what was destroyed and began on the `memory` days
    before; to all days before where these have no row, even chances where none has.
    """
    rows = said(record)
    day = rows["time_start"].dt.normalize()
    due = rows["class"].isin(SCORED) & (rows["launched"] >= LEAST) & (day >= pd.Timestamp(start))
    fits: dict[tuple[str, pd.Timestamp], tuple[float, float]] = {}
    chances = []
    for place in np.flatnonzero(due):
        name, today = rows["class"].iloc[place], day.iloc[place]
        if (name, today) not in fits:
            before = rows[(rows["class"] == name) & (day < today)]
            late = before[before["time_start"] >= today - pd.Timedelta(days=memory)]
            taken = late if len(late) else before
            fits[name, today] = fit(taken["launched"].to_numpy(), taken["destroyed"].to_numpy())
        chances.append(beta_binomial(int(rows["launched"].iloc[place]), *fits[name, today]))
    return forecasts(rows.loc[due], chances)


def forecasts(rows: pd.DataFrame, chances: Sequence[Any]) -> pd.DataFrame:
    """time_start, model, class, launched of rows, and pmf: the chances of each, (launched + 1,)."""
    made: pd.DataFrame = rows[["time_start", "model", "class", "launched"]].reset_index(drop=True)
    made["launched"] = made["launched"].astype("int64")
    made["pmf"] = pd.Series(chances, dtype=object)
    return made


def said(record: pd.DataFrame) -> pd.DataFrame:
    """Rows with at least 1 launched and 0 <= destroyed <= launched, in order, with their class."""
    whole = (record["launched"] >= 1) & record["destroyed"].between(0, record["launched"])
    rows: pd.DataFrame = record.loc[whole & record["time_start"].notna()].reset_index(drop=True)
    table = record.attrs.get(CLASSES)
    rows["class"] = pd.Series([class_of(text, table) for text in rows["model"]], dtype="str")
    return rows


def fit(launched: Floats, destroyed: Floats) -> tuple[float, float]:
    """a and b of the beta law of the share destroyed, by maximum likelihood; 1 and 1 of no row."""
    if not len(launched):
        return 1.0, 1.0

    def loss(point: Floats) -> float:
        mean, alike = expit(point[0]), np.exp(point[1])
        a, b = mean * alike, (1 - mean) * alike
        return float((betaln(a, b) - betaln(destroyed + a, launched - destroyed + b)).sum())

    share = (destroyed.sum() + 0.5) / (launched.sum() + 1)
    found = minimize(loss, [logit(share), np.log(LEAST)], method="L-BFGS-B", bounds=BOUNDS).x
    return float(expit(found[0]) * np.exp(found[1])), float(expit(-found[0]) * np.exp(found[1]))


def beta_binomial(launched: int, a: float, b: float) -> Floats:
    """Chances (launched + 1,) of 0 to `launched` destroyed where the share is beta(a, b)."""
    hit = np.arange(launched + 1.0)
    ways = gammaln(launched + 1) - gammaln(hit + 1) - gammaln(launched - hit + 1)
    made = np.exp(ways + betaln(hit + a, launched - hit + b) - betaln(a, b))
    return np.asarray(made / made.sum())


def resampled_launches(
    record: pd.DataFrame,
    origin: date,
    horizon_days: int,
    futures: int,
    seed: int,
    memory: int = MEMORY,
) -> Whole:
    """Launches (futures, SCORED) of `horizon_days` days, each one of the last `memory` at random.

    A day is drawn with all its classes. Days before the first of the record count as days without
    launches. Reads what `forecast_launches` may read.
    """
    past = launched_by_day(record, origin)[-memory:]
    past = np.concatenate([np.zeros((memory - len(past), len(SCORED)), np.int64), past])
    key = np.array([seed, origin.toordinal()], dtype=np.uint64)
    luck = np.random.Generator(np.random.Philox(key=key)).random((futures, horizon_days))
    return np.asarray(past[(luck * memory).astype(np.int64)].sum(axis=1))
