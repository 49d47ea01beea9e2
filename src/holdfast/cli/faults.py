"""Faults as lines: what many cells have in common is said once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from holdfast.scenario import Fault

FEW = 2
"""Cells up to which each has a line of its own."""


def lines(faults: Sequence[Fault]) -> list[str]:
    """A line a fault; faults that say the same of more than FEW cells share one."""
    groups: dict[tuple[str | None, str], list[Fault]] = {}
    for fault in faults:
        key = (fault.value, fault.message)
        groups.setdefault(key if fault.value and fault.row else (str(fault), ""), []).append(fault)
    made: list[str] = []
    for group in groups.values():
        if len(group) <= FEW:
            made += map(str, group)
        else:
            made.append(f"{group[0]} (and {_places(group[1:])})")
    return made


def counted(faults: Sequence[Fault]) -> str:
    """`20 faults in 9 files`."""
    count, files = len(faults), len({fault.file for fault in faults})
    return f"{_many(count, 'fault')} in {_many(files, 'file')}"


def of_options(
    faults: Sequence[Fault], a: Sequence[str], b: Sequence[str], packages: Sequence[str]
) -> list[Fault]:
    """Faults of deliveries as of the words on the command line: `--b: ...` for `b row 1`.

    The file of a fault is "a" or "b", its row the place among `a`, or among `b` and `packages`.
    """
    made = []
    for fault in faults:
        place = (fault.row or 1) - 1
        given = list(a) if fault.file == "a" else [*b, *packages]
        if fault.file not in ("a", "b") or place >= len(given):
            made.append(fault)
            continue
        text = given[place]
        option = f"--{fault.file}" if fault.file == "a" or place < len(b) else "--package"
        message = fault.message
        if fault.value and fault.value != text:
            message = f"in '{text}' {message}"
        changed = dataclasses.replace(fault, file=option, row=None, column=None, message=message)
        made.append(changed)
    return made


def _places(faults: Sequence[Fault]) -> str:
    """`4 more: power/buses.csv rows 5, 6; power/demand.csv row 4`."""
    rows: dict[str, list[int]] = {}
    for fault in faults:
        rows.setdefault(fault.file, []).append(fault.row or 1)
    said = [
        f"{file} row{'' if len(found) == 1 else 's'} {', '.join(map(str, found))}"
        for file, found in rows.items()
    ]
    return f"{len(faults)} more: {'; '.join(said)}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
