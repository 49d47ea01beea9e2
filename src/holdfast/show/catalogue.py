"""The message catalogue: every text a reader sees, by language, with plurals, numbers and dates.

A message is a string with {fields}, or a table {one, other} from which the field `count` picks.
Texts of a scenario, of its schemas and of the parameters are English; `own` gives them in the
language where the scenario's own `[words.fr]` or `scenario/names_*.toml` knows them, and else as
they are written, between two marks that the report turns into `lang="en"`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from holdfast.questions import said
from holdfast.scenario import Scenario, cells, tongues
from holdfast.scenario.schema import Column, Schema
from holdfast.show import grammar
from holdfast.show.numbers import Numbers

LANGUAGES = ("en", "fr")
MANY = 2
"""The count of a unit that heads a column: numbers of any size stand under it."""
ENGLISH = LANGUAGES[0]
"""The language of the schemas and the parameters, and of the scenarios as they are shipped."""
FOREIGN, NATIVE = "\ue000", "\ue001"
"""Around words that stay in the scenario's language; characters that no text holds."""


@cache
def translations(language: str) -> Mapping[str, str]:
    """Give what English words of scenarios, schemas and parameters are in a language.

    Of English itself: what items are called within a sentence.
    """
    if language == ENGLISH:
        return said.forms()
    sections = tongues.translations(language)
    return {english: text for names in sections.values() for english, text in names.items()}


@cache
def articles(language: str) -> Mapping[str, str]:
    """Give names as they stand within a sentence of a language, with their article."""
    path = files("holdfast.show") / "words" / f"articles_{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _messages(language: str) -> Mapping[str, Any]:
    """Read the messages of a language, once; those of each part of the dossier are a file."""
    folder = files("holdfast.show") / "words"
    messages = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    for path in (folder / "dossier").iterdir():
        part, _, rest = path.name.partition(".")
        if rest == f"{language}.toml":
            messages["dossier"][part] = tomllib.loads(path.read_text(encoding="utf-8"))
    return messages | {"said": said.messages()} if language == ENGLISH else messages


def unmarked(text: str) -> str:
    """Take the marks around foreign words out of a text."""
    return text.replace(FOREIGN, "").replace(NATIVE, "")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words and the number formats of one language."""

    language: str
    messages: Mapping[str, Any]
    numbers: Numbers
    singular: tuple[int, ...]
    """Counts that are spoken of as one."""
    singular_under: tuple[float, ...]
    """Sizes under which a number is too: 2 in French, where 0,4 and 1,9 are; none in English."""
    marking: bool = False
    """Whether words that stay foreign are marked, for a page that can say so."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What a scenario says its texts are in this language; it goes before the package's own."""

    @classmethod
    def of(cls, language: str, marking: bool = False) -> Catalogue:
        """Read the catalogue of a language.

        Raises ValueError, naming those there are, where the language has none.
        """
        if language not in LANGUAGES:
            raise ValueError(f"no report in {language!r}; there is {' and '.join(LANGUAGES)}")
        messages = _messages(language)
        form = messages["form"]
        numbers = Numbers(
            decimal=form["decimal"],
            thousands=form["thousands"],
            to=form["to"],
            under=form["under"],
            months=tuple(form["months"]),
            months_short=tuple(form["months_short"]),
            day_pattern=form["day"],
            first_day=form["first_day"],
        )
        return cls(
            language,
            messages,
            numbers,
            tuple(form["singular"]),
            tuple(form["singular_under"]),
            marking,
        )

    def of_scenario(self, scenario: Scenario) -> Catalogue:
        """Give the catalogue with what a scenario says its texts are in this language."""
        told = getattr(scenario.settings.words, self.language, {})
        spaced = {" ".join(text.split()): own for text, own in told.items()}
        return replace(self, told=spaced)

    def _known(self, text: str) -> str | None:
        return self.told.get(" ".join(text.split())) or translations(self.language).get(text)

    def knows(self, text: str) -> bool:
        """Tell whether this language has words for a text of the scenario."""
        return self._known(text) is not None

    def own(self, text: str) -> str:
        """Give words of a scenario, a schema or a parameter in this language, if it has them."""
        clean = unmarked(text)
        if self.language == ENGLISH or not clean.strip():
            return self.told.get(" ".join(clean.split()), clean)
        found = self._known(clean)
        if found is not None:
            return found
        return f"{FOREIGN}{clean}{NATIVE}" if self.marking else clean

    def meaning(self, thing: Schema | Column) -> str:
        """Give what a table or a column is in this language, if it has words for it."""
        return tongues.meaning(self.language, thing) or self.own(thing.doc)

    def holds(self, column: Column) -> str:
        """Give what a cell of a column may hold."""
        phrases = tongues.docs(self.language).get("cell", cells.PHRASES)
        return cells.words(column, phrases, self.own)

    def kind(self, identity: object) -> str:
        """The id of a class or group as words of this language: `tall_flats` is tall flats."""
        return self.own(str(identity).replace("_", " "))

    def single(self, count: float) -> bool:
        """Tell whether a number is spoken of in the singular."""
        return count in self.singular or any(abs(count) < end for end in self.singular_under)

    def unit(self, text: str, count: float) -> str:
        """Give a unit after a number, in this language: "EUR million (one)" is its singular."""
        one = f"{text} (one)"
        known = self.single(count) and self._known(one) is not None
        return self.own(one if known else text)

    def form(self, item: str, count: float) -> str | None:
        """Give what so many of an item are called within a sentence: "large transformers"."""
        return self._known(f"{item} ({'one' if self.single(count) else 'many'})")

    def has(self, key: str) -> bool:
        """Tell whether there is a message of this key ("fan.title")."""
        return self._find(key) is not None

    def _find(self, key: str) -> Any:
        found: Any = self.messages
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def message(self, key: str) -> Any:
        """Give a message as it is written, plurals and all; raises KeyError where there is none."""
        found = self._find(key)
        plural = isinstance(found, Mapping) and "other" in found
        if not (plural or isinstance(found, str)):
            raise KeyError(f"no message {key!r} in {self.language}")
        return found

    def say(self, key: str, **fields: Any) -> str:
        """Give a message with its fields filled in; raises KeyError where there is none."""
        found = self.message(key)
        if isinstance(found, Mapping):
            found = found["one" if self.single(fields["count"]) else "other"]
        shown = {
            name: self.numbers.fixed(value) if isinstance(value, int) else value
            for name, value in fields.items()
        }
        return self.filled(str(found), shown)

    def in_a_row(self, parts: Sequence[str]) -> str:
        """Several things as a sentence names them: "a", "a and b", "a, b and c"."""
        before = [", ".join(parts[:-1])] if len(parts) > 1 else []
        return self.say("form.and").join([*before, *parts[-1:]])

    def filled(self, text: str, fields: Mapping[str, Any]) -> str:
        """Fill the fields of a message in, each as the grammar of the language has it."""
        if self.language == ENGLISH:
            return text.format(**fields)
        made = grammar.filled(text, fields, articles(self.language))
        return grammar.agreed(made, self.messages["form"]["agree"], self._single_text)

    def _single_text(self, number: str) -> bool:
        return self.single(self.numbers.first(number))

    def hours(self, written: str) -> str:
        """Give a number of hours as it is written, "1,6 ± 0,2", with its noun."""
        return self.say("form.spoken_hours", count=self.numbers.first(written), hours=written)
