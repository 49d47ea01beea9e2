"""Commands about a scenario: new, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import output
from holdfast.cli.guard import WRONG_INPUT, guarded
from holdfast.cli.options import AsOf, Folder, Json, Language


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: `holdfast new my-country`")(new)
    app.command(epilog="Example: `holdfast check examples/valley`")(check)
    app.command(epilog="Example: `holdfast packages examples/valley`")(packages)


@guarded
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to be made.", show_default=False)],
    json: Json = False,
) -> None:
    """Write a small scenario to start from, with a page that explains its tables."""
    from holdfast.scenario import new as write

    write(folder)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    if json:
        output.print_json(
            {
                "rows": [{"file": name} for name in files],
                **output.without_run(folder.name),
            }
        )
        return
    typer.echo(
        f"{len(files)} files in {folder}; read {folder / 'README.md'}, change them, and try:"
    )
    typer.echo(f"  holdfast check {folder}")
    typer.echo(f"  holdfast run {folder} --futures 20")
    typer.echo(f"  holdfast packages {folder}")


@guarded
def check(scenario: Folder, json: Json = False) -> None:
    """List everything that is wrong with a scenario."""
    from holdfast.cli.faults import counted, lines
    from holdfast.scenario import check as check_scenario

    faults = check_scenario(scenario)
    for line in lines(faults):
        typer.echo(f"holdfast: {line}", err=True)
    if json:
        found = [
            {
                "file": fault.file,
                "row": fault.row,
                "column": fault.column,
                "value": fault.value,
                "message": fault.message,
            }
            for fault in faults
        ]
        output.print_json(
            {
                "rows": found,
                **output.without_run(str(scenario)),
            }
        )
    elif not faults:
        typer.echo(f"{scenario}: nothing wrong")
    elif len(faults) > 1:
        typer.echo(f"{scenario}: {counted(faults)}")
    if faults:
        raise typer.Exit(WRONG_INPUT)


@guarded
def packages(
    scenario: Folder, as_of: AsOf = None, language: Language = "en", json: Json = False
) -> None:
    """List the packages of help that a scenario names: contents, partners, dates, cost.

    Their names are what `whatif` takes by --package, --a and --b.
    """
    from holdfast.cli.lists import print_packages
    from holdfast.questions.packages import packed
    from holdfast.scenario import read_scenario
    from holdfast.show.voice import Voice

    read = read_scenario(scenario, as_of)
    rows = packed(read)
    if json:
        output.print_json(
            {
                "rows": [
                    {name: output.plain(value) for name, value in row.items()} for row in rows
                ],
                "unit": f"{read.settings.currency} million",
                **output.without_run(read.settings.name),
            }
        )
        return
    print_packages(rows, str(scenario), read.settings.currency, Voice(language, read))
