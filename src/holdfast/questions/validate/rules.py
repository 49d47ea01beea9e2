"""A plan against rules that need no search, in futures that chose nothing.

The whole search takes minutes, so a small one is made here: a few options spread over all that may
be chosen, few futures, few packages. The plan and the rules are then judged on fresh futures, as
`plan` does it. `benchmarks/planning.py` has the search over all options.
"""

from __future__ import annotations

import pandas as pd

from holdfast.outcome.statistics import LEANS, TOLD
from holdfast.questions import options as optional
from holdfast.questions.coalition import problem_of
from holdfast.questions.options import Option
from holdfast.questions.plan import LOT, Plan, found
from holdfast.questions.refused import Refused
from holdfast.questions.search.plan import SECOND
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.judged import limits, nothing, said
from holdfast.questions.validate.ways import NEXT
from holdfast.questions.value import chosen_from
from holdfast.scenario import Scenario

OPTIONS, TRIES, SEARCH = 12, 24, 32
"""Options that are looked at, packages that are tried, futures that choose."""
COLUMNS = (
    "rule", "options", "cost", "saved", "saved_error", "behind", "behind_error", "verdict", "n",
)  # fmt: skip


def find(given: Given, budget: float = NEXT, count: int = OPTIONS, tries: int = TRIES) -> Finding:
    """The plan and each rule on fresh futures; holds where no rule is ahead of the plan.

    A rule is ahead where it saves more by two standard errors or over. If the options together
    cost no more than the budget, half of what they cost is spent, so that there is a choice. Where
    the plan is the package of a rule, the search was idle, and the verdict says so.
    It only says so where under two options may be chosen. Raises Refused for under 20 futures.
    """
    if given.futures < 20:
        raise Refused(f"{given.futures} futures judge no plan: ask for 20 or more")
    options = _some(given.scenario, budget, count)
    if len(options) < 2:
        return nothing(10, "rules", "no_choice")
    total = sum(option.total for option in options)
    spent = budget if total > budget else total / 2
    made = found(
        given.scenario, options, problem_of(given.scenario, options, spent),
        (SEARCH, given.futures, tries, 0), given.seed, given.workers, given.progress,
    )  # fmt: skip
    how = {
        "options": len(options), "tries": sum(made.evaluations.values()), "search": SEARCH,
        "in_sample": made.in_sample.mean, "fresh": made.value,
    }  # fmt: skip
    told = _verdict(made, spent)
    return Finding(
        10, "rules", told.name != "fail", told, {"rules": _table(made)},
        (Sentence("exact" if made.exact else "how", how), Sentence("verdicts", limits())),
        command="python benchmarks/planning.py",
    )  # fmt: skip


def _verdict(made: Plan, spent: float) -> Sentence:
    """Whether a rule is ahead; if none is, whether the plan is more than the package of a rule."""
    rules = made.naive[made.naive["rule"] != SECOND]
    ahead = rules[(rules["behind"] < 0) & (rules["behind"] <= -LEANS * rules["behind_error"])]
    beaten = rules[(rules["verdict"] == TOLD) & (rules["behind"] > 0)]
    values = {
        "count": len(beaten), "rules": len(rules), "saved": made.value,
        "error": made.standard_error, "budget": float(spent), "n": made.futures,
    }  # fmt: skip
    if not ahead.empty:
        return Sentence("fail", {**values, "ahead": tuple(map(_called, ahead["rule"]))})
    plan = set(made.choices["option"])
    same = rules[[plan == set(each.split(", ")) for each in rules["options"]]]
    if same.empty:
        return Sentence("hold", values)
    others = {"rules": len(rules) - len(same), "same": tuple(map(_called, same["rule"]))}
    return Sentence("naive", {**values, **others})


def _some(scenario: Scenario, budget: float, count: int) -> list[Option]:
    """So many options within the budget that may be chosen, spread over their names."""
    told = {"offers": optional.offered, "packages": optional.packed}
    sources = [name for name, of in told.items() if of(scenario)]
    every = chosen_from(scenario, [*sources, "catalogue"], LOT)
    may = problem_of(scenario, every, budget)
    usable = [every[i] for i in sorted(may.usable) if every[i].total <= budget]
    size = min(count, len(usable))
    return [usable[place * len(usable) // size] for place in range(size)]


def _table(made: Plan) -> pd.DataFrame:
    """The plan, then what stands beside it, columns COLUMNS; `behind` is what the plan saves more
    in the futures that both were judged on."""
    mine, chosen = made.saved, made.choices
    rows: list[tuple[object, ...]] = [
        (Sentence("rule_plan"), ", ".join(chosen["option"]), float(chosen["cost"].sum()), mine.mean,
         mine.standard_error, None, None, None, mine.n)
    ]  # fmt: skip
    told = ("rule", "options", "cost", "saved", "standard_error", "behind", "behind_error")
    for row in made.naive.to_dict("records"):
        rule, options, *numbers = (row[name] for name in told)
        same = not row["changed"]
        verdict = Sentence("same") if same else said(row["verdict"])
        rows.append((_called(rule), options, *numbers, verdict, int(row["n"])))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _called(rule: str) -> Sentence:
    """What a rule is called."""
    return Sentence(f"rule_{rule.replace(' ', '_')}")
