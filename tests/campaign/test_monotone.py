"""Help under common luck: what was lost, hit and left without, future by future, in the valley."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.campaign import ensemble
from holdfast.scenario import Scenario, read_scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
FUTURES, DAYS = 32, 60
LEVEL = {"id": "wall", "name": "Wall", "absorbs": "0.5"}
WALLS = {
    "id": "walls", "name": "Walls", "kind": "humanitarian", "unit": "object",
    "unit_cost_meur": "0.5", "adds": "protection", "adds_to": "substation", "level": "wall",
}  # fmt: skip
KEPT = ("hours_without_power", "leaked", "ever_damaged", "twice_damaged", "units_lost", "sets_lost")


@pytest.fixture(scope="module")
def valley() -> Scenario:
    """With all that can hurt help itself, and levels of protection to buy."""
    made = read_scenario(VALLEY).replace_rows("damage/protection", [LEVEL])
    made = made.add_rows("items", [WALLS])
    rows = made.table("parameters").rows()
    return made.replace_rows(
        "parameters",
        [*rows, {"id": "damage.units_lost", "value": "0.05"}],
    )


def given(valley: Scenario, item: str, quantity: int) -> Scenario:
    giver = valley.table("deliveries").text("partner")[0]
    row = {
        "id": "more", "partner": giver, "item": item, "quantity": str(quantity),
        "date": str(valley.settings.start), "slips": "no",
    }  # fmt: skip
    return valley.add_rows("deliveries", [row])


def lived(scenario: Scenario) -> dict[str, np.ndarray]:
    data = ensemble.run(scenario, FUTURES, seed=5, workers=1, until=DAYS, only=KEPT).data
    return {name: data[name].values.astype(float) for name in KEPT}


@pytest.fixture(scope="module")
def bare(valley) -> dict[str, np.ndarray]:
    return lived(valley)


def test_something_is_lost_to_begin_with(bare):
    assert bare["units_lost"].sum() > 0
    assert bare["twice_damaged"].sum() > 0


def test_protection_never_lets_more_be_hit(valley, bare):
    helped = lived(given(valley, "walls", 9))
    for name in ("ever_damaged", "twice_damaged"):
        assert (helped[name] <= bare[name] + 1e-12).all()
    assert helped["ever_damaged"].sum() < bare["ever_damaged"].sum()
    np.testing.assert_array_equal(helped["leaked"], bare["leaked"])


@pytest.mark.parametrize(("item", "quantity"), [("interceptor", 300), ("battery", 4)])
def test_air_defence_never_lets_more_through(valley, bare, item, quantity):
    """Day by day while no unit is lost by another's luck; the sum over days is less."""
    whole = valley.replace_rows(
        "parameters",
        [row for row in valley.table("parameters").rows() if row["id"] != "damage.units_lost"],
    )
    before, helped = lived(whole), lived(given(whole, item, quantity))
    assert (helped["leaked"] <= before["leaked"] + 1e-12).all()
    for name in ("ever_damaged", "twice_damaged"):
        assert (helped[name] <= before[name] + 1e-12).all()


@pytest.mark.parametrize(
    ("item", "quantity"), [("walls", 9), ("interceptor", 300), ("battery", 4), ("transformer", 6)]
)
def test_help_seldom_hurts_a_future(valley, bare, item, quantity):
    """Person-hours fall in the mean; a future may be hurt (order of repair), not one in ten."""
    helped = lived(given(valley, item, quantity))
    before, after = (values["hours_without_power"].sum(axis=(1, 2)) for values in (bare, helped))
    assert after.mean() <= before.mean()
    assert (after > before * (1 + 1e-4)).sum() <= FUTURES // 10
