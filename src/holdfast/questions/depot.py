"""What is a depot worth against another: the same systems mended abroad, or at home?

The plan is simulated twice on the same futures: as its tables of readiness say, and with all work
of one depot done at another. What lies between them are the ways, places in transports, losses and
technicians of the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.windows import Window
from holdfast.power.progress import Progress
from holdfast.questions.compare import rival_models
from holdfast.questions.judging import ALONE, FEWEST, told, told_by_rival
from holdfast.questions.moved import WORK, moved, systems_of
from holdfast.questions.readiness import LEVELS, weekly, weeks_of
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew, seeded
from holdfast.questions.sides import A, B, Sides
from holdfast.questions.trials import LEAST
from holdfast.scenario import Scenario

FUTURES = 200
TOLD = ("standard_error", "low", "high", "n", "n_eff", "verdict", "changed")
SPAN = ("window", "from", "to")
SAVED = (*SPAN, "saved", *TOLD, *ALONE)
UNITS = ("system", "name", *SPAN, "unit_days", "more", *TOLD)
READY = (
    "system", "name", "week", "p10", "median", "p90", "instead_p10", "instead_median",
    "instead_p90", "more", *TOLD,
)  # fmt: skip
WAYS = (
    "place", "kind", "of", "share", "there_days", "days", "back_days", "slots_per_week",
    "lost_share", "technicians", "crews", "table_days",
)  # fmt: skip
_FEW_UNITS = 1e-6
"""Fire units, or shares of a fleet, that count as none."""


@dataclass(frozen=True, slots=True)
class Depot:
    """What the work of one depot saves if it is done at another.

    All differences are of the other depot from the one that is asked about, so that they are above
    nought where the other is better, each with its standard error and verdict.
    """

    depot: str
    instead: str
    crews: float
    """Crews that the other has more than its table says."""
    systems: tuple[str, ...]
    """Systems of which the depot mends some."""
    saved: pd.DataFrame
    """A row a window, the last in all, columns SAVED: million person-hours without power or,
    weighted, in the cold, that are saved; under each of the rival models of air defence too."""
    units: pd.DataFrame
    """A row a system and window, columns UNITS: unit-days ready, and how many more."""
    ready: pd.DataFrame
    """A row a system and reported week, columns READY: the share of what is not lost that is ready,
    by points of the futures on both sides, and how much more (mean)."""
    ways: pd.DataFrame
    """A row a kind of work on either side, columns WAYS: what the tables say of it. `days` is the
    mean with the work that moves there, `table_days` what the table says of it there before; nan
    where it says nothing."""
    a: Outcome
    """With the depot as the tables say."""
    b: Outcome
    """With its work done at the other."""
    futures: int
    scenario: Scenario
    seed: int
    asked: Mapping[str, object] = field(default_factory=dict)
    """What was asked for beside the scenario, by argument."""


def depot(
    scenario: Scenario,
    depot: str,
    instead: str,
    crews: float = 0.0,
    futures: int = FUTURES,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Depot:
    """What it saves if all that is mended at `depot` is mended at `instead`, from the first day on.

    Both are ids of readiness/echelons. The other depot has `crews` more than its table says, shared
    alike by the technicians who take the work over. Raises Refused for depots that are none, work
    that nobody there could do, too few futures, and what `run` raises.
    """
    hands, chance = crew(workers, cluster), seeded(scenario, seed)
    if futures < FEWEST:
        raise Refused(f"{futures} futures tell nothing apart: ask for {FEWEST} or more")
    other = moved(scenario, depot, instead, crews)
    sides = Sides.opened(scenario, futures, {}, workers=hands, progress=progress)
    try:
        a, b = (
            sides.finished(side, [sides.run(plan, range(futures), chance, side)])
            for side, plan in ((A, scenario), (B, other))
        )
    except BaseException:
        sides.broken_off()
        raise
    systems = systems_of(scenario, depot)
    return Depot(
        depot=depot,
        instead=instead,
        crews=crews,
        systems=tuple(systems),
        saved=_saved(a, b),
        units=_units(a, b, systems),
        ready=_ready(a, b, systems),
        ways=_ways(scenario, other, (depot, instead)),
        a=a,
        b=b,
        futures=futures,
        scenario=scenario,
        seed=chance,
        asked={"depot": depot, "instead": instead, "crews": crews},
    )


def refuse_public(public: bool) -> None:
    """Raise Refused for a public page: readiness of air defence is all that it says."""
    if public:
        raise Refused("readiness of air defence is not public: leave out --public")


def _saved(a: Outcome, b: Outcome) -> pd.DataFrame:
    rival = rival_models(a)
    rows = []
    for window in a.windows():
        found = a.values("suffering", window) - b.values("suffering", window)
        values = np.where(np.abs(found) < LEAST, 0.0, found)
        alone = told_by_rival(values, rival, a.pair)
        rows.append((*_span(window), *told(values, a.pair), *alone))
    return pd.DataFrame(rows, columns=list(SAVED))


def _units(a: Outcome, b: Outcome, systems: list[str]) -> pd.DataFrame:
    """Unit-days ready of each system in each window, and how many more on side B."""
    rows = []
    for place, system, name in _places(a, systems):
        for window in a.windows():
            ready = [_unit_days(each, place, window) for each in (a, b)]
            more = ready[1] - ready[0]
            values = np.where(np.abs(more) < _FEW_UNITS * ready[0].max(initial=1.0), 0.0, more)
            mean = float(ready[0].mean())
            rows.append((system, name, *_span(window), mean, *told(values, a.pair)))
    return pd.DataFrame(rows, columns=list(UNITS))


def _ready(a: Outcome, b: Outcome, systems: list[str]) -> pd.DataFrame:
    """The share ready by week on both sides, over the futures that have any on both."""
    weeks, rows = weeks_of(a), []
    for place, system, name in _places(a, systems):
        ready = np.stack([weekly(each, place)[:, :, 0] for each in (a, b)])
        there = np.isfinite(ready).all(axis=0)
        for week in np.flatnonzero(there.any(axis=0)):
            some = ready[:, there[:, week], week]
            points = np.quantile(some, LEVELS, axis=1).T.ravel().tolist()
            more = some[1] - some[0]
            values = np.where(np.abs(more) < _FEW_UNITS, 0.0, more)
            judged = told(values, a.pair[there[:, week]])
            rows.append((system, name, weeks[week], *points, *judged))
    return pd.DataFrame(rows, columns=list(READY))


def _ways(scenario: Scenario, other: Scenario, places: tuple[str, str]) -> pd.DataFrame:
    """What the tables say of the work that moves, at the depot and where it is done instead."""
    rows = []
    for plan, place in zip((scenario, other), places, strict=True):
        echelons = plan.table("readiness/echelons")
        at = echelons.text("id").index(place)
        way = {
            name: float(echelons.number(name)[at])
            for name in ("there_days", "back_days", "slots_per_week", "lost_share")
        }
        crews = plan.table("readiness/technicians")
        count = dict(zip(crews.text("id"), crews.number("crews").tolist(), strict=True))
        for name, about in WORK:
            mine = scenario.table(name)
            columns = mine.text(about), mine.text("echelon"), mine.number("share").tolist()
            moving = {
                what
                for what, where, share in zip(*columns, strict=True)
                if where == places[0] and share > 0
            }
            table = plan.table(name)
            before = dict(
                zip(zip(*columns[:2], strict=True), mine.number("days").tolist(), strict=True)
            )
            cells = zip(
                table.text(about), table.text("echelon"), table.number("share").tolist(),
                table.number("days").tolist(), table.text("technicians"), strict=True,
            )  # fmt: skip
            rows += [
                (
                    place, about, what, share, way["there_days"], days, way["back_days"],
                    way["slots_per_week"], way["lost_share"], who, count.get(who, np.nan),
                    before.get((what, where), np.nan),
                )
                for what, where, share, days, who in cells
                if what in moving and where == place
            ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(WAYS))


def _places(outcome: Outcome, systems: list[str]) -> list[tuple[int, str, str]]:
    """Place among the types, id and name of each system."""
    known = [str(each) for each in outcome.data["unit"].values]
    names = outcome.data["unit_name"].values
    return [(known.index(one), one, str(names[known.index(one)])) for one in systems]


def _unit_days(outcome: Outcome, place: int, window: Window) -> Array:
    """(F,) fire units of a type that are ready, summed over the days of a window."""
    among = window.among(outcome.data["day"].values)
    one = outcome.data[["fleet", "unready"]].isel(unit=place, day=among)
    ready = one["fleet"].values.astype(float) - one["unready"].values
    return np.asarray(ready.sum(axis=one["fleet"].dims.index("day")))


def _span(window: Window) -> tuple[object, ...]:
    return window.name, window.first, window.end
