"""Colours of kinds of help, by their tokens."""

from __future__ import annotations

from collections.abc import Mapping

TOKEN_OF_ADDS = {"gas": "gas", "money": "money"}


def token(item: Mapping[str, str]) -> str:
    """Give the token of an item, by its kind and what it adds: what kind of help it is.

    Gas that is paid for as money has the colour of gas.
    """
    if item["kind"] == "military":
        return "defence"
    if item["kind"] == "financial" and item["adds"] != "gas":
        return "money"
    return TOKEN_OF_ADDS.get(item["adds"], "power")
