"""Homes of a scenario by region and class of dwellings, as heat and demand count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

_KW = 1000.0
"""W in a kW."""


def dwellings(scenario: Scenario) -> tuple[str, ...]:
    """H classes of dwellings, in the order in which heat/buildings names them."""
    return tuple(dict.fromkeys(scenario.table("heat/buildings").text("class")))


def spread(scenario: Scenario, values: Array, blank: float) -> Array:
    """Values by row of heat/buildings (F, rows) as (F, R, H), `blank` where no row tells of any."""
    table, regions = scenario.table("heat/buildings"), scenario.table("regions").text("id")
    classes = dwellings(scenario)
    made = np.full((len(values), len(regions), len(classes)), blank)
    made[:, table.index("region", regions), table.index("class", classes)] = values
    return made


def people_share(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, R, H) share of people by class of dwellings, scaled where rows sum to over 1."""
    share = spread(scenario, scenario.uncertain("heat/buildings", "people_share", luck), 0.0)
    return np.asarray(share / np.maximum(share.sum(axis=2, keepdims=True), 1.0))


def time_constant(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, rows) [h]: as given, or capacity [Wh/(m2 K)] over loss [W/(m2 K)]."""
    told = scenario.uncertain("heat/buildings", "time_constant_hours", luck)
    loss = scenario.uncertain("heat/buildings", "loss_w_per_m2_k", luck)
    capacity = scenario.uncertain("heat/buildings", "capacity_wh_per_m2_k", luck)
    return np.where(np.isnan(told), capacity / loss, told)


def per_kw(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, rows) [K/kW]: what a kW a person holds above outdoors, 1000 / (loss x floor)."""
    told = scenario.uncertain("heat/buildings", "loss_w_per_m2_k", luck)
    usual = scenario.parameter("people.home_loss", luck)[:, None]
    floor = scenario.parameter("people.home_floor", luck)[:, None]
    return np.asarray(_KW / (np.where(np.isnan(told), usual, told) * floor))


def gain(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, R, H) [K]: how much warmer than outdoors people and sun alone hold a home."""
    told = scenario.uncertain("heat/buildings", "loss_w_per_m2_k", luck)
    usual = scenario.parameter("people.home_loss", luck)[:, None]
    warmth = scenario.parameter("people.home_gains", luck)[:, None]
    return spread(scenario, warmth / np.where(np.isnan(told), usual, told), 0.0)


def least(values: Array, of: Array) -> Array:
    """(..., R) the least of values (..., R, H) of classes `of` (R, H); 0 where there are none."""
    made = np.where(of > 0, values, np.inf).min(axis=-1)
    return np.asarray(np.where(np.isfinite(made), made, 0.0))


def reserve(scenario: Scenario) -> Array:
    """(R, H) [1]: full heat of a class over what holds the target at the design temperature."""
    told = scenario.table("heat/buildings").number("reserve")
    return np.asarray(spread(scenario, told[None], 1.0)[0])


def lift(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, R, H) [K]: most that full heat holds above outdoors, by the reserve of a class."""
    target = scenario.parameter("people.indoor_target", luck)
    reach = target - scenario.parameter("people.design_temperature", luck)
    return np.asarray(reserve(scenario) * reach[:, None, None])


def part(needed: Array, full: Array) -> Array:
    """Share of full heat [K] that what is needed [K] asks for; 0 where a class can have no heat."""
    size = np.broadcast_shapes(needed.shape, full.shape)
    return np.divide(needed, full, out=np.zeros(size), where=np.broadcast_to(full > 0, size))


def unlit(scenario: Scenario, needs: Array, luck: Luck) -> Array:
    """Share of gas boilers that stop in the dark: `needs` (F or 1, ...), and of the others those
    without an ignition of their own."""
    own = scenario.parameter("people.own_ignition", luck)
    own = own.reshape(-1, *(1 for _ in needs.shape[1:]))
    return np.asarray(needs + (1 - needs) * (1 - own))


def pumped(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, R) share of the district heat of each region that heat pumps give."""
    table, regions = scenario.table("heat/pumps"), scenario.table("regions").text("id")
    share = scenario.uncertain("heat/pumps", "share", luck)
    made = np.zeros((len(share), len(regions)))
    made[:, table.index("region", regions)] = share
    return made
