"""The commands `score`: forecasts held against what came."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, pages, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import LARGEST_SEED, Futures, Json, Language, day, whole
from holdfast.cli.records import Classes, Record, classes_of, read
from holdfast.questions.refused import Refused
from holdfast.whole import put_file

if TYPE_CHECKING:
    from holdfast.show.scored import Scored
    from holdfast.show.voice import Voice

score = typer.Typer(
    help="Hold forecasts against what came.", no_args_is_help=True, rich_markup_mode="markdown"
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    score.command(
        epilog="Example: `holdfast score raids data/raids/launches.csv --from 2025-05-01`"
    )(raids)
    app.add_typer(score, name="score")


@guarded
def raids(
    file: Record,
    start: Annotated[
        date,
        typer.Option(
            "--from", parser=day, metavar="YYYY-MM-DD", help="First day.", show_default=False
        ),
    ],
    end: Annotated[
        date | None,
        typer.Option(
            "--to",
            parser=day,
            metavar="YYYY-MM-DD",
            help="Day before which to end; the end of the record if left out.",
            show_default=False,
        ),
    ] = None,
    classes: Classes = None,
    futures: Futures = 2000,
    seed: Annotated[
        int,
        typer.Option(parser=whole(0, LARGEST_SEED), metavar="NUMBER", help="Seed of launches."),
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write the page to: a name that ends in .html.",
            parser=paths.made_file,
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Hold both forecasts of the raid record against what came, beside simple baselines.

    Each is made only from what was known before. Destroyed: each row of 5 or more launched.
    Launches: 30 days from every tenth day. Continuous ranked probability scores, less is better.
    """
    from holdfast.show.scored import render
    from holdfast.show.voice import Voice

    pages.refuse(out, False)
    voice = Voice(language)
    made = scored(file, start, end, classes, futures, seed, voice)
    if out is not None:
        put_file(out, render(made, str(out), language))
    if json:
        output.print_json(_document(made))
        return
    print_scored(made, voice)
    pages.told(out, voice)


def scored(
    file: Path,
    start: date,
    end: date | None,
    classes: Path | None,
    futures: int,
    seed: int,
    voice: Voice,
) -> Scored:
    """Both forecasts judged; Refused if there is nothing to judge."""
    import pandas as pd

    from holdfast.cli.progress import bar
    from holdfast.raids import judge
    from holdfast.raids.days import ends
    from holdfast.show.scored import Scored

    record = read(file, classes_of(classes))
    if record.empty:
        raise Refused(f"{file}: holds no row")
    last = judge.end_of(record)
    if start >= last:
        raise Refused(
            f"--from: {start} is after the last day of {file}, {last - timedelta(days=1)}: name a "
            "day up to it, or take a record that goes on for longer"
        )
    stop = last if end is None else min(end, last)
    if stop <= start:
        raise Refused(f"--to: {end} is not after --from, {start}")
    if start <= ends(record).min().date():
        raise Refused(f"--from: nothing of {file} ended before {start}, so nothing is known then")
    with bar(voice.say("raids.bar")) as progress:
        launches = judge.cases_of_launches(record, start, stop, futures, seed, progress)
    cases = pd.concat([judge.cases_of_destroyed(record, start, stop), launches])
    if cases.empty:
        raise Refused(f"--from: nothing of {file} is scored between {start} and {stop}")
    summary, curves = judge.summary(cases), judge.reliability(cases)
    named = "" if classes is None else str(classes)
    return Scored(summary, curves, str(file), start, stop, futures, seed, named)


def _document(made: Scored) -> dict[str, Any]:
    from holdfast.raids.days import CITED

    return {
        "rows": output.rows(made.table),
        "reliability": {"rows": output.rows(made.reliability)},
        "from": made.start.isoformat(),
        "to": made.end.isoformat(),
        "classes": made.classes or None,
        "source": CITED,
        **output.without_run(made.file),
        "seed": made.seed,
        "futures": made.futures,
    }


def print_scored(made: Scored, voice: Voice) -> None:
    """A table for each forecast, and how it is read."""
    from holdfast.show.scored import finding, heads, lines, sentence, unjudged

    output.say(sentence(made, voice.words))
    typer.echo()
    for name in made.forecasts:
        table = made.of(name)
        title = finding(table, name, voice.words)
        rows = lines(table, voice.words)
        output.print_table(title, heads(voice.words), rows, words=(0, 7), drop=(6, 3))
    if few := unjudged(made, voice.words):
        output.say(few)
    output.say(voice.say("raids.read_score"))
    output.say(voice.say("raids.cited"))
