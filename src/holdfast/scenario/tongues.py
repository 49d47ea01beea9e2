"""What names and words of scenarios, schemas and parameters are in other languages than English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

TRANSLATED = ("fr",)
"""Languages of which there is a file `names_<language>.toml` beside this one."""


@cache
def translations(language: str) -> Mapping[str, Mapping[str, str]]:
    """Kind of thing (item, region, partner, ...) -> English words -> the same in a language.

    Empty for a language of which nothing is known.
    """
    if language not in TRANSLATED:
        return {}
    path = files("holdfast.scenario") / f"names_{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def in_all(kind: str, name: str) -> list[str]:
    """A name of this kind in each language that knows it."""
    found = (translations(language).get(kind, {}).get(name) for language in TRANSLATED)
    return [one for one in found if one is not None]
