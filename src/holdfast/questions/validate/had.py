"""Does more of what a country has hurt? Gas in store, room for it, import, generation, heaters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario

LEAST = 1e-4
"""Of the mean total of a measure, the rise from which a future counts as hurt in it."""
RETURN = 4
"""Days in which a collapse is felt: units that tripped are back after one to three."""
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
ENDS = ("", "_low", "_high")


def raised(scenario: Scenario, table: str, columns: list[str], factor: float, kind: str = "") -> (
    Scenario
):  # fmt: skip
    """The scenario with columns of a table times a factor, with their ranges, in all rows or those
    of a kind."""
    rows = []
    for row in scenario.table(table).rows():
        new = dict(row)
        for name in (column + end for column in columns for end in ENDS):
            if new.get(name) and (not kind or row["kind"] == kind):
                new[name] = repr(float(new[name]) * factor)
        rows.append(new)
    return scenario.replace_rows(table, rows)


def stored(scenario: Scenario, factor: float) -> Scenario:
    """So much gas in store at the start, and never more than finds room."""
    rows = []
    for row in scenario.table("gas/storage").rows():
        names = [f"working_mcm{end}" for end in ENDS if row.get(f"working_mcm{end}")]
        room = float(row["capacity_mcm"])
        held = {name: repr(min(float(row[name]) * factor, room)) for name in names}
        rows.append(dict(row) | held)
    return scenario.replace_rows("gas/storage", rows)


def given_value(scenario: Scenario, name: str, value: float) -> Scenario:
    """The scenario with this value of a parameter."""
    rows = [row for row in scenario.table("parameters").rows() if row["id"] != name]
    return scenario.replace_rows("parameters", [*rows, {"id": name, "value": str(value)}])


def heated(scenario: Scenario, kilowatt: float) -> Scenario:
    """The scenario with heaters of so many kW a person in homes that are left cold."""
    return given_value(scenario, "network.heater_kw", kilowatt)


def given_sets(scenario: Scenario, factor: float) -> Scenario:
    """A set for every ten thousand people, times the factor, in use from the first day."""
    items = scenario.table("items")
    (item, *_) = [
        name
        for name, adds in zip(items.text("id"), items.text("adds"), strict=True)
        if adds == "generator_set"
    ]
    actors = scenario.table("actors")
    recipient = dict(zip(actors.text("kind"), actors.text("id"), strict=True))["recipient"]
    people = scenario.table("regions").number("population").sum()
    row = {
        "id": "audit-sets", "partner": recipient, "item": item, "slips": "no",
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
        "imports before stores": (lambda s: given_value(s, "gas.imports_first", 1.0), False),
        "power to be imported": (
            lambda s: raised(s, "power/interconnectors", ["import_mw"], up), False),
        "generation": (lambda s: raised(s, "power/generators", ["available_mw"], up), False),
        "generator sets": (lambda s: given_sets(s, up), False),
        "heaters where were none": (lambda s: heated(s, HEATER_KW), False),
        "power of heaters": (lambda s: heated(s, HEATER_KW * up), True),
    }  # fmt: skip


def of_people(outcome: Outcome, name: str) -> Array:
    """(F, D) a measure, of all people where it is one a person."""
    values = outcome.data[name]
    if "region" not in values.dims:
        return np.asarray(values.values, float)
    people = outcome.data["population"].values[:, None, :]
    return np.asarray((values.values * people).sum(axis=2))


def reason(bare: Outcome, more: Outcome, future: int, day: int) -> str:
    """What differs on the day on which a future is hurt most, the plainest first."""

    def value(outcome: Outcome, name: str, when: int = day) -> Array:
        return np.asarray(outcome.data[name].values[future, when], float)

    def rises(name: str, when: int = day) -> bool:
        return bool((value(more, name, when) > value(bare, name, when) + 1e-6).any())

    if any(rises("collapsed", max(day - ago, 0)) for ago in range(RETURN)):
        return "another collapse of the grid"
    if rises("lost"):
        return "order of repair: what is mended first differs"
    eve = max(day - 1, 0)
    if rises(HEATERS.field) or rises(HEATERS.field, eve):
        return "heaters ask for power that is short"
    if value(more, "gas_stock", eve) < value(bare, "gas_stock", eve) - 1e-3:
        return "less gas in store, burnt earlier"
    if value(more, "gas_stock", eve) > value(bare, "gas_stock", eve) + 1e-3:
        return "more gas in store, and less of it given a day"
    if rises(ASKED.field):
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
