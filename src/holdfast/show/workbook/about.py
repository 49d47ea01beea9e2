"""Sheets that say what the others hold: where the numbers come from, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.outcome.metrics import DAYS_IN_A_ROW, LEAST_HOURS
from holdfast.show.catalogue import Catalogue
from holdfast.show.sections import basis
from holdfast.show.sides import Story
from holdfast.show.workbook.sheet import Cell, Sheet, made


def about(story: Story, words: Catalogue) -> Sheet:
    """The run: scenario, seed, version, futures, what was known, and how to read the numbers."""
    scenario, outcome = story.scenario, story.shown.outcome
    settings = scenario.settings
    facts: list[tuple[str, Cell]] = [
        ("scenario", settings.name),
        ("title", words.own(settings.title)),
        ("digest", story.baseline.outcome.scenario.digest),
        ("seed", outcome.seed),
        ("version", outcome.version),
        ("futures", story.futures),
        ("as_of", scenario.as_of),
        ("first_day", story.dates[0]),
        ("last_day", story.dates[-1]),
        ("currency", settings.currency),
        ("cold_threshold", scenario.known("people.cold_threshold")),
        ("cold_weight", settings.weights.cold.value),
        ("cold_source", words.own(settings.weights.cold.source)),
        ("least_hours", LEAST_HOURS),
        ("days_in_a_row", DAYS_IN_A_ROW),
    ]
    if story.paired:
        facts += [
            ("plan_a", story.baseline.label),
            ("plan_b", story.shown.label),
            ("digest_b", scenario.digest),
            ("fork", story.fork),
            ("sign", words.say("book.less", b=story.shown.label, a=story.baseline.label)),
        ]
    own = {"digest": "digest_a"} if story.paired else {}
    rows: list[tuple[Cell, Cell, Cell]] = [
        (key, words.say(f"book.about_{own.get(key, key)}"), value) for key, value in facts
    ]
    for key, text in basis.read(story, words).items():
        rows.append((f"read_{key}", words.say("basis.read"), text))
    return made("about", ("key", "meaning", "value_of"), rows, words)


def described(sheets: Sequence[Sheet], words: Catalogue) -> Sheet:
    """Every column of every sheet with its note, for those who read csv files."""
    rows = [(sheet.name, each.head, each.note) for sheet in sheets for each in sheet.columns]
    return made("columns", ("sheet", "column", "meaning"), rows, words)
