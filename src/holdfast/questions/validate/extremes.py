"""Extremes: five countries of which it is known beforehand on which side of the given one they lie.

Each is the scenario with tables edited here, lived in the same futures. What is expected is written
beside the edit, before anything is simulated; the paired difference then bears it out or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome.metrics import WEIGHED
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import TOLD, Difference, difference
from holdfast.questions.edited import ENDS, Row, edited, no_raids, there
from holdfast.questions.judging import FEWEST
from holdfast.questions.peace import unharmed
from holdfast.questions.refused import Refused
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.judged import limits, said
from holdfast.scenario import Scenario

COLDER = 6.0
"""Degrees by which the cold winter is colder."""
PLENTY = 1_000_000.0
"""Pieces of each item that is fired, which no campaign uses up."""
KEPT = (*WEIGHED, "lost", "debris", "launched", "mended", "temperature")
COLUMNS = (
    "extreme", "expected", "given", "changed", "difference", "difference_error", "worse", "better",
    "verdict", "exact", "holds",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extreme:
    """One country that is not the given one."""

    name: str
    of: Callable[[Scenario], Scenario]
    """The scenario with its tables edited."""
    worse: bool
    """Whether more suffering is expected; else less."""
    exact: Callable[[Outcome, Outcome], bool]
    """What must hold in every future without any error: of the given outcome and this one."""


def find(given: Given) -> Finding:
    """The five extremes on the same futures as the scenario itself.

    Holds where each difference has the expected sign and is told apart, and what must be exact is.
    Raises Refused for too few futures to tell anything apart.
    """
    if given.futures < FEWEST:
        raise Refused(f"{given.futures} futures tell no extreme apart: ask for {FEWEST} or more")
    own = _lived(given, given.scenario)
    window = own.windows()[-1]
    before = own.values("suffering", window)
    rows, remarks = [], []
    for each in EXTREMES:
        other = _lived(given, each.of(given.scenario))
        after = other.values("suffering", window)
        made = difference(before, after, own.pair, "less")
        exact = each.exact(own, other)
        rows.append(_row(each, before, after, made, exact))
        if each.name == "no_raids":
            remarks.append(_base_shed(other, _lived(given, unharmed(given.scenario))))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    held = int(table["holds"].sum())
    failed = tuple(table["extreme"][~table["holds"].astype(bool)])
    values = {"count": held, "all": len(table), "n": len(before)}
    verdict = Sentence("fail", {**values, "failed": failed}) if failed else Sentence("hold", values)
    return Finding(
        9, "extremes", not failed, verdict, {"extremes": table},
        (*remarks, Sentence("exact"), Sentence("verdicts", limits())),
    )  # fmt: skip


def no_repair(scenario: Scenario) -> Scenario:
    """No crew at all, none comes, and nothing is fed from elsewhere or stands in."""
    none = {"crews": "0", "crews_low": "", "crews_high": ""}
    made = edited(scenario, "repair/crews", lambda row: {**row, **there(row, none)})
    adds = _adds(scenario)
    for table in ("repair/switching", "repair/mobile", "repair/smaller"):
        made = made.replace_rows(table, [])
    rows = list(made.table("deliveries").rows())
    return made.replace_rows("deliveries", [r for r in rows if adds[r["item"]] != "crew"])


def endless_ammunition(scenario: Scenario) -> Scenario:
    """Every item that is fired lies in store by the million, and is not held back."""
    fired = set(scenario.table("defence/systems").text("item"))
    fired |= set(scenario.table("defence/fires").text("item"))
    much = {
        name: f"{PLENTY:.0f}" if name in ("quantity", "full") else ""
        for name in ("quantity", "quantity_low", "quantity_high", "full", "most", "shelf_days")
    }

    def filled(row: Row) -> Row:
        return {**row, **there(row, much)} if row["item"] in fired else row

    return edited(scenario, "stocks", filled)


def colder(scenario: Scenario) -> Scenario:
    """Every month of every region, and every known day, is colder by COLDER degrees."""
    made = scenario
    for table, column in (("weather/normals", "mean_c"), ("weather/days", "temperature_c")):
        made = edited(made, table, lambda row, name=column: _lower(row, name))  # type: ignore[misc]
    return made


def nobody_gives(scenario: Scenario) -> Scenario:
    """Nothing comes from anybody but the recipient."""
    actors = scenario.table("actors")
    kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
    rows = list(scenario.table("deliveries").rows())
    own = [row for row in rows if kinds.get(row["partner"]) == "recipient"]
    return scenario.replace_rows("deliveries", own)


def _lower(row: Row, column: str) -> Row:
    names = (f"{column}{end}" for end in ENDS)
    return {**row, **{n: f"{float(row[n]) - COLDER:g}" for n in names if row.get(n)}}


def _adds(scenario: Scenario) -> dict[str, str]:
    items = scenario.table("items")
    return dict(zip(items.text("id"), items.text("adds"), strict=True))


def _nothing_hit(_: Outcome, other: Outcome) -> bool:
    """Nothing is launched, no installation loses function, nothing is hurt by fragments."""
    return not any(other.data[name].values.any() for name in ("launched", "lost", "debris"))


def _nothing_mended(_: Outcome, other: Outcome) -> bool:
    return not other.data["mended"].values.any()


def _never_empty(own: Outcome, other: Outcome) -> bool:
    """The items that are endless are never out."""
    fired = set(own.scenario.table("defence/systems").text("item"))
    which = [str(item) in fired for item in own.data["item"].values]
    return not other.data["empty"].values[:, :, which].any()


def _colder(own: Outcome, other: Outcome) -> bool:
    """Every day is colder by just so much, as far as numbers are kept."""
    apart = own.data["temperature"].values - other.data["temperature"].values
    return bool(np.abs(apart - COLDER).max() < 1e-3)


def _same_weather(own: Outcome, other: Outcome) -> bool:
    """Who gives moves no weather."""
    return bool(np.array_equal(own.data["temperature"].values, other.data["temperature"].values))


EXTREMES = (
    Extreme("no_raids", no_raids, False, _nothing_hit),
    Extreme("no_repair", no_repair, True, _nothing_mended),
    Extreme("endless_ammunition", endless_ammunition, False, _never_empty),
    Extreme("colder", colder, True, _colder),
    Extreme("nobody_gives", nobody_gives, True, _same_weather),
)


def _lived(given: Given, scenario: Scenario) -> Outcome:
    return ensemble.run(
        scenario, given.futures, given.seed, given.workers, given.progress, only=KEPT
    )


def _row(
    each: Extreme, before: Array, after: Array, made: Difference, exact: bool
) -> tuple[object, ...]:
    sign = made.estimate.mean > 0 if each.worse else made.estimate.mean < 0
    return (
        Sentence(each.name), Sentence("more" if each.worse else "less"), float(before.mean()),
        float(after.mean()), made.estimate.mean, made.estimate.standard_error, made.p_worse,
        made.p_better, said(made.verdict), exact, bool(sign and exact and made.verdict == TOLD),
    )  # fmt: skip


def _base_shed(calm: Outcome, peace: Outcome) -> Sentence:
    """What is dark without raids, and in peace, where nobody is unconnected: hours a person."""
    hours, rest = (run.values("hours_without_power", run.windows()[-1]) for run in (calm, peace))
    dark = int(np.count_nonzero(hours > 0))
    told = {"hours": float(hours.mean()), "most": float(hours.max()), "dark": dark}
    told |= {"calm": float(rest.mean()), "calm_most": float(rest.max()), "n": len(hours)}
    return Sentence("base_shed" if dark else "no_shed", told)
