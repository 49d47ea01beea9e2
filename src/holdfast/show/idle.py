"""Lines of `[words.en]` and `[words.fr]` that do nothing, because nobody ever asks for their key.

The key must be a text of the scenario, to the letter; a title that its owner edits loses its
translation without a word. Such a line is no fault: the scenario runs, and says the title as it is
written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.questions.words import million
from holdfast.scenario import Scenario
from holdfast.scenario.fault import nearest
from holdfast.scenario.settings import FILE, FORMS
from holdfast.show.catalogue import LANGUAGES, Catalogue, translations
from holdfast.show.nameless import without_names

_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=""")
_HEAD = re.compile(r"\s*\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Idle:
    """A line of `[words.<language>]` that does nothing."""

    language: str
    row: int | None
    """Of scenario.toml; None if its words are not written as a table of lines."""
    key: str
    nearest: str
    """The text of the scenario that is nearest by its letters; "" if none is near."""


def idle(scenario: Scenario) -> list[Idle]:
    """All lines that do nothing, hidden rows and public reports taken into account."""
    known = Scenario.from_files(scenario.files, date.max)
    texts = {_spaced(text): None for text in _texts(known)}
    names = known.table("items").text("name")
    forms = [f"{name} ({form})" for name in names for form in FORMS]
    made = []
    for language in LANGUAGES:
        rows = dict(reversed(list(_rows(scenario.files[FILE], f"words.{language}"))))
        asked = {*texts, *forms, *_spoken(known, language), *translations(language)}
        for key in getattr(scenario.settings.words, language):
            if _spaced(key) not in asked:
                made.append(Idle(language, rows.get(key), key, _near(key, names, texts)))
    return made


def _near(key: str, names: Sequence[str], texts: Iterable[str]) -> str:
    """The nearest text; of what one or several of an item are called, that of the nearest item."""
    for form in FORMS:
        name = key.removesuffix(f" ({form})")
        if name != key:
            near = nearest(name, names)
            return near and f"{near} ({form})"
    return nearest(key, texts)


def _texts(scenario: Scenario) -> Iterator[str]:
    """Every text that stands in the scenario itself."""
    settings = scenario.settings
    cold = settings.weights.cold.source
    yield from (settings.title, settings.description, cold, cold.rstrip("."))
    for table in scenario.visible.values():
        for cells in table.cells.values():
            yield from (cell for cell in cells if re.search(r"[^\W\d_]", cell))


def _spoken(scenario: Scenario, language: str) -> Iterator[str]:
    """What is made of these texts: units of money, and caveats that are made nameless."""
    currency = scenario.settings.currency
    yield from (currency, f"{currency} (one)", million(currency), f"{million(currency)} (one)")
    words = Catalogue.of(language)
    for table, column in (("offers", "caveat"), ("positions", "quote")):
        for caveat in set(scenario.table(table).text(column)):
            yield _spaced(without_names(caveat, scenario, words))


def _rows(text: str, table: str) -> Iterator[tuple[str, int]]:
    """Keys of the lines of one table of a TOML file, and the rows they stand in."""
    inside = False
    for row, line in enumerate(text.split("\n"), start=1):
        if head := _HEAD.match(line):
            inside = "".join(head[1].split()) == table
        elif inside and (found := _KEY.match(line)):
            yield _plain(found[1]), row


def _plain(written: str) -> str:
    """A key as it is meant, of one that is written with marks and escapes."""
    try:
        (key,) = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return written  # a line within a longer text, which only looks like a key
    return key


def _spaced(text: str) -> str:
    return " ".join(text.split())
