"""What the answer of `slip` says in a sentence, the same at a terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from holdfast.questions.slip import hardest
from holdfast.show.voice import Voice
from holdfast.show.winters import of_whole
from holdfast.show.winters import winters as by_winter

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.questions.slip import Slip

Row = Mapping[Any, Any]


def sentence(made: Slip, table: pd.DataFrame, voice: Voice, partner: Callable[[str], str]) -> str:
    """Name the delivery of a table that hurts most, and whether it is told apart from the next."""
    found = hardest(table)
    if found is None:
        ranked = bool(table["group"].notna().any())
        key = "answer_slip.none_hurts" if ranked else "answer_slip.none"
        return voice.say(key, count=made.weeks, futures=str(made.futures))
    first = found.first
    whole = {
        "count": made.weeks,
        "what": voice.spoken(first["contents"]),
        "partner": partner(first["partner"]),
        "value": _value(first, voice),
        "verdict": voice.verdict_of(first),
    }
    hurts = voice.say("answer_slip.hurts", **whole)
    if found.second is None:
        rest = voice.say("answer_slip.only")
    else:
        what, value = voice.spoken(found.second["contents"]), _value(found.second, voice)
        key = "answer_slip.apart" if found.apart else "answer_slip.alike"
        rest = voice.say(key, count=found.alike, what=what, value=value)
    return f"{hurts} {rest}"


def winters(made: Slip, table: pd.DataFrame, voice: Voice) -> str:
    """What of the loss of the delivery that hurts most lies in each winter; blank if none hurts."""
    found = hardest(table)
    if found is None:
        return ""
    spanned = made.winters[made.winters["delivery"] == found.first["delivery"]]
    parts, what = by_winter(spanned, made.scenario, voice), voice.spoken(found.first["contents"])
    return of_whole(what, _value(found.first, voice), parts, voice)


def _value(row: Row, voice: Voice) -> str:
    return voice.plus_minus(row["costs"], row["standard_error"])
