"""Readiness: fire units fall out by time and by use, wait for parts, and are mended in echelons.

A type with rows in readiness/mending goes through echelons: `echelons`. Of any other, of the units
ready today the share `fails_per_day` falls out; of those down the share 1 / repair_days comes back
(all of them if that is under a day), as far as spare parts last: `meanfield`. Left alone, such a
fleet rests at availability 1 / (1 + fails_per_day x repair_days).
"""

from __future__ import annotations

from holdfast.model.readiness.params import Params, Paths
from holdfast.model.readiness.prepare import prepare
from holdfast.model.readiness.step import start, step

__all__ = ["Params", "Paths", "prepare", "start", "step"]
