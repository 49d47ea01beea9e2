"""What rules of partners cost: all together and each, nameless unless names were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from holdfast.questions.plan import SOURCES
from holdfast.questions.price import ALL, Price
from holdfast.questions.refused import Refused
from holdfast.show import prices
from holdfast.show.answers import command, framed
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Numbers, Section

FEWEST = 3
"""Partners whose rules may be summed up in public: of two, each would know those of the other."""
OPTIONS = {"lot": "--lot", "futures": "--futures", "most": "--tries"}
"""What was asked for, and the option of the command that asks for it."""


def page(made: Price, teller: Teller) -> Page:
    """Make the page: what each rule costs. A public page names nobody and has the sum alone.

    Raises Refused for a public one if so few partners have rules that their sum tells of one.
    """
    rows: list[Row] = list(made.table.to_dict("records"))
    if teller.public:
        if 0 < made.partners < FEWEST:
            raise Refused(
                f"only {made.partners} of the partners have rules that bind, so that what these "
                f"cost together tells of one: of fewer than {FEWEST} there is no public page"
            )
        rows = rows[:1]
    tried = teller.say("answer_price.simulated", count=made.simulated)
    judged = teller.say("answer.judged_fresh", count=made.futures)
    limited = made.asked.get("budget") is not None
    money = [teller.say("price.limited" if limited else "price.unlimited")] if made.asked else []
    commands, again = _again(made, teller)
    untold = "answer_price.summed" if teller.public else "answer_price.nameless"
    nameless = [] if _named(made, teller) else [teller.say(untold)]
    return Page(
        head=_head(made, rows, teller),
        sections=(section(made, rows, teller),) if rows else (),
        # where no rule binds nothing was searched and nothing judged
        facts=(*_heard(made, teller), *(teller.basis(judged, tried, made.seed) if rows else ())),
        left_out=(*money, teller.say("answer_price.found"), *nameless),
        read=(prices.read(teller.voice), *map(teller.say, ("price.read_both", "worth.read_group"))),
        commands=commands,
        again=again,
    )


def _heard(made: Price, teller: Teller) -> list[Fact]:
    """Say which stances have no price, and why; a public page only how many."""
    said = prices.heard(made, teller.voice, _named(made, teller))
    return [Fact(teller.say("answer_price.heard"), " ".join(said))] if said else []


def _named(made: Price, teller: Teller) -> bool:
    return made.names and not teller.public


def _again(made: Price, teller: Teller) -> tuple[tuple[str, ...], str]:
    """Give the command that makes it again, if what was asked is known."""
    asked = made.asked
    sources, budget, partner = (asked.get(name) for name in ("sources", "budget", "partner"))
    if not isinstance(sources, tuple):
        return (), teller.say("answer.again_unknown")
    if teller.public and (partner or made.names):
        return (), teller.say("answer_price.again_named")
    words = []
    if isinstance(budget, Mapping):
        words += [w for kind, most in budget.items() for w in ("--budget", f"{kind}={most:.10g}")]
    elif isinstance(budget, int | float):
        words += ["--budget", command.number(budget)]
    if partner:
        words += ["--partner", str(partner)]
    elif made.names:
        words.append("--names")
    if set(sources) != set(SOURCES):
        words += [word for source in sources for word in ("--source", source)]
    for name, option in OPTIONS.items():
        if isinstance(value := asked.get(name), int | float):
            words += [option, command.number(value)]
    words += ["--fresh", str(made.futures)]
    return command.asked_of(teller, "price", words, made.seed), command.where(teller)


def _head(made: Price, rows: list[Row], teller: Teller) -> Headline:
    """Say what all rules cost together, with both packages."""
    if not rows:
        return Headline(teller.say("answer_price.none"), teller.say("price.none"), "")
    numbers, row = teller.words.numbers, rows[0]
    lead = teller.say(
        "answer_price.lead",
        ruled=numbers.plus_minus(row["ruled"], row["ruled_error"]),
        ruled_cost=_cost(row, "ruled", teller),
        free=numbers.plus_minus(row["free"], row["free_error"]),
        free_cost=_cost(row, "free", teller),
        count=made.futures,
        interval=numbers.interval(row["low"], row["high"], row["standard_error"]),
    )
    lead = " ".join(filter(None, (lead, prices.winters(made, teller.voice))))
    return Headline(sentence(made, teller), lead, "")


def sentence(made: Price, teller: Teller) -> str:
    """Say what all rules cost together, with the verdict on it."""
    row: Row = made.table.to_dict("records")[0]
    return teller.say(
        "answer_price.sentence",
        count=made.rules,
        price=teller.words.numbers.plus_minus(row["price"], row["standard_error"]),
        unit=teller.voice.say("price.person_hours", count=row["price"]),
        verdict=_judged(row, teller),
    )


def _cost(row: Row, side: str, teller: Teller) -> str:
    """Write what a package costs and how many options it holds."""
    options = teller.say("answer_price.options", count=round(row[f"{side}_options"]))
    return f"{teller.money(row[f'{side}_cost'])} ({options})"


def _judged(row: Row, teller: Teller, verdict: Callable[[Row], str] | None = None) -> str:
    """The verdict; of a price of nought why it is nought."""
    if row["changed"]:
        return (verdict or teller.verdict)(row)
    return teller.say("price.shared" if row["shared"] == row["bars"] else "price.same")


def section(made: Price, rows: list[Row], teller: Teller) -> Section:
    """Draw all rules together, then each, the dearest first."""
    named = _named(made, teller)
    drawn = [_row(row, named, teller) for row in rows]
    alone = "answer_price.title_sum" if teller.public else "answer_price.title"
    title, measure = teller.say(alone), teller.say("answer_price.measure")
    view, keys = figure.Ranked(drawn), framed.keys(drawn, teller, kinds=False)
    numbers = _numbers(rows, named, teller)
    return framed.section("prices", title, measure, view, numbers, teller, keys)


def _name(row: Row, teller: Teller) -> str:
    if row["rule"] == ALL:
        return teller.say("price.all")
    return teller.say("price.number", number=row["rule"])


def _whose(row: Row, teller: Teller) -> str:
    """Say whose rule it is, on what, of which kind and since when."""
    if row["rule"] == ALL:
        return ""
    parts = [
        teller.partner(row["partner"]),
        teller.words.own(row["topic"]),
        teller.say(f"price.kind_{row['kind']}"),
        teller.on(row["since"]) if row["since"] else "",
    ]
    return ", ".join(filter(None, parts))


def _row(row: Row, named: bool, teller: Teller) -> figure.Row:
    together = row["rule"] == ALL
    group = None if row["group"] != row["group"] else int(row["group"])
    about = teller.say("answer_price.about", count=int(row["bars"]))
    return figure.Row(
        name=_name(row, teller),
        note=", ".join(filter(None, (_whose(row, teller) if named else "", about))),
        mean=row["price"],
        interval=(row["low"], row["high"]),
        value=_price(row, teller),
        verdict=_judged(row, teller, teller.short),
        token="power" if together else "none",
        marks=teller.rivals(row),
        group=group,
        pale=group is None and not together,
    )


def _price(row: Row, teller: Teller) -> str:
    return teller.words.numbers.plus_minus(row["price"], row["standard_error"], sign=True)


def _numbers(rows: list[Row], named: bool, teller: Teller) -> Numbers:
    """Give the whole table: a row a rule; with names whose it is and what comes in without it."""
    keys = ("costs", "interval", "per_person")
    heads = [teller.say("price.rule"), *(teller.say(f"price.{key}") for key in keys)]
    heads += [teller.either_head(), teller.say("price.saves")]
    heads += [teller.say("price.costing", unit=teller.unit)]
    heads += [teller.say(f"price.{key}") for key in ("holds", "group", "verdict")]
    more = ("partner", "taken", "dropped")
    heads += [teller.say(f"price.{key}") for key in more] if named else []
    numbers = teller.words.numbers
    lines = tuple(
        (
            _name(row, teller),
            _price(row, teller),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            numbers.plus_minus(row["per_person"], row["per_person_error"]),
            teller.either(row),
            numbers.plus_minus(row["free"], row["free_error"]),
            teller.price(row["free_cost"]),
            numbers.number(row["free_options"], 2),
            teller.group(row),
            _judged(row, teller),
            *((_whose(row, teller), row["taken"], row["dropped"]) if named else ()),
        )
        for row in rows
    )
    return Numbers(teller.say("answer.table"), tuple(heads), lines, words=(9, 10, 11, 12))
