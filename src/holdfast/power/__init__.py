"""Engine of power: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast.

Names are loaded when they are first asked for: who balances regions need not load the kernel.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.power.balance import Network, Shares, share
    from holdfast.power.convolution import Adequacy, adequacy
    from holdfast.power.grid import Grid
    from holdfast.power.matpower import read_matpower
    from holdfast.power.operation import (
        Relays,
        Stage,
        announced,
        collapse_chance,
        collapse_range,
        collapse_ratio,
        islands,
        largest_unit,
        relays_act,
        share_cut,
        share_of_load,
        spinning_reserve,
        turns,
        ucte_reserve,
    )
    from holdfast.power.restoration.damaged import DamagedGrid, read_restoration
    from holdfast.power.restoration.parts import Part
    from holdfast.power.restoration.restore import Restoration, fewest_repairs, restore
    from holdfast.power.sampling.reliability import Reliability, read_reliability
    from holdfast.power.sampling.sampled import (
        SampledAdequacy,
        adequacy_sampled,
        adequacy_sequential,
    )
    from holdfast.power.shedding import ShedResult, least_shed
    from holdfast.power.solver import Solver

_PLACES = {
    "Adequacy": "convolution",
    "DamagedGrid": "restoration.damaged",
    "Grid": "grid",
    "Network": "balance",
    "Part": "restoration.parts",
    "Relays": "operation",
    "Reliability": "sampling.reliability",
    "Restoration": "restoration.restore",
    "SampledAdequacy": "sampling.sampled",
    "Shares": "balance",
    "ShedResult": "shedding",
    "Solver": "solver",
    "Stage": "operation",
    "adequacy": "convolution",
    "adequacy_sampled": "sampling.sampled",
    "adequacy_sequential": "sampling.sampled",
    "announced": "operation",
    "collapse_chance": "operation",
    "collapse_range": "operation",
    "collapse_ratio": "operation",
    "fewest_repairs": "restoration.restore",
    "islands": "operation",
    "largest_unit": "operation",
    "least_shed": "shedding",
    "read_matpower": "matpower",
    "read_reliability": "sampling.reliability",
    "read_restoration": "restoration.damaged",
    "relays_act": "operation",
    "restore": "restoration.restore",
    "share": "balance",
    "share_cut": "operation",
    "share_of_load": "operation",
    "spinning_reserve": "operation",
    "turns": "operation",
    "ucte_reserve": "operation",
}

__all__ = [
    "Adequacy",
    "DamagedGrid",
    "Grid",
    "Network",
    "Part",
    "Relays",
    "Reliability",
    "Restoration",
    "SampledAdequacy",
    "Shares",
    "ShedResult",
    "Solver",
    "Stage",
    "adequacy",
    "adequacy_sampled",
    "adequacy_sequential",
    "announced",
    "collapse_chance",
    "collapse_range",
    "collapse_ratio",
    "fewest_repairs",
    "islands",
    "largest_unit",
    "least_shed",
    "read_matpower",
    "read_reliability",
    "read_restoration",
    "relays_act",
    "restore",
    "share",
    "share_cut",
    "share_of_load",
    "spinning_reserve",
    "turns",
    "ucte_reserve",
]


def __getattr__(name: str) -> Any:
    """Load a public name. Raises AttributeError for any other."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
