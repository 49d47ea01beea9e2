"""Repair: crews by skill and single parts go where they restore most service for a crew-day.

The order is fixed by kind of damage: worth x share of function lost / mean days of repair. It uses
neither the work already done nor what chance will make of it, so that one more crew can never make
an installation wait longer (docs/blocks/repair.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.repair_kernels import assign
from holdfast.model.types import Arrived, Harm, Mended

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_HEAT_MW_PER_MCM_DAY = 10_500 / 24
"""MW of heat in a million cubic metres of natural gas a day, at the usual gross calorific value of
10.5 kWh per cubic metre. Only the order of work depends on it."""
_STATES = ("light", "heavy", "destroyed")


@bundle
class Params:
    """Who repairs what, with which part, and in which order."""

    assets: tuple[str, ...]
    skills: tuple[str, ...]
    skill: Array = array("asset", "1", "position of the skill that can mend it")
    part: Array = array(
        "asset", "1", "position of the item that a destroyed one needs, -1 for none"
    )
    order: Array = array("any place", "1", "3 x installation + state - 1, the most urgent first")
    crews: Array = array("future skill", "1", "crews at the start")
    effort: Array = array("future", "days", "crew-days of work that a crew does in a day")
    way: Array = array("future", "1/day", "share of a part's way covered in a day")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read crews, kinds and installations; uncertain values are drawn once per pair of futures.

    Worth and order come from the tables' own values: crews go by what is known, not what is drawn.
    """
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    crews = scenario.table("repair/crews")
    counts = cells.number("count").astype(np.int64)
    kind = np.repeat(cells.index("kind", kinds.text("id")), counts)
    names = tuple(
        f"{cell}/{i}"
        for cell, count in zip(cells.text("id"), counts, strict=True)
        for i in range(1, count + 1)
    )
    left = kinds.number("left_light"), kinds.number("left_heavy"), np.zeros(len(kinds))
    lost = 1 - np.stack(left)
    days = np.stack([kinds.number(f"days_{state}") for state in _STATES])
    return Params(
        assets=names,
        skills=crews.text("skill"),
        skill=kinds.index("skill", crews.text("skill"))[kind],
        part=kinds.index("part", scenario.table("items").text("id"))[kind],
        order=by_urgency(worth(scenario), (lost / np.maximum(days, 1e-9))[:, kind], names)[None],
        crews=scenario.uncertain("repair/crews", "crews", luck),
        effort=1 - scenario.parameter("repair.time_lost", luck),
        way=1 / np.maximum(scenario.parameter("repair.part_transport", luck), 1.0),
    )


def step(
    params: Params, harm: Harm, arrived: Arrived, held: Array, today: int, luck: Luck
) -> Mended:
    """One day of repair; held (F, I) [pieces] at dawn. What is mended serves from tomorrow.

    A crew works on one installation at a time and goes on to the next within the day.
    """
    state = np.array(harm.state, dtype=np.int64, order="C")
    work = np.array(harm.work_left, dtype=float, order="C")
    has_part = np.array(harm.has_part, dtype=float, order="C")
    there = params.crews + arrived.crews
    crews, pieces = there.copy(), np.array(held, dtype=float, order="C")
    mended = np.empty(state.shape)
    assign(
        params.order,
        params.skill,
        params.part,
        params.effort,
        params.way,
        state,
        work,
        has_part,
        crews,
        pieces,
        mended,
    )
    return Mended(
        state=state,
        work_left=work,
        has_part=has_part,
        times_hit=harm.times_hit,
        mended=mended,
        parts=held - pieces,
        busy=there - crews,
    )


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
