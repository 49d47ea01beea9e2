"""What the answer of `how_many` says in sentences, the same at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.questions import words
from holdfast.questions.fields import Amount
from holdfast.questions.sold import FITS, PART, role
from holdfast.show.voice import Voice

if TYPE_CHECKING:
    from holdfast.questions.how_many import HowMany

Day = Callable[[date], str]

Row = Mapping[Any, Any]


def sentences(made: HowMany, voice: Voice, day: Day | None = None) -> list[str]:
    """How many, ordered by when, and beside what else; `day` writes a day otherwise."""
    parts = [_number(made, voice), _waiting(made, voice, day or voice.day)]
    return [*parts, *_beside(made, voice), *_plenty(made, voice), *_limits(made, voice)]


def amount(made: HowMany, quantity: float, voice: Voice) -> str:
    """So many of the item, as it is said in a sentence."""
    return voice.amount(Amount(float(quantity), name(made.scenario, made.item)))


def name(scenario: Any, item: str) -> str:
    """What the catalogue calls an item."""
    table = scenario.table("items")
    return str(table.text("name")[table.text("id").index(item)])


def _number(made: HowMany, voice: Voice) -> str:
    rows = made.numbers.to_dict("records")
    place = next(k for k, row in enumerate(rows) if row["quantity"] == made.number)
    row = rows[place]
    said = {
        "what": amount(made, made.number, voice),
        "count": made.futures,
        "saved": voice.plus_minus(row["saved"], row["standard_error"]),
        "verdict": voice.verdict_or_none(row),
        "cost": voice.plain(row["cost"]),
        "unit": voice.write(words.million(made.scenario.settings.currency)),
    }
    if made.enough is None:
        return voice.say("many.none", **said)
    if place + 1 == len(rows):
        return voice.say("many.all", **said)
    step = rows[place + 1]
    more = voice.plus_minus(step["apart"], step["apart_error"], True)
    return voice.say(
        "many.enough", next=voice.whole(step["quantity"]), more=more,
        step=voice.verdict_or_none(step, "apart_"), **said,
    )  # fmt: skip


def _waiting(made: HowMany, voice: Voice, day: Day) -> str:
    rows = made.dates.to_dict("records")
    first, last = rows[0]["ordered"], rows[-1]["ordered"]
    if made.by is None:
        return voice.say(
            "many.wait", count=len(rows), first=day(first), last=day(last),
        )  # fmt: skip
    place = next(k for k, row in enumerate(rows) if row["ordered"] == made.by)
    late = rows[place + 1]
    lost = voice.plus_minus(-late["apart"], late["apart_error"])
    return voice.say(
        "many.by", by=day(made.by), late=day(late["ordered"]), lost=lost,
        first=day(first), verdict=voice.verdict_or_none(late, "apart_"),
    )  # fmt: skip


def _beside(made: HowMany, voice: Voice) -> list[str]:
    """The best of the others; and the best spare parts against a system, or a system against them.

    If these are the best of all they are said once, as what they are.
    """
    rows = made.beside.to_dict("records")
    against = [row for row in rows if role(made.scenario, made.item, row["item"]) in (PART, FITS)]
    said = []
    if rows and rows[:1] != against[:1]:
        said.append(_other("beside", rows[0], len(rows), made, voice))
    for row in against[:1]:
        use = role(made.scenario, made.item, row["item"])
        said.append(_other(f"against_{use}", row, len(rows), made, voice))
    return said


def _other(key: str, row: Row, count: int, made: HowMany, voice: Voice) -> str:
    """What another item saves, and how much more or less than the item."""
    return voice.say(
        f"many.{key}_{'more' if row['apart'] > 0 else 'less'}",
        count=count,
        what=voice.write(row["contents"]),
        item=amount(made, made.number, voice),
        cost=voice.plain(row["cost"]),
        unit=voice.write(words.million(made.scenario.settings.currency)),
        saved=voice.plus_minus(row["saved"], row["standard_error"]),
        apart=voice.plus_minus(abs(row["apart"]), row["apart_error"]),
        verdict=voice.verdict_or_none(row, "apart_"),
    )


def _plenty(made: HowMany, voice: Voice) -> list[str]:
    """Which parts never lack, so that more of them change nothing."""
    if not made.plenty:
        return []
    names = ", ".join(voice.own(name(made.scenario, item)) for item in made.plenty)
    return [voice.say("many.plenty", parts=names, count=made.futures)]


def other(row: Row, made: HowMany, voice: Voice) -> str:
    """What a row beside the item is, with what it is to it: `80 × tubes (spare part of it)`."""
    use = role(made.scenario, made.item, row["item"])
    contents = voice.write(row["contents"])
    return voice.say(f"many.is_{use}", what=contents) if use else contents


def _limits(made: HowMany, voice: Voice) -> list[str]:
    said = []
    if made.dear:
        names = ", ".join(voice.own(name(made.scenario, item)) for item in made.dear)
        said.append(voice.say("many.dear", items=names))
    if made.made is not None:
        said.append(voice.say("many.made", what=amount(made, made.made, voice)))
    return said
