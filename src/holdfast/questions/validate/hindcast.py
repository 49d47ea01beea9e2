"""The hindcast: published figures beside the model, what a fit taught, what each mechanism weighs.

Three rows of each figure: with ranges as they stand (untuned), with what was learnt (fitted), and
in the futures of the fitted row in which a collapse came on the day on which one did. Free-running
and conditioned results are never mixed in a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome.metrics import DAYS_IN_A_ROW, short_days
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import difference
from holdfast.outcome.windows import Window, windows
from holdfast.questions.facts import Fact, facts_of
from holdfast.questions.fit import RAN_ON, TABLE, figures
from holdfast.questions.hindcast import everything_known, fitted_on
from holdfast.questions.inputs import called, inputs
from holdfast.questions.switches import MECHANISMS
from holdfast.questions.validate.finding import Finding, Fixed, Given, Sentence
from holdfast.questions.validate.same import person_hours
from holdfast.scenario import Scenario

COLLAPSE = "hours_to_rejoin_after_collapse"
"""A figure of this metric tells on which day a collapse is known to have come."""
FEW = 10
"""Futures under which no row is made of them."""
APART = 4.0
"""Standard errors from which an input counts as setting futures apart: the oddest of a thousand
that do nothing lies at some 3.3."""
HALF = 2
"""Of the futures, the part in which each mechanism is switched off."""
HOURS = "hours_without_power"
ROW = ("untuned", "fitted", "conditioned")
BESIDE = ("median", "p05", "p95", "met", "chance")
"""What is told of each row of the model."""
COLUMNS = (
    "id", "quantity", "from", "to", "value", "low", "high", "said_by", "role",
    "untuned_median", "untuned_p05", "untuned_p95", "untuned_met", "untuned_chance",
    "fitted_median", "fitted_p05", "fitted_p95", "fitted_met", "fitted_chance",
    "conditioned_median", "conditioned_p05", "conditioned_p95", "conditioned_met",
    "conditioned_chance", "conditioned_n", "luck", "perfect",
)  # fmt: skip
"""Columns of the table of figures; those of a row of the model that there is not are left out."""
COUNTS = {
    ("fit", "untuned"): "fit_untuned",
    ("fit", "fitted"): "fit_fitted",
    ("fit", "conditioned"): "fit_conditioned",
    ("judge", "untuned"): "judge_untuned",
    ("judge", "fitted"): "judge_fitted",
    ("judge", "conditioned"): "judge_conditioned",
}
"""The sentence of a count, by role of the figures and row of the model."""


@dataclass(frozen=True, slots=True)
class _Played:
    """A run and its figures."""

    run: Outcome
    values: Array
    """(F, N)."""


def find(given: Given) -> Finding:
    """Play what is on record, judge every figure, and switch the mechanisms off one by one.

    Shown, not held: no number of figures was promised. Raises QuestionError with the faults of the
    file of facts.
    """
    scenario = everything_known(given.scenario)
    facts = facts_of(scenario, given.facts)
    fitted = fitted_on(scenario)
    free = scenario.replace_rows(TABLE, [])
    played = {"untuned": _play(given, free, facts, given.futures)}
    if fitted:
        played["fitted"] = _play(given, scenario, facts, given.futures)
    best = played[ROW[len(played) - 1]]
    table = pd.DataFrame(list(_rows(played, facts, fitted)))
    table = table[[name for name in COLUMNS if name in table]]
    weights = pd.DataFrame(list(_weights(given, scenario, facts)))
    second = pd.DataFrame(list(_second(best.run)))
    judge = table[table["role"] == "judge"]
    row = "fitted" if fitted else "untuned"
    values = {
        "count": int(judge[f"{row}_met"].sum()),
        "figures": len(judge),
        "chance": float(judge[f"{row}_chance"].mean()),
        "perfect": float(judge["perfect"].mean()),
    }
    remarks = [*_remarks(table, fitted), *_survival(best.run, second)]
    table["role"] = table["role"].map(Sentence)
    return Finding(
        1, "hindcast", None, Sentence("verdict_fitted" if fitted else "verdict_untuned", values),
        {"figures": table, "mechanisms": weights} | ({"second": second} if len(second) else {}),
        tuple(remarks),
        command="python benchmarks/hindcast.py",
    )  # fmt: skip


def _play(
    given: Given,
    scenario: Scenario,
    facts: Sequence[Fact],
    futures: int,
    last: date | None = None,
) -> _Played:
    until = scenario.day(last or max(fact.needed_until for fact in facts)) + 1
    run = ensemble.run(
        scenario, futures, given.seed, given.workers, given.progress, until=until, only=RAN_ON
    )
    return _Played(run, figures(run, facts))


def _rows(
    played: dict[str, _Played], facts: Sequence[Fact], fitted: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A row a figure: what was said, and each row of the model beside it."""
    best = played[ROW[len(played) - 1]]
    known = _collapsed(best.run, facts)
    for place, fact in enumerate(facts):
        role = "default" if fact.sets_a_default else "fit" if fact.id in fitted else "judge"
        made: dict[str, object] = {
            "id": fact.id,
            "quantity": Sentence(fact.metric),
            "from": fact.first,
            "to": fact.last,
            "value": fact.value,
            "low": fact.band_low,
            "high": fact.band_high,
            "said_by": fact.said_by,
            "role": role,
        }
        for name, one in played.items():
            made |= _beside(name, one.values[:, place], fact)
        if known is not None:
            after = fact.last >= known[0] and known[1].sum() >= FEW
            values = best.values[known[1], place] if after else np.zeros(0)
            made |= _beside("conditioned", values, fact)
            made["conditioned_n"] = Fixed(int(np.isfinite(values).sum()), 0) if after else None
        made["luck"] = luck_share(best.values[:, place])
        made["perfect"] = perfect_chance(best.values[:, place], fact, best.run.pair)
        yield made


def _beside(name: str, values: Array, fact: Fact) -> dict[str, object]:
    """Median and nine in ten, whether the median is in the band, and the chance of the band.

    None without values.
    """
    had = values[~np.isnan(values)]
    if not had.size:
        return dict.fromkeys(f"{name}_{key}" for key in BESIDE)
    low, median, high = np.quantile(had, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    met = bool(fact.within(np.array(median)))
    found = (median, low, high, met, float(fact.within(had).mean()))
    return {f"{name}_{key}": value for key, value in zip(BESIDE, found, strict=True)}


def luck_share(values: Array) -> float | None:
    """Share of the variance of (F,) values, in pairs, that is luck; None without any variance.

    Two futures of a pair share what nobody knows and differ by luck alone, so half the mean square
    of their difference is the variance by luck.
    """
    first, second = values[0::2], values[1::2]
    first = first[: len(second)]
    had = np.isfinite(first) & np.isfinite(second)
    spread = np.concatenate([first[had], second[had]]).var() if had.sum() > 1 else 0.0
    if not spread > 0:
        return None
    return float(min(np.mean((first[had] - second[had]) ** 2) / 2 / spread, 1.0))


def perfect_chance(values: Array, fact: Fact, pair: Array) -> float | None:
    """Mean chance of the band, were the truth one of the futures (F,) and the model right.

    The band is laid around each future in turn, and the futures of other pairs are counted in it.
    None if no two futures of different pairs have a value.
    """
    low, high = fact.band_low - fact.value, fact.band_high - fact.value
    truth, other = values[:, None], values[None, :]
    counts = (pair[:, None] != pair) & np.isfinite(truth) & np.isfinite(other)
    within = (truth + low <= other) & (other <= truth + high)
    return float(within[counts].mean()) if counts.any() else None


def _collapsed(run: Outcome, facts: Sequence[Fact]) -> tuple[date, Array] | None:
    """The day on which a collapse is known to have come, and (F,) the futures in which it did."""
    told = [fact for fact in facts if fact.metric == COLLAPSE]
    if not told:
        return None
    day = told[0].first
    fell = run.data["collapsed"].sel(day=np.datetime64(day)).values > 0
    return day, np.asarray(fell, dtype=bool)


def _weights(
    given: Given, scenario: Scenario, facts: Sequence[Fact]
) -> Iterator[dict[str, object]]:
    """What each mechanism weighs in the first winter, on the same futures with it switched off."""
    end = _winters(scenario)[0].last
    early = [fact for fact in facts if fact.needed_until <= end and not fact.sets_a_default]
    if not early:
        return
    futures = max(given.futures // HALF, HALF)
    with_all = _play(given, scenario, early, futures, end)
    had = person_hours(with_all.run)
    fitted = fitted_on(scenario)
    yield _weight("all", with_all, early, fitted, had, had)
    for mechanism in MECHANISMS:
        without = _play(given, mechanism.off(scenario), early, futures, end)
        yield _weight(mechanism.name, without, early, fitted, had, person_hours(without.run))


def _weight(
    name: str,
    played: _Played,
    facts: Sequence[Fact],
    fitted: Sequence[str],
    had: Array,
    has: Array,
) -> dict[str, object]:
    """A row: hours without the mechanism, and how many fitted and judged figures are met."""
    made = difference(had, has, played.run.pair, "less")
    beside = [_beside("", played.values[:, place], fact) for place, fact in enumerate(facts)]
    mets, known = [bool(each["_met"]) for each in beside], [fact.id in fitted for fact in facts]
    return {
        "without": Sentence(name),
        "hours": float(has.mean()),
        "change": float((has - had).mean()),
        "change_error": float(made.estimate.standard_error),
        "met_fit": sum(met for met, old in zip(mets, known, strict=True) if old),
        "met_judge": sum(met for met, old in zip(mets, known, strict=True) if not old),
        "chance": float(np.mean([each["_chance"] or 0.0 for each in beside])),
    }


def _winters(scenario: Scenario) -> tuple[Window, ...]:
    """Each winter of the campaign from its first day on; all of it where it is one or none."""
    settings = scenario.settings
    days = np.array([settings.start, settings.last], dtype="datetime64[D]")
    made = windows(settings.model_copy(update={"report_from": settings.start}), days)
    return made[:-1] or made


def _short(run: Outcome, window: Window) -> Array:
    """(F,) most days in a row in a window of any region under 8 hours of power a day."""
    days = window.among(run.data["day"].values)
    hours = run.data[HOURS].transpose("future", "day", "region").values[:, days]
    return np.asarray(short_days(hours).max(axis=1))


def _second(run: Outcome) -> Iterator[dict[str, object]]:
    """What sets futures of which the second winter is survived apart from the others."""
    winters = _winters(run.scenario)
    if len(winters) < HALF:
        return
    spared = _short(run, winters[1]) < DAYS_IN_A_ROW
    if min(spared.sum(), (~spared).sum()) < FEW:
        return
    found = []
    for one in inputs(run):
        apart = one.z[spared].mean() - one.z[~spared].mean()
        error = np.sqrt(
            one.z[spared].var() / (spared.sum() / 2) + one.z[~spared].var() / ((~spared).sum() / 2)
        )
        if error > 0 and abs(apart) / error > APART:
            name = called(one.table, one.column)
            found.append((abs(apart) / error, name, one.key, apart, error))
    for _, name, key, apart, error in sorted(found, reverse=True)[:5]:
        yield {"input": name, "row": key, "apart": float(apart), "apart_error": float(error)}


def _remarks(table: pd.DataFrame, fitted: Sequence[str]) -> Iterator[Sentence]:
    """The counts by role, each row of the model by itself."""
    for role in ("fit", "judge"):
        mine = table[table["role"] == role]
        for name in ROW:
            if f"{name}_met" not in mine or not len(mine):
                continue
            had = mine[mine[f"{name}_met"].notna()]
            if not len(had):
                continue
            values: dict[str, object] = {
                "count": int(had[f"{name}_met"].astype(bool).sum()),
                "figures": len(had),
                "chance": float(had[f"{name}_chance"].astype(float).mean()),
                "ids": tuple(had["id"]),
            }
            if name == "conditioned":
                values["n"] = int(max(each.value for each in had["conditioned_n"]))
            yield Sentence(COUNTS[role, name], values)
    yield Sentence("defaults", {"ids": tuple(table["id"][table["role"] == "default"])})
    if not fitted:
        yield Sentence("no_fit")


def _survival(run: Outcome, second: pd.DataFrame) -> Iterator[Sentence]:
    """Whether the second winter can be survived, and in which futures."""
    winters = _winters(run.scenario)
    for number, window in enumerate(winters, start=1):
        spared = _short(run, window) < DAYS_IN_A_ROW
        yield Sentence(
            "survived",
            {"winter": number, "count": int(spared.sum()), "all": len(spared)},
        )
    if not len(second):
        yield Sentence("none_apart")
    else:
        yield Sentence("apart", {"inputs": tuple(second["input"])})
