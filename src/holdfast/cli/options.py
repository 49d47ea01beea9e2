"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day as YYYY-MM-DD") from None


Folder = Annotated[Path, typer.Argument(help="Folder of the scenario.", show_default=False)]
Run = Annotated[
    Path, typer.Argument(help="Folder of a run, as `run --out` writes it.", show_default=False)
]
Futures = Annotated[int, typer.Option(min=1, help="Number of futures.")]
Seed = Annotated[
    int | None,
    typer.Option(
        help="Seed of all draws; the scenario's if left out.",
        min=0,
        max=2**32 - 1,
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        help="Processes; as many as there are processors if left out. The result is the same.",
        min=1,
        show_default=False,
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="Hide what was said or happened later; the scenario's freeze if left out.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
