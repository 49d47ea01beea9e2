"""What each mechanism weighs: the first winter without it, in the same futures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from holdfast.campaign import ensemble
from holdfast.outcome.statistics import difference
from holdfast.questions.facts import Fact
from holdfast.questions.fit import RAN_ON, figures
from holdfast.questions.hindcast import FITTED, JUDGED, role_of
from holdfast.questions.switches import MECHANISMS
from holdfast.questions.validate.finding import Given, Sentence
from holdfast.questions.validate.played import Played, beside
from holdfast.questions.validate.scored import mean_chance
from holdfast.questions.validate.survived import HOURS, winters
from holdfast.scenario import Scenario

HALF = 2
"""Of the futures, the part in which each mechanism is switched off."""
BEST = ("hours", "change", "change_error")
UNTUNED = ("untuned_hours", "untuned_change", "untuned_change_error")


def weights(
    given: Given, fitted: Scenario, untuned: Scenario, facts: Sequence[Fact], on: Sequence[str]
) -> pd.DataFrame:
    """What each mechanism weighs in the fitted country, and in the untuned one if it is another.

    A row a mechanism: `without`, `hours` without power a person, `change` with its error, figures
    met and mean chance of those that were fitted `on` and those that are judged; then hours and
    change of the untuned one. Figures that set a default are left out. Empty where none is early.
    """
    end = winters(fitted)[0].last
    early = [fact for fact in facts if fact.needed_until <= end and not fact.sets_a_default]
    if not early:
        return pd.DataFrame()
    futures = max(given.futures // HALF, HALF)

    asked = [fitted, *(one.off(fitted) for one in MECHANISMS)]
    if on:
        asked += [untuned, *(one.off(untuned) for one in MECHANISMS)]
    runs = ensemble.several(
        asked, futures, given.seed, given.workers, given.progress, fitted.day(end) + 1,
        only=RAN_ON,
    )  # fmt: skip
    lived = [Played(run, figures(run, early)) for run in runs]
    count = 1 + len(MECHANISMS)
    best, bare = lived[:count], lived[count:]
    rows = []
    for place, name in enumerate(("all", *(one.name for one in MECHANISMS))):
        made: dict[str, object] = {"without": Sentence(name)}
        made |= _hours(BEST, best[0], best[place]) | _figures(best[place], early, on)
        if bare:
            made |= _hours(UNTUNED, bare[0], bare[place])
        rows.append(made)
    return pd.DataFrame(rows)


def _hours(names: Sequence[str], before: Played, after: Played) -> dict[str, object]:
    """Hours without power a person, how they change, and the error of that, by these names."""
    had, has = before.run.per_person(HOURS), after.run.per_person(HOURS)
    made = difference(had, has, after.run.pair, "less")
    found = float(has.mean()), float((has - had).mean()), float(made.estimate.standard_error)
    return dict(zip(names, found, strict=True))


def _figures(played: Played, facts: Sequence[Fact], on: Sequence[str]) -> dict[str, object]:
    """Figures met and their mean chance, fitted and judged apart; None where there is none."""
    made: dict[str, object] = {}
    for name, role in (("fit", FITTED), ("judge", JUDGED)):
        mine = [k for k, fact in enumerate(facts) if role_of(fact, on) == role]
        values, some = played.values[:, mine], [facts[k] for k in mine]
        told = [beside("", values[:, place], fact) for place, fact in enumerate(some)]
        made[f"met_{name}"] = sum(bool(each["_met"]) for each in told)
        chance = mean_chance(values, some, played.run.pair).mean if mine else None
        made[f"chance_{name}"] = chance
    return made
