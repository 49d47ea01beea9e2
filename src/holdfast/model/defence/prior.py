"""The raids that a defender expects on each day: all at its middle value, dated rows by their date.

What threat/* says by the day is known on that day: regimes of waves, supply, orders and sanctions.
No recorded raid and no draw of a future is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.defence.program import HORIZON, Law, average
from holdfast.model.launches import quickened
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

BY_CLASS = ("wave_probability", "wave_size", "between_probability", "between_size")
"""What a row of threat/regimes may change of a class."""


def turns(scenario: Scenario) -> Array:
    """Days from 0 on, in order, from which other raids are expected than on the day before."""
    tables = (("threat/regimes", "from"), ("threat/supply", "from"))
    days = [scenario.table(table).days(column) for table, column in tables]
    days += [np.ceil(edge) for edge in (*_ordered(scenario)[1:3], _sanctioned(scenario)[1])]
    every = np.concatenate([np.zeros(1), *days])
    inside = every[(every >= 0) & (every < scenario.settings.days)]
    return np.unique(inside).astype(np.int64)


def expected(scenario: Scenario, today: int) -> tuple[float, Law]:
    """Chance of a wave on this day, and what each class launches: no more than supply allows."""
    gap, changed = _waves(scenario, today)
    joins, size, chance, mean = (changed[name] for name in BY_CLASS)
    classes = scenario.table("threat/classes")
    spread, times = classes.number("wave_spread"), classes.number("salvo_multiplier")
    supply = supplied(scenario, today)
    faster = _pace(scenario, supply)
    chance, mean = quickened(chance, mean, faster)
    beside, many = quickened(chance, mean, times)
    again = 1.0 + scenario.known("threat.second_wave")
    wave = min(again / gap, 1.0)
    asked = average_of(wave, (joins, size * faster, spread, beside, many, chance, mean))
    most = supply + classes.number("stock") / HORIZON
    part = np.minimum(1.0, most / np.where(asked > 0.0, asked, 1.0))
    chance, mean = quickened(chance, mean, part)
    beside, many = quickened(beside, many, part)
    columns = (joins, size * faster * part, spread, beside, many, chance, mean)
    return wave, tuple(zip(*(column.tolist() for column in columns), strict=True))


def average_of(wave: float, columns: tuple[Array, ...]) -> Array:
    """Mean launches a day of each class, (C,)."""
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return np.array([average(wave, row) for row in rows])


def supplied(scenario: Scenario, today: int) -> Array:
    """Added to the stock by class on this day, (C,) [1/day]: supply and orders, less sanctions."""
    names = scenario.table("threat/classes").text("id")
    rows = scenario.table("threat/supply")
    first, made = regimes(
        rows.days("from"), rows.index("class", names), rows.number("per_month")[None], len(names)
    )
    supply = current(first, made, today)[0] / DAYS_PER_MONTH
    label, begins, ends, rate = _ordered(scenario)
    runs = (begins <= today) & (today < ends)
    supply = supply + np.bincount(label[runs], rate[runs], len(names))
    label, begins, lost = _sanctioned(scenario)
    taken = np.zeros(len(names))
    for row in np.flatnonzero(begins <= today):
        taken[label[row]] = lost[row]
    return np.asarray(supply * (1.0 - taken))


def _ordered(scenario: Scenario) -> tuple[Array, Array, Array, Array]:
    """Of each order its class, the days from which it comes and ends, and its rate [1/day]."""
    rows = scenario.table("threat/orders")
    begins = rows.days("placed") + rows.number("lead_months") * DAYS_PER_MONTH
    months = rows.number("months")
    lasts = np.where(np.isnan(months), np.inf, months * DAYS_PER_MONTH)
    label = rows.index("class", scenario.table("threat/classes").text("id"))
    return label, begins, begins + lasts, rows.number("per_month") / DAYS_PER_MONTH


def _sanctioned(scenario: Scenario) -> tuple[Array, Array, Array]:
    """Of each sanction its class, the day from which it bites and the share lost; latest last."""
    rows = scenario.table("threat/sanctions")
    order = np.argsort(rows.days("from"), kind="stable")
    label = rows.index("class", scenario.table("threat/classes").text("id"))
    begins = rows.days("from") + rows.number("lag_months") * DAYS_PER_MONTH
    return label[order], begins[order], rows.number("share_lost")[order]


def _waves(scenario: Scenario, today: int) -> tuple[float, dict[str, Array]]:
    """Mean gap [days] and the columns BY_CLASS (C,) as rows of threat/regimes leave them."""
    classes, rows = scenario.table("threat/classes"), scenario.table("threat/regimes")
    label = rows.index("class", classes.text("id"))
    days = rows.days("from")
    begun = [row for row in np.argsort(days, kind="stable") if days[row] <= today]
    gap, changed = scenario.known("threat.gap_mean_days"), {}
    for row in begun:
        stated = rows.number("gap_mean_days")[row]
        gap = gap if np.isnan(stated) else float(stated)
    for column in BY_CLASS:
        changed[column] = classes.number(column).copy()
        for row in begun:
            stated = rows.number(column)[row]
            if not np.isnan(stated):
                changed[column][label[row]] = stated
    return gap, changed


def _pace(scenario: Scenario, supply: Array) -> Array:
    """Factor of what is launched (C,): supply over that of the first day, to the power `pace`."""
    rows, classes = scenario.table("threat/supply"), scenario.table("threat/classes")
    label = rows.index("class", classes.text("id"))
    stated = regimes(rows.days("from"), label, rows.number("per_month")[None], len(supply))
    reference = current(*stated, 0)[0] / DAYS_PER_MONTH
    there = reference > 0.0
    ratio = np.where(there, supply / np.where(there, reference, 1.0), 1.0)
    return np.asarray(ratio ** classes.number("pace"))
