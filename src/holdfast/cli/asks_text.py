"""How the answer of `ask` reads at a terminal: one page for a meeting."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.cli.prices import print_price
from holdfast.cli.worths import print_rare

if TYPE_CHECKING:
    from holdfast.questions.ask import Ask
    from holdfast.show.voice import Voice

Row = dict[Any, Any]


def print_ask(made: Ask, voice: Voice) -> None:
    """What is fair by three rules, the packages within it, and what can be spared."""
    from holdfast.questions import words

    unit = voice.write(words.million(made.scenario.settings.currency))
    name = _name(made, voice)
    _print_sum(made, name, unit, voice)
    _print_rules(made, unit, voice)
    _print_contribution(made, unit, voice)
    _print_packages(made, unit, voice)
    _print_spare(made, name, unit, voice)
    if made.price is not None and made.price.rules:
        output.say(voice.say("asks.prices", name=name))
        print_price(made.price, True, voice)
    output.say(voice.say("asks.objections", number=voice.whole(made.packed.objections)))
    output.say(voice.say("worth.evaluations", count=round(100 * made.evaluations)))


def _name(made: Ask, voice: Voice) -> str:
    actors = made.scenario.table("actors")
    names = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    return voice.own(names[made.partner])


def _print_sum(made: Ask, name: str, unit: str, voice: Voice) -> None:
    """The answer in a sentence, and how the sum is made."""
    from holdfast.show import asking

    output.say(asking.sentence(made, name, unit, voice, voice.plain))
    output.say(asking.shared_sum(made, unit, voice, voice.plain))
    typer.echo()
    if made.named:
        output.say(voice.say("asks.named", count=made.sharers))
    else:
        lines = [
            (
                row["ask"],
                voice.own(row["said"]),
                asking.how_much(row, voice),
                voice.own(row["by_when"]),
                _number(row["cost"], voice),
                voice.say(f"asks.counts_{row['counts'].replace(' ', '_')}"),
            )
            for row in made.asks.to_dict("records")
        ]
        keys = ("ask", "said", "how_much", "when", "cost")
        heads = [voice.say(f"asks.{key}", unit=unit) for key in keys]
        heads.append(voice.say("asks.counts"))
        output.print_table(voice.say("asks.asked"), heads, lines, words=(0, 1, 2, 3, 5))
        output.say(voice.say("asks.read_asked", count=made.sharers))
    if made.twice:
        output.say(voice.say("asks.twice", name=name))
    if left_out := asking.over(made, voice):
        output.say(left_out)
    typer.echo()


def _print_rules(made: Ask, unit: str, voice: Voice) -> None:
    from holdfast.show import asking

    saved = {row["rule"]: row for row in made.packed.packages.to_dict("records")}
    dash = voice.say("worth.none")
    lines = []
    for row in made.rules.to_dict("records"):
        own = saved.get(row["rule"])
        package = _saved(own, voice) if own and own["options"] else dash
        share = _number(row["share"], voice)
        if row["standard_error"] == row["standard_error"]:
            share = voice.plus_minus(row["share"], row["standard_error"])
        lines.append(
            (
                asking.rule_name(row["rule"], voice),
                share,
                _range(row, voice),
                _number(row["others"], voice),
                _number(row["left"], voice),
                voice.plain(own["cost"]) if own and own["options"] else dash,
                package,
            )
        )
    keys = ("rule", "share", "range", "others", "left", "package_cost", "saved")
    heads = [voice.say(f"asks.{key}") for key in keys]
    title = voice.say("asks.title", unit=unit)
    output.print_table(title, heads, lines, words=(0,), drop=(3, 2))
    output.say(voice.say("asks.read_rules", elasticity=voice.exact(made.elasticity)))
    typer.echo()
    _print_kinds(made, unit, voice)


def _print_kinds(made: Ask, unit: str, voice: Voice) -> None:
    """What the rules say of each kind of help, and that pledges of one make up for no other."""
    from holdfast.show import asking

    lines = [
        (
            asking.rule_name(row["rule"], voice),
            asking.kind_name(row, voice),
            *(voice.plain(row[key]) for key in ("share", "pledged", "left")),
        )
        for row in asking.by_kind(made)
    ]
    if lines:
        heads = [voice.say(f"asks.{key}") for key in ("rule", "kind", "share", "pledged", "left")]
        output.print_table(voice.say("asks.title_kinds", unit=unit), heads, lines, words=(0, 1))
    output.say(asking.read_kinds(made, voice))
    typer.echo()


def _print_contribution(made: Ask, unit: str, voice: Voice) -> None:
    """What its help saves beside what it costs, or why that is not known."""
    from holdfast.show import asking

    if made.silent:
        output.say(asking.silent(made, voice))
    part = made.contribution
    if part is None:
        typer.echo()
        return
    output.say(
        voice.say(
            asking.contribution(made, part),
            cost=voice.plain(part.pledged + part.offered),
            unit=unit,
            cost_share=voice.percent(part.cost_share),
            saves=voice.plus_minus(part.saves.mean, part.saves.standard_error),
            whole=voice.plus_minus(part.whole.mean, part.whole.standard_error),
            share=_points(part.share, part.standard_error, voice),
            count=part.partners,
            orders=str(part.orders),
            order_error=voice.plain(part.order_error, 2),
            futures=str(made.searched),
            **asking.carriers(part, voice),
        )
    )
    typer.echo()


def _print_packages(made: Ask, unit: str, voice: Voice) -> None:
    """Each package once, with the rules whose amount it fits."""
    from holdfast.show import asking

    rows = asking.packages(made, voice)
    if not rows:
        output.say(voice.say("asks.nothing"))
        return
    gifts = made.packed.gifts.to_dict("records")
    for first, rules in rows:
        mine = [each for each in gifts if each["rule"] == first["rule"]]
        _print_package(made, first, rules, mine, unit, voice)
    output.say(voice.say("asks.read_gifts", count=made.weeks))
    typer.echo()


def _print_package(
    made: Ask, first: Row, rules: str, gifts: list[Row], unit: str, voice: Voice
) -> None:
    from holdfast.show import asking

    lines = [
        (
            voice.write(row["contents"]),
            voice.day(row["arrives"]),
            voice.plain(row["cost"]),
            voice.plus_minus(row["saved"], row["standard_error"], True),
            voice.verdict_of(row, short=True),
            voice.plus_minus(row["late"], row["late_standard_error"], True),
        )
        for row in gifts
    ]
    heads = [voice.say(f"asks.{key}") for key in ("contents", "by", "cost_short", "adds")]
    heads += [voice.say("worth.verdict"), voice.say("asks.late", count=made.weeks)]
    title = voice.say("asks.package", rules=rules, cost=voice.plain(first["cost"]), unit=unit)
    output.print_table(title, heads, lines, words=(0, 4))
    print_rare(gifts, voice)
    output.say(asking.together(made, first, voice))
    output.say(asking.searched(first, voice))
    typer.echo()


def _print_spare(made: Ask, name: str, unit: str, voice: Voice) -> None:
    """What the tables say that it can give, and what they do not."""
    from holdfast.questions import spared
    from holdfast.show import asking

    rows = made.spare.to_dict("records")
    lines = [
        (
            voice.say(f"asks.kind_{row['kind']}" + ("_all" if row["said"] == "all" else "")),
            voice.own(row["what"]) if row["what"] else voice.say("asks.all_help"),
            *(_number(row[key], voice) for key in ("most", "taken", "left")),
            voice.say(f"asks.unit_{row['unit'].replace('/', '_')}", unit=unit),
            voice.day(row["by"]) if row["by"] else voice.say("worth.none"),
        )
        for row in rows
        if row["kind"] != spared.SAID
    ]
    lines += [
        (
            voice.say("asks.kind_offer"),
            voice.write(row["contents"]),
            voice.plain(row["cost"]),
            voice.say("worth.none"),
            voice.plain(row["cost"]),
            unit,
            voice.day(row["arrives"]),
        )
        for row in made.offers.to_dict("records")
    ]
    if lines:
        keys = ("kind", "what", "most", "taken", "left_over", "unit", "until")
        heads = [voice.say(f"asks.{key}") for key in keys]
        title = voice.say("asks.spare", name=name)
        output.print_table(title, heads, lines, words=(0, 1, 5, 6), drop=(3,))
    for row in rows:
        if row["kind"] == spared.SAID:
            said = "asks.stance" if row["binds"] else "asks.stance_soft"
            output.say(voice.say(said, said=voice.write(row["said"]), row=str(row["row"])))
    if unknown := asking.unknown(made, voice):
        output.say(voice.say("asks.unknown", name=name, listed=", ".join(unknown)))
    if made.packed.barred:
        output.say(voice.say("plans.barred", count=len(made.packed.barred)))
    typer.echo()


def _number(value: float, voice: Voice) -> str:
    return voice.say("worth.none") if math.isnan(value) else voice.plain(value)


def _saved(row: Row, voice: Voice) -> str:
    return voice.plus_minus(row["saved"], row["standard_error"])


def _points(share: float, error: float, voice: Voice) -> str:
    return voice.plus_minus(100 * share, 100 * error)


def _range(row: Row, voice: Voice) -> str:
    """Of the elasticity where the rule knows one, else of the prices of the catalogue."""
    if row["least"] == row["least"]:
        return voice.ends(row["least"], row["most"])
    if row["share"] == row["share"] and row["low"] != row["high"]:
        return voice.ends(row["low"], row["high"])
    return voice.say("worth.none")
