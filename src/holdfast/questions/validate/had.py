"""Does more of what a country has hurt? Gas in store, room for it, import, generation, heaters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.questions.edited import ENDS, Row, edited, with_values
from holdfast.questions.options import buyer
from holdfast.questions.validate.apart import LEAST, Apart, of_people
from holdfast.scenario import Scenario

HURT = {
    "hours_without_power": "person-hours without power",
    "degree_hours": "person-degree-hours of cold",
    "gas_unserved": "gas not delivered",
}
KEPT = (*HURT, "collapsed", "restart_left", "gas_stock", "lost", "imported", "unserved")
HEATERS = Recorder("service.heaters", keep="future day region")
ASKED = Recorder("service.gas_asked", keep="future day")
HEATER_KW = 0.3
"""kW a person, where heaters are counted."""


def raised(
    scenario: Scenario, table: str, columns: list[str], factor: float, kind: str = ""
) -> Scenario:
    """The scenario with columns of a table times a factor, with their ranges, in all rows or those
    of a kind."""
    names = [column + end for column in columns for end in ENDS]

    def up(row: Row) -> Row:
        if kind and row["kind"] != kind:
            return row
        return row | {name: repr(float(row[name]) * factor) for name in names if row.get(name)}

    return edited(scenario, table, up)


def stored(scenario: Scenario, factor: float) -> Scenario:
    """So much gas in store at the start, and never more than finds room."""

    def filled(row: Row) -> Row:
        names = [f"working_mcm{end}" for end in ENDS if row.get(f"working_mcm{end}")]
        room = float(row["capacity_mcm"])
        return row | {name: repr(min(float(row[name]) * factor, room)) for name in names}

    return edited(scenario, "gas/storage", filled)


def heated(scenario: Scenario, kilowatt: float) -> Scenario:
    """The scenario with heaters of so many kW a person in homes that are left cold."""
    return with_values(scenario, {"network.heater_kw": kilowatt})


def given_sets(scenario: Scenario, factor: float) -> Scenario:
    """A set for every ten thousand people, times the factor, in use from the first day."""
    items = scenario.table("items")
    (item, *_) = [
        name
        for name, adds in zip(items.text("id"), items.text("adds"), strict=True)
        if adds == "generator_set"
    ]
    people = scenario.table("regions").number("population").sum()
    row = {
        "id": "audit-sets", "partner": buyer(scenario), "item": item, "slips": "no",
        "quantity": str(max(round(people / 1e4 * factor), 1)), "date": str(scenario.settings.start),
    }  # fmt: skip
    return scenario.add_rows("deliveries", [row])


def kinds(more: float) -> dict[str, tuple[Callable[[Scenario], Scenario], bool]]:
    """What there is more of, how, and whether heaters are counted in it."""
    up = 1 + more
    rates = ["max_withdrawal", "max_injection"]
    return {
        "gas in store": (lambda s: stored(s, up), False),
        "gas to be bought": (
            lambda s: raised(s, "gas/supply", ["mcm_per_day"], up, "import"), False),
        "gas produced": (
            lambda s: raised(s, "gas/supply", ["mcm_per_day"], up, "production"), False),
        "storage, with its wells": (
            lambda s: raised(s, "gas/storage", ["capacity_mcm", *rates], up), False),
        "room in store alone": (lambda s: raised(s, "gas/storage", ["capacity_mcm"], up), False),
        "imports before stores": (lambda s: with_values(s, {"gas.imports_first": 1.0}), False),
        "power to be imported": (
            lambda s: raised(s, "power/interconnectors", ["import_mw"], up), False),
        "generation": (lambda s: raised(s, "power/generators", ["available_mw"], up), False),
        "generator sets": (lambda s: given_sets(s, up), False),
        "heaters where were none": (lambda s: heated(s, HEATER_KW), False),
        "power of heaters": (lambda s: heated(s, HEATER_KW * up), True),
    }  # fmt: skip


def reason(bare: Outcome, more: Outcome, future: int, day: int) -> str:
    """What differs on the day on which a future is hurt most, the plainest first."""
    there = Apart(bare, more, future, day)
    if there.collapses():
        return "another collapse of the grid"
    if there.rises("lost"):
        return "order of repair: what is mended first differs"
    if there.rises(HEATERS.field) or there.rises(HEATERS.field, there.eve):
        return "heaters ask for power that is short"
    if there.falls("gas_stock", there.eve, 1e-3):
        return "less gas in store, burnt earlier"
    if there.rises("gas_stock", there.eve, 1e-3):
        return "more gas in store, and less of it given a day"
    if there.rises(ASKED.field):
        return "more gas asked for by homes, works and stations that have power"
    return "the networks share the same power otherwise"


def judged(bare: Outcome, more: Outcome) -> Iterator[tuple[str, Array, Counter[str]]]:
    """Of each measure its name, the rise of each future over the mean total, and why it rises."""
    for name in HURT:
        before, after = of_people(bare, name), of_people(more, name)
        rise = after - before
        share = rise.sum(axis=1) / max(before.sum(axis=1).mean(), 1e-9)
        hurt = np.flatnonzero(share > LEAST)
        days = (int(rise[f].argmax()) for f in hurt)
        why = Counter(reason(bare, more, int(f), day) for f, day in zip(hurt, days, strict=True))
        yield name, share, why
