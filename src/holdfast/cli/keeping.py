"""Commands that look after what is on disk: verify."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli import output
from holdfast.cli.guard import guarded
from holdfast.cli.options import Cluster, Json, Language, Run, Workers, whole


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast verify runs/valley`")(verify)


@guarded
def verify(
    run: Run,
    replay: Annotated[
        int,
        typer.Option(
            parser=whole(0),
            metavar="NUMBER",
            help="Futures to be simulated again and compared bit by bit.",
        ),
    ] = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Is a run as it was written, and does it come out the same again?"""
    from holdfast.cli.progress import bar
    from holdfast.questions.verify import verify as ask
    from holdfast.show.voice import Voice

    voice = Voice(language)
    with bar(voice.say("terminal.bar_replaying")) as progress:
        made = ask(run, replay, workers, progress, cluster)
    if json:
        row = {"files": made.files, "replayed": list(made.replayed)}
        output.print_json({"rows": [row], **output.said_of(made.outcome)})
        return
    typer.echo(
        voice.say(
            "terminal.verified",
            run=str(run),
            count=made.files,
            version=made.outcome.version,
            digest=made.outcome.scenario.digest,
            seed=str(made.outcome.seed),
        )
    )
    if made.replayed:
        said = ", ".join(map(str, made.replayed))
        typer.echo(voice.say("terminal.replayed", count=len(made.replayed), futures=said))
