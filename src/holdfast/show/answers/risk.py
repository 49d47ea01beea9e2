"""How likely a spell without power is: by date, in the worst futures, and with what may help."""

from __future__ import annotations

import datetime as dt
import shlex

import numpy as np

from holdfast.questions.fields import Verdict
from holdfast.questions.judging import ALONE
from holdfast.questions.risk import Risk
from holdfast.show import again, risking
from holdfast.show.answers import command, framed
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import chance, ranked
from holdfast.show.headline import Headline
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sides import Story

TOKENS = {
    "gas_unserved": "gas",
    "coldest_fortnight": "heat",
    "launched": "defence",
    "jammed": "defence",
    "leaked": "defence",
    "stocks_run_out": "defence",
    "defence_saturates": "defence",
}
"""What the measures of a story are of; the others are of power."""
NOT_PUBLIC = ("stocks_run_out",)
"""What a public page does not tell: whether military stocks ran out."""
TOLD, LEANS, WIDE = 3.0, 2.0, 1.96


def page(made: Risk, teller: Teller) -> Page:
    """Make the page: the chance by date, the story of the worst tenth, what would help."""
    futures = len(made.outcome.futures)
    commands, where = _again(made, teller)
    sections = [by_date(made, teller)]
    if len(made.story):
        sections.append(story(made, teller))
    if helps := _helps(made, teller):
        sections.append(help_(made, helps, teller))
    facts = [] if len(made.story) else [_untold(made, teller)]
    if how := risking.unasked(made, teller.voice):
        facts.append(Fact(teller.say("risk.helps"), how))
    facts += teller.basis(
        teller.say("answer.judged_run", count=futures),
        teller.say("answer_risk.tried", count=len(made.helps)),
        made.outcome.seed,
    )
    return Page(
        head=_head(made, teller),
        sections=tuple(sections),
        facts=tuple(facts),
        left_out=(teller.say("answer_risk.below"),),
        read=(teller.say("answer_risk.read"), teller.say("basis.read_verdict")),
        commands=commands,
        again=where,
    )


def _again(made: Risk, teller: Teller) -> tuple[tuple[str, ...], str]:
    """Give the commands that make the run and ask of it again; deliveries are not public."""
    told = Story.of(made.outcome, teller.words, teller.public)
    named = len(_helps(made, teller)) == len(made.helps)
    if teller.public and (told.plans.b.single or not named):
        return (), teller.say("answer.again_public")
    commands, runs = again.runs(told)
    danger = made.danger
    words = [danger.region, "--hours", command.number(danger.hours), "--days", str(danger.days)]
    words += [word for name in made.helps["package"] for word in ("--package", name)]
    said = " ".join(map(shlex.quote, [*words, *command.ending(teller)]))
    return (*commands, f"holdfast risk {runs[-1]} {said}"), command.where(teller)


def _region(made: Risk, teller: Teller) -> str:
    regions = made.outcome.data["region"].values.astype(str).tolist()
    names = made.outcome.data["region_name"].values.astype(str).tolist()
    return teller.words.own(names[regions.index(made.danger.region)])


def _untold(made: Risk, teller: Teller) -> Fact:
    """Say why there is no story of the worst futures."""
    said = teller.say(f"risk.untold_{made.untold}", count=len(made.worst))
    return Fact(teller.say("answer_risk.untold"), said)


def _head(made: Risk, teller: Teller) -> Headline:
    """Say the chance in all with its standard error, and by which interval."""
    row: Row = made.chances.to_dict("records")[-1]
    numbers = teller.words.numbers
    end = teller.on(row["to"] - dt.timedelta(days=1))
    spell, region = risking.spell(made.danger, teller.voice), _region(made, teller)
    seldom = risking.seldom(row, made.danger, region, end, teller.voice)
    sentence = seldom or teller.say(
        "answer_risk.sentence",
        chance=numbers.plus_minus(100 * row["p"], 100 * row["standard_error"]),
        spell=spell,
        region=region,
        end=end,
    )
    lead = teller.say(
        "answer_risk.lead_seldom" if seldom else "answer_risk.lead",
        count=row["n"],
        low=teller.share(row["low"]),
        high=teller.share(row["high"]),
        days=numbers.number(row["days"], 2) if row["days"] else "0",
    )
    return Headline(sentence, lead, teller.say("answer_risk.caution"))


def by_date(made: Risk, teller: Teller) -> Section:
    """Draw the chance that a spell is complete by a day, and that a region is in one on it."""
    table = made.by_date
    rows = table.to_dict("records")
    at = np.arange(len(rows))
    if teller.public:
        at = np.array([i for i, row in enumerate(rows) if row["date"].weekday() == 0 or not i])
    columns = {name: table[name].to_numpy(dtype=float) for name in table.columns[1:]}
    if teller.public:  # each day has what its Monday has, so that no day is told
        held = at[np.searchsorted(at, np.arange(len(rows)), side="right") - 1]
        columns = {name: values[held] for name, values in columns.items()}
    view = chance.Chance(
        [row["date"] for row in rows],
        columns["p_by"],
        (columns["low"], columns["high"]),
        columns["p_on"],
        (columns["low_on"], columns["high_on"]),
    )
    title = teller.say("answer_risk.title_by", region=_region(made, teller))
    measure = teller.say("answer_risk.measure_by", spell=risking.spell(made.danger, teller.voice))
    keys = [
        Key("power", teller.say("answer_risk.key_by")),
        Key("none", teller.say("answer_risk.key_on"), "dash"),
    ]
    return Section(
        identity="chance",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "chance", title, measure, lambda width: chance.draw(view, width, teller.words)
        ),
        keys=keys,
        numbers=_months(made, teller),
        notes=[teller.say("answer_risk.note_by")],
    )


def _months(made: Risk, teller: Teller) -> Numbers:
    """Give the chances of each span, and those by the first of each month."""
    lines = []
    windows = made.outcome.windows()
    for window, row in zip(windows, made.chances.to_dict("records"), strict=True):
        name = teller.voice.window(window.name)
        lines.append((name, *_chance(row, "p", teller), "", "", str(row["futures"])))
    for row in made.by_date.to_dict("records"):
        if row["date"].day == 1:
            by, on = _chance(row, "p_by", teller), teller.share(row["p_on"])
            ends = teller.voice.between(teller.share(row["low_on"]), teller.share(row["high_on"]))
            lines.append((teller.day(row["date"]), *by, on, ends, ""))
    interval = teller.say("answer.interval")
    heads = (
        teller.say("answer_risk.when"), teller.say("answer_risk.by"), interval,
        teller.say("answer_risk.on"), interval, teller.say("risk.futures"),
    )  # fmt: skip
    return Numbers(teller.say("answer.table"), heads, tuple(lines))


def _chance(row: Row, name: str, teller: Teller) -> tuple[str, str]:
    value = teller.words.numbers.plus_minus(100 * row[name], 100 * row["standard_error"])
    return (
        teller.say("form.percent", value=value),
        teller.voice.between(teller.share(row["low"]), teller.share(row["high"])),
    )


def story(made: Risk, teller: Teller) -> Section:
    """Draw what sets the worst tenth apart from the rest, each in its own standard errors."""
    told = made.story
    if teller.public:
        told = told[~told["measure"].isin(NOT_PUBLIC)]
    rows = told.to_dict("records")
    title = teller.say("answer_risk.title_story", count=len(made.worst))
    measure = teller.say("answer_risk.measure_story")
    view = ranked.Ranked([_measure(row, teller) for row in rows], whole=True, guides=(-TOLD, TOLD))
    heads = [teller.say(f"risk.{key}") for key in ("measure", "worst", "rest", "apart", "verdict")]
    lines = tuple((teller.say(f"risk.{row['measure']}"), *_both(row, teller)) for row in rows)
    table = Numbers(teller.say("answer.table"), tuple(heads), lines, words=(4,))
    notes = [teller.say("answer_risk.note_story")]
    return framed.section("story", title, measure, view, table, teller, (), notes, "repeats")


def _both(row: Row, teller: Teller) -> tuple[str, str, str, str]:
    """Write the worst tenth, the rest, what lies between them and the verdict."""
    scale = 100 if row["unit"].startswith("share") else 1
    numbers = teller.words.numbers
    worst, rest = (
        numbers.number(scale * row[name]) if row[name] else "0" for name in ("worst", "rest")
    )
    apart = numbers.plus_minus(scale * row["difference"], scale * row["standard_error"], sign=True)
    return worst, rest, apart, teller.voice.verdict(Verdict(row["verdict"], 0, 0))


def _measure(row: Row, teller: Teller) -> ranked.Row:
    """Lay out a measure: how surely the two lie apart, in standard errors."""
    worst, rest, apart, verdict = _both(row, teller)
    z = float(row["sure"])
    return ranked.Row(
        name=teller.say(f"risk.{row['measure']}"),
        note=teller.say("answer_risk.beside", worst=worst, rest=rest),
        mean=z,
        interval=(z - WIDE, z + WIDE),
        value=apart,
        verdict=verdict,
        token=TOKENS.get(row["measure"], "power"),
        pale=abs(z) < LEANS,
    )


def _helps(made: Risk, teller: Teller) -> list[Row]:
    """Give what may help; on a public page packages of the scenario alone, not deliveries."""
    rows: list[Row] = list(made.helps.to_dict("records"))
    packages = set(made.outcome.scenario.table("packages").text("package"))
    return [row for row in rows if row["package"] in packages] if teller.public else rows


def help_(made: Risk, rows: list[Row], teller: Teller) -> Section:
    """Draw what each package changes in the chance, in points with its interval."""
    title = teller.say("answer_risk.title_helps")
    measure = teller.say("answer_risk.measure_helps")
    view = ranked.Ranked([_help(row, teller) for row in rows])
    keys = ("package", "chance_with", "changes", "verdict", "hours_saved", "verdict")
    heads = [teller.say(f"risk.{key}") for key in keys]
    heads[3:3] = [teller.say("answer.interval"), teller.say("answer.either")]
    numbers = teller.words.numbers
    lines = tuple(
        (
            row["package"],
            teller.share(row["p_with"]),
            numbers.plus_minus(100 * row["difference"], 100 * row["standard_error"], sign=True),
            numbers.interval(100 * row["low"], 100 * row["high"], 100 * row["standard_error"]),
            teller.either(_points(row)),
            teller.voice.verdict_or_none(row),
            numbers.plus_minus(row["hours_saved"], row["hours_saved_error"], sign=True),
            teller.voice.verdict_or_none(row, "hours_"),
        )
        for row in rows
    )
    hidden = len(made.helps) - len(rows)
    table = Numbers(teller.say("answer.table"), tuple(heads), lines, words=(5, 7))
    notes = [teller.say("answer.hidden_named", count=hidden)] if hidden else []
    marks = framed.keys(view.rows, teller, kinds=False)
    return framed.section("helps", title, measure, view, table, teller, marks, notes)


def _points(row: Row) -> Row:
    """Give the changes under each rival model in points, futures in 100."""
    parts = {name: 1 if name.endswith("_n") else 100 for name in ALONE}
    return {name: scale * row[name] for name, scale in parts.items()}


def _help(row: Row, teller: Teller) -> ranked.Row:
    numbers = teller.words.numbers
    saved = numbers.plus_minus(row["hours_saved"], row["hours_saved_error"], sign=True)
    return ranked.Row(
        name=row["package"],
        note=teller.say(
            "answer_risk.help",
            chance=teller.share(row["p_with"]),
            saved=teller.words.hours(saved),
            verdict=teller.voice.verdict_or_none(row, "hours_"),
        ),
        mean=100 * row["difference"],
        interval=(100 * row["low"], 100 * row["high"]),
        value=numbers.plus_minus(100 * row["difference"], 100 * row["standard_error"], sign=True),
        verdict=teller.voice.verdict_or_none(row, short=True),
        marks=teller.rivals(_points(row)),
        pale=row["verdict"].startswith("rare"),
    )
