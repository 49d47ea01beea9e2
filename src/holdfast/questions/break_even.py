"""Up to which date is the later, larger gift worth as much as the earlier, smaller one?

Side A comes when it is said to. All of side B is moved together, so that its first delivery arrives
on one day after another, in the same futures; the days between its deliveries stay as they are.
What is told is everywhere what B saves more than A, above nought where B is the better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import TOLD, TRUSTED
from holdfast.power.progress import Progress
from holdfast.questions.cost import Cost, cost
from holdfast.questions.deliveries import changes, with_deliveries
from holdfast.questions.flips import Flips, flips
from holdfast.questions.inputs import drawn
from holdfast.questions.judging import ALONE, by_rival, spans_of
from holdfast.questions.parts import parts_of
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.crossing import Crossing, Kind, Look, crossing
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

COLUMNS = (
    "date", "b_saves_more", "standard_error", "low", "high", "n", "n_eff", "verdict", "changed",
    *ALONE,
)  # fmt: skip
LOOKS = 9
EARLIER = -1
"""The change that stands for side A; others are days on which side B arrives."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where what side B saves meets what side A saves, as B comes later."""

    kind: Kind
    """one; open: told apart on one side only, and the other side never better; several; none: one
    side is better in the mean on every day that was looked at; not told apart on any day."""
    day: date | None
    """First day of arrival on which B saves no more than A (or no less, if B gains with delay);
    None unless one, or open and the mean turns once."""
    first: date | None
    """Last day before it on which the sides are told apart; None if there is none."""
    last: date | None
    """First day after it on which they are told apart the other way; None if there is none."""
    later_first: bool | None
    """Whether B is the better up to that day; of none, and of open without a day, whether B is the
    better where they are told apart; None if that is nowhere."""
    several: tuple[tuple[date, date], ...]
    """Days between which the better side changes, if it does more than once."""
    points: pd.DataFrame
    """A row a day that was looked at, columns COLUMNS: what B saves more than A [million
    person-hours], above nought where B is the better; under each of the rival models of air
    defence alone too. Told apart beyond three standard errors, as everywhere."""
    futures: int

    @property
    def told(self) -> pd.DataFrame:
        """The points on which the sides are told apart."""
        return self.points[self.points["verdict"] == TOLD]


@dataclass(frozen=True, slots=True)
class BreakEven(Meeting):
    """The meeting in all futures, and what it hangs on."""

    scenario: Scenario
    seed: int
    given: tuple[date, date]
    """The days of the first delivery of A and of B, as they were asked for."""
    costs: tuple[Cost, Cost]
    """What A adds, and what B adds."""
    rivals: Mapping[str, Meeting] = field(default_factory=dict)
    """The meeting in the futures of each of the rival models of air defence alone."""
    flips: Flips | None = None
    """What flips the difference on the day of B as it was asked for; None if that day is none of
    those that can be looked at."""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The deliveries of both sides as they were written, by `a` and `b`."""

    @property
    def as_asked(self) -> Mapping[str, object] | None:
        """The point of the day of B as it was asked for; None if it was not looked at."""
        found = self.points[self.points["date"] == self.given[1]].to_dict("records")
        return {str(name): value for name, value in found[0].items()} if found else None


def break_even(
    scenario: Scenario,
    a: Sequence[str],
    b: Sequence[str],
    futures: int = 200,
    looks: int = LOOKS,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> BreakEven:
    """The date up to which deliveries `b` may come and still save as much as deliveries `a`.

    Both are written as for `whatif`. B is looked at on `looks` days of the reported time that are
    not past on the day of knowledge, on the day that was asked for, and between those where the
    better side changes. Raises QuestionError for deliveries that cannot be read, Refused for a side
    without any or where no day is left to come, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < 20 or looks < 2:
        raise Refused("a break-even needs 20 futures and two dates to look at, or more")
    earlier, later = with_deliveries(scenario, a, "a"), with_deliveries(scenario, b, "b")
    both = changes(scenario, earlier)[0], changes(scenario, later)[0]
    if not all(both):
        raise Refused("a break-even needs deliveries on both sides: name them by a and b")
    given = _first(both[0]), _first(both[1])
    window = _window(scenario)

    def plan_of(change: frozenset[int]) -> Scenario:
        if not change:
            return scenario
        (day,) = change
        return earlier if day == EARLIER else _moved(scenario, both[1], day, given[1])

    # the rival models each look at some days of their own, in half of the futures
    expected = futures * (looks + 14)
    with Trials(scenario, plan_of, chance, hands, progress, expected) as trials:
        whole, rivals, flipped = _met(trials, np.arange(futures), window, looks, given[1])
    return BreakEven(
        **{name: getattr(whole, name) for name in Meeting.__slots__},
        scenario=scenario,
        seed=chance,
        given=given,
        costs=(cost(scenario, both[0]), cost(scenario, both[1])),
        rivals=rivals,
        flips=flipped,
        asked={"a": tuple(a), "b": tuple(b)},
    )


def _met(
    trials: Trials, numbers: Array, window: tuple[int, int], looks: int, asked: date
) -> tuple[Meeting, dict[str, Meeting], Flips | None]:
    """The meeting in all futures, under each rival model, and what flips it as it was asked for."""
    scenario, at = trials.scenario, trials.scenario.day(asked)

    def saved(day: int, among: Array) -> Array:
        return np.asarray(trials.saved([frozenset({day})], among)[0])

    def met(among: Array) -> Meeting:
        made = crossing(saved, saved(EARLIER, among), among, window, looks, [at])
        return _told(made, among, saved, trials)

    whole = met(numbers)
    model = np.array([trials.rival[one] for one in numbers.tolist()])
    some = {name: numbers[model == name] for name in RIVALS}
    rivals = {name: met(among) for name, among in some.items() if len(among) >= TRUSTED}
    if not window[0] <= at <= window[1]:
        return whole, rivals, None
    apart = saved(at, numbers) - saved(EARLIER, numbers)
    return whole, rivals, _flips(apart, model, numbers, scenario, trials.seed)


def _first(rows: Sequence[Mapping[str, str]]) -> date:
    return min(date.fromisoformat(row["date"]) for row in rows)


def _window(scenario: Scenario) -> tuple[int, int]:
    """The days on which B may arrive: reported, and not before the day of knowledge."""
    span = spans_of(scenario)[-1]
    begin = max(span.first, scenario.as_of or span.first)
    if span.last <= begin:
        raise Refused(f"a break-even needs two days to come: {begin} leaves none to {span.last}")
    return scenario.day(begin), scenario.day(span.last)


def refuse_public(scenario: Scenario, asked: Sequence[str]) -> None:
    """Raise Refused if military help is among deliveries: its date is all that the answer says."""
    items = scenario.table("items")
    kinds = dict(zip(items.text("id"), items.text("kind"), strict=True))
    added, _ = changes(scenario, with_deliveries(scenario, asked, "b"))
    if not asked or any(kinds[row["item"]] == "military" for row in added):
        raise Refused(
            "a break-even date of military help is not public: leave out --public, or compare "
            "other help"
        )


def _moved(scenario: Scenario, rows: Sequence[dict[str, str]], day: int, first: date) -> Scenario:
    """The plan with these deliveries, the first of them on a day; past the last day none comes."""
    kept = []
    for row in rows:
        later = date.fromisoformat(row["date"]) - first
        when = scenario.date(day) + later
        if when <= scenario.settings.last:
            kept.append({**row, "date": when.isoformat()})
    return scenario.add_rows("deliveries", kept) if kept else scenario


def _flips(apart: Array, model: Array, numbers: Array, scenario: Scenario, seed: int) -> Flips:
    """What flips a difference, (F,): inputs in an outer third, or a rival model."""
    every = drawn(scenario, scenario.luck(seed, numbers))
    moved = [each for each in every if np.unique(each.values).size > 1]
    pair = pairs(numbers)
    return flips(apart, pair, parts_of(moved, model, pair, scenario))


def _told(
    made: Crossing, numbers: Array, saved: Callable[[int, Array], Array], trials: Trials
) -> Meeting:
    scenario = trials.scenario

    def when(number: int | None) -> date | None:
        return None if number is None else scenario.date(number)

    def row(day: int, look: Look) -> tuple[object, ...]:
        one = look.estimate
        apart = saved(day, numbers) - saved(EARLIER, numbers)
        return (
            scenario.date(day), one.mean, one.standard_error, one.low, one.high, one.n, one.n_eff,
            look.verdict, look.changed, *by_rival(apart, numbers, trials),
        )  # fmt: skip

    points = [row(day, look) for day, look in made.points]
    return Meeting(
        kind=made.kind,
        day=when(made.day),
        first=when(made.first),
        last=when(made.last),
        later_first=made.later_first,
        several=tuple((scenario.date(a), scenario.date(b)) for a, b in made.several),
        points=pd.DataFrame(points, columns=list(COLUMNS)),
        futures=len(numbers),
    )
