"""The application: which commands there are."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import (
    answers,
    asks,
    dangers,
    depots,
    evidence,
    exchange,
    fits,
    futures,
    interrupt,
    keeping,
    ledgers,
    plans,
    positions,
    prices,
    scenarios,
    scores,
    serving,
    users,
    worths,
)
from holdfast.cli.usage import Program
from holdfast.version import __version__

PURPOSE = "Which help, from whom, where and by when, keeps a bombed country in power and heat?"
FIRST_STEPS = (
    ("a small scenario to start from", "new my-country"),
    ("all that is wrong with a scenario", "check {scenario}"),
    ("what happens if things go on as pledged", "run {scenario} --futures 40 --out runs/first"),
    ("the darkest of these futures, day by day", "explain runs/first --worst"),
    ("the packages of help that a scenario names", "packages {scenario}"),
    (
        "what one of them changes",
        "whatif {scenario} --base runs/first --package NAME --out runs/second",
    ),
    ("all of it on a few pages", "report runs/first --against runs/second --out report.html"),
)
"""What each is for, and the words after `holdfast`."""
EXAMPLE = Path("examples", "valley")
"""A scenario that stands where the program is called from a copy of its source."""

app = typer.Typer(
    name="holdfast",
    cls=Program,
    help=PURPOSE,
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"holdfast {__version__}")
        raise typer.Exit()


@app.callback()
def _common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        scenario = EXAMPLE if EXAMPLE.is_dir() else Path("my-country")
        typer.echo(f"{PURPOSE}\n\nWhat to do first:")
        for purpose, words in FIRST_STEPS:
            typer.echo(f"  {purpose}\n    holdfast {words.format(scenario=scenario)}")
        typer.echo("\nAll commands: holdfast --help. One of them: holdfast run --help.")


for module in (
    scenarios,
    positions,
    futures,
    answers,
    dangers,
    worths,
    plans,
    prices,
    depots,
    evidence,
    asks,
    exchange,
    fits,
    keeping,
    ledgers,
    scores,
    serving,
    users,
):
    module.register(app)


def main() -> None:
    """Run the command line; the exit status is the process's."""
    state: object = 0
    try:
        app()
    except SystemExit as ended:
        state = ended.code
    except KeyboardInterrupt:
        state = interrupt.STATE
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read us has gone; leave nothing that would be written at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if state == interrupt.STATE:
        gc.collect()
        sys.stderr.flush()
        interrupt.leave()
    sys.exit(state if isinstance(state, int) else 1)
