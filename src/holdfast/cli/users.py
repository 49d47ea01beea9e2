"""Commands of the page's users: add, list, role, password, disable, enable, remove, token."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output
from holdfast.cli.guard import guarded
from holdfast.cli.options import Json, choice, named, whole
from holdfast.cli.serving import Folder, Where, refuse_folder
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    from holdfast.page.standing import Standing

OPTIONS = ("role: ", "partner: ", "called: ", "days: ")
LONGEST_LINE = 4_000
"""Signs of a password that are read at most."""
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Name with which one logs in.", show_default=False)
]


def _of(text: str) -> str:
    from holdfast.page.who import ROLES

    return choice(*ROLES)(text)


def _called(text: str) -> str:
    from holdfast.page.sessions import MOST_CALLED

    if not 1 <= len(text.strip()) <= MOST_CALLED or not text.isprintable():
        raise typer.BadParameter(f"a token has a name of 1 to {MOST_CALLED} signs")
    return text.strip()


Role = Annotated[
    str,
    typer.Option(
        parser=_of, metavar="ROLE", show_default=False,
        help="reader, analyst, editor (of one --partner) or administrator.",
    ),
]  # fmt: skip
Partner = Annotated[
    str | None,
    typer.Option(
        parser=named,
        metavar="PARTNER",
        help="For whom an editor speaks, by its id in actors.csv.",
        show_default=False,
    ),
]

user = typer.Typer(
    help="Who may log in to the page of a folder, and as what.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command, example in (
        (add, "add my-folder mara --role administrator"),
        (listed, "list my-folder"),
        (role, "role my-folder mara --role analyst"),
        (password, "password my-folder mara"),
        (disable, "disable my-folder mara"),
        (enable, "enable my-folder mara"),
        (remove, "remove my-folder mara"),
        (token, "token my-folder mara --called nightly"),
    ):
        name = example.split()[0]
        user.command(name, epilog=f"Example: `holdfast user {example}`")(command)
    app.add_typer(user, name="user")


@guarded
def add(
    folder: Folder, name: Name, role: Role, partner: Partner = None, database: Where = None
) -> None:
    """Add a user; the password is asked for, or read from the standard input."""
    refuse_folder(folder)
    from holdfast.page.users import COMMAND, called
    from holdfast.page.users import standing as fits

    with _said():
        kept, _ = called(name), fits(role, partner or "")
    if database is not None or _kept(folder):
        with _standing(folder, database) as standing:
            if any(each.name == kept for each in standing.users.all()):
                raise Refused(f"there is a user '{kept}' already")
    secret = _password(kept)
    with _standing(folder, database, make=True) as standing:
        made = standing.users.add(kept, role, partner or "", secret, _me(), COMMAND)
    typer.echo(f"{made.name} may log in as {_role(made.role, made.partner)}")


@guarded
def listed(folder: Folder, database: Where = None, json: Json = False) -> None:
    """All users."""
    rows: list[dict[str, object]] = []
    refuse_folder(folder)
    if database is not None or _kept(folder):
        with _standing(folder, database) as standing:
            rows = [
                {"name": each.name, "role": each.role, "partner": each.partner,
                 "disabled": each.disabled, "password_of": _day(each.changed)}
                for each in standing.users.all()
            ]  # fmt: skip
    if json:
        output.print_json({"rows": rows})
        return
    if not rows:
        typer.echo(f"no users; holdfast user add {folder} NAME --role administrator makes one")
    for row in rows:
        what = _role(str(row["role"]), str(row["partner"]))
        off = ", disabled" if row["disabled"] else ""
        typer.echo(f"{row['name']}: {what}{off}, password of {row['password_of']}")


@guarded
def role(
    folder: Folder, name: Name, role: Role, partner: Partner = None, database: Where = None
) -> None:
    """Give a user another role; who is logged in logs in anew."""
    with _standing(folder, database) as standing:
        standing.set_role(name, role, partner or "", _me())
    typer.echo(f"{name} is {_role(role, partner or '')}")


@guarded
def password(folder: Folder, name: Name, database: Where = None) -> None:
    """Give a user another password; it ends all sessions and tokens and what waits for tries."""
    with _standing(folder, database) as standing:
        kept = standing.users.get(name).name
        standing.set_password(kept, _password(kept), _me())
    typer.echo(f"{name} has another password")


@guarded
def disable(folder: Folder, name: Name, database: Where = None) -> None:
    """Let a user log in no more; it ends all sessions and tokens."""
    with _standing(folder, database) as standing:
        standing.set_disabled(name, True, _me())
    typer.echo(f"{name} may not log in any more")


@guarded
def enable(folder: Folder, name: Name, database: Where = None) -> None:
    """Let a user log in again who was disabled."""
    with _standing(folder, database) as standing:
        standing.set_disabled(name, False, _me())
    typer.echo(f"{name} may log in again")


@guarded
def remove(folder: Folder, name: Name, database: Where = None) -> None:
    """Remove a user with all sessions and tokens."""
    with _standing(folder, database) as standing:
        standing.remove(name, _me())
    typer.echo(f"{name} is removed")


@guarded
def token(
    folder: Folder,
    name: Name,
    called: Annotated[
        str,
        typer.Option(parser=_called, metavar="TEXT", help="What it is for.", show_default=False),
    ],
    days: Annotated[
        int, typer.Option(parser=whole(1, 366), metavar="NUMBER", help="Days that it holds.")
    ] = 90,
    database: Where = None,
) -> None:
    """Make a token with which a program comes as this user; it is shown this once."""
    with _standing(folder, database) as standing:
        from holdfast.page.users import COMMAND

        owner = standing.users.get(name)
        made = standing.sessions.make_token(owner.id, called, days, _me(), COMMAND)
    typer.echo(made)


def _kept(folder: Path) -> bool:
    """Whether a folder has a database of its own as yet."""
    from holdfast.page.place import Place

    return Place(folder).database.is_file()


@contextmanager
def _standing(folder: Path, database: str | None, make: bool = False) -> Iterator[Standing]:
    """The users of a folder, which may be served meanwhile; `make` lets there be the first.

    Raises Refused.
    """
    refuse_folder(folder)
    from holdfast.page.base import Base
    from holdfast.page.place import Place
    from holdfast.page.standing import OPEN, Standing

    if database is None and not make and not _kept(folder):
        raise Refused(
            f"{folder} has no users yet; holdfast user add {folder} NAME --role administrator "
            "makes one"
        )
    place = Place(folder)
    place.make()
    with _said():
        base = Base(database or place.database)
        try:
            base.belongs(place.own)
            yield Standing(base, OPEN)
        finally:
            base.close()


@contextmanager
def _said() -> Iterator[None]:
    """Let what the page refuses be said as the command line says it."""
    from holdfast.page.errors import Missing, Taken

    try:
        yield
    except (Missing, Taken) as error:
        raise Refused(str(error)) from None
    except Refused as error:
        said = str(error)
        # what an option says is named as it is given
        raise Refused(f"--{said}" if said.startswith(OPTIONS) else said) from None


def _password(name: str) -> str:
    """Ask for a password twice where somebody sits, else read one line. Raises Refused."""
    from holdfast.page.secret import fit

    if not sys.stdin.isatty():
        return fit(sys.stdin.readline(LONGEST_LINE).rstrip("\r\n"), name)
    first = fit(getpass.getpass(f"Password of {name}: "), name)
    if getpass.getpass("The same once more: ") != first:
        raise Refused("the two passwords are not the same; nothing was changed")
    return first


def _me() -> str:
    """Who sits at the machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _role(role: str, partner: str) -> str:
    return f"{role} of {partner}" if partner else role


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
