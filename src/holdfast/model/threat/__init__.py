"""Raids: recorded ones as far as the record reaches, then waves from a stock with production.

The attacker is a statistical hazard fitted to a public record and never an optimiser: what is aimed
at whom is a prior, drawn once per pair of futures, which may drift. See docs/blocks/threat.md.
"""

from holdfast.model.launches import dirichlet, few
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes
from holdfast.model.threat.aims import drifted
from holdfast.model.threat.params import Params
from holdfast.model.threat.prepare import prepare, start
from holdfast.model.threat.step import step
from holdfast.model.threat.supply import pace, supplied
from holdfast.model.threat.waves import HORIZON, leading, wave_hazard

__all__ = [
    "DAYS_PER_MONTH",
    "HORIZON",
    "Params",
    "current",
    "dirichlet",
    "drifted",
    "few",
    "leading",
    "pace",
    "prepare",
    "regimes",
    "start",
    "step",
    "supplied",
    "wave_hazard",
]
