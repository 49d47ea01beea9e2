"""Gas that saves power and power that loses gas, each in a future that `explain` tells of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.questions import gas_told
from holdfast.questions.explain import explain
from holdfast.show.voice import Voice
from model.piped_world import FAR, GAS, piped

CUT = "\n".join(row for row in GAS["gas/pipes"].split("\n") if not row.startswith("W-L"))
"""Without the pipe to LOW its station burns what the store there holds."""


def run(tables: dict[str, str], future: int) -> Outcome:
    return ensemble.run(piped(tables), futures=[future], seed=3, workers=1)


def told(outcome: Outcome, future: int) -> list[str]:
    return [str(said) for said in explain(outcome, future, workers=1)["events"]]


@pytest.fixture(scope="module")
def electric() -> Outcome:
    """A future in which MID goes dark, its station of electric compressors with it."""
    return run(FAR, 4)


@pytest.fixture(scope="module")
def events(electric: Outcome) -> pd.Series:
    return explain(electric, 4, workers=1)["events"]


def test_gas_in_store_saves_power():
    """The same future with a store that is full by half and with an empty one."""
    full = run({"gas/pipes": CUT}, 1)
    empty = run(
        {"gas/pipes": CUT, "gas/storage": GAS["gas/storage"].replace("100,200,4", "0,200,4")}, 1
    )
    hours = [
        float(each.data["hours_without_power"].sel(region="LOW").sum()) for each in (full, empty)
    ]
    assert hours[1] > hours[0] + 300
    assert np.allclose(full.data["launched"], empty.data["launched"])
    ours, theirs = told(full, 1), told(empty, 1)
    stored = "power stations burn 0.6\u00a0mcm of gas, 0.9\u00a0mcm comes out of store"
    assert any(day.endswith(stored) for day in ours)
    assert not any("comes out of store" in day for day in theirs)
    assert any("Lower valley: power stations lack 100\u00a0% of their gas" in day for day in theirs)
    assert not any("power stations lack" in day for day in ours)


def test_dark_compressors_lose_the_gas_of_homes(electric, events):
    """A raid darkens MID; its station stands still; homes in LOW, which want 56 bar, go short.
    With a station that burns gas they lose none that day."""
    days = [str(said) for said in events]
    first = next(k for k, day in enumerate(days) if "homes lack" in day)
    assert days[first].endswith(
        "Lower valley: homes lack 100\u00a0% of their gas, electric compressors stood still "
        "20\u00a0h in the dark (Middle valley)"
    )
    assert any("Lower valley: homes have their gas again" in day for day in days[first:])
    dark = electric.data["compressors_dark"].sel(future=4, region="MID").values
    short = electric.data["gas_short_homes"].sel(future=4, region="LOW").values
    assert dark[first] > 0.75
    assert short[first] > 0.99
    fired = FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", "gas")}
    other = run(fired, 4)
    assert "homes lack" not in told(other, 4)[first]
    assert float(other.data["gas_short_homes"][0, first].max()) < 1e-3


def test_it_is_told_in_french(events):
    french = [Voice("fr").said(day) for day in events if day]
    assert any("il manque aux foyers 100\u00a0% de leur gaz" in day for day in french)
    assert any("les foyers ont de nouveau leur gaz" in day for day in french)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([0, 1, 1, 0, 0, 1, 0, 0, 0, 1], [(1, 6), (9, 10)]),
        ([0, 0], []),
        ([1], [(0, 1)]),
    ],
)
def test_spells(runs: list[int], expected: list[tuple[int, int]]):
    assert gas_told.spells(np.array(runs) > 0) == expected
