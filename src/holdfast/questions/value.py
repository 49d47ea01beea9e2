"""What does the next amount buy? Every offer and every item, ranked by what it saves.

Each option alone is added to the plan as pledged, with what it needs to work and what its
conditions bring along. Many are tried in few futures and the better half in more; those that last
are judged on futures that chose nothing, and what is not told apart there from the best of a group
shares it. What a rule of a partner forbids is not ranked; it is counted by the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from holdfast.campaign.pool import Crew
from holdfast.outcome.statistics import verdict
from holdfast.power.progress import Progress
from holdfast.questions import options as optional
from holdfast.questions import words
from holdfast.questions.coalition import problem_of
from holdfast.questions.judging import (
    ALONE,
    MOST,
    SPAN,
    by_rival,
    by_window,
    judged_on,
    runs_of,
    schedule_of,
)
from holdfast.questions.options import Option, with_options
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.said import Said, listed
from holdfast.questions.search.halving import Schedule, groups
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import Problem, Tie
from holdfast.questions.search.ranking import Ranked, Ranking, held, rank
from holdfast.questions.trials import Trials
from holdfast.questions.withheld import RULES, as_if_never_said, withheld
from holdfast.scenario import Scenario

By: TypeAlias = Literal["euro", "saved", "survival"]
BY: tuple[By, ...] = ("euro", "saved", "survival")
SOURCES = ("offers", "packages", "catalogue")
REFUSED = "refused"
"""The source of what partners will not give, for who asks what that costs."""
COLUMNS = (
    "option", "brought", "partner", "contents", "arrives", "cost", "over", "group", "saved",
    "standard_error", "low", "high", "n", "n_eff", "verdict", "changed", "per_euro",
    "per_euro_error", "survival", "survival_error", "survival_verdict", "survival_changed",
    *ALONE, "finalist",
)  # fmt: skip
WINTERS = ("option", *SPAN)
WITHHELD = ("option", "partner", "contents", "cost", "rule", "whose", "topic")


@dataclass(frozen=True, slots=True)
class Value:
    """Options by what they are worth."""

    table: pd.DataFrame
    """A row an option that may be given, columns COLUMNS, the best group first: what it saves in
    all [million person-hours], person-hours saved per unit of the currency, what it adds to the
    chance of survival, and what it saves under each of the rival models of air defence alone.
    `brought` are the options that its conditions, or what it fires, bring along; contents and cost
    are with them, and `over` says that this is more than was asked for. `verdict` is on what is
    ranked by, of `changed` futures. `group` is nan for what was left early, is rare, or moves
    nothing (listed last)."""
    winters: pd.DataFrame
    """What each option of the last round saves in each window, columns WINTERS."""
    groups: tuple[tuple[str, ...], ...]
    """Options that are not told apart from the best of their group, the best group first; each is
    told apart from the best of every group before."""
    leading: tuple[str, ...]
    """Of what costs no more than was asked for, the best and those not told apart from it, among
    the options that are in a group."""
    by: By
    evaluations: float
    """Plans simulated, counted in hundreds of futures."""
    futures: int
    """On which finalists are judged."""
    scenario: Scenario
    seed: int
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument: `budget`, `sources`, `names`."""
    barred: Mapping[str, int] = field(default_factory=dict)
    """How many options nobody may give, by the rule that is hardest against each: `withheld.RULES`
    in their order. Those of the source "refused" are among them."""
    withheld: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(WITHHELD)))
    """With names, a row an option that nobody may give, columns WITHHELD."""
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    """Of the source "refused" what is barred today, ranked by itself as if that had never been
    said, columns COLUMNS. Without names an option is called by its item and no partner is told."""


def value(
    scenario: Scenario,
    budget: float,
    sources: Sequence[str] = SOURCES,
    by: By = "euro",
    futures: int = MOST,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
    names: bool = False,
) -> Value:
    """Rank open offers, rows of packages and lots of the catalogue for about `budget` million.

    `by` is person-hours saved per unit of the currency, person-hours saved, or what is added to the
    chance of survival. Finalists are judged on `futures` fresh futures, and chosen on as many.
    What partners forbid, or is more than one of them gives, is not ranked; with `names` it is told
    whose rule that is. Raises Refused if nothing can be chosen or what is asked for cannot be, and
    what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    schedule = schedule_of(futures)
    if by not in BY:
        raise Refused(f"ranked by {by!r}: allowed: {', '.join(BY)}")
    chosen = chosen_from(scenario, sources, budget)
    money = max(sum(option.total for option in chosen), 1.0)
    problem = armed(problem_of(scenario, chosen, money), chosen)
    ways = held(problem)
    within = {problem.names[i] for _, package in ways for i in package}
    kept = withheld(scenario, chosen, {each.name for each in chosen} - within)
    taboo = _taboo(scenario, sources, budget) - within
    waived = armed(as_if_never_said(scenario, chosen, taboo, money), chosen)
    expected = _expected([ways, held(waived, taboo)], problem, schedule, by)
    ask = _Ask(scenario, chosen, schedule, by, budget)
    with tried(scenario, chosen, chance, hands, progress, expected) as trials:
        ranking, beyond = ask.ranking(problem, trials), ask.ranking(waived, trials, taboo)
        rules = Counter(each.rule for each in kept)
        made = Value(
            table=ask.table(ranking, trials),
            winters=ask.winters(ranking, trials),
            groups=ranking.groups,
            leading=ask.leading(ranking, trials),
            by=by,
            evaluations=trials.runs / 100,
            futures=futures,
            scenario=scenario,
            seed=chance,
            asked={"budget": budget, "sources": tuple(sources), "names": names},
            barred={rule: rules[rule] for rule in RULES if rules[rule]},
            refused=ask.table(beyond, trials),
        )
    if not names:
        return replace(made, refused=_nameless(made.refused, chosen))
    rows = [
        (each.option.name, each.option.partner, contents(scenario, each.option),
         each.option.total, each.rule, each.whose, each.topic)
        for each in kept
    ]  # fmt: skip
    return replace(made, withheld=pd.DataFrame(rows, columns=list(WITHHELD)))


def chosen_from(scenario: Scenario, sources: Sequence[str], budget: float) -> list[Option]:
    """The options of these sources in the order of their names.

    Raises Refused for a source that there is not, or if there are no options.
    """
    allowed = (*SOURCES, REFUSED)
    if unknown := [name for name in sources if name not in allowed]:
        raise Refused(f"no options come from {unknown[0]!r}; allowed: {', '.join(allowed)}")
    found: list[Option] = []
    if "offers" in sources:
        found += optional.offered(scenario)
    if "packages" in sources:
        found += optional.packed(scenario)
    if "catalogue" in sources:
        found += optional.for_sale(scenario, budget)
    if REFUSED in sources:
        found += optional.refused(scenario, budget)
    if not found:
        raise Refused(f"there is nothing to choose from in {', '.join(sources) or 'no source'}")
    return sorted(optional.distinct(found), key=lambda option: option.name)


def armed(problem: Problem, options: Sequence[Option]) -> Problem:
    """The problem with each offered system tied to the offers that hold what it fires.

    Where none of these may be given it stands alone.
    """
    place, usable = {name: i for i, name in enumerate(problem.names)}, set(problem.usable)
    fired = {
        place[option.name]: frozenset(place[name] for name in option.fires) & usable
        for option in options
    }
    ties = tuple(Tie(i, needs, len(needs)) for i, needs in sorted(fired.items()) if needs)
    return replace(problem, ties=(*problem.ties, *ties))


def tried(
    scenario: Scenario,
    options: Sequence[Option],
    seed: int,
    hands: Crew,
    progress: Progress | None,
    expected: int = 0,
) -> Trials:
    """Trials of packages of these options, in this order."""

    def plan_of(change: frozenset[int]) -> Scenario:
        return with_options(scenario, (options[place] for place in change))

    return Trials(scenario, plan_of, seed, hands, progress, expected)


def contents(scenario: Scenario, *options: Option) -> Said:
    """What options hold, in words; of what comes bit by bit, how much it comes to."""
    items = scenario.table("items")
    kept = (items.text(column) for column in ("id", "name", "unit"))
    about = {item: (name, unit) for item, name, unit in zip(*kept, strict=True)}
    held: dict[str, float] = {}
    for row in (row for option in options for row in option.rows):
        held[row["item"]] = held.get(row["item"], 0.0) + float(row["quantity"])
    return listed([words.amount(count, *about[item]) for item, count in held.items()])


def _taboo(scenario: Scenario, sources: Sequence[str], budget: float) -> set[str]:
    """Names of the options that partners will not give, if these are asked for."""
    if REFUSED not in sources:
        return set()
    return {option.name for option in optional.refused(scenario, budget)}


def _expected(
    ways: Sequence[Sequence[tuple[int, frozenset[int]]]],
    problem: Problem,
    schedule: Schedule,
    by: By,
) -> int:
    """Future-runs of rankings of these packages on common futures, the plan's own among them."""
    total = 0
    for some in ways:
        free = [p for _, p in some if by == "euro" and not sum(problem.cost[i] for i in p) > 0]
        total += runs_of(len(some) - len(free), schedule) - 2 * schedule.most
        total += len(free) * schedule.first
    return total + 2 * schedule.most


def _nameless(table: pd.DataFrame, chosen: Sequence[Option]) -> pd.DataFrame:
    """A table in which options of partners are called by their items, and nobody is named."""
    item = {option.name: option.rows[0]["item"] for option in chosen}
    seen: Counter[str] = Counter()
    called = []
    for name in table["option"]:
        seen[item[name]] += 1
        count = seen[item[name]]
        called.append(item[name] if count == 1 else f"{item[name]}-{count}")
    return table.assign(option=called, partner="", brought="")


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked of the trials."""

    scenario: Scenario
    chosen: Sequence[Option]
    schedule: Schedule
    by: By
    budget: float

    def ranking(
        self, problem: Problem, trials: Trials, among: Collection[str] | None = None
    ) -> Ranking:
        """Rank the options of a problem, or some of them."""
        saves, survives = Memo(trials.saved), Memo(trials.survived)
        first, second = (survives, saves) if self.by == "survival" else (saves, survives)
        return rank(problem, first, self.schedule, self.by == "euro", second, among)

    def table(self, ranking: Ranking, trials: Trials) -> pd.DataFrame:
        """A row a row of the ranking, columns COLUMNS."""
        rows = [self._row(each, trials) for each in ranking.rows]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def leading(self, ranking: Ranking, trials: Trials) -> tuple[str, ...]:
        """The first group of what is within the budget, told apart among these alone."""
        found = []
        for each in ranking.rows:
            options, package = self._package(each)
            cost = sum(option.total for option in options)
            if each.group is not None and not self._over(cost):
                asked = trials.survived if self.by == "survival" else trials.saved
                values = asked([package], self.schedule.fresh)[0]
                found.append((each.name, values / cost if self.by == "euro" else values))
        if not found:
            return ()
        found.sort(key=lambda pair: -pair[1].mean())
        numbers = groups(np.array([values for _, values in found]), self.schedule.fresh)
        return tuple(
            name for (name, _), number in zip(found, numbers, strict=True) if number == numbers[0]
        )

    def _over(self, cost: float) -> bool:
        return cost > self.budget * (1 + 1e-9)

    def _package(self, row: Ranked) -> tuple[list[Option], frozenset[int]]:
        """The option of a row with what comes along after it, and their numbers."""
        place = {option.name: i for i, option in enumerate(self.chosen)}
        names = [row.name, *(name for name in row.package if name != row.name)]
        numbers = [place[name] for name in names]
        return [self.chosen[i] for i in numbers], frozenset(numbers)

    def _row(self, row: Ranked, trials: Trials) -> tuple[object, ...]:
        options, package = self._package(row)
        futures = judged_on(self.schedule, row.finalist, row.saves.n)
        values = trials.saved([package], futures)[0]
        lives = trials.survived([package], futures)[0]
        assert row.second is not None
        both = (row.second, row.saves) if self.by == "survival" else (row.saves, row.second)
        saved, survival = both
        cost = sum(option.total for option in options)
        lasting = int(np.count_nonzero(lives))
        return (
            row.name, ", ".join(option.name for option in options[1:]), options[0].partner,
            contents(self.scenario, *options),
            min(date.fromisoformat(each["date"]) for each in options[0].rows), cost,
            self._over(cost),
            np.nan if row.group is None else float(row.group), saved.mean, saved.standard_error,
            saved.low, saved.high, saved.n, saved.n_eff, row.verdict,
            lasting if self.by == "survival" else int(np.count_nonzero(values)),
            saved.mean / cost if cost else np.nan,
            saved.standard_error / cost if cost else np.nan,
            survival.mean, survival.standard_error, verdict(survival, lasting), lasting,
            *by_rival(values, futures, trials), row.finalist,
        )  # fmt: skip

    def winters(self, ranking: Ranking, trials: Trials) -> pd.DataFrame:
        """What finalists save in each window, columns WINTERS."""
        rows = [
            (each.name, *span)
            for each in ranking.rows
            if each.finalist
            for span in by_window(trials, self._package(each)[1], self.schedule.fresh)
        ]
        return pd.DataFrame(rows, columns=list(WINTERS))
