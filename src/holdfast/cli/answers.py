"""Commands that read a run: stocks, explain, compare, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import output, pages, paths
from holdfast.cli.guard import guarded
from holdfast.cli.options import Cluster, Json, Language, Run, Workers, share, whole


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: `holdfast stocks runs/valley`")(stocks)
    app.command(epilog="Example: `holdfast explain runs/valley --worst`")(explain)
    app.command(epilog="Example: `holdfast compare runs/valley runs/valley-shield`")(compare)
    app.command(epilog="Example: `holdfast report runs/valley --out valley.html`")(report)


@guarded
def stocks(
    run: Run,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """When do interceptors, transformers, fuel run out?"""
    from holdfast.cli.lists import print_readiness, print_stocks
    from holdfast.outcome import Outcome
    from holdfast.questions.documents import of_stocks
    from holdfast.questions.readiness import readiness
    from holdfast.questions.stocks import stocks as ask
    from holdfast.show.voice import Voice

    pages.refuse(out, public)
    outcome = Outcome.load(run)
    made = ask(outcome)
    pages.write(made, out, public, language)
    if json:
        output.print_json(of_stocks(made))
        return
    voice = Voice(language, outcome.scenario)
    print_stocks(made, len(outcome.futures), outcome.windows()[-1].first, voice)
    if len(found := readiness(outcome)):
        print_readiness(found, voice)
    pages.told(out, voice)


@guarded
def explain(
    run: Run,
    future: Annotated[
        int | None,
        typer.Argument(parser=whole(0), help="Number of the future.", show_default=False),
    ] = None,
    worst: Annotated[bool, typer.Option("--worst", help="The darkest future.")] = False,
    median: Annotated[bool, typer.Option("--median", help="The future in the middle.")] = False,
    best: Annotated[bool, typer.Option("--best", help="The brightest future.")] = False,
    quantile: Annotated[
        float | None,
        typer.Option(
            parser=share,
            metavar="SHARE",
            help="The future at a quantile of hours without power: 0 the best, 1 the worst.",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    days: Annotated[
        bool, typer.Option("--days", help="Each day on which something happened.")
    ] = False,
    all_days: Annotated[bool, typer.Option("--all-days", help="Every day.")] = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Why did this future go as it did? Replays it and tells its dark spells and worst days."""
    from holdfast.cli.lists import print_days, print_head, print_story
    from holdfast.cli.progress import bar
    from holdfast.outcome import Outcome
    from holdfast.questions.answers_json import explained
    from holdfast.questions.explain import explain as ask
    from holdfast.questions.ranking import future_at
    from holdfast.questions.told import head
    from holdfast.show.voice import Voice

    asked = _asked_for(future, worst, median, best, quantile)
    outcome = Outcome.load(run)
    if future is None:
        future = future_at(outcome, asked)
    voice = Voice(language, outcome.scenario)
    with bar(voice.say("terminal.bar_replaying")) as progress:
        table = ask(outcome, future, workers, progress, cluster)
    if json:
        output.print_json(explained(outcome, future, table))
        return
    about = head(outcome, future, table)
    print_head(about, voice)
    if days or all_days:
        print_days(table, about, all_days, voice)
    else:
        print_story(table, about, voice)


def _asked_for(
    future: int | None, worst: bool, median: bool, best: bool, quantile: float | None
) -> float:
    """The place among the futures that is asked for; raises Refused unless it is one future."""
    from holdfast.questions.ranking import BEST, MIDDLE, WORST
    from holdfast.questions.refused import Refused

    places = [at for at, given in ((WORST, worst), (MIDDLE, median), (BEST, best)) if given]
    asked = places if quantile is None else [*places, quantile]
    if len(asked) + (future is not None) != 1:
        raise Refused(
            "say which future: its number, or one of --worst, --median, --best, --quantile"
        )
    return asked[0] if asked else MIDDLE


@guarded
def compare(
    run_a: Run,
    run_b: Annotated[
        Path,
        typer.Argument(
            help="Another run on the same futures.",
            parser=paths.given,
            metavar="RUN_B",
            show_default=False,
        ),
    ],
    language: Language = "en",
    json: Json = False,
) -> None:
    """What lies between two runs on the same futures, B minus A."""
    from holdfast.cli.tables import print_difference
    from holdfast.outcome import Outcome
    from holdfast.questions.answers_json import compared
    from holdfast.questions.whatif import between
    from holdfast.show.voice import Voice

    made = between(Outcome.load(run_a), Outcome.load(run_b))
    if json:
        output.print_json(compared(made))
        return
    print_difference(made, Voice(language, made.b.scenario))


@guarded
def report(
    run: Run,
    against: Annotated[
        Path | None,
        typer.Option(
            help="A run on the same futures, shown against it.",
            parser=paths.given,
            metavar="RUN",
            show_default=False,
        ),
    ] = None,
    hindcast: Annotated[
        Path | None,
        typer.Option(
            help="What `hindcast --out` wrote.",
            parser=paths.given,
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            help="File to write: a report ends in .html, a brief in .pdf.",
            parser=paths.made_file,
            metavar="FILE",
        ),
    ] = Path("report.html"),
    language: Language = "en",
    public: Annotated[
        bool, typer.Option("--public", help="Leave out what is not for all eyes.")
    ] = False,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
) -> None:
    """One file that answers the question: a report as HTML, or two pages of A4 as PDF.

    The brief says what each delivery saves, which takes most of a run a row; it is kept beside the
    run, so a second brief is quick.
    """
    from holdfast.cli import briefs
    from holdfast.questions.run import crew
    from holdfast.show.voice import Voice

    hands = crew(workers, cluster)
    briefs.refuse_suffix(out, hands)
    found = briefs.answer(run, against)
    briefs.write(out, found, briefs.judged(hindcast), language, public, hands)
    if json:
        from holdfast.outcome import Outcome

        outcome = found if isinstance(found, Outcome) else found.a
        output.print_json({"rows": [{"file": str(out)}], **output.said_of(outcome)})
        return
    typer.echo(Voice(language).say("terminal.written", place=str(out)))
