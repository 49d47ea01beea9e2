"""A plan against rules that need no search, in futures that chose nothing.

The whole search takes minutes, so a small one is made here: few options, few futures, few packages.
Each option alone is lived in some of the futures that choose, and of each kind of help in turn the
one that saves most for its cost is taken, so that kinds compete. Half of what these cost together
is spent, so that one crowds out another. The plan and the rules are then judged on fresh futures,
as `plan` does it. `benchmarks/planning.py` has the search over all options.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.statistics import LEANS, TOLD
from holdfast.questions import options as optional
from holdfast.questions.coalition import problem_of
from holdfast.questions.options import Option
from holdfast.questions.plan import LOT, Plan, found, tags
from holdfast.questions.refused import Refused
from holdfast.questions.search.plan import SECOND
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.judged import limits, nothing, said
from holdfast.questions.validate.ways import NEXT
from holdfast.questions.value import chosen_from, tried
from holdfast.scenario import Scenario

OPTIONS, TRIES, SEARCH = 12, 16, 24
"""Options that are looked at, packages that are tried, futures that choose."""
SCREEN = 8
"""Of the futures that choose those in which each option is lived alone."""
HOLDS = {"hold": True, "naive": None, "fail": False}
"""By the name of the verdict."""
COLUMNS = (
    "rule", "options", "cost", "saved", "saved_error", "behind", "behind_error", "lead", "verdict",
    "n",
)  # fmt: skip


def find(given: Given, budget: float = NEXT, count: int = OPTIONS, tries: int = TRIES) -> Finding:
    """The plan and each rule on fresh futures; holds where no rule is ahead of the plan.

    A rule is ahead where it saves more by two standard errors or over. Spent is half of what the
    options cost together, and no more than the budget. Where a rule saves the same in every
    future the search was idle and nothing is tested: then the part only shows, unless a rule is
    ahead. Where under two options may be chosen it only says so. Raises Refused for under 20
    futures.
    """
    if given.futures < 20:
        raise Refused(f"{given.futures} futures judge no plan: ask for 20 or more")
    usable = _usable(given.scenario, budget)
    if len(usable) < 2:
        return nothing(10, "rules", "no_choice")
    options = _some(given, usable, count)
    spent = min(budget, sum(option.total for option in options) / 2)
    made = found(
        given.scenario, options, problem_of(given.scenario, options, spent),
        (SEARCH, given.futures, tries, 0), given.seed, given.workers, given.progress,
    )  # fmt: skip
    told, screened = _verdict(made, spent), len(options) < len(usable)
    which = {"options": len(options), "every": len(usable), "screen": SCREEN, "most": budget}
    how = {
        "tries": sum(made.evaluations.values()), "search": SEARCH,
        "in_sample": made.in_sample.mean, "fresh": made.value,
    }  # fmt: skip
    return Finding(
        10, "rules", HOLDS[told.name], told,
        {"rules": _table(made)},
        (Sentence("picked" if screened else "all", which),
         Sentence("exact" if made.exact else "how", how), Sentence("lead"),
         Sentence("verdicts", limits())),
        command="python benchmarks/planning.py",
    )  # fmt: skip


def _verdict(made: Plan, spent: float) -> Sentence:
    """Whether a rule is ahead; if none is, whether the plan is more than a rule, and which lead of
    one would have been told. A package that saves the same in every future is no other."""
    rules = made.naive[made.naive["rule"] != SECOND]
    ahead = rules[(rules["behind"] < 0) & (rules["behind"] <= -LEANS * rules["behind_error"])]
    beaten = rules[(rules["verdict"] == TOLD) & (rules["behind"] > 0)]
    values = {
        "count": len(beaten), "rules": len(rules), "saved": made.value,
        "error": made.standard_error, "budget": float(spent), "n": made.futures,
        "lead": _lead(rules),
    }  # fmt: skip
    if not ahead.empty:
        return Sentence("fail", {**values, "ahead": tuple(map(_called, ahead["rule"]))})
    plan = set(made.choices["option"])
    alike = [plan == set(each.split(", ")) for each in rules["options"]]
    same = rules[np.array(alike) | (rules["changed"] == 0)]
    if same.empty:
        return Sentence("hold", values)
    others = {"rules": len(rules) - len(same), "same": tuple(map(_called, same["rule"]))}
    return Sentence("naive", {**values, **others})


def _lead(rules: pd.DataFrame) -> float:
    """The smallest lead that would have been told of any rule that is not told behind; of all rules
    if each is."""
    open_ = rules[(rules["verdict"] != TOLD) & (rules["behind_error"] > 0)]
    return LEANS * float((rules if open_.empty else open_)["behind_error"].max())


def _usable(scenario: Scenario, budget: float) -> list[Option]:
    """What may be chosen within the budget."""
    told = {"offers": optional.offered, "packages": optional.packed}
    sources = [name for name, of in told.items() if of(scenario)]
    every = chosen_from(scenario, [*sources, "catalogue"], LOT)
    may = problem_of(scenario, every, budget)
    return [every[i] for i in sorted(may.usable) if every[i].total <= budget]


def _some(given: Given, usable: Sequence[Option], count: int) -> list[Option]:
    """So many of the options: of each kind of help in turn what saves most for its cost, alone."""
    if len(usable) <= count:
        return list(usable)
    alone = [frozenset({place}) for place in range(len(usable))]
    with tried(
        given.scenario, usable, given.seed, given.workers, given.progress, SCREEN * len(usable)
    ) as trials:
        saved = trials.saved(alone, range(SCREEN)).mean(axis=1)
    kinds = list(tags(given.scenario, usable).values())
    return [usable[place] for place in sorted(_in_turn(saved, usable, kinds)[:count])]


def _in_turn(saved: Array, options: Sequence[Option], kinds: Sequence[Sequence[int]]) -> list[int]:
    """Places of options, of each kind in turn the next by what it saves for its cost (O,)."""
    cost = np.array([option.total for option in options])
    worth = saved / np.maximum(cost, 1e-9)
    ranked = [sorted(places, key=lambda place: (-worth[place], place)) for places in kinds]
    longest = max(map(len, ranked))
    return [places[turn] for turn in range(longest) for places in ranked if turn < len(places)]


def _table(made: Plan) -> pd.DataFrame:
    """The plan, then what stands beside it, columns COLUMNS; `behind` is what the plan saves more
    in the futures that both were judged on."""
    mine, chosen = made.saved, made.choices
    rows: list[tuple[object, ...]] = [
        (Sentence("rule_plan"), ", ".join(chosen["option"]), float(chosen["cost"].sum()), mine.mean,
         mine.standard_error, None, None, None, None, mine.n)
    ]  # fmt: skip
    told = ("rule", "options", "cost", "saved", "standard_error", "behind", "behind_error")
    for row in made.naive.to_dict("records"):
        rule, options, *numbers = (row[name] for name in told)
        same = not row["changed"]
        verdict = Sentence("same") if same else said(row["verdict"])
        lead = None if same else LEANS * float(row["behind_error"])
        rows.append((_called(rule), options, *numbers, lead, verdict, int(row["n"])))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _called(rule: str) -> Sentence:
    """What a rule is called."""
    return Sentence(f"rule_{rule.replace(' ', '_')}")
