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
    shots = scenario.parameter("defence.shots", luck)[:, None]
    own = systems.number("shots")
    worth = layer_worth(
        scenario.uncertain("defence/systems", "reach", luck)[:, system],
        scenario.uncertain("defence/effect", "kill_probability", luck),
        np.where(np.isnan(own), shots, own)[:, system],
    )
    units = scenario.uncertain("defence/systems", "units", luck)
    overclaim = scenario.uncertain("threat/classes", "overclaim", luck)
    gain = anchor(
        sum_of(units[:, system] * worth, against, len(names)),
        scenario.uncertain("threat/classes", "kill_share", luck) * (1.0 - overclaim),
        target_shares(scenario),
        normalised(scenario.table("regions").number("defence_share")),
        np.ones((1, 1, 1)) if engaged is None else engaged,
    )
    there = systems.number("units")[system] > 0.0
    factor = scenario.parameter("defence.newcomer_factor", luck)[:, None]
    return np.asarray(worth * np.where(there, gain[:, against], factor))


def full_level(scenario: Scenario, luck: Luck | None) -> Array:
    """Level of each item that counts as full (F or 1, I): `full`, or what is held at the start."""
    items, stocks = scenario.table("items").text("id"), scenario.table("stocks")
    held = scenario.uncertain("stocks", "quantity", luck)
    said = stocks.number("full")
    made = np.zeros((len(held), len(items)))
    made[:, stocks.index("item", items)] = np.where(np.isnan(said), held, said)
    return made
