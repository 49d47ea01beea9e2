"""Rules of partners that keep options back: what they refuse, and the most that they give."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from holdfast.aid import coalition
from holdfast.aid.choices import choices
from holdfast.aid.limits import LIMIT, Cap
from holdfast.aid.rules import Stance, rule_of
from holdfast.questions.coalition import Budget, problem_of, titled
from holdfast.questions.options import Option, deliveries_of
from holdfast.questions.search.problem import Problem
from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Rule:
    """One taboo, or one limit: what a partner said of one topic, and the options that it keeps."""

    partner: str
    topic: str
    """What the partner called it; of a limit its id."""
    kind: str
    """veto, refusal, caveat, condition or limit."""
    since: date | None
    """The day on which it was said; None of a limit."""
    sources: tuple[str, ...]
    bars: frozenset[str]
    """Names of the options that it bars, or that count towards the limit."""
    rows: frozenset[int] = frozenset()
    """Rows of positions that are taken as never said without it: all of the topic."""
    limits: frozenset[str] = frozenset()
    """Limits of the problem that fall without it."""

    @property
    def key(self) -> str:
        """An order of rules that tells nothing of who they are."""
        return hashlib.sha256(f"{self.partner}\n{self.kind}\n{self.topic}".encode()).hexdigest()


def rules_of(scenario: Scenario, options: Sequence[Option]) -> list[Rule]:
    """All rules that bind on these options, in an order that no order of rows changes.

    What a partner said on one topic is one rule, however many sources tell it: without it, what it
    had said before does not come back. A limit binds if all options together pass it.
    """
    found = [*_taboos(scenario, options), *_limits(scenario, options)]
    return sorted(found, key=lambda rule: rule.key)


def without(
    scenario: Scenario, options: Sequence[Option], budget: Budget, rules: Iterable[Rule]
) -> Problem:
    """What may be chosen of options if these rules had never been said."""
    given = list(rules)
    rows = frozenset[int]().union(*(rule.rows for rule in given))
    dropped = frozenset[str]().union(*(rule.limits for rule in given))
    made = problem_of(scenario, options, budget, waived=sorted(rows))
    return replace(made, limits=tuple(one for one in made.limits if one.name not in dropped))


def _taboos(scenario: Scenario, options: Sequence[Option]) -> Iterable[Rule]:
    barred = choices(scenario, deliveries_of(options)).barred
    names = [option.name for option in options for _ in option.rows]
    stances: dict[tuple[str, str], set[Stance]] = {}
    bars: dict[tuple[str, str], set[str]] = {}
    for name, against in zip(names, barred, strict=True):
        for one in against:
            stances.setdefault((one.partner, one.topic), set()).add(one)
            bars.setdefault((one.partner, one.topic), set()).add(name)
    rows: dict[tuple[str, str], set[int]] = {}
    for each in coalition.stances(scenario):
        rows.setdefault((each.partner, each.topic), set()).add(each.row)
    for key, some in stances.items():
        hardest = min(some, key=lambda one: (-one.weight, rule_of(one)))
        yield Rule(
            partner=key[0],
            topic=key[1],
            kind=rule_of(hardest),
            since=scenario.date(hardest.day),
            sources=tuple(sorted({one.source for one in some} - {""})),
            bars=frozenset(bars[key]),
            rows=frozenset(rows[key]),
        )


def _limits(scenario: Scenario, options: Sequence[Option]) -> Iterable[Rule]:
    """Limits of one id and row, of pieces and of worth, are one rule."""
    found = choices(scenario, deliveries_of(options))
    names = [option.name for option in options for _ in option.rows]
    caps: dict[tuple[str, str], list[tuple[Cap, frozenset[str]]]] = {}
    for cap, weights, left in zip(found.caps, found.matrix, found.left, strict=True):
        if cap.rule == LIMIT and float(weights.sum()) > float(left) * (1 + 1e-9):
            counted = frozenset(n for n, w in zip(names, weights, strict=True) if w > 0)
            caps.setdefault((cap.partner, cap.name), []).append((cap, counted))
    for (partner, name), some in caps.items():
        yield Rule(
            partner=partner,
            topic=name,
            kind=LIMIT,
            since=None,
            sources=tuple(sorted({cap.source for cap, _ in some} - {""})),
            bars=frozenset[str]().union(*(counted for _, counted in some)),
            limits=frozenset(titled(cap) for cap, _ in some),
        )
