"""A network made ready for the kernel: ties merged, guards put in, nodes in order of elimination.

Where gas can come at more than a node's upper bound, a guard keeps it against a neighbour with a
higher one: a regulator at the end of the pipe that leads there, set to the bound, and a way back
for when pressures turn round. Where gas could pass under a node's least pressure, a hold stands.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from holdfast.gas.joined import parts, rounds
from holdfast.gas.network import Network
from holdfast.gas.steady.layout import Flags, Floats, Ints, Model
from holdfast.gas.steady.scales import BAND, Pairs, Scales, scales_of, square
from holdfast.gas.steady.symbolic import Pattern, analyse, order_of
from holdfast.gas.turns import turning

USUAL_SUCTION, OF_REACH = 10.0, 0.5
"""Where no bound is given a compressor draws its inlet to no less than this [bar], nor than such a
share of the pressure at which gas can come there, whichever is lower."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ready:
    """A network as the kernel sees it."""

    model: Model
    pattern: Pattern
    place: Ints
    """(N,) where each node of the network stands in the kernel; tied nodes stand together."""
    supplying: Ints
    """(Z,) nodes of the network with supplies."""
    asking: Ints
    """(J,) nodes of the network with deliveries."""
    unit: float
    """The unit of potential in the kernel [bar^2]."""
    back: Ints
    """(C,) link by which gas goes back through a compressor's bypass, -1 if it may not."""
    turning: Ints
    """Links that lie in a round of links, see `turns`."""


_READY: WeakKeyDictionary[Network, dict[bytes, Ready]] = WeakKeyDictionary()


def ready_for(network: Network, supplying: Flags, asking: Flags) -> Ready:
    """The network with terminals at these nodes (N,), made once and kept."""
    kept = _READY.setdefault(network, {})
    key = np.concatenate([supplying, asking]).tobytes()
    if key not in kept:
        kept[key] = _make(network, np.flatnonzero(supplying), np.flatnonzero(asking))
    return kept[key]


def merge(network: Network) -> Ints:
    """(N,) groups of nodes that ties join, numbered by their first node."""
    return parts(len(network.nodes), network.tie_from, network.tie_to)[1]


def highest(
    network: Network, group: Ints, bound: Floats, links: Pairs, most: list[float]
) -> Floats:
    """(groups,) the highest pressure at which gas can come into the zone of each [bar].

    A zone is what pipes join; gas enters it from supplies and through what lets it forward only.
    """
    zone = parts(len(bound), group[network.pipe_from], group[network.pipe_to])[1]
    enters = np.zeros(len(bound))
    np.maximum.at(enters, zone[group], np.minimum(network.supply_pressure, bound[group]))
    for limit, (_, to) in zip(most, links, strict=True):
        enters[zone[to]] = max(enters[zone[to]], limit)
    return np.asarray(enters[zone])


def circles(network: Network, group: Ints, links: Pairs) -> Flags:
    """(groups,) whether a compressor can drive gas from a node back to where it came from."""
    groups, stations = int(group.max()) + 1, len(network.ratio)
    begin, end = group[network.pipe_from], group[network.pipe_to]
    links = [(one, to) for one, to in links if max(one, to) < groups]
    ways = np.array([*links, *zip(begin, end, strict=True), *zip(end, begin, strict=True)])
    ways = ways.reshape(-1, 2).astype(np.int64)
    label = rounds(groups, ways[:, 0], ways[:, 1])
    one, to = np.array(links[:stations], dtype=np.int64).reshape(-1, 2).T
    drives = (network.ratio > 1.0) & (label[one] == label[to])
    return np.isin(label, label[one[drives]])


def _make(network: Network, supplying: Ints, asking: Ints) -> Ready:
    group = merge(network)
    groups = int(group.max()) + 1
    bound = np.full(groups, np.inf)
    np.minimum.at(bound, group, network.pressure_max)
    begin, end = group[network.pipe_from].copy(), group[network.pipe_to].copy()
    links, most = _lets_through(network, group, bound)
    returns = [links[station][::-1] for station in np.flatnonzero(network.bypass)]
    ways, limit = [*links, *returns], [*most, *(bound[to] for _, to in returns)]
    reach = highest(network, group, bound, ways, limit)
    real = len(links)
    lowest = np.zeros(groups)
    np.maximum.at(lowest, group, network.pressure_min)
    scales = scales_of(network, group, bound, lowest, ways, limit, supplying, asking)
    nodes = _guard(begin, end, bound, reach, links, most)
    back = np.full(len(network.ratio), -1)
    back[network.bypass] = len(links) + np.arange(len(returns))
    links += returns
    most += limit[real:]
    ends = [(int(a), int(b)) for a, b in [*zip(begin, end, strict=True), *links]]
    place = np.empty(nodes, dtype=np.int64)
    place[order_of(nodes, ends)] = np.arange(nodes)
    ends = [(int(place[a]), int(place[b])) for a, b in ends]
    pattern, slots = analyse(nodes, ends)
    pipes, both = len(begin), np.array(ends, dtype=np.int64).reshape(-1, 2)
    guards = real + np.arange(2 * (nodes - groups))
    model = Model(
        pipe_from=_flat(both[:pipes, 0]),
        pipe_to=_flat(both[:pipes, 1]),
        pipe_slots=np.ascontiguousarray(slots[:pipes]),
        link_from=_flat(both[pipes:, 0]),
        link_to=_flat(both[pipes:, 1]),
        link_slots=np.ascontiguousarray(slots[pipes:]),
        terminal=_flat(place[group[np.concatenate([supplying, asking, asking])]]),
        supplies=np.array([len(supplying)], dtype=np.int64),
        pipe_circles=circles(network, group, links)[group[network.pipe_from]],
        **_at_links(network, group, scales, lowest, links, most),
        **_at_nodes(scales, bound, place, group[asking]),
        **_at_holds(network, group, scales, ways, supplying, (begin, end), links, guards, place),
    )
    return Ready(
        model=model,
        pattern=pattern,
        place=place[group],
        supplying=supplying,
        asking=asking,
        unit=scales.unit,
        back=back,
        turning=turning(model, guards),
    )


def _at_links(
    network: Network, group: Ints, scales: Scales, lowest: Floats, links: Pairs, most: list[float]
) -> dict[str, Any]:
    """Set points, suction of compressors and fineness of links; lowest (groups,) [bar]."""
    suction, inlet = np.zeros(len(links)), group[network.compressor_from]
    usual = np.minimum(square(np.array([USUAL_SUCTION]), scales.unit), OF_REACH**2 * scales.reach)
    suction[: len(inlet)] = np.where(lowest > 0.0, scales.least, usual)[inlet]
    fine = [scales.fine[to if to < len(lowest) else one] for one, to in links]
    return {
        "link_set": square(np.array(most, dtype=np.float64), scales.unit),
        "link_suction": suction,
        "link_fine": np.array(fine, dtype=np.float64),
    }


def _at_nodes(scales: Scales, bound: Floats, place: Ints, asking: Ints) -> dict[str, Any]:
    """Potentials of terminals, and bounds of nodes; those inside of guards have none."""
    groups, nodes = len(bound), len(place)
    least, reach = np.zeros(nodes), np.full(nodes, scales.reach.max())
    most = np.full(nodes, np.inf)
    least[place[:groups]], reach[place[:groups]] = scales.least, scales.reach
    most[place[:groups]] = bound**2 / scales.unit
    floor, droop = scales.begins[asking], scales.droop[asking]
    return {
        "level": np.concatenate([scales.level, floor, floor]),
        "droop": np.concatenate([scales.yields, droop, droop]),
        "least": least,
        "reach": reach,
        "bound": most,
    }


def _at_holds(
    network: Network,
    group: Ints,
    scales: Scales,
    ways: Pairs,
    supplying: Ints,
    pipes: tuple[Ints, Ints],
    links: Pairs,
    guards: Ints,
    place: Ints,
) -> dict[str, Any]:
    """Holds: where they stand, what each takes off, and which of them pipes and links feel."""
    least = np.zeros(len(place))
    least[: len(scales.least)] = scales.least
    held, of_pipe, of_link = _holds(network, group, least, ways, supplying)
    starts = np.array([one for one, _ in links], dtype=np.int64)
    inside = np.isin(np.arange(len(links)), guards)
    return {
        "hold": _flat(place[held]),
        "hold_least": least[held],
        "hold_begins": scales.begins[held] + (1.0 + BAND) * scales.droop[held],
        "hold_band": BAND * scales.droop[held],
        "pipe_hold": _flat(np.stack([of_pipe[pipes[0]], of_pipe[pipes[1]]], axis=1)),
        "link_hold": _flat(np.where(inside, of_pipe[starts], of_link[starts])),
    }


def _lets_through(network: Network, group: Ints, bound: Floats) -> tuple[Pairs, list[float]]:
    """Compressors and regulators: their ends, and the highest pressure that leaves each [bar]."""
    links: Pairs = [
        *zip(group[network.compressor_from], group[network.compressor_to], strict=True),
        *zip(group[network.regulator_from], group[network.regulator_to], strict=True),
    ]
    limits = np.concatenate([network.set_point, network.regulator_set_point])
    return links, [min(limit, bound[to]) for limit, (_, to) in zip(limits, links, strict=True)]


def _holds(
    network: Network, group: Ints, least: Floats, links: Pairs, supplying: Ints
) -> tuple[Ints, Ints, Ints]:
    """(G,) nodes with holds, and the hold (N,) that pipes and links of each node feel, else -1.

    Gas can leave a node by links under its least pressure, and pass it by pipes where a neighbour
    asks for less: pressure falls along pipes, and each neighbour keeps what it asks for.
    """
    nodes = len(least)
    begin, end = group[network.pipe_from], group[network.pipe_to]
    lowest = np.full(nodes, np.inf)
    np.minimum.at(lowest, begin, least[end])
    np.minimum.at(lowest, end, least[begin])
    ways = np.bincount(
        np.concatenate([begin, end, group[supplying], np.array(links, dtype=np.int64).ravel()]),
        minlength=nodes,
    )
    leaves = np.zeros(nodes, dtype=np.bool_)
    leaves[np.array([one for one, _ in links], dtype=np.int64)] = True
    passes = (least > lowest) & (ways > 1)
    held = np.flatnonzero(passes | (leaves & (least > 0)))
    hold = np.full(nodes, -1)
    hold[held] = np.arange(len(held))
    return held, np.where(passes, hold, -1), hold


def _guard(
    begin: Ints, end: Ints, bound: Floats, reach: Floats, links: Pairs, most: list[float]
) -> int:
    """Put guards into pipes, links and limits, in place; returns how many nodes there are then."""
    nodes = len(bound)
    for e in range(len(begin)):
        low, high = sorted((int(begin[e]), int(end[e])), key=lambda node: bound[node])
        if bound[low] == bound[high] or reach[low] <= bound[low]:
            continue
        links += [(nodes, low), (low, nodes)]
        most += [bound[low], np.inf]
        if begin[e] == low:
            begin[e] = nodes
        else:
            end[e] = nodes
        nodes += 1
    return nodes


def _flat(nodes: Ints) -> Ints:
    return np.ascontiguousarray(nodes, dtype=np.int64)
