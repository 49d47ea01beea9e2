"""Up to which date is the later, larger gift worth as much as the earlier, smaller one?

Side A comes when it is said to. All of side B is moved together, so that its first delivery arrives
on one day after another, in the same futures; the days between its deliveries stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import changes, with_deliveries
from holdfast.questions.judging import spans_of
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.crossing import Crossing, Kind, crossing
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

COLUMNS = ("date", "difference", "standard_error", "low", "high", "n", "n_eff")
LOOKS = 9
EARLIER = -1
"""The change that stands for side A; others are days on which side B arrives."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where what side B saves meets what side A saves, as B comes later."""

    kind: Kind
    """one; open: past it the sides are not told apart any more; several; none: one side is better
    whenever B comes; not told apart on any day."""
    day: date | None
    """First day of arrival on which B saves no more than A (or no less, if B gains with delay);
    None unless one or open."""
    first: date | None
    """Last day before it on which the sides are told apart; None if there is none."""
    last: date | None
    """First day after it on which they are told apart the other way; None if there is none."""
    later_first: bool | None
    """Whether B is the better where dates begin to be told apart; None if nowhere."""
    several: tuple[tuple[date, date], ...]
    """Days between which the better side changes, if it does more than once."""
    points: pd.DataFrame
    """A row a day that was looked at, columns COLUMNS: B less A, million person-hours saved."""
    futures: int
    scenario: Scenario
    seed: int
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The deliveries of both sides as they were written, by `a` and `b`."""


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

    Both are written as for `whatif`. B is looked at on `looks` days of the reported time, and
    between those where the better side changes. Raises QuestionError for deliveries that cannot be
    read, Refused for a side without any, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < 20 or looks < 2:
        raise Refused("a break-even needs 20 futures and two dates to look at, or more")
    earlier, later = with_deliveries(scenario, a, "a"), with_deliveries(scenario, b, "b")
    rows, _ = changes(scenario, later)
    if not rows or not changes(scenario, earlier)[0]:
        raise Refused("a break-even needs deliveries on both sides: name them by a and b")
    span = spans_of(scenario)[-1]
    first = min(date.fromisoformat(row["date"]) for row in rows)

    def plan_of(change: frozenset[int]) -> Scenario:
        if not change:
            return scenario
        (day,) = change
        return earlier if day == EARLIER else _moved(scenario, rows, day - scenario.day(first))

    with Trials(scenario, plan_of, chance, hands, progress, futures * (looks + 8)) as trials:

        def saved(day: int, numbers: Array) -> Array:
            return np.asarray(trials.saved([frozenset({day})], numbers)[0])

        numbers = np.arange(futures)
        begin, end = scenario.day(span.first), scenario.day(span.end) - 1
        made = crossing(saved, saved(EARLIER, numbers), numbers, (begin, end), looks)
        told = _told(scenario, made, chance, futures)
        return replace(told, asked={"a": tuple(a), "b": tuple(b)})


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


def _moved(scenario: Scenario, rows: Sequence[dict[str, str]], days: int) -> Scenario:
    """The plan with these deliveries so many days later; past the last day they do not come."""
    kept = []
    for row in rows:
        day = date.fromisoformat(row["date"]) + timedelta(days=days)
        if scenario.settings.start <= day <= scenario.settings.last:
            kept.append({**row, "date": day.isoformat()})
    return scenario.add_rows("deliveries", kept) if kept else scenario


def _told(scenario: Scenario, made: Crossing, seed: int, futures: int) -> BreakEven:
    def when(number: int | None) -> date | None:
        return None if number is None else on(number)

    def on(number: int) -> date:
        return scenario.settings.start + timedelta(days=number)

    points = [
        (on(number), e.mean, e.standard_error, e.low, e.high, e.n, e.n_eff)
        for number, e in made.points
    ]
    return BreakEven(
        kind=made.kind,
        day=when(made.day),
        first=when(made.first),
        last=when(made.last),
        later_first=made.later_first,
        several=tuple((on(a), on(b)) for a, b in made.several),
        points=pd.DataFrame(points, columns=list(COLUMNS)),
        futures=futures,
        scenario=scenario,
        seed=seed,
    )
