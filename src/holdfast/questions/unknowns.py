"""What nobody knows, as one future drew it: the parameters that lie furthest from their middle."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import ndtr

from holdfast.draws import Luck
from holdfast.scenario import Scenario
from holdfast.scenario.uncertain import Z95


@dataclass(frozen=True, slots=True)
class Unknown:
    """One parameter with a range, and where in it a future drew it."""

    name: str
    doc: str
    unit: str
    value: float
    middle: float
    z: float
    """Standard normal number of the draw, below 0 under the middle."""

    @property
    def below(self) -> float:
        """Share of all draws that are lower."""
        return float(ndtr(self.z))


def most_extreme(scenario: Scenario, seed: int, future: int, count: int = 3) -> list[Unknown]:
    """The parameters that a future drew furthest from their middle, the furthest first.

    Only values that belong to no row of a table: ranges of rows are many and each moves little.
    """
    luck = Luck.of(seed, [future])
    drawn = []
    for name, spec in scenario.parameters.items():
        if spec.high > spec.low:
            value = float(scenario.parameter(name, luck)[0])
            side = spec.default - spec.low if value < spec.default else spec.high - spec.default
            z = (value - spec.default) / side * Z95 if side > 0 else 0.0
            drawn.append(Unknown(name, spec.doc, spec.unit, value, spec.default, z))
    return sorted(drawn, key=lambda one: (-abs(one.z), one.name))[:count]
