"""How many of the launched a row will say were destroyed, forecast from the days before.

Four experts, a steady and a quick one of each of two kinds (`experts`), are pooled: the log of
their weights on the share is averaged with weights that fall with their scores of late, and the
result is recalibrated by a beta law (Gneiting and Ranjan, 2013). Settings stand in destroyed.toml.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import betainc

from holdfast.raids.baselines import LEAST, forecasts, said
from holdfast.raids.days import SCORED
from holdfast.raids.experts import Rows, analogue, likeness, walks
from holdfast.raids.files import settings_in
from holdfast.raids.scores import pmf_score
from holdfast.raids.shares import Floats, Whole, binomials

NEVER = 1e-9
"""Weight that an expert gives a share at the least, when its log is taken."""


def forecast_destroyed(record: pd.DataFrame, start: date) -> pd.DataFrame:
    """Chances of 0 to launched destroyed, of each row that began on `start` or later.

    `record` is as `read_record` gives it, in any order. The rows are those of one scored class
    with 5 or more launched and 0 <= destroyed <= launched, in the order of the record; they have
    time_start, model, class, launched and pmf, an array of launched + 1 chances. A row's chances
    rest on its time_start, model and launched, and on rows whose time_start is of an earlier day;
    neither `start` nor the order of rows moves them.
    """
    rows = said(record)
    due = (rows["launched"] >= LEAST) & (rows["time_start"] >= pd.Timestamp(start).normalize())
    chances: dict[int, Floats] = {}
    for name in SCORED:
        places = np.flatnonzero(rows["class"] == name)
        if due.to_numpy()[places].any():
            chances |= _of_class(rows.iloc[places], places, settings()["class"][name])
    kept = [place for place in np.flatnonzero(due).tolist() if place in chances]
    return forecasts(rows.loc[kept], [chances[place] for place in kept])


def settings() -> dict[str, Any]:
    """The settings of destroyed.toml, by section."""
    return settings_in("destroyed.toml")


def _of_class(held: pd.DataFrame, places: Whole, own: dict[str, float]) -> dict[int, Floats]:
    """Chances by place in the record of all rows of a class that are large enough."""
    ordered = held.assign(day=held["time_start"].dt.normalize(), place=places).sort_values(
        ["day", "model", "launched", "destroyed"], kind="stable"
    )
    models = sorted(ordered["model"].unique())
    rows = Rows(
        day=ordered["day"].to_numpy("datetime64[D]").astype(np.int64),
        model=ordered["model"].map({name: i for i, name in enumerate(models)}).to_numpy(np.int64),
        launched=ordered["launched"].to_numpy(dtype=np.int64),
        destroyed=ordered["destroyed"].to_numpy(dtype=np.int64),
        likeness=likeness(models, settings()["rows"]["likeness"]),
    )
    wanted = np.flatnonzero(rows.launched >= LEAST)
    pooled = _pool(rows, wanted, _experts(rows, wanted, own["share"]), own)
    return dict(zip(ordered["place"].to_numpy()[wanted].tolist(), pooled, strict=True))


def _experts(rows: Rows, wanted: Whole, share: float) -> Floats:
    """Weights (experts, wanted, J): the steady analogue and walk, then the quick ones."""
    walk, alike = settings()["walk"], settings()["analogue"]
    walked = walks(rows, wanted, share, walk["drifts"], walk)
    mixed = [analogue(rows, wanted, share, memory, alike) for memory in alike["memories"]]
    return np.stack([mixed[0], walked[0], mixed[1], walked[1]])


def _pool(rows: Rows, wanted: Whole, experts: Floats, own: dict[str, float]) -> list[Floats]:
    """Recalibrated chances of each wanted row; experts are weighed by scores of earlier days."""
    how = settings()["pool"]
    prior = np.array([own["steady"], own["steady"], 1 - own["steady"], 1 - own["steady"]]) / 2
    lost, waiting = np.zeros(len(experts)), np.zeros(len(experts))
    made, last = [], None
    for place, row in enumerate(wanted):
        if last is not None and rows.day[row] > last:
            lost = (lost + waiting) * np.exp2((last - rows.day[row]) / how["memory"])
            waiting = np.zeros(len(experts))
        last = rows.day[row]
        weight = prior * np.exp(-how["rate"] * (lost - lost.min()))
        logs = np.log(experts[:, place] + NEVER)
        pooled = np.exp((weight / weight.sum()) @ logs)
        counts = binomials(int(rows.launched[row]))
        made.append(_sharpened(pooled / pooled.sum() @ counts, own["sharpen"]))
        each = experts[:, place] @ counts
        waiting += [pmf_score(chances, int(rows.destroyed[row])) for chances in each]
    return made


def _sharpened(chances: Floats, power: float) -> Floats:
    """Chances whose sums are the beta(power, power) law of the sums of `chances`."""
    sums = betainc(power, power, np.minimum(np.cumsum(chances), 1.0))
    sums[-1] = 1.0
    return np.diff(sums, prepend=0.0)
