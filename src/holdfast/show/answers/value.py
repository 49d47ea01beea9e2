"""What the next amount buys: options ranked, those not told apart held together."""

from __future__ import annotations

import pandas as pd

from holdfast.questions.value import BY, SOURCES, Value
from holdfast.show.answers import command
from holdfast.show.answers.page import Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Drawing, Key, Numbers, Section


def page(made: Value, teller: Teller) -> Page:
    """Make the page: what is saved, the same for its cost, and what it adds to survival."""
    table, hidden = _shown(made, teller)
    notes = [teller.say("answer.hidden", count=hidden)] if hidden else []
    tried = teller.say("worth.evaluations", count=round(made.evaluations))
    judged = teller.say("answer.judged_fresh", count=made.futures)
    commands, again = _again(made, teller)
    return Page(
        head=_head(made, table, teller),
        sections=tuple(
            section(made, table, criterion, teller, notes)
            for criterion in sorted(BY, key=lambda each: each != made.by)
            if len(table if criterion == made.by else table["group"].dropna())
        ),
        facts=tuple(teller.basis(judged, tried, made.seed)),
        left_out=(teller.say("answer_value.alone"),),
        read=(teller.say("answer.read_error"), teller.say("worth.read_group")),
        commands=commands,
        again=again,
    )


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
    return command.asked_of(teller, "value", given, made.seed), command.where(teller)


def _head(made: Value, table: pd.DataFrame, teller: Teller) -> Headline:
    """Say which option leads, or how many do that are not told apart."""
    lead = teller.say("answer_value.lead", count=len(table), futures=made.futures)
    best = made.groups[0] if made.groups else ()
    leading = table[table["option"].isin(best)]
    if leading.empty:
        return Headline(teller.say("answer_value.none", futures=made.futures), lead, "")
    row = leading.to_dict("records")[0]
    what, value = _what(row, teller), written(row, made.by, teller, unit=True)
    if len(leading) == 1:
        sentence = teller.say("answer_value.one", what=what, value=value)
    else:
        sentence = teller.say("answer_value.many", count=len(leading), what=what, value=value)
    return Headline(sentence, lead, teller.say("answer_value.caution"))


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


def written(row: Row, by: str, teller: Teller, unit: bool = False) -> str:
    """Write what a row is by a criterion, with its standard error; in a sentence with its unit."""
    mean, error, _ = measured(row, by)
    text = teller.words.numbers.plus_minus(mean, error, sign=not unit)
    currency = teller.scenario.settings.currency
    return teller.say(f"answer_value.unit_{by}", value=text, currency=currency) if unit else text


def section(made: Value, table: pd.DataFrame, by: str, teller: Teller, notes: list[str]) -> Section:
    """Draw the options by one criterion; the first one on the page has the table too."""
    if by != made.by:
        table = table[table["group"].notna()]
    rows = [_row(row, made, by, teller) for row in table.to_dict("records")]
    identity = {"euro": "per_euro", "saved": "saved", "survival": "survival"}[by]
    currency = teller.scenario.settings.currency
    title = teller.say(f"answer_value.title_{by}", currency=currency)
    measure = teller.say(f"answer_value.measure_{by}", currency=currency)
    first = by == made.by
    return Section(
        identity=identity,
        title=title,
        measure=measure,
        drawing=Drawing.of(
            identity,
            title,
            measure,
            lambda width: figure.draw(figure.Ranked(rows), width, teller.words),
        ),
        keys=_keys(rows, by, teller),
        numbers=_numbers(table, teller) if first else _of_one(table, by, teller),
        notes=notes if first else (),
        on_paper="" if first else "half repeats",
    )


def _keys(rows: list[figure.Row], by: str, teller: Teller) -> list[Key]:
    keys = teller.kind_keys([row.token for row in rows])
    if any(row.marks for row in rows):
        keys += teller.rival_keys()
    if any(row.group is not None for row in rows):
        keys.append(Key("none", teller.say("answer.key_group"), "bracket"))
    if any(row.pale for row in rows):
        keys.append(Key("soft", teller.say("answer.key_pale"), "ring"))
    return keys


def _row(row: Row, made: Value, by: str, teller: Teller) -> figure.Row:
    mean, _, interval = measured(row, by)
    group = None if row["group"] != row["group"] else int(row["group"])
    marks = teller.rivals(row) if by != "survival" else ()
    if by == "euro":
        marks = tuple(value / row["cost"] for value in marks) if row["cost"] else ()
    note = (
        teller.partner(row["partner"]), row["option"], teller.day(row["arrives"]),
        teller.money(row["cost"]),
    )  # fmt: skip
    items = teller.held(row["contents"])
    return figure.Row(
        name=_what(row, teller),
        note=", ".join(note),
        mean=mean,
        interval=interval,
        value=written(row, by, teller),
        verdict=teller.verdict(row) if by != "survival" else "",
        token=teller.token(items[0]) if items else "power",
        marks=marks,
        group=group if by == made.by else None,
        pale=group is None,
    )


def _of_one(table: pd.DataFrame, by: str, teller: Teller) -> Numbers:
    """Give what a figure of one criterion shows."""
    heads = [teller.say(f"worth.{key}") for key in ("contents", "option")]
    column = {"euro": "per_euro", "saved": "saved", "survival": "survival"}[by]
    heads += [teller.say(f"worth.{column}"), teller.say("answer.interval")]
    lines = []
    for row in table.to_dict("records"):
        _, error, ends = measured(row, by)
        who = f"{row['option']}, {teller.partner(row['partner'])}"
        interval = teller.words.numbers.interval(*ends, error)
        lines.append((_what(row, teller), who, written(row, by, teller), interval))
    return Numbers(teller.say("answer.table"), tuple(heads), tuple(lines), words=(1,))


def _numbers(table: pd.DataFrame, teller: Teller) -> Numbers:
    """Give the whole table: a row an option."""
    keys = ("contents", "option", "arrives", "cost", "saved")
    heads = [teller.say(f"worth.{key}", unit=teller.unit) for key in keys]
    heads += [teller.say("answer.interval"), teller.say("answer.either")]
    heads += [teller.say(f"worth.{key}") for key in ("per_euro", "survival", "group", "verdict")]
    numbers = teller.words.numbers
    lines = tuple(
        (
            _what(row, teller),
            f"{row['option']}, {teller.partner(row['partner'])}",
            teller.day(row["arrives"]),
            teller.price(row["cost"]),
            written(row, "saved", teller),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.either(row),
            written(row, "euro", teller),
            written(row, "survival", teller),
            teller.group(row),
            teller.verdict(row),
        )
        for row in table.to_dict("records")
    )
    return Numbers(teller.say("answer.table"), tuple(heads), lines, words=(1, 10))
