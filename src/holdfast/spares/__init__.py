"""Engine of spare parts: numpy arrays in, numpy arrays out; it knows nothing of Holdfast.

Names are loaded when they are first asked for: who evaluates a stock need not load an optimiser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.spares.allocation import best_stock
    from holdfast.spares.budget import Budgeted, Choice, budgeted
    from holdfast.spares.echelons import Backorders, exact, metric, vari_metric
    from holdfast.spares.fleet import availability, cannibalised
    from holdfast.spares.indenture import Indentured, Supply, indentured
    from holdfast.spares.transient import Transient, dyna_metric

_PLACES = {
    "Backorders": "echelons",
    "Budgeted": "budget",
    "Choice": "budget",
    "Indentured": "indenture",
    "Supply": "indenture",
    "Transient": "transient",
    "availability": "fleet",
    "best_stock": "allocation",
    "budgeted": "budget",
    "cannibalised": "fleet",
    "dyna_metric": "transient",
    "exact": "echelons",
    "indentured": "indenture",
    "metric": "echelons",
    "vari_metric": "echelons",
}

__all__ = [
    "Backorders",
    "Budgeted",
    "Choice",
    "Indentured",
    "Supply",
    "Transient",
    "availability",
    "best_stock",
    "budgeted",
    "cannibalised",
    "dyna_metric",
    "exact",
    "indentured",
    "metric",
    "vari_metric",
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
