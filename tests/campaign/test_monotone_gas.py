"""More gas, import, generation and heaters on the same futures of the valley, gas being short."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.campaign import ensemble
from holdfast.gas import daily
from holdfast.scenario import Scenario, read_scenario

ROOT = Path(__file__).parents[2]
FUTURES, DAYS = 6, 75


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location(
        "monotone_gas", ROOT / "benchmarks/monotone_gas.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["monotone_gas"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def short(audit) -> Scenario:
    """The valley with three tenths of the gas that it begins with."""
    return audit.stored(read_scenario(ROOT / "examples" / "valley"), 0.3)


def lived(audit, scenario: Scenario):
    return ensemble.run(
        scenario,
        FUTURES,
        workers=1,
        until=DAYS,
        only=audit.KEPT,
        record=(audit.HEATERS, audit.ASKED),
    )


@pytest.fixture(scope="module")
def bare(audit, short):
    made = lived(audit, short)
    assert made.data["gas_unserved"].values.sum() > 0
    return made


@pytest.mark.parametrize("what", ["gas in store", "gas to be bought", "gas produced"])
def test_more_gas_hurts_no_future(audit, short, bare, what):
    change, _ = audit.kinds(0.25)[what]
    found = list(audit.judged(bare, lived(audit, change(short))))
    assert [name for name, _, _ in found] == list(audit.HURT)
    for name, share, why in found:
        assert share.max() <= audit.LEAST, (name, why)
    assert found[2][1].mean() < -0.01


@pytest.mark.parametrize("what", ["power to be imported", "generation", "generator sets"])
def test_more_power_leaves_no_future_darker_or_colder(audit, short, bare, what):
    change, _ = audit.kinds(0.25)[what]
    for name, share, why in audit.judged(bare, lived(audit, change(short))):
        if name != "gas_unserved":  # more power may burn more gas
            assert share.max() <= audit.LEAST, (name, why)


def test_the_audit_begins_without_heaters(audit, short):
    """Whatever a scenario has of them: else "where were none" tells of those there were."""
    kind = ["heaters where were none"]
    found = [
        [(name, share.tolist()) for _, name, share, _ in audit.audited(each, 2, 0.25, 30, kind)]
        for each in (short, audit.heated(short, 0.6))
    ]
    assert found[0] == found[1]


def test_stores_never_hurt_where_imports_go_first(audit):
    """With half of the gas: with stores first what gives faster is empty earlier, and futures are
    hurt; with imports first none is, and a quarter as much is not delivered."""
    half = audit.stored(read_scenario(ROOT / "examples" / "valley"), 0.5)
    change, _ = audit.kinds(0.25)["storage, with its wells"]
    worst, lacking = {}, {}
    for first in (0.0, 1.0):
        base = audit.with_values(half, {"gas.imports_first": first})
        before = lived(audit, base)
        lacking[first] = float(before.data["gas_unserved"].values.sum())
        found = audit.judged(before, lived(audit, change(base)))
        worst[first] = max(float(share.max()) for _, share, _ in found)
    assert worst[0.0] > 0.01
    assert worst[1.0] <= audit.LEAST
    assert lacking[1.0] < lacking[0.0] / 4


def oiled(scenario: Scenario, tonnes: float) -> Scenario:
    row = {"generator": "LOW-thermal", "stock_t": str(tonnes), "capacity_t": "9000",
           "power_share": "0.7"}  # fmt: skip
    return scenario.replace_rows("power/oil", [row])


def test_more_oil_leaves_no_future_darker_or_colder(audit, short, bare):
    """Beside none, and beside less; what gas its power asks for may come to more."""
    some, more = (lived(audit, oiled(short, tonnes)) for tonnes in (1500, 6000))
    for before, after in ((bare, some), (some, more)):
        found = {name: share for name, share, _ in audit.judged(before, after)}
        assert found["hours_without_power"].max() <= audit.LEAST
        assert found["degree_hours"].max() <= audit.LEAST
        assert found["hours_without_power"].mean() < -0.01


def plenty(audit, scenario: Scenario) -> Scenario:
    """So much power and so many ways for it that heaters take none from anyone."""
    made = scenario
    for table, column in (
        ("power/generators", "available_mw"), ("power/links", "capacity_mw"),
        ("power/transformers", "unit_mva"),
    ):  # fmt: skip
        made = audit.raised(made, table, [column], 10)
    rows = [row | {"launched": "0"} for row in made.table("threat/raids").rows()]
    return made.replace_rows("threat/raids", rows)


def test_heaters_warm_where_there_is_power_and_darken_where_there_is_none(audit, short):
    """With power to spare more of them leave no future colder; where it is short they overload it,
    and homes whose heat needs power are colder for it in the mean."""
    rich = audit.raised(plenty(audit, short), "gas/supply", ["mcm_per_day"], 0.1)
    few, many = (lived(audit, audit.heated(rich, kilowatt)) for kilowatt in (audit.HEATER_KW, 2.0))
    cold = {name: share for name, share, _ in audit.judged(few, many)}
    assert cold["degree_hours"].max() <= audit.LEAST
    assert cold["degree_hours"].mean() < -0.01
    few, many = (lived(audit, audit.heated(short, kw)) for kw in (0.0, audit.HEATER_KW))
    found = {name: (share, why) for name, share, why in audit.judged(few, many)}
    assert found["hours_without_power"][0].mean() > 0
    assert "heaters ask for power that is short" in found["hours_without_power"][1]


SHARE = st.floats(0, 1)


@given(SHARE, SHARE, st.floats(1, 3), st.floats(0.001, 0.2))
def test_a_store_with_more_room_and_wells_gives_no_less_of_the_same_gas(
    fill, empty, more, rate
):  # fmt: skip
    """With room alone it gives less: the same gas stands at less pressure."""
    stock = [[fill * 100]]
    one = daily.deliverability(*(_array(v) for v in (stock, 100, 100 * rate, empty)))
    both = daily.deliverability(*(_array(v) for v in (stock, 100 * more, 100 * rate * more, empty)))
    room = daily.deliverability(*(_array(v) for v in (stock, 100 * more, 100 * rate, empty)))
    assert both >= one - 1e-9
    assert room <= one + 1e-9


def _array(value):
    return np.array(value, dtype=float).reshape(1, 1)
