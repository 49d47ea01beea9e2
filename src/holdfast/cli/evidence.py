"""The command `validate`: the dossier, and how its verdicts read at a terminal."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output, paths
from holdfast.cli.futures import Facts
from holdfast.cli.guard import guarded
from holdfast.cli.options import Folder, Futures, Json, Language, Seed, Workers, whole

if TYPE_CHECKING:
    from holdfast.power.progress import Progress
    from holdfast.questions.validate.dossier import Bars, Dossier
    from holdfast.questions.validate.parts import Part
    from holdfast.show.voice import Voice

Data = Annotated[
    Path,
    typer.Option(
        help="Folder of public test systems and records.", parser=paths.given, metavar="FOLDER"
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder to write the dossier to: a page, JSON, and what parts write.",
        parser=paths.made,
        metavar="FOLDER",
        show_default=False,
    ),
]
Parts = Annotated[
    list[int] | None,
    typer.Option(
        help="Number of a part to be asked alone; may be repeated.",
        parser=whole(1, 10),
        metavar="NUMBER",
        show_default=False,
    ),
]
ResumeParts = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with what was interrupted on the way to --out, by whole parts."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Example: `holdfast validate examples/bucharest-2022 --facts "
        "data/facts/winter_2022_23.csv --out runs/dossier`"
    )(validate)


@guarded
def validate(
    scenario: Folder,
    facts: Facts,
    data: Data = Path("data"),
    out: Out = None,
    futures: Futures = 64,
    seed: Seed = None,
    workers: Workers = None,
    part: Parts = None,
    resume: ResumeParts = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Ten reasons to believe the simulation, or not to: each computed, with its verdict."""
    from holdfast.campaign.workshop import working
    from holdfast.questions.refused import Refused
    from holdfast.questions.validate.dossier import validate as ask
    from holdfast.scenario import read_scenario
    from holdfast.show.dossier.document import document
    from holdfast.show.dossier.write import write
    from holdfast.show.voice import Voice
    from holdfast.whole import refuse_folder

    if out is None and resume:
        raise Refused("--resume needs --out, the folder on the way to which it was interrupted")
    if out is not None:
        refuse_folder(out)
    read = read_scenario(scenario)
    voice = Voice(language, read)
    with working(out, resume) as shop:
        made = ask(read, facts, data, futures, seed, workers, part or (), _bars(voice), shop)
        if out is not None:
            write(made, out, language)
    if json:
        output.print_json(document(made))
        return
    print_verdicts(made, voice)
    if out is not None:
        typer.echo(voice.say("terminal.written", place=str(out)))


def _bars(voice: Voice) -> Bars:
    """A bar for each part, with its number and title."""
    from holdfast.cli.progress import bar

    def begin(part: Part, place: int, parts: int) -> AbstractContextManager[Progress]:
        title = voice.say(f"dossier.{part.name}.title")
        place_, parts_ = str(place), str(parts)
        return bar(voice.say("dossier.bar", place=place_, parts=parts_, title=title))

    return begin


def print_verdicts(made: Dossier, voice: Voice) -> None:
    """A row a part: its number, its title, what it found and whether it holds."""
    from holdfast.show.dossier.teller import PartTeller, state

    lines = []
    for found in made.findings:
        teller = PartTeller(voice.words, found.name)
        lines.append(
            (
                str(found.number),
                teller.say("title"),
                teller.sentence(found.verdict),
                voice.say(state(found)),
            )
        )
    heads = [voice.say(f"dossier.head_{key}") for key in ("number", "part", "verdict", "state")]
    output.print_table(voice.say("dossier.title"), heads, lines, words=(1, 2, 3))
