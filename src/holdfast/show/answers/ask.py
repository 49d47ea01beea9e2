"""What is fair to ask of a partner: amounts by three rules, and what the best package adds."""

from __future__ import annotations

import math

from holdfast.questions.ask import Ask
from holdfast.questions.refused import Refused
from holdfast.show import asking
from holdfast.show.answers import command, framed, price
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Numbers, Section

OPTIONS = {
    "total": "--total", "meeting": "--meeting", "elasticity": "--elasticity", "lot": "--lot",
    "weeks": "--weeks", "futures": "--futures", "fresh": "--fresh", "most": "--tries",
}  # fmt: skip
"""What was asked for, and the option of the command that asks for it."""


def page(made: Ask, teller: Teller) -> Page:
    """Make the page. Raises Refused for a public one: it is about one partner by name."""
    if teller.public:
        raise Refused("what is asked of one partner is not public: leave out --public")
    tried = teller.say("worth.evaluations", count=round(100 * made.evaluations))
    judged = teller.say("answer_ask.judged", count=made.futures, searched=made.searched)
    sections = [amounts(made, teller)]
    if gifts := _gifts(made):
        sections.append(gifts_(made, gifts, teller))
    return Page(
        head=_head(made, teller),
        sections=tuple(sections),
        facts=(*_facts(made, teller), *teller.basis(judged, tried, made.seed)),
        left_out=(teller.say("answer_ask.stance"),),
        read=(
            teller.say("asks.read_rules", elasticity=teller.words.numbers.exact(made.elasticity)),
            asking.read_kinds(made, teller.voice),
            teller.say("asks.read_gifts", count=made.weeks),
        ),
        commands=_again(made, teller),
        again=command.where(teller) if made.asked else teller.say("answer.again_unknown"),
    )


def _again(made: Ask, teller: Teller) -> tuple[str, ...]:
    """Give the command that makes it again, if what was asked is known."""
    if not made.asked:
        return ()
    words = [made.partner]
    for name, option in OPTIONS.items():
        value = made.asked.get(name)
        if isinstance(value, int | float):
            words += [option, command.number(value)]
        elif isinstance(value, str):
            words += [option, value]
    among = made.asked.get("among")
    words += [
        word for name in (among if isinstance(among, tuple) else ()) for word in ("--among", name)
    ]
    words += [] if made.asked.get("prices") else ["--no-prices"]
    return command.asked_of(teller, "ask", words, made.seed)


def _span(low: float, high: float, teller: Teller) -> str:
    ends = [teller.price(low), teller.price(high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} {teller.words.numbers.to} {ends[1]}"


def _head(made: Ask, teller: Teller) -> Headline:
    """Say what is still fair to ask by each rule, of which sum, and how the sum is made."""
    name = teller.partner(made.partner)
    sentence = asking.sentence(made, name, teller.unit, teller.voice, teller.price)
    shared = asking.shared_sum(made, teller.unit, teller.voice, teller.price)
    lead = teller.say("asks.named" if made.named else "asks.read_asked", count=made.sharers)
    caution = teller.say("asks.objections", number=str(made.packed.objections))
    return Headline(sentence, f"{shared} {lead}", f"{caution[:1].upper()}{caution[1:]}.")


def _facts(made: Ask, teller: Teller) -> list[Fact]:
    """Say what the best packages cost, what it can spare, its help, and what is not known."""
    facts = [*_kinds(made, teller), *_packages(made, teller), *_help(made, teller)]
    spare = [*asking.spare(made, teller.unit, teller.voice, teller.price)]
    if spare:
        facts.append(Fact(teller.say("asks.spare_short"), _sentences(spare)))
    if made.packed.barred:
        count = len(made.packed.barred)
        facts.append(Fact(teller.say("asks.kept_back"), teller.say("plans.barred", count=count)))
    left_out = [*asking.not_counted(made, teller.voice)]
    if left_out:
        facts.append(Fact(teller.say("asks.not_counted"), _sentences(left_out)))
    unknown = asking.unknown(made, teller.voice)
    if unknown:
        name, listed = teller.partner(made.partner), ", ".join(unknown)
        said = teller.say("asks.unknown", name=name, listed=listed)
        facts.append(Fact(teller.say("asks.not_known"), said))
    return facts


def _kinds(made: Ask, teller: Teller) -> list[Fact]:
    """Say what each rule leaves to ask of every kind of help, pledges taken off their own kind."""
    rows = asking.by_kind(made)
    said = [
        teller.say(
            "asks.kinds_by_rule",
            rule=asking.rule_name(rule, teller.voice),
            listed=", ".join(_kind(row, teller) for row in rows if row["rule"] == rule),
        )
        for rule in dict.fromkeys(row["rule"] for row in rows)
    ]
    return [Fact(teller.say("asks.kinds_short"), _sentences(said))] if said else []


def _kind(row: Row, teller: Teller) -> str:
    written = {key: teller.price(row[key]) for key in ("share", "pledged", "left")}
    return teller.say("asks.kind_said", kind=asking.kind_name(row, teller.voice), **written)


def _sentences(parts: list[str]) -> str:
    """Write several things in a row, each with a capital and a stop."""
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in parts)


def _packages(made: Ask, teller: Teller) -> list[Fact]:
    """Say what each best package costs and saves, and whether all were tried."""
    what = teller.say("asks.best")
    found = asking.packages(made, teller.voice)
    if not found:
        return [Fact(what, teller.say("asks.nothing"))]
    return [
        Fact(
            teller.say("asks.best_by", rules=rules),
            teller.say(
                "asks.package_said",
                cost=teller.money(row["cost"]),
                amount=teller.money(row["amount"]),
                together=asking.together(made, row, teller.voice),
                tried=asking.searched(row, teller.voice),
            ),
        )
        for row, rules in found
    ]


def _help(made: Ask, teller: Teller) -> list[Fact]:
    """Say what its help saves beside what it costs, or why that is not known."""
    what, part = teller.say("asks.rule_contribution"), made.contribution
    told = [asking.silent(made, teller.voice)] if made.silent else []
    if part is not None:
        numbers = teller.words.numbers
        said = teller.say(
            asking.contribution(made, part),
            cost=teller.price(part.pledged + part.offered),
            unit=teller.unit,
            cost_share=teller.share(part.cost_share),
            saves=numbers.plus_minus(part.saves.mean, part.saves.standard_error),
            whole=numbers.plus_minus(part.whole.mean, part.whole.standard_error),
            share=numbers.plus_minus(100 * part.share, 100 * part.standard_error),
            count=part.partners,
            orders=str(part.orders),
            order_error=numbers.number(part.order_error, 2),
            futures=str(made.searched),
            **asking.carriers(part, teller.voice),
        )
        told.append(said)
    facts = [Fact(f"{what[:1].upper()}{what[1:]}", " ".join(told))] if told else []
    if left_out := asking.over(made, teller.voice):
        facts.append(Fact(teller.say("asks.over_limits"), left_out))
    if made.price is not None and made.price.rules:
        named = teller.say("asks.prices", name=teller.partner(made.partner))
        facts.append(Fact(named.rstrip(": "), price.sentence(made.price, teller)))
    return facts


def _ends(row: Row) -> tuple[float, float]:
    """Give the range of an amount: of the elasticity, else of the prices of the catalogue."""
    if row["least"] == row["least"]:
        return row["least"], row["most"]
    return row["low"], row["high"]


def amounts(made: Ask, teller: Teller) -> Section:
    """Draw what each rule says that it gives in all, with its range, and what it has pledged."""
    known = asking.told_rules(made)
    saved = {row["rule"]: row for row in made.packed.packages.to_dict("records")}
    dash = teller.say("worth.none")
    rows, lines = [], []
    for row in made.rules.to_dict("records"):
        own, says = saved.get(row["rule"]), row["share"] == row["share"]
        share = teller.price(row["share"]) if says else dash
        if says and row["standard_error"] == row["standard_error"]:
            share = teller.words.numbers.plus_minus(row["share"], row["standard_error"])
        left = teller.price(row["left"]) if says else dash
        if says:
            rows.append(
                figure.Row(
                    asking.rule_name(row["rule"], teller.voice),
                    teller.say("answer_ask.left", left=left),
                    row["share"], _ends(row), share, token="money",
                )
            )  # fmt: skip
        saves = dash
        if own and own["options"]:
            saves = teller.words.numbers.plus_minus(own["saved"], own["standard_error"], sign=True)
        ranges = says and all(map(math.isfinite, _ends(row))) and len(set(_ends(row))) > 1
        ends = _span(*_ends(row), teller) if ranges else dash
        cost = teller.price(own["cost"]) if own and own["options"] else dash
        name = asking.rule_name(row["rule"], teller.voice)
        lines.append((name, share, ends, left, cost, saves))
    keys = ("rule", "share", "range", "left", "package_cost", "saved")
    heads = tuple(teller.say(f"asks.{key}") for key in keys)
    title = teller.say("asks.title", unit=teller.unit)
    measure = teller.say("answer_ask.measure", pledged=teller.money(known[0]["pledged"]))
    view = figure.Ranked(rows, whole=True, guides=(known[0]["pledged"],))
    numbers = Numbers(teller.say("answer.table"), heads, tuple(lines))
    return framed.section("amounts", title, measure, view, numbers, teller)


def _gifts(made: Ask) -> list[Row]:
    """Give the gifts of each package once; packages that hold the same are one."""
    rules: dict[str, str] = {}
    for row in made.packed.packages.to_dict("records"):
        if row["options"]:
            rules.setdefault(row["options"], row["rule"])
    first = set(rules.values())
    return [row for row in made.packed.gifts.to_dict("records") if row["rule"] in first]


def gifts_(made: Ask, gifts: list[Row], teller: Teller) -> Section:
    """Draw what each gift adds to its package, with what it loses if it comes late."""
    numbers, several = teller.words.numbers, len({row["rule"] for row in gifts}) > 1
    rows, lines = [], []
    for row in gifts:
        what = teller.voice.write(row["contents"])
        adds = numbers.plus_minus(row["saved"], row["standard_error"], sign=True)
        late = numbers.plus_minus(row["late"], row["late_standard_error"], sign=True)
        within = asking.rule_name(row["rule"], teller.voice)
        note = [within] if several else []
        note += [teller.day(row["arrives"]), teller.money(row["cost"])]
        items = teller.held(row["contents"])
        rows.append(
            figure.Row(
                what, ", ".join(note), row["saved"], (row["low"], row["high"]), adds,
                teller.short(row), teller.token(items[0]) if items else "power",
                teller.rivals(row), pale=row["verdict"].startswith("rare"),
            )
        )  # fmt: skip
        interval = numbers.interval(row["low"], row["high"], row["standard_error"])
        lines.append(
            (what, within, teller.day(row["arrives"]), teller.price(row["cost"]), adds, interval,
             late, teller.verdict(row))
        )  # fmt: skip
    keys = ("contents", "rule", "by", "cost_short", "adds")
    heads = [teller.say(f"asks.{key}") for key in keys] + [teller.say("answer.interval")]
    heads += [teller.say("asks.late", count=made.weeks), teller.say("worth.verdict")]
    title, measure = teller.say("answer_ask.title_gifts"), teller.say("answer_ask.measure_gifts")
    view, marks = figure.Ranked(rows), framed.keys(rows, teller)
    table = Numbers(teller.say("answer.table"), tuple(heads), tuple(lines), words=(1, 7))
    return framed.section("gifts", title, measure, view, table, teller, marks)
