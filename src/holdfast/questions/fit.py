"""What published figures teach of what nobody knows: approximate Bayesian computation.

The recorded raids are played through many futures, each pair with its own draw of every range. A
future lies as far from what was published as its figures lie from the middle of their bands, in
half widths of these, none counted beyond FAR, so that one figure that the model cannot reach does
not decide alone. The pairs of the nearest futures are kept: a sample of what nobody knows, given
the figures (Pritchard, Seielstad, Perez-Lezaun and Feldman 1999, "Population growth of human Y
chromosomes"; Sisson, Fan and Beaumont 2018, "Handbook of Approximate Bayesian Computation"). A pair
weighs as many as of its futures were kept, one or two, in what is told of the sample and in how
often it is dealt out. Pairs that leave the unharmed country in the dark are struck (`peace`).
Ranges, mechanisms and luck stay as they are; a run that follows deals the pairs out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.pool import Crew, Standing
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.facts import Fact, facts_of
from holdfast.questions.hindcast import everything_known
from holdfast.questions.inputs import drawn
from holdfast.questions.peace import BOUND, Calm, Peace, bounded
from holdfast.questions.record import METRICS, Record, Span
from holdfast.questions.refused import Refused
from holdfast.questions.run import counted, seeded
from holdfast.scenario import Scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.ranges import digest

FAR = 3.0
"""Half widths of a band beyond which a figure counts no further."""
PART = 500
"""Futures that are simulated at a time, so that memory stays small."""
MOVED = 3.0
"""Standard errors of a mean of kept draws from which an input counts as moved."""
TABLE = "posterior"
MOVES = ("table", "column", "key", "shift", "narrower", "told")
RAN_ON = (
    "ever_damaged", "damaged", "lost", "thermal_damaged", "available", "dark_evening",
    "dark_evening_region", "dark_worst", "deficit", "collapsed", "hours_without_power",
    "schedule_hours", "gas_withdrawn", "no_heat",
)  # fmt: skip
"""Measures that figures are read from."""


@dataclasses.dataclass(frozen=True, slots=True)
class Played:
    """Figures of many futures of the untouched ranges."""

    values: Array
    """(F, N) the figures of futures 0 to F - 1, as published ones are measured."""
    facts: tuple[Fact, ...]
    """(N,) what was published."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit has kept."""

    scenario: Scenario
    """With what was learnt in its table `posterior`."""
    pairs: pd.DataFrame
    """`pair`, `distance` of its nearer future, `futures`: how many of the two were kept, `peace`:
    hours without power a person without raids, nan if that was not bound."""
    moved: pd.DataFrame
    """`table`, `column`, `key`, `shift`: mean of the kept draws, in standard deviations of all
    draws, `narrower`: their standard deviation over that of all draws, `told`: whether the shift is
    MOVED standard errors from 0. A pair of which both futures were kept counts twice."""
    figures: pd.DataFrame
    """`id`, `value`, `band_low`, `band_high`; `median`, `chance` of all futures, `kept_median` and
    `kept_chance` of those that were kept, which agree because they were chosen to."""
    on: tuple[str, ...]
    """Figures that it was fitted on."""
    played: int
    """Futures that were simulated."""
    peace: Peace
    """How pairs fare without a raid, and which were struck for it."""

    @property
    def in_peace(self) -> dict[str, float]:
        """The bound on hours without power, a person, in a winter without raids; how many of the
        `seen` nearest pairs it has `struck`, and of a `sample` of all; `mean` and `most` of the
        hours of this sample and of what was kept. Only the bound if it is inf."""
        told = self.peace
        if not len(told.seen):
            return {"bound": told.bound}
        every, mine = told.sample["hours"], self.pairs["peace"]
        return {
            "bound": told.bound,
            "seen": len(told.seen),
            "struck": int(told.seen["struck"].sum()),
            "sample": len(told.sample),
            "sample_struck": int(told.sample["struck"].sum()),
            "mean": float(every.mean()),
            "most": float(every.max()),
            "kept_mean": float(np.average(mine, weights=self.pairs["futures"])),
            "kept_most": float(mine.max()),
        }


def fit(
    scenario: Scenario,
    facts: str | Path,
    on: Sequence[str],
    futures: int = 8000,
    keep: int = 200,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    peace: float = BOUND,
) -> Fitted:
    """Keep the pairs of futures, of so many, that lie nearest to some published figures.

    `on` are ids of the file of facts, `keep` the number of pairs. Pairs under which the unharmed
    country goes without power for more than `peace` hours a person in the winter that is played are
    none of them; inf binds nothing. What an earlier fit has learnt is left aside. Raises
    QuestionError with every fault of the file, Refused for ids that it does not have, a figure that
    sets a default, a bound below 0, or more to keep than there are pairs or the bound leaves, and
    what `ensemble.run` raises.
    """
    free = everything_known(scenario).replace_rows(TABLE, [])
    count, seed = len(counted(futures)), seeded(scenario, seed)
    if not 1 <= keep <= count // 2:
        raise Refused(f"keep: {keep} is not 1 to {count // 2}, the pairs of {count} futures")
    if not peace >= 0:
        raise Refused(f"peace: {peace} is not a number of hours, 0 or more")
    given = chosen(free, facts, on)
    with Standing(workers) as crew:
        played = play(free, given, count, seed, crew, progress)
        calm = Calm(free, seed, crew, progress)
        left = bounded(calm, distance(played.values, played.facts), keep, peace)
    return kept(scenario, free, played, keep, seed, left)


def chosen(scenario: Scenario, facts: str | Path, on: Sequence[str]) -> list[Fact]:
    """The figures of these ids. Raises as `fit` does."""
    by_id = {each.id: each for each in facts_of(scenario, facts)}
    for name in on:
        if name not in by_id:
            raise Refused(f"on: {name!r} is no figure of {facts}; {hint(name, by_id)}")
        if by_id[name].sets_a_default:
            raise Refused(f"on: {name} also sets a default: to fit to it would count it twice")
    if not on:
        raise Refused("on: name at least one figure to fit to")
    return [by_id[name] for name in dict.fromkeys(on)]


def play(
    scenario: Scenario,
    facts: Sequence[Fact],
    futures: int,
    seed: int,
    crew: Crew,
    progress: Progress | None = None,
) -> Played:
    """The figures of so many futures of a scenario, all of it known."""
    end = scenario.day(max(each.needed_until for each in facts)) + 1
    numbers = np.arange(futures)
    parts = [numbers[first : first + PART] for first in range(0, futures, PART)]
    found = []
    for done, part in enumerate(parts):

        def tell(now: int, of: int, before: int = done * PART) -> None:
            if progress:
                progress(before * end + now, futures * end)

        run = ensemble.run(scenario, part.tolist(), seed, crew, tell, until=end, only=RAN_ON)
        found.append(figures(run, facts))
    return Played(np.concatenate(found), tuple(facts))


def figures(run: Outcome, facts: Sequence[Fact]) -> Array:
    """(F, N) what a run says of the quantities of N facts."""
    record = Record.of(run)
    return np.stack(
        [METRICS[each.metric](record, Span(each.region, each.first, each.last)) for each in facts],
        axis=1,
    )


def distance(values: Array, facts: Sequence[Fact]) -> Array:
    """(F,) root mean square over figures of how far values (F, N) lie from what was published.

    In half widths of the band on the side where a value lies, at most FAR; no value counts as FAR.
    """
    middle = np.array([each.value for each in facts])
    above = np.array([each.band_high for each in facts]) - middle
    below = middle - np.array([each.band_low for each in facts])
    away = values - middle
    width = np.where(away > 0, above, below)
    far = np.divide(np.abs(away), width, out=np.full(values.shape, FAR), where=width > 0)
    far = np.where((away == 0) & (width <= 0), 0.0, far)
    return np.asarray(np.sqrt((np.minimum(np.nan_to_num(far, nan=FAR), FAR) ** 2).mean(axis=1)))


def nearest(far: Array, keep: int, struck: Array | None = None) -> Array:
    """Positions of the nearest futures, of which there are so many pairs; by future of equals.

    None is of a pair that is struck.
    """
    order = np.argsort(far, kind="stable")
    if struck is not None:
        order = order[~np.isin(order // 2, struck)]
    first = np.unique(order // 2, return_index=True)[1]
    last = np.sort(first)[keep - 1]
    return np.asarray(order[: last + 1])


def kept(
    scenario: Scenario, free: Scenario, played: Played, keep: int, seed: int, peace: Peace
) -> Fitted:
    """What the nearest futures teach, of pairs that peace leaves."""
    far = distance(played.values, played.facts)
    near = nearest(far, keep, peace.struck)
    pairs, count = np.unique(near // 2, return_counts=True)
    closest = far.reshape(-1, 2).min(axis=1)[pairs]
    columns = {"pair": pairs, "distance": closest.round(4), "futures": count}
    table = pd.DataFrame(columns | {"peace": peace.hours(pairs)})
    ids = ";".join(each.id for each in played.facts)
    ranges = digest(free)
    known: date = max(each.last for each in played.facts)
    rows = [
        {
            "pair": str(row.pair),
            "seed": str(seed),
            "futures": str(row.futures),
            "distance": f"{row.distance:g}",
            "fitted_on": ids,
            "ranges": ranges,
            "as_of": known.isoformat(),
        }
        for row in table.itertuples()
    ]
    learnt = scenario.replace_rows(TABLE, rows)
    moved = pd.DataFrame(list(_moved(free, len(far), near, seed)), columns=list(MOVES))
    moved = moved.astype({"told": bool})  # also where nothing is uncertain
    told = pd.DataFrame(list(_beside(played, near)))
    on = tuple(each.id for each in played.facts)
    return Fitted(learnt, table, moved, told, on, len(far), peace)


def _beside(played: Played, near: Array) -> Iterator[dict[str, object]]:
    """Each figure in all futures and in the nearest."""
    for place, fact in enumerate(played.facts):
        made: dict[str, object] = {
            "id": fact.id,
            "value": fact.value,
            "band_low": fact.band_low,
            "band_high": fact.band_high,
        }
        for name, rows in (("", slice(None)), ("kept_", near)):
            values = played.values[rows, place]
            values = values[~np.isnan(values)]
            has = values.size > 0
            middle = np.quantile(values, 0.5, method="inverted_cdf") if has else np.nan
            made[f"{name}median"] = float(middle)
            made[f"{name}chance"] = float(fact.within(values).mean()) if has else np.nan
        yield made


def _moved(scenario: Scenario, futures: int, near: Array, seed: int) -> Iterator[dict[str, object]]:
    """How the draws of each input in the nearest futures lie among those of so many."""
    weight = np.bincount(near // 2)
    alone = len(near) ** 2 / (weight**2).sum()  # draws of weight 1 whose mean is as sure (Kish)
    for one in drawn(scenario, scenario.luck(seed, np.arange(0, futures, 2))):
        if np.unique(one.z).size < 2:
            continue
        spread = one.z.std()
        mine = (one.z[near // 2] - one.z.mean()) / spread
        shift = float(mine.mean())
        yield {
            "table": one.table,
            "column": one.column,
            "key": one.key,
            "shift": round(shift, 3),
            "narrower": round(float(mine.std()), 3),
            "told": bool(abs(shift) * np.sqrt(alone) > MOVED),
        }
