"""What is wrong in a file of a gas network."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class GasFault:
    """One thing wrong in a file."""

    place: str
    """`pipes 7`, `row 3`; "" if it is the file as a whole."""
    key: str | None
    """Key or column."""
    value: str | None
    message: str
    """What is wrong and what is allowed."""

    def __str__(self) -> str:
        said = ", ".join(filter(None, (self.place, self.key)))
        value = "" if self.value is None else f"'{self.value}' "
        return f"{said}: {value}{self.message}" if said else f"{value}{self.message}"


class GasError(ValueError):
    """A file that cannot be read as a gas network; `faults` lists all that is wrong with it."""

    def __init__(self, file: str, faults: Sequence[GasFault]) -> None:
        super().__init__("\n".join(f"{file} {fault}".strip() for fault in faults))
        self.file = file
        self.faults = list(faults)

    def __reduce__(self) -> tuple[type[GasError], tuple[str, list[GasFault]]]:
        return type(self), (self.file, self.faults)


def number_fault(value: object, least: float, most: float, above: bool = False) -> str | None:
    """What is wrong with a cell that is to be a number from `least` to `most`, or above `least`."""
    allowed = f"a number {'above' if above else 'of at least'} {least:g} is needed"
    if value is None:
        return f"is missing; {allowed}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"is no number; {allowed}"
    if not least <= value <= most or (above and value == least):
        return f"is out of range; {allowed}"
    return None
