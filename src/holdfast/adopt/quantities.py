"""Quantities as people write them: separators, units, ranges, words, what is only nearly so."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from decimal import Decimal

from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.words import alternatives, fold, lookup, phrase, said

_FIGURES = r"[0-9](?:[0-9.,' ]*[0-9])?"
_WORTH = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is read, and the words behind it."""

    number: Reading
    unit: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Signs:
    """What a point and a comma stand for in the other cells of a column; "" where unknown."""

    point: str = ""
    comma: str = ""


def signs_of(texts: Iterable[str]) -> Signs:
    """What the unmistakable numbers among the texts show: "thousands" or "decimals"."""
    found: dict[str, set[str]] = {".": set(), ",": set()}
    for text in texts:
        for number in re.findall(_FIGURES, text):
            for sign, other in ((".", ","), (",", ".")):
                if re.fullmatch(rf"\d{{1,3}}(\{sign}\d{{3}}){{2,}}", number):
                    found[sign].add("thousands")
                elif re.fullmatch(rf"\d{{1,3}}(\{sign}\d{{3}})+\{other}\d+", number):
                    found[sign].add("thousands")
                    found[other].add("decimals")
                elif re.fullmatch(rf"\d+\{sign}(\d{{1,2}}|\d{{4,}})", number):
                    found[sign].add("decimals")
    plain = {sign: next(iter(uses)) for sign, uses in found.items() if len(uses) == 1}
    return Signs(plain.get(".", ""), plain.get(",", ""))


def read_number(figures: str, signs: Signs | None = None) -> Reading:
    """A number written in figures, with whatever separators; unclear where two readings fit."""
    signs = signs or Signs()
    text = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", figures)
    spaced = text != figures
    if re.fullmatch(r"\d+", text):
        return sure(_plain(text), "spaces between thousands" if spaced else "a number")
    for sign, other, name in ((".", ",", "points"), (",", ".", "commas")):
        thousands = rf"\d{{1,3}}(\{sign}\d{{3}})"
        if re.fullmatch(rf"{thousands}{{2,}}(\{other}\d+)?|{thousands}+\{other}\d+", text):
            return sure(
                _plain(text.replace(sign, "").replace(other, ".")), f"{name} between thousands"
            )
        if re.fullmatch(rf"\d+\{sign}\d+", text):
            decimal, whole = _plain(text.replace(sign, ".")), _plain(text.replace(sign, ""))
            if spaced or not re.fullmatch(rf"[1-9]\d{{0,2}}\{sign}\d{{3}}", text):
                return sure(decimal, f"{name} before decimals")
            use = signs.point if sign == "." else signs.comma
            if use == "thousands":
                return likely(whole, f"{name} stand between thousands in this column", decimal)
            if use == "decimals":
                return likely(decimal, f"{name} stand before decimals in this column", whole)
            return unclear(f"{name} may stand between thousands or before decimals", whole, decimal)
    return unclear("is not one number")


def _plain(text: str) -> str:
    made = format(Decimal(text), "f")
    return made.rstrip("0").rstrip(".") if "." in made else made


def read_quantity(text: str, signs: Signs | None = None) -> Quantity:
    """The quantity in a text; its number is "" if it says that there is none yet."""
    whole = fold(text).replace("−", "-").strip(" .;")
    if not whole or whole in said("nothing"):
        return Quantity(sure("", "says that it is not known"))
    if worth := lookup("numbers").get(phrase(whole)):
        return Quantity(likely(_WORTH[worth], "a number in words"))
    bare, bracketed = re.sub(r"[(\[].*?[)\]]", " ", whole), re.findall(r"[(\[](.*?)[)\]]", whole)
    bare = " ".join(bare.split())
    made = _spanned(bare, signs) or _single(bare, signs)
    if made is None:
        return Quantity(unclear("no number is read in it", *_all(whole, signs)))
    inner = [one for part in bracketed for one in _all(part, signs)]
    if inner:
        why = "another number stands in brackets"
        others = (made.number.taken, *made.number.others, *inner)
        return Quantity(unclear(why, *filter(None, others)), made.unit)
    if bracketed:
        return Quantity(made.number.at_most("likely", "words in brackets are left out"), made.unit)
    return made


def _all(text: str, signs: Signs | None) -> list[str]:
    """Every number in a text, for a person to choose from."""
    found = [read_number(figures, signs) for figures in re.findall(_FIGURES, text)]
    return [value for one in found for value in ((one.taken,) if one.taken else one.others)]


def _spanned(text: str, signs: Signs | None) -> Quantity | None:
    """From one number to another, a sum, or one number times something."""
    ties = alternatives(said("range"))
    span = re.fullmatch(
        rf"(?:{alternatives(said('between'))}\s+)?(?P<a>{_FIGURES})\s*{ties}\s*"
        rf"(?P<b>{_FIGURES})(?P<unit>\D*)",
        text,
    )
    if span:
        numbers = [*_all(span.group("a"), signs), *_all(span.group("b"), signs)]
        return Quantity(unclear("from one number to another", *numbers), span.group("unit").strip())
    added = re.fullmatch(rf"({_FIGURES})\s*\+\s*({_FIGURES})(\D*)", text)
    if added:
        first, second = (read_number(added.group(place), signs) for place in (1, 2))
        if first.taken and second.taken:
            whole = _plain(str(Decimal(first.taken) + Decimal(second.taken)))
            why = "two numbers are added"
            return Quantity(unclear(why, whole, first.taken, second.taken), added.group(3).strip())
    times = re.fullmatch(rf"({_FIGURES})\s*[x×*]\s*(\S.*)", text)
    if times:
        number = read_number(times.group(1), signs).at_most("likely", "so many times something")
        return Quantity(number, times.group(2).strip())
    return None


def _single(text: str, signs: Signs | None) -> Quantity | None:
    """One number, with words before it and a unit behind it."""
    found = re.fullmatch(
        rf"(?P<before>[^\d]*?)\s*(?P<number>{_FIGURES})\s*(?P<unit>\D.*)?", text, re.DOTALL
    )
    if not found:
        return None
    number = read_number(found.group("number"), signs)
    before, unit = found.group("before").strip(" .:"), (found.group("unit") or "").strip(" .")
    if unit and re.search(r"\d", unit):
        return Quantity(unclear("more than one number", *_all(text, signs)))
    if before in ("-", "+-", "±"):
        return Quantity(unclear("a minus or a dash stands before it", *_all(text, signs)), unit)
    if before in said("bounds") or unit in ("+", "et plus", "or more", "and more", "oder mehr"):
        return Quantity(number.at_most("unclear", "only a bound"), unit.strip("+ "))
    if scale := lookup("scales").get(phrase(unit)):
        number = _times(number, scale).at_most("likely", f"times {scale}")
        unit = ""
    if unit == "%":
        number = number.at_most("unclear", "a share is no count")
    elif unit.strip("? ") and unit.strip("? ") not in said("pieces"):
        number = number.at_most("likely", f"counted in {unit[:30]}")
    if before in said("about"):
        number = number.at_most("likely", "only about so many")
    elif before:
        number = number.at_most("likely", f"the words before it ({before[:30]}) are left out")
    if "?" in unit:
        number, unit = number.at_most("likely", "marked as not confirmed"), unit.strip("? ")
    return Quantity(number, unit)


def _times(number: Reading, scale: str) -> Reading:
    taken = _plain(str(Decimal(number.taken) * Decimal(scale))) if number.taken else ""
    others = tuple(_plain(str(Decimal(one) * Decimal(scale))) for one in number.others)
    return dataclasses.replace(number, taken=taken, others=others)


@dataclasses.dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in millions, with its currency where one is named."""

    million: Reading
    currency: str


def read_money(text: str, heading: str = "", signs: Signs | None = None) -> Sum:
    """Money in millions; the heading may say the currency and the scale ("Value (M€)")."""
    whole, head = _spelt(fold(text)), _spelt(fold(heading))
    currency = _currency(whole) or _currency(head)
    bare = re.sub(alternatives(lookup("money")), " ", whole)
    bare = re.sub(r"(?<=\d)\s*m(?!\w)", " million", bare)
    made = read_quantity(bare, signs)
    number = made.number
    if not number.taken and not number.others:
        return Sum(number, currency)
    if made.unit:
        return Sum(number.at_most("unclear", f"{made.unit[:30]} is no currency"), currency)
    scale = re.search(alternatives(lookup("scales")), head)
    if re.search(alternatives(lookup("scales")), bare):
        number = _times(number, "0.000001").at_most("likely", "brought to millions")
    elif scale:
        factor = Decimal(lookup("scales")[phrase(scale.group())]) / 1_000_000
        number = _times(number, str(factor)).at_most("likely", "the scale stands in the heading")
    elif number.taken and Decimal(number.taken) >= 100_000:
        number = _times(number, "0.000001").at_most("likely", "brought to millions")
    else:
        number = number.at_most("unclear", "millions or single units")
    return Sum(number, currency)


def _spelt(text: str) -> str:
    """The text with M€, k€ and Md€ spelt out."""
    signs = r"(€|eur|\$|usd|£|gbp)"
    for letter, word in (("m", "million"), ("k", "thousand"), ("md", "billion")):
        text = re.sub(rf"(?<![a-z]){letter}\s?{signs}(?![a-z])", rf" {word} \1", text)
    return text


def _currency(text: str) -> str:
    found = re.search(rf"(?<![^\W\d]){alternatives(lookup('money'))}", text)
    return lookup("money").get(phrase(found.group()) or found.group(), "") if found else ""
