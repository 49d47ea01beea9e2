"""What one piece of an item spares: function lost, for each class that it can be spent on.

All that is read is at its middle value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.defence.jamming import shares
from holdfast.model.defence.reading import target_shares
from holdfast.model.defence.sums import sum_of
from holdfast.model.regimes import current, regimes
from holdfast.scenario.by_class import factors, sheltered

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def turns(scenario: Scenario) -> Array:
    """Days from which jamming or aims are others than on the day before; some are outside."""
    tables = ("defence/jamming", "threat/targets")
    return np.concatenate([scenario.table(table).days("from") for table in tables])


def flying(scenario: Scenario, today: int) -> Array:
    """Of the launches of each class, the share that comes to each region unjammed, (C, R)."""
    there = target_shares(scenario)
    jammed = current(*shares(scenario, None), today).reshape(there.shape)
    return np.asarray(there * (1.0 - jammed))


def harm(scenario: Scenario, today: int) -> Array:
    """Losses of function that a leaker of each class is expected to do in each region, (C, R).

    energy_share of leakers that are no decoys, aimed at target groups as the prior of the day says,
    times what a hit on the group takes away.
    """
    classes, rows = scenario.table("threat/classes"), scenario.table("threat/targets")
    groups = tuple(dict.fromkeys(scenario.table("damage/kinds").text("target")))
    label = rows.index("target", groups)
    stated = regimes(rows.days("from"), label, rows.number("share")[None], len(groups))
    aimed = current(*stated, today)[0]
    aimed = aimed / max(1.0, float(aimed.sum()))
    some = classes.number("energy_share") * (1.0 - classes.number("decoy_share"))
    by_region = np.einsum("t,tcr->cr", aimed, taken(scenario, groups))
    return np.asarray(some[:, None] * by_region)


def taken(scenario: Scenario, groups: tuple[str, ...]) -> Array:
    """Function that one hit of a class takes from a target group in a region, (T, C, R).

    Installations lost, each by the share of its function that is gone in the state it is left in,
    light, heavy or destroyed; the mean over all that are in the group and region, behind what
    protects them at the start.
    """
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    regions = scenario.table("regions").text("id")
    kind = cells.index("kind", kinds.text("id"))
    lost = kinds.number("function_lost")[:, None]
    factor, heavier = (each[0] for each in factors(scenario, None))
    hits = np.minimum(lost * factor, 1.0) * kinds.number("units_per_hit")[:, None]
    heavy = np.minimum(kinds.number("heavy_share")[:, None] * heavier, 1.0)
    destroyed = kinds.number("destroyed_share")[:, None]
    left = kinds.number("left_light")[:, None], kinds.number("left_heavy")[:, None]
    gone = (1.0 - heavy) * (1.0 - left[0]) + heavy * (
        (1.0 - destroyed) * (1.0 - left[1]) + destroyed
    )
    each = (hits * gone)[kind] * (1.0 - cells.number("protection"))[:, None]
    level = cells.index("level", scenario.table("damage/protection").text("id"))
    each = each * (1.0 - sheltered(scenario, level, None)[0, :, :-1])
    number = cells.number("count")
    place = kinds.index("target", groups)[kind], cells.index("region", regions)
    sums = np.zeros((len(groups), len(regions), each.shape[1]))
    np.add.at(sums, place, each * number[:, None])
    size = np.zeros((len(groups), len(regions), 1))
    np.add.at(size, place, number[:, None])
    return np.asarray((sums / np.where(size > 0.0, size, 1.0)).transpose(0, 2, 1))


def per_piece(
    worth: Array, own: Array, against: Array, rounds: Array, by_region: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    """Pieces of an item that a launch of each class takes (N, C), and what one of them spares.

    worth, own (N, E): log-survival that all effects in cover add, and those of the item; against,
    rounds (E,); by_region: what comes and what it does (N, C, R), share of the cover (R,). What the
    item adds is survival without it less survival with it: what others kill too is worth little.
    """
    comes, harms, deploy = by_region
    count = comes.shape[1]
    every, mine = (sum_of(each, against, count) for each in (worth, own))
    with_it, without = (np.exp(-each[:, :, None] * deploy) for each in (every, every - mine))
    kills = (comes * (1.0 - with_it)).sum(axis=2) / np.where(every > 0.0, every, 1.0)
    pieces = sum_of(own * rounds, against, count) * kills
    spares = (comes * harms * (without - with_it)).sum(axis=2)
    return pieces, np.asarray(spares / np.where(pieces > 0.0, pieces, 1.0))
