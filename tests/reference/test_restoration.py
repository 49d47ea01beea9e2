"""Orders of repair that PowerModelsRestoration.jl finds.

Rhodes, Fobes, Coffrin and Roald 2021, Electric Power Systems Research 190; its tests rop.jl and
mrsp.jl, direct current.
"""

from __future__ import annotations

import pytest

from holdfast.power import fewest_repairs, read_restoration, restore


@pytest.mark.parametrize("opening", [True, False])
@pytest.mark.parametrize("method", ["exact", "fast"])
@pytest.mark.parametrize(
    ("case", "a_period", "served", "weight", "objective"),
    [
        ("case5_restoration", 3, [4.4, 10, 10], [3, 3, 1], 53.20),
        # Twelve parts, a bus and a storage unit among them.
        ("case5_restoration_strg", 4, [3.0, 9.2, 10, 10], [4, 4, 4, 1], 98.8),
    ],
)
def test_orders(root, method, opening, case, a_period, served, weight, objective):
    damaged = read_restoration(root / "data" / "restoration" / f"{case}.m")
    found = restore(*damaged, a_period, method=method, allow_opening=opening)
    assert found.served == pytest.approx(served, abs=1e-4)
    assert found.weight.tolist() == weight
    assert found.objective == pytest.approx(objective, abs=1e-3)
    assert found.bound >= objective - 1e-3


def test_the_smallest_set(root):
    damaged = read_restoration(root / "data" / "restoration" / "case5_restoration_strg.m")
    assert len(fewest_repairs(*damaged)) == 5
