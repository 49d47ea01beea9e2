"""Engine of gas: numpy arrays in, numpy arrays out; it knows nothing of the rest of Holdfast.

Names are loaded when they are first asked for: who balances a day need not load the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.gas.belgian import read_belgian
    from holdfast.gas.daily import Daily, balance
    from holdfast.gas.fault import GasError, GasFault
    from holdfast.gas.friction import friction_factor, resistance, reynolds, square_of_sound
    from holdfast.gas.gaslib import read_gaslib
    from holdfast.gas.limits import hold_limits, zones
    from holdfast.gas.linepack import Linepack, by_source, gas_in_pipes, mean_pressure
    from holdfast.gas.network import Network
    from holdfast.gas.pandapipes import read_pandapipes
    from holdfast.gas.shedding import GasResult, least_shed
    from holdfast.gas.steadyflow import SteadyFlow, steady_flow
    from holdfast.gas.storage import injectable, withdrawable
    from holdfast.gas.work import with_fuel

_PLACES = {
    "Daily": "daily",
    "GasError": "fault",
    "GasFault": "fault",
    "GasResult": "shedding",
    "Linepack": "linepack",
    "Network": "network",
    "SteadyFlow": "steadyflow",
    "balance": "daily",
    "by_source": "linepack",
    "friction_factor": "friction",
    "gas_in_pipes": "linepack",
    "hold_limits": "limits",
    "injectable": "storage",
    "least_shed": "shedding",
    "mean_pressure": "linepack",
    "read_belgian": "belgian",
    "read_gaslib": "gaslib",
    "read_pandapipes": "pandapipes",
    "resistance": "friction",
    "reynolds": "friction",
    "square_of_sound": "friction",
    "steady_flow": "steadyflow",
    "with_fuel": "work",
    "withdrawable": "storage",
    "zones": "limits",
}

__all__ = [
    "Daily",
    "GasError",
    "GasFault",
    "GasResult",
    "Linepack",
    "Network",
    "SteadyFlow",
    "balance",
    "by_source",
    "friction_factor",
    "gas_in_pipes",
    "hold_limits",
    "injectable",
    "least_shed",
    "mean_pressure",
    "read_belgian",
    "read_gaslib",
    "read_pandapipes",
    "resistance",
    "reynolds",
    "square_of_sound",
    "steady_flow",
    "with_fuel",
    "withdrawable",
    "zones",
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
