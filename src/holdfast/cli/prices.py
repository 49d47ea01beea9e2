"""The command `price`, and how its answer reads at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli import output, pages
from holdfast.cli.giving import Form, give
from holdfast.cli.guard import guarded
from holdfast.cli.options import AsOf, Cluster, Folder, Json, Language, Seed, Workers, named
from holdfast.cli.plans import Fresh, Searched, Tries
from holdfast.cli.worths import Lot, print_rare, source_option
from holdfast.questions import documents
from holdfast.questions.worded import budget_of

if TYPE_CHECKING:
    from holdfast.questions.price import Price
    from holdfast.show.voice import Voice

Money = Annotated[
    list[str] | None,
    typer.Option(
        "--budget",
        metavar="[KIND=]NUMBER",
        help="Million of the currency for all help, or by kind (military, humanitarian, "
        "financial); may be repeated. Without it money does not limit.",
        show_default=False,
    ),
]
Sources = Annotated[
    list[str] | None,
    source_option(
        "offers, packages, catalogue, or refused (a lot of each item that a partner bars by "
        "name); all but catalogue if left out",
        "refused",
    ),
]
Names = Annotated[
    bool,
    typer.Option("--names", help="Tell whose rules they are and which options they keep back."),
]


Own = Annotated[
    str | None,
    typer.Option(
        "--partner",
        parser=named,
        metavar="PARTNER",
        help="Only the rules of this partner, with names.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast price examples/valley --names --fresh 80`")(price)


@guarded
def price(
    scenario: Folder,
    budget: Money = None,
    names: Names = False,
    partner: Own = None,
    source: Sources = None,
    lot: Lot = 25.0,
    futures: Searched = 20,
    fresh: Fresh = 400,
    tries: Tries = 40,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_of: AsOf = None,
    out: pages.Out = None,
    public: pages.Public = False,
    language: Language = "en",
    json: Json = False,
) -> None:
    """What does this taboo cost? The best package with each rule of partners and without."""
    from holdfast.questions.price import SOURCES
    from holdfast.questions.price import price as ask
    from holdfast.scenario import read_scenario

    form, money = Form(out, public, language, json), budget_of(budget) if budget else None
    read = read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: ask(
            read, money, names, partner, source or SOURCES, lot, futures, fresh, tries, seed,
            workers, progress, cluster,
        ),
        documents.of_price,
        lambda made, voice: print_price(made, budget is not None, voice),
    )  # fmt: skip


def print_price(made: Price, limited: bool, voice: Voice) -> None:
    """What all rules cost together, then each, the dearest first. `limited`: money limits too."""
    from holdfast.show.prices import heard, read, winters

    notes = heard(made, voice, made.names)
    if not made.rules:
        for text in (voice.say("price.none"), *notes):
            output.say(text)
        return
    rows = made.table.to_dict("records")
    output.say(" ".join(filter(None, (_sentence(made, rows[0], voice), winters(made, voice)))))
    for text in notes:
        output.say(text)
    typer.echo()
    _print_prices(made, rows, voice)
    print_rare(rows, voice)
    _print_packages(made, rows, voice)
    if made.names:
        _print_options(rows[1:], voice)
    output.say(read(voice))
    output.say(voice.say("price.read_both"))
    output.say(voice.say("price.limited" if limited else "price.unlimited"))
    output.say(voice.say("worth.read_group"))
    if not made.names:
        output.say(voice.say("price.nameless"))
    output.say(voice.say("price.simulated", count=made.simulated))


def _sentence(made: Price, together: dict[Any, Any], voice: Voice) -> str:
    return voice.say(
        "price.sentence",
        count=made.rules,
        price=voice.plus_minus(together["price"], together["standard_error"]),
        unit=voice.say("price.person_hours", count=together["price"]),
        interval=voice.span(together["low"], together["high"], together["standard_error"]),
        verdict=_judged(together, voice),
        ruled=voice.plus_minus(together["ruled"], together["ruled_error"]),
        free=voice.plus_minus(together["free"], together["free_error"]),
        futures=str(made.futures),
    )


def _print_prices(made: Price, rows: list[dict[Any, Any]], voice: Voice) -> None:
    from holdfast.questions.judging import rivals_of

    keys = ["rule", *(("partner", "topic", "kind", "since") if made.names else ())]
    keys += ["costs", "interval", "per_person", "group", "verdict"]
    heads = [voice.say(f"price.{key}") for key in keys]
    rivals = rivals_of(made.scenario)
    heads[-2:-2] = [voice.if_rival(each) for each in rivals]
    wide = 5 if made.names else 1
    output.print_table(
        voice.say("price.title", count=made.futures),
        heads,
        [_line(row, made.names, rivals, voice) for row in rows],
        words=(*range(wide), len(heads) - 1),
        drop=(wide + 1, wide + 4, wide + 3),
    )


def _line(
    row: dict[Any, Any], names: bool, rivals: tuple[str, ...], voice: Voice
) -> tuple[str, ...]:
    from holdfast.questions.price import ALL

    together, group = row["rule"] == ALL, row["group"]
    who: tuple[str, ...] = ()
    if names and together:
        who = ("", "", "", "")
    elif names:
        since = voice.day(row["since"]) if row["since"] else ""
        kind = voice.say(f"price.kind_{row['kind']}")
        who = (row["partner"], voice.own(row["topic"]), kind, since)
    return (
        _name(row, voice),
        *who,
        voice.plus_minus(row["price"], row["standard_error"], True),
        voice.span(row["low"], row["high"], row["standard_error"]),
        voice.plus_minus(row["per_person"], row["per_person_error"]),
        *(voice.under(row, rival) for rival in rivals),
        voice.say("worth.none") if group != group else voice.whole(group),
        _judged(row, voice, short=True),
    )


def _name(row: dict[Any, Any], voice: Voice) -> str:
    from holdfast.questions.price import ALL

    together = row["rule"] == ALL
    return voice.say("price.all") if together else voice.say("price.number", number=row["rule"])


def _judged(row: dict[Any, Any], voice: Voice, short: bool = False) -> str:
    """The verdict; of a price of nought why it is nought."""
    if row["changed"]:
        return voice.verdict_of(row, short=short)
    return voice.say("price.shared" if row["shared"] == row["bars"] else "price.same")


def _print_packages(made: Price, rows: list[dict[Any, Any]], voice: Voice) -> None:
    """What the best packages cost and hold, with all rules and without each."""
    from holdfast.questions import words

    unit = voice.write(words.million(made.scenario.settings.currency))
    dash = voice.say("worth.none")
    lines = [
        (
            _name(row, voice),
            voice.plus_minus(row["free"], row["free_error"]),
            voice.plain(row["free_cost"]),
            voice.plain(row["free_options"]),
            *((row["taken"] or dash, row["dropped"] or dash) if made.names else ()),
        )
        for row in rows
    ]
    heads = [voice.say(f"price.{key}", unit=unit) for key in ("rule", "saves", "costing", "holds")]
    heads += [voice.say(f"price.{key}") for key in ("taken", "dropped")] if made.names else []
    cost, count = rows[0]["ruled_cost"], round(rows[0]["ruled_options"])
    title = voice.say("price.both", cost=voice.plain(cost), unit=unit, count=count)
    output.print_table(title, heads, lines, words=(0, 4, 5))
    if made.names and rows[0]["held"]:
        output.say(voice.say("price.held", names=rows[0]["held"]))


def _print_options(rows: list[dict[Any, Any]], voice: Voice) -> None:
    """Which options each rule is about, and who told of it."""
    dash = voice.say("worth.none")
    lines = [(_name(row, voice), row["options"], row["sources"] or dash) for row in rows]
    heads = [voice.say(f"price.{key}") for key in ("rule", "options", "sources")]
    output.print_table(voice.say("price.kept"), heads, lines, words=(0, 1, 2))
