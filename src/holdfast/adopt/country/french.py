"""What the texts of a fictional country are in French: the lines of its `[words.fr]`."""

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
        made |= {f"{english} ({form})": row[form] for form in FORMS if row[form]}
    made |= {name: name for name in regions}
    return "\n".join(f"{_quoted(key)} = {_quoted(text)}" for key, text in made.items())


def _quoted(text: str) -> str:
    """A text as TOML writes it, which quotes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
