"""In which order damage is repaired: service restored per crew-day, by the values of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_HEAT_MW_PER_MCM_DAY = 10_500 / 24
"""MW of heat in a million cubic metres of natural gas a day, at the usual gross calorific value of
10.5 kWh per cubic metre. Only the order of work depends on it."""


def by_urgency(worth: Array, per_day: Array, names: tuple[str, ...]) -> Array:
    """(3A,) the order of work: 3 x installation + state - 1, most service per crew-day first.

    worth (A,) [MW] of an intact installation, per_day (3, A) [1/day] the share of function lost in
    a state over its mean days of repair; ties by name, then by state.
    """
    gain = (per_day * worth).T.ravel()
    rank = np.argsort(np.argsort(np.array(names)))
    return np.lexsort((np.arange(gain.size), np.repeat(rank, 3), -gain)).astype(np.int64)


def worth(scenario: Scenario) -> Array:
    """(A,) MW that an installation stands for when intact: its element's capacity or its region's
    demand, over the number of installations that share it.

    Generator: available MW. Transformer: MVA of its bank x the power factor. Branch: its rating;
    one without counts as the mean of those that have one. Distribution: evening demand of the
    region. Gas supply, storage: heat in the gas it gives. Pipe, compressor of gas: heat in all gas
    that uses take at 0 degrees C, over the number of pipes, or of compressors. Heat: heat in the
    gas that district heating of the region takes at 0 degrees C. An installation with none of
    these is worth 0.
    """
    cells = scenario.table("assets")
    serves, regions = cells.text("serves"), cells.text("region")
    counts = cells.number("count")
    known = _capacities(scenario)
    owners = [
        (what, element or region)
        for what, element, region in zip(serves, cells.text("element"), regions, strict=True)
    ]
    sharing: dict[tuple[str, str], float] = {}
    for owner, count in zip(owners, counts, strict=True):
        sharing[owner] = sharing.get(owner, 0.0) + count
    each = np.array([known.get(owner, 0.0) / sharing[owner] for owner in owners])
    return np.repeat(each, counts.astype(np.int64))


def _capacities(scenario: Scenario) -> dict[tuple[str, str], float]:
    """MW by what is served and the element or region that serves it."""
    made: dict[tuple[str, str], float] = {}

    def add(what: str, names: tuple[str, ...], values: Array) -> None:
        made.update({(what, name): float(value) for name, value in zip(names, values, strict=True)})

    generators, banks = scenario.table("power/generators"), scenario.table("power/transformers")
    demand, supply = scenario.table("power/demand"), scenario.table("gas/supply")
    add("generator", generators.text("id"), generators.number("available_mw"))
    rating = (
        banks.number("units") * banks.number("unit_mva") * scenario.known("network.power_factor")
    )
    add("transformer", banks.text("id"), rating)
    branches = scenario.table("power/branches")
    limits = branches.number("rating_mw")
    usual = np.nanmean(limits) if np.isfinite(limits).any() else 0.0
    add("branch", branches.text("id"), np.where(np.isnan(limits), usual, limits))
    add("distribution", demand.text("region"), demand.number("evening_mw"))
    add("gas_supply", supply.text("id"), supply.number("mcm_per_day") * _HEAT_MW_PER_MCM_DAY)
    stores, gas = scenario.table("gas/storage"), scenario.table("gas/demand")
    add("gas_storage", stores.text("id"), stores.number("max_withdrawal") * _HEAT_MW_PER_MCM_DAY)
    taken = float(gas.number("at_0").sum()) * _HEAT_MW_PER_MCM_DAY
    for what, name in (("gas_pipe", "gas/pipes"), ("gas_compressor", "gas/compressors")):
        ids = scenario.table(name).text("id")
        add(what, ids, np.full(len(ids), taken / max(len(ids), 1)))
    heat = gas.where(np.array([use == "district_heat" for use in gas.text("use")], dtype=bool))
    add("heat", heat.text("region"), heat.number("at_0") * _HEAT_MW_PER_MCM_DAY)
    return made
