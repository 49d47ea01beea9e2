"""Which pledge that slips hurts most?

Each delivery that is still to come is taken to arrive later than the plan says, alone; the hazards
of slipping stay in the futures as they are. Effects are ordered by size with their signs kept, for
a gift that comes later can also meet a greater need.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from holdfast.aid.service import foreseen
from holdfast.outcome.statistics import estimate
from holdfast.power.progress import Progress
from holdfast.questions import words
from holdfast.questions.delivery_text import Row
from holdfast.questions.judging import (
    ALONE,
    MOST,
    SPAN,
    by_rival,
    by_window,
    judged_on,
    runs_of,
    schedule_of,
    spans_of,
)
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.search.halving import Schedule
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.tornado import Bar, tornado
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

WEEKS = 4
COLUMNS = (
    "delivery", "partner", "contents", "date", "group", "costs", "standard_error", "low", "high",
    "n", "n_eff", "verdict", "changed", "survival", "survival_error", *ALONE, "finalist",
)  # fmt: skip
WINTERS = ("delivery", *SPAN)


@dataclass(frozen=True, slots=True)
class Slip:
    """Deliveries by what it costs if one of them is late."""

    table: pd.DataFrame
    """A row a delivery, columns COLUMNS, the largest effect first: million person-hours that it
    costs in all, above 0 if it hurts, also under each of the rival models of air defence alone, and
    what it adds to the chance of survival. `group` is nan for what was left early or is rare."""
    winters: pd.DataFrame
    """What each of the last costs in each window, columns WINTERS, `mean` above 0 if it hurts."""
    groups: tuple[tuple[str, ...], ...]
    """Deliveries whose effects are not told apart by size, the largest first."""
    weeks: int
    evaluations: float
    """Plans simulated, counted in hundreds of futures."""
    futures: int
    """On which the last are judged."""
    scenario: Scenario
    seed: int


@dataclass(frozen=True, slots=True)
class Hardest:
    """What hurts most of the deliveries of a table, and how sure that is."""

    first: dict[Hashable, Any]
    """Its row."""
    second: dict[Hashable, Any] | None
    """The row of what hurts most after it; None if nothing else that is ranked hurts."""
    alike: int
    """Deliveries that hurt and are not told apart from it by size, itself among them."""

    @property
    def apart(self) -> bool:
        """Whether it is told apart from all others that hurt."""
        return self.alike == 1


def hardest(table: pd.DataFrame) -> Hardest | None:
    """The delivery of a table, columns COLUMNS, whose delay costs most; None if none that hurts.

    Only what is ranked counts; what comes in better time when it is late hurts nobody.
    """
    ranked = table[table["group"].notna() & (table["costs"] > 0)]
    if ranked.empty:
        return None
    rows = ranked.sort_values("costs", ascending=False, kind="stable").to_dict("records")
    alike = sum(row["group"] == rows[0]["group"] for row in rows)
    return Hardest(rows[0], rows[1] if len(rows) > 1 else None, alike)


def slip(
    scenario: Scenario,
    weeks: int = WEEKS,
    futures: int = MOST,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Slip:
    """What each delivery still to come costs if it is `weeks` weeks late, the others on time.

    Still to come is what arrives after the day up to which all is known, or after the first
    reported day if all is. Those with the largest effects are judged on `futures` fresh futures,
    and chosen on as many. Raises Refused if nothing is to come, or for nonsense, and what `run`
    raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    schedule = schedule_of(futures)
    if weeks < 1:
        raise Refused(f"{weeks} weeks late: allowed is 1 and more")
    rows = to_come(scenario)
    names = [row["id"] for row in rows]

    def plan_of(change: frozenset[int]) -> Scenario:
        late = {names[place] for place in change}
        return later(scenario, late, weeks) if late else scenario

    expected = runs_of(len(rows), schedule)
    with Trials(scenario, plan_of, chance, hands, progress, expected) as trials:
        made = tornado(names, Memo(trials.saved), schedule)
        return Slip(
            table=_table(scenario, rows, made.bars, trials, schedule),
            winters=_winters(names, made.bars, trials, schedule),
            groups=made.groups,
            weeks=weeks,
            evaluations=trials.runs / 100,
            futures=futures,
            scenario=scenario,
            seed=chance,
        )


def to_come(scenario: Scenario) -> list[Row]:
    """Deliveries of the plan that are still to come, in the order of their ids.

    Raises Refused if there are none.
    """
    rows = coming(scenario)
    if not rows:
        raise Refused(f"no delivery of the plan is to come after {known_to(scenario)}")
    return rows


def coming(scenario: Scenario) -> list[Row]:
    """The same; none if there are none."""
    known, last = known_to(scenario), scenario.settings.last
    rows = scenario.table("deliveries").rows()
    some = [row for row in rows if known < date.fromisoformat(row["date"]) <= last]
    return sorted(some, key=lambda row: row["id"])


def known_to(scenario: Scenario) -> date:
    """The day up to which all is known, or the first reported day if all is."""
    return scenario.as_of or spans_of(scenario)[-1].first


def later(scenario: Scenario, names: set[str], weeks: int) -> Scenario:
    """The plan with these deliveries so many weeks later; past the last day they do not come.

    Later than they would arrive if nothing slips, which is past the day that was said where the
    stage of a pledge and the lead times allow no earlier one. Its crews train as they would have,
    so that it takes no place of training from another.
    """
    moved = []
    arrival, _ = foreseen(scenario)
    for row, day_of in zip(scenario.table("deliveries").rows(), arrival.tolist(), strict=True):
        if row["id"] in names:
            day = scenario.date(math.ceil(day_of)) + timedelta(weeks=weeks)
            if day > scenario.settings.last:
                continue
            planned = row.get("planned") or row["date"]
            row = {**row, "date": day.isoformat(), "planned": planned}
        moved.append(row)
    return scenario.replace_rows("deliveries", moved)


def _table(
    scenario: Scenario,
    rows: Sequence[Row],
    bars: Sequence[Bar],
    trials: Trials,
    schedule: Schedule,
) -> pd.DataFrame:
    items = scenario.table("items")
    called = dict(zip(items.text("id"), items.text("name"), strict=True))
    place = {row["id"]: i for i, row in enumerate(rows)}
    found = []
    for bar in bars:
        row, futures = rows[place[bar.name]], judged_on(schedule, bar.finalist, bar.effect.n)
        change = [frozenset({place[bar.name]})]
        costs = -trials.saved(change, futures)[0]
        made = estimate(costs, pairs(futures))
        survival = estimate(trials.survived(change, futures)[0], pairs(futures))
        found.append(
            (
                bar.name, row["partner"], words.amount(float(row["quantity"]), called[row["item"]]),
                date.fromisoformat(row["date"]),
                math.nan if bar.group is None else float(bar.group), made.mean,
                made.standard_error, made.low, made.high, made.n, made.n_eff, bar.verdict,
                int(np.count_nonzero(costs)),
                survival.mean, survival.standard_error, *by_rival(costs, futures, trials),
                bar.finalist,
            )
        )  # fmt: skip
    return pd.DataFrame(found, columns=list(COLUMNS))


def _winters(
    names: Sequence[str], bars: Sequence[Bar], trials: Trials, schedule: Schedule
) -> pd.DataFrame:
    found = []
    for bar in bars:
        if bar.finalist:
            saved = by_window(trials, frozenset({names.index(bar.name)}), schedule.fresh)
            # later costs what it does not save: the ends of the interval change places
            found += [
                (bar.name, first, end, -mean, error, -high, -low, n, n_eff)
                for first, end, mean, error, low, high, n, n_eff in saved
            ]
    return pd.DataFrame(found, columns=list(WINTERS))
