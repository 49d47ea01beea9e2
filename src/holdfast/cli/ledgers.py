"""Commands of the ledger of help: init, add, import, show, verify, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.guard import WRONG_INPUT, guarded
from holdfast.cli.options import AsOf, Json, Language

if TYPE_CHECKING:
    from holdfast.ledger import Appended
    from holdfast.show.voice import Voice


def _where(text: str) -> str:
    return text if "://" in text else str(paths.given(text))


def _new(text: str) -> str:
    return text if "://" in text else str(paths.made_file(text))


def _moment(text: str) -> str:
    from holdfast.ledger.entry import is_time
    from holdfast.scenario.fault import short

    if not is_time(text):
        raise typer.BadParameter(f"{short(text)!r} is not a time as YYYY-MM-DDThh:mm:ssZ")
    return text


def _head(text: str) -> str:
    from holdfast.ledger.chain import head_fault

    if why := head_fault(text):
        raise typer.BadParameter(f"{text[:70]!r} {why}")
    return text


WHERE = "File of the ledger, or postgresql://USER@HOST/DATABASE."
Where = Annotated[
    str, typer.Argument(parser=_where, metavar="LEDGER", help=WHERE, show_default=False)
]
New = Annotated[str, typer.Argument(parser=_new, metavar="LEDGER", help=WHERE, show_default=False)]
Who = Annotated[
    str | None,
    typer.Option(
        help="Who enters this; HOLDFAST_WHO if left out.", envvar="HOLDFAST_WHO",
        show_envvar=False, show_default=False,
    ),
]  # fmt: skip
When = Annotated[
    str | None,
    typer.Option(
        parser=_moment,
        metavar="YYYY-MM-DDThh:mm:ssZ",
        help="When it is entered; now by the clock of the database if left out.",
        show_default=False,
    ),
]
Partner = Annotated[
    str | None, typer.Option(help="Of this partner only.", show_default=False)
]  # fmt: skip
Item = Annotated[str | None, typer.Option(help="Of this item only.", show_default=False)]
Stage = Annotated[
    str | None,
    typer.Option(
        help="Of this stage only: request, offer, commitment, shipment, arrival, in_service; or "
        "position.",
        show_default=False,
    ),
]

ledger = typer.Typer(
    help="The ledger of help: who said what and when, append-only.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    ledger.command(epilog="Example: `holdfast ledger init aid.db`")(init)
    ledger.command(
        epilog="Example: `holdfast ledger add aid.db kind=offer id=O1 partner=EN "
        "item=generator_set quantity=5 date=2030-11-20 source=desk --who 'A. Analyst'`"
    )(add)
    ledger.command("import", epilog="Example: `holdfast ledger import aid.db pledges.xlsx`")(
        import_
    )
    ledger.command(epilog="Example: `holdfast ledger show aid.db --partner EN`")(show)
    ledger.command(epilog="Example: `holdfast ledger verify aid.db`")(verify)
    ledger.command(
        epilog="Example: `holdfast ledger export aid.db my-valley --onto examples/valley`"
    )(export)
    app.add_typer(ledger, name="ledger")


@guarded
def init(
    place: New,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Bring a ledger of an earlier version to this one.")
    ] = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Make a ledger in a new file, or in a database that holds none."""
    from holdfast.ledger import create
    from holdfast.ledger import upgrade as bring
    from holdfast.show.voice import Voice

    voice = Voice(language)
    if upgrade:
        old, new = bring(place)
        key = "terminal.ledger_current" if old == new else "terminal.ledger_upgraded"
        said = voice.say(key, place=_shown(place), old=old, new=new)
    else:
        create(place)
        said = voice.say("terminal.ledger_made", place=_shown(place))
    if json:
        output.print_json({"rows": [], "said": said, **_about(place)})
        return
    typer.echo(said)


@guarded
def add(
    place: Where,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="What the entry says, such as kind=offer partner=EN item=spare quantity=5.",
            show_default=False,
        ),
    ],
    who: Who = None,
    when: When = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Enter one request, offer, commitment, shipment, arrival, use, position or correction.

    Stages name what they follow by `of`, its id or number; a correction names what it corrects. It
    is on the disk when this ends, and the head that is printed is the hash of the last entry.
    """
    from holdfast.cli.ledger_fields import fields_of
    from holdfast.ledger import open as open_

    name, one = _named(who), fields_of(fields)
    book = open_(place)
    made = book.append([one], name, when or book.now())
    _print_appended(made, language, json, place)


@guarded
def import_(
    place: Where,
    file: Annotated[
        Path,
        typer.Argument(
            help="Table (.csv) or workbook (.xlsx).",
            parser=paths.given,
            metavar="FILE",
            show_default=False,
        ),
    ],
    columns: Annotated[
        Path | None,
        typer.Option(
            help="Mapping (.toml) of headings with other names; see docs/ledger.md.",
            parser=paths.given,
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    who: Who = None,
    when: When = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Enter the rows of a file, all or none; rows that are entered already add nothing."""
    from holdfast.ledger import open as open_
    from holdfast.ledger import read_file

    name = _named(who)
    rows = read_file(file, columns)
    book = open_(place)
    made = book.append(rows, name, when or book.now())
    _print_appended(made, language, json, place)


@guarded
def show(
    place: Where,
    partner: Partner = None,
    item: Item = None,
    stage: Stage = None,
    as_of: AsOf = None,
    history: Annotated[
        bool, typer.Option("--history", help="Every entry as it was written, corrections too.")
    ] = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What holds: each matter once, with a line for each source where they differ."""
    from holdfast.cli.ledger_tables import Filter, print_chain, print_held
    from holdfast.ledger import open as open_

    wanted = Filter.of(partner, item, stage)
    book = open_(place)
    entries = book.entries()
    if history:
        print_chain(entries, wanted, as_of, book.place, _voice(language), json)
    else:
        print_held(entries, wanted, as_of, book.place, _voice(language), json)


@guarded
def verify(
    place: Where,
    head: Annotated[
        str | None,
        typer.Option(
            parser=_head,
            metavar="HASH",
            help="Head that was written down elsewhere: without it a cut end is not found.",
            show_default=False,
        ),
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Is every entry as it was written? The first that was changed or taken out is named."""
    from holdfast.cli.progress import bar
    from holdfast.ledger import open as open_

    voice = _voice(language)
    book = open_(place)
    with bar(voice.say("terminal.bar_verifying")) as progress:
        found = book.verify(head, progress)
    if json:
        row = {
            **{"entries": found.entries, "first": found.first, "why": found.why},
            **{"held": found.held, "backdated": list(found.backdated)},
        }
        output.print_json({"rows": [row], "head": found.head, **_about(place)})
    if not found.whole:
        at = f"entry {found.first}: " if found.first is not None else ""
        typer.echo(f"holdfast: {book.place}: {at}{found.why}", err=True)
        raise typer.Exit(WRONG_INPUT)
    if not json:
        typer.echo(voice.say("terminal.ledger_whole", place=book.place, count=found.entries))
        typer.echo(voice.say("terminal.ledger_head", head=found.head))
        if late := found.backdated:
            numbers = ", ".join(map(str, late))
            output.say(voice.say("terminal.ledger_backdated", count=len(late), entries=numbers))
        if found.held is None:
            output.say(voice.say("terminal.ledger_unheld"))
        elif found.held < found.entries:
            output.say(voice.say("terminal.ledger_held", number=str(found.held)))


@guarded
def export(
    place: Where,
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder of the scenario to be made.",
            parser=paths.made,
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    onto: Annotated[
        Path,
        typer.Option(
            help="Scenario that the rows are added to.",
            parser=paths.given,
            metavar="SCENARIO",
            show_default=False,
        ),
    ],
    as_of: AsOf = None,
    prefer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE",
            help="Source that counts where sources differ; may be given again, the first first.",
            show_default=False,
        ),
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Write a scenario with what holds as its asks, offers, positions and deliveries, checked."""
    from holdfast.ledger import export as export_
    from holdfast.ledger import open as open_
    from holdfast.scenario import read_scenario

    voice = _voice(language)
    scenario = read_scenario(onto, as_of)
    made = export_(open_(place), folder, scenario, as_of, prefer or ())
    if json:
        rows = [{"table": name, "rows": count} for name, count in made.rows.items()]
        output.print_json({"rows": rows, "lines": list(made.lines), **_about(str(folder))})
        return
    for line in made.lines:
        typer.echo(line)
    tables = ", ".join(
        voice.say("terminal.ledger_table", count=count, table=name)
        for name, count in made.rows.items()
    )
    typer.echo(voice.say("terminal.ledger_exported", place=str(folder), tables=tables))


def _print_appended(made: Appended, language: str, json: bool, place: str) -> None:
    """What was entered, what was there already, and the head."""
    voice = _voice(language)
    if json:
        rows = [entry.row() for entry in made.new]
        known = [entry.number for entry in made.known]
        output.print_json({"rows": rows, "known": known, "head": made.head, **_about(place)})
        return
    typer.echo(voice.say("terminal.ledger_entered", count=len(made.new)))
    if made.known:
        entries = ", ".join(f"L{entry.number}" for entry in made.known)
        typer.echo(voice.say("terminal.ledger_known", count=len(made.known), entries=entries))
    typer.echo(voice.say("terminal.ledger_head", head=made.head))


def _named(who: str | None) -> str:
    """Who enters. Raises Refused if nobody is named."""
    from holdfast.questions.refused import Refused

    if not (who or "").strip():
        raise Refused("--who is needed: the person who enters this (or set HOLDFAST_WHO)")
    return who or ""


def _voice(language: str) -> Voice:
    from holdfast.show.voice import Voice

    return Voice(language)


def _shown(place: str) -> str:
    from holdfast.ledger.address import address, shown

    return shown(address(place))


def _about(place: str) -> dict[str, object]:
    return output.without_run(_shown(place))
