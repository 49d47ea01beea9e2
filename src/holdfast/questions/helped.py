"""Whose help saves what: plans in which only some partners give.

The help of a partner is what it has pledged and is still to come, and its open offers. Where only
some give, gifts whose conditions the others would have met are not given either; what had arrived
and what the recipient does by its own effort is there in every plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.aid import coalition
from holdfast.aid.rules import kept
from holdfast.arrays import Array
from holdfast.questions.coalition import barred_by
from holdfast.questions.delivery_text import Row
from holdfast.questions.options import Option, deliveries_of, givers, offered
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
    """Open offers that nobody bars."""


def helpers(scenario: Scenario) -> dict[str, Help]:
    """The help of all who have pledged or offered any, in the order of their ids."""
    offers = offered(scenario)
    barred = set[str]().union(*barred_by(scenario, offers).values())
    rows = coming(scenario)
    made = {}
    for name in givers(scenario):
        pledged = tuple(row for row in rows if row["partner"] == name)
        mine = tuple(one for one in offers if one.partner == name and one.name not in barred)
        if pledged or mine:
            made[name] = Help(pledged, mine)
    return made


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
