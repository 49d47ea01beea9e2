"""What texts of a fictional country are to its readers: lines of `[words.en]` and `[words.fr]`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from holdfast.adopt.country import recipe
from holdfast.scenario.settings import FORMS


def french(words: Mapping[str, str], regions: Sequence[str]) -> str:
    """Lines of a TOML table, a text of the country each.

    `words` fill the braces of the texts; names of regions are invented, and the same in French.
    """
    made = {}
    for row in recipe.rows("words.csv"):
        english = row["english"].format(**words)
        made[english] = row["french"].format(**words)
        made |= _forms(row, english, "_fr")
    made |= {name: name for name in regions}
    return _lines(made)


def english() -> str:
    """Lines of a TOML table: one and several of each item within a sentence."""
    made: dict[str, str] = {}
    for row in recipe.rows("words.csv"):
        made |= _forms(row, row["english"], "")
    return _lines(made)


def _forms(row: Mapping[str, str], name: str, ending: str) -> dict[str, str]:
    return {f"{name} ({form})": row[form + ending] for form in FORMS if row[form + ending]}


def _lines(texts: Mapping[str, str]) -> str:
    return "\n".join(f"{_quoted(key)} = {_quoted(text)}" for key, text in texts.items())


def _quoted(text: str) -> str:
    """A text as TOML writes it, which quotes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
