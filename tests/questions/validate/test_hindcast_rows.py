"""The table of the hindcast: how many futures stand behind the row with the collapse."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.questions.facts import Fact
from holdfast.questions.validate import hindcast
from holdfast.questions.validate.finding import Fixed
from holdfast.questions.validate.played import Played

FELL = 14


def fact(number: str, metric: str, last: date) -> Fact:
    return Fact(number, metric, "all", last, last, 5.0, 2.0, 8.0, "words", "a minister", False)


def test_the_row_with_the_collapse_says_on_how_many_futures_it_rests():
    day = date(2022, 11, 23)
    fell = xr.DataArray(
        (np.arange(20) < FELL).astype(float)[:, None],
        dims=("future", "day"), coords={"day": [np.datetime64(day)]},
    )  # fmt: skip
    values = np.tile(np.linspace(0.0, 10.0, 20)[:, None], 3)
    values[:3, 2] = np.nan
    run = SimpleNamespace(data={"collapsed": fell}, pair=np.arange(20) // 2)
    facts = [
        fact("F1", "power_deficit_share", date(2022, 11, 1)),
        fact("F2", hindcast.COLLAPSE, day),
        fact("F3", "power_deficit_share", date(2022, 12, 1)),
    ]
    played = {"untuned": Played(run, values)}
    table = pd.DataFrame(list(hindcast._rows(played, facts, ())))
    assert table["conditioned_n"].tolist() == [None, Fixed(FELL, 0), Fixed(FELL - 3, 0)]
    (told,) = [
        each
        for each in hindcast._remarks(table, played, facts, ())
        if each.name == "judge_conditioned"
    ]
    assert told.values["n"] == FELL
