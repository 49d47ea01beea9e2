"""The command `depot`, and how its answer reads at a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, pages
from holdfast.cli.giving import Form, give
from holdfast.cli.guard import guarded
from holdfast.cli.options import (
    AsOf,
    Cluster,
    Folder,
    Futures,
    Json,
    Language,
    Seed,
    Workers,
    from_nought,
    named,
)
from holdfast.cli.worths import print_rare
from holdfast.questions import documents

if TYPE_CHECKING:
    from holdfast.questions.depot import Depot
    from holdfast.show.voice import Voice


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast depot examples/spares abroad --instead home`")(depot)


@guarded
def depot(
    scenario: Folder,
    depot: Annotated[
        str,
        typer.Argument(
            help="Id of the depot whose work is moved, of readiness/echelons.csv.",
            show_default=False,
        ),
    ],
    instead: Annotated[
        str,
        typer.Option(
            "--instead",
            parser=named,
            metavar="DEPOT",
            help="Id of the depot where it is done instead.",
            show_default=False,
        ),
    ],
    crews: Annotated[
        float,
        typer.Option(
            parser=from_nought,
            metavar="NUMBER",
            help="Crews that the other has more than its table says.",
        ),
    ] = 0,
    futures: Futures = 200,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What is a depot abroad worth against one at home? Readiness by week, person-hours saved."""
    from holdfast.questions.depot import depot as ask
    from holdfast.questions.depot import refuse_public
    from holdfast.scenario import read_scenario

    form = Form(out, public, language, json)
    refuse_public(public)
    read = read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: ask(
            read, depot, instead, crews, futures, seed, workers, progress, cluster
        ),
        documents.of_depot, print_depot, "terminal.bar_comparing",
    )  # fmt: skip


def print_depot(made: Depot, voice: Voice) -> None:
    """The answer in sentences, then what is saved, what is ready, and what the tables say."""
    from holdfast.show import depots

    for text in depots.sentences(made, voice):
        output.say(text)
    typer.echo()
    _print_saved(made, voice)
    _print_units(made, voice)
    _print_weeks(made, voice)
    _print_ways(made, voice)
    output.say(voice.say("depot.caution"))
    output.say(voice.say("basis.read_verdict"))


def _print_saved(made: Depot, voice: Voice) -> None:
    from holdfast.questions.judging import rivals_of
    from holdfast.show import depots

    rivals = rivals_of(made.scenario)
    rows = made.saved.to_dict("records")
    lines = [
        (
            voice.window(row["window"]),
            voice.plus_minus(row["saved"], row["standard_error"], True),
            voice.span(row["low"], row["high"], row["standard_error"]),
            *(voice.under(row, rival, sign=True) for rival in rivals),
            voice.verdict_or_none(row, short=True),
        )
        for row in rows
    ]
    heads = [voice.say(key) for key in ("risk.window", "worth.saved", "breaks.interval")]
    heads += [*map(voice.if_rival, rivals), voice.say("worth.verdict")]
    title = voice.say("depot.title_saved", instead=depots.name(made, made.instead, voice))
    output.print_table(title, heads, lines, words=(0, len(heads) - 1), drop=(2, 4, 3))
    print_rare(rows, voice)
    typer.echo()


def _print_units(made: Depot, voice: Voice) -> None:
    from holdfast.show import depots

    rows = depots.known(made)
    lines = [
        (
            voice.own(row["name"]),
            voice.window(row["window"]),
            voice.plain(row["unit_days"]),
            voice.plus_minus(row["more"], row["standard_error"], True),
            voice.verdict_or_none(row, short=True),
        )
        for row in rows
    ]
    keys = ("readiness.system", "risk.window", "depot.unit_days", "depot.more_days",
            "worth.verdict")  # fmt: skip
    heads = [voice.say(key) for key in keys]
    output.print_table(voice.say("depot.title_units"), heads, lines, words=(0, 1, 4))
    print_rare(rows, voice)
    typer.echo()


def _print_weeks(made: Depot, voice: Voice) -> None:
    """Of each system the week in which the two depots differ most; all of them are in the JSON."""
    from holdfast.show import depots

    there = {row["system"] for row in depots.known(made)}
    found = made.ready[made.ready["system"].isin(there)]
    if found.empty:
        return
    most = found.loc[found["more"].abs().groupby(found["system"], sort=False).idxmax()]
    rows = most.to_dict("records")
    lines = [
        (
            voice.own(row["name"]),
            voice.day(row["week"]),
            voice.percent(row["median"]),
            voice.percent(row["instead_median"]),
            voice.plus_minus(100 * row["more"], 100 * row["standard_error"], True),
            voice.verdict_or_none(row, short=True),
        )
        for row in rows
    ]
    names = [depots.name(made, one, voice) for one in (made.depot, made.instead)]
    heads = [
        voice.say("readiness.system"), voice.say("readiness.week"),
        *(voice.say("depot.with", depot=name) for name in names),
        voice.say("depot.more_points"), voice.say("worth.verdict"),
    ]  # fmt: skip
    output.print_table(voice.say("depot.least_title"), heads, lines, words=(0, 1, 5))
    print_rare(rows, voice)
    typer.echo()


def _days(row: dict[Any, Any], days: str, voice: Voice) -> str:
    """Days of work, marked where they are a mean with work that moved there."""
    from holdfast.show import depots

    if not depots.mixed(row):
        return days
    return voice.say("depot.days_mean", days=days, own=voice.exact(round(row["table_days"], 1)))


def _print_ways(made: Depot, voice: Voice) -> None:
    from holdfast.show import depots

    def number(value: float) -> str:
        return voice.exact(round(value, 1)) if math.isfinite(value) else voice.say("worth.none")

    lines = [
        (
            depots.name(made, row["place"], voice),
            depots.work_name(made, row, voice),
            number(row["there_days"]),
            _days(row, number(row["days"]), voice),
            number(row["back_days"]),
            number(row["slots_per_week"]),
            voice.percent(row["lost_share"]),
            depots.crews_name(made, row, voice),
            number(row["crews"]),
        )
        for row in made.ways.to_dict("records")
    ]
    keys = ("depot.place", "depot.work_of", "depot.there", "depot.days", "depot.back",
            "depot.slots", "depot.lost_share", "depot.who", "depot.crew_count")  # fmt: skip
    heads = [voice.say(key) for key in keys]
    title = voice.say("depot.title_ways")
    output.print_table(title, heads, lines, words=(0, 1, 7), drop=(7, 8, 6, 5))
