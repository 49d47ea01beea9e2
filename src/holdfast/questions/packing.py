"""The best package that one partner may give within each of several amounts by kind of help.

One memo serves all amounts, and a larger one begins with what was best for a smaller one, so that
in the futures of the search more to give is never worse. What packages and their gifts save is
judged on futures that chose nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from holdfast.aid.objections import binding, objections
from holdfast.arrays import Array
from holdfast.questions.coalition import ALL, barred_by, problem_of
from holdfast.questions.fenced import Fenced, affords, largest
from holdfast.questions.helped import Help, with_help_of
from holdfast.questions.judging import ALONE, SPAN, by_rival, by_window, told
from holdfast.questions.options import (
    KINDS,
    Option,
    deliveries_of,
    distinct,
    for_sale,
    offered,
    packed,
    with_options,
)
from holdfast.questions.plan import bundles
from holdfast.questions.search.hunt import enumerated, widen
from holdfast.questions.search.memo import Memo, fresh_after, pairs
from holdfast.questions.search.problem import NOTHING, Package
from holdfast.questions.search.trail import Trail
from holdfast.questions.spared import can_give
from holdfast.questions.trials import LEAST, Trials
from holdfast.questions.value import contents
from holdfast.scenario import Scenario

_SAVED = ("standard_error", "low", "high", "n", "n_eff", "verdict", "changed")
PACKAGES = ("rule", "amount", "options", "cost", "saved", *_SAVED, *ALONE, "in_sample", "exact")
"""A row an amount: the best package, million person-hours that it saves, also under each of the
rival models of air defence alone; `exact` where all packages that may be were tried."""
GIFTS = (
    "rule", "option", "contents", "arrives", "cost", "kind", "saved", *_SAVED, *ALONE, "late",
    *(f"late_{name}" for name in _SAVED),
)  # fmt: skip
WINDOWS = ("rule", "option", *SPAN)
OFFERS = ("option", "contents", "arrives", "cost", "kind")
NOBODY, LATE = -1, 1_000_000
"""Numbers of changes: nobody helps; an option comes late."""
LOTS = 3
"""A lot of the catalogue is the largest amount over so many, if none is named."""


@dataclass
class Changes:
    """What a set of numbers changes in the plan: options given, on time or late, or who helps."""

    scenario: Scenario
    helping: Mapping[str, Help]
    weeks: int
    options: list[Option] = field(default_factory=list)
    """The number of an option is its place; LATE more if it comes so many weeks later."""

    def helpers(self, names: Iterable[str]) -> frozenset[int]:
        """The change in which only these help; the numbers are below nought."""
        places = {name: place for place, name in enumerate(self.helping)}
        return frozenset({NOBODY, *(NOBODY - 1 - places[name] for name in names)})

    def late(self, package: Package, place: int) -> frozenset[int]:
        """The change in which a package is given, one of its options late."""
        return (package - {place}) | {LATE + place}

    def plan_of(self, change: frozenset[int]) -> Scenario:
        """The plan that a set of numbers stands for."""
        if NOBODY in change:
            names = [name for name in self.helping if self.helpers([name]) <= change]
            return with_help_of(self.scenario, self.helping, names)
        on_time = [self.options[number] for number in change if number < LATE]
        late = [self._later(self.options[number - LATE]) for number in change if number >= LATE]
        return with_options(self.scenario, on_time + [one for one in late if one is not None])

    def _later(self, option: Option) -> Option | None:
        """An option so many weeks later; None if that is past the last day."""
        rows = []
        for row in option.rows:
            day = date.fromisoformat(row["date"]) + timedelta(weeks=self.weeks)
            if day > self.scenario.settings.last:
                return None
            rows.append({**row, "date": day.isoformat()})
        return dataclasses.replace(option, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Packed:
    """Packages by amount, as tables."""

    packages: pd.DataFrame
    gifts: pd.DataFrame
    windows: pd.DataFrame
    barred: Mapping[str, int]
    """Options that may not be given, by the row of the partner's own stance; 0 if others bar it."""
    objections: int
    chosen: Mapping[str, Package]


def giveable(
    scenario: Scenario, partner: str, amounts: Iterable[Fenced], lot: float | None
) -> list[Option]:
    """Open offers, rows of packages and lots that a partner can give within the largest amounts.

    Lots are of what a table says that it can give, of each kind of help for its own amount.
    """
    most = largest(amounts)
    if not sum(most.values()) > 0:
        return []
    able, table = can_give(scenario, partner), scenario.table("items")
    kinds = dict(zip(table.text("id"), table.text("kind"), strict=True))
    found = [one for one in (*offered(scenario), *packed(scenario)) if one.partner == partner]
    for kind, amount in most.items():
        items = {item for item in able if kind in (ALL, kinds[item])}
        if amount > 0:
            found += for_sale(scenario, lot or amount / LOTS, partner, items)
    within = [one for one in found if affords(most, one)]
    return sorted(distinct(within), key=lambda option: option.name)


def packages(
    changes: Changes,
    trials: Trials,
    partner: str,
    amounts: Mapping[str, Fenced],
    size: tuple[int, int, int],
) -> Packed:
    """The best package for each rule's amount; `size` futures, fresh ones, packages tried for each.

    Amounts are by kind of help; those that are not above nought have none.
    """
    futures, fresh, most = size
    scenario, options = changes.scenario, changes.options
    memo, together = Memo(trials.saved), bundles(options)
    chosen: dict[str, Package] = {}
    told: list[tuple[float, bool]] = []
    sums = {rule: sum(amount.values()) for rule, amount in amounts.items()}
    ordered = sorted((amount, rule) for rule, amount in sums.items() if amount > 0)
    problems = [problem_of(scenario, options, amounts[rule]) for _, rule in ordered]
    every = [enumerated(problem, most) for problem in problems]
    # where all are tried, all at once: many side by side cost little more than one
    memo.values(list(dict.fromkeys(p for some in every for p in some or [])), np.arange(futures))
    for (_, rule), problem, some in zip(ordered, problems, every, strict=True):
        exact = some is not None
        trail = Trail(problem, memo, np.arange(futures), most)
        trail.worth([one for one in together if problem.feasible(one)])
        widen(trail, trail.best, problem.usable, most)
        chosen[rule] = _lean(trail)
        told.append((trail.means[chosen[rule]], exact))
    new = fresh_after(range(futures), fresh)
    judge = _Judge(changes, trials, new)
    judge.live(chosen.values())
    return Packed(
        packages=pd.DataFrame(
            [
                judge.package(rule, amount, chosen[rule], *one)
                for (amount, rule), one in zip(ordered, told, strict=True)
            ],
            columns=list(PACKAGES),
        ),
        gifts=pd.DataFrame(
            [
                judge.gift(rule, chosen[rule], at)
                for _, rule in ordered
                for at in sorted(chosen[rule])
            ],
            columns=list(GIFTS),
        ),
        windows=pd.DataFrame(
            [row for _, rule in ordered for row in judge.windows(rule, chosen[rule])],
            columns=list(WINDOWS),
        ),
        barred=_barred(scenario, options, partner),
        objections=sum(_objections(scenario, options, one) for one in set(chosen.values())),
        chosen=chosen,
    )


def _lean(trail: Trail) -> Package:
    """The best package without gifts that add nothing to it, the dearest left out first."""
    package, cost = trail.best, trail.problem.cost
    fewer = [package - {place} for place in sorted(package)]
    trail.worth([one for one in fewer if trail.problem.feasible(one)])  # at once: costs far less
    for place in sorted(package, key=lambda place: (-cost[place], place)):
        less = package - {place}
        if trail.problem.feasible(less) and trail.worth([less])[0] > trail.means[package] - LEAST:
            package = less
    return package


class _Judge:
    """What packages and their gifts save on fresh futures."""

    def __init__(self, changes: Changes, trials: Trials, futures: Array) -> None:
        self.changes, self.trials, self.futures = changes, trials, futures

    def live(self, packages: Iterable[Package]) -> None:
        """Simulate at once all that will be asked of packages, which costs far less than singly."""
        asked: list[frozenset[int]] = []
        for package in packages:
            asked.append(package)
            for place in sorted(package):
                asked += [package - {place}, self.changes.late(package, place)]
        self.trials.saved(list(dict.fromkeys(asked)), self.futures)

    def saved(self, change: frozenset[int]) -> Array:
        made: Array = self.trials.saved([change], self.futures)[0]
        return made

    def package(
        self, rule: str, amount: float, package: Package, in_sample: float, exact: bool
    ) -> tuple[object, ...]:
        options = [self.changes.options[place] for place in sorted(package)]
        values = self.saved(package)
        cost = float(sum(option.total for option in options))
        return (
            rule, amount, ", ".join(option.name for option in options), cost, *_told(values, self),
            *by_rival(values, self.futures, self.trials), in_sample, exact,
        )  # fmt: skip

    def gift(self, rule: str, package: Package, place: int) -> tuple[object, ...]:
        option = self.changes.options[place]
        whole = self.saved(package)
        values = whole - self.saved(package - {place})
        late = whole - self.saved(self.changes.late(package, place))
        return (
            rule, *_described(self.changes.scenario, option), *_told(values, self),
            *by_rival(values, self.futures, self.trials), *_told(late, self),
        )  # fmt: skip

    def windows(self, rule: str, package: Package) -> list[tuple[object, ...]]:
        spans = by_window(self.trials, package, self.futures)
        rows: list[tuple[object, ...]] = [(rule, "", *span) for span in spans]
        for place in sorted(package):
            spans = by_window(self.trials, package, self.futures, package - {place})
            rows += [(rule, self.changes.options[place].name, *span) for span in spans]
        return rows


def offers_of(scenario: Scenario, partner: str) -> pd.DataFrame:
    """The open offers of a partner, columns OFFERS."""
    mine = [one for one in offered(scenario) if one.partner == partner]
    rows = [_described(scenario, one) for one in sorted(mine, key=lambda one: one.name)]
    return pd.DataFrame(rows, columns=list(OFFERS))


def _told(values: Array, judge: _Judge) -> tuple[object, ...]:
    return told(np.where(np.abs(values) < LEAST, 0.0, values), pairs(judge.futures))


def _described(scenario: Scenario, option: Option) -> tuple[object, ...]:
    """Columns OFFERS."""
    first = min(date.fromisoformat(row["date"]) for row in option.rows)
    kind = KINDS[int(np.argmax(option.cost))]
    return option.name, contents(scenario, option), first, option.total, kind


def _barred(scenario: Scenario, options: Sequence[Option], partner: str) -> dict[str, int]:
    table = scenario.table("positions")
    said_by = dict(zip(table.lines, table.text("partner"), strict=True))
    made: dict[str, int] = {}
    for row, names in sorted(barred_by(scenario, options).items()):
        for name in sorted(names):
            made[name] = row if said_by[row] == partner else made.get(name, 0)
    return dict(sorted(made.items()))


def _objections(scenario: Scenario, options: Sequence[Option], package: Package) -> int:
    chosen = [options[place] for place in sorted(package)]
    within, ids = with_options(scenario, chosen), [row["id"] for row in deliveries_of(chosen)]
    return len(binding(objections(within, ids))) if package != NOTHING else 0
