"""Part 6: does more of any help, or of what the country has, ever hurt? On common draws.

Where more of a thing changes nothing in any future it proves nothing: such a kind is looked at
again in the same country made short of it (`scarce`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.pool import Crew, Standing
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.outcome.windows import reported_from
from holdfast.questions.validate import more, scarce
from holdfast.questions.validate.apart import LEAST
from holdfast.questions.validate.finding import Finding, Fixed, Given, Sentence
from holdfast.questions.validate.more import Kind, Seen
from holdfast.scenario import Scenario

FUTURES = 16
"""At most: each kind is a run of its own."""
MEUR, MORE = 100.0, 0.25
"""Million of each kind of help, and the share more of what the country has."""
DAYS = 120
"""Reported days that a country made short is lived for: a winter."""


def find(given: Given) -> Finding:
    """Give so much more of each kind in the same futures, and tell whom it hurts and why.

    Holds where no kind hurts that changes anything, here or where it is short. It only shows where
    none does.
    """
    count = min(FUTURES, given.futures)
    kinds = more.given_kinds(given.scenario, MEUR)
    kinds += more.had_kinds(given.scenario, MORE)
    with Standing(given.workers) as crew:
        lab = _Lab(given, count, crew)
        every = list(more.seen(given.scenario, kinds, lab.whole))
        short = list(_short(given.scenario, [one.kind for one in every if one.idle], lab))
    tables = {
        "help": pd.DataFrame([_row(one) for one in every if one.kind.given]),
        "had": pd.DataFrame([_row(one) for one in every if not one.kind.given]),
    }
    if short:
        tables["short"] = pd.DataFrame([_row(one, where) for where, one in short])
    again = [one for _, one in short]
    return Finding(
        6, "monotone", _holds([*every, *again]), _verdict(every, again, count), tables,
        tuple(_remarks(bool(short))),
        command="python benchmarks/monotone.py; python benchmarks/monotone_gas.py",
    )  # fmt: skip


def _holds(all_seen: Sequence[Seen]) -> bool | None:
    """Whether nothing hurts that is judged and changes anything; None if nothing does."""
    judged = [one.met for one in all_seen if one.kind.is_help and not one.idle]
    return all(judged) if judged else None


def _remarks(short: bool) -> Iterator[Sentence]:
    yield Sentence("given", {"meur": round(MEUR), "more": round(100 * MORE)})
    yield Sentence("hurt", {"least": Fixed(100 * LEAST, 2), "seldom": round(100 * more.SELDOM)})
    yield Sentence("no_help")
    if short:
        shares = {"store": scarce.STORE, "supply": scarce.SUPPLY, "few": scarce.FEW}
        left = {name: round(100 * share) for name, share in shares.items()}
        yield Sentence("scarce", {**left, "days": DAYS})


class _Lab:
    """Runs of the same futures, and how far they are."""

    def __init__(self, given: Given, futures: int, crew: Crew) -> None:
        self.given, self.futures, self.crew = given, futures, crew
        first = reported_from(given.scenario.settings)
        self.until = given.scenario.day(first) + DAYS

    def whole(
        self,
        scenarios: Sequence[Scenario],
        only: tuple[str, ...],
        record: tuple[Recorder, ...],
        until: int | None = None,
    ) -> Iterator[Outcome]:
        """Runs of all days."""
        return ensemble.several(
            scenarios, self.futures, self.given.seed, self.crew, self.given.progress, until,
            record, only,
        )  # fmt: skip

    def winter(
        self, scenarios: Sequence[Scenario], only: tuple[str, ...], record: tuple[Recorder, ...]
    ) -> Iterator[Outcome]:
        """Runs of the first reported winter."""
        return self.whole(scenarios, only, record, self.until)


def _short(scenario: Scenario, kinds: Sequence[Kind], lab: _Lab) -> Iterator[tuple[str, Seen]]:
    """What kinds do that change nothing here, where they are short; by the country."""
    for where, made_short in scarce.COUNTRIES.items():
        some = [kind for kind in kinds if scarce.WHERE.get(kind.name) == where]
        if some:
            for one in more.seen(made_short(scenario), some, lab.winter):
                yield where, one


def _verdict(every: Sequence[Seen], again: Sequence[Seen], futures: int) -> Sentence:
    """How many kinds that change anything hurt nobody; which change nothing, and what they do where
    they are short."""
    here = [one for one in every if one.kind.is_help]
    live, idle = [one for one in here if not one.idle], [one for one in here if one.idle]
    values: dict[str, object] = {
        "count": sum(one.met for one in live), "kinds": len(live), "futures": futures
    }  # fmt: skip
    failed = tuple(_called(one) for one in (*live, *_live(again)) if not one.met)
    if idle:
        tried = _live(again)
        values["idle"] = Sentence(
            "idle_kinds" if tried else "idle_unseen",
            {
                "count": len(idle), "names": tuple(map(_called, idle)), "tried": len(tried),
                "held": sum(one.met for one in tried),
            },
        )  # fmt: skip
    name = "verdict_idle" if idle else "verdict"
    if failed:
        return Sentence("failing", {"whole": Sentence(name, values), "failed": failed})
    return Sentence(name, values)


def _live(again: Sequence[Seen]) -> list[Seen]:
    """Those that are judged and change something where they are short."""
    return [one for one in again if one.kind.is_help and not one.idle]


def _called(one: Seen) -> Sentence:
    return Sentence(f"kind_{slug(one.kind.name)}")


def _row(one: Seen, where: str = "") -> dict[str, object]:
    """How many futures are hurt and by how much, in the dark and in the cold, and why."""
    darker, colder = one.hurt
    row: dict[str, object] = {"kind": _called(one)}
    if where:
        row["where"] = Sentence(where)
    if one.idle:
        names = ("hurt", "worst", "mean", "mean_error", "chilled", "cold", "cold_error", "why")
        return row | dict.fromkeys((*names, "why_cold")) | {"met": Sentence("idle")}
    return row | {
        "hurt": Fixed(darker, 0),
        "worst": 100.0 * float(one.dark.max()) if darker else 0.0,
        "mean": 100.0 * float(one.dark.mean()),
        "mean_error": _error(one.dark),
        "chilled": Fixed(colder, 0),
        "cold": 100.0 * float(one.cold.mean()),
        "cold_error": _error(one.cold),
        "why": _causes(one.why_dark),
        "why_cold": _causes(one.why_cold),
        "met": one.met if one.kind.is_help else None,
    }


def _causes(why: Counter[str]) -> tuple[Sentence, ...] | None:
    """Each cause with its futures, the most first; None if there is none."""
    told = (Sentence(f"why_{slug(name)}", {"count": count}) for name, count in why.most_common())
    return tuple(told) or None


def _error(share: Array) -> float:
    """Standard error of a mean over futures, in per cent; of futures that are alike it is none."""
    if len(share) < 2 or not share.any():
        return np.nan
    return 100.0 * float(share.std(ddof=1) / np.sqrt(len(share)))


def slug(text: str) -> str:
    """The first clause of a text as a name: "debris of what was brought down"."""
    return text.partition(":")[0].replace(",", "").replace(" ", "_")
