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
