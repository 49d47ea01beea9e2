"""Which help, from whom, where and by when, keeps a bombed country in power and heat.

Public names are loaded when they are first used, so that `import holdfast.power` stands alone and
loads neither xarray nor pandas.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast import gas, ledger, power, raids, spares
    from holdfast.campaign.recorder import Recorder
    from holdfast.outcome import Outcome, OutcomeError
    from holdfast.questions.ask import Ask, ask
    from holdfast.questions.break_even import BreakEven, break_even
    from holdfast.questions.compare import compare
    from holdfast.questions.depot import Depot, depot
    from holdfast.questions.explain import explain
    from holdfast.questions.hindcast import hindcast
    from holdfast.questions.how_many import HowMany, how_many
    from holdfast.questions.packages import packages
    from holdfast.questions.plan import Plan, plan
    from holdfast.questions.positions import Positions, positions
    from holdfast.questions.price import Price, price
    from holdfast.questions.readiness import readiness
    from holdfast.questions.risk import Risk, risk
    from holdfast.questions.run import run
    from holdfast.questions.slip import Slip, slip
    from holdfast.questions.stocks import Stocks, stocks
    from holdfast.questions.validate.dossier import Dossier, validate
    from holdfast.questions.value import Value, value
    from holdfast.questions.verify import Verified, verify
    from holdfast.questions.whatif import WhatIf, whatif
    from holdfast.scenario import Fault, Scenario, ScenarioError, check, read_scenario
    from holdfast.show.brief import brief
    from holdfast.show.picture import figure
    from holdfast.show.report import report

_PLACES = {
    "Ask": "holdfast.questions.ask",
    "BreakEven": "holdfast.questions.break_even",
    "Depot": "holdfast.questions.depot",
    "Dossier": "holdfast.questions.validate.dossier",
    "Fault": "holdfast.scenario",
    "HowMany": "holdfast.questions.how_many",
    "Outcome": "holdfast.outcome",
    "OutcomeError": "holdfast.outcome",
    "Plan": "holdfast.questions.plan",
    "Positions": "holdfast.questions.positions",
    "Price": "holdfast.questions.price",
    "Recorder": "holdfast.campaign.recorder",
    "Risk": "holdfast.questions.risk",
    "Scenario": "holdfast.scenario",
    "ScenarioError": "holdfast.scenario",
    "Slip": "holdfast.questions.slip",
    "Stocks": "holdfast.questions.stocks",
    "Value": "holdfast.questions.value",
    "Verified": "holdfast.questions.verify",
    "WhatIf": "holdfast.questions.whatif",
    "ask": "holdfast.questions.ask",
    "break_even": "holdfast.questions.break_even",
    "brief": "holdfast.show.brief",
    "check": "holdfast.scenario",
    "compare": "holdfast.questions.compare",
    "depot": "holdfast.questions.depot",
    "explain": "holdfast.questions.explain",
    "figure": "holdfast.show.picture",
    "hindcast": "holdfast.questions.hindcast",
    "how_many": "holdfast.questions.how_many",
    "packages": "holdfast.questions.packages",
    "plan": "holdfast.questions.plan",
    "positions": "holdfast.questions.positions",
    "price": "holdfast.questions.price",
    "read_scenario": "holdfast.scenario",
    "report": "holdfast.show.report",
    "readiness": "holdfast.questions.readiness",
    "risk": "holdfast.questions.risk",
    "run": "holdfast.questions.run",
    "slip": "holdfast.questions.slip",
    "stocks": "holdfast.questions.stocks",
    "validate": "holdfast.questions.validate.dossier",
    "value": "holdfast.questions.value",
    "verify": "holdfast.questions.verify",
    "whatif": "holdfast.questions.whatif",
}
_PACKAGES = ("gas", "ledger", "power", "raids", "spares")

__all__ = [
    "Ask",
    "BreakEven",
    "Depot",
    "Dossier",
    "Fault",
    "HowMany",
    "Outcome",
    "OutcomeError",
    "Plan",
    "Positions",
    "Price",
    "Recorder",
    "Risk",
    "Scenario",
    "ScenarioError",
    "Slip",
    "Stocks",
    "Value",
    "Verified",
    "WhatIf",
    "__version__",
    "ask",
    "break_even",
    "brief",
    "check",
    "compare",
    "depot",
    "explain",
    "figure",
    "gas",
    "hindcast",
    "how_many",
    "ledger",
    "packages",
    "plan",
    "positions",
    "power",
    "price",
    "raids",
    "read_scenario",
    "readiness",
    "report",
    "risk",
    "run",
    "slip",
    "spares",
    "stocks",
    "validate",
    "value",
    "verify",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name in _PACKAGES:
        return importlib.import_module(f"holdfast.{name}")
    if name in _PLACES:
        made = getattr(importlib.import_module(_PLACES[name]), name)
        globals()[name] = made
        return made
    raise AttributeError(f"module 'holdfast' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
