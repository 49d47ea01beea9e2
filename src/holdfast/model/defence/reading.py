"""Columns and parameters as a pair of futures draws them, or at their middle values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.sums import sum_of
from holdfast.model.defence.worth import anchor, layer_worth

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def column(scenario: Scenario, table: str, name: str, luck: Luck | None) -> Array:
    """(F or 1, rows) a column drawn by `luck`; without it its middle values."""
    if luck is None:
        return scenario.table(table).number(name)[None]
    return scenario.uncertain(table, name, luck)


def parameter(scenario: Scenario, name: str, luck: Luck | None) -> Array:
    """(F or 1,) a parameter drawn by `luck`; without it its middle value."""
    return np.array([scenario.known(name)]) if luck is None else scenario.parameter(name, luck)


def normalised(share: Array) -> Array:
    """Shares along the last axis scaled to sum to 1; all zero stays zero."""
    total = share.sum(axis=-1, keepdims=True)
    return np.asarray(share / np.where(total > 0.0, total, 1.0))


def target_shares(scenario: Scenario) -> Array:
    """Prior shares of target regions (C, R), each class summing to 1."""
    rows = scenario.table("threat/regions")
    names = scenario.table("threat/classes").text("id")
    regions = scenario.table("regions").text("id")
    made = np.zeros((len(names), len(regions)))
    made[rows.index("class", names), rows.index("region", regions)] = rows.number("share")
    return normalised(made)


def unit_worth(scenario: Scenario, luck: Luck | None, engaged: Array | None = None) -> Array:
    """Log-survival that one unit adds to all the cover (F or 1, E), held to the record.

    What stood at the start has its class's gain, what comes later the factor of newcomers. engaged
    (F or 1, C or 1, R or 1): share of what is launched that is engaged; None: all.
    """
    names = scenario.table("threat/classes").text("id")
    systems, effect = scenario.table("defence/systems"), scenario.table("defence/effect")
    system, against = effect.index("system", systems.text("id")), effect.index("class", names)
    shots = parameter(scenario, "defence.shots", luck)[:, None]
    own = systems.number("shots")
    worth = layer_worth(
        column(scenario, "defence/systems", "reach", luck)[:, system],
        column(scenario, "defence/effect", "kill_probability", luck),
        np.where(np.isnan(own), shots, own)[:, system],
    )
    units = column(scenario, "defence/systems", "units", luck)
    overclaim = column(scenario, "threat/classes", "overclaim", luck)
    gain = anchor(
        sum_of(units[:, system] * worth, against, len(names)),
        column(scenario, "threat/classes", "kill_share", luck) * (1.0 - overclaim),
        target_shares(scenario),
        normalised(scenario.table("regions").number("defence_share")),
        np.ones((1, 1, 1)) if engaged is None else engaged,
    )
    there = systems.number("units")[system] > 0.0
    factor = parameter(scenario, "defence.newcomer_factor", luck)[:, None]
    return np.asarray(worth * np.where(there, gain[:, against], factor))


def full_level(scenario: Scenario, luck: Luck | None) -> Array:
    """Level of each item that counts as full (F or 1, I): `full`, or what is held at the start."""
    items, stocks = scenario.table("items").text("id"), scenario.table("stocks")
    held = column(scenario, "stocks", "quantity", luck)
    said = stocks.number("full")
    made = np.zeros((len(held), len(items)))
    made[:, stocks.index("item", items)] = np.where(np.isnan(said), held, said)
    return made
