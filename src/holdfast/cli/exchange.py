"""Commands that take in what people hold in their hands, and hand it back: adopt, export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, paths
from holdfast.cli.gases import gas
from holdfast.cli.grids import grid
from holdfast.cli.guard import WRONG_INPUT, guarded
from holdfast.cli.options import Json, KnownSince, OwnLanguage, spoken
from holdfast.cli.records import raids
from holdfast.whole import refuse_folder

if TYPE_CHECKING:
    from holdfast.adopt.guesses import Guess

Book = Annotated[
    Path,
    typer.Argument(
        help="Workbook (.xlsx).", parser=paths.given, metavar="BOOK", show_default=False
    ),
]
Sheet = Annotated[
    Path,
    typer.Argument(
        help="Workbook (.xlsx), or one sheet of it as csv.",
        parser=paths.given,
        metavar="BOOK",
        show_default=False,
    ),
]
NewFolder = Annotated[
    Path,
    typer.Argument(
        help="Folder of the scenario to be made.",
        parser=paths.made,
        metavar="FOLDER",
        show_default=False,
    ),
]
Onto = Annotated[
    Path | None,
    typer.Option(
        help="Scenario whose tables stand where the workbook has none.",
        parser=paths.given,
        metavar="SCENARIO",
        show_default=False,
    ),
]
Grown = Annotated[
    Path,
    typer.Option(
        "--onto",
        help="Scenario that the rows are added to.",
        parser=paths.given,
        metavar="SCENARIO",
        show_default=False,
    ),
]
Columns = Annotated[
    Path | None,
    typer.Option(
        help="Mapping of sheets and columns with other names, as it is proposed on the first try.",
        parser=paths.given,
        metavar="FILE",
        show_default=False,
    ),
]
Guesses = Annotated[
    Path | None,
    typer.Option(
        help="Table (.csv, .xlsx) or mapping (.toml) of guesses, looked through and completed; "
        "proposed on the first try.",
        parser=paths.given,
        metavar="FILE",
        show_default=False,
    ),
]

adopt = typer.Typer(
    help="Take in what others keep: a workbook, a sheet of needs, a grid, a gas network, a record.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: `holdfast export examples/valley valley.xlsx`")(export)
    adopt.command(epilog="Example: `holdfast adopt workbook valley.xlsx my-valley`")(workbook)
    adopt.command(
        epilog="Example: `holdfast adopt needs needs.xlsx my-country --onto examples/valley`"
    )(needs)
    adopt.command(
        epilog="Example: `holdfast adopt grid case.m my-grid --regions 8`",
    )(grid)
    adopt.command(
        epilog="Example: `holdfast adopt gas GasLib-40.json my-gas --regions 4`",
    )(gas)
    adopt.command(epilog="Example: `holdfast adopt raids launches.csv --out tidy-raids`")(raids)
    app.add_typer(adopt, name="adopt")


@guarded
def export(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder of a scenario or of a run.",
            parser=paths.given,
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(
            help="Workbook to write (.xlsx); of a run also a folder, for csv files.",
            parser=paths.made,
            metavar="FILE",
            show_default=False,
        ),
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            help="Of a run: the second plan; numbers are second less first.",
            parser=paths.given,
            metavar="RUN",
            show_default=False,
        ),
    ] = None,
    hindcast: Annotated[
        Path | None,
        typer.Option(
            help="Of a run: what `hindcast --out` wrote.",
            parser=paths.given,
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    language: OwnLanguage = None,
    json: Json = False,
) -> None:
    """Write a scenario to a workbook, a sheet a table; or a run's numbers, a sheet an answer."""
    from holdfast.outcome.store import is_outcome
    from holdfast.show.voice import Voice

    of_run = is_outcome(folder)
    if of_run:
        document, lines = _run_exported(folder, file, against, hindcast, spoken(language))
    else:
        _refuse_of_runs(
            folder, {"--against": against, "--hindcast": hindcast, "--language": language}
        )
        document, lines = _scenario_exported(folder, file)
    if json:
        output.print_json(document)
        return
    for line in lines:
        typer.echo(line)
    voice = Voice(spoken(language)) if of_run else Voice()
    typer.echo(voice.say("terminal.written", place=str(file)))


def _refuse_of_runs(scenario: Path, given: dict[str, object]) -> None:
    """Raise Refused if an option is given that a scenario has no use for."""
    from holdfast.questions.refused import Refused

    if named := [name for name, value in given.items() if value is not None]:
        raise Refused(
            f"{scenario} is a scenario, and {' and '.join(named)} "
            f"{'is' if len(named) == 1 else 'are'} of runs: its workbook is in English, the "
            "language of its tables, so that `holdfast adopt workbook` reads it back"
        )


def _run_exported(
    run: Path, file: Path, against: Path | None, hindcast: Path | None, language: str
) -> tuple[dict[str, Any], list[str]]:
    """Write the numbers of a run; what is said of it as JSON, and no lines for a reader."""
    from holdfast.cli.briefs import write_numbers
    from holdfast.outcome import Outcome

    write_numbers(run, file, against, hindcast, language)
    return {"rows": [], "file": str(file), **output.said_of(Outcome.load(run))}, []


def _scenario_exported(folder: Path, file: Path) -> tuple[dict[str, Any], list[str]]:
    from holdfast.adopt.export import export_scenario
    from holdfast.adopt.sheets import sheet_of
    from holdfast.cli.progress import bar
    from holdfast.scenario import read_scenario

    scenario = read_scenario(folder)
    with bar("writing") as progress:
        lines = export_scenario(scenario, file, progress)
    rows = [
        {"sheet": sheet_of(name), "table": name, "rows": len(table)}
        for name, table in scenario.tables.items()
    ]
    return {
        "rows": rows,
        "file": str(file),
        "lines": lines,
        **output.without_run(scenario.settings.name),
    }, lines


@guarded
def workbook(
    book: Book,
    folder: NewFolder,
    columns: Columns = None,
    onto: Onto = None,
    json: Json = False,
) -> None:
    """Make the scenario of a workbook: every slip is told by sheet and cell, all at once.

    Where sheets or columns have other names, a mapping is proposed in a file beside the workbook;
    look it through and give it by --columns. Nothing is written to the folder before that.
    """
    from holdfast.adopt.book import read_book
    from holdfast.adopt.workbook import adopt_workbook, is_exact
    from holdfast.cli.progress import bar
    from holdfast.scenario import read_scenario

    base = None if onto is None else read_scenario(onto)
    if columns is None:
        refuse_folder(folder)
        with bar("reading") as progress:
            read = read_book(book, progress)
        if not is_exact(read):
            _propose_mapping(read, book, folder, onto, json)
    with bar("reading") as progress:
        made = adopt_workbook(book, folder, columns, base, progress)
    count = sum(made.rows.values())
    ending = f"{len(made.rows)} tables, {count:,} rows, written to {folder}"
    output.print_adopted(made.rows, made.lines, folder, ending, json)


def _propose_mapping(read: Any, book: Path, folder: Path, onto: Path | None, json: bool) -> None:
    """Write a mapping to be looked through, and stop."""
    from holdfast.adopt.propose import listed, mapping_text, propose, write_proposal

    target = book.with_name(f"{book.stem}.columns.toml")
    guesses = propose(read)
    write_proposal(mapping_text(guesses, read, settings=onto is None), target)
    rows = listed(guesses)
    if json:
        output.print_json({"rows": rows, "file": str(target), **output.without_run(str(folder))})
    else:
        _print_guesses("What sheets and columns may be", rows)
    again = f"holdfast adopt workbook {book} {folder} --columns {target}"
    again += f" --onto {onto}" if onto is not None else ""
    typer.echo(
        f"holdfast: nothing is written to {folder} yet: sheets or columns have other names; look "
        f"through {target} and run: {again}",
        err=True,
    )
    raise typer.Exit(WRONG_INPUT)


def _sureness(guesses: Iterable[str]) -> str:
    """How many guesses are sure, likely, unclear and decided."""
    counts = Counter(guesses)
    kinds = ("sure", "likely", "unclear", "decided")
    return ", ".join(f"{counts[name]} {name}" for name in kinds if counts[name])


@guarded
def needs(
    book: Sheet,
    folder: NewFolder,
    onto: Grown,
    guesses: Guesses = None,
    as_of: KnownSince = None,
    json: Json = False,
) -> None:
    """Read a sheet of needs and offers as people keep it into asks, offers and deliveries.

    Every guess is listed in a table beside the sheet, as sure, likely or unclear, and in a mapping
    (.toml) that has each different guess once. Look one of them through, fill in what is unclear,
    and give it by --guesses. Nothing is written to the folder before that.
    """
    from holdfast.adopt.confirmed import is_mapping, read_mapping, write_mapping
    from holdfast.adopt.guesses import read_guesses, write_guesses
    from holdfast.adopt.needs import adopt_needs, read_needs, rest
    from holdfast.cli.progress import bar
    from holdfast.scenario import read_scenario

    refuse_folder(folder)
    scenario = read_scenario(onto)
    decided = None
    if guesses is not None:
        decided = read_mapping(guesses) if is_mapping(guesses) else read_guesses(guesses)
    with bar("reading") as progress:
        found = read_needs(book, scenario, decided, progress, as_of)
    told = _sureness(one.sureness for one in found.guesses)
    if found.open:
        target = write_guesses(found.guesses, book, guesses)
        mapping = write_mapping(found.guesses, target, book.name)
        again = f"holdfast adopt needs {book} {folder} --onto {onto} --guesses {target}"
        again += "" if as_of is None else f" --as-of {as_of}"
        _show_open(found.guesses, target, mapping, scenario.settings.name, json)
        typer.echo(
            f"holdfast: nothing is written to {folder} yet: {told}; look through {target} (or "
            f"{mapping.name}, each different guess once), fill in what is unclear and run: {again}",
            err=True,
        )
        raise typer.Exit(WRONG_INPUT)
    made = adopt_needs(found, scenario, folder)
    rows = [{"table": name, "rows": count} for name, count in made.items()]
    if json:
        output.print_json(
            {
                "rows": rows,
                "guesses": [one.row() for one in found.guesses],
                **output.without_run(str(folder)),
            }
        )
        return
    for line in found.lines:
        typer.echo(line)
    said, more = ", ".join(f"{row['rows']} {row['table']}" for row in rows), rest(found)
    typer.echo(f"{told}; {said} added, written to {folder}" + (f"; {more}" if more else ""))


def _show_open(
    guesses: Sequence[Guess], target: Path, mapping: Path, scenario: str, json: bool
) -> None:
    """What is to be looked at, and where it is written down."""
    if not json:
        _print_guesses("Guesses to look at", [one.row() for one in guesses if one.open])
        return
    files = {"file": str(target), "mapping": str(mapping)}
    rows = [one.row() for one in guesses]
    output.print_json({"rows": rows, **files, **output.without_run(scenario)})


def _print_guesses(title: str, rows: list[dict[str, str]]) -> None:
    lines = []
    for row in rows:
        why = f"{row['why']} ({row['others']})" if row["others"] else row["why"]
        cells = (row["sheet"], row["cell"], row["found"], row["taken"], row["sureness"])
        lines.append([*map(_printable, cells), why])
    output.print_table(
        title, ("sheet", "cell", "found", "taken", "sureness", "why"), lines, words=(0, 2, 3, 4, 5)
    )


def _printable(text: str) -> str:
    from holdfast.scenario.fault import short

    return short(text)
