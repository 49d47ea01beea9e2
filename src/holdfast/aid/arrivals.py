"""Arrivals: what deliveries have put into use, after delay, transport, training and connection.

The day in use of each delivery is that of `service`: arrival, delay, use and crews. What would be
in use before the first day counts from then, what never comes never.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from holdfast.aid import service
from holdfast.arrays import Array, array, arrays, bundle, declared
from holdfast.draws import Luck
from holdfast.model.types import Arrived
from holdfast.scenario import by_class

if TYPE_CHECKING:
    from holdfast.scenario import Scenario, Table

_ADDS_TO = {
    "system": ("defence/systems", "id"),
    "stock": ("items", "id"),
    "crew": ("repair/crews", "skill"),
    "technician": ("readiness/technicians", "id"),
    "protection": ("damage/kinds", "id"),
    "transport": ("repair/transport", "id"),
}
"""What `adds_to` names, for items that add to a row of a table."""
_DONE = 1e-6
"""Crew-days below which works are done."""


@bundle
class Params:
    """Tables by day: of counts that stay, the total so far; of what is used up, the day's own."""

    deliveries: tuple[str, ...]
    in_use: Array = array("future delivery", "days", "day on which a delivery enters use")
    systems: Array = array("day future unit", "1", "fire units added so far")
    pieces: Array = array("day future item", "pieces", "pieces that enter the stocks on the day")
    crews: Array = array("day future skill", "1", "crews added so far")
    generator_sets: Array = array("day future region", "1", "sets that enter use on the day")
    import_mw: Array = array("day future", "MW", "import capacity added so far")
    gas_mcm: Array = array("day future", "mcm", "gas that enters storage on the day")
    saving_mw: Array = array("day future", "MW", "evening demand saved so far")
    oil_t: Array = array("day future", "t", "fuel oil that enters tanks on the day")
    protection: Array = array("day future kind", "1", "share of hits absorbed by what was added")
    absorbed: Array = array(
        "day future kind cause", "1", "share of hits absorbed by levels added; debris is last"
    )
    heating_points: Array = array(
        "day future region", "1", "heating points that enter use on the day"
    )
    boiler_mw: Array = array("day future region", "MW", "boilers that enter use on the day")
    technicians: Array = array("day future post", "1", "crews of technicians added so far")
    kind: Array = array("asset", "1", "position of each installation's kind")
    transport: Array = array("day future haul", "1", "slots of heavy transport added so far")
    works: Array = array(
        "day future skill", "crew-days", "of setting up the protection that has come so far"
    )
    builder: Array = array("kind", "1", "position of the skill that sets protection up")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read deliveries and items, draw delays, and lay out what enters use on each day."""
    table, items = scenario.table("deliveries"), scenario.table("items")
    item = table.index("item", items.text("id"))
    in_use = service.in_use(scenario, luck, item)
    amount = table.number("quantity") * scenario.uncertain("items", "amount", luck)[:, item]
    adds = np.array(items.text("adds"))[item]
    kind, counts = _installations(scenario)

    def daily(what: str, columns: Array, width: int) -> Array:
        """(D, F, width): amount on the day in use, shared by `columns` (F or 1, rows, width)."""
        return _by_day(in_use, amount * (adds == what), columns, (scenario.settings.days, width))

    def total(what: str) -> Array:
        target, width = _targets(scenario, items, what)
        return daily(what, _one_hot(target[item], width), width)

    def placed(what: str) -> Array:
        """(D, F, R) by region; (D, F, 1) where no item of the catalogue adds it."""
        return daily(what, shares, shares.shape[2]) if what in items.text("adds") else none

    whole, none = np.ones((1, len(table), 1)), np.zeros((scenario.settings.days, len(in_use), 1))
    shares = _regions(scenario, luck, table)
    return Params(
        deliveries=table.text("id"),
        in_use=in_use,
        systems=np.cumsum(total("system"), axis=0),
        pieces=total("stock"),
        crews=np.cumsum(total("crew"), axis=0),
        generator_sets=daily("generator_set", shares, shares.shape[2]),
        import_mw=np.cumsum(daily("import", whole, 1)[:, :, 0], axis=0),
        gas_mcm=daily("gas", whole, 1)[:, :, 0],
        saving_mw=np.cumsum(daily("demand_saving", whole, 1)[:, :, 0], axis=0),
        oil_t=daily("oil", whole, 1)[:, :, 0],
        heating_points=placed("heating_point"),
        boiler_mw=placed("boiler"),
        protection=_protection(scenario, luck, in_use, counts),
        absorbed=_absorbed(scenario, luck, in_use, counts),
        technicians=np.cumsum(total("technician"), axis=0),
        kind=kind,
        transport=np.cumsum(total("transport"), axis=0),
        works=_works(scenario, in_use),
        builder=scenario.table("damage/kinds").index(
            "skill", scenario.table("repair/crews").text("skill")
        ),
    )


def side_by_side(plans: Sequence[Params]) -> Params:
    """The arrivals of several plans as of one, the futures of each after those of the one before.

    The plans differ by deliveries alone. When each delivery enters use is not told any more.
    """
    joined = {
        spec.name: np.concatenate([getattr(plan, spec.name) for plan in plans], axis=1)
        for spec in declared(Params)
        if spec.axes[:2] == ("day", "future")
    }
    futures = sum(len(plan.in_use) for plan in plans)
    return dataclasses.replace(plans[0], deliveries=(), in_use=np.empty((futures, 0)), **joined)


def apart(one: Params, other: Params, today: int) -> Array:
    """Where anything that `step` gives may differ between two plans on `today` or later, (F,).

    What waits for crews to set it up is looked for on all days before, too.
    """
    back = bool(one.works.any() or other.works.any())
    found = np.zeros(len(one.in_use), bool)
    for spec, values in arrays(one):
        if spec.axes[:2] == ("day", "future"):
            first = 0 if back and spec.name in ("works", "protection", "absorbed") else today
            unlike = values[first:] != getattr(other, spec.name)[first:]
            found |= unlike.any(axis=(0, *range(2, unlike.ndim)))
    return found


def step(params: Params, today: int, built: Array | None = None) -> Arrived:
    """What has come into use by today, and what enters use today.

    built (F, S) [crew-days] of the works of protection are done: what waits for crews does not
    protect yet. Without it all is set up on arrival.
    """
    protection, absorbed = params.protection[today], params.absorbed[today]
    if built is not None and params.works[today].any():
        protection, absorbed = _set_up(params, today, built)
    return Arrived(
        systems=params.systems[today],
        pieces=params.pieces[today],
        crews=params.crews[today],
        generator_sets=params.generator_sets[today],
        import_mw=params.import_mw[today],
        gas_mcm=params.gas_mcm[today],
        saving_mw=params.saving_mw[today],
        protection=np.take(protection, params.kind, axis=1),
        absorbed=absorbed,
        heating_points=params.heating_points[today],
        boiler_mw=params.boiler_mw[today],
        technicians=params.technicians[today],
        oil_t=params.oil_t[today],
        transport=params.transport[today],
        works=params.works[today],
    )


def _set_up(params: Params, today: int, built: Array) -> tuple[Array, Array]:
    """Protection (F, K) and absorbed (F, K, C + 1) of what crews have set up, in order of arrival.

    That of a kind is as on the last day whose works, by the skill of the kind, are all done.
    """
    done = (params.works[: today + 1] <= built + _DONE).sum(axis=0)
    day = done[:, params.builder] - 1
    future = np.arange(len(day))[:, None]
    kind = np.arange(len(params.builder))
    stands = day >= 0
    protection = np.where(stands, params.protection[day, future, kind], 0.0)
    if params.absorbed.shape[2:] == (1, 1):
        return protection, params.absorbed[today]
    absorbed = params.absorbed[day, future, kind]
    return protection, np.where(stands[:, :, None], absorbed, 0.0)


def _works(scenario: Scenario, in_use: Array) -> Array:
    """(D, F, S) crew-days of setting up protection that have come so far, (D, F, 1) if none do.

    What came before the first day stands.
    """
    table, items = scenario.table("deliveries"), scenario.table("items")
    days, futures = scenario.settings.days, len(in_use)
    each = np.nan_to_num(items.number("build_days"))
    if not each.any():
        return np.zeros((days, futures, 1))
    item = table.index("item", items.text("id"))
    crews, kinds = scenario.table("repair/crews"), scenario.table("damage/kinds")
    target, _ = _targets(scenario, items, "protection")
    builder = kinds.index("skill", crews.text("skill"))[target]
    asked = table.number("quantity") * each[item] * (target[item] >= 0)
    asked = asked * (table.days("date") >= 0)
    skills = _one_hot(builder[item], len(crews))
    return np.cumsum(_by_day(in_use, asked[None], skills, (days, len(crews))), axis=0)


def _by_day(in_use: Array, amount: Array, columns: Array, shape: tuple[int, int]) -> Array:
    """(D, F, width): amount (F or 1, deliveries) x columns (F or 1, deliveries, width), by day."""
    days, width = shape
    made = np.zeros((days, in_use.shape[0], width))
    futures = np.arange(in_use.shape[0])
    for row in np.flatnonzero(amount.any(axis=0)):
        within = in_use[:, row] < days
        each = amount[:, row, None] * columns[:, row]
        share = np.broadcast_to(each, (in_use.shape[0], width))
        made[in_use[within, row], futures[within]] += share[within]
    return made


def _protection(scenario: Scenario, luck: Luck, in_use: Array, counts: Array) -> Array:
    """(D, F, K) share of hits absorbed, counts (K,) being the installations of each kind.

    Of one item each installation takes one piece, which absorbs the item's amount; pieces of
    several items at one place absorb one after the other, 1 - product(1 - amount x covered). Items
    that give a level are left out.
    """
    table, items = scenario.table("deliveries"), scenario.table("items")
    item = table.index("item", items.text("id"))
    target, width = _targets(scenario, items, "protection")
    target = np.where([level == "" for level in items.text("level")], target, -1)
    absorbs = scenario.uncertain("items", "amount", luck)
    passed = np.ones((scenario.settings.days, in_use.shape[0], width))
    for which in np.unique(item[target[item] >= 0]):
        pieces = (table.number("quantity") * (item == which))[None]
        shape = (scenario.settings.days, width)
        here = _by_day(in_use, pieces, _one_hot(target[item], width), shape)
        covered = np.minimum(np.cumsum(here, axis=0) / np.maximum(counts, 1.0), 1.0)
        passed *= 1.0 - np.minimum(absorbs[:, which, None], 1.0) * covered
    return 1.0 - passed


def _absorbed(scenario: Scenario, luck: Luck, in_use: Array, counts: Array) -> Array:
    """(D, F, K, C + 1) share of hits absorbed by levels added, or (D, F, 1, 1) without an item.

    One piece gives its level to `amount` of the installations of its kind (K,), each at most once;
    levels of several items at one place absorb one after the other.
    """
    table, items = scenario.table("deliveries"), scenario.table("items")
    days, futures = scenario.settings.days, in_use.shape[0]
    level = items.index("level", scenario.table("damage/protection").text("id"))
    if not (level >= 0).any():
        return np.zeros((days, futures, 1, 1))
    item = table.index("item", items.text("id"))
    target, width = _targets(scenario, items, "protection")
    each = table.number("quantity") * scenario.uncertain("items", "amount", luck)[:, item]
    absorbs = by_class.absorbs(scenario, luck)
    passed = np.ones((days, futures, width, absorbs.shape[2]))
    for which in np.unique(item[(level >= 0)[item]]):
        here = _by_day(in_use, each * (item == which), _one_hot(target[item], width), (days, width))
        covered = np.minimum(np.cumsum(here, axis=0) / np.maximum(counts, 1.0), 1.0)
        passed *= 1.0 - covered[:, :, :, None] * absorbs[:, None, level[which]]
    return 1.0 - passed


def _one_hot(target: Array, width: int) -> Array:
    """(1, deliveries, width): 1 at the target of each delivery, 0 throughout where it is -1."""
    return np.asarray(target[:, None] == np.arange(width))[None].astype(float)


def _targets(scenario: Scenario, items: Table, what: str) -> tuple[Array, int]:
    """Where each item that adds `what` adds to (-1 for others), and how many places there are."""
    table, column = _ADDS_TO[what]
    labels = scenario.table(table).text(column)
    found = np.full(len(items), -1)
    mine = np.array(items.text("adds")) == what
    found[mine] = items.where(mine).index("adds_to", labels)
    return found, len(labels)


def _regions(scenario: Scenario, luck: Luck, table: Table) -> Array:
    """(F or 1, deliveries, R): all to the region named; if none is, in proportion to people."""
    labels = scenario.table("regions").text("id")
    people = scenario.uncertain("regions", "population", luck)
    share = people / people.sum(axis=1, keepdims=True)
    named = table.index("region", labels)
    return np.where(named[None, :, None] < 0, share[:, None, :], _one_hot(named, len(labels)))


def _installations(scenario: Scenario) -> tuple[Array, Array]:
    """(A,) the kind of each installation, and how many there are of each kind."""
    kinds, assets = scenario.table("damage/kinds").text("id"), scenario.table("assets")
    kind = np.repeat(assets.index("kind", kinds), assets.number("count").astype(np.int64))
    return kind, np.bincount(kind, minlength=len(kinds)).astype(float)
