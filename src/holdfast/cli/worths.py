"""Commands that try many changes of a plan: value, slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, pages
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
    choice,
    positive,
    whole,
)
from holdfast.questions import documents

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.questions.slip import Slip
    from holdfast.questions.value import Value
    from holdfast.scenario import Scenario
    from holdfast.show.voice import Voice

Judged = Annotated[
    int,
    typer.Option(
        parser=whole(20, MOST_FUTURES),
        metavar="NUMBER",
        help="Futures on which the best are judged; as many are used to find them.",
    ),
]

Lot = Annotated[
    float,
    typer.Option(
        parser=positive(million=True),
        metavar="NUMBER",
        help="Size of a lot of the catalogue, in million of the currency.",
    ),
]


def source_option(help_text: str, *more: str) -> Any:
    """The option that says where options come from, and from what `more` than everywhere."""
    return typer.Option(
        "--source",
        parser=choice("offers", "packages", "catalogue", *more),
        metavar="SOURCE",
        help=f"Where options come from: {help_text}. May be repeated.",
        show_default=False,
    )


Source = Annotated[
    list[str] | None,
    source_option(
        "offers, packages, catalogue, or refused (a lot of each item that a partner bars by name, "
        "ranked apart); all but refused if left out",
        "refused",
    ),
]
Names = Annotated[
    bool, typer.Option("--names", help="Tell which options nobody may give, and whose rule it is.")
]
By = Annotated[
    str,
    typer.Option(
        parser=choice("euro", "saved", "survival"),
        metavar="CRITERION",
        help="Ranked by what is saved for its cost (euro), by all that is saved, or by survival.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: `holdfast value examples/valley --budget 5 --futures 100`")(value)
    app.command(epilog="Example: `holdfast slip examples/valley --futures 100`")(slip)


@guarded
def value(
    scenario: Folder,
    budget: Lot = 25.0,
    source: Source = None,
    by: By = "euro",
    futures: Judged = 800,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    names: Names = False,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What does the next amount buy? Offers and items ranked, ties grouped."""
    from holdfast.questions.value import SOURCES
    from holdfast.questions.value import value as ask
    from holdfast.scenario import read_scenario

    form, read = Form(out, public, language, json), read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: ask(
            read, budget, source or SOURCES, by, futures, seed, workers, progress, cluster, names  # type: ignore[arg-type]
        ),
        documents.of_value,
        lambda made, voice: print_value(made, budget, voice),
    )  # fmt: skip


@guarded
def slip(
    scenario: Folder,
    weeks: Annotated[
        int, typer.Option(parser=whole(1), metavar="NUMBER", help="Weeks that each is late.")
    ] = 4,
    futures: Judged = 800,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Which pledge slipping four weeks hurts most?"""
    from holdfast.questions.slip import slip as ask
    from holdfast.scenario import read_scenario

    form, read = Form(out, public, language, json), read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: ask(read, weeks, futures, seed, workers, progress, cluster),
        documents.of_slip,
        print_slip,
    )  # fmt: skip


def print_value(made: Value, budget: float, voice: Voice) -> None:
    """Which option leads, what each saves, the best group first, and what nobody may give."""
    from holdfast.show.answers import valued

    unit = voice.write(_million(made.scenario))
    lead = valued.sentence(made, made.table, voice), valued.winters(made, made.table, voice)
    output.say(" ".join([*filter(None, lead), *valued.left_out(made, voice)]))
    typer.echo()
    title = voice.say(f"worth.title_{made.by}", count=made.futures)
    over = made.table["over"]
    if not over.all():
        _print_options(title, made.table[~over], made, voice)
        title = voice.say("worth.title_over", budget=valued.budget(made, voice))
    if over.any():
        _print_options(title, made.table[over], made, voice)
    if len(made.refused):
        title = voice.say("worth.title_refused", count=made.futures)
        _print_options(title, made.refused, made, voice)
    if len(made.withheld):
        _print_withheld(made, voice)
    asked = voice.plain(budget)
    _print_end(voice.say("worth.read_value", budget=asked, unit=unit), made, voice)
    for note in valued.reading(made, voice, asked, unit):
        output.say(note)


def _print_options(title: str, table: pd.DataFrame, made: Value, voice: Voice) -> None:
    """A row an option."""
    from holdfast.show.answers import valued

    keys = ("group", "option", "contents", "arrives", "cost", "saved", "per_euro", "survival")
    about = {"unit": voice.write(_million(made.scenario)), "currency": valued.currency(made, voice)}
    heads = [voice.say(f"worth.{key}", **about) for key in (*keys, "verdict")]
    lines = [
        (
            _group(row["group"], voice),
            valued.option(row, voice),
            voice.write(row["contents"]),
            voice.day(row["arrives"]),
            valued.cost(row, voice.plain(row["cost"]), voice),
            voice.plus_minus(row["saved"], row["standard_error"], True),
            voice.plus_minus(row["per_euro"], row["per_euro_error"], True),
            valued.survival(row, voice),
            voice.verdict_of(row, short=True),
        )
        for row in table.to_dict("records")
    ]
    output.print_table(title, heads, lines, words=(1, 2, 3, 7, 8), drop=(3,))


def _print_withheld(made: Value, voice: Voice) -> None:
    """What nobody may give: a row an option, with the rule that is hardest against it."""
    keys = ("option", "partner", "contents", "rule", "whose", "topic")
    lines = [
        (
            row["option"],
            row["partner"],
            voice.write(row["contents"]),
            voice.say(f"worth.rule_{row['rule']}"),
            row["whose"] or voice.say("worth.none"),
            voice.own(row["topic"]) if row["topic"] else voice.say("worth.none"),
        )
        for row in made.withheld.to_dict("records")
    ]
    heads = [voice.say(f"worth.{key}") for key in keys]
    output.print_table(voice.say("worth.title_withheld"), heads, lines, words=range(6))


def print_slip(made: Slip, voice: Voice) -> None:
    """Which delivery hurts most, then what each costs if it is late, the largest first."""
    from holdfast.show import slipping

    names = _partners(made.scenario, voice)
    sentence = slipping.sentence(made, made.table, voice, names.__getitem__)
    winters = slipping.winters(made, made.table, voice)
    output.say(" ".join(filter(None, (sentence, winters))))
    typer.echo()
    lines = []
    for row in made.table.to_dict("records"):
        lines.append(
            (
                _group(row["group"], voice),
                row["delivery"],
                row["partner"],
                voice.write(row["contents"]),
                voice.day(row["date"]),
                voice.plus_minus(row["costs"], row["standard_error"], True),
                voice.plus_minus(100 * row["survival"], 100 * row["survival_error"], True),
                voice.verdict_of(row, short=True),
            )
        )
    keys = ("group", "delivery", "partner", "contents", "arrives", "costs", "survival", "verdict")
    heads = [voice.say(f"worth.{key}") for key in keys]
    title = voice.say("worth.title_slip", count=made.weeks, futures=str(made.futures))
    output.print_table(title, heads, lines, words=(1, 2, 3, 4, 7), drop=(2,))
    _print_end(voice.say("worth.read_slip"), made, voice)


def _partners(scenario: Scenario, voice: Voice) -> dict[str, str]:
    """The names of actors by their ids."""
    actors = scenario.table("actors")
    named = zip(actors.text("id"), actors.text("name"), strict=True)
    return {code: voice.own(name) for code, name in named}


def _print_end(read: str, made: Value | Slip, voice: Voice) -> None:
    """How the table is read, what its groups are, and how much was tried."""
    output.say(read)
    output.say(voice.say("worth.read_group"))
    output.say(voice.say("worth.evaluations", count=round(100 * made.evaluations)))


def _group(group: float, voice: Voice) -> str:
    return voice.say("worth.none") if group != group else voice.whole(group)


def print_rare(rows: Iterable[dict[Any, Any]], voice: Voice, of: Sequence[str] = ("",)) -> None:
    """What rare is, if a verdict of these rows is; `of` as for `Voice.verdict_of`."""
    if any(row[f"{each}verdict"].startswith("rare") for row in rows for each in of):
        output.say(voice.say("worth.read_rare"))


def _million(scenario: Scenario) -> Any:
    from holdfast.questions import words

    return words.million(scenario.settings.currency)
