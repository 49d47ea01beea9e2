"""The tables of a gas network, written into a new folder that is to become a scenario."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from holdfast.adopt.gas.found import Found, NetworkError, find, joints, number
from holdfast.adopt.grid.adopt import Adopted, put_tables
from holdfast.adopt.grid.found import counted, fault
from holdfast.adopt.grid.partition import partition
from holdfast.adopt.grid.tables import bad_names, own_names, with_source
from holdfast.arrays import Array
from holdfast.gas import Network
from holdfast.whole import refuse_folder

SOURCE = "gas-network"
"""The row of sources.csv for what was read."""
Table = list[list[str]]


def adopt_gas(
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    regions: int | None = None,
    nomination: str | None = None,
    least_pressure: float = 0.0,
    keep_names: bool = False,
) -> Adopted:
    """Write the tables of a gas network to a new folder; whole or not at all.

    `regions` is into how many it is cut: no format of gas networks has regions. `nomination` names
    which of those of a GasLib file; `least_pressure` [bar] raises that of all nodes, where a file
    states none but that of the air. Raises NetworkError with all faults, FileExistsError if
    something stands there.
    """
    refuse_folder(Path(folder))
    found = find(Path(source), nomination, least_pressure)
    file, net = Path(source).name, found.network
    region = _regions(net, file, regions)
    nodes = _names(net.nodes, file) if keep_names else own_names("N", len(net.nodes))
    made = _tables(net, region, nodes)
    tables = {name: with_source(rows, SOURCE) for name, rows in made.items()}
    tables["sources"] = [
        ["id", "outlet", "statement"],
        [SOURCE, file, "The gas network that was taken in; coordinates are not kept"],
    ]
    counts = {name: len(rows) - 1 for name, rows in tables.items()}
    lines = (*found.lines, *_guessed(net))
    return put_tables(folder, tables, "holdfast.adopt.gas", file, _said(found, counts), lines)


def _regions(net: Network, file: str, wanted: int | None) -> Array:
    """(N,) number of the region of each node: the graph is cut into parts alike in demand."""
    if wanted is None:
        message = "has no regions: say by --regions into how many it is to be cut"
        raise NetworkError([fault(file, message)])
    if not 1 <= wanted <= len(net.nodes):
        message = f"is not between 1 and {len(net.nodes)}, the number of nodes of {file}"
        raise NetworkError([fault("--regions", message, None, wanted)])
    return partition(joints(net), net.demand, wanted)


def _names(names: Sequence[str], file: str) -> list[str]:
    """The names of the source. Raises NetworkError with each that is no id or stands twice."""
    if bad := bad_names(file, "node", names):
        raise NetworkError(bad)
    return list(names)


def _tables(net: Network, region: Array, nodes: Sequence[str]) -> dict[str, Table]:
    count = int(region.max()) + 1
    names = [f"R{number:02}" for number in range(1, count + 1)]
    total = max(float(net.demand.sum()), 1e-12)
    asked = np.bincount(region, net.demand, count)
    feeds = np.flatnonzero(net.supply > 0)
    return {
        "regions": [
            ["id", "name", "population", "defence_share", "note"],
            *(
                [name, f"Region {r + 1}", "", "", f"{asked[r] / total:.1%} of the gas demand"]
                for r, name in enumerate(names)
            ),
        ],
        "gas/nodes": _nodes(net, region, nodes, names),
        "gas/pipes": [
            ["id", "from_node", "to_node", "resistance", "volume_m3"],
            *(
                [name, nodes[a], nodes[b], number(law), number(volume)]
                for name, a, b, law, volume in zip(
                    own_names("P", len(net.resistance)), net.pipe_from, net.pipe_to,
                    net.resistance, net.volume, strict=True,
                )
            ),
        ],
        "gas/compressors": _stations(net, nodes),
        "gas/supply": [
            ["id", "region", "kind", "mcm_per_day", "node"],
            *(
                [name, "", "import", number(float(net.supply[n])), nodes[n]]
                for name, n in zip(own_names("S", len(feeds)), feeds.tolist(), strict=True)
            ),
        ],
        "gas/demand": [
            ["region", "use", "at_plus_10", "at_0", "at_minus_10", "priority"],
            *([name, "", "", number(float(asked[r])), "", ""] for r, name in enumerate(names)),
        ],
        "parameters": [
            ["id", "value"],
            ["gas.sound_speed", number(net.sound_speed, 6)],
            ["gas.normal_density", number(net.normal_density, 6)],
            ["gas.lift_efficiency", number(net.efficiency, 6)],
        ],
    }  # fmt: skip


def _nodes(net: Network, region: Array, nodes: Sequence[str], names: Sequence[str]) -> Table:
    head = [
        "id", "region", "pressure_min_bar", "pressure_max_bar", "supply_pressure_bar",
        "demand_share",
    ]  # fmt: skip
    feeds = net.supply > 0
    return [
        head,
        *(
            [
                nodes[n],
                names[int(region[n])],
                number(float(net.pressure_min[n])),
                number(float(net.pressure_max[n])),
                number(float(net.supply_pressure[n])) if feeds[n] else "",
                number(float(net.demand[n])),
            ]
            for n in range(len(nodes))
        ),
    ]


def _stations(net: Network, nodes: Sequence[str]) -> Table:
    """Compressors, then regulators."""
    head = [
        "id", "from_node", "to_node", "ratio", "set_point_bar", "max_flow", "max_power_mw", "drive",
    ]  # fmt: skip
    lifts = [
        [
            name,
            nodes[net.compressor_from[c]],
            nodes[net.compressor_to[c]],
            number(float(net.ratio[c])),
            number(float(net.set_point[c])),
            number(float(net.most_flow[c])),
            number(float(net.most_power[c])),
            "electric" if net.electric[c] else "gas",
        ]
        for c, name in enumerate(own_names("C", len(net.ratio)))
    ]
    held = [
        [
            name,
            nodes[net.regulator_from[v]],
            nodes[net.regulator_to[v]],
            "1",
            number(float(net.regulator_set_point[v])),
            number(float(net.regulator_most_flow[v])),
            "",
            "",
        ]
        for v, name in enumerate(own_names("V", len(net.regulator_from)))
    ]
    return [head, *lifts, *held]


def _said(found: Found, counts: dict[str, int]) -> str:
    net = found.network
    return ", ".join(
        (
            counted(counts["regions"], "region"),
            counted(counts["gas/nodes"], "node"),
            counted(counts["gas/pipes"], "pipe"),
            counted(len(net.ratio), "compressor"),
            counted(len(net.regulator_from), "regulator"),
            counted(counts["gas/supply"], "entry", "entries"),
        )
    )


def _guessed(net: Network) -> tuple[str, ...]:
    """What the tables say that no source told."""
    made = [
        "entries are taken as imports, guessed: a source does not tell what is production or store",
        "uses, priorities and demand at other temperatures are left blank: the nomination stands "
        "at 0 degrees C",
    ]
    if len(net.ratio):
        drive = "electric" if net.electric.all() else "driven by gas"
        if not net.electric.any() or net.electric.all():
            made.append(f"compressors are {drive}, guessed where a source does not say it")
    return tuple(made)
