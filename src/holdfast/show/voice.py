"""What a terminal says: the messages of the catalogue, and the sentences that answers carry.

An answer carries English sentences that know what they are made of (`questions.said`). In English
they are said as they are; in another language the catalogue has their messages under [said].
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from holdfast.outcome import numbers
from holdfast.questions.fields import Amount, Exact, Listed, Own, Verdict
from holdfast.questions.said import Pen, Said
from holdfast.scenario import Scenario
from holdfast.show.catalogue import ENGLISH, Catalogue
from holdfast.show.verdicts import message, rare

_WINTER = re.compile(r"winter (\d{4})-(\d{2})")
_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")


class Voice(Pen):
    """Says messages and sentences in one language, and what a scenario says in it.

    Raises ValueError for a language that there is not.
    """

    def __init__(self, language: str = ENGLISH, scenario: Scenario | None = None) -> None:
        words = Catalogue.of(language)
        self.words = words if scenario is None else words.of_scenario(scenario)
        self.english = language == ENGLISH

    @classmethod
    def of(cls, words: Catalogue) -> Voice:
        """The voice of a catalogue, marks around foreign words and all."""
        made = cls(words.language)
        made.words = words
        return made

    def say(self, key: str, **fields: Any) -> str:
        """A message of the catalogue; raises KeyError where there is none."""
        return self.fill(self.words.message(key), fields)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """The heads of columns; blank for a blank key."""
        return tuple(key and self.say(f"terminal.{key}") for key in keys)

    def filled(self, message: str, fields: Mapping[str, str]) -> str:
        """A message with the texts of its fields, as the grammar of the language has them."""
        return self.words.filled(message, fields)

    def sentences(self, parts: Iterable[str]) -> list[str]:
        """What answers say, each with a capital and a stop."""
        said = [self.write(part) for part in parts]
        return [f"{text[:1].upper()}{text[1:]}." for text in said]

    def between(self, low: str, high: str) -> str:
        """Two ends, and the word between them."""
        return f"{low} {self.words.numbers.to} {high}"

    def day(self, value: date) -> str:
        """A day with its year."""
        if self.english:
            return super().day(value)
        return self.words.numbers.day(value, year=True).replace(numbers.SPACE, " ")

    def local(self, number: str) -> str:
        """A number as `outcome.numbers` writes it, in this language."""
        if self.english:
            return number
        form = {
            numbers.UNKNOWN: self.words.say("form.unknown"),
            numbers.TO: self.words.numbers.to,
            numbers.UNDER: self.words.say("form.under", least="").strip(),
            numbers.OVER: self.words.say("form.over", most="").strip(),
        }
        return _WORDS.sub(lambda found: form[found[0]], self.words.numbers.local(number))

    def own(self, text: str) -> str:
        """Words of the scenario, of a metric or of a unit, where this language knows them."""
        return self.words.own(text)

    def kind(self, identity: object) -> str:
        """The id of a class or group as words of this language."""
        return self.words.kind(identity)

    def single(self, count: float) -> bool:
        """Whether a number is spoken of in the singular."""
        return self.words.single(count)

    def form(self, found: Amount) -> str | None:
        """What so many of an item are called within a sentence, if that is known."""
        return super().form(found) if self.english else self.words.form(found.item, found.quantity)

    def spoken(self, contents: object) -> str:
        """What is given as a sentence says it: `20 interceptors and 2 batteries`."""
        match contents:
            case Said(key="listed", fields={"parts": Listed(parts)}):
                return self.words.in_a_row([self.spoken(part) for part in parts])
            case Said(fields={"quantity": Exact(quantity), "item": Own(item)} as fields):
                found = Amount(quantity, item)
                if "unit" not in fields or self.form(found) is not None:
                    return self.amount(found)
        return self.write(contents)

    def unit(self, what: str | Own, count: float) -> str:
        """A unit after a number."""
        match what:
            case Own(text):
                return self.words.unit(text, count)
            case Said() if not self.english:
                if self.words.knows(what):
                    return self.words.unit(what, count)
                message = self.words.message(f"said.{what.key}")
                return self.fill(message, {**what.fields, "count": count})
        return self.write(what)

    def verdict(self, found: Verdict) -> str:
        """The verdict on a difference."""
        if self.english:
            return found.text
        key = message(found.text, found.changed)
        return self.say(key, count=found.changed, futures=found.futures)

    def short(self, found: Verdict) -> str:
        """The same within a table or a figure, beside which it is said what rare is."""
        if found.text.startswith("rare"):
            key = rare("worth.rare", found.changed)
            return self.say(key, count=found.changed, futures=found.futures)
        return self.verdict(found)

    def verdict_of(self, row: Mapping[Any, Any], of: str = "", short: bool = False) -> str:
        """The verdict of a row; `of` stands before the names of its columns.

        `short` is for a table or a figure, beside which it is said what rare is.
        """
        found = Verdict(row[f"{of}verdict"], row[f"{of}changed"], row["n"])
        return self.short(found) if short else self.verdict(found)

    def verdict_or_none(self, row: Mapping[Any, Any], of: str = "", short: bool = False) -> str:
        """The same, where no future differs said so."""
        return self.verdict_of(row, of, short) if row[f"{of}changed"] else self.say("verdict.none")

    def window(self, name: str) -> str:
        """The name of a window: a winter by its years, or the reported time in all."""
        if self.english:
            return name
        if winter := _WINTER.fullmatch(name):
            return self.say("form.winter", first=winter[1], second=winter[2])
        return self.say("form.in_all")

    def under(
        self, row: Mapping[Any, Any], rival: str, sign: bool = False, spoken: bool = False
    ) -> str:
        """A mean under one rival model of air defence, its error, and the futures that drew it.

        `row` has the columns `judging.ALONE`; `spoken` names the futures, as a sentence must.
        """
        mean, count, end = row[rival], int(row[f"{rival}_n"]), "futures" if spoken else "drew"
        if math.isnan(mean):
            return self.say(f"form.few_{end}", count=count)
        value = self.plus_minus(mean, row[f"{rival}_error"], sign)
        return self.say("form.alone_futures" if spoken else "form.alone", value=value, count=count)

    def if_rival(self, rival: str, spoken: bool = False) -> str:
        """That a rival model holds: within a sentence, or as the head of a column of `under`."""
        key = "form.if" if spoken else "form.if_futures"
        return self.say(key, model=self.say(f"rival.{rival}"))

    def rival(self, name: str) -> str:
        """What a model of air defence supposes; in English its name."""
        return name if self.english or not name else self.say(f"rival.{name}")

    def joint(self, text: str) -> str:
        """What stands between several things."""
        return text if self.english else self.say("form.joint") if ";" in text else text

    def said(self, what: Said) -> str:
        """A sentence of an answer; of a measure the words of its item, if there are any."""
        match what:
            case Said(key="amount_of", fields={"quantity": Exact(quantity), "item": Own(item)}):
                found = Amount(quantity, item)
                if self.form(found) is not None:
                    return self.amount(found)
        if self.english:
            return str(what)
        if self.words.knows(what):
            return self.own(what)
        return self.fill(self.words.message(f"said.{what.key}"), what.fields)
