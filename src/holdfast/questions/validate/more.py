"""More of one thing in the same futures: which of them it leaves darker or colder, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.recorder import Recorder
from holdfast.outcome import Outcome
from holdfast.questions.validate import had, helped
from holdfast.questions.validate.apart import LEAST, of_people
from holdfast.scenario import Scenario

DARK, COLD = "hours_without_power", "degree_hours"
SELDOM = 0.1
"""Share of futures that may be hurt, each for a reason that is named."""
NOTHING = 1e-9
"""Of a total, the change under which it is none: sums end in other digits."""
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
        """Whether nothing changed in any future but the last digits of sums."""
        return max(float(np.abs(self.dark).max()), float(np.abs(self.cold).max())) < NOTHING

    @property
    def hurt(self) -> tuple[int, int]:
        """Futures that are darker, and colder."""
        return int((self.dark > LEAST).sum()), int((self.cold > LEAST).sum())

    @property
    def met(self) -> bool:
        """Whether it is no worse in the mean and hurts few futures."""
        no_worse = max(float(self.dark.mean()), float(self.cold.mean())) <= LEAST
        return no_worse and max(self.hurt) <= SELDOM * len(self.dark)


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
