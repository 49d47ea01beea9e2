"""What was found in a grid, whatever kept it: no coordinates, one base, names as they were."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from holdfast.power.casefile import LEAST, MOST
from holdfast.scenario import Fault, ScenarioError
from holdfast.scenario.fault import escaped, short

BASE = 100.0
"""MVA of one per unit in tables of a scenario."""
OUT = f"is out of all range: 0, or {LEAST:g} to {MOST:g} in size"
"""What is said of a number that is a slip."""
ALL_DAY = (1.0, 1.0, 1.0, 1.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A bus; its number is its place in the list."""

    name: str
    kilovolt: float
    """nan if the source does not say."""
    region: str = ""
    """As the source has it; "" if it has none."""


@dataclasses.dataclass(frozen=True, slots=True)
class Corridor:
    """Lines or transformers with reactance between two nodes."""

    name: str
    one: int
    other: int
    reactance: float
    """Per unit on BASE, of all circuits together; not 0, negative for a series capacitor."""
    rating: float
    """MW of all circuits together; infinite if there is no limit."""
    circuits: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """A link whose flow is set at will, such as one of direct current."""

    name: str
    one: int
    other: int
    capacity: float
    """MW either way."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plant:
    """Generation at a node."""

    name: str
    node: int
    kind: str
    """Technology as the source words it; "" if it does not say."""
    capacity: float
    """MW."""
    cost: float
    """Marginal cost as the source has it, for the order of use alone; nan if it has none."""
    shape: tuple[float, ...] = ALL_DAY
    """Share available in the four blocks of the day."""


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """Demand at a node in the four blocks of the day [MW]; a negative one is generation."""

    node: int
    blocks: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Border:
    """A node at which a larger grid feeds in."""

    name: str
    node: int
    limit: float
    """MW; infinite if the source does not say."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A grid as it was found."""

    nodes: Sequence[Node]
    corridors: Sequence[Corridor]
    plants: Sequence[Plant]
    loads: Sequence[Load]
    ties: Sequence[Tie] = ()
    borders: Sequence[Border] = ()
    lines: Sequence[str] = ()
    """Sentences on what of the source is not kept."""


class GridError(ScenarioError):
    """A grid that cannot be taken as it is; `faults` lists all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        head = f"the grid has {len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        self.args = ("\n".join([f"{head}:", *(f"  {fault}" for fault in self.faults)]),)


@dataclasses.dataclass(frozen=True, slots=True)
class GridFault(Fault):
    """One thing wrong in a grid; its row has a name beside its number."""

    name: str = ""
    """What the source calls the row; "" if the fault is of no row, or of one without a name."""

    def __str__(self) -> str:
        told = Fault.__str__(self)
        if not self.name:
            return told
        start = self.file if self.row is None else f"{self.file} row {self.row}"
        return f"{start} ({short(self.name)}){told.removeprefix(start)}"


def fault(
    place: str,
    message: str,
    column: str | None = None,
    value: object = None,
    row: int | None = None,
    name: object = None,
) -> Fault:
    """The fault of a place, a file with its table: "net/lines.csv", "grid.json line"."""
    said = None if value is None else short(str(value))
    return GridFault(
        escaped(place),
        row,
        column and short(column),
        said,
        message,
        "" if name is None else str(name),
    )


def counted(number: int, what: str, several: str = "") -> str:
    """`1 line`, `2 lines`."""
    return f"{number:,} {what if number == 1 else several or what + 's'}"
