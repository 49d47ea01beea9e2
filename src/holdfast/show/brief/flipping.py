"""What would flip the worth of a row, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Difference
from holdfast.questions.flips import LEAST_PAIRS, Flips, Part, flips
from holdfast.questions.inputs import inputs
from holdfast.questions.parts import MODEL, parts_of
from holdfast.questions.worth import Worth
from holdfast.show.brief.fit import cut
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import verdict_words
from holdfast.show.headline import verdict_key

IN_ALL = -1
NAME = (77, 3)
"""Room of the name of an input: its width [pt] and lines."""


def parts(outcome: Outcome) -> list[Part]:
    """The outer thirds of every input that was drawn, and each rival model of air defence."""
    drawn = np.asarray(outcome.data["rival"].values, dtype=str)
    return parts_of(inputs(outcome), drawn, outcome.pair, outcome.scenario)


def flips_of(worth: Worth, outcome: Outcome, among: Sequence[Part]) -> Flips:
    """What flips the worth of a row in all."""
    return flips(worth.by_future(IN_ALL), outcome.pair, among)


def written(found: Flips, whole: Difference, words: Catalogue) -> str:
    """What flips the worth of a row: the strongest, and how many more.

    Where the worth in all is not told apart there is nothing to flip, and that is said instead.
    """
    if found.few:
        return words.say("brief.flips_few", needed=2 * LEAST_PAIRS)
    if found.open:
        return _open(whole, words)
    if not found.found:
        return words.say("brief.flips_none")
    first = found.found[0]
    value = words.numbers.plus_minus(first.estimate.mean, first.estimate.standard_error, sign=True)
    what = words.say(f"rival.{first.part.name}") if first.part.side == MODEL else first.part.name
    what = cut(what, *NAME)
    text = words.say(f"brief.flips_{first.part.side}", what=what, value=value)
    more = len(found.found) - 1
    return words.say("brief.flips_more", text=text, count=more) if more else text


def _open(whole: Difference, words: Catalogue) -> str:
    """The worth in all that is not told apart, with its verdict."""
    key = verdict_key(whole)
    if key in ("none", "rare"):
        return words.say("brief.flips_same" if key == "none" else "brief.flips_rare")
    made = whole.estimate
    value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
    return words.say("brief.flips_open", value=value, verdict=verdict_words(whole, words))
