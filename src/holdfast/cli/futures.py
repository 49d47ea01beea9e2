"""Commands that simulate: run, whatif, hindcast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import output, pages, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import (
    MOST_FUTURES,
    AsOf,
    Cluster,
    Folder,
    Futures,
    Json,
    Language,
    Seed,
    Workers,
    whole,
)
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.questions.break_even import BreakEven as MetAt
    from holdfast.questions.whatif import WhatIf
    from holdfast.scenario import Scenario
    from holdfast.show.voice import Voice

Facts = Annotated[
    Path,
    typer.Option(
        help="Table of public figures.", parser=paths.given, metavar="FILE", show_default=False
    ),
]
Deliveries = Annotated[
    list[str] | None,
    typer.Option(
        help="Delivery, or package of the scenario; may be repeated.",
        metavar="DELIVERY",
        show_default=False,
    ),
]
Packages = Annotated[
    list[str] | None,
    typer.Option(
        help="Package of the scenario for side B; may be repeated.",
        metavar="NAME",
        show_default=False,
    ),
]
Base = Annotated[
    Path | None,
    typer.Option(
        help="Run of the plan as pledged, to start from.",
        parser=paths.given,
        metavar="RUN",
        show_default=False,
    ),
]
Stop = Annotated[
    bool,
    typer.Option("--stop", help="100, 200, 400, 800 futures until the verdict is settled."),
]
BreakEven = Annotated[
    bool,
    typer.Option(
        "--break-even", help="Also the date up to which side B may come and be as good as side A."
    ),
]
AnyFutures = Annotated[
    int | None,
    typer.Option(
        parser=whole(1, MOST_FUTURES),
        metavar="NUMBER",
        help="Number of futures; 200, or as many as the base has, if left out.",
        show_default=False,
    ),
]
SideB = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Folder to write side B to.",
        parser=paths.made,
        metavar="FOLDER",
        show_default=False,
    ),
]
SideA = Annotated[
    Path | None,
    typer.Option(
        "--out-a",
        help="Folder to write side A to.",
        parser=paths.made,
        metavar="FOLDER",
        show_default=False,
    ),
]

Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with what was interrupted on the way to --out, by whole batches."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: `holdfast run examples/valley --futures 50 --out runs/valley`")(
        run
    )
    app.command(
        epilog="Example: `holdfast whatif examples/valley --a EN:transformer:1@2030-12-20 "
        "--b EN:transformer:3@2031-02-01`"
    )(whatif)
    app.command(
        epilog="Example: `holdfast hindcast examples/bucharest-2022 --facts "
        "data/facts/winter_2022_23.csv`"
    )(hindcast)


@guarded
def run(
    scenario: Folder,
    futures: Futures = 200,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write the run to.",
            parser=paths.made,
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    resume: Resume = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What happens if things go on as pledged?"""
    from holdfast.aid.objections import binding, objections
    from holdfast.cli import tables
    from holdfast.cli.progress import bar
    from holdfast.outcome.by_group import by_group
    from holdfast.outcome.by_home import by_home
    from holdfast.questions.gas_balance import gas_by_month
    from holdfast.questions.ranking import by_hours, solved_again
    from holdfast.questions.refused import Refused
    from holdfast.questions.run import run as ask
    from holdfast.scenario import read_scenario
    from holdfast.show.voice import Voice

    if resume and out is None:
        raise Refused("--resume needs --out, the folder of the run that was interrupted")
    read = read_scenario(scenario, as_of)
    voice = Voice(language, read)
    with bar(voice.say("terminal.bar_simulating")) as progress:
        made = ask(read, futures, seed, workers, out, resume, progress, cluster=cluster)
    if json:
        output.print_json(
            {
                "rows": output.rows(made.summary()),
                "by_hours": {"rows": output.rows(by_hours(made))},
                "by_group": {"rows": output.rows(by_group(made))},
                "by_home": {"rows": output.rows(by_home(made))},
                "gas_by_month": {"rows": output.rows(gas_by_month(made))},
                "objections": len(binding(objections(made.scenario))),
                "solved_again": solved_again(made)[0],
                **output.said_of(made),
            }
        )
        return
    tables.print_summary(made, voice)
    tables.print_groups(made, voice)
    tables.print_objections(made.scenario, voice)
    tables.print_solved_again(made, voice)
    if out is not None:
        typer.echo(voice.say("terminal.written", place=str(out)))
    tables.print_extremes(made, out, voice)


@guarded
def whatif(
    scenario: Folder,
    a: Deliveries = None,
    b: Deliveries = None,
    package: Packages = None,
    base: Base = None,
    futures: AnyFutures = None,
    stop: Stop = False,
    break_even: BreakEven = False,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: SideB = None,
    out_a: SideA = None,
    resume: Resume = False,
    page: pages.Page = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Two batteries in March or four in June? Compare dated deliveries on the same futures.

    A DELIVERY is written PARTNER:item:quantity@YYYY-MM-DD:REGION, the day of its arrival in the
    country; without the day it arrives its lead time after the first reported day, without the
    region in proportion to people; generator sets, heating points and boilers are placed, other
    help is national. `holdfast packages SCENARIO` lists the packages. A delivery of the plan is
    changed by its id: ID=quantity, ID=@YYYY-MM-DD or both; ID=0 takes it out.
    """
    from holdfast.cli import tables
    from holdfast.cli.breaks import print_break_even, told_of
    from holdfast.cli.progress import bar
    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import whatif as ask
    from holdfast.show.voice import Voice

    asked_a, asked_b, packages = a or [], b or [], package or []
    both = [*asked_b, *packages]
    _refuse_nothing(scenario, asked_a, asked_b, packages)
    _refuse_one_sided(asked_a, both, break_even, page, public)
    found = None if base is None else Outcome.load(base)
    seen = as_of if found is None or as_of is not None else found.scenario.as_of
    read = _read(scenario, seen, (asked_a, asked_b, packages), public)
    voice = Voice(language, read)
    with bar(voice.say("terminal.bar_comparing")) as progress:
        made = ask(
            read, asked_a, both, futures, seed, workers, found, stop, progress, out, out_a, resume,
            cluster,
        )  # fmt: skip
    both_ways = (asked_a, both, workers, cluster)
    crossing = _met(read, made, both_ways, voice) if break_even else None
    pages.write(crossing, page, public, language)
    if json:
        output.print_json(output.answer_of(made) | ({} if crossing is None else told_of(crossing)))
        return
    if crossing is not None:
        print_break_even(crossing, voice, page)
        typer.echo()
    tables.print_difference(made, voice, {"A": out_a, "B": out})


def _met(
    read: Scenario,
    made: WhatIf,
    asked: tuple[list[str], list[str], int | None, str | None],
    voice: Voice,
) -> MetAt:
    """Up to when side B may come, on the futures of a comparison."""
    from holdfast.cli.progress import bar
    from holdfast.questions.break_even import break_even

    a, b, workers, cluster = asked
    with bar(voice.say("terminal.bar_trying")) as progress:
        return break_even(
            read, a, b, len(made.a.futures), seed=made.a.seed, workers=workers,
            progress=progress, cluster=cluster,
        )  # fmt: skip


def _read(
    scenario: Path, as_of: date | None, asked: tuple[list[str], list[str], list[str]], public: bool
) -> Scenario:
    """The scenario. Raises QuestionError for deliveries that are none, Refused if not public."""
    from holdfast.cli.faults import of_options
    from holdfast.questions.break_even import refuse_public
    from holdfast.questions.refused import QuestionError
    from holdfast.scenario import read_scenario

    read = read_scenario(scenario, as_of)
    if wrong := of_options(read, *asked):
        raise QuestionError(wrong)
    if public:
        refuse_public(read, [text for side in asked for text in side])
    return read


def _refuse_one_sided(
    a: Sequence[str], b: Sequence[str], break_even: bool, page: Path | None, public: bool
) -> None:
    """Raise Refused if there are no two gifts to meet, or for a page of what is not asked."""
    from holdfast.questions.refused import Refused

    pages.refuse(page, public, "--page")
    if page is not None and not break_even:
        raise Refused(
            "--page is of --break-even; `holdfast report RUN --against OTHER` writes a comparison"
        )
    if break_even and not (a and b):
        raise Refused("--break-even needs deliveries on both sides: name them by --a and --b")


def _refuse_nothing(
    scenario: Path, a: Sequence[str], b: Sequence[str], packages: Sequence[str]
) -> None:
    """Raise Refused if there is nothing to compare."""
    from holdfast.questions.refused import Refused

    if not (a or b or packages):
        raise Refused(
            "nothing to compare: name what is added by --a, --b or --package; "
            f"`holdfast packages {scenario}` lists the packages"
        )


@guarded
def hindcast(
    scenario: Folder,
    facts: Facts,
    futures: Futures = 200,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write the JSON document to.",
            parser=paths.made_file,
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    resume: Resume = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Play the recorded raids and set the result beside what was published."""
    from holdfast.campaign.workshop import working
    from holdfast.cli.hindsight import print_hindcast
    from holdfast.cli.progress import bar
    from holdfast.questions.hindcast import hindcast as ask
    from holdfast.questions.refused import Refused
    from holdfast.questions.run import seeded
    from holdfast.scenario import read_scenario
    from holdfast.show.voice import Voice

    if resume and out is None:
        raise Refused("--resume needs --out, the file on the way to which it was interrupted")
    read = read_scenario(scenario)
    voice = Voice(language, read)
    with working(out, resume) as shop:
        with bar(voice.say("terminal.bar_record")) as progress:
            table = ask(read, facts, futures, seed, workers, progress, shop, resume, cluster)
        document = {
            "rows": output.rows(table),
            "scenario": read.settings.name,
            "seed": seeded(read, seed),
            "version": __version__,
            "futures": futures,
            "facts": str(facts),
        }
        if out is not None:
            output.write_json(out, document)
    if json:
        output.print_json(document)
        return
    print_hindcast(table, voice)
    if out is not None:
        typer.echo(voice.say("terminal.written", place=str(out)))
