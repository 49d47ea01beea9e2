"""Names as people write them: partners in four languages, regions, goods of the catalogue."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from babel import Locale

from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.words import LANGUAGES, alternatives, fold, lookup, phrase, words
from holdfast.scenario import Scenario
from holdfast.scenario.tongues import in_all

_NEAR = 0.85
_LEAD = 0.15
_LEAST = 0.34
_BESIDE = 0.85
"""Share of the best likeness from which goods are rivals of the nearest."""
_MOST = 5
"""Alternatives that are named."""
_REMEMBERED = 10_000
"""Readings that are kept: people write the same names again and again."""
_CODE = 3
"""Ids of so many letters or fewer must stand in capitals, or they would be found in small words."""


@dataclasses.dataclass(frozen=True, eq=False)
class Names:
    """The names by which rows of a table may be called."""

    by_phrase: Mapping[str, str]
    """Folded name -> id."""
    codes: Mapping[str, str]
    """Ids and codes that are taken only as they are written -> id."""
    places: bool = False
    """Words such as north are read in any of the languages."""

    def words_of(self, text: str) -> str:
        """The words of a name as they are looked up."""
        return _in_english(phrase(text)) if self.places else phrase(text)


def partners(scenario: Scenario) -> Names:
    """Names of the actors: those of the table, and for countries those of four languages."""
    table = scenario.table("actors")
    names: dict[str, list[str]] = {}
    codes: dict[str, str] = {}
    for actor, name in zip(table.text("id"), table.text("name"), strict=True):
        code = words()["partner_codes"].get(actor, actor)
        codes[code] = actor
        names[actor] = [
            name,
            *in_all("partner", name),
            *_territories().get(code, ()),
            *words()["partners"].get(code, ()),
        ]
    made = _names(names)
    short = {code: actor for code, actor in codes.items() if len(code) <= _CODE}
    return Names(made.by_phrase, {**short, **made.codes})


def regions(scenario: Scenario) -> Names:
    """Names of the regions."""
    table = scenario.table("regions")
    pairs = zip(table.text("id"), table.text("name"), strict=True)
    made = _names({region: [name, *in_all("region", name)] for region, name in pairs})
    known = {_in_english(name): region for name, region in made.by_phrase.items()}
    return Names(known, made.codes, places=True)


def _in_english(text: str) -> str:
    """Folded words of places in one language, those that name nothing left out."""
    small = set(map(fold, words()["small"]["words"]))
    known = lookup("places")
    made = " ".join(known.get(word, word) for word in text.split() if word not in small)
    return made or text


@cache
def _territories() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            found.setdefault(code, []).append(str(name))
    return {code: tuple(names) for code, names in found.items()}


def _names(names: Mapping[str, Iterable[str]]) -> Names:
    by_phrase: dict[str, str] = {}
    for ident, listed in names.items():
        for name in listed:
            # a name that two rows share names neither
            if by_phrase.setdefault(phrase(name), ident) != ident:
                by_phrase[phrase(name)] = ""
        if len(ident) > _CODE:
            by_phrase.setdefault(phrase(ident), ident)
    by_phrase.pop("", None)
    known = {name: ident for name, ident in by_phrase.items() if ident}
    return Names(known, {ident: ident for ident in names if len(ident) <= _CODE})


@lru_cache(maxsize=_REMEMBERED)
def read_name(text: str, names: Names) -> Reading:
    """The id that a name stands for."""
    bare = text.strip().strip(" .;,:*")
    if bare in names.codes:
        return sure(names.codes[bare], "its id")
    small = set(map(fold, words()["small"]["words"]))
    said = names.words_of(bare)
    core = " ".join(word for word in said.split() if word not in small) or said
    for whole in (said, core):
        if whole in names.by_phrase:
            return sure(names.by_phrase[whole], "its name")
    found = _within(bare, names)
    if len(found) > 1:
        return unclear("more than one is named", *found)
    if found:
        return likely(found[0], "its name stands among other words")
    near = difflib.get_close_matches(core, names.by_phrase, n=_MOST, cutoff=_NEAR)
    close = list(dict.fromkeys(names.by_phrase[name] for name in near))
    if len(close) == 1:
        return likely(close[0], f"near {near[0]}")
    return unclear("no such name is known" if not close else "near several", *close)


def _within(text: str, names: Names) -> list[str]:
    """Ids of names that stand as whole words in a text, in order; longer names first."""
    whole = f" {names.words_of(text)} "
    found: dict[str, int] = {}
    for name in sorted(names.by_phrase, key=len, reverse=True):
        at = whole.find(f" {name} ")
        if at >= 0 and len(name) > _CODE:
            found.setdefault(names.by_phrase[name], at)
            whole = whole.replace(f" {name} ", " " * (len(name) + 2))
    for code, ident in names.codes.items():
        if hit := re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text):
            found.setdefault(ident, hit.start())
    return sorted(found, key=lambda ident: found[ident])


@dataclasses.dataclass(frozen=True, eq=False)
class Goods:
    """The catalogue, by the words of ids and names."""

    names: Mapping[str, str]
    """Folded id or name -> id."""
    forms: Mapping[str, tuple[frozenset[str], ...]]
    """Id -> the words of its id and of its names."""
    kinds: Mapping[str, str]
    """Id -> kind of help."""


def goods(scenario: Scenario) -> Goods:
    """The catalogue of a scenario."""
    table = scenario.table("items")
    names: dict[str, str] = {}
    forms: dict[str, tuple[frozenset[str], ...]] = {}
    rows = list(zip(table.text("id"), table.text("name"), table.text("kind"), strict=True))
    for ident, name, _ in rows:
        names.setdefault(phrase(ident.replace("_", " ")), ident)
        named = [name, *in_all("item", name)]
        for one in named:
            names.setdefault(phrase(one), ident)
        forms[ident] = (_words(ident.replace("_", " ")), *map(_words, named))
    return Goods(names, forms, {ident: kind for ident, _, kind in rows})


@cache
def _goods_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(lookup('goods'))}")


def _words(text: str) -> frozenset[str]:
    """The words of a name of goods, in one language and one number."""
    one = _goods_pattern().sub(lambda hit: lookup("goods")[hit.group()], phrase(text))
    small = set(map(fold, words()["small"]["words"]))
    return frozenset(
        word.removesuffix("s") if len(word) > 3 else word
        for word in one.split()
        if word not in small
    )


@lru_cache(maxsize=_REMEMBERED)
def read_item(text: str, catalogue: Goods) -> Reading:
    """The item of the catalogue that a text names, or the likeliest few."""
    if exact := catalogue.names.get(phrase(text.replace("_", " "))):
        return sure(exact, "the name in the catalogue")
    asked = _words(text)
    if not asked:
        return unclear("names nothing")
    graded = sorted(
        (
            (max(_likeness(asked, form) for form in forms), ident)
            for ident, forms in catalogue.forms.items()
        ),
        key=lambda one: (-one[0], one[1]),
    )
    close = [ident for grade, ident in graded if grade >= _LEAST][:_MOST]
    if not close:
        return unclear("nothing of the catalogue has such a name")
    lead = graded[0][0] - (graded[1][0] if len(graded) > 1 else 0)
    if graded[0][0] >= 0.5 and lead >= _LEAD:
        return likely(graded[0][1], "the nearest of the catalogue", *close[1:])
    rivals = [ident for grade, ident in graded if grade >= _BESIDE * graded[0][0]]
    return unclear("may be several of the catalogue", *(one for one in close if one in rivals))


def _likeness(asked: frozenset[str], form: frozenset[str]) -> float:
    """Twice the words that both have over the words of both, 0 to 1."""
    shared = sum(any(_same(word, other) for other in form) for word in asked)
    return 2 * shared / (len(asked) + len(form)) if form else 0.0


@lru_cache(maxsize=100_000)
def _same(word: str, other: str) -> bool:
    """Two words are the same but for a slip in a long one."""
    if word == other:
        return True
    if min(len(word), len(other)) <= 4:
        return False
    matcher = difflib.SequenceMatcher(None, word, other)
    return matcher.real_quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR
