"""What a plan leaves of its budgets, and why nothing more of them is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.questions.coalition import ALL, Budget, budgets_of
from holdfast.questions.options import KINDS, Option
from holdfast.questions.search.problem import Package, Problem

SPENT, ALL_CHOSEN, DEAR, HELD, NO_GAIN = "spent", "all chosen", "dear", "held", "no gain"
"""Why nothing more is spent: nothing is left; nothing else may be chosen (nor may a variant of what
is); whatever else may be costs more than is left; limits or conditions of partners, or the sharing
rule, keep back what it would pay for; it would pay for more, and no package with more was found
that saves more."""
ROUNDING = 1e-6
"""Share of a budget that counts as nothing left."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of one budget."""

    kind: str
    """Of help, or coalition.ALL."""
    left: float
    """Million of the currency."""
    why: str


def rests(
    problem: Problem, options: Sequence[Option], package: Package, budget: Budget
) -> tuple[Rest, ...]:
    """What a package leaves of each budget above nought, in the order of the kinds."""
    made = []
    for kind, most in budgets_of(budget).items():
        if most > 0:
            paid = [one.total if kind == ALL else one.cost[KINDS.index(kind)] for one in options]
            left = max(most - sum(paid[place] for place in package), 0.0)
            open_ = [at for at in problem.usable if at not in package and paid[at] > 0]
            why = SPENT if left <= ROUNDING * most else _why(problem, package, open_)
            made.append(Rest(kind, left, why))
    return tuple(made)


def _why(problem: Problem, package: Package, open_: Sequence[int]) -> str:
    """Why none of these is in the package beside what is."""
    against = [problem.reasons(package | {place}) for place in open_]
    against = [some for some in against if all(one.rule != "exclusive" for one in some)]
    if not against:
        return ALL_CHOSEN
    if any(not reasons for reasons in against):
        return NO_GAIN
    money = {f"budget {kind}" for kind in KINDS}
    afforded = [
        not any(one.rule == "budget" or one.name in money for one in reasons) for reasons in against
    ]
    return HELD if any(afforded) else DEAR
