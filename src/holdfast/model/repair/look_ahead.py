"""The order of work revalued by what the power network regains today.

Every so many days, and for each future by itself, the worth of an installation of a generator, bank
or branch is what more could be served in the evening if one more installation of its element were
whole, all else as it is (`holdfast.power.share`, flow free within capacity). All other worths stay.
Values are those of the tables, as of the fixed order; equal ones keep it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.power import balance

if TYPE_CHECKING:
    from holdfast.scenario import Scenario, Table

_NEVER_LESS = 1e-6
"""Of the fixed worth, what counts beside what the network regains: it tells apart what regains
nothing today."""


@bundle
class Outlook:
    """The network as crews know it, by element: generators and borders, banks, links, branches."""

    every: int
    """Days between two looks."""
    network: balance.Network
    sources: int
    """How many elements are generators and borders."""
    whole: Array = array("element", "MW", "capacity of what installations stand for")
    other: Array = array("element", "MW", "capacity that nothing can hit")
    asked: Array = array("bus", "MW", "in the evening at 0 degrees C")
    element: Array = array("asset", "1", "position of its element, -1 for none")
    part: Array = array("asset", "1", "share of its element that it is")
    worth: Array = array("asset", "MW", "in the fixed order")
    per_day: Array = array("state asset", "1/day", "share of function lost over days of repair")
    fixed: Array = array("place", "1", "the fixed order")


def prepare(
    scenario: Scenario, counts: Array, worth: Array, per_day: Array, fixed: Array
) -> Outlook | None:
    """Read the network, or None if there is no looking ahead.

    counts (cells,) installations of each; worth (A,), per_day (3, A), fixed (3A,) as of the order.
    """
    every = int(scenario.known("repair.look_ahead_days"))
    if not every:
        return None
    names, ends, whole, other = _links(scenario)
    made, places, gives = _sources(scenario)
    cells, at = scenario.table("assets"), {}
    for position, name in enumerate([*made, *names]):
        at[name] = position
    told = zip(cells.text("serves"), cells.text("element"), strict=True)
    element = np.array([at.get(pair, -1) for pair in told], np.int64)
    size = np.bincount(element[element >= 0], counts[element >= 0], minlength=len(at))
    element = np.repeat(element, counts.astype(np.int64))
    buses = len(scenario.table("power/buses"))
    order = np.arange(len(places))
    return Outlook(
        every=every,
        network=balance.Network(nodes=buses, links=ends, places=places, merit=order),
        sources=len(places),
        whole=np.concatenate([gives, whole]),
        other=np.concatenate([0.0 * gives, other]),
        asked=_asked(scenario),
        element=element,
        part=np.where(element >= 0, 1.0 / np.maximum(size[element], 1.0), 0.0),
        worth=worth,
        per_day=per_day,
        fixed=fixed,
    )


def _links(scenario: Scenario) -> tuple[list[tuple[str, str]], Array, Array, Array]:
    """Names, ends (L, 2), MW that can be hit and that cannot, of banks, links and branches."""
    buses = scenario.table("power/buses").text("id")
    banks, links, lines = (
        scenario.table(f"power/{name}") for name in ("transformers", "links", "branches")
    )
    factor = scenario.known("network.power_factor")
    rated = lines.number("rating_mw")
    most = float(scenario.table("power/demand").number("evening_mw").sum())
    units = banks.number("units") * banks.number("unit_mva") * factor
    free = np.concatenate([units, 0.0 * links.number("capacity_mw")])
    kept = np.concatenate([banks.number("other_mva") * factor, links.number("capacity_mw")])
    names = [
        *(("transformer", name) for name in banks.text("id")),
        *(("link", name) for name in links.text("id")),
        *(("branch", name) for name in lines.text("id")),
    ]
    return (
        names,
        np.concatenate([_ends(table, buses) for table in (banks, links, lines)]),
        np.concatenate([free, np.where(np.isnan(rated), most, rated)]),
        np.concatenate([kept, 0.0 * rated]),
    )


def _ends(table: Table, buses: tuple[str, ...]) -> Array:
    pair = [table.index(f"{end}_bus", buses) for end in ("from", "to")]
    return np.stack(pair, axis=1).reshape(-1, 2)


def _sources(scenario: Scenario) -> tuple[list[tuple[str, str]], Array, Array]:
    """Names, node and MW of generators in the evening, then of borders at their most."""
    buses = scenario.table("power/buses").text("id")
    plants, borders = scenario.table("power/generators"), scenario.table("power/interconnectors")
    evening = plants.number("evening")
    gives = plants.number("available_mw") * np.where(np.isnan(evening), 1.0, evening)
    ids = borders.text("id")
    names = tuple(dict.fromkeys(ids))
    limit = borders.number("import_mw")
    most = [max(limit[row] for row, own in enumerate(ids) if own == name) for name in names]
    there = borders.index("bus", buses)[borders.order("id", names)]
    told = [
        *(("generator", name) for name in plants.text("id")),
        *(("border", name) for name in names),
    ]
    places = np.concatenate([plants.index("bus", buses), there]).astype(np.int64)
    return told, places, np.concatenate([gives, np.array(most, float)])


def _asked(scenario: Scenario) -> Array:
    """(N,) MW of the evening at each node, at 0 degrees C."""
    buses, demand = scenario.table("power/buses"), scenario.table("power/demand")
    made = np.zeros(len(buses))
    homes, weight = np.array(buses.text("region")), buses.number("demand_share")
    cold = demand.number("mw_per_degree") * np.maximum(demand.number("hinge_c"), 0.0)
    asked = (demand.number("evening_mw") + cold) * demand.number("level")
    places = demand.index("bus", buses.text("id")).tolist()
    cells = zip(demand.text("region"), places, asked.tolist(), strict=True)
    for region, bus, value in cells:
        if bus >= 0:
            made[bus] += value
            continue
        share = np.where(homes == region, np.nan_to_num(weight), 0.0)
        made += value * share / share.sum()
    return made


def regained(outlook: Outlook, left: Array) -> Array:
    """(F, E) MW served more if one more installation of an element were whole; 0 if all are.

    left (F, A) is the share of its function that each installation has.
    """
    futures, elements = len(left), len(outlook.whole)
    hit = np.flatnonzero(outlook.element >= 0)
    lost = np.zeros((futures, elements))
    step = np.zeros(elements)
    np.add.at(lost.T, outlook.element[hit], ((1.0 - left) * outlook.part)[:, hit].T)
    step[outlook.element[hit]] = outlook.part[hit]
    future, element = np.nonzero(lost > 1e-9)
    states = np.concatenate([1.0 - lost, 1.0 - lost[future]])
    more = futures + np.arange(len(future))
    states[more, element] = np.minimum(states[more, element] + step[element], 1.0)
    capacity = outlook.other + outlook.whole * np.clip(states, 0.0, 1.0)
    shares = balance.share(
        outlook.network,
        capacity[:, : outlook.sources],
        capacity[:, outlook.sources :],
        outlook.asked[None, :, None],
    )
    made = np.zeros((futures, elements))
    made[future, element] = np.maximum(shares.total[future] - shares.total[more], 0.0)
    return made


def reordered(outlook: Outlook, left: Array) -> Array:
    """(F, 3A) the order of work by what the network regains; left (F, A) as of `regained`."""
    gain = regained(outlook, left)
    own = np.where(outlook.element >= 0, gain[:, outlook.element], outlook.worth)
    own = own + _NEVER_LESS * outlook.worth
    urgency = (own[:, :, None] * outlook.per_day.T).reshape(len(left), -1)[:, outlook.fixed]
    return np.asarray(outlook.fixed[np.argsort(-urgency, axis=1, kind="stable")])


def of_day(outlook: Outlook, known: Array, left: Array, today: int) -> Array:
    """(F, 3A) the order of today: new on days of a look, else that of yesterday, `known`."""
    if today % outlook.every:
        return np.ascontiguousarray(known, dtype=np.int64)
    return np.ascontiguousarray(reordered(outlook, left))


def first(outlook: Outlook | None) -> Array:
    """(1, 3A) the fixed order, with which a campaign begins; (1, 1) without looking ahead."""
    return np.zeros((1, 1)) if outlook is None else outlook.fixed[None].astype(float)


def carried(outlook: Outlook | None, order: Array, before: Array) -> Array:
    """What is carried of the order to tomorrow."""
    return before if outlook is None else order.astype(float)
