"""More of one thing in the same futures: which of them it leaves darker or colder, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import betaincinv

from holdfast.arrays import Array
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.outcome.statistics import LEANS, LEAST_PAIRS, TRUSTED, Estimate, estimate
from holdfast.questions.search.memo import pairs
from holdfast.questions.validate import had, helped
from holdfast.questions.validate.apart import LEAST, of_people
from holdfast.scenario import Scenario

DARK, COLD = "hours_without_power", "degree_hours"
SELDOM = 0.1
"""Share of futures that may be hurt, each for a reason that is named."""
SURE = 0.95
"""How sure the bound is on the share of futures that are hurt."""
UNFED = ("heaters where were none", "power of heaters", "imports before stores")
"""What is no help by itself: it asks for power, or changes an order."""
Run = Callable[[Sequence[Scenario], tuple[str, ...], tuple[Recorder, ...]], Iterator[Outcome]]
"""What lives some scenarios in the same futures, of which so much is kept."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that there may be more of."""

    name: str
    given: bool
    """Whether it is help that is given; else the country has it."""
    more: Callable[[Scenario], Scenario]
    heaters: bool = False
    """Whether there are heaters in what it is held against."""

    @property
    def is_help(self) -> bool:
        """Whether it is of help by itself, so that it is judged."""
        return self.given or self.name not in UNFED


@dataclass(frozen=True, slots=True)
class Seen:
    """What more of a kind did, in the dark and in the cold: (F,) shares, and why they rise."""

    kind: Kind
    dark: Array
    why_dark: Counter[str]
    cold: Array
    why_cold: Counter[str]

    @property
    def idle(self) -> bool:
        """Whether nothing changed in any future by more than what counts as hurt."""
        return not (_changes(self.dark) or _changes(self.cold))

    @property
    def barely(self) -> bool:
        """Whether it changes so few futures that nothing is judged by them."""
        changed = np.maximum(np.abs(self.dark), np.abs(self.cold)) > LEAST
        return int(changed.sum()) < TRUSTED

    @property
    def hurt(self) -> tuple[int, int]:
        """Futures that are darker, and colder."""
        return int((self.dark > LEAST).sum()), int((self.cold > LEAST).sum())

    @property
    def under(self) -> float:
        """The share of futures hurt in either, below which it is with SURE chance. See `bound`."""
        pair = pairs(np.arange(len(self.dark)))
        harmed = np.maximum(self.dark, self.cold) > LEAST
        return bound(len(np.unique(pair[harmed])), int(pair[-1]) + 1)

    @property
    def met(self) -> bool | None:
        """Whether it hurts few futures and is no worse in the mean, as it is where it hurts none;
        None where the mean is not told apart from none, or too few futures carry it."""
        both = [(share, of_pairs(share)) for share in (self.dark, self.cold)]
        worse = any(made.mean - LEANS * made.standard_error > LEAST for _, made in both)
        if worse or max(self.hurt) > SELDOM * len(self.dark):
            return False
        enough = not self.barely and both[0][1].pairs >= LEAST_PAIRS
        return (
            all(_no_worse(made) or (enough and not _rises(share)) for share, made in both) or None
        )


def of_pairs(share: Array) -> Estimate:
    """The mean of (F,) shares of the futures from 0, its error clustered by pair."""
    return estimate(share, pairs(np.arange(len(share))))


def bound(hurt: int, count: int) -> float:
    """Upper end of the share of pairs that are hurt, at SURE, where `hurt` of `count` are.

    One-sided, exact (Clopper and Pearson 1934); of none hurt it is 1 - (1 - SURE)^(1 / count). The
    share of futures is no larger, so that it holds however alike the two of a pair are.
    """
    return 1.0 if hurt >= count else float(betaincinv(hurt + 1, count - hurt, SURE))


def _changes(share: Array) -> bool:
    return bool((np.abs(share) > LEAST).any())


def _rises(share: Array) -> bool:
    return bool((share > LEAST).any())


def _no_worse(made: Estimate) -> bool:
    """Whether two standard errors over the mean are still no rise."""
    return made.trusted and made.mean + LEANS * made.standard_error <= LEAST


def given_kinds(scenario: Scenario, meur: float) -> list[Kind]:
    """Each kind of help that the catalogue has, so many million of it."""
    return [
        Kind(what, True, partial(helped.given, chosen=chosen, meur=meur))
        for what, chosen in helped.helps(scenario).items()
    ]


def had_kinds(scenario: Scenario, more: float) -> list[Kind]:
    """Each thing that the country has, such a share more of it."""
    return [
        Kind(what, False, change, heaters)
        for what, (change, heaters) in had.kinds(more).items()
        if what != "generator sets" or "generator_set" in scenario.table("items").text("adds")
    ]


def seen(scenario: Scenario, kinds: Sequence[Kind], run: Run) -> Iterator[Seen]:
    """What more of each kind does to this country: first what is given, then what it has.

    What is given comes to the country as it is; of what it has there is more without heaters, which
    would hide behind it.
    """
    given, had_ = ([kind for kind in kinds if kind.given is side] for side in (True, False))
    if given:
        lived = run([scenario, *(kind.more(scenario) for kind in given)], helped.KEPT, ())
        bare = next(lived)
        for kind, more in zip(given, lived, strict=True):
            yield _seen(kind, bare, more)
    if had_:
        without, heated = (had.heated(scenario, kw) for kw in (0.0, had.HEATER_KW))
        before = [without, heated] if any(kind.heaters for kind in had_) else [without]
        asked = [*before, *(kind.more(without) for kind in had_)]
        lived = run(asked, had.KEPT, (had.HEATERS, had.ASKED))
        against = [next(lived) for _ in before]
        for kind, more in zip(had_, lived, strict=True):
            yield _seen(kind, against[int(kind.heaters)], more)


def _seen(kind: Kind, bare: Outcome, more: Outcome) -> Seen:
    """Compare two runs; hours without power of what is given are a share of a future's own."""
    reason = helped.reason if kind.given else had.reason
    made: list[tuple[Array, Counter[str]]] = []
    for name in (DARK, COLD):
        before = of_people(bare, name)
        rise, total = of_people(more, name) - before, before.sum(axis=1)
        of = np.maximum(total, 1.0) if kind.given and name == DARK else max(total.mean(), 1e-9)
        share = rise.sum(axis=1) / of
        days = rise.argmax(axis=1)
        hurt = np.flatnonzero(share > LEAST)
        why = Counter(reason(bare, more, int(f), int(days[f])) for f in hurt)
        made.append((share, why))
    (dark, why_dark), (cold, why_cold) = made
    return Seen(kind, dark, why_dark, cold, why_cold)
