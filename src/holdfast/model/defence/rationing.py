"""Which effects are rationed by the program, how many pieces it keeps, and from what stock on.

All that is read is at its middle value: of a future the program sees the stock and nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.model.defence import prior, spared
from holdfast.model.defence.program import Law, thresholds
from holdfast.model.defence.reading import normalised, unit_worth
from holdfast.model.regimes import DAYS_PER_MONTH, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

STEP = 0.05
"""Steps of the logarithm in which the program tells apart what a launch asks for and is worth."""


class Known(NamedTuple):
    """What all plans know alike on a day."""

    wave: float
    law: Law
    """Of `prior.expected`."""
    comes: Array
    harms: Array
    """Of `spared.flying` and `spared.harm`."""


class Effects(NamedTuple):
    """Rows of defence/effect, (E,) each, and what each region has of the nation's cover, (R,)."""

    system: Array
    against: Array
    fired: Array
    """Names of the items that they fire, "" for none."""
    rounds: Array
    deploy: Array


def ranks(scenario: Scenario) -> Array:
    """Order in which the classes of one item are served (E,): by what a piece spares, most first.

    As of the first day on which anything is aimed at, with the cover of the start and one unit of
    each type of the item of which none is there: no later day and no plan changes it.
    """
    effects = _effects(scenario)
    units = scenario.table("defence/systems").number("units")
    each = unit_worth(scenario, None)[0]
    every = (_known(scenario, today) for today in _turns(scenario).tolist())
    known = next((now for now in every if now.harms.any()), None)
    made = np.zeros(len(effects.system))
    if known is None:
        return made
    for item in dict.fromkeys(effects.fired.tolist()):
        mine = effects.fired == item
        there = units.copy()
        there[effects.system[mine]] = np.maximum(there[effects.system[mine]], 1.0)
        worth = (there[effects.system] * each)[None]
        _, value = _per_piece(effects, worth, mine, [known])
        order = np.argsort(-value[0], kind="stable")
        made[mine] = np.argsort(order, kind="stable")[effects.against[mine]]
    return made


def programs(plans: Sequence[Scenario]) -> tuple[Array, Array]:
    """Effects that the program rations (E,), and what it keeps of which stock (2, plans, D, E).

    First the pieces that are kept, then the stock under which none is. Plans differ by deliveries
    alone. Without any such effect one plan and day of noughts is given.
    """
    stocks = plans[0].table("stocks")
    how = dict(zip(stocks.text("item"), stocks.text("rationing"), strict=True))
    effects = _effects(plans[0])
    program = np.array([how.get(item, "") == "program" for item in effects.fired.tolist()], bool)
    if not program.any():
        return program, np.zeros((2, 1, 1, len(program)))
    days = _turns(plans[0])
    known = [_known(plans[0], today) for today in days.tolist()]
    items = dict.fromkeys(effects.fired[program].tolist())
    flow = {item: _flow(plans[0], item) for item in items}
    each = unit_worth(plans[0], None)[0]
    return program, np.stack(
        [
            _kept(effects, _units(plan)[:, effects.system] * each, days, known, flow)
            for plan in plans
        ],
        axis=1,
    )


def same_program(one: Scenario, other: Scenario, day: int) -> bool:
    """Whether the program keeps the same from a day on, for two plans that differ by deliveries."""
    if "program" not in one.table("stocks").text("rationing"):
        return True
    return np.array_equal(_units(one)[day:], _units(other)[day:])


def _kept(
    effects: Effects, worth: Array, days: Array, known: Sequence[Known], flow: dict[str, Array]
) -> Array:
    """What is kept, of which stock (2, D, E), under the cover `worth` (D, E) of one plan."""
    changes = np.flatnonzero((worth[1:] != worth[:-1]).any(axis=1)) + 1
    made = np.zeros((2, *worth.shape))
    for item, night in flow.items():
        mine = effects.fired == item
        moves = np.flatnonzero((night[:, 1:] != night[:, :-1]).any(axis=0)) + 1
        edges = np.unique(np.concatenate([days, changes, moves]))
        by_span = [known[at] for at in np.searchsorted(days, edges, side="right") - 1]
        asked, value = _per_piece(effects, worth[edges], mine, by_span)
        spans = itertools.pairwise([*edges.tolist(), len(worth)])
        for at, (begin, end) in enumerate(spans):
            levels = _levels(by_span[at], asked[at], value[at], night[:, begin])
            made[:, begin:end, mine] = levels[:, None, effects.against[mine]]
    return made


def _levels(now: Known, asked: Array, value: Array, night: Array) -> Array:
    """What each class leaves, of which stock (2, C), by what a launch asks for and a piece spares.

    asked, value (C,); night (2,): pieces used otherwise and made.
    """
    made = np.zeros((2, len(asked)))
    used = np.flatnonzero(asked > 0.0)
    most = value[used].max(initial=0.0)
    if len(used) < 2 or most <= 0.0:
        return made
    worth = coarse(value[used] / most)
    order = np.argsort(-worth, kind="stable")
    pieces = coarse(asked[used[order]])
    law = tuple(now.law[place] for place in used[order].tolist())
    made[:, used[order]] = thresholds(
        now.wave, law, tuple(pieces.tolist()), tuple(worth[order].tolist()), *night.tolist()
    )
    return made


def coarse(values: Array) -> Array:
    """Numbers in steps of STEP: plans that ask for nearly the same share what was solved."""
    steps = np.rint(np.log(np.where(values > 0.0, values, 1.0)) / STEP)
    return np.where(values > 0.0, np.exp(STEP * steps), 0.0)


def _per_piece(
    effects: Effects, worth: Array, mine: Array, known: Sequence[Known]
) -> tuple[Array, Array]:
    """Pieces of an item that a launch asks for, and what one spares, (N, C), by worth (N, E)."""
    against, rounds = effects.against, effects.rounds
    comes, harms = np.stack([now.comes for now in known]), np.stack([now.harms for now in known])
    place = comes, harms, effects.deploy
    return spared.per_piece(worth, worth * mine, against, rounds, place)


def _effects(scenario: Scenario) -> Effects:
    systems, effect = scenario.table("defence/systems"), scenario.table("defence/effect")
    system = effect.index("system", systems.text("id"))
    return Effects(
        system=system,
        against=effect.index("class", scenario.table("threat/classes").text("id")),
        fired=np.array(systems.text("item"), object)[system],
        rounds=systems.number("rounds_per_target")[system],
        deploy=normalised(scenario.table("regions").number("defence_share")),
    )


def _turns(scenario: Scenario) -> Array:
    """Days, from 0 on, from which all plans know something else than on the day before."""
    days = np.concatenate([prior.turns(scenario), spared.turns(scenario)])
    return np.unique(days[(days >= 0) & (days < scenario.settings.days)])


def _known(scenario: Scenario, today: int) -> Known:
    """What is known on a day."""
    return Known(
        *prior.expected(scenario, today),
        spared.flying(scenario, today),
        spared.harm(scenario, today),
    )


def _units(scenario: Scenario) -> Array:
    """Units of the start and those that should have come by each day, (D, U)."""
    systems = scenario.table("defence/systems")
    names, days = systems.text("id"), scenario.settings.days
    units = np.repeat(systems.number("units")[None], days, axis=0)
    items, rows = scenario.table("items"), scenario.table("deliveries")
    kinds = tuple(zip(items.text("adds"), items.text("adds_to"), strict=True))
    amount = items.number("amount")
    given = rows.index("item", items.text("id")), rows.days("date"), rows.number("quantity")
    for item, due, quantity in zip(*(column.tolist() for column in given), strict=True):
        adds, to = kinds[item]
        if adds == "system":
            units[max(due, 0) :, names.index(to)] += quantity * amount[item]
    return units


def _flow(scenario: Scenario, item: str) -> Array:
    """Pieces of an item that other use takes on each day, and that are made or bought, (2, D)."""
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
    made = monthly[held] / DAYS_PER_MONTH
    return np.stack([np.full(len(made), used), made])
