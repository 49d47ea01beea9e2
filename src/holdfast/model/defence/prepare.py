"""The tables of the air defence, read and drawn; the only place here that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.params import Params
from holdfast.model.defence.sums import sum_of
from holdfast.model.defence.worth import anchor, capacity_per_channel, layer_worth

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read defence/*, the regions' shares and the classes' record, and draw what is uncertain."""
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    regions = scenario.table("regions")
    items = scenario.table("items").text("id")
    systems = scenario.table("defence/systems")
    effect = scenario.table("defence/effect")
    system = effect.index("system", systems.text("id"))
    against = effect.index("class", names)
    item = systems.index("item", items)[system]
    spared = effect.number("spared_below")
    worth = _worth(scenario, system, luck)
    units = scenario.uncertain("defence/systems", "units", luck)
    deployment = normalised(regions.number("defence_share"))
    overclaim = scenario.uncertain("threat/classes", "overclaim", luck)
    gain = anchor(
        sum_of(units[:, system] * worth, against, len(names)),
        scenario.uncertain("threat/classes", "kill_share", luck) * (1.0 - overclaim),
        target_shares(scenario),
        deployment,
    )
    there = systems.number("units")[system] > 0.0
    factor = scenario.parameter("defence.newcomer_factor", luck)[:, None]
    channels = systems.number("channels") * scenario.uncertain("defence/systems", "cycles", luck)
    rival = luck.ignorance().uniform("defence rival", "nation")
    return Params(
        classes=names,
        pairs=tuple(f"{name} {region}" for name in names for region in regions.text("id")),
        rival=(rival >= scenario.parameter("defence.proportional_probability", luck)) * 1.0,
        system=system,
        against=against,
        item=item,
        spared_below=spared,
        order=np.lexsort((spared, item)),
        rounds=systems.number("rounds_per_target")[system],
        worth=worth * np.where(there, gain[:, against], factor),
        full=_full(scenario, items, luck),
        deployment=deployment,
        channels=channels,
        capacity=capacity_per_channel(
            scenario.parameter("defence.national_capacity", luck), units * channels, deployment
        ),
        overdispersion=classes.number("overdispersion"),
        overclaim=overclaim,
    )


def _worth(scenario: Scenario, system: Array, luck: Luck) -> Array:
    """Log-survival that one unit adds over its region, by effect (F or 1, E)."""
    return layer_worth(
        scenario.uncertain("defence/systems", "reach", luck)[:, system],
        scenario.uncertain("defence/effect", "kill_probability", luck),
        scenario.parameter("defence.shots", luck)[:, None],
    )


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


def _full(scenario: Scenario, items: tuple[str, ...], luck: Luck) -> Array:
    """Level of each item that counts as full (F or 1, I): `full`, or what is held at the start."""
    stocks = scenario.table("stocks")
    held = scenario.uncertain("stocks", "quantity", luck)
    said = stocks.number("full")
    made = np.zeros((len(held), len(items)))
    made[:, stocks.index("item", items)] = np.where(np.isnan(said), held, said)
    return made
