"""What JSON answers are made of: tables as rows, plain values, and what an answer rests on.

Commands print these documents, and the page gives them to programs.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.version import __version__

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.questions.ask import Ask
    from holdfast.questions.depot import Depot
    from holdfast.questions.how_many import HowMany
    from holdfast.questions.plan import Plan
    from holdfast.questions.price import Price
    from holdfast.questions.slip import Slip
    from holdfast.questions.value import Value


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
    """What every JSON answer says of the run that it rests on."""
    return {
        "scenario": outcome.scenario.settings.name,
        "seed": outcome.seed,
        "version": outcome.version,
        "futures": len(outcome.futures),
    }


def said_of_tried(made: Value | Slip | Plan | Price | Ask | HowMany | Depot) -> dict[str, Any]:
    """The same of an answer that tried many plans; its futures are those it is judged on."""
    return {
        "scenario": made.scenario.settings.name,
        "seed": made.seed,
        "version": __version__,
        "futures": made.futures,
    }


def without_run(name: str) -> dict[str, Any]:
    """The same of an answer that no run is behind."""
    return {"scenario": name, "seed": None, "version": __version__, "futures": None}
