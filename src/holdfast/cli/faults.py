"""Faults as lines: what many cells have in common is said once."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.scenario import Fault, Scenario
from holdfast.scenario.fault import hint, short

FEW = 2
"""Cells up to which each has a line of its own."""


def lines(faults: Sequence[Fault]) -> list[str]:
    """A line a fault; faults that say the same of more than FEW cells share one."""
    groups: dict[tuple[str | None, str], list[Fault]] = {}
    for fault in faults:
        alike = fault.value and fault.row is not None
        key = (fault.value, fault.message) if alike else (str(fault), "")
        groups.setdefault(key, []).append(fault)
    made: list[str] = []
    for group in groups.values():
        if len(group) <= FEW:
            made += map(str, group)
        else:
            made.append(f"{group[0]} (and {_places(group[1:])})")
    return made


def of_options(
    scenario: Scenario, a: Sequence[str], b: Sequence[str], packages: Sequence[str]
) -> list[Fault]:
    """What is wrong with the deliveries and packages of a command line, by their options."""
    made = [*of_deliveries(scenario, "--a", a), *of_deliveries(scenario, "--b", b)]
    known = dict.fromkeys(scenario.table("packages").text("package"))
    for name in packages:
        if name not in known:
            message = f"is no package of the scenario; {hint(name, known)}"
            made.append(Fault("--package", None, None, name, message))
    return made


def of_deliveries(scenario: Scenario, option: str, texts: Sequence[str]) -> list[Fault]:
    """What is wrong with deliveries, or packages, that were given by an option."""
    from holdfast.questions.deliveries import wrong_with

    return [_of_text(fault, option, text) for text in texts for fault in wrong_with(scenario, text)]


def _of_text(fault: Fault, option: str, text: str) -> Fault:
    inside = bool(fault.value) and fault.value != text
    message = f"in '{short(text)}' {fault.message}" if inside else fault.message
    return Fault(option, None, None, fault.value, message)


def _places(faults: Sequence[Fault]) -> str:
    """`4 more: power/buses.csv rows 5, 6; power/demand.csv row 4`."""
    rows: dict[str, list[int]] = {}
    for fault in faults:
        rows.setdefault(fault.file, []).append(1 if fault.row is None else fault.row)
    said = [
        f"{file} row{'' if len(found) == 1 else 's'} {', '.join(map(str, found))}"
        for file, found in rows.items()
    ]
    return f"{len(faults)} more: {'; '.join(said)}"
