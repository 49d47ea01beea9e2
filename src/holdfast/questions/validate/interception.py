"""Part 5: what is brought down, forecast beside what was claimed, and the rival models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from holdfast.questions.validate import saturating
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.raids import SCORED, daily, judge, read_classes, read_record
from holdfast.raids.scores import LEVEL
from holdfast.scenario import Scenario

RECORD, CLASSES = "raids/launches.csv", "raids/classes.csv"
BEGIN, CHOSEN = date(2022, 9, 1), date(2023, 7, 1)
"""From when on the record is forecast, and from when on it chose the forecast's settings."""
TOLD = 3.0
"""Standard errors from which a difference is told apart."""
LEAST_BLOCKS = 8
"""Blocks of days under which nothing is judged, whatever the errors say."""
BINS, LEAST_IN_BIN = 5, 12
"""Bins of a class at most, and raids in one at least."""


def find(given: Given) -> Finding:
    """Forecast every raid from the days before it, and fit the rival models to all of them."""
    record = read_record(given.file(RECORD))
    given.tell(0, 3)
    cases = judge.cases_of_destroyed(record, BEGIN, judge.end_of(record))
    given.tell(1, 3)
    early = cases["day"] < pd.Timestamp(CHOSEN)
    scores = pd.DataFrame(
        [
            *_scores(cases[early], "before", True),
            *_scores(cases[~early], "chosen_on", False),
        ]
    )
    rivals, about = _rivals(given, record)
    given.tell(3, 3)
    judged = scores[scores["met"].notna()]
    tables = {"scores": scores, "bins": pd.DataFrame(_bins(cases))}
    if len(rivals):
        tables["rivals"] = rivals
    met = int(judged["met"].sum())
    return Finding(
        number=5,
        name="interception",
        holds=met == len(judged),
        verdict=Sentence(
            "verdict",
            {"count": met, "classes": len(judged), "raids": len(cases), "chosen": CHOSEN},
        ),
        tables=tables,
        remarks=(
            Sentence("claims"),
            Sentence("judged", {"chosen": CHOSEN, "blocks": LEAST_BLOCKS}),
            *about,
        ),
        command="python benchmarks/raids.py",
    )


def _scores(cases: pd.DataFrame, when: str, judged: bool) -> Iterator[dict[str, object]]:
    """A row a class: scores, and the share that the interval holds; judged where asked for."""
    for row in judge.summary(cases).to_dict("records"):
        by_count = float(np.sqrt(LEVEL * (1.0 - LEVEL) / row["n"]))
        spread = max(float(row["coverage_error"]), by_count)
        held = abs(row["coverage"] - LEVEL) <= TOLD * spread
        no_worse = row["ratio"] - 1.0 <= TOLD * row["ratio_error"]
        yield {
            "when": Sentence(when),
            "class": row["class"],
            "raids": int(row["n"]),
            "score": float(row["score"]),
            "score_error": float(row["score_error"]),
            "baseline": float(row["baseline_score"]),
            "baseline_error": float(row["baseline_score_error"]),
            "ratio": float(row["ratio"]),
            "ratio_error": float(row["ratio_error"]),
            "coverage": 100.0 * float(row["coverage"]),
            "coverage_error": 100.0 * spread,
            "met": bool(held and no_worse) if judged and row["blocks"] >= LEAST_BLOCKS else None,
        }


def _bins(cases: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Raids of a class in bins of what was forecast: its mean share, and the share claimed."""
    for name in SCORED:
        mine = cases[cases["class"] == name]
        if mine.empty:
            continue
        forecast, rival, claimed = (
            100.0 * (mine[column] / mine["of"]).to_numpy(float)
            for column in ("ours_mean", "baseline_mean", "came")
        )
        order = np.argsort(forecast, kind="stable")
        for part in np.array_split(order, max(1, min(BINS, len(order) // LEAST_IN_BIN))):
            spread = claimed[part].std(ddof=1) if len(part) > 1 else np.nan
            yield {
                "class": name,
                "raids": len(part),
                "launched": int(mine["of"].to_numpy()[part].sum()),
                "forecast": float(forecast[part].mean()),
                "last_days": float(rival[part].mean()),
                "claimed": float(claimed[part].mean()),
                "claimed_error": float(spread / np.sqrt(len(part))),
            }


def _rivals(given: Given, record: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Sentence, ...]]:
    """Log likelihood of each rival model beside the proportional one, and what is to be known."""
    found = daily(record, read_classes(given.file(CLASSES)))
    use = _use(given.scenario, found)
    scored = saturating.most_raided(found, [name for name, share in use.items() if share > 0])
    if scored is None:
        return pd.DataFrame(), (Sentence("no_rivals"),)
    raids = saturating.raids_of(found, scored, use)
    lines: list[dict[str, object]] = [{"model": Sentence("proportional"), "nation": 0.0}]
    lines[0]["region"] = 0.0
    for cap, nation, region in saturating.beside_proportional(raids, given.scenario, scored):
        model = Sentence("prior") if np.isnan(cap) else Sentence("cap", {"cap": round(cap)})
        lines.append({"model": model, "nation": nation, "region": region})
    about = Sentence("rivals", {"class": scored, "count": len(raids.down)})
    return pd.DataFrame(lines), (about,)


def _use(scenario: Scenario, found: pd.DataFrame) -> dict[str, float]:
    """Share of a channel that each class takes, of those that the record has too."""
    classes = scenario.table("threat/classes")
    there = set(found["class"])
    told = zip(classes.text("id"), classes.number("channel_use").tolist(), strict=True)
    return {name: share for name, share in told if name in there}
