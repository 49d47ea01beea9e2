"""What does the next 250 million buy? A package within budgets and all that partners allow.

The search knows only what packages save on common futures; the plan it finds and the naive rules
are judged on futures that chose nothing. What a better search could still find is stated, if
returns diminish, with the share of packages that break that premise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from holdfast.aid.objections import Objection, binding, objections
from holdfast.campaign.pool import Crew
from holdfast.outcome.statistics import Estimate, verdict
from holdfast.power.progress import Progress
from holdfast.questions.coalition import Budget, budgets_of, problem_of
from holdfast.questions.judging import ALONE, SPAN, by_rival, by_window
from holdfast.questions.options import KINDS, Option, deliveries_of, givers, with_options
from holdfast.questions.plan_rest import Rest, rests
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search import plan as search
from holdfast.questions.search.hunt import allowed, enough
from holdfast.questions.search.memo import Memo, fresh_after
from holdfast.questions.search.problem import Package, Problem
from holdfast.questions.search.shares import Means, equal_share
from holdfast.questions.trials import Trials
from holdfast.questions.value import chosen_from, contents, tried
from holdfast.scenario import Scenario
from holdfast.scenario.giving import INSTITUTION

FUTURES, FRESH, MOST = 100, 800, 120
LOT = 25.0
"""Million that a lot of the catalogue costs, about."""
SOURCES = ("offers", "packages")
CHOICES = ("option", "partner", "contents", "arrives", "cost", "kind")
NAIVE = (
    "rule", "options", "cost", "saved", "standard_error", "low", "high", "behind", "behind_error",
    "verdict", "changed", "n",
)  # fmt: skip
WINDOWS = SPAN
DEFENCE, TRANSFORMERS, OTHER = "defence", "transformers", "other"


@dataclass(frozen=True, slots=True)
class Plan:
    """A package, what it saves, and how good the search was."""

    choices: pd.DataFrame
    """A row an option that is chosen, columns CHOICES."""
    value: float
    """Million person-hours that it saves in all, mean over fresh futures."""
    standard_error: float
    saved: Estimate
    """The same with its interval."""
    verdict: str
    """On what it saves, as on any difference: whether it is told apart from giving nothing."""
    changed: int
    """Fresh futures in which it saves or costs anything."""
    windows: pd.DataFrame
    """What it saves in each window, columns WINDOWS."""
    rivals: Mapping[str, float]
    """What it saves under each of the rival models of air defence alone, by `judging.ALONE`."""
    gap: float | None
    """Share of what it saves that another package could save more, if returns diminish; 0 if all
    were tried; None if no bound was asked."""
    exact: bool
    """Whether every package that may be was tried."""
    bounded: bool | None
    """Whether the package itself keeps to the bound: where it saves more the bound says nothing.
    None if no bound was asked."""
    violation: float | None
    """Share of random packages that break diminishing returns."""
    in_sample: Estimate
    """What it saves in the futures that chose it: too much."""
    naive: pd.DataFrame
    """Rules that need no search, and the second plan, columns NAIVE: what they save on the same
    fresh futures, and by how much the plan is ahead (`behind`)."""
    spent: Mapping[str, float]
    """By kind of help [million of the currency]."""
    objections: tuple[Objection, ...]
    """What partners have against the plan with it: none, or it would not be one."""
    barred: Mapping[str, str]
    """Options that nobody may choose, and why."""
    evaluations: Mapping[str, int]
    """Packages tried: search, trim (without what is idle), bound, and on fresh futures."""
    scenario: Scenario
    """The plan of the scenario with the package."""
    seed: int
    futures: int
    """Fresh futures."""
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument, and the scenario's digest; empty of a
    plan that was not asked for by `plan`."""
    rest: tuple[Rest, ...] = ()
    """What is left of each budget, and why; none of a plan that was not asked for by `plan`."""
    advised: int = 0
    """Tries that so many options ask for, where fewer were asked for and not all packages were
    tried, so that a larger budget may be seen to save less; else 0."""


def plan(
    scenario: Scenario,
    budget: Budget,
    sources: Sequence[str] = SOURCES,
    lot: float = LOT,
    sharing: float | None = None,
    futures: int = FUTURES,
    fresh: int = FRESH,
    most: int = MOST,
    rounds: int = 4,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Plan:
    """The package of open offers, rows of packages and lots that saves most for a budget.

    `budget` is for all help together, or by kind of help. Lots of the catalogue, of about `lot`
    million, are among the options if "catalogue" is among `sources`. With `sharing` no partner
    gives more than so many times its share of the budget by income. About `most` packages (of many
    options more: each is looked at alone and left out of all) are tried on `futures` futures and
    judged on `fresh`; `rounds` of cuts bound what is left to find, 0
    asks no bound. Raises Refused if nothing may be chosen, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < 10 or fresh < 20 or most < 1:
        raise Refused("a plan needs 10 futures to search, 20 to judge and one package to try")
    options = chosen_from(scenario, sources, lot)
    shared = shares(scenario, options, budget, sharing) if sharing is not None else None
    problem = problem_of(scenario, options, budget, shared=shared)
    size = (futures, fresh, most, rounds)
    made = found(scenario, options, problem, size, chance, hands, progress, budget)
    asked = dict[str, object](
        budget=budget, sources=tuple(sources), lot=lot, sharing=sharing, futures=futures,
        most=most, rounds=rounds, digest=scenario.digest,
    )  # fmt: skip
    return replace(made, asked=asked)


def found(
    scenario: Scenario,
    options: Sequence[Option],
    problem: Problem,
    size: tuple[int, int, int, int],
    seed: int,
    hands: Crew,
    progress: Progress | None,
    budget: Budget | None = None,
) -> Plan:
    """The plan of a problem over these options; `size` futures, fresh ones, packages, rounds.

    What is left is told of `budget`, if it is given.
    """
    futures, fresh, most, rounds = size
    if not problem.usable:
        raise Refused("no option may be chosen: each is barred by what a partner said")
    tries = allowed(len(problem.usable), most, futures)
    expected = tries * (2 if rounds else 1) * futures + 6 * fresh
    with tried(scenario, options, seed, hands, progress, expected) as trials:
        made = search.plan(
            problem,
            Memo(trials.saved),
            tags(scenario, options),
            range(futures),
            fresh,
            most,
            bundles(options),
            rounds,
        )
        rest = () if budget is None else rests(problem, options, made.package, budget)
        told = _told(scenario, options, problem, made, trials, (futures, fresh), rest)
        asks = enough(len(problem.usable))
        return told if made.exact or most >= asks else replace(told, advised=asks)


def tags(scenario: Scenario, options: Sequence[Option]) -> dict[str, list[int]]:
    """Kinds of help that naive rules give all of: air defence, what mends the grid, the rest."""
    parts = set(scenario.table("damage/kinds").text("part")) - {""}
    items = scenario.table("items")
    adds_to = dict(zip(items.text("id"), items.text("adds_to"), strict=True))
    made: dict[str, list[int]] = {DEFENCE: [], TRANSFORMERS: [], OTHER: []}
    for place, option in enumerate(options):
        item = option.rows[0]["item"]
        mends = item in parts or adds_to[item] in parts
        military = option.cost[0] == option.total > 0
        made[TRANSFORMERS if mends else DEFENCE if military else OTHER].append(place)
    return {name: places for name, places in made.items() if places}


def bundles(options: Sequence[Option]) -> list[Package]:
    """Options that belong together: the rows of each package of the scenario."""
    packs: dict[str, set[int]] = {}
    for number, option in enumerate(options):
        if option.package:
            packs.setdefault(option.package, set()).add(number)
    return [frozenset(some) for some in packs.values()]


def incomes(scenario: Scenario) -> dict[str, Means]:
    """Income [million USD a year] and people [million] of the actors of which the table tells."""
    actors = scenario.table("actors")
    found: dict[str, Means] = {}
    income_of, people_of = actors.number("gdp_busd"), actors.number("population_million")
    for name, income, people in zip(actors.text("id"), income_of, people_of, strict=True):
        if income > 0 and people > 0:
            found[name] = Means(float(income) * 1000.0, float(people))
    return found


def shares(
    scenario: Scenario, options: Sequence[Option], budget: Budget, times: float
) -> dict[str, float]:
    """The most that each partner is to give: so many times its share of the budget by income.

    All share who can give and whose income is told, but institutions, whose money is that of others
    (they do where an option is theirs). What the recipient buys is nobody's gift. Raises Refused
    for a partner with an option whose income no table tells.
    """
    if not (math.isfinite(times) and times > 0):
        raise Refused(f"{times:g} times a share: allowed is above 0")
    means = incomes(scenario)
    able = givers(scenario)
    partners = sorted({option.partner for option in options} & able.keys())
    if unknown := [name for name in partners if name not in means]:
        raise Refused(
            f"no share of income can be told of {', '.join(unknown)}: actors.csv says no gdp_busd "
            "or population_million of them"
        )
    sharing = {
        name: one
        for name, one in means.items()
        if name in partners or able.get(name, INSTITUTION) != INSTITUTION
    }
    if not partners:
        return {}
    made = equal_share(sum(budgets_of(budget).values()), sharing)
    return {name: times * made.given[name] for name in partners}


def _told(
    scenario: Scenario,
    options: Sequence[Option],
    problem: Problem,
    made: search.Plan,
    trials: Trials,
    size: tuple[int, int],
    rest: tuple[Rest, ...],
) -> Plan:
    chosen = [options[place] for place in sorted(made.package)]
    within = with_options(scenario, chosen)
    fresh = fresh_after(range(size[0]), size[1])
    values = trials.saved([made.package], fresh)[0]
    drawn, changed = by_rival(values, fresh, trials), int(np.count_nonzero(values))
    ids = [row["id"] for row in deliveries_of(chosen)]
    by_name = {option.name: option for option in options}
    return Plan(
        choices=pd.DataFrame([_choice(scenario, each) for each in chosen], columns=list(CHOICES)),
        value=made.fresh.mean,
        standard_error=made.fresh.standard_error,
        saved=made.fresh,
        verdict=verdict(made.fresh, changed),
        changed=changed,
        windows=pd.DataFrame(by_window(trials, made.package, fresh), columns=list(WINDOWS)),
        rivals=dict(zip(ALONE, drawn, strict=True)),
        gap=made.search_gap,
        exact=made.exact,
        bounded=None if made.bound is None else made.bound.kept,
        violation=made.violation,
        in_sample=made.in_sample,
        naive=pd.DataFrame([_rule(each, by_name) for each in made.contenders], columns=list(NAIVE)),
        spent=_spent(chosen),
        objections=tuple(binding(objections(within, ids))),
        barred={problem.names[place]: why for place, why in (problem.barred or {}).items()},
        evaluations=made.evaluations,
        scenario=within,
        seed=trials.seed,
        futures=size[1],
        rest=rest,
    )


def _choice(scenario: Scenario, option: Option) -> tuple[object, ...]:
    first = min(date.fromisoformat(row["date"]) for row in option.rows)
    kind = KINDS[int(np.argmax(option.cost))]
    return option.name, option.partner, contents(scenario, option), first, option.total, kind


def _spent(chosen: Sequence[Option]) -> dict[str, float]:
    return {kind: sum(each.cost[place] for each in chosen) for place, kind in enumerate(KINDS)}


def _rule(made: search.Contender, options: Mapping[str, Option]) -> tuple[object, ...]:
    fresh, ahead = made.fresh, made.behind
    cost = sum(options[name].total for name in made.package)
    return (
        made.rule, ", ".join(made.package), cost, fresh.mean, fresh.standard_error, fresh.low,
        fresh.high, ahead.estimate.mean, ahead.estimate.standard_error, ahead.verdict,
        ahead.changed, ahead.estimate.n,
    )  # fmt: skip
