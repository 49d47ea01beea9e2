"""The message catalogue: every text a reader sees, by language, with plurals, numbers and dates.

A message is a string with {fields}, or a table {one, other} from which the field `count` picks.
Texts that come from a scenario (names of regions, items, partners) stay as they are written there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from holdfast.show.numbers import Numbers

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words and the number formats of one language."""

    language: str
    messages: Mapping[str, Any]
    numbers: Numbers
    singular: tuple[int, ...]

    @classmethod
    def of(cls, language: str) -> Catalogue:
        """Read the catalogue of a language.

        Raises ValueError, naming those there are, where the language has none.
        """
        if language not in LANGUAGES:
            raise ValueError(f"no report in {language!r}; there is {' and '.join(LANGUAGES)}")
        path = files("holdfast.show") / "words" / f"{language}.toml"
        messages = tomllib.loads(path.read_text(encoding="utf-8"))
        form = messages["form"]
        numbers = Numbers(
            decimal=form["decimal"],
            thousands=form["thousands"],
            to=form["to"],
            months=tuple(form["months"]),
            months_short=tuple(form["months_short"]),
            day_pattern=form["day"],
        )
        return cls(language, messages, numbers, tuple(form["singular"]))

    def has(self, key: str) -> bool:
        """Tell whether there is a message of this key ("fan.title")."""
        return self._find(key) is not None

    def _find(self, key: str) -> Any:
        found: Any = self.messages
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def say(self, key: str, **fields: Any) -> str:
        """Give a message with its fields filled in; raises KeyError where there is none."""
        found = self._find(key)
        if isinstance(found, Mapping) and "other" in found:
            found = found["one" if fields["count"] in self.singular else "other"]
        if not isinstance(found, str):
            raise KeyError(f"no message {key!r} in {self.language}")
        shown = {
            name: self.numbers.fixed(value) if isinstance(value, int) else value
            for name, value in fields.items()
        }
        return found.format(**shown)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a message that is a list of texts; raises KeyError where there is none."""
        found = self._find(key)
        if not isinstance(found, Sequence) or isinstance(found, str):
            raise KeyError(f"no list {key!r} in {self.language}")
        return tuple(found)
