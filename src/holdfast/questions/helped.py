"""Whose help saves what: plans in which only some partners give.

The help of a partner is what it has pledged and is still to come, and its open offers, as far as
limits and budgets hold them together: beside all that is pledged they count one after the other,
in the order of the days on which they were offered, each whole or not at all. That order knows
nothing of what they save, so no luck chooses. Where only some give, gifts whose conditions the
others would have met are not given either; what had arrived and what the recipient does by its own
effort is there in every plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.aid import coalition
from holdfast.aid.choices import choices
from holdfast.aid.rules import kept
from holdfast.arrays import Array
from holdfast.questions.delivery_text import Row
from holdfast.questions.options import KINDS, Option, deliveries_of, givers, offered
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import Package
from holdfast.questions.search.shapley import Shapley, shapley
from holdfast.questions.slip import coming
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Help:
    """What one partner gives."""

    pledged: tuple[Row, ...]
    """Deliveries of the plan that are still to come."""
    offers: tuple[Option, ...]
    """Open offers that nobody bars, and that limits and budgets hold together."""


def helpers(scenario: Scenario) -> tuple[dict[str, Help], list[Option]]:
    """The help of all who have pledged or offered any, in the order of their ids.

    After it come the open offers that do not count, since a limit or budget has no room for them.
    """
    within, over = held(scenario, offered(scenario))
    rows = coming(scenario)
    made = {}
    for name in givers(scenario):
        pledged = tuple(row for row in rows if row["partner"] == name)
        mine = tuple(one for one in within if one.partner == name)
        if pledged or mine:
            made[name] = Help(pledged, mine)
    return made, over


def held(scenario: Scenario, offers: Sequence[Option]) -> tuple[list[Option], list[Option]]:
    """Offers that nobody bars: those that all limits and budgets hold together, and those over.

    In the order of the days on which they were offered, the cheaper of one day first; what was
    offered without a day comes last. Of variants of one gift the first that counts is the only one.
    """
    days = {row["id"]: row.get("committed", "") for row in scenario.table("offers").rows()}
    order = sorted(offers, key=lambda one: (days[one.name] or "9999", one.total, one.name))
    found = choices(scenario, deliveries_of(order))
    place = np.repeat(np.arange(len(order)), [len(one.rows) for one in order])
    used = np.zeros(len(found.caps))
    within: list[Option] = []
    over: list[Option] = []
    for at, option in enumerate(order):
        mine = np.flatnonzero(place == at)
        form = option.variant_of
        again = form and any(other.variant_of == form for other in within)
        if again or any(found.barred[one] for one in mine):
            continue
        reached = used + found.matrix[:, mine].sum(axis=1)
        if found.fits(reached)[found.matrix[:, mine].any(axis=1)].all():
            within.append(option)
            used = reached
        else:
            over.append(option)
    return within, over


def with_help_of(
    scenario: Scenario, helping: Mapping[str, Help], names: Collection[str]
) -> Scenario:
    """The plan in which of those with help only these give, with their open offers."""
    left_out = {
        row["id"] for name, one in helping.items() if name not in names for row in one.pledged
    }
    rows = [row for row in scenario.table("deliveries").rows() if row["id"] not in left_out]
    for name, one in helping.items():
        if name in names:
            rows += deliveries_of(one.offers)
    given = {gift.name for gift in kept(coalition.gifts(scenario, rows), coalition.ties(scenario))}
    if scenario.tables.get("conditions"):
        # they are met here once and for all, and may name what is left out
        scenario = scenario.replace_rows("conditions", [])
    return scenario.replace_rows("deliveries", [row for row in rows if row["id"] in given])


def worth(helping: Help, prices: Mapping[str, float]) -> tuple[float, float]:
    """What is pledged and what is offered at catalogue prices [million of the currency]."""
    pledged = sum(float(row["quantity"]) * prices[row["item"]] for row in helping.pledged)
    own = [row for one in helping.offers for row in one.rows if row["partner"] == one.partner]
    return pledged, sum(float(row["quantity"]) * prices[row["item"]] for row in own)


def pledged_by_kind(helping: Help, scenario: Scenario) -> dict[str, float]:
    """What is pledged at catalogue prices, by kind of help [million of the currency]."""
    items = scenario.table("items")
    ids = items.text("id")
    prices = dict(zip(ids, items.number("unit_cost_meur").tolist(), strict=True))
    kinds = dict(zip(ids, items.text("kind"), strict=True))
    made = dict.fromkeys(KINDS, 0.0)
    for row in helping.pledged:
        made[kinds[row["item"]]] += float(row["quantity"]) * prices[row["item"]]
    return made


def parts(
    trials: Trials,
    change: Callable[[Collection[str]], frozenset[int]],
    names: Sequence[str],
    futures: Sequence[int],
) -> Shapley:
    """What the help of all saves, put down to each; `change` is that in which only some help."""

    def saved(packages: Sequence[Package], futures: Array) -> Array:
        changes = [change([names[k] for k in sorted(package)]) for package in packages]
        values = trials.saved([change([]), *changes], futures)
        return np.asarray(values[1:] - values[0])

    memo = Memo(saved)
    return shapley({name: frozenset({k}) for k, name in enumerate(names)}, memo, futures)
