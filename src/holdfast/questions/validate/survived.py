"""Whether a winter is survived, and which inputs set apart the futures in which it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.metrics import DAYS_IN_A_ROW, short_days
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.windows import Window, windows
from holdfast.questions.inputs import called, inputs
from holdfast.questions.validate.finding import Sentence
from holdfast.questions.validate.information import strength
from holdfast.scenario import Scenario

HOURS = "hours_without_power"
FEWEST_PAIRS = 5
"""Pairs of either kind under which nothing is asked of what sets them apart."""
NAMED = 5
"""Inputs that are named at most."""


def winters(scenario: Scenario) -> tuple[Window, ...]:
    """Each winter of the campaign from its first day on; all of it where it is one or none."""
    settings = scenario.settings
    days = np.array([settings.start, settings.last], dtype="datetime64[D]")
    made = windows(settings.model_copy(update={"report_from": settings.start}), days)
    return made[:-1] or made


def remarks(run: Outcome, second: pd.DataFrame) -> Iterator[Sentence]:
    """In how many futures each winter is survived, and what sets those of the second apart."""
    for number, window in enumerate(winters(run.scenario), start=1):
        spared = _spared(run, window)
        told = {"winter": number, "count": int(spared.sum()), "all": len(spared)}
        yield Sentence("survived", told)
    if len(second):
        yield Sentence("apart", {"inputs": tuple(second["input"])})
    else:
        yield Sentence("none_apart")


def set_apart(run: Outcome) -> pd.DataFrame:
    """Inputs that set apart pairs in which the second winter is survived, beyond chance.

    The strongest first: `input`, `row`, `apart`, how far its means with and without lie apart, in
    standard deviations of its draws, with its `apart_error`. Beyond chance is what the strongest of
    all inputs reaches in one of twenty dealings of the pairs; no rows without a second winter, or
    too few pairs of either kind.
    """
    played = winters(run.scenario)
    if len(played) < 2:
        return pd.DataFrame()
    lost = ~_spared(run, played[1])
    failing = (lost[::2].astype(float) + lost[1::2]) / 2
    some, none = failing > 0, failing <= 0
    if min(some.sum(), none.sum()) < FEWEST_PAIRS:
        return pd.DataFrame()
    every = inputs(run)
    z = np.stack([one.z[::2] for one in every])
    found, bar = strength(np.stack([failing, np.zeros_like(failing)]), z)
    rows = []
    for place in np.argsort(-found, kind="stable")[:NAMED]:
        if found[place] > bar:
            one, mine = every[place], z[place] / z[place].std()
            error = np.sqrt(mine[some].var() / some.sum() + mine[none].var() / none.sum())
            apart = float(mine[none].mean() - mine[some].mean())
            told = {"input": called(one.table, one.column), "row": one.key}
            rows.append(told | {"apart": apart, "apart_error": float(error)})
    return pd.DataFrame(rows)


def _spared(run: Outcome, window: Window) -> Array:
    """(F,) whether no region has under 8 hours of power a day for DAYS_IN_A_ROW days."""
    days = window.among(run.data["day"].values)
    hours = run.data[HOURS].transpose("future", "day", "region").values[:, days]
    return np.asarray(short_days(hours).max(axis=1) < DAYS_IN_A_ROW)
