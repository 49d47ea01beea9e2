"""The command `ask`: what is fair to ask of one partner."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli import pages
from holdfast.cli.asks_text import print_ask
from holdfast.cli.giving import Form, give
from holdfast.cli.guard import guarded
from holdfast.cli.options import (
    MOST_FUTURES,
    AsOf,
    Cluster,
    Folder,
    Json,
    Language,
    Seed,
    Workers,
    from_nought,
    named,
    positive,
    whole,
)
from holdfast.cli.plans import Tries
from holdfast.questions import documents

Partner = Annotated[
    str,
    typer.Argument(
        help="Who is asked, by the id of actors.csv.",
        parser=named,
        metavar="PARTNER",
        show_default=False,
    ),
]
Total = Annotated[
    float | None,
    typer.Option(
        parser=positive(million=True),
        metavar="NUMBER",
        help="Million of the currency that all share, what is pledged included; what the asks cost "
        "if left out.",
        show_default=False,
    ),
]
Meeting = Annotated[
    str | None,
    typer.Option(
        parser=named,
        metavar="MEETING",
        help="Whose asks are shared, where there are several.",
        show_default=False,
    ),
]
Among = Annotated[
    list[str] | None,
    typer.Option(
        parser=named,
        metavar="PARTNER",
        help="Who shares what is asked of all; may be repeated. All that can give but institutions "
        "if left out.",
        show_default=False,
    ),
]
Elasticity = Annotated[
    float,
    typer.Option(
        parser=from_nought,
        metavar="NUMBER",
        help="How much less a unit of money is worth to the richer (Layard, Mayraz and Nickell "
        "2008: 1.1 to 1.5).",
    ),
]
OwnLot = Annotated[
    float | None,
    typer.Option(
        parser=positive(million=True),
        metavar="NUMBER",
        help="Size of a lot of the catalogue, in million; a third of the largest amount if left "
        "out.",
        show_default=False,
    ),
]
Weeks = Annotated[
    int, typer.Option(parser=whole(1), metavar="NUMBER", help="Weeks that a gift may be late.")
]
Searched = Annotated[
    int,
    typer.Option(
        parser=whole(20, MOST_FUTURES),
        metavar="NUMBER",
        help="Futures on which contributions are told and packages searched.",
    ),
]
Fresh = Annotated[
    int,
    typer.Option(
        parser=whole(20, MOST_FUTURES),
        metavar="NUMBER",
        help="Futures that had no part in the choice, on which packages are judged.",
    ),
]
Prices = Annotated[
    bool,
    typer.Option("--prices/--no-prices", help="Tell what the partner's own caveats cost."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast ask examples/valley EN --total 20`")(ask)


@guarded
def ask(
    scenario: Folder,
    partner: Partner,
    total: Total = None,
    meeting: Meeting = None,
    among: Among = None,
    elasticity: Elasticity = 1.26,
    lot: OwnLot = None,
    weeks: Weeks = 4,
    prices: Prices = True,
    futures: Searched = 40,
    fresh: Fresh = 60,
    tries: Tries = 12,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: pages.Out = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What is fair to ask of a partner? What, by when, what it saves, by three sharing rules."""
    from holdfast.questions.ask import ask as question
    from holdfast.scenario import read_scenario

    form, read = Form(out, False, language, json), read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: question(
            read, partner, total, meeting, among, elasticity, lot, prices, weeks, futures, fresh,
            tries, seed, workers, progress, cluster,
        ),
        documents.of_ask, print_ask,
    )  # fmt: skip
