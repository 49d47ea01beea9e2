"""The tables of readiness, read and drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.readiness.params import STAGES, Params, Paths
from holdfast.scenario.uncertain import largest

if TYPE_CHECKING:
    from holdfast.scenario import Scenario, Table

MENDING, RETURNS, FITS = "readiness/mending", "readiness/returns", "readiness/parts"


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the systems; uncertain rates are drawn once per pair of futures."""
    table = scenario.table("defence/systems")
    repair = scenario.uncertain("defence/systems", "repair_days", luck)
    return Params(
        names=table.text("id"),
        fails_per_day=scenario.uncertain("defence/systems", "fails_per_day", luck),
        mended_per_day=1 / np.maximum(repair, 1.0),
        part=table.index("part", scenario.table("items").text("id")),
        fails_per_round=scenario.uncertain("defence/systems", "fails_per_round", luck),
        paths=_paths(scenario, luck) if len(scenario.table(MENDING)) else None,
    )


def _paths(scenario: Scenario, luck: Luck) -> Paths:
    """The paths of fire units, then those of parts."""
    systems = scenario.table("defence/systems").text("id")
    items = scenario.table("items").text("id")
    echelons = scenario.table("readiness/echelons")
    mending, returns, fits = (scenario.table(name) for name in (MENDING, RETURNS, FITS))
    unit = np.append(mending.index("system", systems), np.full(len(returns), -1))
    item = np.append(np.full(len(mending), -1), returns.index("item", items))
    echelon = _both(mending, returns, "echelon", echelons.text("id"))
    place = echelons.number("slots_per_week")
    limited = np.flatnonzero(np.isfinite(place))
    transport = np.full(len(echelons), -1)
    transport[limited] = np.arange(len(limited))
    days, room = _days(scenario, luck, echelon)
    return Paths(
        names=(*mending.keys, *returns.keys),
        fits=(*fits.keys, *systems),
        items=items,
        echelons=echelons.text("id"),
        unit=unit,
        item=item,
        share=np.append(_scaled(mending, "system", least=1.0), _scaled(returns, "item", least=0.0)),
        echelon=echelon,
        post=_both(
            mending, returns, "technicians", scenario.table("readiness/technicians").text("id")
        ),
        days=days,
        lost=np.ascontiguousarray(
            scenario.uncertain("readiness/echelons", "lost_share", luck)[:, echelon]
        ),
        first=(np.cumsum(room) - room.ravel()).reshape(room.shape),
        room=room,
        transport=np.where(unit >= 0, transport[echelon], -1),
        places=place[limited],
        crews=scenario.uncertain("readiness/technicians", "crews", luck),
        fit_unit=fits.index("system", systems),
        fit_item=fits.index("item", items),
        fit_share=_scaled(fits, "system", least=0.0),
        whole=bool(scenario.known("readiness.whole_units")),
    )


def _scaled(table: Table, by: str, least: float) -> Array:
    """Shares whose sum over `by` is at least `least` and at most 1, whatever rounding left.

    Nothing depends on the order of rows.
    """
    share, owner = table.number("share"), np.unique(table.text(by), return_inverse=True)[1]
    if not len(share):
        return share
    sums = [math.fsum(share[owner == one]) for one in range(owner.max() + 1)]
    total = np.array(sums)[owner]
    goal = np.clip(total, least, 1.0)
    scale = np.divide(goal, total, out=np.ones_like(total), where=total > 0.0)
    return np.asarray(share * scale)


def _both(mending: Table, returns: Table, column: str, labels: tuple[str, ...]) -> Array:
    return np.append(mending.index(column, labels), returns.index(column, labels))


def _days(scenario: Scenario, luck: Luck, echelon: Array) -> tuple[Array, Array]:
    """Whole days (F, 3, P) of the stages of each path, and the most that these can be (3, P).

    Work takes a day at least.
    """
    told, most = [], []
    for stage in STAGES:
        if stage == "work":
            parts = [scenario.uncertain(name, "days", luck) for name in (MENDING, RETURNS)]
            wide = max(len(part) for part in parts)
            drawn = np.concatenate(
                [np.broadcast_to(part, (wide, part.shape[1])) for part in parts], axis=1
            )
            high = np.concatenate([largest(scenario.table(n), "days") for n in (MENDING, RETURNS)])
            drawn, high = np.maximum(drawn, 1.0), np.maximum(high, 1.0)
        else:
            column = f"{stage}_days"
            drawn = scenario.uncertain("readiness/echelons", column, luck)[:, echelon]
            high = largest(scenario.table("readiness/echelons"), column)[echelon]
        told.append(np.rint(drawn))
        most.append(np.ceil(high))
    futures = max(len(each) for each in told)
    days = np.stack([np.broadcast_to(each, (futures, len(echelon))) for each in told], axis=1)
    return days.astype(np.int64), np.array(most, np.int64)
