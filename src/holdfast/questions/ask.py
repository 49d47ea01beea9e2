"""What is fair to ask of a partner? What, by when, what it saves and what it can spare.

Three rules say side by side how much: equal share of income, equal sacrifice, and its contribution,
that is what its help saves of what the help of all saves. What it has pledged counts, within its
kind of help: budgets are ring-fenced. For what is left of each amount by kind the best package is
looked for that the partner may give, beside all that is pledged. Who is a member, and since when,
is asked nowhere.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from holdfast.outcome.statistics import TOLD, Estimate, verdict
from holdfast.power.progress import Progress
from holdfast.questions import asked, fenced, helped, packing, spared
from holdfast.questions.asked import Sum, Wanted
from holdfast.questions.bars import rules_of
from holdfast.questions.helped import Help
from holdfast.questions.options import Option
from holdfast.questions.packing import Changes, Packed
from holdfast.questions.price import Price, priced, whole_pairs
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.shapley import Shapley, share_among
from holdfast.questions.sharing import (
    ELASTICITY,
    Amount,
    by_contribution,
    by_income,
    circles_of,
    means_of,
    sharers,
)
from holdfast.questions.trials import LEAST, Trials
from holdfast.scenario import Scenario
from holdfast.scenario.giving import INSTITUTION

FUTURES, FRESH, MOST, WEEKS = 40, 60, 12, 4
JUDGED = (TOLD, "leans")
"""Verdicts on which something is told."""
ASKS = (
    "ask", "said", "item", "kind", "quantity", "unit", "amount", "by_when", "cost", "low", "high",
    "counts",
)  # fmt: skip
RULES = (
    "rule", "share", "low", "high", "least", "most", "standard_error", "others", "pledged", "left",
)  # fmt: skip
NO_HELP, NO_GAIN = "no help", "no gain"
NOT_TOLD, PART_NOT_TOLD = "not told apart", "part not told apart"
"""Why the contribution says nothing: nothing is pledged or offered; the help of all is seen to save
nothing; what all save, or what is put down to the partner, cannot be judged."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one partner's help saves, beside what it costs."""

    saves: Estimate
    """Million person-hours put down to it: the mean over the orders in which partners may come."""
    order_error: float
    """Standard error from the orders that were drawn; 0 where all coalitions were looked at."""
    share: float
    """nan where it is silent."""
    standard_error: float
    """Of the share, over futures and orders."""
    cost_share: float
    """Its help's part of what the help of all costs."""
    pledged: float
    offered: float
    """What its help costs at catalogue prices [million of the currency]."""
    whole: Estimate
    """What the help of all saves."""
    verdict: str
    """On what is put down to it, by its errors over futures and orders."""
    changed: int
    """Futures in which anything is put down to it."""
    whole_verdict: str
    whole_changed: int
    partners: int
    orders: int
    """0 where all coalitions were looked at."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What may be asked of one partner, on one page."""

    partner: str
    total: Sum
    """The sum that all share: stated, low and high prices [million of the currency]."""
    named: bool
    """The sum was named; else it is what asks cost."""
    asks: pd.DataFrame
    """A row an ask, columns ASKS: `quantity` as asked in `unit`, `amount` in the item's own unit or
    in million; `counts` says whether it counts, or why not. Empty where the sum was named."""
    sharers: int
    """Partners who share what is asked of all."""
    twice: bool
    """The partner is an institution whose money may be that of others who share."""
    elasticity: float
    rules: pd.DataFrame
    """A row a rule, columns RULES [million of the currency]; nan where a rule says nothing. `share`
    is what it gives in all, `left` the sum over kinds of help of what is left of each."""
    kinds: pd.DataFrame
    """The same by kind of help, columns fenced.COLUMNS: what is pledged of one kind is taken off
    what is asked of that kind alone. Of a sum that was named the one kind is coalition.ALL."""
    silent: str
    """Why the rule of contribution says nothing; blank where it does."""
    contribution: Contribution | None
    packed: Packed
    """The best package for what each rule leaves to ask, and what its gifts save."""
    price: Price | None
    """What the partner's own refusals, caveats and limits cost within the largest amount; None if
    there is nothing to ask, or it was not asked."""
    spare: pd.DataFrame
    """What the tables say that it can give, columns spared.COLUMNS."""
    offers: pd.DataFrame
    """Its open offers, columns packing.OFFERS."""
    over: tuple[str, ...]
    """Those of its open offers that do not count as its help: beside what is pledged and was
    offered before, a limit or budget has no room for them."""
    weeks: int
    evaluations: float
    """Plans simulated, counted in hundreds of futures."""
    futures: int
    """Futures that chose nothing, on which packages are judged."""
    searched: int
    """Futures on which packages are looked for and contributions told."""
    scenario: Scenario
    seed: int
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside scenario and partner, by argument."""


def ask(
    scenario: Scenario,
    partner: str,
    total: float | None = None,
    meeting: str | None = None,
    among: Collection[str] | None = None,
    elasticity: float = ELASTICITY,
    lot: float | None = None,
    prices: bool = True,
    weeks: int = WEEKS,
    futures: int = FUTURES,
    fresh: int = FRESH,
    most: int = MOST,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Ask:
    """What is fair to ask of a partner, of `total` million for all help or of what asks cost.

    Asks are those of a `meeting`, and shared and packed by kind of help.
    `among` are the actors who share what is asked of all; all that can give but institutions if
    left out. Lots of the catalogue are of about `lot` million, a third of the largest amount if
    left out. Contributions are told and packages looked for on `futures` futures, about `most` for
    each rule, and judged on `fresh`; with `prices` it is also told what the partner's own rules
    cost. Raises Refused if the partner cannot be asked, the tables do
    not tell what the rules need, or for nonsense, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    able = asked.able(scenario, partner)
    if futures < 20 or fresh < 20 or most < 1 or weeks < 1:
        raise Refused("this takes 20 futures to search, 20 to judge, one package, one week")
    if lot is not None and not (math.isfinite(lot) and lot > 0):
        raise Refused(f"a lot of {lot:g} million buys nothing: name one above 0")
    size = futures + futures % 2, fresh, most
    wants, sums = _sums(scenario, partner, total, meeting)
    everybody = sharers(scenario, able, partner, among)
    circles = circles_of(sums, everybody)
    means = means_of(scenario, {name for names, _ in circles for name in names})
    amounts = by_income(circles, means, partner, elasticity)
    helping, over = helped.helpers(scenario)
    matter = _Matter(
        partner, total is not None, wants, sums, able, everybody, among is not None, elasticity,
        amounts, lot, prices, size, over,
    )  # fmt: skip
    changes = Changes(scenario, helping, weeks)
    expected = _expected(len(changes.helping), size)
    with Trials(scenario, changes.plan_of, chance, hands, progress, expected) as trials:
        made = _answer(matter, changes, trials)
    given = {"total": total, "meeting": meeting, "among": tuple(among or ()), "lot": lot}
    given |= {"elasticity": elasticity, "weeks": weeks, "prices": prices, "futures": futures}
    return replace(made, asked=given | {"fresh": fresh, "most": most})


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is asked, before anything is simulated."""

    partner: str
    named: bool
    wants: list[Wanted]
    sums: dict[frozenset[str], Sum]
    able: dict[str, str]
    everybody: list[str]
    chosen: bool
    """Who shares was said."""
    elasticity: float
    amounts: list[Amount]
    """By the rules of income."""
    lot: float | None
    prices: bool
    size: tuple[int, int, int]
    """Futures, fresh ones, packages for each rule."""
    over: list[Option]
    """Open offers of all that no limit or budget has room for."""


def _answer(matter: _Matter, changes: Changes, trials: Trials) -> Ask:
    scenario, helping, partner = changes.scenario, changes.helping, matter.partner
    numbers = range(matter.size[0])
    shared = helped.parts(trials, changes.helpers, [*helping], numbers) if helping else None
    costs = _costs(scenario, helping)
    contribution = _contribution(shared, partner, costs, numbers)
    silent = _silent(contribution)
    if silent and contribution is not None:
        contribution = replace(contribution, share=math.nan, standard_error=math.nan)
    everybody = matter.everybody if matter.chosen else None
    circles = [(sorted(named) or everybody, each) for named, each in matter.sums.items()]
    told = None if silent else shared
    amounts = [*matter.amounts, by_contribution(circles, told, partner, numbers)]
    mine = helped.pledged_by_kind(helping[partner], scenario) if partner in helping else {}
    kinds = fenced.by_kind(amounts, fenced.mixes(matter.wants, matter.sums), mine)
    left = fenced.lefts(kinds)
    changes.options = packing.giveable(scenario, partner, left.values(), matter.lot)
    return Ask(
        partner=partner,
        total=_total(matter.sums),
        named=matter.named,
        asks=_asks(matter.wants),
        sharers=len(matter.everybody),
        twice=matter.able[partner] == INSTITUTION and len(matter.everybody) > 1,
        elasticity=matter.elasticity,
        rules=_rules(amounts, sum(mine.values()), left),
        kinds=kinds,
        silent=silent,
        contribution=contribution,
        packed=packing.packages(changes, trials, partner, left, matter.size),
        price=_price(trials, changes, partner, left, matter.size) if matter.prices else None,
        spare=spared.spared(scenario, partner),
        offers=packing.offers_of(scenario, partner),
        over=tuple(sorted(one.name for one in matter.over if one.partner == partner)),
        weeks=changes.weeks,
        evaluations=trials.runs / 100,
        futures=matter.size[1],
        searched=matter.size[0],
        scenario=scenario,
        seed=trials.seed,
    )


def _price(
    trials: Trials,
    changes: Changes,
    partner: str,
    left: Mapping[str, fenced.Fenced],
    size: tuple[int, int, int],
) -> Price | None:
    """What its own rules cost within the largest amount; None if there is nothing to ask."""
    most = max(left.values(), key=lambda each: sum(each.values()), default={})
    if not sum(most.values()) > 0 or not changes.options:
        return None
    rules = [
        rule for rule in rules_of(changes.scenario, changes.options) if rule.partner == partner
    ]
    whole = size[0], whole_pairs(size[1]), size[2]
    return priced(trials, changes.options, rules, most, whole, names=True)


def _total(sums: Mapping[frozenset[str], Sum]) -> Sum:
    stated, low, high = (sum(each[at] for each in sums.values()) for at in range(3))
    return stated, low, high


def _sums(
    scenario: Scenario, partner: str, total: float | None, meeting: str | None
) -> tuple[list[Wanted], dict[frozenset[str], Sum]]:
    """The asks, and what they come to by whom they are asked of; the sum that is named, of all."""
    if total is None:
        wants = asked.wanted(scenario, partner, meeting)
        return wants, asked.sums(wants)
    if meeting is not None:
        raise Refused("--total names the sum, --meeting whose asks make it: not both")
    if not (math.isfinite(total) and total > 0):
        raise Refused(f"a sum of {total:g} million: allowed is above 0")
    return [], {frozenset(): (total, total, total)}


def _expected(helping: int, size: tuple[int, int, int]) -> int:
    """Runs, about: of who helps, of searches, of packages with four gifts on fresh futures."""
    futures, fresh, most = size
    coalitions = 10 * helping + 1
    return (coalitions + 2 * most + 1) * futures + (3 * 9 + 1) * fresh


def _silent(part: Contribution | None) -> str:
    """Why nothing can be told from contributions; "" if something can.

    A share is told where what all save and what is put down to the partner both lean at least, as
    everywhere: neither rare, nor of too few futures, nor within two errors of nought.
    """
    if part is None:
        return NO_HELP
    if part.whole_verdict not in JUDGED:
        return NOT_TOLD
    if part.whole.mean <= 0:
        return NO_GAIN
    return "" if part.verdict in JUDGED else PART_NOT_TOLD


def _costs(scenario: Scenario, helping: Mapping[str, Help]) -> dict[str, tuple[float, float]]:
    """What the help of each costs, pledged and offered."""
    items = scenario.table("items")
    prices = dict(zip(items.text("id"), items.number("unit_cost_meur").tolist(), strict=True))
    return {name: helped.worth(one, prices) for name, one in helping.items()}


def _contribution(
    shared: Shapley | None,
    partner: str,
    costs: Mapping[str, tuple[float, float]],
    numbers: Sequence[int],
) -> Contribution | None:
    parts = {part.name: part for part in shared.parts} if shared else {}
    if shared is None or partner not in parts:
        return None
    share, error = share_among(shared, partner, parts, numbers)
    mine, every = parts[partner], np.sum([part.by_future for part in shared.parts], axis=0)
    both = math.hypot(mine.saves.standard_error, mine.order_error)
    changed, whole_changed = (
        int(np.count_nonzero(np.abs(values) >= LEAST)) for values in (mine.by_future, every)
    )
    whole = sum(pledged + offered for pledged, offered in costs.values())
    return Contribution(
        saves=mine.saves,
        order_error=mine.order_error,
        share=share,
        standard_error=error,
        cost_share=sum(costs[partner]) / whole if whole > 0 else math.nan,
        pledged=costs[partner][0],
        offered=costs[partner][1],
        whole=shared.total,
        verdict=verdict(replace(mine.saves, standard_error=both), changed),
        changed=changed,
        whole_verdict=verdict(shared.total, whole_changed),
        whole_changed=whole_changed,
        partners=len(parts),
        orders=shared.orders,
    )


def _rules(
    amounts: Sequence[Amount], pledged: float, left: Mapping[str, fenced.Fenced]
) -> pd.DataFrame:
    rows = [
        (
            one.rule, one.share, one.low, one.high, one.least, one.most, one.standard_error,
            one.others, pledged, sum(left[one.rule].values()) if one.rule in left else math.nan,
        )
        for one in amounts
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(RULES))


def _asks(wants: Sequence[Wanted]) -> pd.DataFrame:
    rows = [
        (
            one.name, one.said, one.item, one.kind, one.quantity or math.nan, one.unit,
            one.amount or math.nan, one.by_when,
            *(one.cost if one.counts == asked.COUNTED else (math.nan,) * 3), one.counts,
        )
        for one in wants
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(ASKS))
