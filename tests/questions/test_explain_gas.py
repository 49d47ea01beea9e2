"""Gas that saves power and power that loses gas, each in a future that `explain` tells of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks.offers import lost
from holdfast.outcome import Outcome
from holdfast.questions import gas_told
from holdfast.questions.explain import explain, narrated
from holdfast.scenario import Scenario, read_scenario
from holdfast.show.voice import Voice
from model.networks_world import VALLEY
from model.piped_world import FAR, GAS, piped
from model.small_country import country

CUT = "\n".join(row for row in GAS["gas/pipes"].split("\n") if not row.startswith("W-L"))
"""Without the pipe to LOW its station burns what the store there holds."""


def run(tables: dict[str, str], future: int) -> Outcome:
    return ensemble.run(piped(tables), futures=[future], seed=3, workers=1)


def told(outcome: Outcome, future: int) -> list[str]:
    return [str(said) for said in explain(outcome, future, workers=1)["events"]]


def narrated_of(outcome: Outcome) -> list[str]:
    """What `explain` tells of an outcome of one future, without the replay."""
    return [str(said) for said in narrated(outcome)["events"]]


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def with_gas(valley: Scenario, working: float, needs: float = 0.3) -> Scenario:
    """The valley with so much in store, and wells of which the share `needs` stops in the dark."""
    stores = [row | {"working_mcm": str(working)} for row in valley.table("gas/storage").rows()]
    told = {"gas.power_need": str(needs)}
    rows = [
        row | {"value": told.get(row["id"], row["value"])}
        for row in valley.table("parameters").rows()
    ]
    return valley.replace_rows("gas/storage", stores).replace_rows("parameters", rows)


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
    assert (
        "Lower valley: homes lack 100\u00a0% of their gas, electric compressors stood still "
        "20\u00a0h in the dark (Middle valley)"
    ) in days[first]
    assert any("Lower valley: homes have their gas again" in day for day in days[first:])
    dark = electric.data["compressors_dark"].sel(future=4, region="MID").values
    short = electric.data["gas_short_homes"].sel(future=4, region="LOW").values
    assert dark[first] > 0.75
    assert short[first] > 0.99
    fired = FAR | {"gas/compressors": FAR["gas/compressors"].replace("electric", "gas")}
    other = run(fired, 4)
    assert "homes lack" not in told(other, 4)[first]
    assert float(other.data["gas_short_homes"][0, first].max()) < 1e-3


def short_of(outcome: Outcome, name: str, day: int) -> float:
    return float(outcome.data[name].values[0, day].max())


def test_a_balance_tells_of_gas_in_store_that_saves_power(valley):
    """Gas as a balance of the nation: a store of 20 mcm is empty before the winter is over."""
    outcomes = [
        ensemble.run(with_gas(valley, working=working), futures=[0], seed=1, workers=1)
        for working in (150, 20)
    ]
    dark = [float(each.data["hours_without_power"].sel(region="LOW").sum()) for each in outcomes]
    assert dark[1] > dark[0] + 300
    assert np.array_equal(outcomes[0].data["launched"], outcomes[1].data["launched"])
    ours, theirs = (narrated_of(each) for each in outcomes)
    first = next(k for k, day in enumerate(theirs) if "power stations lack" in day)
    assert "power stations lack" not in ours[first]
    data = outcomes[1].data.isel(future=0, day=first)
    names = ("gas_produced", "gas_imported", "gas_withdrawn")
    amounts = [float(data["gas_used"] + data["gas_unserved"]), *(float(data[n]) for n in names)]
    asked, *parts = (f"{round(amount, 1):g}" for amount in amounts)
    said = "of {}\u00a0mcm of gas asked for {} are produced, {} bought, {} come out of store"
    assert said.format(asked, *parts) in theirs[first]
    assert short_of(outcomes[1], "gas_short_power", first) > 0.1
    assert short_of(outcomes[0], "gas_short_power", first) == 0


def test_a_balance_tells_of_the_dark_that_loses_gas(valley):
    """Wells of which all need power: what stands still in the dark is what homes come to lack."""
    outcomes = [
        ensemble.run(with_gas(valley, working=0, needs=needs), futures=[0], seed=1, workers=1)
        for needs in (1.0, 0.0)
    ]
    ours, theirs = (narrated_of(each) for each in outcomes)
    dark = outcomes[0].data["gas_in_dark"].values[0]
    days = [k for k, day in enumerate(ours) if "of production still in the dark" in day]
    assert days
    for day in days:
        assert f"{round(float(dark[day]), 1):g}\u00a0mcm of production still" in ours[day]
    assert not any("still in the dark" in day for day in theirs)
    assert not outcomes[1].data["gas_in_dark"].values.any()
    lost = [float(each.data["gas_short_homes"].values.sum()) for each in outcomes]
    assert lost[0] > lost[1] + 1


def test_damage_and_the_dark_part_what_wells_do_not_give():
    """By hand: half of a field of 2 mcm hit, the region dark for a quarter of the day."""
    small = country()
    luck = Luck.of(1, [0])
    params = networks.prepare(small, luck)
    left = np.where(params.assets.well == 0, 0.5, 1.0)[None]
    dark = np.array([[0.25, 0.0]])
    struck, still = lost(params, left, dark, 3)
    need = float(params.gas.power_need[0])
    assert struck.tolist() == [1.0]
    assert still[0] == pytest.approx(2 * 0.5 * need * 0.25)


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
