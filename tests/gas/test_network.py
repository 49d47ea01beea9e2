"""A gas network refuses what does not fit, by name."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from holdfast.gas.network import Network

LINE = Network(
    nodes=("well", "town"),
    pressure_min=np.array([0.0, 30.0]),
    pressure_max=np.array([70.0, np.inf]),
    supply_pressure=np.array([70.0, 0.0]),
    supply=np.array([10.0, 0.0]),
    demand=np.array([0.0, 8.0]),
    pipe_from=np.array([0]),
    pipe_to=np.array([1]),
    resistance=np.array([20.0]),
    volume=np.array([1e4]),
)
STATION = {
    "compressor_from": np.array([0]),
    "compressor_to": np.array([1]),
    "ratio": np.array([1.5]),
    "set_point": np.array([np.inf]),
    "most_flow": np.array([np.inf]),
    "most_power": np.array([10.0]),
    "electric": np.array([True]),
}


def test_what_fits_is_frozen() -> None:
    made = dataclasses.replace(LINE, **STATION)
    assert made.compressor_to.tolist() == [1]
    with pytest.raises(ValueError, match="read-only"):
        made.ratio[0] = 2.0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pipe_to": np.array([2])}, "pipe_to must lie between 0 and 1"),
        ({"pipe_to": np.array([0.5])}, "pipe_to must be whole numbers, not float64"),
        ({"pipe_to": np.array([1, 0])}, "lengths differ: pipe_from 1, pipe_to 2"),
        ({"resistance": np.array([0.0])}, "resistance holds a value not above 0: 0.0"),
        ({"volume": np.array([[1.0]])}, r"volume has shape \(1, 1\), expected one axis"),
        ({"demand": np.array([0.0, -1.0])}, "demand holds a value below 0: -1.0"),
        ({"supply": np.array([np.inf, 0.0])}, "supply holds a value that is nan or infinite"),
        ({"supply": np.array([1.0])}, "supply has length 1, nodes 2"),
        (
            {"pressure_min": np.array([80.0, 0.0])},
            "pressure_min of well is 80.0, above its pressure_max 70.0",
        ),
        ({**STATION, "ratio": np.array([0.9])}, "ratio holds a value below 1: 0.9"),
        ({**STATION, "electric": np.array([], dtype=bool)}, "electric 0"),
        ({"unit": "m3/h"}, "unit is 'm3/h': kg/s or mcm/day"),
        ({"sound_speed": 0.0}, "sound_speed is 0.0: a number above 0 is needed"),
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        dataclasses.replace(LINE, **wrong)
