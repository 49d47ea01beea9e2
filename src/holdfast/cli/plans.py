"""The command `plan`, and how its answer reads at a terminal."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    named,
    positive,
    whole,
)
from holdfast.cli.worths import Lot, Names, print_rare, source_option
from holdfast.questions import documents
from holdfast.questions.refused import Refused
from holdfast.questions.worded import budget_of

if TYPE_CHECKING:
    from holdfast.questions.plan import Plan
    from holdfast.show.voice import Voice

Budgets = Annotated[
    list[str],
    typer.Option(
        "--budget",
        metavar="[KIND=]NUMBER",
        help="Million of the currency for all help, or by kind (military, humanitarian, "
        "financial); may be repeated.",
        show_default=False,
    ),
]
Source = Annotated[
    list[str] | None,
    source_option(
        "offers, packages or catalogue (what can be bought); offers and packages if left out"
    ),
]
Sharing = Annotated[
    float | None,
    typer.Option(
        parser=positive(),
        metavar="TIMES",
        help="No partner gives more than so many times its share of the budget by income.",
        show_default=False,
    ),
]
Searched = Annotated[
    int,
    typer.Option(
        parser=whole(10, MOST_FUTURES), metavar="NUMBER", help="Futures on which it is searched."
    ),
]
Fresh = Annotated[
    int,
    typer.Option(
        parser=whole(20, MOST_FUTURES),
        metavar="NUMBER",
        help="Futures that had no part in the choice, on which it is judged.",
    ),
]
Tries = Annotated[
    int, typer.Option(parser=whole(1, 10_000), metavar="NUMBER", help="Packages tried, about.")
]
Bound = Annotated[
    bool, typer.Option("--bound/--no-bound", help="State what a better search could still find.")
]
Item = Annotated[
    str | None,
    typer.Option(
        "--item",
        parser=named,
        metavar="ITEM",
        help="How many of this item of the catalogue, ordered by when, for the budget.",
        show_default=False,
    ),
]
Beside = Annotated[
    list[str] | None,
    typer.Option(
        "--beside",
        metavar="ITEM",
        help="With --item: another item for the same money; may be repeated. Systems if left out; "
        "of a system its spare parts and what it fires.",
        show_default=False,
    ),
]
PACKAGE = (
    "source", "lot", "sharing", "fresh", "tries", "bound", "names",
)  # fmt: skip
"""Options that say how a package is searched, which `--item` does not ask for."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: `holdfast plan examples/valley --budget 60 --tries 40`")(plan)


@guarded
def plan(
    context: typer.Context,
    scenario: Folder,
    budget: Budgets,
    item: Item = None,
    beside: Beside = None,
    source: Source = None,
    lot: Lot = 25.0,
    sharing: Sharing = None,
    futures: Searched = 100,
    fresh: Fresh = 800,
    tries: Tries = 120,
    bound: Bound = True,
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
    """What does the next 250 million buy? A package within budgets and what partners allow."""
    if beside and item is None:
        raise Refused("--beside is said of an item: name it by --item")
    if item is not None:
        unheard = [name for name in PACKAGE if _given(context, name)]
        if unheard:
            said = ", ".join(f"--{name}" for name in unheard)
            raise Refused(f"{said}: not asked of one item; leave out, or leave out --item")
        if not isinstance(amount := budget_of(budget), float):
            raise Refused("--budget by kind is of packages: give one number with --item")
        counted = futures if _given(context, "futures") else None
        form = Form(out, public, language, json)
        return _how_many(
            form, scenario, item, amount, beside, counted, seed, workers, cluster, as_of
        )
    from holdfast.questions.plan import SOURCES
    from holdfast.questions.plan import plan as ask
    from holdfast.scenario import read_scenario

    form, money = Form(out, public, language, json), budget_of(budget)
    read = read_scenario(scenario, as_of)
    give(
        form, read,
        lambda progress: ask(
            read, money, source or SOURCES, lot, sharing, futures, fresh, tries, 4 if bound else 0,
            seed, workers, progress, cluster,
        ),
        lambda made: documents.of_plan(made, names),
        lambda made, voice: print_plan(made, voice, names),
    )  # fmt: skip


def _given(context: typer.Context, name: str) -> bool:
    """Whether an option was given, and not left to its default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _how_many(
    form: Form,
    scenario: Path,
    item: str,
    budget: float,
    beside: list[str] | None,
    futures: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    as_of: date | None,
) -> None:
    from holdfast.cli import how_many as told
    from holdfast.questions.how_many import FUTURES, refuse_public
    from holdfast.questions.how_many import how_many as ask
    from holdfast.scenario import read_scenario

    read = read_scenario(scenario, as_of)
    refuse_public(read, item, form.public)
    give(
        form, read,
        lambda progress: ask(
            read, item, budget, beside, futures or FUTURES, seed=seed, workers=workers,
            progress=progress, cluster=cluster,
        ),
        documents.of_how_many, told.print_how_many,
    )  # fmt: skip


def print_plan(made: Plan, voice: Voice, names: bool = False) -> None:
    """What is chosen, what it saves, how good the search was, and the rules beside it.

    With `names` also which options nobody may choose, and whose rule it is.
    """
    from holdfast.questions import words
    from holdfast.show import spending, verdicts
    from holdfast.show.winters import winters

    unit = voice.write(words.million(made.scenario.settings.currency))
    sentence = voice.say(
        "plans.sentence",
        saved=voice.plus_minus(made.value, made.standard_error),
        interval=voice.span(made.saved.low, made.saved.high, made.standard_error),
        cost=voice.plain(sum(made.spent.values())),
        unit=unit,
        verdict=spending.verdict(made, voice),
        count=made.futures,
    )
    parts = (
        sentence,
        winters(made.windows, made.scenario, voice),
        verdicts.carried(made.saved, voice),
        spending.beside(made, voice),
        spending.cheaper(made, unit, voice),
    )
    output.say(" ".join(filter(None, parts)))
    output.say(voice.say("plans.objections", number=voice.whole(len(made.objections))))
    typer.echo()
    lines = [
        (
            row["option"],
            row["partner"],
            voice.write(row["contents"]),
            voice.day(row["arrives"]),
            voice.plain(row["cost"]),
        )
        for row in made.choices.to_dict("records")
    ]
    heads = [voice.say(f"worth.{key}", unit=unit) for key in ("option", "partner", "contents")]
    heads += [voice.say("worth.arrives"), voice.say("worth.cost", unit=unit)]
    output.print_table(voice.say("plans.chosen"), heads, lines, words=(0, 1, 2, 3))
    for said in spending.rest(made, voice, lambda value: f"{voice.plain(value)} {unit}"):
        output.say(said)
    for said in filter(None, (spending.sources(made, voice), spending.fuel(made, voice))):
        output.say(said)
    typer.echo()
    _print_rules(made, unit, voice)
    if said := spending.rivals(made, voice):
        output.say(said)
    output.say(" ".join(filter(None, (_quality(made, voice), spending.few(made, voice)))))
    if made.barred:
        output.say(voice.say("plans.barred", count=len(made.barred)))
    if names:
        for option, why in sorted(made.barred.items()):
            output.say(voice.say("plans.barred_by", option=option, why=why))


def _print_rules(made: Plan, unit: str, voice: Voice) -> None:
    lines = [
        (
            voice.say(f"plans.rule_{row['rule'].replace(' ', '_')}"),
            voice.plain(row["cost"]),
            voice.plus_minus(row["saved"], row["standard_error"], True),
            voice.plus_minus(row["behind"], row["behind_error"], True),
            voice.verdict_of(row, short=True) if row["changed"] else voice.say("plans.same"),
        )
        for row in made.naive.to_dict("records")
    ]
    heads = [
        voice.say("plans.rule"),
        voice.say("worth.cost", unit=unit),
        voice.say("worth.saved"),
        voice.say("plans.ahead"),
        voice.say("worth.verdict"),
    ]
    output.print_table(voice.say("plans.beside", count=made.futures), heads, lines, words=(0, 4))
    print_rare(made.naive.to_dict("records"), voice)


def _quality(made: Plan, voice: Voice) -> str:
    """The errors of an answer apart: of the search, of its premise, of sampling."""
    sampling = voice.percent(made.standard_error / abs(made.value)) if made.value else "–"
    tried = sum(made.evaluations.values())
    if made.exact:
        return voice.say("plans.quality_exact", sampling=sampling, count=tried)
    if made.gap is None:
        return voice.say("plans.quality_none", sampling=sampling, count=tried)
    violation = voice.percent(made.violation or 0.0)
    if not made.bounded or not math.isfinite(made.gap):
        said = {"violation": violation, "sampling": sampling, "count": tried}
        return voice.say("plans.quality_broken", **said)
    return voice.say(
        "plans.quality",
        gap=voice.percent(made.gap),
        violation=violation,
        sampling=sampling,
        count=tried,
    )
