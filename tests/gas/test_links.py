"""Compressors, bypasses and regulators: what they lift, hold, let back and drive round."""

from __future__ import annotations

import numpy as np
import pytest

from gas.small import network, whole
from holdfast.gas import GasResult, Network, least_shed


def solved(net: Network, **out) -> GasResult:
    pipe_out, compressor_out = whole(net)
    return least_shed(
        net,
        pipe_out,
        out.get("compressor_out", compressor_out),
        net.supply,
        out.get("demand", net.demand[:, None]),
    )


def test_a_regulator_has_a_most_flow():
    ends = {"regulator_from": np.array([1]), "regulator_to": np.array([2])}
    net = network(
        4,
        [(0, 1, 1.0), (2, 3, 1.0)],
        {0: (30.0, 50.0)},
        {3: (6.0, 20.0)},
        regulator_set_point=np.array([40.0]),
        regulator_most_flow=np.array([2.5]),
        **ends,
    )
    found = solved(net)
    assert found.delivered[0, 3, 0] == pytest.approx(2.5, rel=1e-3)
    assert found.regulator_flow[0, 0] <= 2.5 * (1 + 1e-9)
