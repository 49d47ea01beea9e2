"""Part 6: does more of any help, or of what the country has, ever hurt? On common draws.

Where more of a thing changes nothing in any future it proves nothing, and in under five little:
such a kind is looked at again in the same country made short of it (`scarce`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.pool import Crew, Standing
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.outcome.statistics import LEANS
from holdfast.outcome.windows import reported_from
from holdfast.questions.validate import more, scarce
from holdfast.questions.validate.apart import LEAST
from holdfast.questions.validate.finding import Finding, Fixed, Given, Sentence
from holdfast.questions.validate.more import Kind, Seen
from holdfast.scenario import Scenario

FUTURES = 32
"""At most: each kind is a run of its own."""
MEUR, MORE = 100.0, 0.25
"""Million of each kind of help, and the share more of what the country has."""
DAYS = 120
"""Reported days that a country made short is lived for: a winter."""


def find(given: Given) -> Finding:
    """Give so much more of each kind in the same futures, and tell whom it hurts and why.

    Holds where each kind that changes anything, here or where it is short, hurts few futures and is
    no worse in the mean with two standard errors counted. It only shows where none changes
    anything, or none hurts and the mean of one is not told apart from none.
    """
    count = min(FUTURES, given.futures)
    kinds = more.given_kinds(given.scenario, MEUR)
    kinds += more.had_kinds(given.scenario, MORE)
    with Standing(given.workers) as crew:
        lab = _Lab(given, count, crew)
        every = list(more.seen(given.scenario, kinds, lab.whole))
        short = list(_short(given.scenario, [one.kind for one in every if one.barely], lab))
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
    """Whether nothing hurts that is judged and changes anything; None if nothing does, or if the
    mean of one is not told apart from none and nothing hurts."""
    judged = [one.met for one in all_seen if one.kind.is_help and not one.idle]
    if False in judged:
        return False
    return None if None in judged or not judged else True


def _remarks(short: bool) -> Iterator[Sentence]:
    yield Sentence("given", {"meur": round(MEUR), "more": round(100 * MORE)})
    least = Fixed(100 * LEAST, 2)
    yield Sentence("hurt", {"least": least, "seldom": round(100 * more.SELDOM)})
    yield Sentence("judged", {"least": least, "errors": int(LEANS), "sure": round(100 * more.SURE)})
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
    """What kinds do that change next to nothing here, where they are short; by the country."""
    for where, made_short in scarce.COUNTRIES.items():
        some = [kind for kind in kinds if scarce.WHERE.get(kind.name) == where]
        if some:
            for one in more.seen(made_short(scenario), some, lab.winter):
                yield where, one


def _verdict(every: Sequence[Seen], again: Sequence[Seen], futures: int) -> Sentence:
    """How many kinds that change anything hurt nobody, and what so few futures can tell; which
    change nothing, what those do where they are short that change little or nothing here; which
    hurt, and which of them by laws of stores."""
    here, tried = _live(every), _live(again)
    idle = [one for one in every if one.kind.is_help and one.idle]
    pair = (futures + 1) // 2
    said = [
        Sentence("verdict", {"count": _held(here), "kinds": len(here), "futures": futures}),
        *_open(here),
        Sentence(
            "bound",
            {"futures": futures, "pairs": pair, "bound": Fixed(100 * more.bound(0, pair), 1),
             "sure": round(100 * more.SURE)},
        ),
    ]  # fmt: skip
    if idle:
        values = {"count": len(idle), "names": tuple(map(_called, idle))}
        said.append(Sentence("idle_kinds", values))
    if tried:
        told = {"held": _held(tried), "open": sum(one.met is None for one in tried)}
        said.append(Sentence("tried", {"count": len(tried), **told}))
    failed = [one for one in (*here, *tried) if one.met is False]
    for name, stores in (("failing", False), ("stores", True)):
        some = [_called(one) for one in failed if (one.kind.name in scarce.STORES) is stores]
        if some:
            said.append(Sentence(name, {"failed": tuple(some)}))
    return reduce(lambda whole, more: Sentence("then", {"whole": whole, "more": more}), said)


def _held(some: Sequence[Seen]) -> int:
    return sum(one.met is True for one in some)


def _open(some: Sequence[Seen]) -> Iterator[Sentence]:
    """Those whose mean is not told apart from none, if there are any."""
    names = tuple(_called(one) for one in some if one.met is None)
    if names:
        yield Sentence("open_kinds", {"count": len(names), "names": names})


def _live(some: Sequence[Seen]) -> list[Seen]:
    """Those that are judged and change anything."""
    return [one for one in some if one.kind.is_help and not one.idle]


def _called(one: Seen) -> Sentence:
    return Sentence(f"kind_{slug(one.kind.name)}")


def _row(one: Seen, where: str = "") -> dict[str, object]:
    """How many futures are hurt and by how much, in the dark and in the cold, and why."""
    darker, colder = one.hurt
    row: dict[str, object] = {"kind": _called(one)}
    if where:
        row["where"] = Sentence(where)
    if one.idle:
        names = ("hurt", "worst", "mean", "mean_error", "chilled", "cold", "cold_error", "under")
        return row | dict.fromkeys((*names, "why", "why_cold")) | {"met": Sentence("idle")}
    return row | {
        "hurt": Fixed(darker, 0),
        "worst": 100.0 * float(one.dark.max()) if darker else 0.0,
        "mean": 100.0 * float(one.dark.mean()),
        "mean_error": _error(one.dark),
        "chilled": Fixed(colder, 0),
        "cold": 100.0 * float(one.cold.mean()),
        "cold_error": _error(one.cold),
        "under": 100.0 * one.under,
        "why": _causes(one.why_dark),
        "why_cold": _causes(one.why_cold),
        "met": _met(one),
    }


def _causes(why: Counter[str]) -> tuple[Sentence, ...] | None:
    """Each cause with its futures, the most first; None if there is none."""
    told = (Sentence(f"why_{slug(name)}", {"count": count}) for name, count in why.most_common())
    return tuple(told) or None


def _met(one: Seen) -> object:
    """Whether it holds, that it is not told, or None of what is not judged."""
    if not one.kind.is_help:
        return None
    return Sentence("open") if one.met is None else one.met


def _error(share: Array) -> float:
    """Standard error of a mean over futures, in per cent; of futures that are alike it is none."""
    return 100.0 * more.of_pairs(share).standard_error if share.any() else np.nan


def slug(text: str) -> str:
    """The first clause of a text as a name: "debris of what was brought down"."""
    return text.partition(":")[0].replace(",", "").replace(" ", "_")
