"""Hard stances that a later word on their topic leaves standing, or takes away unlifted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from holdfast.aid import coalition
from holdfast.aid.rules import LIFTED, NOTHING, Stance, standing, subject
from holdfast.scenario import Scenario

Fate: TypeAlias = Literal["stands", "replaced"]
"""It binds still, since the later word is about something else; or it binds no more."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A stance that bound when it was said, and what its partner said on the topic later."""

    stance: Stance
    later: Stance
    fate: Fate


def overtaken(scenario: Scenario) -> list[Overtaken]:
    """What was said and known, by rows: one finding for each row that bound and was spoken past."""
    topics: dict[tuple[str, str], list[Stance]] = {}
    for one in coalition.stances(scenario):
        topics.setdefault((one.partner, one.topic), []).append(one)
    found: dict[int, Overtaken] = {}
    for rows in topics.values():
        for each in (*_replaced(rows), *_standing(rows)):
            found.setdefault(each.stance.row, each)
    return [found[row] for row in sorted(found)]


def _standing(rows: Iterable[Stance]) -> list[Overtaken]:
    """Of one topic the stances that bind beside what was said later of something else."""
    said = list(rows)
    found = []
    for one in standing(said):
        other = [
            each
            for each in said
            if each.day > one.day and subject(each) not in (NOTHING, subject(one))
        ]
        if _binds(one) and other:
            last = max(other, key=lambda each: (each.day, each.row))
            found.append(Overtaken(one, last, "stands"))
    return found


def _replaced(rows: Iterable[Stance]) -> list[Overtaken]:
    """Of one topic the stances that bound until a later word that neither binds nor lifts them."""
    said = list(rows)
    found: dict[tuple[str, str, str], Overtaken] = {}
    before: tuple[Stance, ...] = ()
    for day in sorted({one.day for one in said}):
        held = standing(one for one in said if one.day <= day)
        for about in {subject(one) for one in held if one.day == day}:
            found.pop(about, None)
            now = [one for one in held if subject(one) == about]
            bound = [one for one in before if subject(one) == about and _binds(one)]
            settled = any(_binds(one) or one.hardness == LIFTED for one in now)
            if bound and not settled:
                found[about] = Overtaken(bound[0], now[0], "replaced")
        before = held
    return list(found.values())


def _binds(one: Stance) -> bool:
    return one.binds and subject(one) != NOTHING
