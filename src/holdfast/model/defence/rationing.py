"""Which effects are spared by the program, and how many pieces it keeps on each day.

All that is read is at its middle value: of a future the program sees the stock and nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.defence.program import HORIZON, Law, thresholds
from holdfast.model.defence.reading import normalised, target_shares, unit_worth
from holdfast.model.defence.sums import sum_of
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

STEP = 0.05
"""Steps of the logarithm in which the program tells apart what a launch asks for."""


def ranks(scenario: Scenario) -> Array:
    """Order in which the classes of effects are served (E,), by what a leaker of each does."""
    classes = scenario.table("threat/classes")
    against = scenario.table("defence/effect").index("class", classes.text("id"))
    order = np.argsort(-classes.number("energy_share"), kind="stable")
    return np.argsort(order, kind="stable")[against].astype(float)


def programs(plans: Sequence[Scenario]) -> tuple[Array, Array]:
    """Effects that the program spares (E,), and the pieces that it keeps (plans, D, E).

    Plans differ by deliveries alone. Without any such effect one plan and day of noughts is given.
    """
    stocks, systems = plans[0].table("stocks"), plans[0].table("defence/systems")
    effect = plans[0].table("defence/effect")
    how = dict(zip(stocks.text("item"), stocks.text("rationing"), strict=True))
    fired = [systems.text("item")[row] for row in effect.index("system", systems.text("id"))]
    program = np.array([how.get(item, "") == "program" for item in fired], bool)
    if not program.any():
        return program, np.zeros((1, 1, len(effect)))
    return program, np.stack([_kept(plan, np.array(fired), program) for plan in plans])


def _kept(scenario: Scenario, fired: Array, program: Array) -> Array:
    """Pieces that the program keeps under one plan, (D, E)."""
    names = scenario.table("threat/classes").text("id")
    against = scenario.table("defence/effect").index("class", names)
    harm = scenario.table("threat/classes").number("energy_share")
    asked, spent = _asked(scenario, against)
    rounds = spent / np.where(asked > 0.0, asked, 1.0)
    asked = coarse(asked)
    spent = np.round(asked * rounds, 9)
    wave, laws = _wave(scenario), _laws(scenario)
    number = np.unique([id(law) for law in laws], return_inverse=True)[1]
    made = np.zeros(asked.shape)
    for item in dict.fromkeys(fired[program].tolist()):
        mine = np.flatnonzero(fired == item)
        kinds = np.unique(against[mine])
        kinds = kinds[np.argsort(-harm[kinds], kind="stable")]
        pieces = np.stack([asked[:, mine[against[mine] == k]].sum(axis=1) for k in kinds], axis=1)
        kills = np.stack([spent[:, mine[against[mine] == k]].sum(axis=1) for k in kinds], axis=1)
        inflow = _inflow(scenario, item)
        same = np.column_stack([number, inflow, pieces])
        begins = np.flatnonzero(np.append(True, (same[1:] != same[:-1]).any(axis=1)))
        for begin, end in itertools.pairwise([*begins.tolist(), len(made)]):
            used = np.flatnonzero(pieces[begin] > 0.0)
            if not used.size:
                continue
            worth = harm[kinds[used]] * kills[begin, used] / pieces[begin, used]
            levels = thresholds(
                wave,
                tuple(laws[begin][kind] for kind in kinds[used].tolist()),
                tuple(pieces[begin, used].tolist()),
                tuple(np.round(worth, 6).tolist()),
                float(inflow[begin]),
            )
            for kind, level in zip(kinds[used].tolist(), levels.tolist(), strict=True):
                made[begin:end, mine[against[mine] == kind]] = level
    return made


def coarse(pieces: Array) -> Array:
    """Numbers in steps of STEP: plans that ask for nearly the same share what was solved."""
    steps = np.rint(np.log(np.where(pieces > 0.0, pieces, 1.0)) / STEP)
    return np.where(pieces > 0.0, np.exp(STEP * steps), 0.0)


def _asked(scenario: Scenario, against: Array) -> tuple[Array, Array]:
    """Pieces that each effect spends on one launch of its class, and kills it makes, (D, E).

    Of the units that stood at the start and of those that should have come by then.
    """
    systems = scenario.table("defence/systems")
    names, days = systems.text("id"), scenario.settings.days
    system = scenario.table("defence/effect").index("system", names)
    units = np.repeat(systems.number("units")[None], days, axis=0)
    items, rows = scenario.table("items"), scenario.table("deliveries")
    kinds = tuple(zip(items.text("adds"), items.text("adds_to"), strict=True))
    amount = items.number("amount")
    given = rows.index("item", items.text("id")), rows.days("date"), rows.number("quantity")
    for item, due, quantity in zip(*(column.tolist() for column in given), strict=True):
        adds, to = kinds[item]
        if adds == "system":
            units[max(due, 0) :, names.index(to)] += quantity * amount[item]
    worth = units[:, system] * unit_worth(scenario, None)
    aims = target_shares(scenario)
    deployment = normalised(scenario.table("regions").number("defence_share"))
    strength = sum_of(worth, against, len(aims))
    chance = -(aims * np.expm1(-strength[:, :, None] * deployment)).sum(axis=2)
    per = chance / np.where(strength > 0.0, strength, 1.0)
    kills = worth * per[:, against]
    return kills * systems.number("rounds_per_target")[system], kills


def _wave(scenario: Scenario) -> float:
    """Chance of a wave on a day like any other."""
    again = 1.0 + scenario.known("threat.second_wave")
    return min(again / scenario.known("threat.gap_mean_days"), 1.0)


def _laws(scenario: Scenario) -> list[Law]:
    """What is launched of each class by day: sizes of the prior, no more than supply allows."""
    classes, rows = scenario.table("threat/classes"), scenario.table("threat/supply")
    names, wave = classes.text("id"), _wave(scenario)
    each = ("wave_probability", "wave_size", "wave_spread", "between_probability", "between_size")
    joins, size, spread, chance, mean = (classes.number(column) for column in each)
    asked = wave * joins * size * np.exp(spread**2 / 2.0) + (1.0 - wave) * chance * mean
    first, made = regimes(
        rows.days("from"), rows.index("class", names), rows.number("per_month")[None], len(names)
    )
    stock = classes.number("stock") / HORIZON
    laws: dict[bytes, Law] = {}
    found = []
    for today in range(scenario.settings.days):
        supply = current(first, made, today)[0] / DAYS_PER_MONTH + stock
        part = np.minimum(1.0, supply / np.where(asked > 0.0, asked, 1.0))
        key = part.tobytes()
        if key not in laws:
            columns = (joins, size * part, spread, chance, np.maximum(mean * part, 1.0))
            laws[key] = tuple(zip(*(column.tolist() for column in columns), strict=True))
        found.append(laws[key])
    return found


def _inflow(scenario: Scenario, item: str) -> Array:
    """Pieces of an item made or bought on each day, less other use, (D,)."""
    rows, stocks = scenario.table("production"), scenario.table("stocks")
    of_item = np.array([name == item for name in stocks.text("item")], bool)
    used = stocks.number("other_use_per_day")[of_item].sum()
    some = rows.where(np.array([name == item for name in rows.text("item")], bool))
    makers = tuple(dict.fromkeys(some.text("maker")))
    rate = np.maximum(some.number("per_month") - some.number("competing_per_month"), 0.0)
    place = np.array([makers.index(name) for name in some.text("maker")], np.int64)
    first, made = regimes(some.days("from"), place, rate[None], len(makers))
    held = np.searchsorted(first, np.arange(scenario.settings.days), side="right")
    monthly = np.append(0.0, made[0].sum(axis=1))
    return np.asarray(monthly[held] / DAYS_PER_MONTH - used)
