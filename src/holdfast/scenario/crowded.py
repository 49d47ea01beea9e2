"""Routes that can carry less than what is made for them: what is beyond waits, and never comes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from holdfast.scenario.scenario import Scenario

WEEKS_IN_MONTH = 30.4375 / 7
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Crowded:
    """A route in use, and what it would have to carry."""

    row: int
    """Of routes.csv."""
    route: str
    loads_per_week: float
    """That set out at most."""
    made_per_week: float
    """Loads that are made for it in a week, where most are."""


def crowded(scenario: Scenario) -> list[Crowded]:
    """Routes that can carry less than what is made for them from some day of the campaign on.

    Taken is what each row of production says without its range, less competing orders, once it has
    risen; of each maker and item the latest row that has begun.
    """
    routes, made = scenario.table("routes"), scenario.table("production")
    needed = _loads(scenario)
    used = set(made.text("route"))
    columns = zip(
        routes.lines, routes.text("id"), routes.number("loads_per_week").tolist(), strict=True
    )
    return [
        Crowded(row, route, most, needed[route])
        for row, route, most in columns
        if route in used and needed[route] > most + _SLACK
    ]


def _loads(scenario: Scenario) -> dict[str, float]:
    """Loads a week made for each route, on the day on which they are most."""
    made, items = scenario.table("production"), scenario.table("items")
    held = dict(zip(items.text("id"), items.number("per_load").tolist(), strict=True))
    start, last = scenario.settings.start, scenario.settings.last
    rows = [
        (begins, route, (item, maker), max(rate - other, 0.0) / WEEKS_IN_MONTH / held[item])
        for begins, route, item, maker, rate, other in zip(
            [date.fromisoformat(text) if text else start for text in made.text("from")],
            *(made.text(name) for name in ("route", "item", "maker")),
            *(made.number(name).tolist() for name in ("per_month", "competing_per_month")),
            strict=True,
        )
    ]
    most: dict[str, float] = defaultdict(float)
    for day in {begins for begins, *_ in rows if begins <= last}:
        now = {who: (route, loads) for begins, route, who, loads in sorted(rows) if begins <= day}
        total: dict[str, float] = defaultdict(float)
        for route, loads in now.values():
            total[route] += loads
        for route, loads in total.items():
            most[route] = max(most[route], loads)
    return most
