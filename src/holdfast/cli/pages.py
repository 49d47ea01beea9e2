"""The page of an answer, written beside what a command prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import paths
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from holdfast.show.answers.kinds import Answer
    from holdfast.show.voice import Voice

PAGE = ".html"
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="File to write the answer to as a page: a name that ends in .html.",
        parser=paths.made_file,
        metavar="FILE",
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--page",
        help="With --break-even: file to write its page to, a name that ends in .html.",
        parser=paths.made_file,
        metavar="FILE",
        show_default=False,
    ),
]
Public = Annotated[
    bool, typer.Option("--public", help="Leave out of the page what is not for all eyes.")
]


def refuse(page: Path | None, public: bool, option: str = "--out") -> None:
    """Raise Refused for a name that is no page's, and for a public page that is not asked for.

    Called before anything is simulated.
    """
    if page is None and public:
        raise Refused(f"--public is said of a page: name its file by {option}")
    if page is not None and page.suffix.lower() != PAGE:
        raise Refused(
            f"{option}: {page} ends in {page.suffix or 'nothing'!r}; a page ends in {PAGE}"
        )


def write(made: Answer | None, page: Path | None, public: bool, language: str) -> None:
    """Write the page of an answer, if one is asked for."""
    if made is not None and page is not None:
        from holdfast.show.report import report

        report(made, page, language, public)


def told(page: Path | None, voice: Voice) -> None:
    """Say where the page was written, after all that is printed."""
    if page is not None:
        typer.echo(voice.say("terminal.written", place=str(page)))
