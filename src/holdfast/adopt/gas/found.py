"""A gas network as it was found: ties closed up, flows in mcm a day, and what was guessed."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from holdfast.adopt.grid.found import counted, fault
from holdfast.arrays import Array
from holdfast.gas import GasError, Network, read_belgian, read_gaslib, read_pandapipes
from holdfast.gas.belgian import ARCS, NODES
from holdfast.gas.fault import GasFault
from holdfast.gas.joined import parts
from holdfast.scenario import Fault, ScenarioError

SECONDS = 86400.0


class NetworkError(ScenarioError):
    """A gas network that cannot be taken as it is; `faults` lists all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        head = f"the gas network has {counted(len(self.faults), 'fault')}"
        self.args = ("\n".join([f"{head}:", *(f"  {each}" for each in self.faults)]),)


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A network in mcm a day without ties, whose nodes have two pressures each."""

    network: Network
    lines: tuple[str, ...]
    """Sentences on what was guessed and what is not kept."""


def find(source: Path, nomination: str | None, least_pressure: float) -> Found:
    """Read a network by what it is: json of GasLib or pandapipes, or the folder of the two csv.

    Raises NetworkError with all faults; OSError.
    """
    if not source.exists():
        raise NetworkError([fault(str(source), "there is no such file or folder")])
    try:
        network, lines = _read(source, nomination, least_pressure)
    except GasError as error:
        faults = [_told(source.name, each) for each in error.faults]
        raise NetworkError(faults) from None
    except NetworkError:
        raise
    except ValueError as error:
        raise NetworkError([fault(source.name, str(error))]) from None
    whole, more = _limited(_closed(network))
    return Found(in_days(whole), (*lines, *_tied(network), *more))


def _told(file: str, each: GasFault) -> Fault:
    """A fault of a file; that a nomination is not there, or none named, is one of the option."""
    if each.place == "nominations":
        return fault("--nomination", f"{each.message} ({file})", None, each.value)
    return fault(f"{file} {each.place}".strip(), each.message, each.key, each.value)


def _read(
    source: Path, nomination: str | None, least_pressure: float
) -> tuple[Network, tuple[str, ...]]:
    if source.is_dir() and (source / NODES).exists() and (source / ARCS).exists():
        _no_nomination(nomination)
        made = read_belgian(source)
        if least_pressure:
            low = np.maximum(made.pressure_min, least_pressure)
            made = dataclasses.replace(made, pressure_min=np.minimum(low, made.pressure_max))
        return made, (
            "compressors lift 1.3 times at most, guessed: the figures give none",
            "least purchases and prices left out",
        )
    if source.is_dir() or source.suffix.lower() != ".json":
        message = (
            "is no gas network that is known: json of GasLib or of pandapipes, or a folder with "
            f"{NODES} and {ARCS}"
        )
        raise NetworkError([fault(source.name, message)])
    if _of_pandapipes(source):
        _no_nomination(nomination)
        found = read_pandapipes(source, least_pressure=least_pressure)
        return found, (
            "an external grid gives at most what all sinks ask for, guessed: the file has no limit",
            "friction is fully rough; height is left out",
        )
    found = read_gaslib(source, nomination=nomination, least_pressure=least_pressure)
    return found, (
        "compressibility .9, guessed: the file does not say it",
        "valves are open; height and limits of flow of passive parts left out",
    )


def _no_nomination(nomination: str | None) -> None:
    if nomination is not None:
        message = "is used with a network of GasLib only: leave it out"
        raise NetworkError([fault("--nomination", message, None, nomination)])


def _of_pandapipes(source: Path) -> bool:
    try:
        data = json.loads(source.read_text("utf-8"))
    except (ValueError, RecursionError):
        return False  # the reader of GasLib says what is wrong
    return isinstance(data, dict) and data.get("_class") == "pandapipesNet"


def _closed(network: Network) -> Network:
    """The network with tied nodes as one: it keeps the narrower of their bounds."""
    count, group = parts(len(network.nodes), network.tie_from, network.tie_to)
    first = np.unique(group, return_index=True)[1]
    low, high = np.zeros(count), np.full(count, np.inf)
    np.maximum.at(low, group, network.pressure_min)
    np.minimum.at(high, group, network.pressure_max)
    enters = np.full(count, np.inf)
    feeds = network.supply > 0
    np.minimum.at(enters, group[feeds], network.supply_pressure[feeds])
    none = np.zeros(0, dtype=np.int64)
    pipes = group[network.pipe_from] != group[network.pipe_to]
    return dataclasses.replace(
        network,
        nodes=tuple(network.nodes[k] for k in first),
        pressure_min=low,
        pressure_max=high,
        supply_pressure=np.minimum(np.where(np.isinf(enters), high, enters), 1e6),
        supply=_sums(group, network.supply, count),
        demand=_sums(group, network.demand, count),
        pipe_from=group[network.pipe_from][pipes],
        pipe_to=group[network.pipe_to][pipes],
        resistance=network.resistance[pipes],
        volume=network.volume[pipes],
        compressor_from=group[network.compressor_from],
        compressor_to=group[network.compressor_to],
        regulator_from=group[network.regulator_from],
        regulator_to=group[network.regulator_to],
        tie_from=none,
        tie_to=none,
    )


def _sums(group: Array, values: Array, count: int) -> Array:
    return np.bincount(group, values, count).astype(float)


def _tied(network: Network) -> tuple[str, ...]:
    if not len(network.tie_from):
        return ()
    said = counted(len(network.tie_from), "short pipe or valve", "short pipes and valves")
    return (f"{said} closed up: what they join is one node",)


def _limited(network: Network) -> tuple[Network, tuple[str, ...]]:
    """The network with a most pressure at every node."""
    open_ended = np.isinf(network.pressure_max)
    if not open_ended.any():
        return network, ()
    most = float(network.supply_pressure[network.supply > 0].max(initial=1.0))
    most = min(most * float(network.ratio.max(initial=1.0)), 250.0)
    made = dataclasses.replace(
        network,
        pressure_max=np.where(open_ended, most, network.pressure_max),
        supply_pressure=np.minimum(network.supply_pressure, most),
    )
    said = (
        f"{counted(int(open_ended.sum()), 'node')} without a most pressure: {most:g} bar, guessed "
        "from where gas enters and what is lifted"
    )
    return made, (said,)


def in_days(network: Network) -> Network:
    """The same with flows in mcm a day."""
    if network.unit == "mcm/day":
        return network
    each = SECONDS / network.normal_density / 1e6
    return dataclasses.replace(
        network,
        unit="mcm/day",
        supply=network.supply * each,
        demand=network.demand * each,
        resistance=network.resistance / each**2,
        most_flow=network.most_flow * each,
    )


def joints(network: Network) -> Array:
    """(E, 2) nodes at the ends of all pipes and stations."""
    one = [network.pipe_from, network.compressor_from, network.regulator_from]
    other = [network.pipe_to, network.compressor_to, network.regulator_to]
    return np.stack([np.concatenate(one), np.concatenate(other)], axis=1)


def number(value: float, digits: int = 9) -> str:
    """A number as it stands in a table; blank if it is not finite."""
    return f"{value:.{digits}g}" if math.isfinite(value) else ""
