"""Commands about a scenario: new, check."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.guard import WRONG_INPUT, guarded
from holdfast.cli.options import LARGEST_SEED, AsOf, Folder, Json, Language, whole

if TYPE_CHECKING:
    from holdfast.scenario import Fault
    from holdfast.show.voice import Voice


NewFolder = Annotated[
    Path,
    typer.Argument(
        help="Folder to be made.", parser=paths.made, metavar="FOLDER", show_default=False
    ),
]
Country = Annotated[
    str | None,
    typer.Option(
        help="Name of a fictional country: all its tables are invented, on a public grid.",
        show_default=False,
    ),
]
Regions = Annotated[
    int | None,
    typer.Option(
        help="Regions of the country, 6 to 24; 12 if not given.",
        parser=whole(6, 24),
        metavar="NUMBER",
        show_default=False,
    ),
]
OnGrid = Annotated[
    Path | None,
    typer.Option(
        help="Its grid: case118, which is shipped, or what `adopt grid` reads.",
        parser=paths.given,
        metavar="FILE",
        show_default=False,
    ),
]
CountrySeed = Annotated[
    int | None,
    typer.Option(
        help="Of all that is invented; 1 if not given.",
        parser=whole(0, LARGEST_SEED),
        metavar="NUMBER",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        epilog="Example: `holdfast new my-country`, or an invented one: "
        "`holdfast new norland --country Norland --regions 9 --seed 4`"
    )(new)
    app.command(epilog="Example: `holdfast check examples/valley`")(check)
    app.command(epilog="Example: `holdfast packages examples/valley`")(packages)


@guarded
def new(
    folder: NewFolder,
    country: Country = None,
    regions: Regions = None,
    grid: OnGrid = None,
    seed: CountrySeed = None,
    json: Json = False,
) -> None:
    """Write a scenario to start from: a small one, explained, or a whole fictional country."""
    given: dict[str, object] = {"--regions": regions, "--grid": grid, "--seed": seed}
    if country is None:
        _refuse_without_country(given)
        from holdfast.scenario import new as write

        write(folder)
    else:
        from holdfast.adopt.country.make import SHIPPED, new_country

        new_country(
            folder,
            country,
            12 if regions is None else regions,
            SHIPPED if grid is None else grid,
            1 if seed is None else seed,
        )
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


def _refuse_without_country(given: dict[str, object]) -> None:
    """Raise Refused if an option of countries stands alone."""
    from holdfast.questions.refused import Refused

    if named := [name for name, value in given.items() if value is not None]:
        verb = "is" if len(named) == 1 else "are"
        raise Refused(
            f"{' and '.join(named)} {verb} of a fictional country: name it by --country, or leave "
            f"{'it' if len(named) == 1 else 'them'} out"
        )


@guarded
def check(scenario: Folder, language: Language = "en", json: Json = False) -> None:
    """List everything that is wrong with a scenario, and what has no effect."""
    from holdfast.cli.faults import lines
    from holdfast.scenario import check as check_scenario
    from holdfast.scenario import read_scenario
    from holdfast.show.remarks import Remarks
    from holdfast.show.voice import Voice

    voice = Voice(language)
    faults = check_scenario(scenario)
    remarks = Remarks() if faults else Remarks.of(read_scenario(scenario), voice)
    said = remarks.said(voice)
    told = [voice.say("terminal.check_warned", text=text) for text in said]
    for line in [*lines(faults), *told]:
        typer.echo(f"holdfast: {line}", err=True)
    if json:
        output.print_json(
            {
                "rows": [dataclasses.asdict(each) for each in faults],
                **remarks.fields(),
                **output.without_run(str(scenario)),
            }
        )
    elif len(faults) != 1:
        typer.echo(_summed(str(scenario), faults, len(said), voice))
    if faults:
        raise typer.Exit(WRONG_INPUT)


def _summed(scenario: str, faults: Sequence[Fault], warnings: int, voice: Voice) -> str:
    """How many faults there are, in how many files; or that there is none."""
    if warnings:
        counted = voice.say("terminal.check_warnings", count=warnings)
        return voice.say("terminal.check_only_warned", scenario=scenario, warnings=counted)
    if not faults:
        return voice.say("terminal.check_clean", scenario=scenario)
    files = len({fault.file for fault in faults})
    return voice.say(
        "terminal.check_found",
        scenario=scenario,
        faults=voice.say("terminal.check_faults", count=len(faults)),
        files=voice.say("terminal.check_files", count=files),
    )


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
    actors = read.table("actors")
    names = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    print_packages(rows, names, str(scenario), read.settings.currency, Voice(language, read))
