"""The problem of a package: which options may be together, by budgets and by what partners say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from holdfast.aid.choices import Choices, choices
from holdfast.aid.limits import Cap
from holdfast.questions.options import KINDS, Option, deliveries_of, variants
from holdfast.questions.refused import Refused
from holdfast.questions.search.problem import Problem, make_problem
from holdfast.scenario import Scenario

ALL = "all"
"""Name of the one budget that pays everything."""
MOST_GROUPS = 5000
"""Sets of alternatives that one condition may come to."""

Budget = float | Mapping[str, float]
"""Million of the currency, for everything or by kind of help; a kind that is not named has none."""


def problem_of(
    scenario: Scenario,
    options: Sequence[Option],
    budget: Budget,
    waived: Iterable[int] = (),
    shared: Mapping[str, float] | None = None,
) -> Problem:
    """What may be chosen of options: budgets, caveats, vetoes, conditions and limits of partners.

    Of variants of one gift at most one may be. `waived` are rows of positions taken as never said.
    `shared` is the most that each partner is to give, in million of the currency. Raises Refused
    for a budget that there cannot be.
    """
    budgets = budgets_of(budget)
    found = choices(scenario, deliveries_of(options), waived)
    place = _places(options)
    limits: dict[str, tuple[dict[str, float], float]] = {}
    for number, cap in enumerate(found.caps):
        weight = dict.fromkeys((option.name for option in options), 0.0)
        for at, share in enumerate(found.matrix[number].tolist()):
            weight[options[place[at]].name] += share
        limits[titled(cap)] = weight, float(found.left[number])
    for partner, most in (shared or {}).items():
        given = {option.name: option.total for option in options if option.partner == partner}
        limits[f"share of {partner}"] = given, most
    if ALL not in budgets:
        for kind, most in budgets.items():
            paid = {option.name: option.cost[KINDS.index(kind)] for option in options}
            limits[f"budget {kind}"] = paid, most
    ties, alone = _ties(found, options, place)
    return make_problem(
        cost={option.name: option.total for option in options},
        budgets={ALL: budgets.get(ALL, sum(budgets.values()))},
        limits=limits,
        ties=ties,
        barred=alone | _barred(found, options, place),
        exclusive=variants(options),
    )


def titled(cap: Cap) -> str:
    """The name of a cap among the limits of a problem; a row may limit pieces and worth."""
    return f"{cap.rule} {cap.row}: {cap.name}{' by worth' if cap.of_value else ''}"


def budgets_of(budget: Budget) -> dict[str, float]:
    """The budgets by kind, those that are not named at nought; or one for all."""
    given = dict(budget) if isinstance(budget, Mapping) else {ALL: float(budget)}
    for kind, most in given.items():
        if kind not in (ALL, *KINDS):
            raise Refused(f"there is no budget {kind!r}; allowed: {', '.join((ALL, *KINDS))}")
        if not (math.isfinite(most) and most >= 0):
            raise Refused(f"a budget of {most:g} million: allowed is 0 and more")
    if not sum(given.values()) > 0:
        raise Refused("there is nothing to spend: name a budget above 0")
    if ALL in given and len(given) > 1:
        raise Refused("one budget for all, or budgets by kind, not both")
    return given if ALL in given else {kind: given.get(kind, 0.0) for kind in KINDS}


def barred_by(scenario: Scenario, options: Sequence[Option]) -> dict[int, set[str]]:
    """Options that each row of positions bars, by its number; vetoes and caveats that bind."""
    found, place = choices(scenario, deliveries_of(options)), _places(options)
    rows: dict[int, set[str]] = {}
    for at, stances in enumerate(found.barred):
        for stance in stances:
            rows.setdefault(stance.row, set()).add(options[place[at]].name)
    return rows


def _places(options: Sequence[Option]) -> list[int]:
    """The option of each of these deliveries."""
    return [place for place, option in enumerate(options) for _ in option.rows]


def _barred(found: Choices, options: Sequence[Option], place: Sequence[int]) -> dict[str, str]:
    return {
        options[place[at]].name: f"{stances[0].partner}, {stances[0].topic}"
        for at, stances in enumerate(found.barred)
        if stances
    }


_Node = str | int
"""An option by its name, or a gift of the plan that waits by its position."""
_Needs = list[tuple[frozenset[_Node], int]]
"""Each a set of which one is needed, with the row of conditions that says so."""


def _ties(
    found: Choices, options: Sequence[Option], place: Sequence[int]
) -> tuple[list[tuple[str, list[str], int | None]], dict[str, str]]:
    """Conditions as ties of one option to one of several, and options whose condition none meets.

    At least n of m groups are met just if one gift is chosen of any m - n + 1 of them, so each such
    choice of groups is one tie. An option that meets a group itself needs nothing else for it.
    Raises Refused if these are too many.
    """
    needs = _needs(found, options, place)
    for at in range(len(place), len(place) + len(found.waiting)):
        _put_in(needs, at)
    made: list[tuple[str, list[str], int | None]] = []
    alone: dict[str, str] = {}
    for name, some in needs.items():
        for each, row in some:
            if each:
                made.append((str(name), sorted(map(str, each)), 1))
            else:
                alone[str(name)] = f"row {row} of conditions.csv: nobody offers what it needs"
    return made, alone


def _needs(found: Choices, options: Sequence[Option], place: Sequence[int]) -> dict[_Node, _Needs]:
    """What each option and each gift of the plan that waits needs."""

    def node(at: int) -> _Node:
        return options[place[at]].name if at < len(place) else at

    needs: dict[_Node, _Needs] = {}
    for link in found.links:
        groups = [frozenset(map(node, group)) for group in link.needs]
        width = len(groups) - link.least + 1
        if (count := math.comb(len(groups), width)) > MOST_GROUPS:
            raise _too_many(link.row, count)
        for tied in {node(at) for at in link.tied}:
            mine = needs.setdefault(tied, [])
            for some in combinations(groups, width):
                each = frozenset[_Node]().union(*some)
                if tied not in each:
                    mine.append((each, link.row))
    return needs


def _put_in(needs: dict[_Node, _Needs], waits: int) -> None:
    """Say what others need of a gift of the plan by what that needs itself, and leave it out.

    It is given as soon as that is. Promises are simultaneous: what needs it meets what that needs
    of it in turn.
    """
    its = needs.pop(waits, [])
    for name, some in needs.items():
        if not any(waits in each for each, _ in some):
            continue
        made: dict[frozenset[_Node], int] = {}
        for each, row in some:
            rest = each - {waits}
            for more in [its_need for its_need, _ in its] if waits in each else [rest]:
                if name not in rest | more:
                    made.setdefault(rest | more, row)
        if len(made) > MOST_GROUPS:
            raise _too_many(some[0][1], len(made))
        needs[name] = [(one, row) for one, row in made.items() if not any(o < one for o in made)]


def _too_many(row: int, count: int) -> Refused:
    return Refused(
        f"the condition in row {row} of conditions.csv leaves too many choices: {count} sets of "
        f"gifts of which one is needed, allowed are {MOST_GROUPS}"
    )
