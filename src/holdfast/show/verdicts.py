"""The verdict on a difference as the catalogue knows it."""

from __future__ import annotations

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
