"""Which unknowns flip the ranking of the next 250 million, and what it is worth to know each.

Ways to spend are packages of the scenario and lots of its catalogue. A few futures pick the leading
ones; these are lived on fresh common futures, and what they save is held against every input that
the futures drew (`information`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.outcome.statistics import estimate
from holdfast.questions.inputs import Input, drawn
from holdfast.questions.refused import Refused
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.information import Worth, everything, flip, worth
from holdfast.questions.validate.ways import NEXT, Way, affordable, plan_with

SCREEN, LEADING, NAMED = 24, 4, 5
"""Futures that pick the leading ways, how many of them, and how many unknowns are named."""
RANKING = ("way", "cost", "mean", "standard_error", "n", "n_eff", "behind", "behind_error")
UNKNOWN = (
    "unknown", "worth", "standard_error", "worth_meur", "beyond_chance", "leads_else", "side",
    "value", "middle", "share",
)  # fmt: skip
ALL = ("what", "worth", "standard_error")


@dataclass(frozen=True, slots=True)
class _Lived:
    """What the leading ways save, the best first."""

    ways: list[Way]
    saved: Array
    """(K, F) million person-hours, futures in pairs."""
    inputs: list[Input]

    @property
    def by_pair(self) -> Array:
        """(K, Q) means of pairs."""
        return np.asarray((self.saved[:, ::2] + self.saved[:, 1::2]) / 2)


def find(given: Given, budget: float = NEXT) -> Finding:
    """Three tables; it only shows. Raises Refused if under two ways cost no more than the budget,
    or for under 40 futures."""
    futures = given.futures - given.futures % 2
    if futures < 40:
        raise Refused(f"{given.futures} futures tell no unknown apart: ask for 40 or more")
    lived = _lived(given, budget, futures)
    values = lived.by_pair
    known = worth(values, np.stack([each.z[::2] for each in lived.inputs]))
    lower, upper = everything(lived.saved[:, ::2], lived.saved[:, 1::2])
    named = _named(lived, known)
    sure = int(named["beyond_chance"].sum())
    told = {
        "budget": budget, "count": len(named), "sure": sure, "lead": lived.ways[0].name,
        "first": named["unknown"].iloc[0] if len(named) else "",
        "worth": float(named["worth"].iloc[0]) if len(named) else 0.0,
        "all": float(lower.mean()), "of": len(lived.inputs), "n": futures,
    }  # fmt: skip
    how = {"screen": SCREEN, "ways": len(lived.ways), "bar": known.bar, "n": futures}
    whole = [("all_at_least", lower), ("all_at_most", upper)]
    rows = [(name, v.mean(), v.std(ddof=1) / math.sqrt(len(v))) for name, v in whole]
    tables = {
        "unknowns": named,
        "ranking": _ranking(lived),
        "everything": pd.DataFrame(rows, columns=list(ALL)),
    }
    verdict = Sentence("unknowns.sure" if sure else "unknowns.open", told)
    return Finding(
        8, "unknowns", None, verdict, tables, (Sentence("unknowns.how", how),),
        command="holdfast value",
    )  # fmt: skip


def _lived(given: Given, budget: float, futures: int) -> _Lived:
    """Pick the leading ways on a few futures, and live them on as many fresh ones as asked for."""
    ways = affordable(given.scenario, budget)
    if len(ways) < 2:
        raise Refused(f"{len(ways)} ways cost up to {budget:g} million: two or more are ranked")
    plan_of = plan_with(given.scenario, ways)
    every = [frozenset({number}) for number in range(len(ways))]
    fresh = np.arange(SCREEN, SCREEN + futures)
    size = len(ways) * SCREEN + LEADING * futures
    with Trials(
        given.scenario, plan_of, given.seed, given.workers, given.progress, size
    ) as trials:
        first = trials.saved(every, np.arange(SCREEN)).mean(axis=1)
        best = np.argsort(-first, kind="stable")[:LEADING]
        saved = trials.saved([every[number] for number in best], fresh)
    order = np.argsort(-saved.mean(axis=1), kind="stable")
    luck = Luck.of(given.seed, fresh)
    inputs = [each for each in drawn(given.scenario, luck) if np.unique(each.values).size > 2]
    if not inputs:
        raise Refused("nothing in the scenario has a range: there is no unknown to be named")
    return _Lived([ways[best[k]] for k in order], saved[order], inputs)


def _ranking(lived: _Lived) -> pd.DataFrame:
    """The leading ways, columns RANKING; `behind` is what the first saves beyond each."""
    pair, rows = pairs(np.arange(lived.saved.shape[1])), []
    for way, saved in zip(lived.ways, lived.saved, strict=True):
        made, behind = estimate(saved, pair), estimate(lived.saved[0] - saved, pair)
        rows.append(
            (way.name, way.cost, made.mean, made.standard_error, made.n, made.n_eff, behind.mean,
             behind.standard_error)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(RANKING))


def _named(lived: _Lived, known: Worth) -> pd.DataFrame:
    """The unknowns that are worth most and change who leads, columns UNKNOWN."""
    rows: list[tuple[object, ...]] = []
    lead = lived.ways[0]
    per_million = lived.by_pair[0].mean() / lead.cost
    for number in np.argsort(-known.mean, kind="stable").tolist():
        if len(rows) == NAMED or known.mean[number] <= 0:
            break
        each = lived.inputs[number]
        found = flip(lived.by_pair, each.z[::2])
        if found is None:
            continue
        mean = float(known.mean[number])
        rows.append(
            (named(each), mean, float(known.error[number]),
             mean / per_million if per_million > 0 else math.nan, mean > known.bar,
             lived.ways[found.way].name, "above" if found.z > 0 else "below",
             _value(each, found.z), each.middle, float(ndtr(-abs(found.z))))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(UNKNOWN))


def named(each: Input) -> str:
    """An input by its name: a parameter, or table, column and row."""
    return f"{each.table}.{each.column} ({each.key})" if each.table else each.column


def _value(each: Input, z: float) -> float:
    """The value of an input at a normal number within its draws."""
    order: Sequence[int] = np.argsort(each.z, kind="stable").tolist()
    return float(np.interp(z, each.z[order], each.values[order]))
