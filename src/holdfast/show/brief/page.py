"""What stands on the two pages of the brief, as the template sets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from holdfast.outcome.statistics import Difference
from holdfast.questions.worth import Worth
from holdfast.show.brief import rows as table
from holdfast.show.brief.fit import cut, printed
from holdfast.show.brief.measures import measures
from holdfast.show.catalogue import Catalogue
from holdfast.show.caveats import stance
from holdfast.show.changes import GROUPS, PERCENT, SHARES, verdict_words
from holdfast.show.fitting import LINES, ROOM, SERIF, headline_size, lines_of
from holdfast.show.headline import SUFFERING, headline, verdict_key
from holdfast.show.left_out import left_out
from holdfast.show.sections import basis, plan, unfolds
from holdfast.show.sections.assumed import Assumption
from holdfast.show.sections.judged import hindcast as judged
from holdfast.show.sections.unfolds import scale
from holdfast.show.sides import Story
from holdfast.show.sources import listed, named

MOST_ASSUMPTIONS, MOST_OPEN, MOST_SOURCES = 10, 6, 14
WIDE = 510.0
"""Points of a line across the page."""
HALF = 235.0
"""Points of a line of one of two columns."""
UNSURE = ("leans", "not_told", "rare")


def page(
    story: Story, worths: Sequence[Worth], hindcast: pd.DataFrame | None, words: Catalogue
) -> dict[str, Any]:
    """Everything that the template needs: texts, and two drawings as SVG."""
    ranked = table.ranked(story, worths)
    shown = ranked[: table.MOST]
    head = headline(story, words)
    size = headline_size(head.sentence)
    winter = unfolds.signature(story, words)
    assert winter.drawing is not None
    rested = basis.basis(story, words)
    return {
        "language": words.language,
        "title": words.own(story.scenario.settings.title),
        "program": f"Holdfast {story.shown.outcome.version}",
        "top": _top(story, words),
        "headline": head.sentence
        if lines_of(head.sentence, size) <= LINES
        else cut(head.sentence, ROOM, LINES, size=size * SERIF, bold=True),
        "headline_size": size,
        "lead": cut(f"{head.lead} {head.caution}", WIDE, 7, size=9.5),
        "raster": {
            "svg": printed(dict(winter.drawing.sizes)["p"]),
            "alt": _raster_alt(story, words),
            "scale": printed(scale(words, "scale")),
            "scale_alt": words.say("brief.scale_alt"),
            "measure": winter.measure,
        },
        "measures": measures(story, words),
        "table_title": _table_title(story, len(shown), words),
        "heads": table.heads(story, words),
        "rows": table.table(story, shown, words),
        "empty": "" if shown else _empty(story, words),
        "note": _note(story, ranked, shown, words),
        "basis_title": words.say(
            "brief.basis",
            title=cut(words.own(story.scenario.settings.title), 300, 1, size=13, bold=True),
        ),
        "assumptions_title": _assumptions_title(rested, words),
        "assumptions_heads": _assumptions_heads(rested, words),
        "assumptions": [
            [cut(each.what, 205, 4), cut(each.value, 118, 4), cut(_source(each), 180, 6)]
            for each in rested.main[:MOST_ASSUMPTIONS]
        ],
        "blocks": _blocks(story, shown, hindcast, rested, words),
        "footer": words.say("brief.footer"),
        "again_title": words.say("basis.again"),
        "again": [cut(text, WIDE, 2) for text in _commands(rested, words)],
        "made": words.say(
            "brief.made",
            seed=str(story.shown.outcome.seed),
            version=story.shown.outcome.version,
            digest=story.baseline.outcome.scenario.digest,
            shown=story.shown.outcome.scenario.digest,
            count=story.futures,
        ),
    }


def _top(story: Story, words: Catalogue) -> list[str]:
    """The line above the headline."""
    entries = [
        cut(words.own(story.scenario.settings.title), 230, 1, size=8.5),
        words.say("top.futures", count=story.futures),
    ]
    if story.scenario.as_of is not None:
        day = words.numbers.day(story.scenario.as_of, year=True, short=False)
        entries.append(words.say("top.as_of", day=day))
    if story.public:
        entries.append(words.say("top.public"))
    return entries


def _raster_alt(story: Story, words: Catalogue) -> str:
    """The raster for those who cannot see it: what it shows, and each side's mean."""
    sides = [
        words.say(
            "brief.raster_side",
            side=side.label,
            hours=words.hours(words.numbers.plus_minus(made.mean, made.standard_error)),
        )
        for side in story.sides
        for made in [side.estimate("hours_without_power", story.windows[-1])]
    ]
    title = words.say("raster.title_public" if story.public else "raster.title")
    return f"{title}. {' '.join(sides)}"


def _table_title(story: Story, count: int, words: Catalogue) -> str:
    """The title of the table, which counts its rows where there are any."""
    if not count:
        return words.say("brief.table_none" if story.paired else "brief.table_alone_none")
    return words.say("brief.table" if story.paired else "brief.table_alone", count=count)


def _assumptions_title(rested: basis.Basis, words: Catalogue) -> str:
    """The title of the assumptions: by what they are chosen, or that none has a range."""
    return words.say("brief.assumptions" if rested.ranged else "brief.assumptions_exact")


def _assumptions_heads(rested: basis.Basis, words: Catalogue) -> list[str]:
    """The heads of the assumptions."""
    value = "basis.value" if rested.ranged else "brief.value"
    return [words.say(key) for key in ("basis.what", value, "basis.source")]


def _empty(story: Story, words: Catalogue) -> str:
    """Why the table has no rows."""
    hidden = table.hidden(story)
    if hidden:
        return words.say("brief.empty_military", count=hidden)
    if not story.paired:
        return words.say("brief.empty_pledged")
    if story.added:
        return words.say("brief.empty_outside", count=len(story.added))
    return words.say("brief.empty_added")


def _note(
    story: Story, ranked: Sequence[table.Row], shown: Sequence[table.Row], words: Catalogue
) -> str:
    """How the table is to be read, and what it leaves out."""
    weight = words.numbers.exact(story.scenario.settings.weights.cold.value)
    parts = [words.say("brief.note", count=story.futures, weight=weight)] if shown else []
    left = len(ranked) - len(shown)
    if left:
        cost = sum(plan.worth(row.due) for row in ranked[len(shown) :])
        parts.append(words.say("brief.left", count=left, cost=words.numbers.number(cost, 3)))
    skipped = _skipped(story)
    if skipped:
        parts.append(words.say("brief.skipped", count=skipped, most=table.MOST_VALUED))
    if story.public:
        parts.append(words.say("plan.public"))
    return " ".join(parts)


def _skipped(story: Story) -> int:
    """How many deliveries were not valued because others cost more."""
    return table.count(story) - len(table.candidates(story))


def _blocks(
    story: Story,
    shown: Sequence[table.Row],
    hindcast: pd.DataFrame | None,
    rested: basis.Basis,
    words: Catalogue,
) -> list[dict[str, Any]]:
    """The titled blocks of the second page: title and paragraphs or points."""
    made = [
        (words.say("brief.open"), _open(story, shown, words), True),
        (*_looking_back(story, hindcast, words), False),
        (words.say("basis.floors"), list(rested.floors), False),
        (words.say("basis.weights"), list(rested.weights), False),
        (words.say("basis.read"), _how(story, words), False),
        (words.say("basis.out"), list(left_out(story.scenario, words)), True),
        (words.say("brief.sources"), _sources(story, shown, rested, words), False),
    ]
    return [
        {"title": title, "points": points, "texts": [cut(text, HALF, 8) for text in texts]}
        for title, texts, points in made
    ]


def _open(story: Story, shown: Sequence[table.Row], words: Catalogue) -> list[str]:
    """What these futures do not tell apart: measures between the plans, and rows of the table."""
    said = []
    window = story.windows[-1]
    metrics = [SUFFERING] if story.homes else []
    metrics += [name for names in GROUPS.values() for name in names]
    for metric in metrics if story.paired else []:
        found = story.difference(metric, window)
        if verdict_key(found) in UNSURE:
            said.append(_unsure(metric, found, words))
    open_rows = [row for row in shown if verdict_key(row.whole) in UNSURE]
    if open_rows:
        each = [cut(table.what(row.due, story, words), 120, 1) for row in open_rows]
        names = words.say("form.joint").join(each)
        said.append(words.say("brief.open_rows", count=len(open_rows), names=names))
    return said[:MOST_OPEN] or [words.say("brief.open_none")]


def _unsure(metric: str, found: Difference, words: Catalogue) -> str:
    """A measure that is not told apart, with its difference unless that is rare."""
    name, verdict = words.say(f"metric.{metric}.name"), verdict_words(found, words)
    if verdict_key(found) == "rare":
        return words.say("brief.open_rare", name=name, verdict=verdict)
    scale = PERCENT if metric in SHARES else 1.0
    mean, error = scale * found.estimate.mean, scale * found.estimate.standard_error
    return words.say(
        "brief.open_metric",
        name=name,
        value=words.numbers.plus_minus(mean, error, sign=True),
        unit=words.say(f"metric.{metric}.unit", count=mean),
        verdict=verdict,
    )


def _looking_back(
    story: Story, hindcast: pd.DataFrame | None, words: Catalogue
) -> tuple[str, list[str]]:
    """The hindcast in one line, with its caution."""
    if hindcast is None:
        said = [words.say("brief.past_none"), words.say("left_out.levels")]
        return words.say("brief.past_title"), said
    made = judged(story, hindcast, words)
    return made.title, [words.say("brief.past_note")]


def _how(story: Story, words: Catalogue) -> list[str]:
    return [
        basis.read(story, words)["error"],
        basis.read(story, words)["verdict"],
        words.say("brief.read_flips"),
    ]


def _sources(
    story: Story, shown: Sequence[table.Row], rested: basis.Basis, words: Catalogue
) -> list[str]:
    """The sources that rows and assumptions cite, by number; how many more the scenario has."""
    ids = [row.due.row.get("source", "") for row in shown]
    if not story.public:
        found = [stance(story.scenario, row.due.row) for row in shown]
        ids += [each.source for each in found if each is not None]
    numbers = {number for text in ids for number in named(text, story.scenario)}
    numbers |= {number for each in rested.main[:MOST_ASSUMPTIONS] for number in each.cited}
    cited = listed(story.scenario, words, numbers)
    said = [f"[{each.number}] {cut(each.text, HALF, 3, size=7.5)}" for each in cited]
    said = said[:MOST_SOURCES]
    more = len(story.scenario.table("sources")) - len(said)
    if more and not story.public:
        said.append(words.say("brief.more_sources", count=more))
    return said or [words.say("brief.no_sources")]


def _source(each: Assumption) -> str:
    return f"{each.source} ({each.status})" if each.status else each.source


def _commands(rested: basis.Basis, words: Catalogue) -> list[str]:
    """The commands that make the brief again."""
    return [text.replace("report.html", "brief.pdf") for text in rested.commands]
