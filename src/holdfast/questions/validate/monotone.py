"""Part 6: does more of any help, or of what the country has, ever hurt? On common draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.pool import Standing
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.questions.validate import had, helped
from holdfast.questions.validate.apart import LEAST, of_people
from holdfast.questions.validate.finding import Finding, Fixed, Given, Sentence
from holdfast.scenario import Scenario

FUTURES = 16
"""At most: each kind is a run of its own."""
MEUR, MORE = 100.0, 0.25
"""Million of each kind of help, and the share more of what the country has."""
SELDOM = 0.1
"""Share of futures that may be hurt, each for a reason that is named."""
DARK, COLD = "hours_without_power", "degree_hours"
UNFED = ("heaters where were none", "power of heaters", "imports before stores")
"""What is no help by itself: it asks for power, or changes an order."""


def find(given: Given) -> Finding:
    """Give so much more of each kind in the same futures, and tell whom it hurts and why."""
    count = min(FUTURES, given.futures)
    kinds = helped.helps(given.scenario)
    steps = len(kinds) + len(had.kinds(MORE)) + 3
    done = 0

    def run(scenario: Scenario, only: tuple[str, ...], record: Sequence[Recorder] = ()) -> Outcome:
        nonlocal done
        made = ensemble.run(scenario, count, given.seed, crew, record=tuple(record), only=only)
        done += 1
        given.tell(done, steps)
        return made

    with Standing(given.workers) as crew:
        help_ = pd.DataFrame(_helps(given.scenario, kinds, run))
        had_ = pd.DataFrame(_had(given.scenario, run))
    judged = [bool(met) for table in (help_, had_) for met in table["met"] if met is not None]
    return Finding(
        number=6,
        name="monotone",
        holds=all(judged),
        verdict=Sentence("verdict", {"count": sum(judged), "kinds": len(judged), "futures": count}),
        tables={"help": help_, "had": had_},
        remarks=(
            Sentence("given", {"meur": round(MEUR), "more": round(100 * MORE)}),
            Sentence("hurt", {"least": Fixed(100 * LEAST, 2), "seldom": round(100 * SELDOM)}),
            Sentence("no_help"),
        ),
        command="python benchmarks/monotone.py; python benchmarks/monotone_gas.py",
    )


def _helps(
    scenario: Scenario, kinds: dict[str, list[str]], run: Callable[..., Outcome]
) -> Iterator[dict[str, object]]:
    """A row a kind of help that the catalogue has."""
    bare = run(scenario, helped.KEPT)
    before, chill = of_people(bare, DARK), of_people(bare, COLD)
    for what, chosen in kinds.items():
        more = run(helped.given(scenario, chosen, MEUR), helped.KEPT)
        rise = of_people(more, DARK) - before
        share = rise.sum(axis=1) / np.maximum(before.sum(axis=1), 1.0)
        hurt = np.flatnonzero(share > LEAST)
        days = rise.argmax(axis=1)
        why = Counter(helped.reason(bare, more, int(f), int(days[f])) for f in hurt)
        cold = (of_people(more, COLD) - chill).sum(axis=1) / max(chill.sum(axis=1).mean(), 1.0)
        yield {"kind": Sentence(f"kind_{slug(what)}")} | _row(share, cold, why)


def _had(scenario: Scenario, run: Callable[..., Outcome]) -> Iterator[dict[str, object]]:
    """A row of each thing that the country has more of, by hours without power."""

    def lived(one: Scenario) -> Outcome:
        return run(one, had.KEPT, (had.HEATERS, had.ASKED))

    without = had.heated(scenario, 0.0)
    bare = {False: lived(without), True: lived(had.heated(scenario, had.HEATER_KW))}
    for what, (change, heaters) in had.kinds(MORE).items():
        if not _has(scenario, what):
            continue
        found = {
            name: (share, why)
            for name, share, why in had.judged(bare[heaters], lived(change(without)))
        }
        share, why = found[DARK]
        row = {"kind": Sentence(f"kind_{slug(what)}")} | _row(share, found[COLD][0], why)
        yield row | ({"met": None} if what in UNFED else {})


def _has(scenario: Scenario, what: str) -> bool:
    """Whether the country has a thing at all: sets are asked for by an item of the catalogue."""
    return what != "generator sets" or "generator_set" in scenario.table("items").text("adds")


def _row(share: Array, cold: Array, why: Counter[str]) -> dict[str, object]:
    """How many futures are hurt and by how much, in the dark and in the cold, and why."""
    most = SELDOM * len(share)
    hurt, chilled = (int((each > LEAST).sum()) for each in (share, cold))
    told = tuple(
        Sentence(f"why_{slug(name)}", {"count": count}) for name, count in why.most_common()
    )
    no_worse = max(float(share.mean()), float(cold.mean())) <= LEAST
    return {
        "hurt": hurt,
        "worst": 100.0 * float(share.max()) if hurt else 0.0,
        "mean": 100.0 * float(share.mean()),
        "mean_error": _error(share),
        "chilled": chilled,
        "cold": 100.0 * float(cold.mean()),
        "cold_error": _error(cold),
        "why": told or None,
        "met": no_worse and max(hurt, chilled) <= most,
    }


def _error(share: Array) -> float:
    """Standard error of a mean over futures, in per cent; of futures that are alike it is none."""
    if len(share) < 2 or not share.any():
        return np.nan
    return 100.0 * float(share.std(ddof=1) / np.sqrt(len(share)))


def slug(text: str) -> str:
    """The first clause of a text as a name: "debris of what was brought down"."""
    return text.partition(":")[0].replace(",", "").replace(" ", "_")
