"""The command that takes in a grid: adopt grid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import Json, whole


@guarded
def grid(
    source: Annotated[
        Path,
        typer.Argument(
            help="MATPOWER case (.m), PyPSA network (.nc or folder of csv files), pandapower "
            "network (.json).",
            parser=paths.given,
            metavar="SOURCE",
            show_default=False,
        ),
    ],
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder of the tables to be made.",
            parser=paths.made,
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    regions: Annotated[
        int | None,
        typer.Option(
            help="Cut the grid into so many regions, also where the source has its own.",
            parser=whole(1),
            metavar="NUMBER",
            show_default=False,
        ),
    ] = None,
    keep_names: Annotated[
        bool,
        typer.Option("--keep-names", help="Keep the names of buses, lines and regions."),
    ] = False,
    json: Json = False,
) -> None:
    """Make the tables of power of a grid: buses, branches, links, generators, demand, regions.

    Coordinates are dropped, and names replaced (B001 ...). What a grid does not tell, such as
    people and air defence, is left blank; `check` lists it.
    """
    from holdfast.adopt.grid.adopt import adopt_grid

    made = adopt_grid(source, folder, regions, keep_names)
    ending = f"written to {folder}; {folder / 'README.md'} says what is left to be filled in"
    output.print_adopted(made.rows, made.lines, folder, ending, json)
