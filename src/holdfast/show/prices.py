"""What is said of prices of rules beside numbers: stances without a price, and how to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.outcome.statistics import TOLD_APART
from holdfast.questions.price import ALL, NO_OPTION, Price
from holdfast.questions.search.price import BATCHES, errors_of
from holdfast.show.voice import Voice
from holdfast.show.winters import of_whole
from holdfast.show.winters import winters as by_winter

WHY = ("soft", "unnamed", "both")


def heard(made: Price, voice: Voice, names: bool) -> list[str]:
    """The stances that were heard and keep no option back: those that bind nothing, and others."""
    rows = made.heard.to_dict("records")
    of = {why: [row for row in rows if row["why"] == why] for why in (*WHY, NO_OPTION)}
    idle = [
        voice.say(f"price.heard_{why}", count=len(of[why]), who=_who(of[why], voice, names))
        for why in WHY
        if of[why]
    ]
    said = []
    if idle:
        count = sum(len(of[why]) for why in WHY)
        said.append(voice.say("price.heard", count=count, why=voice.joint("; ").join(idle)))
    if others := of[NO_OPTION]:
        who = _who(others, voice, names)
        said.append(voice.say("price.heard_no_option", count=len(others), who=who))
    return said


def _who(rows: Sequence[dict[Any, Any]], voice: Voice, names: bool) -> str:
    """Whose stances they are, on what; "" where nobody is to be named."""
    if not names:
        return ""
    told = dict.fromkeys(f"{row['partner']}, {voice.own(row['topic'])}" for row in rows)
    return voice.say("price.heard_who", names=voice.joint("; ").join(told))


def winters(made: Price, voice: Voice) -> str:
    """What of the price of all rules together lies in each winter."""
    parts = by_winter(made.winters[made.winters["rule"] == ALL], made.scenario, voice)
    row, what = made.table.to_dict("records")[0], voice.say("price.all")
    value = voice.plus_minus(row["price"], row["standard_error"])
    return of_whole(f"{what[:1].upper()}{what[1:]}", value, parts, voice)


def read(voice: Voice) -> str:
    """How a price is to be read, and when it is told apart."""
    errors = voice.plain(errors_of(TOLD_APART, BATCHES), digits=2)
    return voice.say("price.read", batches=voice.whole(BATCHES), errors=errors)
