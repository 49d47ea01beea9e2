"""Which unknowns flip the ranking of the next 250 million, and what it is worth to know each.

Ways to spend are packages of the scenario and lots of its catalogue. A few futures pick the leading
ones; these are lived on fresh common futures, and what they save is held against every input that
the futures drew (`unsure`, `information`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import estimate
from holdfast.questions.judging import told_by_rival
from holdfast.questions.refused import Refused
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.information import (
    FOLDS,
    Flip,
    everything,
    flip,
    scores,
    share_beyond,
    strength,
    value_at,
    worth,
)
from holdfast.questions.validate.judged import nothing
from holdfast.questions.validate.unsure import Unknown, unknowns_of
from holdfast.questions.validate.ways import NEXT, Way, affordable, plan_with

SCREEN, LEADING, NAMED = 24, 4, 5
"""Futures that pick the leading ways, how many of them, and how many unknowns are named."""
LIVED = 240
"""Futures that the leading ways are lived on at least, since unknowns are hundreds."""
RANKING = (
    "way", "cost", "saved", "saved_error", "n_eff", "behind", "behind_error",
    *(f"if_{rival}{end}" for rival in RIVALS for end in ("", "_error")),
)  # fmt: skip
UNKNOWN = (
    "unknown", "middle", "side", "value", "share", "leads_else", "worth", "worth_error",
    "worth_money", "beyond_chance",
)  # fmt: skip
ALL = ("what", "worth", "worth_error")


@dataclass(frozen=True, slots=True)
class _Lived:
    """What the leading ways save, the best first."""

    ways: list[Way]
    saved: Array
    """(K, F) million person-hours, futures in pairs."""
    unknowns: list[Unknown]
    rival: Array
    """(F,) the model of air defence that each future drew."""

    @property
    def by_pair(self) -> Array:
        """(K, Q) means of pairs."""
        return np.asarray((self.saved[:, ::2] + self.saved[:, 1::2]) / 2)


def find(given: Given, budget: float = NEXT, least: int = LIVED) -> Finding:
    """Three tables; it only shows. Values are measured among those that the futures drew.

    It only says so where under two ways cost no more than the budget, or nothing has a range.
    Raises Refused for under 40 futures.
    """
    futures = max(given.futures, least)
    futures -= futures % 2
    if futures < 2 * 2 * FOLDS:
        raise Refused(f"{futures} futures tell no unknown apart: ask for {4 * FOLDS} or more")
    ways = affordable(given.scenario, budget)
    if len(ways) < 2:
        return nothing(8, "unknowns", "no_ranking")
    luck = given.scenario.luck(given.seed, np.arange(SCREEN, SCREEN + futures))
    unsure = unknowns_of(given.scenario, luck)
    if not unsure:
        return nothing(8, "unknowns", "certain")
    lived = _lived(given, ways, unsure, futures)
    named = _named(lived)
    sure = int(named["beyond_chance"].sum())
    lower, upper = everything(lived.saved[:, ::2], lived.saved[:, 1::2])
    told = {
        "count": sure, "of": len(unsure), "inputs": sum(one.inputs for one in unsure),
        "budget": budget,
        "lead": lived.ways[0].name, "n": futures,
    }  # fmt: skip
    rows = [
        (Sentence(name), v.mean(), v.std(ddof=1) / math.sqrt(len(v)))
        for name, v in (("at_least", lower), ("at_most", upper))
    ]
    tables = {
        "unknowns": named,
        "ranking": _ranking(lived),
        "everything": pd.DataFrame(rows, columns=list(ALL)),
    }
    how = {"screen": SCREEN, "ways": len(lived.ways), "n": futures}
    return Finding(
        8, "unknowns", None, Sentence("sure" if sure else "open", told), tables,
        (Sentence("how", how), Sentence("measured"), Sentence("worth"), Sentence("chance")),
        command="holdfast value",
    )  # fmt: skip


def _lived(given: Given, ways: Sequence[Way], unsure: list[Unknown], futures: int) -> _Lived:
    """Pick the leading ways on a few futures, and live them on as many fresh ones as asked for."""
    plan_of = plan_with(given.scenario, ways)
    every = [frozenset({number}) for number in range(len(ways))]
    fresh = np.arange(SCREEN, SCREEN + futures)
    size = len(ways) * SCREEN + LEADING * futures
    with Trials(given.scenario, plan_of, given.seed, given.workers, given.progress, size) as trials:
        first = trials.saved(every, np.arange(SCREEN)).mean(axis=1)
        best = np.argsort(-first, kind="stable")[:LEADING]
        saved = trials.saved([every[number] for number in best], fresh)
        rival = np.array([trials.rival[int(one)] for one in fresh])
    order = np.argsort(-saved.mean(axis=1), kind="stable")
    return _Lived([ways[best[k]] for k in order], saved[order], unsure, rival)


def _ranking(lived: _Lived) -> pd.DataFrame:
    """The leading ways, columns RANKING; `behind` is what the first saves beyond each, the last
    columns what each saves under each rival model of air defence."""
    pair, rows = pairs(np.arange(lived.saved.shape[1])), []
    for way, saved in zip(lived.ways, lived.saved, strict=True):
        made, behind = estimate(saved, pair), estimate(lived.saved[0] - saved, pair)
        rows.append(
            (way.name, way.cost, made.mean, made.standard_error, made.n_eff, behind.mean,
             behind.standard_error, *_by_rival(saved, lived.rival, pair))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(RANKING))


def _by_rival(saved: Array, rival: Array, pair: Array) -> list[float]:
    """Mean and error of (F,) values under each rival model, nan where too few futures drew it."""
    told = told_by_rival(saved, rival, pair)
    return [value for place, value in enumerate(told) if place % 3 < 2]


def _named(lived: _Lived) -> pd.DataFrame:
    """The unknowns that move the lead most and pass it to another way, columns UNKNOWN."""
    values = lived.by_pair
    had = np.stack([each.values[::2] for each in lived.unknowns])
    moved = scores(had)
    strong, bar = strength(values, moved)
    found: list[tuple[int, Flip]] = []
    for number in np.argsort(-strong, kind="stable").tolist():
        passed = flip(values, moved[number])
        if passed is not None and len(found) < NAMED:
            found.append((number, passed))
    if not found:
        return pd.DataFrame(columns=list(UNKNOWN))
    known = worth(values, moved[[number for number, _ in found]])
    per_million = values[0].mean() / lived.ways[0].cost
    rows = []
    for place, (number, passed) in enumerate(found):
        mean, drew, z = float(known.mean[place]), had[number], moved[number]
        rows.append(
            (lived.unknowns[number].name, float(np.median(drew)),
             Sentence("above" if passed.z > 0 else "below"), value_at(drew, z, passed.z),
             share_beyond(z, passed.z), lived.ways[passed.way].name, mean,
             float(known.error[place]), mean / per_million if per_million > 0 else None,
             bool(strong[number] > bar))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(UNKNOWN))
