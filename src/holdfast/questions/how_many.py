"""How many of one item, ordered by when, and what else would the money buy?

Numbers of pieces on a ladder are bought on the first day, each rung on the same futures, so that
what a step up adds is known better than what either rung saves. The number from which nothing more
is told is then ordered later and later, and put beside other items for the same money.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign.pool import Crew
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import TOLD, Difference, difference
from holdfast.power.progress import Progress
from holdfast.questions import options as optional
from holdfast.questions import plenty as spared
from holdfast.questions.judging import ALONE, FEWEST, by_rival, told
from holdfast.questions.options import Option, with_options
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.memo import pairs
from holdfast.questions.sold import FIRED, PART, SYSTEM, catalogue, used
from holdfast.questions.trials import Trials
from holdfast.questions.value import contents
from holdfast.scenario import Scenario

RUNGS, LOOKS, FUTURES = 7, 5, 200
SAVED = ("saved", "standard_error", "low", "high", "n", "n_eff", "verdict", "changed", *ALONE)
APART = ("apart", "apart_error", "apart_verdict", "apart_changed")
NUMBERS = ("quantity", "cost", "arrives", "complete", *SAVED, *APART)
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
    before, of the first from none. `complete` is the day on which the last of them comes."""
    enough: int | None
    """The largest number whose step up from the one before is told to save more; None if none."""
    number: int
    """The number of pieces that is ordered later and put beside others: `enough`, or else
    the smallest that saves most in the mean."""
    dates: pd.DataFrame
    """A row a day of order of that number, columns DATES; `apart` from the first day: below nought
    where waiting costs."""
    by: date | None
    """The last day looked at before waiting is told to cost; None if that is told nowhere."""
    beside: pd.DataFrame
    """A row another item for no more money, columns BESIDE, the best first; `apart` from that
    number of the item: above nought where the other saves more."""
    dear: tuple[str, ...]
    """Items of which that money buys not one with what it fires, or none that would come."""
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

    def refuse_public(self, public: bool) -> None:
        """Raise Refused for a public page of military help: its numbers are all that it says."""
        table = self.scenario.table("items")
        kind = dict(zip(table.text("id"), table.text("kind"), strict=True))[self.item]
        if public and kind == "military":
            raise Refused(
                f"numbers and days of military help are not public: leave out --public, or ask for "
                f"other help than {self.item}"
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
        raise Refused(f"{FEWEST} futures and two days of order, or more, tell something")
    _known(scenario, [item, *(beside or ())])
    first, wait = optional.first_order(scenario), optional.lead(scenario, item)
    room = (scenario.settings.last - first).days - wait
    if room < 0:
        raise Refused(f"{item} ordered on {first} comes after the last day: it takes {wait} days")
    most, made = _most(scenario, item, budget, first)
    rungs = ladder(most)
    days = _spread(first, room, looks)
    others = _others(scenario, item) if beside is None else [one for one in beside if one != item]
    expected = futures * (len(rungs) + looks + len(others))
    spare = spared.parts(scenario, [item, *others])
    keep = spared.NEEDS if spare else ()
    with _Tries(scenario, np.arange(futures), chance, hands, progress, expected, keep) as tries:
        numbers, enough, number = _numbers(tries, item, rungs, first)
        dates, by = _dates(tries, item, number, days)
        cost = float(numbers.loc[numbers["quantity"] == number, "cost"].iloc[0])
        least, dear = _same_money(scenario, others, cost, first)
        others_saved = _beside(tries, least, _bought(scenario, item, number, first))
        enough_parts = spared.plenty(scenario, spare, tries.plans) if spare else ()
    named = None if beside is None else tuple(beside)
    return HowMany(
        item=item,
        numbers=numbers,
        enough=enough,
        number=number,
        dates=dates,
        by=by,
        beside=others_saved,
        dear=tuple(dear),
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
    """Numbers of pieces bought on a day; the largest whose step is told, and the one to go on with:
    that, or else the smallest that saves most in the mean."""
    options = [_bought(tries.scenario, item, count, first) for count in rungs]
    values = tries.saved(options)
    steps = [_step(values, place) for place in range(len(rungs))]
    rows = [
        (count, one.total, *_span(one), *tries.told(row), *_apart(step))
        for count, one, row, step in zip(rungs, options, values, steps, strict=True)
    ]
    told = [count for count, step in zip(rungs, steps, strict=True) if _more(step)]
    most = rungs[int(values.mean(axis=1).argmax())]
    return _frame(NUMBERS, rows), told[-1] if told else None, told[-1] if told else most


def _dates(
    tries: _Tries, item: str, number: int, days: Sequence[date]
) -> tuple[pd.DataFrame, date | None]:
    """The number ordered on days, the first of them first, and when it has to be ordered by."""
    late = [_bought(tries.scenario, item, number, day) for day in days]
    values = tries.saved(late)
    lost = [difference(values[0], row, tries.pair, "more") for row in values]
    rows = [
        (day, _span(one)[0], *tries.told(row), *_apart(less))
        for day, one, row, less in zip(days, late, values, lost, strict=True)
    ]
    return _frame(DATES, rows), _by(days, lost)


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


def _known(scenario: Scenario, items: Sequence[str]) -> None:
    """Raise Refused for items that the catalogue does not sell, all at once."""
    sold = catalogue(scenario)
    wrong = []
    for item in dict.fromkeys(items):
        if item not in sold:
            wrong.append(f"there is no item {item!r}; items.csv has {', '.join(sorted(sold))}")
        elif not sold[item].price > 0:
            wrong.append(f"{item} has no price in items.csv, so it cannot be bought")
        elif sold[item].adds in optional.USELESS:
            wrong.append(f"{item} adds nothing that is modelled")
    if wrong:
        raise Refused("; ".join(wrong))


def _bought(scenario: Scenario, item: str, count: float, day: date) -> Option:
    """What is known to come before the last day."""
    option = optional.bought(scenario, item, count, day)
    assert option is not None
    return option


def _most(scenario: Scenario, item: str, budget: float, day: date) -> tuple[int, int | None]:
    """The most pieces for a budget that come before the last day; and that, if it is the limit."""
    found = _affordable(scenario, item, budget, day)
    if found is None:
        raise Refused(f"{budget:g} million buy no {item} with what it fires, or none in time")
    count, option = found
    pieces = sum(float(row["quantity"]) for row in option.rows if row["item"] == item)
    made = math.floor(pieces * (1 + 1e-9))
    return (made, made) if made < count else (count, None)


def _affordable(
    scenario: Scenario, item: str, budget: float, day: date
) -> tuple[int, Option] | None:
    """The largest number of pieces whose cost is within a budget, as an option; None for none."""
    if not (math.isfinite(budget) and budget > 0):
        raise Refused(f"a budget of {budget:g} million buys nothing: name one above 0")
    most = budget * (1 + 1e-9)
    numbers = range(1, math.floor(most / catalogue(scenario)[item].price) + 1)

    def cost(count: int) -> float:
        made = optional.bought(scenario, item, count, day)
        return made.total if made else math.inf

    count = bisect_right(numbers, most, key=cost)
    return (count, _bought(scenario, item, count, day)) if count else None


def _same_money(
    scenario: Scenario, items: Sequence[str], budget: float, day: date
) -> tuple[list[Option], list[str]]:
    """As many of each item as cost no more; and the items of which there are none."""
    found, dear = [], []
    for item in items:
        made = _affordable(scenario, item, budget, day)
        if made is None:
            dear.append(item)
        else:
            found.append(made[1])
    return found, dear


def _others(scenario: Scenario, item: str) -> list[str]:
    """Systems of the catalogue; of a system its spare parts and what it fires."""
    sold = catalogue(scenario)
    if sold[item].adds == SYSTEM:
        named = [name for use in (FIRED, PART) for name in used(scenario, sold[item].to, use)]
    else:
        named = [name for name, one in sold.items() if one.adds == SYSTEM]
    return [name for name in dict.fromkeys(named) if name != item and sold[name].price > 0]


def _spread(first: date, room: int, looks: int) -> list[date]:
    """Days of order from the first on, so that after the last of them something still comes."""
    steps = np.linspace(0, room, looks + 1)[:-1]
    return [first + timedelta(days=day) for day in sorted({int(step) for step in steps})]


def _step(values: Array, place: int) -> Difference:
    """What one rung saves more than the one before, the first more than nothing."""
    before = values[place - 1] if place else np.zeros(values.shape[1])
    return difference(before, values[place], pairs(np.arange(values.shape[1])), "more")


def _more(step: Difference) -> bool:
    return step.verdict == TOLD and step.estimate.mean > 0


def _by(days: Sequence[date], lost: Sequence[Difference]) -> date | None:
    """The last day before the first on which waiting is told to cost; None if it never is."""
    for place, less in enumerate(lost):
        if less.verdict == TOLD and less.estimate.mean < 0:
            return days[place - 1]
    return None


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
