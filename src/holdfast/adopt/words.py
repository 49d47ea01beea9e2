"""Words of several languages, folded so that case, accents and signs between words do not count."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "fr", "de", "uk")
"""Languages whose months, week days and names of countries are read."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text without accents and case, with single plain spaces."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("’", "'").replace("ʼ", "'").split())


def phrase(text: str) -> str:
    """Its words alone: folded, every other sign read as a space."""
    return " ".join(re.findall(r"[\w%€$£¥₴]+", fold(text)))


@cache
def words() -> Mapping[str, Any]:
    """All of words.toml."""
    return tomllib.loads((resources.files("holdfast.adopt") / "words.toml").read_text("utf-8"))


@cache
def lookup(section: str) -> Mapping[str, str]:
    """Phrase -> what it stands for, of a section of words.toml; its names stand for themselves."""
    made: dict[str, str] = {}
    for name, listed in words()[section].items():
        own = () if name.isdigit() else (name, name.replace("_", " "))
        for word in (*own, *listed):
            made.setdefault(phrase(word) or fold(word), name)
    return made


@cache
def said(name: str) -> frozenset[str]:
    """The folded words of a list under `said`."""
    return frozenset(fold(word) for word in words()["said"][name])


def alternatives(listed: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a word ends where letters end."""
    return _pattern(frozenset(listed))


@cache
def _pattern(listed: frozenset[str]) -> str:
    ordered = sorted({fold(word) for word in listed}, key=lambda word: (-len(word), word))
    made = [re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in ordered]
    return f"(?:{'|'.join(made)})"
