"""Arguments and options that several commands share."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from holdfast.cli import paths
from holdfast.questions import worded

MOST_FUTURES = 1_000_000
"""More are a slip: they would take months."""
LARGEST_SEED = 2**32 - 1


Read = TypeVar("Read")


def _told(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """A parser that says what is wrong as a command does."""

    def parsed(text: str) -> Read:
        try:
            return read(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parsed


day: Callable[[str], date] = _told(worded.day)
share: Callable[[str], float] = _told(worded.share)
from_nought: Callable[[str], float] = _told(worded.from_nought)
named: Callable[[str], str] = _told(worded.named)


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A parser of whole numbers within bounds."""
    return _told(partial(worded.whole, least=least, most=most))


def positive(most: float = math.inf, million: bool = False) -> Callable[[str], float]:
    """A parser of numbers above 0, up to a bound; `million` of the currency, or of what it is."""
    return _told(partial(worded.positive, most=most, million=million))


def choice(*allowed: str) -> Callable[[str], str]:
    """A parser of one of a few words."""
    return _told(partial(worded.choice, allowed=allowed))


def _language(text: str) -> str:
    from holdfast.show.catalogue import LANGUAGES

    if text not in LANGUAGES:
        raise typer.BadParameter(f"{text!r} is not spoken here; there is {' and '.join(LANGUAGES)}")
    return text


def _address(text: str) -> str:
    from holdfast.campaign.scheduler import host_and_port

    try:
        host_and_port(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def spoken(language: str | None) -> str:
    """The language asked for, or that of HOLDFAST_LANGUAGE, or English."""
    return language or _language(os.environ.get("HOLDFAST_LANGUAGE") or "en")


Folder = Annotated[
    Path,
    typer.Argument(
        help="Folder of the scenario.", parser=paths.given, metavar="SCENARIO", show_default=False
    ),
]
Run = Annotated[
    Path,
    typer.Argument(
        help="Folder of a run, as `run --out` writes it.",
        parser=paths.given,
        metavar="RUN",
        show_default=False,
    ),
]
Futures = Annotated[
    int, typer.Option(parser=whole(1, MOST_FUTURES), metavar="NUMBER", help="Number of futures.")
]
Seed = Annotated[
    int | None,
    typer.Option(
        help="Seed of all draws; the scenario's if left out.",
        parser=whole(0, LARGEST_SEED),
        metavar="NUMBER",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        help="Processes; as many as there are processors if left out. The result is the same.",
        parser=whole(1),
        metavar="NUMBER",
        show_default=False,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        parser=_address,
        metavar="ADDRESS",
        help="Scheduler of a cluster (dask), such as tcp://10.0.0.1:8786, whose workers simulate "
        "in place of this machine's. The result is the same.",
        show_default=False,
    ),
]
KnownSince = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="Day since which the sheet is known, for rows that tell none of their own.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="Hide what was said or happened later; the scenario's freeze if left out.",
    ),
]
Language = Annotated[
    str,
    typer.Option(
        parser=_language,
        metavar="LANGUAGE",
        envvar="HOLDFAST_LANGUAGE",
        show_envvar=False,
        help="Language of what is shown: en or fr; HOLDFAST_LANGUAGE if left out, else en.",
        show_default=False,
    ),
]
OwnLanguage = Annotated[
    str | None,
    typer.Option(
        "--language",
        parser=_language,
        metavar="LANGUAGE",
        help="Of a run: en or fr; HOLDFAST_LANGUAGE if left out, else en.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
