"""Options that nobody may give, and by which rule of a partner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from holdfast.aid.choices import Choices, choices
from holdfast.aid.rules import CONDITION, rule_of
from holdfast.questions.bars import rules_of
from holdfast.questions.coalition import Budget, problem_of
from holdfast.questions.options import Option, deliveries_of
from holdfast.questions.search.problem import Problem
from holdfast.scenario import Scenario

RULES = ("veto", "refusal", "caveat", "condition", "limit", "budget")
"""Why an option may not be given. A condition: nobody gives what it needs, or may."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """An option that may not be given."""

    option: Option
    rule: str
    """One of RULES."""
    whose: str
    """The partner whose rule it is; blank: a limit on the gifts of all."""
    topic: str
    """What that partner called it; of a limit, a budget or a condition its id."""


def withheld(
    scenario: Scenario, options: Sequence[Option], names: Collection[str]
) -> list[Withheld]:
    """Why each of these options may not be given, in the order of `options`: the hardest rule.

    `names` are those that no package can hold, as `search.ranking.held` finds them: where nothing
    is against such an option alone, something is against what its condition needs.
    """
    found = choices(scenario, deliveries_of(options))
    place = [option.name for option in options for _ in option.rows]
    return [
        Withheld(option, *_why(found, [at for at, name in enumerate(place) if name == option.name]))
        for option in options
        if option.name in names
    ]


def _why(found: Choices, rows: Sequence[int]) -> tuple[str, str, str]:
    """The rule that is hardest against these gifts: its kind, whose it is, and its topic."""
    against = [one for at in rows for one in found.barred[at]]
    if against:
        hardest = min(against, key=lambda one: (-one.weight, one.partner, one.topic, one.row))
        return rule_of(hardest), hardest.partner, hardest.topic
    room = found.fits(found.matrix[:, list(rows)].sum(axis=1))
    for cap, fits in zip(found.caps, room, strict=True):
        if not fits:
            return cap.rule, cap.partner, cap.name
    gifts = [found.gifts[at] for at in rows]
    tied = [at for link in found.links for at in link.tied if at in rows]
    return CONDITION, gifts[0].partner if tied else "", ""


def as_if_never_said(
    scenario: Scenario, options: Sequence[Option], names: Iterable[str], budget: Budget
) -> Problem:
    """The problem of options without what was said against some of them; limits stay."""
    some = set(names)
    rules = [rule for rule in rules_of(scenario, options) if rule.bars & some]
    rows = frozenset[int]().union(*(rule.rows for rule in rules))
    return problem_of(scenario, options, budget, waived=sorted(rows))
