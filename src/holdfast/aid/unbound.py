"""Stances against something that bind no plan, so that they are shown and change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from holdfast.aid import coalition
from holdfast.aid.rules import Stance, standing
from holdfast.scenario import Scenario

Why: TypeAlias = Literal["soft", "unnamed", "both"]
"""It is soft; it is hard and names neither item, region nor use; or both."""


@dataclass(frozen=True, slots=True)
class Unbound:
    """A stance that holds and binds nothing, and why."""

    stance: Stance
    why: Why


def unbound(scenario: Scenario) -> list[Unbound]:
    """Stances that hold, refuse or ask for something, and bind no plan, by their rows.

    Not those beside which another source says the same of the same matter and binds.
    """
    held = [one for one in standing(coalition.stances(scenario)) if one.stands_against]
    bound = {_matter(one) for one in held if one.binds and _named(one)}
    found: dict[int, Unbound] = {}
    for one in held:
        if (one.binds and _named(one)) or _matter(one) in bound:
            continue
        why: Why = "unnamed" if one.binds else "soft" if _named(one) else "both"
        found.setdefault(one.row, Unbound(one, why))
    return [found[row] for row in sorted(found)]


def _matter(one: Stance) -> tuple[str, ...]:
    return one.partner, one.topic, one.item, one.region, one.use


def _named(one: Stance) -> bool:
    return bool(one.item or one.region or one.use)
