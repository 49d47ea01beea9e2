"""The command that takes in a gas network: adopt gas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import Json, named, positive, whole

Source = Annotated[
    Path,
    typer.Argument(
        help="GasLib network (.json), pandapipes network (.json), or folder of the Belgian "
        "csv files.",
        parser=paths.given,
        metavar="SOURCE",
        show_default=False,
    ),
]
Regions = Annotated[
    int | None,
    typer.Option(
        help="Cut the network into so many regions.",
        parser=whole(1),
        metavar="NUMBER",
        show_default=False,
    ),
]
Nomination = Annotated[
    str | None,
    typer.Option(
        help="Of a GasLib file with several nominations: which.",
        parser=named,
        metavar="NAME",
        show_default=False,
    ),
]
LeastPressure = Annotated[
    float | None,
    typer.Option(
        help="Least pressure in bar at all nodes, where a file states a lower one.",
        parser=positive(250.0),
        metavar="BAR",
        show_default=False,
    ),
]


@guarded
def gas(
    source: Source,
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder of the tables to be made.",
            parser=paths.made,
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    regions: Regions = None,
    nomination: Nomination = None,
    least_pressure: LeastPressure = None,
    keep_names: Annotated[
        bool,
        typer.Option("--keep-names", help="Keep the names of nodes."),
    ] = False,
    json: Json = False,
) -> None:
    """Make the tables of a gas network: nodes, pipes, compressors, supply, demand, regions.

    Coordinates are dropped, and names replaced (N001 ...). What was guessed is said; what a network
    does not tell, such as uses of gas, is left blank, and `check` lists it.
    """
    from holdfast.adopt.gas.adopt import adopt_gas

    made = adopt_gas(source, folder, regions, nomination, least_pressure or 0.0, keep_names)
    ending = f"written to {folder}; {folder / 'README.md'} says what is left to be filled in"
    output.print_adopted(made.rows, made.lines, folder, ending, json)
