"""What an entry may say and which kinds there are, as `entries.toml` declares them."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from holdfast.scenario.schema import Column

CORRECTION, POSITION = "correction", "position"
STAGES = ("request", "offer", "commitment", "shipment", "arrival", "in_service")
"""Kinds of entries that are stages of help, the first first."""
GIVEN = STAGES[1:]
"""Stages that one partner takes, of one item: an offer and what comes of it."""
ALWAYS = ("id", "kind", "date", "of", "source", "as_of", "note")
"""Fields that any kind may have; `of` only one that follows another."""
CLEARED = "-"
"""In a correction: the field is blank from now on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry."""

    name: str
    follows: tuple[str, ...]
    """Kinds of which it may be a stage, or which it may correct."""
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    free: bool = False
    """It need not follow another."""

    @property
    def may(self) -> tuple[str, ...]:
        """Every field that it may have."""
        fields = {*ALWAYS, *self.needs, *self.takes}
        if not self.follows:
            fields.discard("of")
        return tuple(name for name in columns() if name in fields)


@cache
def _raw() -> Mapping[str, Any]:
    text = (resources.files("holdfast.ledger") / "entries.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the order in which entries of one file are taken."""
    return {
        entry["name"]: Kind(
            entry["name"],
            tuple(entry["follows"]),
            tuple(entry["needs"]),
            tuple(entry["takes"]),
            entry.get("free", False),
        )
        for entry in _raw()["kind"]
    }


@cache
def columns() -> Mapping[str, Column]:
    """All fields of an entry by name, in the order in which they are written."""
    made = {}
    for entry in _raw()["field"]:
        values = {**entry, "allowed": tuple(entry.get("allowed", ()))}
        if entry["name"] == "kind":
            values["allowed"] = tuple(one["name"] for one in _raw()["kind"])
        made[entry["name"]] = Column(**values)
    return made
