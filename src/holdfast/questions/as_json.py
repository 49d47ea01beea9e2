"""What an answer is as JSON, for commands and for programs that ask the page."""

from __future__ import annotations

import dataclasses
import math
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import WhatIf


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as JSON rows: days as YYYY-MM-DD, nan and inf as null."""
    return [
        {str(column): plain(value) for column, value in zip(table.columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, date):
        return None if value != value else value.isoformat()[:10]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return plain(value.item()) if hasattr(value, "item") else value


def said_of(outcome: Outcome) -> dict[str, Any]:
    """What every answer says of the run that it rests on."""
    return {
        "scenario": outcome.scenario.settings.name,
        "seed": outcome.seed,
        "version": outcome.version,
        "futures": len(outcome.futures),
    }


def told_of(made: WhatIf) -> dict[str, Any]:
    """What every answer says of two plans: the difference, in numbers and in words."""
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
