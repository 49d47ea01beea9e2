"""What the answer of `how_many` says in sentences, the same at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.outcome.statistics import Estimate
from holdfast.questions import words
from holdfast.questions.enough import LOST
from holdfast.questions.fields import Amount
from holdfast.questions.for_money import FITS, PART, classless, role, unlimited
from holdfast.questions.said import listed
from holdfast.show.voice import Voice

if TYPE_CHECKING:
    from holdfast.questions.how_many import HowMany

Day = Callable[[date], str]

Row = Mapping[Any, Any]


def sentences(made: HowMany, voice: Voice, day: Day | None = None) -> list[str]:
    """How many, ordered by when, and beside what else; `day` writes a day otherwise."""
    parts = [*_number(made, voice), _waiting(made, voice, day or voice.day)]
    return [*parts, *_beside(made, voice), *_plenty(made, voice), *_limits(made, voice)]


def amount(made: HowMany, quantity: float, voice: Voice) -> str:
    """So many of the item, as it is said in a sentence."""
    return voice.amount(Amount(float(quantity), name(made.scenario, made.item)))


def per_million(made: HowMany, voice: Voice) -> str:
    """The head of a column of what a million of the currency saves."""
    unit = voice.unit(words.million(made.scenario.settings.currency), 1.0)
    return voice.say("many.per_million", unit=unit)


def mark(made: HowMany) -> str:
    """The message beside the number in a figure."""
    if not made.enough:
        return "many.mark_none"
    return "many.mark_ceiling" if made.ceiling else "many.mark"


def name(scenario: Any, item: str) -> str:
    """What the catalogue calls an item."""
    table = scenario.table("items")
    return str(table.text("name")[table.text("id").index(item)])


def _number(made: HowMany, voice: Voice) -> list[str]:
    """What the number saves, what it would take to know, and where it stands among the others."""
    rows = made.numbers.to_dict("records")
    place = next(k for k, row in enumerate(rows) if row["quantity"] == made.number)
    row = rows[place]
    said = voice.say(
        "many.saves" if made.enough else "many.none",
        what=amount(made, made.number, voice),
        count=made.number,
        futures=voice.whole(made.futures),
        saved=voice.plus_minus(row["saved"], row["standard_error"]),
        verdict=voice.verdict_or_none(row),
        cost=voice.plain(row["cost"]),
        unit=voice.write(words.million(made.scenario.settings.currency)),
    )
    return [said, *_needed(row, voice), *_comes_with(made, row, voice), _place(rows, place, voice)]


def _needed(row: Row, voice: Voice) -> list[str]:
    """How many futures would tell what is not; nothing of what is told or rare."""
    if row["verdict"] not in ("leans", "not told apart") or not row["changed"]:
        return []
    found = Estimate(
        mean=row["saved"],
        standard_error=row["standard_error"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        n_eff=row["n_eff"],
        pairs=(row["n"] + 1) // 2,
    )
    return voice.sentences([words.needed(found)])


def _comes_with(made: HowMany, row: Row, voice: Voice) -> list[str]:
    """What a system is bought with."""
    _, *more = row["contents"].fields["parts"].parts
    if not more:
        return []
    return [voice.say("many.with", more=voice.spoken(listed(more)), count=made.number)]


def _place(rows: list[dict[Any, Any]], place: int, voice: Voice) -> str:
    """Whether it is the most that can be had, else what larger numbers save more."""
    row, last = rows[place], rows[-1]
    if place + 1 == len(rows):
        if not place:
            return voice.say("many.ceiling_one")
        return voice.say(
            "many.ceiling",
            next=voice.whole(rows[place - 1]["quantity"]),
            count=row["quantity"],
            number=voice.whole(row["quantity"]),
            more=voice.plus_minus(row["apart"], row["apart_error"], True),
            step=voice.verdict_or_none(row, "apart_"),
        )
    said = {"count": last["quantity"], "most": voice.whole(last["quantity"])}
    best = max(rows, key=lambda each: float(each["saved"]))
    if best is row:
        return voice.say("many.greatest", **said)
    return voice.say(
        "many.near",
        best=voice.whole(best["quantity"]),
        more=voice.plus_minus(row["behind"], row["behind_error"], True),
        step=voice.verdict_or_none(row, "behind_"),
        **said,
    )


def _waiting(made: HowMany, voice: Voice, day: Day) -> str:
    """Until when it can be ordered, with what is lost on that day and on the next looked at."""
    rows = made.dates.to_dict("records")
    first = rows[0]
    said = {
        "first": day(first["ordered"]),
        "what": amount(made, made.number, voice),
        "count": made.number,
        "of": voice.plus_minus(first["saved"], first["standard_error"]),
        "share": voice.percent(LOST),
    }
    if len(rows) == 1:
        return voice.say("many.one_day", **said)
    if made.by is None:
        return voice.say("many.wait", **said)
    place = next(k for k, row in enumerate(rows) if row["ordered"] == made.by)
    late = rows[min(place + 1, len(rows) - 1)]
    key = "many.at_once" if not place else "many.by_last" if late is rows[place] else "many.by"
    return voice.say(
        key,
        by=day(made.by),
        late=day(late["ordered"]),
        loses=voice.plus_minus(*_lost(rows[place])),
        lost=voice.plus_minus(*_lost(late)),
        verdict=voice.verdict_or_none(late, "apart_"),
        **said,
    )


def _lost(row: Row) -> tuple[float, float]:
    return 0.0 - row["apart"], row["apart_error"]


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
    """What the answer takes for granted, and what the money or time does not buy."""
    said = [] if len(made.beside) < 2 else [voice.say("many.chosen")]
    if classless(made.scenario, made.item):
        said.append(voice.say("many.classless", item=_own(made, made.item, voice)))
    if free := unlimited(made.scenario, [made.item, *made.beside["item"]]):
        said.append(voice.say("many.unlimited", items=_names(made, free, voice), count=len(free)))
    unit = voice.write(words.million(made.scenario.settings.currency))
    for item, cost in made.dear.items():
        if cost is not None:
            name, sum_ = _own(made, item, voice), voice.plain(cost)
            said.append(voice.say("many.dear", item=name, cost=sum_, unit=unit))
    if late := [item for item, cost in made.dear.items() if cost is None]:
        said.append(voice.say("many.late", items=_names(made, late, voice)))
    if made.made is not None:
        said.append(voice.say("many.made", what=amount(made, made.made, voice)))
    return said


def _own(made: HowMany, item: str, voice: Voice) -> str:
    return voice.own(name(made.scenario, item))


def _names(made: HowMany, items: Sequence[str], voice: Voice) -> str:
    return ", ".join(_own(made, item, voice) for item in items)
