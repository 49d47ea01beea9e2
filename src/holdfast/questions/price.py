"""What does this taboo cost? The best package with all rules of partners, and without each.

The answer names nobody unless it is asked to: rules are numbered by what they cost, and neither
partners, topics nor options, of which many bear the name of who gives them, are told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from holdfast.aid.coalition import stances
from holdfast.aid.rules import Stance, standing
from holdfast.aid.unbound import unbound
from holdfast.arrays import Array
from holdfast.power.progress import Progress
from holdfast.questions.bars import Rule, rules_of, without
from holdfast.questions.coalition import Budget, budgets_of
from holdfast.questions.judging import ALONE, SPAN, Spanned, by_rival, spans_of
from holdfast.questions.options import Option
from holdfast.questions.plan import LOT, tags
from holdfast.questions.positions import partner_of
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search import price as search
from holdfast.questions.search.halving import by_group
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import Problem
from holdfast.questions.trials import Trials
from holdfast.questions.value import REFUSED, chosen_from, tried
from holdfast.scenario import Scenario

FUTURES, FRESH, MOST = 20, 400, 40
SOURCES = ("offers", "packages", REFUSED)
ALL = "all"
"""The row of all rules together."""
COLUMNS = (
    "rule", "bars", "shared", "price", "standard_error", "low", "high", "n", "n_eff", "verdict",
    "changed", "group", "ordinary_error", "choice_error", "in_sample", "per_person",
    "per_person_error", "ruled", "ruled_error", "free", "free_error", "ruled_cost", "free_cost",
    "ruled_options", "free_options", *ALONE,
)  # fmt: skip
NAMED = ("partner", "topic", "kind", "since", "sources", "options", "held", "taken", "dropped")
HEARD = ("why", "partner", "topic", "stance", "since", "row")
NO_OPTION = "no option"
WINTERS = ("rule", *SPAN)


@dataclass(frozen=True, slots=True)
class Price:
    """What rules of partners cost, the dearest first."""

    table: pd.DataFrame
    """A row for all rules together (`rule` is ALL), then one a rule, numbered from 1; columns
    COLUMNS. `price` is what the best package saves less with the rule [million person-hours], on
    fresh futures, with the larger of two errors: `ordinary_error` over futures, `choice_error` over
    batches of futures, which sees that packages were chosen too; the verdict is by both.
    `in_sample` is the mean where it was searched, never below nought. `ruled` and `free` are what
    the packages save with all rules and without this one, `ruled_cost` and `free_cost` what they
    cost [million of the currency] and `ruled_options` and `free_options` how many options they
    hold, all means over batches; `per_person` is the price in hours for each inhabitant. `bars` is
    of how many
    options it is about, and `shared` how many of these others bar as well: where that is all of
    them, waiving it alone frees nothing. `group` is nan of all together and of what is rare. With
    names also NAMED: `held` is what the package with all rules holds, `taken` what comes in without
    this one and `dropped` what goes out, each in half of the batches or more. No row at all where
    no rule binds."""
    winters: pd.DataFrame
    """What each costs in each window, columns WINTERS."""
    groups: tuple[tuple[str, ...], ...]
    """Rules whose prices are not told apart, the dearest group first."""
    names: bool
    """Whether partners, topics and options are told."""
    evaluations: float
    """Plans simulated, counted in hundreds of futures."""
    futures: int
    """Fresh futures."""
    scenario: Scenario
    seed: int
    heard: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HEARD)))
    """A row a stance against something that keeps no option back, columns HEARD; without names
    only `why`: it is soft, unnamed (neither item, region nor use), both, or it binds and no option
    that was looked at goes against it (NO_OPTION)."""
    partners: int = 0
    """How many partners have a rule that binds."""
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument; empty of a price that was not asked for
    by `price`."""

    @property
    def simulated(self) -> int:
        """Futures simulated, of all plans."""
        return round(100 * self.evaluations)

    @property
    def rules(self) -> int:
        """Rules that bind."""
        return max(len(self.table) - 1, 0)


def price(
    scenario: Scenario,
    budget: Budget | None = None,
    names: bool = False,
    partner: str | None = None,
    sources: Sequence[str] = SOURCES,
    lot: float = LOT,
    futures: int = FUTURES,
    fresh: int = FRESH,
    most: int = MOST,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Price:
    """What each rule that binds costs alone, and all of them together.

    A rule is what a partner refuses, bars or vetoes on one topic, hard, or the most that it
    gives, where that keeps options back: those of `sources`, and of "refused" among them about
    `lot` million of each item that a partner bars by name. Without `budget` money does not
    limit: whatever is allowed may be taken. With `partner` only that partner's own rules are
    waived, alone and together, and they are named. About `most` packages are tried with all
    rules on `futures` futures, a quarter of that without each, in eight batches of futures, and
    judged on `fresh` in all, in whole pairs. Raises Refused for what cannot be asked, and what
    `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < 2 or fresh < 16 or most < 1:
        raise Refused("a price needs 2 futures to search, 16 to judge and one package to try")
    partner = partner_of(scenario, partner) or None
    options = chosen_from(scenario, sources, lot)
    money = budget if budget is not None else max(sum(o.total for o in options), 1.0)
    budgets_of(money)
    every = rules_of(scenario, options)
    rules = [rule for rule in every if partner in (None, rule.partner)]
    named = names or partner is not None
    size = futures + futures % 2, whole_pairs(fresh), most
    free = most // 4 * (len(rules) + 1)
    expected = search.BATCHES * (most + free) * size[0] + (len(rules) + 2) * size[1]
    with tried(scenario, options, chance, hands, progress, expected) as trials:
        made = priced(trials, options, rules, money, size, named)
    if partner is not None:
        made = replace(made, table=_own(made.table, options, partner))
    asked = {"budget": budget, "partner": partner, "sources": tuple(sources), "lot": lot}
    heard = _heard(scenario, every, partner, named)
    partners = len({rule.partner for rule in rules})
    asked |= {"futures": futures, "most": most}
    return replace(made, heard=heard, partners=partners, asked=asked)


def whole_pairs(fresh: int) -> int:
    """So many fresh futures or a few more, that each batch has as many whole pairs."""
    return 2 * search.BATCHES * math.ceil(fresh / (2 * search.BATCHES))


def _heard(
    scenario: Scenario, rules: Sequence[Rule], partner: str | None, names: bool
) -> pd.DataFrame:
    """Stances against something that keep no option back, as HEARD."""
    keeping = {(rule.partner, rule.topic) for rule in rules if rule.rows}
    found: list[tuple[str, Stance]] = [(one.why, one.stance) for one in unbound(scenario)]
    known = {one.row for _, one in found}
    for one in standing(stances(scenario)):
        idle = one.binds and (one.partner, one.topic) not in keeping
        if idle and one.row not in known:
            known.add(one.row)
            found.append((NO_OPTION, one))
    rows = [
        (why, one.partner, one.topic, one.stance, scenario.date(one.day), one.row)
        for why, one in sorted(found, key=lambda each: (each[1].partner, each[1].row))
        if partner in (None, one.partner)
    ]
    table = pd.DataFrame(rows, columns=list(HEARD))
    return table if names else table[["why"]].sort_values("why", ignore_index=True)


def priced(
    trials: Trials,
    options: Sequence[Option],
    rules: Sequence[Rule],
    budget: Budget,
    size: tuple[int, int, int],
    names: bool,
) -> Price:
    """The prices of rules over options, of which `trials` are made; as `price`.

    `size` are futures of a search (even), fresh ones (of `whole_pairs`), and packages.
    """
    scenario, (futures, fresh, most) = trials.scenario, size
    made: tuple[search.Price, ...] = ()
    free: list[Problem] = []
    if rules:
        free = [without(scenario, options, budget, [rule]) for rule in rules]
        free.append(without(scenario, options, budget, rules))
        # the plan itself in all futures at once: each batch alone would cost its calls again
        trials.counted([frozenset()], range(search.BATCHES * futures + fresh))
        made = search.prices(
            without(scenario, options, budget, ()),
            free,
            Memo(trials.saved),
            tags(scenario, options),
            futures,
            fresh,
            (most, most // 4),
        )
    order = sorted(range(len(rules)), key=lambda k: (-made[k].price.mean, rules[k].key))
    told = search.grouped([made[k] for k in order])
    places = by_group(told)
    order, told = [order[k] for k in places], [told[k] for k in places]
    rows = [_row(trials, options, ALL, rules, free[-1], made[-1], None)] if made else []
    for number, (k, group) in enumerate(zip(order, told, strict=True), start=1):
        rows.append(_row(trials, options, str(number), [rules[k]], free[k], made[k], group))
    table = pd.DataFrame(rows, columns=[*COLUMNS, *NAMED])
    named = [
        (row[0], each)
        for row, each in zip(rows, [*made[-1:], *map(made.__getitem__, order)], strict=True)
    ]
    return Price(
        table=table if names else table[list(COLUMNS)],
        winters=pd.DataFrame(
            [(name, *span) for name, each in named for span in _by_window(trials, options, each)],
            columns=list(WINTERS),
        ),
        groups=_groups(told),
        names=names,
        evaluations=trials.runs / 100,
        futures=fresh,
        scenario=scenario,
        seed=trials.seed,
    )


def _own(table: pd.DataFrame, options: Sequence[Option], partner: str) -> pd.DataFrame:
    """The table with the partner's own options alone: what others refuse is theirs to tell."""
    own = {option.name for option in options if option.partner == partner}

    def shown(text: str) -> str:
        return ", ".join(name for name in text.split(", ") if name in own)

    told = ("options", "held", "taken", "dropped")
    return table.assign(**{column: table[column].map(shown) for column in told})


def _row(
    trials: Trials,
    options: Sequence[Option],
    name: str,
    rules: Sequence[Rule],
    free: Problem,
    made: search.Price,
    group: int | None,
) -> tuple[object, ...]:
    bars = frozenset[str]().union(*(rule.bars for rule in rules))
    barred = {free.names[place] for place in free.barred or {}}
    whole, futures = made.price, np.concatenate([batch.judged for batch in made.batches])
    alone = rules[0] if name != ALL else None
    people = float(trials.scenario.table("regions").number("population").sum())
    return (
        name, len(bars), len(bars & barred), whole.mean, whole.standard_error, whole.low,
        whole.high, whole.n, whole.n_eff, made.verdict, made.changed,
        math.nan if group is None else float(group), made.ordinary_error, made.choice_error,
        float(np.mean([batch.in_sample for batch in made.batches])), whole.mean * 1e6 / people,
        whole.standard_error * 1e6 / people, made.ruled.mean, made.ruled.standard_error,
        made.free.mean, made.free.standard_error, *_sizes(options, made),
        *by_rival(made.values, futures, trials),
        alone.partner if alone else "", alone.topic if alone else "", alone.kind if alone else "",
        alone.since if alone else None, ", ".join(alone.sources) if alone else "",
        ", ".join(sorted(bars)), *_contents(made),
    )  # fmt: skip


def _sizes(options: Sequence[Option], made: search.Price) -> tuple[float, ...]:
    """What the packages with the rule and without cost, and how many options they hold: means."""
    cost = {option.name: option.total for option in options}
    packages = [[batch.ruled for batch in made.batches], [batch.free for batch in made.batches]]
    costs = [np.mean([sum(cost[name] for name in some) for some in side]) for side in packages]
    sizes = [np.mean([len(some) for some in side]) for side in packages]
    return tuple(map(float, (*costs, *sizes)))


def _contents(made: search.Price) -> tuple[str, str, str]:
    """Options of the package with the rule, those that come in without it and those that go out."""
    pairs = [(set(batch.ruled), set(batch.free)) for batch in made.batches]
    sides = (
        [ruled for ruled, _ in pairs],
        [free - ruled for ruled, free in pairs],
        [ruled - free for ruled, free in pairs],
    )
    held, taken, dropped = map(_often, sides)
    return held, taken, dropped


def _often(found: Sequence[set[str]]) -> str:
    """Names that stand in half of the batches or more."""
    return ", ".join(
        name
        for name in sorted(set().union(*found))
        if 2 * sum(name in some for some in found) >= len(found)
    )


def _by_window(trials: Trials, options: Sequence[Option], made: search.Price) -> list[Spanned]:
    """The price in each window, as SPAN, with the larger of both errors."""
    place = {option.name: number for number, option in enumerate(options)}
    parts: list[Array] = []
    for batch in made.batches:
        packages = [frozenset(place[name] for name in some) for some in (batch.ruled, batch.free)]
        ruled, free = trials.counted(packages, batch.judged)
        parts.append(ruled[:-1] - free[:-1])
    judged = [batch.judged for batch in made.batches]
    rows: list[Spanned] = []
    for span, values in zip(spans_of(trials.scenario), np.concatenate(parts, -1), strict=True):
        one, _, _ = search.over_batches(values, judged)
        numbers = one.mean, one.standard_error, one.low, one.high, one.n, one.n_eff
        rows.append((span.first, span.end, *numbers))
    return rows


def _groups(told: Sequence[int | None]) -> tuple[tuple[str, ...], ...]:
    """Numbers of the rules of each group."""
    last = max((group for group in told if group), default=0)
    return tuple(
        tuple(str(number) for number, one in enumerate(told, start=1) if one == group)
        for group in range(1, last + 1)
    )
