"""Answers as one JSON document: what lies between two plans, and one future day by day."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from holdfast.questions.json_rows import plain, rows, said_of

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import WhatIf


def told_of(made: WhatIf) -> dict[str, Any]:
    """What every JSON answer says of two plans: the difference, in numbers and in words."""
    return {
        "rows": rows(made.difference),
        "a": made.words_a,
        "b": made.words_b,
        "fork": plain(made.fork),
        "words": made.verdict,
        "closing": list(made.closing),
        "cost": dataclasses.asdict(made.cost),
        **said_of(made.b),
    }


def answer_of(made: WhatIf) -> dict[str, Any]:
    """What `whatif` answers, as one document."""
    return {**told_of(made), "stopped": made.stopped or None, "notes": list(made.notes)}


def compared(made: WhatIf) -> dict[str, Any]:
    """Two runs beside each other, with what must be known of them."""
    return told_of(made) | {"notes": list(made.notes)}


def explained(outcome: Outcome, future: int, table: pd.DataFrame) -> dict[str, Any]:
    """One future of a run; `table` is what `explain` gives of it."""
    from holdfast.questions import words
    from holdfast.questions.ranking import by_hours
    from holdfast.questions.told import head

    return {
        "rows": rows(table),
        "future": future,
        "head": list(words.future(head(outcome, future, table))),
        "by_hours": {"rows": rows(by_hours(outcome))},
        **said_of(outcome),
    }
