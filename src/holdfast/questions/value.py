"""What does the next amount buy? Every offer and every item, ranked by what it saves.

Each option alone is added to the plan as pledged, with what it needs to work. Many are tried in few
futures and the better half in more; those that last are judged on futures that chose nothing, and
what is not told apart there shares a group.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from holdfast.campaign.pool import Crew
from holdfast.model.defence import RIVALS
from holdfast.power.progress import Progress
from holdfast.questions import options as optional
from holdfast.questions import words
from holdfast.questions.judging import (
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
from holdfast.questions.said import listed
from holdfast.questions.search.halving import Schedule
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import make_problem
from holdfast.questions.search.ranking import Ranking, rank
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

By: TypeAlias = Literal["euro", "saved", "survival"]
BY: tuple[By, ...] = ("euro", "saved", "survival")
SOURCES = ("offers", "packages", "catalogue")
REFUSED = "refused"
"""The source of what partners will not give, for who asks what that costs."""
COLUMNS = (
    "option", "partner", "contents", "arrives", "cost", "group", "saved", "standard_error", "low",
    "high", "n", "n_eff", "verdict", "changed", "per_euro", "per_euro_error", "survival",
    "survival_error", *RIVALS, "finalist",
)  # fmt: skip
WINTERS = ("option", *SPAN)


@dataclass(frozen=True, slots=True)
class Value:
    """Options by what they are worth."""

    table: pd.DataFrame
    """A row an option, columns COLUMNS, the best group first: what it saves in all [million
    person-hours], person-hours saved per unit of the currency, what it adds to the chance of
    survival, and what it saves under each of the rival models of air defence alone. `group` is nan
    for what was left early or is rare."""
    winters: pd.DataFrame
    """What each option of a group saves in each window, columns WINTERS."""
    groups: tuple[tuple[str, ...], ...]
    """Options that are not told apart, the best group first."""
    by: By
    evaluations: float
    """Plans simulated, counted in hundreds of futures."""
    futures: int
    """On which finalists are judged."""
    scenario: Scenario
    seed: int
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument: `budget`, `sources`."""


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
) -> Value:
    """Rank open offers, rows of packages and lots of the catalogue for about `budget` million.

    `by` is person-hours saved per unit of the currency, person-hours saved, or what is added to the
    chance of survival. Finalists are judged on `futures` fresh futures, and chosen on as many.
    Raises Refused if nothing can be chosen or what is asked for cannot be, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    schedule = schedule_of(futures)
    if by not in BY:
        raise Refused(f"ranked by {by!r}: allowed: {', '.join(BY)}")
    chosen = chosen_from(scenario, sources, budget)
    expected = runs_of(len(chosen), schedule)
    problem = make_problem({each.name: each.total for each in chosen}, {"all": math.inf})
    with tried(scenario, chosen, chance, hands, progress, expected) as trials:
        saves, survives = Memo(trials.saved), Memo(trials.survived)
        first, second = (survives, saves) if by == "survival" else (saves, survives)
        ranking = rank(problem, first, schedule, by == "euro", second)
        return Value(
            table=_table(scenario, chosen, ranking, trials, schedule, by),
            winters=_winters(ranking, chosen, trials, schedule),
            groups=ranking.groups,
            by=by,
            evaluations=trials.runs / 100,
            futures=futures,
            scenario=scenario,
            seed=chance,
            asked={"budget": budget, "sources": tuple(sources)},
        )


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


def contents(scenario: Scenario, option: Option) -> str:
    """What an option holds, in words; of what comes bit by bit, how much it comes to."""
    items = scenario.table("items")
    names = dict(zip(items.text("id"), items.text("name"), strict=True))
    held: dict[str, float] = {}
    for row in option.rows:
        held[row["item"]] = held.get(row["item"], 0.0) + float(row["quantity"])
    return listed([words.amount(count, names[item]) for item, count in held.items()])


def _table(
    scenario: Scenario,
    chosen: Sequence[Option],
    ranking: Ranking,
    trials: Trials,
    schedule: Schedule,
    by: By,
) -> pd.DataFrame:
    place = {option.name: i for i, option in enumerate(chosen)}
    rows = []
    for each in ranking.rows:
        option, futures = chosen[place[each.name]], judged_on(schedule, each.finalist, each.saves.n)
        values = trials.saved([frozenset({place[each.name]})], futures)[0]
        assert each.second is not None
        both = (each.second, each.saves) if by == "survival" else (each.saves, each.second)
        saved, survival = both
        rows.append(
            (
                each.name, option.partner, contents(scenario, option),
                min(date.fromisoformat(row["date"]) for row in option.rows), option.total,
                np.nan if each.group is None else float(each.group), saved.mean,
                saved.standard_error, saved.low, saved.high, saved.n, saved.n_eff, each.verdict,
                int(np.count_nonzero(values)),
                saved.mean / option.total if option.total else np.nan,
                saved.standard_error / option.total if option.total else np.nan,
                survival.mean, survival.standard_error,
                *by_rival(values, futures, trials),
                each.finalist,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _winters(
    ranking: Ranking, chosen: Sequence[Option], trials: Trials, schedule: Schedule
) -> pd.DataFrame:
    place = {option.name: i for i, option in enumerate(chosen)}
    rows = [
        (each.name, *span)
        for each in ranking.rows
        if each.finalist
        for span in by_window(trials, frozenset({place[each.name]}), schedule.fresh)
    ]
    return pd.DataFrame(rows, columns=list(WINTERS))
