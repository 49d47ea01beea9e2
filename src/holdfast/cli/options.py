"""Arguments and options that several commands share."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import paths
from holdfast.written import day_hint, number_hint, real

MOST_FUTURES = 1_000_000
"""More are a slip: they would take months."""
LARGEST_SEED = 2**32 - 1


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = f"{text!r} is not a day as YYYY-MM-DD{day_hint(text)}"
        raise typer.BadParameter(said) from None


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A parser of whole numbers within bounds."""
    span = f"of at least {least:,}" if most is None else f"of {least:,} to {most:,}"

    def read(text: str) -> int:
        digits = str(text).removeprefix("-")
        made = int(text) if digits.isascii() and digits.isdigit() and len(digits) < 40 else None
        if made is None or made < least or (most is not None and made > most):
            raise typer.BadParameter(f"{text!r} is not a whole number {span}")
        return made

    return read


def share(text: str) -> float:
    """A number of 0 to 1."""
    text = str(text)  # a default comes as a number
    made = real(text)
    if made is None or not 0 <= made <= 1:
        said = f"{text!r} is not a number of 0 to 1{_unread(text)}"
        raise typer.BadParameter(said)
    return made


def _unread(text: str, million: bool = False) -> str:
    """How what could not be read as a number is written here."""
    return number_hint(text, million) if real(text) is None else ""


def from_nought(text: str) -> float:
    """A number of at least 0."""
    text = str(text)  # a default comes as a number
    made = real(text)
    if made is None or not 0 <= made < math.inf:
        raise typer.BadParameter(f"{text!r} is not a number of at least 0{_unread(text)}")
    return made


def positive(most: float = math.inf, million: bool = False) -> Callable[[str], float]:
    """A parser of numbers above 0, up to a bound; `million` of the currency, or of what it is."""
    span = "" if math.isinf(most) else f" and up to {most:g}"

    def read(text: str) -> float:
        text = str(text)  # a default comes as a number
        made = real(text)
        if made is None or not (0 < made <= most and math.isfinite(made)):
            said = f"{text!r} is not a number above 0{span}{_unread(text, million)}"
            raise typer.BadParameter(said)
        return made

    return read


def named(text: str) -> str:
    """A name, without spaces around it."""
    if not text.strip():
        raise typer.BadParameter("a name is needed")
    return text.strip()


def choice(*allowed: str) -> Callable[[str], str]:
    """A parser of one of a few words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise typer.BadParameter(f"{text!r} is not one of {', '.join(allowed)}")
        return text

    return read


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
