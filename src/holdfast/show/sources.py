"""Sources: numbered in the order of their table, and cited by these numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from holdfast.scenario import Scenario
from holdfast.show.catalogue import ENGLISH, Catalogue

NONE = "none"
"""What a table says where nobody published it, or nobody said it; it is not listed."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source as it is listed: its number, what it is, and where it can be read."""

    number: int
    text: str
    address: str
    foreign: bool = False
    """In the language it was written in, for want of words in that of the reader."""


def numbering(scenario: Scenario) -> dict[str, int]:
    """Number the sources by id."""
    return {name: i for i, name in enumerate(scenario.table("sources").text("id"), start=1)}


def named(ids: str, scenario: Scenario) -> list[int]:
    """Give the numbers of sources named by ids separated by semicolons."""
    numbers = numbering(scenario)
    return [numbers[name.strip()] for name in ids.split(";") if name.strip() in numbers]


def cited(ids: str, scenario: Scenario) -> str:
    """Write the numbers of sources named by ids separated by semicolons: "[3, 17]"."""
    found = named(ids, scenario)
    return f"[{', '.join(map(str, found))}]" if found else ""


def listed(
    scenario: Scenario, words: Catalogue, only: Collection[int] | None = None
) -> list[Source]:
    """List the sources of a scenario, or only those of some numbers.

    A source is in the language of the reader if all that it says is known there, else as it was
    written, whole.
    """
    table = scenario.table("sources")
    columns = [
        table.text(name) for name in ("outlet", "published", "speaker", "statement", "address")
    ]
    made = []
    for i, (outlet, published, speaker, statement, address) in enumerate(
        zip(*columns, strict=True), start=1
    ):
        if only is not None and i not in only:
            continue
        said = (outlet, published, speaker, statement)
        parts = [part for part in said if part.strip(" -") and part != NONE]
        foreign = words.language != ENGLISH and not all(
            words.knows(part) for part in parts if part != published
        )
        if not foreign:
            parts = [part if part == published else words.own(part) for part in parts]
        text = ". ".join(part.rstrip(". ") for part in parts) + "."
        made.append(Source(i, text, address if address.strip(" -") else "", foreign))
    return made
