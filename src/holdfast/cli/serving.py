"""The command that serves the page."""

from __future__ import annotations

import errno
import socket
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import paths
from holdfast.cli.guard import INTERRUPTED, guarded
from holdfast.cli.options import Language, whole
from holdfast.questions.refused import Refused

PORT = 8440
NEEDED = ("fastapi", "nicegui", "sqlalchemy", "uvicorn")
BACKLOG = 256
"""Connections that may wait to be answered."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast serve my-folder`")(serve)


@guarded
def serve(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder of scenarios and runs, side by side.",
            parser=paths.given,
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    host: Annotated[
        str, typer.Option(help="Address of this machine: 127.0.0.1, ::1 or localhost.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(parser=whole(1, 65535), metavar="NUMBER", help="Port.")
    ] = PORT,
    ledger: Annotated[
        str,
        typer.Option(
            metavar="LEDGER",
            help="Ledger of help: a file, or postgresql://USER@HOST/DATABASE; ledger.db in the "
            "folder if left out.",
            show_default=False,
        ),
    ] = "",
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    language: Language = "en",
) -> None:
    """The page: scenarios, runs and reports of a folder, in a browser on this machine."""
    if ledger:
        from holdfast.ledger.address import address as refuse_other

        refuse_other(ledger)
    listening = _listening(folder, host, port)
    from holdfast.page.app import serve as run

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"

    def ready() -> None:
        typer.echo(f"{folder} is served at {address} (Ctrl-C ends it; runs go on next time)")
        if not no_open:
            webbrowser.open(address)

    with listening:
        try:
            run(folder, listening, language, ready, ledger)
        except KeyboardInterrupt:
            typer.echo(
                "holdfast: ended; what ran goes on when the folder is served again", err=True
            )
            raise typer.Exit(INTERRUPTED) from None


def _listening(folder: Path, host: str, port: int) -> socket.socket:
    """A socket that listens. Raises Refused for what cannot be served."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise Refused(f"{folder} {what}; name the folder that holds scenarios and runs")
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise Refused(f"the page needs {', '.join(missing)}: pip install 'holdfast[page]'")
    from holdfast.page.guard import loopback

    if not loopback(host):
        raise Refused(
            f"--host: {host} is no address of this machine alone; the page has no users and no "
            "passwords yet, so it is served on 127.0.0.1, ::1 or localhost only"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be used ({error.strerror})"
        raise Refused(f"--port: {port} {why}; name another by --port") from None
