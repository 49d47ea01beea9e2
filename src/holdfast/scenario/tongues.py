"""What names and words of scenarios, schemas and parameters are in other languages than English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from holdfast.scenario.schema import Column, Schema

TRANSLATED = ("fr",)
"""Languages of which there are files `names_<language>.toml` and `docs_<language>.toml` beside this
one."""


def translations(language: str) -> Mapping[str, Mapping[str, str]]:
    """Kind of thing (item, region, partner, ...) -> English words -> the same in a language.

    Empty for a language of which nothing is known.
    """
    return _read("names", language)


def docs(language: str) -> Mapping[str, Mapping[str, str]]:
    """What schemas say: `table` and `column`, English -> the same in a language; `bound`, what is
    said before the name of a column whose range an end is of; `cell`, the phrases of `cells.words`.

    Empty for a language of which nothing is known.
    """
    return _read("docs", language)


def meaning(language: str, thing: Schema | Column) -> str | None:
    """What a table or a column is, in a language; None where it has no words for it."""
    if isinstance(thing, Column) and thing.bounds:
        before = thing.doc.removesuffix(thing.bounds).strip()
        found = docs(language).get("bound", {}).get(before)
        return f"{found} {thing.bounds}" if found else None
    known = docs(language).get("table" if isinstance(thing, Schema) else "column", {})
    return known.get(thing.doc) or translations(language).get("column", {}).get(thing.doc)


@cache
def _read(what: str, language: str) -> Mapping[str, Mapping[str, str]]:
    if language not in TRANSLATED:
        return {}
    path = files("holdfast.scenario") / f"{what}_{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def in_all(kind: str, name: str) -> list[str]:
    """A name of this kind in each language that knows it."""
    found = (translations(language).get(kind, {}).get(name) for language in TRANSLATED)
    return [one for one in found if one is not None]
