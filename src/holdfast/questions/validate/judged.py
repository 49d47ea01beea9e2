"""What parts say alike: the verdict on a difference, and that there is nothing to ask."""

from __future__ import annotations

from holdfast.outcome.statistics import LEANS, TOLD, TOLD_APART, TOO_FEW
from holdfast.questions.validate.finding import Finding, Sentence

_KNOWN = {
    TOLD: "told_apart",
    "leans": "leans",
    "not told apart": "not_told_apart",
    TOO_FEW: "too_few",
}


def said(told: str) -> Sentence:
    """The sentence of a verdict; one on a rare difference begins with that word."""
    return Sentence("rare" if told.startswith("rare") else _KNOWN[told])


def nothing(number: int, name: str, why: str) -> Finding:
    """A part that a scenario gives nothing to ask of: it only says why."""
    return Finding(number, name, None, Sentence(why), {})


def limits() -> dict[str, object]:
    """What a sentence on verdicts names: the standard errors from which one is given."""
    return {"leans": int(LEANS), "told": int(TOLD_APART)}
