"""What the next amount buys: options ranked, those not told apart held together."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from holdfast.questions.search.ranking import NOTHING
from holdfast.questions.value import BY, REFUSED, SOURCES, Value
from holdfast.show.answers import command, framed, valued
from holdfast.show.answers.page import Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Numbers, Section

DRAWN, WHOLE = 8, 14
"""Options that are drawn, and rows of a table that stands whole on paper."""


def page(made: Value, teller: Teller) -> Page:
    """Make the page: what is saved, the same for its cost, and what it adds to survival."""
    table, hidden = _shown(made, teller)
    table = valued.ordered(table)
    notes = [teller.say("answer.hidden", count=hidden)] if hidden else []
    notes += _notes(made, teller)
    tried = teller.say("worth.evaluations", count=round(100 * made.evaluations))
    judged = teller.say("answer.judged_fresh", count=made.futures)
    commands, again = _again(made, teller)
    return Page(
        head=_head(made, table, teller),
        sections=(*_sections(made, table, teller, notes), *_barred(made, teller)),
        facts=tuple(teller.basis(judged, tried, made.seed)),
        left_out=(teller.say("answer_value.alone"),),
        read=(teller.say("answer.read_error"), teller.say("worth.read_group")),
        commands=commands,
        again=again,
    )


def _sections(
    made: Value, table: pd.DataFrame, teller: Teller, notes: list[str]
) -> Iterator[Section]:
    """Draw each criterion, the one that was asked first; the others of what is ranked alone."""
    for criterion in sorted(BY, key=lambda each: each != made.by):
        some = table if criterion == made.by else valued.ranked(table)
        if len(some):
            yield section(made, some, criterion, teller, notes)


def _barred(made: Value, teller: Teller) -> Iterator[Section]:
    """Show what is barred today, and with names why; nothing of it to all eyes."""
    if teller.public:
        return
    if len(made.refused):
        yield section(made, made.refused, made.by, teller, [], REFUSED)
    if len(made.withheld):
        keys = ("contents", "option", "rule", "whose", "topic")
        rows = made.withheld.to_dict("records")
        yield Section(
            identity="withheld",
            title=teller.say("worth.title_withheld"),
            measure=teller.say("answer_value.measure_withheld"),
            numbers=Numbers(
                teller.say("answer.table"),
                tuple(teller.say(f"worth.{key}") for key in keys),
                tuple(_withheld(row, teller) for row in rows),
                words=(1, 2, 3, 4),
            ),
        )


def _withheld(row: Row, teller: Teller) -> tuple[str, ...]:
    dash = teller.say("worth.none")
    return (
        _what(row, teller),
        f"{row['option']}, {teller.partner(row['partner'])}",
        teller.say(f"worth.rule_{row['rule']}"),
        teller.partner(row["whose"]) if row["whose"] else dash,
        teller.words.own(row["topic"]) if row["topic"] else dash,
    )


def _notes(made: Value, teller: Teller) -> list[str]:
    budget = made.asked.get("budget")
    asked = teller.price(budget) if isinstance(budget, int | float) else ""
    return valued.reading(made, teller.voice, asked, teller.unit)


def _shown(made: Value, teller: Teller) -> tuple[pd.DataFrame, int]:
    """Give the rows that the page may show, and how many it may not: dated military help."""
    if not teller.public:
        return made.table, 0
    military = [any(map(teller.military, teller.held(text))) for text in made.table["contents"]]
    kept = made.table[[not each for each in military]].reset_index(drop=True)
    return kept, sum(military)


def _again(made: Value, teller: Teller) -> tuple[tuple[str, ...], str]:
    """Give the command that makes it again, if what was asked is known."""
    budget, sources = made.asked.get("budget"), made.asked.get("sources")
    if not isinstance(budget, int | float) or not isinstance(sources, tuple):
        return (), teller.say("answer.again_unknown")
    given = ["--budget", command.number(budget), "--by", made.by]
    if set(sources) != set(SOURCES):
        given += [word for source in sources for word in ("--source", source)]
    given += ["--futures", str(made.futures)]
    if made.asked.get("names") and not teller.public:
        given.append("--names")
    return command.asked_of(teller, "value", given, made.seed), command.where(teller)


def _head(made: Value, table: pd.DataFrame, teller: Teller) -> Headline:
    """Say which option leads, how many change nothing, and how many nobody may give."""
    lead = teller.say("answer_value.lead", count=len(made.table), futures=made.futures)
    said = [valued.winters(made, table, teller.voice), lead] if len(made.table) else []
    said = [*filter(None, said)]
    said += valued.left_out(made, teller.voice, teller.public)
    caution = teller.say("answer_value.caution") if len(made.table) else ""
    return Headline(valued.sentence(made, table, teller.voice), " ".join(said), caution)


def _what(row: Row, teller: Teller) -> str:
    return teller.voice.write(row["contents"])


def measured(row: Row, by: str) -> tuple[float, float, tuple[float, float]]:
    """Give mean, standard error and 95 % interval of a row by a criterion.

    Per unit of the currency the interval is that of what is saved over the cost; that of survival,
    which the table does not hold, is two standard errors either way.
    """
    if by == "saved":
        return row["saved"], row["standard_error"], (row["low"], row["high"])
    if by == "euro":
        cost = row["cost"] or float("nan")
        return row["per_euro"], row["per_euro_error"], (row["low"] / cost, row["high"] / cost)
    mean, error = 100 * row["survival"], 100 * row["survival_error"]
    return mean, error, (mean - 1.96 * error, mean + 1.96 * error)


def written(row: Row, by: str, teller: Teller) -> str:
    """Write what a row is by a criterion, with its standard error."""
    if by == "survival":
        return valued.survival(row, teller.voice)
    mean, error, _ = measured(row, by)
    return teller.words.numbers.plus_minus(mean, error, sign=True)


def section(
    made: Value, table: pd.DataFrame, by: str, teller: Teller, notes: list[str], of: str = ""
) -> Section:
    """Draw the first options by one criterion; the first one on the page has the table too.

    That one alone stands on paper: its table has the others.

    `of` is REFUSED where the table has what is barred today.
    """
    first = by == made.by
    shown = table[table["verdict"] != NOTHING].head(DRAWN)
    rows = [_row(row, made, by, teller) for row in shown.to_dict("records")]
    identity = of or valued.COLUMNS[by]
    currency = valued.currency(made, teller.voice)
    title = teller.say(f"answer_value.title_{of or by}")
    measure = teller.say(f"answer_value.measure_{by}", currency=currency)
    if of:
        measure = f"{teller.say('answer_value.measure_refused')} {measure}"
    return framed.section(
        identity,
        title,
        measure,
        figure.Ranked(rows),
        _numbers(made, table, teller) if first else _of_one(made, table, by, teller),
        teller,
        framed.keys(rows, teller),
        (*undrawn(table, shown, teller), *(notes if first else ())),
        "" if first else "screen",
    )


def undrawn(table: pd.DataFrame, shown: pd.DataFrame, teller: Teller) -> list[str]:
    """Say which options of the table the drawing leaves out."""
    left = table.drop(shown.index)
    left = left[left["verdict"] != NOTHING]
    if left.empty:
        return []
    rare = int(left["verdict"].str.startswith("rare").sum())
    key = "answer_value.undrawn_rare" if rare else "answer_value.undrawn"
    return [teller.say(key, count=len(left), rare=str(rare))]


def _row(row: Row, made: Value, by: str, teller: Teller) -> figure.Row:
    mean, error, interval = measured(row, by)
    group = None if row["group"] != row["group"] else int(row["group"])
    held = not row["over"] or bool(made.table["over"].all())
    marks = teller.rivals(row) if by != "survival" else ()
    if by == "euro":
        marks = tuple(value / row["cost"] for value in marks) if row["cost"] else ()
    cost = valued.cost(row, teller.money(row["cost"]), teller.voice)
    note = (_who(row, teller), teller.day(row["arrives"]), cost)
    items = teller.held(row["contents"])
    return figure.Row(
        name=_what(row, teller),
        note=", ".join(note),
        mean=mean,
        interval=interval,
        value=teller.words.numbers.plus_minus(mean, error, sign=True),
        verdict=_verdict(row, made, by, teller),
        token=teller.token(items[0]) if items else "power",
        marks=marks,
        group=group if by == made.by and held else None,
        pale=group is None,
    )


def _verdict(row: Row, made: Value, by: str, teller: Teller) -> str:
    """Judge a row by a criterion; what is saved is not judged where survival was asked for."""
    if by == "survival" and not row["survival_changed"]:
        return teller.say("verdict.none")
    if by == "survival":
        return teller.short(row, "survival_")
    return "" if made.by == "survival" else teller.short(row)


def _who(row: Row, teller: Teller) -> str:
    """Name an option, with what comes along and who gives it; nobody where none is told."""
    partner = teller.partner(row["partner"]) if row["partner"] else ""
    return ", ".join(filter(None, (valued.option(row, teller.voice), partner)))


def _of_one(made: Value, table: pd.DataFrame, by: str, teller: Teller) -> Numbers:
    """Give what a figure of one criterion shows; on paper the whole table has it."""
    currency = valued.currency(made, teller.voice)
    keys = ("contents", "option", valued.COLUMNS[by])
    heads = [teller.say(f"worth.{key}", currency=currency) for key in keys]
    heads.append(teller.say("answer.interval"))
    lines = []
    for row in table.to_dict("records"):
        _, error, ends = measured(row, by)
        interval = teller.words.numbers.interval(*ends, error)
        lines.append((_what(row, teller), _who(row, teller), written(row, by, teller), interval))
    return Numbers(teller.say("answer.table"), tuple(heads), tuple(lines), words=(1,), paper=0)


def _numbers(made: Value, table: pd.DataFrame, teller: Teller) -> Numbers:
    """Give the whole table: a row an option. Where it is long paper has what is drawn."""
    about = {"unit": teller.unit, "currency": valued.currency(made, teller.voice)}
    left = ("contents", "option", "arrives", "cost", "saved")
    right = ("per_euro", "survival", "group", "verdict")
    heads = [teller.say(f"worth.{key}", **about) for key in left]
    heads += [teller.say("answer.interval"), teller.either_head()]
    heads += [teller.say(f"worth.{key}", **about) for key in right]
    numbers = teller.words.numbers
    paper = None if len(table) <= WHOLE else DRAWN
    lines = tuple(
        (
            _what(row, teller),
            _who(row, teller),
            teller.day(row["arrives"]),
            valued.cost(row, teller.price(row["cost"]), teller.voice),
            written(row, "saved", teller),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.either(row),
            written(row, "euro", teller),
            written(row, "survival", teller),
            teller.group(row),
            teller.short(row),
        )
        for row in table.to_dict("records")
    )
    rest = teller.say("answer_value.paper", count=len(table) - DRAWN) if paper else ""
    return Numbers(teller.say("answer.table"), tuple(heads), lines, (1, 6, 8, 10), paper, rest)
