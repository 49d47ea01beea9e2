"""The verdict on a difference as a sentence of a part."""

from __future__ import annotations

from holdfast.outcome.statistics import LEANS, TOLD, TOLD_APART, TOO_FEW, Estimate, verdict
from holdfast.questions.validate.finding import Sentence

_KNOWN = {
    TOLD: "told_apart",
    "leans": "leans",
    "not told apart": "not_told_apart",
    TOO_FEW: "too_few",
}


def judged(made: Estimate, changed: int) -> Sentence:
    """What is said of a difference that changes so many futures."""
    return said(verdict(made, changed))


def said(told: str) -> Sentence:
    """The sentence of a verdict; one on a rare difference begins with that word."""
    return Sentence("rare" if told.startswith("rare") else _KNOWN[told])


def limits() -> dict[str, object]:
    """What a sentence on verdicts names: the standard errors from which one is given."""
    return {"leans": int(LEANS), "told": int(TOLD_APART)}
