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
    "Reliability": "sampling.reliability",
    "Restoration": "restoration.restore",
    "SampledAdequacy": "sampling.sampled",
    "ShedResult": "shedding",
    "Shares": "balance",
    "Solver": "solver",
    "adequacy": "convolution",
    "adequacy_sampled": "sampling.sampled",
    "adequacy_sequential": "sampling.sampled",
    "fewest_repairs": "restoration.restore",
    "least_shed": "shedding",
    "read_matpower": "matpower",
    "read_reliability": "sampling.reliability",
    "read_restoration": "restoration.damaged",
    "restore": "restoration.restore",
    "share": "balance",
}

__all__ = [
    "Adequacy",
    "DamagedGrid",
    "Grid",
    "Network",
    "Part",
    "Reliability",
    "Restoration",
    "SampledAdequacy",
    "Shares",
    "ShedResult",
    "Solver",
    "adequacy",
    "adequacy_sampled",
    "adequacy_sequential",
    "fewest_repairs",
    "least_shed",
    "read_matpower",
    "read_reliability",
    "read_restoration",
    "restore",
    "share",
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
