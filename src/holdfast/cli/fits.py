"""The command `fit`: what published figures teach, kept with a copy of the scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.futures import Facts
from holdfast.cli.guard import guarded
from holdfast.cli.options import Folder, Json, Language, Seed, Workers, from_nought, named, whole
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.questions.fit import Fitted
    from holdfast.show.voice import Voice

MOST_TOLD = 12
"""Inputs that are printed; all stand in the JSON document."""

Hours = Annotated[
    float,
    typer.Option(
        help="Hours without power, a person, in the winter that is played but without raids: "
        "pairs with more are struck.",
        parser=from_nought,
        metavar="HOURS",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Example: `holdfast fit examples/bucharest-2022 --facts "
        "data/facts/winter_2022_23.csv --on F01 --on F02 --out runs/fitted`"
    )(fit)


@guarded
def fit(
    scenario: Folder,
    facts: Facts,
    on: Annotated[
        list[str],
        typer.Option(
            help="Figure of the file to fit to; may be repeated.", parser=named, metavar="ID"
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="Folder for a copy of the scenario with what was learnt.",
            parser=paths.made,
            metavar="FOLDER",
        ),
    ],
    futures: Annotated[
        int,
        typer.Option(
            help="Futures to simulate, from which the nearest are kept.",
            parser=whole(2, 1_000_000),
            metavar="NUMBER",
        ),
    ] = 8000,
    keep: Annotated[
        int,
        typer.Option(help="Pairs of futures to keep.", parser=whole(1, 500_000), metavar="NUMBER"),
    ] = 200,
    peace: Hours = 10.0,
    seed: Seed = None,
    workers: Workers = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Learn from published figures: keep the draws of what nobody knows that agree with them."""
    from holdfast.cli.progress import bar
    from holdfast.questions.fit import fit as ask
    from holdfast.scenario import read_scenario
    from holdfast.show.voice import Voice
    from holdfast.whole import put_files, refuse_folder, whole_folder

    refuse_folder(out)
    read = read_scenario(scenario)
    voice = Voice(language, read)
    with bar(voice.say("terminal.bar_record")) as progress:
        made = ask(read, facts, on, futures, keep, seed, workers, progress, peace)
    with whole_folder(out) as fresh:
        put_files(fresh, dict(made.scenario.files))
    if json:
        output.print_json(told(made, str(facts)))
        return
    print_fit(made, voice)
    typer.echo(voice.say("terminal.written", place=str(out)))


def told(made: Fitted, facts: str) -> dict[str, object]:
    """The answer as one JSON document."""
    return {
        "figures": {"rows": output.rows(made.figures)},
        "pairs": {"rows": output.rows(made.pairs)},
        "moved": {"rows": output.rows(made.moved)},
        "peace": made.in_peace,
        "on": list(made.on),
        "facts": facts,
        "scenario": made.scenario.settings.name,
        "seed": int(made.scenario.table("posterior").number("seed")[0]),
        "version": __version__,
        "futures": made.played,
    }


def print_fit(made: Fitted, voice: Voice) -> None:
    """The figures before and among what was kept, the inputs that moved, and the peace."""
    from holdfast.cli.hindsight import published

    lines = [
        (
            row["id"],
            published(row, voice),
            voice.plain(row["median"]),
            voice.fixed(row["chance"], 2),
            voice.plain(row["kept_median"]),
            voice.fixed(row["kept_chance"], 2),
        )
        for row in made.figures.to_dict("records")
    ]
    heads = voice.heads("id", "published", "median", "chance", "kept_median", "kept_chance")
    output.print_table(voice.say("terminal.fit"), heads, lines, words=())
    moved = made.moved[made.moved["told"]]
    moved = moved.reindex(moved["shift"].abs().sort_values(ascending=False).index)
    rows = [
        (
            f"{row['table']}.{row['column']}" if row["table"] else row["column"],
            row["key"],
            voice.words.numbers.number(row["shift"], 2, sign=True),
            voice.fixed(row["narrower"], 2),
        )
        for row in moved.head(MOST_TOLD).to_dict("records")
    ]
    if rows:
        heads = voice.heads("input", "row", "shift", "narrower")
        output.print_table(voice.say("terminal.fit_moved"), heads, rows, words=(0, 1))
    output.say(
        voice.say(
            "terminal.fit_kept",
            count=len(made.pairs),
            pairs=voice.exact(made.played // 2),
            far=voice.fixed(made.pairs["distance"].max(), 2),
            inputs=voice.exact(len(made.moved)),
            moved=voice.exact(len(moved)),
        )
    )
    output.say(peaceful(made, voice))


def peaceful(made: Fitted, voice: Voice) -> str:
    """How many pairs are struck for what they lack without raids, and what the others lack."""
    told = made.in_peace
    hours = {name: voice.fixed(told[name], 1) for name in told if name.endswith(("mean", "most"))}
    counts = {name: voice.exact(told[name]) for name in told if name not in hours}
    return voice.say("terminal.fit_peace", **hours, **counts)
