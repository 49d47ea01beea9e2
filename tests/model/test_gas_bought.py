"""What is bought of gas: from its first day to its last, the cheapest first, at its price."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model.networks import prepare
from holdfast.model.networks.supplied import cost, in_order
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY
from model.piped_world import GAS, piped

FUTURES = [0, 1]
PRICE = "price_eur_per_1000_m3"
FIELD = {"id": "UPP-field", "region": "UPP", "kind": "production", "mcm_per_day": "2"}
EMPTY = {
    "id": "LOW-store",
    "region": "LOW",
    "working_mcm": "0",
    "capacity_mcm": "200",
    "max_withdrawal": "4",
}


def bought(name: str, most: float, price: float | None = None, **row: str) -> dict[str, str]:
    told = {} if price is None else {PRICE: str(price)}
    return {"id": name, "kind": "import", "mcm_per_day": str(most), **told, **row}


def with_imports(*rows: dict[str, str]) -> Scenario:
    """The valley with these imports and nothing in store."""
    valley = read_scenario(VALLEY)
    return valley.replace_rows("gas/supply", [FIELD, *rows]).replace_rows("gas/storage", [EMPTY])


def run(scenario: Scenario, days: int = 40) -> Outcome:
    return ensemble.run(scenario, FUTURES, seed=1, workers=1, until=days)


def test_a_contract_ends_with_its_last_day():
    scenario = with_imports(
        bought("a", 0.4, **{"from": "2030-12-03", "until": "2030-12-10"}), bought("b", 0.1)
    )
    params = prepare(scenario, Luck.of(1, [0]))
    most = params.gas.import_limit[0, :12]
    assert most.tolist() == pytest.approx([0.1] * 2 + [0.5] * 8 + [0.1] * 2)
    data = run(scenario, 12).data
    assert float(data["gas_imported"][:, 10:].max()) <= 0.1 + 1e-6
    assert float(data["gas_imported"][:, 2:10].max()) > 0.1


def test_the_cheapest_goes_first_by_hand():
    """1.2 mcm of 1 at 300 and .5 at 800 euros: 1 at 300, .2 at 800, .46 million."""
    scenario = with_imports(bought("dear", 0.5, 800), bought("cheap", 1, 300))
    params = prepare(scenario, Luck.of(1, [0]))
    parts = in_order(params.bought, np.array([1.2, 0.4, 1.5]), 0)
    assert parts == pytest.approx(np.array([[0.2, 1.0], [0, 0.4], [0.5, 1.0]]))
    assert cost(params.bought, parts) == pytest.approx([0.3 + 0.16, 0.12, 0.3 + 0.4])


def test_money_stands_beside_hours_and_changes_nothing_else():
    priced, free = (run(with_imports(bought("a", 0.5, price))) for price in (400, None))
    assert "gas_cost" not in free.data
    assert "gas_cost" not in {metric.name for metric in free.metrics}
    spent = priced.data["gas_cost"].values
    assert spent == pytest.approx(priced.data["gas_imported"].values * 0.4, rel=1e-5)
    assert spent.max() > 0.1
    window = priced.windows()[-1]
    assert priced.values("gas_cost", window) == pytest.approx(spent.sum(axis=1), rel=1e-5)
    names = ("hours_without_power", "gas_stock", "cold_hours", "gas_imported")
    assert all(np.array_equal(priced.data[name], free.data[name]) for name in names)
    told = priced.values("suffering", window) == free.values("suffering", window)
    assert told.all()


def test_through_pressures_each_entry_is_paid_for_what_it_gives():
    supply = f"""id,region,kind,from,mcm_per_day,node,{PRICE}
UPP-field,UPP,production,,2,U,
near,,import,,0.3,U,500
far,,import,,0.3,L,900"""
    tables = {"gas/supply": supply, "gas/storage": GAS["gas/storage"].replace("100,200", "0,200")}
    data = run(piped(tables), 8).data
    spent, imported = data["gas_cost"].values, data["gas_imported"].values
    assert imported.max() > 0.3
    assert (spent >= imported * 0.5 - 1e-4).all()
    assert (spent <= imported * 0.9 + 1e-4).all()
    full = imported > 0.6 - 1e-3
    assert full.any()
    assert spent[full] == pytest.approx(0.3 * 0.5 + 0.3 * 0.9, rel=5e-3)
