"""How an answer is told: in a language, of a scenario, to all eyes or to few."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from holdfast.model.types import RIVALS
from holdfast.questions import words as said_words
from holdfast.questions.fields import Listed, Own
from holdfast.questions.judging import rivals_of
from holdfast.questions.said import Said
from holdfast.scenario import Scenario
from holdfast.show.answers.page import Fact
from holdfast.show.catalogue import Catalogue
from holdfast.show.numbers import UNKNOWN
from holdfast.show.section import Key
from holdfast.show.sides import MILITARY
from holdfast.show.tokens import token as token_of
from holdfast.show.voice import Voice

PAGE = "page.html"
"""The file of a page that was named otherwise by nobody."""
Row = Mapping[Any, Any]
"""A row of a table of an answer, by column."""


@dataclass(frozen=True)
class Teller:
    """The words of a page, its scenario, whether all eyes may see it, and the name of its file."""

    words: Catalogue
    scenario: Scenario
    public: bool
    file: str = PAGE

    @cached_property
    def voice(self) -> Voice:
        """Says what answers carry."""
        return Voice.of(self.words)

    def say(self, key: str, **fields: Any) -> str:
        """A message of the catalogue."""
        return self.words.say(key, **fields)

    def day(self, value: dt.date) -> str:
        """A day with its year; on a public page its week."""
        numbers = self.words.numbers
        if self.public:
            return self.say("form.week_of", day=numbers.monday(value, year=True))
        return numbers.day(value, year=True)

    def on(self, value: dt.date) -> str:
        """A day as it stands in a sentence; on a public page the Monday of its week."""
        numbers = self.words.numbers
        return numbers.monday(value, year=True) if self.public else numbers.day(value, year=True)

    def money(self, value: float) -> str:
        """So many million of the currency."""
        return f"{self.price(value)}\u00a0{self.unit}"

    def price(self, value: float) -> str:
        """A sum without its unit, to three digits, nought behind the point left out."""
        return self.words.numbers.exact(float(f"{value:.3g}"))

    @cached_property
    def unit(self) -> str:
        """A million of the currency, as a unit."""
        return self.voice.write(said_words.million(self.scenario.settings.currency))

    def share(self, value: float) -> str:
        """A share of futures, 0 to 1, with a sign of percent."""
        return self.voice.percent(value)

    def verdict(self, row: Row, of: str = "") -> str:
        """The verdict of a row; `of` stands before the names of its columns."""
        return self.voice.verdict_of(row, of)

    def short(self, row: Row, of: str = "") -> str:
        """The same in a figure, whose table says what rare is."""
        return self.voice.verdict_of(row, of, short=True)

    @cached_property
    def _items(self) -> dict[str, dict[str, str]]:
        """Name, kind and effect of each item, by its id."""
        table = self.scenario.table("items")
        columns = {name: table.text(name) for name in ("name", "kind", "adds")}
        return {
            key: {name: texts[place] for name, texts in columns.items()}
            for place, key in enumerate(table.text("id"))
        }

    def token(self, item: str) -> str:
        """The colour of an item, by its id: what kind of help it is."""
        return token_of(self._items[item])

    def military(self, item: str) -> bool:
        """Whether an item, by its id, is military help."""
        return self._items[item]["kind"] == MILITARY

    def held(self, contents: object) -> list[str]:
        """Ids of the items that a text of contents names, the first first."""
        ids = {about["name"]: key for key, about in self._items.items()}
        return [ids[name] for name in _named(contents) if name in ids]

    @cached_property
    def _partners(self) -> dict[str, tuple[str, str]]:
        """Name and kind of each actor, by code."""
        actors = self.scenario.table("actors")
        named = zip(actors.text("name"), actors.text("kind"), strict=True)
        return dict(zip(actors.text("id"), named, strict=True))

    def partner(self, code: str) -> str:
        """The name of who gives; what the recipient gives itself is bought."""
        name, kind = self._partners.get(code, (code, ""))
        return self.say("answer.bought") if kind == "recipient" else self.words.own(name)

    def rivals(self, row: Row) -> tuple[float, ...]:
        """Means under each rival model of air defence alone, nan where rare; none of under two."""
        found = tuple(float(row[name]) for name in RIVALS)
        return found if sum(map(math.isfinite, found)) > 1 else ()

    def either(self, row: Row) -> str:
        """The means under each rival model alone: `+16 ± 4 (21) or +22 ± 5 (19)`."""
        if not self.rivals(row):
            return UNKNOWN
        told = (self.voice.under(row, name, sign=True) for name in rivals_of(self.scenario))
        return self.say("form.or").join(told)

    def either_head(self) -> str:
        """The head of a column of `either`: which models these are, in the order of its means."""
        models = (self.say(f"rival.{name}") for name in rivals_of(self.scenario))
        return self.say("answer.either", models=self.say("form.or").join(models))

    def group(self, row: Row) -> str:
        """The number of a row's group, or a dash."""
        group = row["group"]
        return self.say("worth.none") if group != group else f"{group:.0f}"

    def rival_keys(self) -> list[Key]:
        """What the marks of the rival models mean."""
        return [
            Key("soft", self.say("form.if", model=self.say(f"rival.{name}")), pattern)
            for name, pattern in zip(
                rivals_of(self.scenario), ("down", "up", "square"), strict=False
            )
        ]

    def kind_keys(self, tokens: Iterator[str] | list[str]) -> list[Key]:
        """What the colours of kinds of help mean, in their order, each with its shape."""
        shapes = {"power": "square", "defence": "round", "gas": "up", "money": "square"}
        return [
            Key(name, self.say(f"plan.key_{name}"), shapes[name]) for name in dict.fromkeys(tokens)
        ]

    def basis(self, judged: str, evaluations: str, seed: int) -> list[Fact]:
        """What every answer stands on: futures, plans tried, seed, rival models."""
        models = [
            f"“{self.say(f'rival.{name}')}”" if self.words.language == "en"
            else f"«\u00a0{self.say(f'rival.{name}')}\u00a0»"
            for name in rivals_of(self.scenario)
        ]  # fmt: skip
        return [
            Fact(self.say("answer.judged"), judged),
            Fact(self.say("answer.tried"), evaluations),
            Fact(self.say("answer.seed"), str(seed)),
            Fact(self.say("answer.rivals"), self._rivals_said(models)),
        ]

    def _rivals_said(self, models: list[str]) -> str:
        """That the record cannot tell the models apart, and how likely each is drawn."""
        first, mixed = (
            self.scenario.known(f"defence.{name}_probability") for name in ("proportional", "mixed")
        )
        if len(models) == 1:
            return self.say("answer.rivals_one", model=models[0])
        if (first, mixed) == (0.5, 0.0):
            joined = self.say("form.and").join(models)
            return self.say("answer.rivals_said", models=joined)
        chances = dict(zip(RIVALS, (first, 1.0 - first - mixed, mixed), strict=True))
        each = [
            f"{text} {self.share(chances[name])}"
            for text, name in zip(models, rivals_of(self.scenario), strict=True)
        ]
        return self.say("answer.rivals_drawn", models=self.say("form.joint").join(each))


def _named(contents: object) -> Iterator[str]:
    """The names of items within a sentence of an answer."""
    match contents:
        case Said():
            for part in contents.fields.values():
                yield from _named(part)
        case Listed():
            for part in contents.parts:
                yield from _named(part)
        case Own(text):
            yield text
