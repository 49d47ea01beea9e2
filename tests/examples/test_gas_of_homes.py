"""Gas of homes saves in the dark no more than homes lose of their heat there."""

from __future__ import annotations

import pytest

from holdfast.scenario import read_scenario

USES = {"household": "household_gas", "district_heat": "district_heat"}


@pytest.mark.parametrize("name", ["valley", "aldria", "bucharest-2022"])
def test_gas_that_stops_in_the_dark_is_that_of_homes_that_lose_their_heat(root, name):
    scenario = read_scenario(root / "examples" / name)
    homes, demand = scenario.table("heat/buildings"), scenario.table("gas/demand")
    parts = zip(
        homes.text("region"),
        homes.text("source"),
        homes.number("people_share"),
        homes.number("needs_power"),
        strict=True,
    )
    people: dict[tuple[str, str], float] = {}
    stopped: dict[tuple[str, str], float] = {}
    for region, source, share, needs in parts:
        pair = region, source
        people[pair] = people.get(pair, 0.0) + share
        stopped[pair] = stopped.get(pair, 0.0) + share * needs
    rows = zip(demand.text("region"), demand.text("use"), demand.number("needs_power"), strict=True)
    judged = 0
    for region, use, needs in rows:
        if use in USES:
            pair = region, USES[use]
            assert needs <= stopped[pair] / people[pair] + 1e-9, (region, use)
            judged += 1
    assert judged >= 3
