"""What lies in each winter of what is told in all."""

from __future__ import annotations

import pandas as pd

from holdfast.outcome.windows import IN_ALL
from holdfast.questions.judging import spans_of
from holdfast.scenario import Scenario
from holdfast.show.voice import Voice


def winters(spanned: pd.DataFrame, scenario: Scenario, voice: Voice) -> str:
    """Give the mean of each winter with its error, as a sentence behind that of all; or blank.

    `spanned` has a row a window of the scenario, in their order, columns judging.SPAN; none where
    windows were not looked at.
    """
    if spanned.empty:
        return ""
    parts = [
        voice.say(
            "lead.winter",
            value=voice.plus_minus(row["mean"], row["standard_error"]),
            winter=voice.window(span.name),
        )
        for span, row in zip(spans_of(scenario), spanned.to_dict("records"), strict=True)
        if span.name != IN_ALL
    ]
    return voice.say("lead.winters", parts=voice.words.in_a_row(parts)) if parts else ""


def of_whole(what: str, value: str, parts: str, voice: Voice) -> str:
    """Name what winters are told of, and its value in all, before them; blank without winters."""
    if not parts:
        return ""
    return " ".join((voice.say("answer_value.first_in_all", what=what, value=value), parts))
