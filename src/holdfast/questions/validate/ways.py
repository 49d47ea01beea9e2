"""Ways to spend that the dossier compares: packages of the scenario, lots of its catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdfast.questions import options as optional
from holdfast.questions.options import Option, with_options
from holdfast.scenario import Scenario

NEXT = 250.0
"""Million of the currency: what the dossier spends next."""


@dataclass(frozen=True, slots=True)
class Way:
    """Options that are given together."""

    name: str
    options: tuple[Option, ...]

    @property
    def cost(self) -> float:
        """Million of the currency."""
        return sum(option.total for option in self.options)


def packages(scenario: Scenario) -> list[Way]:
    """Each package of the scenario as a whole."""
    found = optional.packed(scenario)
    names = dict.fromkeys(option.package for option in found)
    return [Way(name, tuple(each for each in found if each.package == name)) for name in names]


def affordable(scenario: Scenario, budget: float) -> list[Way]:
    """All packages and lots of the catalogue that cost something and no more than the budget.

    A lot is what the catalogue sells of one item for the whole budget.
    """
    items = scenario.table("items")
    called = dict(zip(items.text("id"), items.text("name"), strict=True))
    lots = [Way(called[one.name], (one,)) for one in optional.for_sale(scenario, budget)]
    return [way for way in (*packages(scenario), *lots) if 0 < way.cost <= budget * (1 + 1e-9)]


def plan_with(scenario: Scenario, ways: Sequence[Way]) -> Callable[[frozenset[int]], Scenario]:
    """What makes the plan with the ways of these numbers added."""

    def plan_of(change: frozenset[int]) -> Scenario:
        return with_options(scenario, [one for k in sorted(change) for one in ways[k].options])

    return plan_of
