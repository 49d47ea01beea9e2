"""The page of `score raids`: both forecasts of the raid record beside their baselines."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from holdfast.show.answers.page import Fact, Page
from holdfast.show.catalogue import ENGLISH, Catalogue, unmarked
from holdfast.show.figures import reliability as figure
from holdfast.show.figures.canvas import Canvas
from holdfast.show.fitting import headline_size
from holdfast.show.headline import Headline
from holdfast.show.html import filled
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.version import __version__

LEANS, TOLD = 2.0, 3.0
"""Standard errors from which a ratio leans away from 1, and is told apart from it."""
DIGITS = 2
"""Digits of a number without an error."""
LEAST_BLOCKS = 8
"""Blocks of days under which nothing is judged, whatever the errors say."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What `holdfast.raids.judge` makes of a record, and of which days."""

    table: pd.DataFrame
    """As `judge.summary`."""
    reliability: pd.DataFrame
    """As `judge.reliability`."""
    file: str
    start: dt.date
    end: dt.date
    futures: int
    seed: int
    classes: str = ""
    """The table of classes that was named beside the shipped one."""

    def of(self, forecast: str) -> pd.DataFrame:
        """The rows of one forecast."""
        return self.table[self.table["forecast"] == forecast]

    @property
    def forecasts(self) -> list[str]:
        """The forecasts of which there is any case."""
        return list(dict.fromkeys(self.table["forecast"]))


def render(made: Scored, out: str, language: str = ENGLISH) -> str:
    """Give the page as text; it names `out`, the file it is written to."""
    words = Catalogue.of(language, marking=True)
    head = Headline(sentence(made, words), _lead(made, words), words.say("raids.caution"))
    page = Page(
        head=head,
        sections=tuple(section(made, name, words) for name in made.forecasts),
        facts=_facts(made, words),
        left_out=(words.say("raids.out_claims"), words.say("raids.out_chosen")),
        read=(words.say("raids.read_score"), words.say("raids.read_curve")),
        commands=(command(made, out, language),),
        again=words.say("raids.again"),
    )
    return filled(
        "answer.html.j2",
        words,
        head=head,
        top=[words.say("raids.top"), words.say("top.seed", seed=str(made.seed))],
        page=page,
        read=page.read,
        facts=page.facts,
        left_out=page.left_out,
        version=__version__,
        title=words.say("raids.top"),
        paper=f"{headline_size(unmarked(head.sentence)):g}",
    )


def sentence(made: Scored, words: Catalogue) -> str:
    """Say the mean of the classes' ratios, of each forecast that has any case."""
    shown = {name: _mean_ratio(made.of(name), words) for name in made.forecasts}
    if len(shown) == 2:
        return words.say("raids.both", **shown)
    (name, ratio), *_ = shown.items()
    return words.say(f"raids.one_{name}", ratio=ratio)


def _mean_ratio(table: pd.DataFrame, words: Catalogue) -> str:
    """Write the mean of the ratios with the mean of their errors, where all have one.

    Classes share raids, so their errors hang together in a way that is not known: whatever it is,
    the error of a mean is no more than the mean of the errors.
    """
    ratio = table["ratio"].mean()
    if (table["blocks"] < LEAST_BLOCKS).any():
        return words.say("raids.without_error", ratio=words.numbers.fixed(ratio, 2))
    return words.numbers.plus_minus(ratio, table["ratio_error"].mean())


def class_name(name: str, words: Catalogue) -> str:
    """What a class is called, or its id where the catalogue has no word for it."""
    key = f"raids.class_{name}"
    return words.say(key) if words.has(key) else name


def heads(words: Catalogue) -> list[str]:
    """The heads of the table of a forecast."""
    keys = (
        *("class", "cases", "score", "baseline", "ratio", "coverage", "coverage_baseline"),
        "verdict",
    )
    return [words.say(f"raids.head_{key}") for key in keys]


def lines(table: pd.DataFrame, words: Catalogue) -> list[tuple[str, ...]]:
    """A row for each class: scores, ratio and coverage, and the verdict on the ratio.

    Each has its standard error where the blocks of days are enough for one.
    """

    def shown(row: Mapping[Any, Any], of: str, scale: int = 1) -> str:
        if row["blocks"] < LEAST_BLOCKS:
            return words.numbers.number(scale * row[of], DIGITS)
        return words.numbers.plus_minus(scale * row[of], scale * row[f"{of}_error"])

    return [
        (
            class_name(row["class"], words),
            words.numbers.fixed(row["n"]),
            shown(row, "score"),
            shown(row, "baseline_score"),
            shown(row, "ratio"),
            shown(row, "coverage", 100),
            shown(row, "baseline_coverage", 100),
            verdict(row, words),
        )
        for row in table.to_dict("records")
    ]


def verdict(row: Mapping[Any, Any], words: Catalogue) -> str:
    """Say whether a class's score is told apart from the baseline's; too few blocks say nothing."""
    if row["blocks"] < LEAST_BLOCKS:
        return words.say("raids.verdict_few", count=int(row["blocks"]))
    apart = _apart(row["ratio"], row["ratio_error"])
    kind = "told" if abs(apart) > TOLD else "leans" if abs(apart) > LEANS else ""
    if not kind:
        return words.say("raids.verdict_not_told")
    return words.say(f"raids.verdict_{kind}_{'better' if apart > 0 else 'worse'}")


def unjudged(made: Scored, words: Catalogue) -> str:
    """Say why classes stand without errors, where any do."""
    if (made.table["blocks"] >= LEAST_BLOCKS).all():
        return ""
    return words.say("raids.few", least=LEAST_BLOCKS)


def section(made: Scored, forecast: str, words: Catalogue) -> Section:
    """Draw the reliability of one forecast by class, with the table of its scores."""
    table = made.of(forecast)
    title = finding(table, forecast, words)
    measure = words.say(f"raids.measure_{forecast}")
    panels = _panels(made, forecast, words)
    return Section(
        identity=forecast,
        title=title,
        measure=measure,
        drawing=Drawing.of(forecast, title, measure, partial(_draw, panels, words)),
        keys=[
            Key("defence", words.say("raids.key_ours")),
            Key("none", words.say(f"raids.key_{forecast}"), "dash"),
            Key("line", words.say("raids.key_even")),
        ],
        numbers=Numbers(
            words.say("answer.table"), tuple(heads(words)), tuple(lines(table, words)), words=(7,)
        ),
        notes=tuple(filter(None, (unjudged(made, words), words.say("raids.cited")))),
    )


def finding(table: pd.DataFrame, forecast: str, words: Catalogue) -> str:
    """Say in how many classes the score is lower than the baseline's, and told apart from it."""
    apart = _apart(table["ratio"], table["ratio_error"])
    apart = apart.where(table["blocks"] >= LEAST_BLOCKS, 0.0)
    fields = {"classes": len(table), "count": int((table["ratio"] < 1).sum())}
    fields |= {"told": int((apart > TOLD).sum())}
    fields |= {"leans": int(((apart > LEANS) & (apart <= TOLD)).sum())}
    return words.say(f"raids.title_{forecast}", **fields)


def _apart(ratio: Any, error: Any) -> Any:
    """Standard errors by which a ratio is under 1."""
    return (1 - ratio) / error


def command(made: Scored, out: str, language: str) -> str:
    """Give the command that makes the page again."""
    given = ["holdfast", "score", "raids", made.file, "--from", str(made.start)]
    given += ["--classes", made.classes] if made.classes else []
    given += ["--to", str(made.end), "--futures", str(made.futures), "--seed", str(made.seed)]
    given += ["--out", out, *([] if language == ENGLISH else ["--language", language])]
    return " ".join(map(shlex.quote, given))


def _draw(panels: Sequence[figure.Panel], words: Catalogue, width: float) -> Canvas:
    return figure.draw(panels, width, words)


def _panels(made: Scored, forecast: str, words: Catalogue) -> list[figure.Panel]:
    panels = []
    for row in made.of(forecast).to_dict("records"):
        part = made.reliability
        part = part[(part["forecast"] == forecast) & (part["class"] == row["class"])]
        note = words.say(f"raids.cases_{forecast}", count=int(row["n"]))
        curves = (part[name].to_numpy() for name in ("level", "ours", "baseline"))
        panels.append(figure.Panel(class_name(row["class"], words), note, *curves))
    return panels


def _lead(made: Scored, words: Catalogue) -> str:
    last = made.end - dt.timedelta(days=1)
    days = {"first": words.numbers.day(made.start, year=True)}
    return words.say("raids.lead", last=words.numbers.day(last, year=True), **days)


def _facts(made: Scored, words: Catalogue) -> tuple[Fact, ...]:
    said = [("record", words.say("raids.cited")), ("ours", words.say("raids.ours_said"))]
    said += [("baseline", words.say("raids.baseline_said"))]
    said += [("errors", words.say("raids.errors_said"))]
    return tuple(Fact(words.say(f"raids.fact_{key}"), text) for key, text in said)
