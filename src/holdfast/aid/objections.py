"""Objections: what of a plan crosses a refusal, a caveat, a veto, a condition or a limit.

Nor may it hold two forms of one gift, which differ in date or size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from holdfast.aid import coalition
from holdfast.aid.limits import Cap, over
from holdfast.aid.rules import (
    CONDITION,
    VARIANT,
    Gift,
    Stance,
    Tie,
    crossed,
    differing,
    rule_of,
    several,
    standing,
    unmet,
)
from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Objection:
    """One row of a table that deliveries of a plan go against."""

    rule: str
    """veto, refusal, caveat, condition, limit, budget or variant."""
    partner: str
    """Who objects; blank where a budget of all is exceeded."""
    table: str
    row: int
    """Of the table; the header is row 1."""
    deliveries: tuple[str, ...]
    """Ids of the deliveries that it is about."""
    binds: bool = True
    """A plan may not cross it; what does not bind is a soft stance, shown and not counted."""
    said: str = ""
    """What was said, as the table has it."""
    source: str = ""
    topic: str = ""
    beside: tuple[Stance, ...] = ()
    """What other sources say on the same matter; the hardest binds."""
    needs: tuple[str, ...] = ()
    least: int = 0
    """Of a condition: what it needs, and how many of these."""
    item: str = ""
    kind: str = ""
    most: float = 0.0
    reached: float = 0.0
    of_value: bool = False
    """Of a limit or a budget: what counts, the most, what the plan comes to, and the unit."""


def objections(
    scenario: Scenario, deliveries: Collection[str] | None = None
) -> tuple[Objection, ...]:
    """Whatever stands against these deliveries of the plan, or against all; those that bind first.

    The whole plan counts towards conditions, limits and budgets. What had arrived by the day of
    knowledge is a fact that meets no objection.
    """
    plan = coalition.in_order(coalition.gifts(scenario))
    asked = {gift.name for gift in plan} if deliveries is None else set(deliveries)
    found = judge(
        plan,
        coalition.stances(scenario),
        coalition.ties(scenario),
        coalition.caps(scenario),
    )
    mine = [each for each in found if asked & set(each.deliveries)]
    return tuple(sorted(mine, key=lambda each: not each.binds))


def binding(found: Iterable[Objection]) -> tuple[Objection, ...]:
    """Those that a plan may not cross: what "objections: 0" counts."""
    return tuple(each for each in found if each.binds)


def judge(
    plan: Sequence[Gift], said: Iterable[Stance], ties: Sequence[Tie], caps: Sequence[Cap]
) -> tuple[Objection, ...]:
    """The same of gifts and rules as they are; nothing else is known here."""
    return (*_crossed(plan, said, ties), *_unmet(plan, ties), *_over(plan, caps), *_twice(plan))


def _crossed(plan: Sequence[Gift], said: Iterable[Stance], ties: Sequence[Tie]) -> list[Objection]:
    """Stances, each with all gifts that go against it. Ties tell when what some ask is met."""
    held = standing(said)
    found: dict[Stance, list[str]] = {}
    for gift in plan:
        if gift.past:
            continue
        for one in crossed(gift, held, ties):
            found.setdefault(one, []).append(gift.name)
    return [
        Objection(
            rule=rule_of(one),
            partner=one.partner,
            table="positions",
            row=one.row,
            deliveries=tuple(names),
            binds=one.binds,
            said=one.quote,
            source=one.source,
            topic=one.topic,
            beside=differing(held, one),
            item=one.item,
        )
        for one, names in found.items()
    ]


def _unmet(plan: Sequence[Gift], ties: Sequence[Tie]) -> list[Objection]:
    return [
        Objection(
            rule=CONDITION,
            partner=lost[0].partner,
            table="conditions",
            row=tie.row,
            deliveries=tuple(gift.name for gift in lost),
            said=tie.quote,
            source=tie.source,
            topic=tie.name,
            needs=tie.needs,
            least=tie.least,
        )
        for tie, lost in unmet(plan, ties)
    ]


def _over(plan: Sequence[Gift], caps: Sequence[Cap]) -> list[Objection]:
    return [
        Objection(
            rule=each.cap.rule,
            partner=each.cap.partner,
            table=f"{each.cap.rule}s",
            row=each.cap.row,
            deliveries=tuple(gift.name for gift in each.gifts if not gift.past),
            source=each.cap.source,
            topic=each.cap.name,
            item=each.cap.item,
            kind=each.cap.kind,
            most=each.cap.most,
            reached=each.reached,
            of_value=each.cap.of_value,
        )
        for each in over(plan, caps)
    ]


def _twice(plan: Sequence[Gift]) -> list[Objection]:
    """Gifts of which several forms are given; the row is the last that is one of them."""
    found = []
    for name, given in several(plan):
        fresh = [gift for gift in given if not gift.past]
        if not fresh:
            continue
        rows = {(one.table, one.row) for gift in given for one in gift.forms if one.gift == name}
        table, row = max(rows)
        found.append(
            Objection(
                rule=VARIANT,
                partner=fresh[0].partner,
                table=table,
                row=row,
                deliveries=tuple(gift.name for gift in fresh),
                topic=name,
            )
        )
    return found
