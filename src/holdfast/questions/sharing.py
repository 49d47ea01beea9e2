"""What is fair to give of a sum: amounts by the three rules, side by side.

Each sum is shared among those it is asked of. A rule says what a partner gives in all, what it has
pledged included; what limits keep it from is told beside, and moves no share.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from holdfast.questions.asked import Sum
from holdfast.questions.plan import incomes
from holdfast.questions.refused import Refused
from holdfast.questions.search.shapley import Shapley, share_among
from holdfast.questions.search.shares import Means, equal_sacrifice, equal_share
from holdfast.scenario import Scenario
from holdfast.scenario.giving import INSTITUTION

SHARE, SACRIFICE, CONTRIBUTION = "equal share of income", "equal sacrifice", "contribution"
ELASTICITY, ELASTICITIES = 1.26, (1.1, 1.5)
"""Of marginal utility: Layard, Mayraz and Nickell (2008), and the range that is shown."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a rule says of one partner [million of the currency]; nan where it says nothing."""

    rule: str
    share: float
    low: float
    high: float
    """If all prices of the catalogue were low or high."""
    least: float
    most: float
    """Over the range of the elasticity; nan of rules that know none."""
    standard_error: float
    """Over futures and orders; nan of rules that need none."""
    others: float
    """What all others give by the same rule."""
    by_circle: tuple[float, ...]
    """The share of each sum, in their order."""


def sharers(
    scenario: Scenario, able: Mapping[str, str], partner: str, among: Collection[str] | None
) -> list[str]:
    """Who shares what is asked of all: the actors in `among` and the partner.

    Without `among` all that can give but institutions, whose money is that of others. Raises
    Refused for one that cannot give.
    """
    if among is None:
        names = {name for name, kind in able.items() if kind != INSTITUTION}
    else:
        names = set(among)
        if unable := sorted(names - set(able)):
            raise Refused(
                f"--among {', '.join(unable)}: cannot give or is no actor; who can: "
                f"{', '.join(able)}"
            )
    return sorted(names | {partner})


def means_of(scenario: Scenario, names: Iterable[str]) -> dict[str, Means]:
    """Income and people of these actors. Raises Refused naming all of whom either is not told."""
    known, asked = incomes(scenario), sorted(names)
    if unknown := [name for name in asked if name not in known]:
        raise Refused(
            f"no share can be told of {', '.join(unknown)}: actors.csv says no gdp_busd or no "
            "population_million above 0. Fill them in, or say who shares with --among"
        )
    return {name: known[name] for name in asked}


def circles_of(
    sums: Mapping[frozenset[str], Sum], everybody: Sequence[str]
) -> list[tuple[list[str], Sum]]:
    """Each sum with those who share it; what is asked of nobody by name is shared by everybody."""
    return [(sorted(named) or list(everybody), amounts) for named, amounts in sums.items()]


def by_income(
    circles: Sequence[tuple[list[str], Sum]],
    means: Mapping[str, Means],
    partner: str,
    elasticity: float,
) -> list[Amount]:
    """Equal share of income and equal sacrifice.

    Raises Refused for an elasticity below 0, or a sum that all incomes cannot carry.
    """
    if not (math.isfinite(elasticity) and elasticity >= 0):
        raise Refused(f"elasticity {elasticity:g}: allowed is 0 and more")

    def given(rule: str, place: int, value: float) -> tuple[float, ...]:
        made = []
        for names, amounts in circles:
            means_here = {name: means[name] for name in names}
            if rule == SHARE:
                made.append(equal_share(amounts[place], means_here).given[partner])
            else:
                made.append(equal_sacrifice(amounts[place], means_here, value).given[partner])
        return tuple(made)

    total = sum(amounts[0] for _, amounts in circles)
    found = []
    try:
        for rule in (SHARE, SACRIFICE):
            each = given(rule, 0, elasticity)
            stated = sum(each)
            low, high = (sum(given(rule, place, elasticity)) for place in (1, 2))
            ends = (math.nan, math.nan)
            if rule == SACRIFICE:
                values = sorted(sum(given(rule, 0, e)) for e in (*ELASTICITIES, elasticity))
                ends = values[0], values[-1]
            found.append(Amount(rule, stated, low, high, *ends, math.nan, total - stated, each))
    except ValueError as error:
        raise Refused(f"the sum cannot be shared: {error}") from None
    return found


def by_contribution(
    circles: Sequence[tuple[Collection[str] | None, Sum]],
    made: Shapley | None,
    partner: str,
    futures: Sequence[int],
) -> Amount:
    """As much of each sum as what its help saves is of what the help of all sharers saves.

    A circle of None is that of all whose help is known. nan where nothing is told.
    """
    total, share, errors = sum(amounts[0] for _, amounts in circles), [0.0, 0.0, 0.0], 0.0
    each = []
    for names, amounts in circles:
        part, error = math.nan, math.nan
        if made is not None:
            those = [one.name for one in made.parts if names is None or one.name in names]
            part, error = share_among(made, partner, those, futures)
        share = [before + part * amount for before, amount in zip(share, amounts, strict=True)]
        errors += error * amounts[0]
        each.append(part * amounts[0])
    ends = (math.nan, math.nan)
    left = total - share[0]
    return Amount(CONTRIBUTION, share[0], share[1], share[2], *ends, errors, left, tuple(each))
