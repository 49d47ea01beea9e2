"""The hindcast: published figures beside the model, what a fit taught, what each mechanism weighs.

Three rows of each figure: with ranges as they stand (untuned), with what was learnt (fitted), and
in the futures of the fitted row in which a collapse came on the day on which one did. Free-running
and conditioned results are never mixed in a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.questions.facts import NATIONAL, Fact, facts_of
from holdfast.questions.fit import TABLE
from holdfast.questions.hindcast import (
    DEFAULT,
    FITTED,
    JUDGED,
    everything_known,
    fitted_on,
    role_of,
)
from holdfast.questions.validate import survived
from holdfast.questions.validate.finding import Finding, Fixed, Given, Measured, Sentence
from holdfast.questions.validate.played import Played, beside, play
from holdfast.questions.validate.scored import (
    luck_share,
    mean_chance,
    perfect_chance,
    perfect_scores,
)
from holdfast.questions.validate.weighed import weights

COLLAPSE = "hours_to_rejoin_after_collapse"
"""A figure of this metric tells on which day a collapse is known to have come."""
FEW = 10
"""Futures under which no row is made of them."""
ROW = ("untuned", "fitted", "conditioned")
COLUMNS = (
    "id", "quantity", "region", "from", "to", "value", "low", "high", "role",
    "fitted_median", "fitted_p05", "fitted_p95", "fitted_met", "fitted_chance",
    "untuned_median", "untuned_p05", "untuned_p95", "untuned_met", "untuned_chance", "perfect",
    "conditioned_median", "conditioned_p05", "conditioned_p95", "conditioned_met",
    "conditioned_chance", "conditioned_n", "luck", "said_by",
)  # fmt: skip
"""Columns of the table of figures; those of a row of the model that there is not are left out."""
COUNTS = {
    (FITTED, "untuned"): "fit_untuned",
    (FITTED, "fitted"): "fit_fitted",
    (FITTED, "conditioned"): "fit_conditioned",
    (JUDGED, "untuned"): "judge_untuned",
    (JUDGED, "fitted"): "judge_fitted",
    (JUDGED, "conditioned"): "judge_conditioned",
}
"""The sentence of a count, by role of the figures and row of the model."""


def find(given: Given) -> Finding:
    """Play what is on record, judge every figure, and switch the mechanisms off one by one.

    Shown, not held: no number of figures was promised. Raises QuestionError with the faults of the
    file of facts.
    """
    scenario = everything_known(given.scenario)
    facts = facts_of(scenario, given.facts)
    fitted = fitted_on(scenario)
    free = scenario.replace_rows(TABLE, [])
    played = {"untuned": play(given, free, facts, given.futures)}
    if fitted:
        played["fitted"] = play(given, scenario, facts, given.futures)
    best = played[ROW[len(played) - 1]]
    table = pd.DataFrame(list(_rows(played, facts, fitted)))
    table = table[[name for name in COLUMNS if name in table]]
    weighed = weights(given, scenario, free, facts, fitted)
    second = survived.set_apart(best.run)
    judge = np.flatnonzero(table["role"] == JUDGED).tolist()
    row = "fitted" if fitted else "untuned"
    values = _together(best, [facts[place] for place in judge], best.values[:, judge])
    values["count"] = int(table[f"{row}_met"].to_numpy()[judge].sum())
    remarks = [*_remarks(table, played, facts, fitted), *survived.remarks(best.run, second)]
    if len(judge):
        remarks.insert(0, Sentence("perfect", values))
    table["role"] = table["role"].map(lambda role: Sentence(f"role_{role}"))
    return Finding(
        1, "hindcast", None, Sentence("verdict_fitted" if fitted else "verdict_untuned", values),
        {"figures": table, "mechanisms": weighed} | ({"second": second} if len(second) else {}),
        tuple(remarks),
        command="python benchmarks/hindcast.py",
    )  # fmt: skip


def _rows(
    played: dict[str, Played], facts: Sequence[Fact], fitted: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A row a figure: what was said, and each row of the model beside it."""
    best = played[ROW[len(played) - 1]]
    known = _collapsed(best.run, facts)
    for place, fact in enumerate(facts):
        made: dict[str, object] = {
            "id": fact.id,
            "quantity": Sentence(fact.metric),
            "region": Sentence("nation") if fact.region == NATIONAL else fact.region,
            "from": fact.first,
            "to": fact.last,
            "value": fact.value,
            "low": fact.band_low,
            "high": fact.band_high,
            "said_by": fact.said_by,
            "role": role_of(fact, fitted),
        }
        for name, one in played.items():
            made |= beside(name, one.values[:, place], fact)
        if known is not None:
            after = fact.last >= known[0] and known[1].sum() >= FEW
            values = best.values[known[1], place] if after else np.zeros(0)
            made |= beside("conditioned", values, fact)
            made["conditioned_n"] = Fixed(int(np.isfinite(values).sum()), 0) if after else None
        made["luck"] = luck_share(best.values[:, place])
        made["perfect"] = perfect_chance(best.values[:, place], fact, best.run.pair)
        yield made


def _collapsed(run: Outcome, facts: Sequence[Fact]) -> tuple[date, Array] | None:
    """The day on which a collapse is known to have come, and (F,) the futures in which it did."""
    told = [fact for fact in facts if fact.metric == COLLAPSE]
    if not told:
        return None
    day = told[0].first
    fell = run.data["collapsed"].sel(day=np.datetime64(day)).values > 0
    return day, np.asarray(fell, dtype=bool)


def _together(best: Played, facts: Sequence[Fact], values: Array) -> dict[str, object]:
    """How well N judged figures are said together, and how well a model that is the truth would.

    values (F, N). `low` of `n` futures taken for the truth have as small a mean chance.
    """
    made: dict[str, object] = {"figures": len(facts), "n": len(values)}
    if not facts:
        return made | dict.fromkeys(("chance", "perfect", "low", "medians"))
    mine = mean_chance(values, facts, best.run.pair)
    scores, medians = perfect_scores(values, facts, best.run.pair)
    return made | {
        "chance": Measured(mine.mean, mine.standard_error),
        "perfect": float(np.nanmean(scores)),
        "low": int((scores <= mine.mean).sum()),
        "medians": float(medians.mean()),
    }


def _remarks(
    table: pd.DataFrame,
    played: Mapping[str, Played],
    facts: Sequence[Fact],
    fitted: Sequence[str],
) -> Iterator[Sentence]:
    """The counts by role, each row of the model by itself."""
    best = played[ROW[len(played) - 1]]
    for role in (FITTED, JUDGED):
        for name in ROW:
            if f"{name}_met" not in table:
                continue
            known = (table["role"] == role) & table[f"{name}_met"].notna()
            mine = np.flatnonzero(known).tolist()
            if not mine:
                continue
            run = played.get(name, best)
            some = slice(None) if name in played else _fell(best.run, facts)
            chance = mean_chance(
                run.values[some][:, mine], [facts[place] for place in mine], run.run.pair[some]
            )
            had = table.iloc[mine]
            values: dict[str, object] = {
                "count": int(had[f"{name}_met"].astype(bool).sum()),
                "figures": len(had),
                "chance": Measured(chance.mean, chance.standard_error),
                "ids": tuple(had["id"]),
            }
            if name == "conditioned":
                values["n"] = int(max(each.value for each in had["conditioned_n"]))
            yield Sentence(COUNTS[role, name], values)
    yield Sentence("defaults", {"ids": tuple(table["id"][table["role"] == DEFAULT])})
    if not fitted:
        yield Sentence("no_fit")


def _fell(run: Outcome, facts: Sequence[Fact]) -> Array:
    """(F,) futures in which a collapse came on the day on which it is known to have come."""
    known = _collapsed(run, facts)
    return np.zeros(len(run.futures), dtype=bool) if known is None else known[1]
