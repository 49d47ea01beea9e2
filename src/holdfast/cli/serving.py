"""The command that serves the page."""

from __future__ import annotations

import errno
import socket
import ssl
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import paths
from holdfast.cli.guard import INTERRUPTED, guarded
from holdfast.cli.options import Language, whole
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from holdfast.page.standing import Terms

PORT = 8440
NEEDED = ("alembic", "argon2", "fastapi", "nicegui", "sqlalchemy", "uvicorn")
BACKLOG = 256
"""Connections that may wait to be answered."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast serve my-folder`")(serve)


def _database(text: str) -> str:
    """The address of a database that may be one."""
    return _addressed(text, whole=True)


def _ledger(text: str) -> str:
    """The address of a ledger."""
    return _addressed(text)


def _addressed(text: str, whole: bool = False) -> str:
    """A file or the URL of a database; `whole` where a file that is there must be one."""
    from holdfast.ledger.address import address, file_of, refuse_file
    from holdfast.ledger.draft import LedgerError

    try:
        file = file_of(address(text))
        if whole and file:
            refuse_file(file, needed=False)
    except LedgerError as error:
        said = "; ".join(f"{fault.file} {fault.message}" for fault in error.faults)
        raise typer.BadParameter(said.removeprefix("LEDGER ")) from None
    return text


Where = Annotated[
    str | None,
    typer.Option(
        "--database",
        parser=_database,
        metavar="DATABASE",
        envvar="HOLDFAST_DATABASE",
        show_envvar=False,
        show_default=False,
        help="Database of queue, users and sessions: postgresql://USER@HOST/DATABASE, or a file; "
        "the folder's own if left out. HOLDFAST_DATABASE says it too.",
    ),
]
Ledger = Annotated[
    str | None,
    typer.Option(
        parser=_ledger,
        metavar="LEDGER",
        show_default=False,
        help="Ledger of help: a file, or postgresql://USER@HOST/DATABASE; ledger.db in the folder "
        "if left out.",
    ),
]
Folder = Annotated[
    Path,
    typer.Argument(
        help="Folder of scenarios and runs, side by side.",
        parser=paths.given,
        metavar="FOLDER",
        show_default=False,
    ),
]

Host = Annotated[
    str,
    typer.Option(
        help="Address at which it is served; any but 127.0.0.1, ::1 and localhost needs "
        "--certificate or --proxy."
    ),
]
Port = Annotated[int, typer.Option(parser=whole(1, 65535), metavar="NUMBER", help="Port.")]
Certificate = Annotated[
    Path | None,
    typer.Option(
        parser=paths.given,
        metavar="FILE",
        show_default=False,
        help="Certificate (PEM) with which it speaks TLS; needs --key and users.",
    ),
]
Key = Annotated[
    Path | None,
    typer.Option(
        parser=paths.given,
        metavar="FILE",
        show_default=False,
        help="Key (PEM) of the certificate.",
    ),
]
Proxy = Annotated[
    str | None,
    typer.Option(
        metavar="ORIGIN",
        show_default=False,
        help="Address that readers know, https://..., where a proxy speaks TLS; needs users.",
    ),
]
ProxyAddress = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS",
        show_default=False,
        help="Address, or network, from which the proxy asks; this machine if left out. May "
        "be given more than once.",
    ),
]
Logins = Annotated[
    bool, typer.Option("--users", help="Let whoever comes log in, on this machine too.")
]


@guarded
def serve(
    folder: Folder,
    host: Host = "127.0.0.1",
    port: Port = PORT,
    certificate: Certificate = None,
    key: Key = None,
    proxy: Proxy = None,
    proxy_address: ProxyAddress = None,
    users: Logins = False,
    database: Where = None,
    ledger: Ledger = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    language: Language = "en",
) -> None:  # fmt: skip
    """The page: scenarios, runs and reports of a folder, in a browser; on this machine, or for a
    team that logs in.
    """
    refuse_folder(folder)
    terms, files = _terms(host, certificate, key, proxy, proxy_address or [], users)
    from holdfast.page.nursery import nursery

    nursery()  # before there is anything that those which are forked off it would hold open
    listening = _listening(host, port)
    from holdfast.page.app import serve as run

    shown = f"[{host}]" if ":" in host else host
    address = f"{'https' if files else 'http'}://{shown}:{port}/"

    def ready() -> None:
        at = f" for {terms.origin}" if terms.origin else ""
        typer.echo(f"{folder} is served at {address}{at} (Ctrl-C ends it; runs go on next time)")
        if not no_open and not terms.secure:
            webbrowser.open(address)

    with listening:
        try:
            run(folder, listening, language, ready, terms, database, files, ledger or "")
        except KeyboardInterrupt:
            typer.echo(
                "holdfast: ended; what ran goes on when the folder is served again", err=True
            )
            raise typer.Exit(INTERRUPTED) from None


def refuse_folder(folder: Path) -> None:
    """Raise Refused for what cannot be served."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise Refused(f"{folder} {what}; name the folder that holds scenarios and runs")
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise Refused(f"the page needs {', '.join(missing)}: pip install 'holdfast[page]'")


def _terms(
    host: str,
    certificate: Path | None,
    key: Path | None,
    proxy: str | None,
    proxies: list[str],
    users: bool,
) -> tuple[Terms, tuple[Path, Path] | None]:
    """On what terms the page is served, and the files of TLS. Raises Refused."""
    from holdfast.page import standing

    if proxy is not None and certificate is not None:
        raise Refused("--proxy: the proxy speaks TLS; give it or --certificate, not both")
    if proxies and proxy is None:
        raise Refused("--proxy-address: is that of a proxy; give --proxy ORIGIN too")
    if (certificate is None) != (key is None):
        given, other = ("--key", "--certificate") if key else ("--certificate", "--key")
        raise Refused(f"{given}: a certificate and its key go together; give {other} too")
    if proxy is None and certificate is None and not standing.loopback(host):
        raise Refused(
            f"--host: {host} is no address of this machine alone; there passwords would be read "
            "on the way: give --certificate FILE --key FILE, or --proxy https://NAME for a proxy "
            "that speaks TLS"
        )
    files = None
    if certificate is not None and key is not None:
        files = certificate, key
        _refuse_pair(certificate, key)
    return standing.Terms(
        login=users or proxy is not None or files is not None,
        encrypted=files is not None,
        origin="" if proxy is None else standing.origin(proxy),
        proxies=() if proxy is None else standing.networks(proxies),
    ), files


def _refuse_pair(certificate: Path, key: Path) -> None:
    """Raise Refused for files that are no certificate and its key."""
    for option, file in (("--certificate", certificate), ("--key", key)):
        if not file.is_file():
            raise Refused(f"{option}: {file} is no file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        said = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise Refused(
            f"--certificate: {certificate} and --key {key} are no certificate and its key without "
            f"a password, both PEM ({str(said).lower().replace('_', ' ')})"
        ) from None


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises Refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        state = error.errno if isinstance(error, OSError) else None
        if isinstance(error, (socket.gaierror, UnicodeError)) or state == errno.EADDRNOTAVAIL:
            raise Refused(f"--host: {host[:80]} is no address of this machine") from None
        taken = state == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be used ({error})"
        raise Refused(f"--port: {port} {why}; name another by --port") from None
