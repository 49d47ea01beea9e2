"""The last draw of states in which all that can come comes: it settles, and nothing is plain."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np

from holdfast.gas import least_shed

ROOT = Path(__file__).parents[2]
DRAWN_WHOLE = [158, 266, 346, 1031]
"""Of 4,000 states of GasLib-135 some in which a part has drawn its supplies to a rounding."""


def test_supplies_that_are_drawn_whole_have_a_last_draw(monkeypatch):
    """Before, what was left of them said a potential from which no step led away in time."""
    file = ROOT / "benchmarks" / "beside" / "gas_states.py"
    spec = importlib.util.spec_from_file_location("gas_states", file)
    beside = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, beside)
    spec.loader.exec_module(beside)
    net = beside.network("GasLib-135")
    all_ = beside.damage(net, 4000, 1977)
    states = [
        each[DRAWN_WHOLE] for each in (all_.pipe_out, all_.compressor_out, all_.supply, all_.demand)
    ]
    found = least_shed(net, *states)
    assert not found.plain.any()
    assert not found.fallback.any()
    asked = states[3].sum(axis=(1, 2))
    left = states[2].sum(axis=1) - found.supplied.sum(axis=1)
    assert (left > 0).all()
    drawn = (found.supplied > (1 - 1e-4) * states[2]) & (states[2] > 0)
    assert drawn.any(axis=1).all()
    assert (np.abs(found.imbalance) < 1e-6).all()
    assert (asked > found.delivered.sum(axis=(1, 2))).all()
