"""The application: which commands there are."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from holdfast.cli import answers, exchange, futures, keeping, scenarios
from holdfast.version import __version__

INTERRUPTED = 130

app = typer.Typer(
    name="holdfast",
    help="Which help, from whom, where and by when, keeps a bombed country in power and heat?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"holdfast {__version__}")
        raise typer.Exit()


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


for module in (scenarios, futures, answers, exchange, keeping):
    module.register(app)


def main() -> None:
    """Run the command line; the exit status is the process's."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
