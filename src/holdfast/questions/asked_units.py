"""What the unit of an ask says: how many of an item's own units, or how much money.

Scale words are understood, and measures of one kind are turned into one another. What a unit does
not say is never guessed: then it is another unit.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from holdfast.scenario.giving import is_counted

MILLION = 1e6
_SCALES = {
    "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6,
    "mio": 1e6, "billion": 1e9, "bn": 1e9,
}  # fmt: skip
_MEASURES = {
    "l": ("volume", 1e-3), "litre": ("volume", 1e-3), "liter": ("volume", 1e-3),
    "m3": ("volume", 1.0), "mcm": ("volume", 1e6), "bcm": ("volume", 1e9),
    "kg": ("mass", 1e-3), "t": ("mass", 1.0), "tonne": ("mass", 1.0),
    "m": ("length", 1.0), "metre": ("length", 1.0), "km": ("length", 1e3),
    "kw": ("power", 1e-3), "mw": ("power", 1.0), "gw": ("power", 1e3),
    "kva": ("rating", 1e-3), "mva": ("rating", 1.0),
    "kwh": ("energy", 1e-3), "mwh": ("energy", 1.0), "gwh": ("energy", 1e3),
    "twh": ("energy", 1e6),
}  # fmt: skip
"""What a word measures, and how much of it."""
_PIECES = frozenset({"unit", "piece", "item", "pc"})
"""Words for one of whatever is counted."""


@dataclass(frozen=True, slots=True)
class _Unit:
    base: str
    """In plain letters, without its scale; blank if there is nothing else."""
    scale: float


def plain(text: str) -> str:
    """Words in small letters, each in the singular: batteries as battery, sets as set."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    words = re.findall(r"[^\W_]+", text)
    return " ".join(re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", word)) for word in words)


def pieces(unit: str, of_item: str, called: Collection[str]) -> float:
    """How many of an item, whose own unit is `of_item`, one of `unit` is; nan if another unit.

    `called` are the names of the item in plain letters, which stand for one of it where it is
    counted, as do `units` and `pieces`, or no unit at all.
    """
    said, own = _parsed(unit), _parsed(of_item)
    if said.base == own.base and (said.base or said.scale > 1):
        return said.scale / own.scale
    if is_counted(own.base) and not said.base and said.scale > 1:
        return said.scale / own.scale  # a million of lamps that are sold by the million
    if is_counted(of_item) and (said.base in {"", *_PIECES} or said.base in called):
        return said.scale / own.scale
    one, other = _MEASURES.get(said.base), _MEASURES.get(own.base)
    if one and other and one[0] == other[0]:
        return said.scale * one[1] / (own.scale * other[1])
    return math.nan


def millions(unit: str, currency: str) -> float:
    """How many million of the currency one of a unit is; nan if it is no amount of it."""
    money, said = plain(currency), _parsed(unit)
    for word, scale in (("k", 1e3), ("m", MILLION)):
        if said.base == word + money:
            return said.scale * scale / MILLION
    return said.scale / MILLION if said.base == money else math.nan


def _parsed(unit: str) -> _Unit:
    """A unit without its words of scale: `million l`, `EUR million`, `thousands (units)`."""
    words = [word for word in plain(unit).split() if word != "of"]
    scale = math.prod(_SCALES.get(word, 1.0) for word in words)
    return _Unit(" ".join(word for word in words if word not in _SCALES), scale)
