"""How many of one item, ordered by when, and what else would the money buy?

Numbers of pieces on a ladder are bought on the first day, each rung on the same futures, so that
what a step up adds is known better than what either rung saves. The least number that saves nearly
as much as the greatest is ordered later and later, and put beside other items for the same money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign.pool import Crew
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Difference, difference
from holdfast.power.progress import Progress
from holdfast.questions import options as optional
from holdfast.questions import plenty as spared
from holdfast.questions.enough import latest, least, saves
from holdfast.questions.for_money import bought, known, most, others, same_money
from holdfast.questions.judging import ALONE, FEWEST, by_rival, told
from holdfast.questions.options import Option, with_options
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.value import contents
from holdfast.scenario import Scenario

RUNGS, LOOKS, FUTURES = 7, 5, 200
SAVED = ("saved", "standard_error", "low", "high", "n", "n_eff", "verdict", "changed", *ALONE)
APART = ("apart", "apart_error", "apart_verdict", "apart_changed")
BEHIND = ("behind", "behind_error", "behind_verdict", "behind_changed")
NUMBERS = (
    "quantity",
    "contents",
    "cost",
    "arrives",
    "complete",
    "per_million",
    *SAVED,
    *APART,
    *BEHIND,
)
DATES = ("ordered", "arrives", *SAVED, *APART)
BESIDE = ("item", "contents", "arrives", "cost", *SAVED, *APART)


@dataclass(frozen=True, slots=True)
class HowMany:
    """What numbers of an item save, what waiting costs, and what else the money would buy.

    What is saved is in million person-hours, also under each of the rival models of air defence
    alone, with its error and verdict. `apart` is what a row saves more than another."""

    item: str
    numbers: pd.DataFrame
    """A row a number of pieces, columns NUMBERS, ordered on the first day; `apart` from the row
    before, of the first from none, `behind` of the row that saves most from this one. `complete` is
    the day on which the last of them comes, `contents` what is bought with all that it fires."""
    enough: int | None
    """`number` where that is told to save; else None."""
    number: int
    """The number of pieces that is ordered later and put beside others: the least that saves nearly
    as much as the greatest (`enough.least`)."""
    dates: pd.DataFrame
    """A row a day of order of that number, columns DATES; `apart` from the first day: below nought
    where waiting costs."""
    by: date | None
    """The last day looked at until which next to nothing is lost (`enough.latest`): the first of
    all where the next loses more; None where the number is not told to save."""
    beside: pd.DataFrame
    """A row another item for no more money, columns BESIDE, the best first; `apart` from that
    number of the item: above nought where the other saves more. The best is judged on the futures
    that chose it."""
    dear: Mapping[str, float | None]
    """Items of which that money buys not one, with what one costs with what it fires [million];
    None of those of which none would come before the last day."""
    made: int | None
    """The most that its makers finish before the last day, where that is under what the money
    buys; else None."""
    futures: int
    scenario: Scenario
    seed: int
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument."""
    plenty: tuple[str, ...] = ()
    """Spare parts among what was looked at of which none lacks in any future of the plan."""

    @property
    def ceiling(self) -> bool:
        """Whether the number is the most that can be had for the budget."""
        return self.number == int(self.numbers["quantity"].max())

    def refuse_public(self, public: bool) -> None:
        """Raise Refused for a public page of military help: its numbers are all that it says."""
        refuse_public(self.scenario, self.item, public)


def refuse_public(scenario: Scenario, item: str, public: bool) -> None:
    """The same before anything is simulated."""
    table = scenario.table("items")
    kind = dict(zip(table.text("id"), table.text("kind"), strict=True))
    if public and kind.get(item) == "military":
        raise Refused(
            f"numbers and days of military help are not public: leave out --public, or ask for "
            f"other help than {item}"
        )


def how_many(
    scenario: Scenario,
    item: str,
    budget: float,
    beside: Sequence[str] | None = None,
    futures: int = FUTURES,
    looks: int = LOOKS,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> HowMany:
    """How many pieces of an item for at most `budget` million, ordered by when.

    They are bought and come with what they fire, after their lead time and as they are made.
    `looks` days of order are looked at, from the first reported day, or that of knowledge, to the
    last on which something still comes. Beside it stand the items named, or the catalogue's
    systems (of a system: the spare parts and what it fires). Raises Refused for an item that is not
    known, costs nothing or cannot come, for a budget that buys none, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < FEWEST or looks < 2:
        raise Refused(f"ask for {FEWEST} futures and two days of order or more: fewer tell nothing")
    known(scenario, [item, *(beside or ())])
    first, room = optional.room(scenario, item)
    top, made = most(scenario, item, budget, first)
    rungs = ladder(top)
    days = _spread(first, room, looks)
    rivals = others(scenario, item) if beside is None else [one for one in beside if one != item]
    expected = futures * (len(rungs) + looks + len(rivals))
    spare = spared.parts(scenario, [item, *rivals])
    keep = spared.NEEDS if spare else ()
    with _Tries(scenario, np.arange(futures), chance, hands, progress, expected, keep) as tries:
        numbers, enough, number = _numbers(tries, item, rungs, first)
        dates, by = _dates(tries, item, number, days)
        cost = float(numbers.loc[numbers["quantity"] == number, "cost"].iloc[0])
        options, dear = same_money(scenario, rivals, cost, first)
        rivals_saved = _beside(tries, options, bought(scenario, item, number, first))
        enough_parts = spared.plenty(scenario, spare, tries.plans) if spare else ()
    named = None if beside is None else tuple(beside)
    return HowMany(
        item=item,
        numbers=numbers,
        enough=enough,
        number=number,
        dates=dates,
        by=by,
        beside=rivals_saved,
        dear=dear,
        made=made,
        futures=futures,
        scenario=scenario,
        seed=chance,
        asked={"item": item, "budget": budget, "beside": named, "looks": looks},
        plenty=enough_parts,
    )


def _numbers(
    tries: _Tries, item: str, rungs: Sequence[int], first: date
) -> tuple[pd.DataFrame, int | None, int]:
    """Numbers of pieces bought on a day; the number that is told to save, and the one to go on
    with: see `HowMany`."""
    options = [bought(tries.scenario, item, count, first) for count in rungs]
    values = tries.saved(options)
    best = values[int(values.mean(axis=1).argmax())]
    rows = [
        (
            count, contents(tries.scenario, one), one.total, *_span(one),
            float(row.mean()) / one.total, *tries.told(row),
            *_apart(_step(values, place, tries.pair)),
            *_apart(difference(row, best, tries.pair, "more")),
        )
        for place, (count, one, row) in enumerate(zip(rungs, options, values, strict=True))
    ]  # fmt: skip
    place = least(values, tries.pair)
    number = rungs[place]
    return _frame(NUMBERS, rows), number if saves(values[place], tries.pair) else None, number


def _dates(
    tries: _Tries, item: str, number: int, days: Sequence[date]
) -> tuple[pd.DataFrame, date | None]:
    """The number ordered on days, the first of them first, and when it has to be ordered by."""
    late = [bought(tries.scenario, item, number, day) for day in days]
    values = tries.saved(late)
    lost = [difference(values[0], row, tries.pair, "more") for row in values]
    rows = [
        (day, _span(one)[0], *tries.told(row), *_apart(less))
        for day, one, row, less in zip(days, late, values, lost, strict=True)
    ]
    return _frame(DATES, rows), latest(days, values, tries.pair)


def _beside(tries: _Tries, others: Sequence[Option], chosen: Option) -> pd.DataFrame:
    """Other options beside the one that was chosen, the best first."""
    mine, values = tries.saved([chosen])[0], tries.saved(others)
    over = [difference(mine, row, tries.pair, "more") for row in values]
    order = sorted(range(len(others)), key=lambda k: (-values[k].mean(), others[k].name))
    rows = [
        (
            others[k].name, contents(tries.scenario, others[k]), _span(others[k])[0],
            others[k].total, *tries.told(values[k]), *_apart(over[k]),
        )
        for k in order
    ]  # fmt: skip
    return _frame(BESIDE, rows)


def ladder(most: int, rungs: int = RUNGS) -> list[int]:
    """Numbers of pieces from one to the most, each about so many times the one before."""
    return sorted({round(each) for each in np.geomspace(1, most, rungs).tolist()})


class _Tries:
    """Options that are added to the plan alone, each once, on the same futures."""

    def __init__(
        self,
        scenario: Scenario,
        futures: Array,
        seed: int,
        workers: Crew,
        progress: Progress | None,
        expected: int,
        keep: tuple[str, ...],
    ) -> None:
        self.futures, self.pair = futures, pairs(futures)
        self.scenario = scenario
        self._options: list[Option] = []
        self._trials = Trials(scenario, self._plan, seed, workers, progress, expected, keep)

    def __enter__(self) -> _Tries:
        return self

    def __exit__(self, *raised: object) -> None:
        self._trials.__exit__(*raised)

    def _plan(self, change: frozenset[int]) -> Scenario:
        """The plan with the option of that number."""
        return with_options(self.scenario, [self._options[place] for place in change])

    def saved(self, options: Sequence[Option]) -> Array:
        """(O, F) million person-hours that each saves."""
        self._options += [one for one in options if one not in self._options]
        changes = [frozenset({self._options.index(one)}) for one in options]
        if not changes:
            return np.zeros((0, len(self.futures)))
        return self._trials.saved(changes, self.futures)

    @property
    def plans(self) -> list[Outcome]:
        """The plan itself on all futures."""
        return self._trials.plans

    def told(self, values: Array) -> tuple[object, ...]:
        """What (F,) savings come to, columns SAVED."""
        return *told(values, self.pair), *by_rival(values, self.futures, self._trials)


def _spread(first: date, room: int, looks: int) -> list[date]:
    """Days of order from the first on, so that after the last of them something still comes."""
    steps = np.linspace(0, room, looks + 1)[:-1]
    return [first + timedelta(days=day) for day in sorted({int(step) for step in steps})]


def _step(values: Array, place: int, pair: Array) -> Difference:
    """What one rung saves more than the one before, the first more than nothing."""
    before = values[place - 1] if place else np.zeros(values.shape[1])
    return difference(before, values[place], pair, "more")


def _span(option: Option) -> tuple[date, date]:
    """The first and the last day on which pieces of what it is about come."""
    item = option.rows[0]["item"]
    days = [date.fromisoformat(row["date"]) for row in option.rows if row["item"] == item]
    return min(days), max(days)


def _apart(made: Difference) -> tuple[object, ...]:
    one = made.estimate
    return one.mean, one.standard_error, made.verdict, made.changed


def _frame(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))
