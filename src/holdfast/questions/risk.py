"""How likely is it that a region has too little power for days on end, and what would help?

In danger is a region on a day with fewer than so many hours of power; a spell is so many of these
days in a row, within the span that is asked about. With eight hours and five days this is the part
of survival that is about service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign.pool import Crew
from holdfast.outcome.metrics import DAY_HOURS, DAYS_IN_A_ROW, LEAST_HOURS
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import difference, estimate, share_interval
from holdfast.outcome.windows import Window, as_date
from holdfast.power.progress import Progress
from holdfast.questions.beside import beside
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.judging import ALONE, told_by_rival
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.run import crew
from holdfast.questions.spells import Danger
from holdfast.questions.worst import told_of_worst, untold
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.fault import hint

BY_DATE = ("date", "p_by", "standard_error", "low", "high", "p_on", "low_on", "high_on")
CHANCES = ("from", "to", "p", "standard_error", "low", "high", "n", "n_eff", "days", "futures")
HELPS = (
    "package", "p_with", "difference", "standard_error", "low", "high", "n", "n_eff", "verdict",
    "changed", *ALONE, "hours_saved", "hours_saved_error", "hours_verdict", "hours_changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """The danger to one region."""

    danger: Danger
    chances: pd.DataFrame
    """A row a window, columns CHANCES: share of futures with a spell in it, mean days in spells,
    and in how many futures there is one: fewer than TRUSTED are rare, and their share is uncertain
    beyond its standard error."""
    by_date: pd.DataFrame
    """A row a reported day, columns BY_DATE: share of futures of which a spell is complete by then,
    and share that is in one on the day, both with 95 % intervals."""
    worst: tuple[int, ...]
    """Numbers of the tenth of futures with the most days in spells, then the most hours dark."""
    story: pd.DataFrame
    """What sets that tenth apart, columns `worst.COLUMNS`; empty where `untold` says why."""
    untold: str
    """Why no story is told: `worst.FEW` or `worst.ALIKE`; blank where one is."""
    helps: pd.DataFrame
    """A row a package, columns HELPS: the chance in all with it, what it changes, the same under
    each of the rival models of defence alone, and hours without power in all that it saves a person
    of the region. What saves most stands first."""
    outcome: Outcome
    """The run it was asked of."""


def risk(
    outcome: Outcome,
    region: str,
    hours: float = LEAST_HOURS,
    days: int = DAYS_IN_A_ROW,
    packages: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Risk:
    """The chance of `days` days in a row with under `hours` hours of power in a region.

    `packages` are packages of the scenario, or deliveries as `whatif` takes them; each alone is
    added to the plan of the run and simulated on its futures. Raises Refused for a region, hours or
    days that there cannot be, QuestionError for packages that are not there, and what `run` raises.
    """
    danger = Danger(region, hours, days)
    _refuse(outcome, danger)
    hands, plans = crew(workers, cluster), _plans(outcome.scenario, packages)
    windows, calendar, dark = outcome.windows(), outcome.data["day"].values, danger.dark(outcome)
    reported = windows[-1].among(calendar)
    within = danger.within(dark, reported)
    keys = np.stack([within.sum(axis=1), dark[:, reported].sum(axis=1)], axis=1)
    most = np.lexsort((-keys[:, 1], -keys[:, 0]))
    count = max(1, len(most) // 10)
    worst, why = most[:count], untold(keys, most, count, outcome.pair)
    return Risk(
        danger=danger,
        chances=_chances(outcome, danger, dark, windows),
        by_date=_by_date(outcome, danger, within, calendar[reported]),
        worst=tuple(outcome.futures[place] for place in worst),
        story=told_of_worst(outcome, worst if not why else worst[:0]),
        untold=why,
        helps=_helps(outcome, danger, plans, hands, progress),
        outcome=outcome,
    )


def _refuse(outcome: Outcome, danger: Danger) -> None:
    """Raise Refused if there is no such danger."""
    known = [str(each) for each in outcome.data["region"].values]
    if danger.region not in known:
        names = dict(zip(known, map(str, outcome.data["region_name"].values), strict=True))
        raise Refused(f"there is no region {danger.region!r}; {hint(danger.region, known, names)}")
    if not 0 < danger.hours <= DAY_HOURS:
        raise Refused(f"{danger.hours:g} hours of power a day: allowed is above 0 and up to 24")
    span = outcome.windows()[-1].among(outcome.data["day"].values)
    if not 1 <= danger.days <= span.stop - span.start:
        raise Refused(
            f"{danger.days} days in a row: allowed is 1 to {span.stop - span.start}, the days that "
            "are reported"
        )


def _plans(scenario: Scenario, packages: Sequence[str]) -> dict[str, Scenario]:
    """The plan with each of the packages. Raises QuestionError with the faults of all."""
    plans: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name in packages:
        try:
            plans[name] = with_deliveries(scenario, [name], "package")
        except QuestionError as error:
            faults += error.faults
    if faults:
        raise QuestionError(faults)
    return plans


def _chances(
    outcome: Outcome, danger: Danger, dark: Array, windows: Sequence[Window]
) -> pd.DataFrame:
    rows = []
    for window in windows:
        within = danger.within(dark, window.among(outcome.data["day"].values))
        made = estimate(within.any(axis=1).astype(float), outcome.pair)
        low, high = share_interval(made)
        mean, error, days = made.mean, made.standard_error, float(within.sum(axis=1).mean())
        numbers = mean, error, low, high, made.n, made.n_eff, days
        rows.append((window.first, window.end, *numbers, int(within.any(axis=1).sum())))
    return pd.DataFrame(rows, columns=list(CHANCES))


def _by_date(outcome: Outcome, danger: Danger, within: Array, calendar: Array) -> pd.DataFrame:
    by = danger.complete(within).astype(float)
    rows = []
    for place, day in enumerate(calendar):
        made = estimate(by[:, place], outcome.pair)
        on = estimate(within[:, place].astype(float), outcome.pair)
        rows.append(
            (
                as_date(day), made.mean, made.standard_error, *share_interval(made), on.mean,
                *share_interval(on),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(BY_DATE))


def _helps(
    outcome: Outcome,
    danger: Danger,
    plans: dict[str, Scenario],
    hands: Crew,
    progress: Progress | None,
) -> pd.DataFrame:
    def count(made: Outcome) -> Array:
        """(2, F) whether there is a spell, and hours without power."""
        dark, days = danger.dark(made), made.windows()[-1].among(made.data["day"].values)
        hit = danger.within(dark, days).any(axis=1)
        return np.stack([hit.astype(float), dark[:, days].sum(axis=1)])

    rows: list[tuple[object, ...]] = []
    if plans:
        pair, rival, now = outcome.pair, outcome.data["rival"].values, count(outcome)
        found = beside(
            outcome, list(plans.values()), count, ("hours_without_power",), hands, progress
        )
        for name, then in zip(plans, found, strict=True):
            spell = difference(now[0], then[0], pair, "less")
            saved = difference(then[1], now[1], pair, "more")
            apart = then[0] - now[0]
            several = len(set(rival.tolist())) > 1
            alone = told_by_rival(apart, rival, pair) if several else [float("nan")] * len(ALONE)
            of = spell.estimate
            rows.append(
                (
                    name, float(then[0].mean()), of.mean, of.standard_error, of.low, of.high, of.n,
                    of.n_eff, spell.verdict, spell.changed, *alone, saved.estimate.mean,
                    saved.estimate.standard_error, saved.verdict, saved.changed,
                )
            )  # fmt: skip
    made = pd.DataFrame(rows, columns=list(HELPS))
    return made.sort_values("hours_saved", ascending=False, kind="stable", ignore_index=True)
