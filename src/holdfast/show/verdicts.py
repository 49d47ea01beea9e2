"""The verdict on a difference as the catalogue knows it, and how few futures carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.outcome.statistics import Estimate
    from holdfast.show.voice import Voice

FEW = 20.0
"""Futures that carry a result (n_eff) under which their number is said: intervals were held to
what they promise from there on."""
LEAST = 5
"""Futures changed from which a rare result says that fewer of them carry it."""
MESSAGES = {
    "told apart": "told",
    "leans": "leans",
    "not told apart": "not_told",
    "too few futures": "too_few",
    "changes nothing": "nothing",
    "moves the other measure alone": "unmoved",
}


def message(verdict: str, changed: int) -> str:
    """Give the key of a verdict's message; `changed` futures differ."""
    known = MESSAGES.get(verdict)
    return f"verdict.{known}" if known else rare("verdict.rare", changed)


def rare(key: str, changed: int) -> str:
    """Give the key of what is said of a rare result; its like for many changed is `_carried`."""
    return f"{key}_carried" if changed >= LEAST else key


def carried(made: Estimate, voice: Voice) -> str:
    """Say how many futures carry a result where these are few; else blank."""
    if not made.n_eff < FEW:
        return ""
    return voice.say("verdict.carried", number=voice.plain(made.n_eff, 2), count=made.n)
