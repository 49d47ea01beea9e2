"""What a command prints: one JSON document, or tables for a reader."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import typer

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome

LEAST_WIDTH, PAPER_WIDTH = 100, 160
"""Characters of a line at a narrow terminal, and at most where there is none."""
NARROWEST = 24
"""Characters of a column of words."""


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
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, date):
        return None if value != value else value.isoformat()[:10]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def said_of(outcome: Outcome) -> dict[str, Any]:
    """What every JSON answer says of the run that it rests on."""
    return {
        "scenario": outcome.scenario.settings.name,
        "seed": outcome.seed,
        "version": outcome.version,
        "futures": len(outcome.futures),
    }


def print_json(document: dict[str, Any]) -> None:
    """One document on standard output."""
    typer.echo(_text(document))


def write_json(path: Path, document: dict[str, Any]) -> None:
    """One document to a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_text(_text(document) + "\n", encoding="utf-8")
    fresh.replace(path)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def print_table(
    title: str, columns: Sequence[str], lines: Iterable[Sequence[str]], words: Sequence[int] = (0,)
) -> None:
    """A table with a heading; columns of numbers are set right and never broken.

    `words` are the places of columns that hold words.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold", pad_edge=False
    )
    for place, name in enumerate(columns):
        wordy = place in words
        table.add_column(
            name,
            justify="left" if wordy else "right",
            no_wrap=not wordy,
            min_width=NARROWEST if wordy else None,
        )
    for line in lines:
        table.add_row(*line)
    console = Console(emoji=False, markup=False, highlight=False)
    width = max(console.width, LEAST_WIDTH) if console.is_terminal else PAPER_WIDTH
    console.width = width
    console.width = min(width, console.measure(table).maximum)
    with console.capture() as drawn:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in drawn.get().splitlines()))
