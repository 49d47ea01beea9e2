"""Two runs on the same futures beside each other: what the screen shows of them, written once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.arrays import Array
from holdfast.page.card import ROWS

if TYPE_CHECKING:
    from holdfast.questions.whatif import WhatIf
    from holdfast.show.catalogue import Catalogue
    from holdfast.show.section import Section
    from holdfast.show.sides import Side, Story

HOURS_IN_DAY = 24.0


def written(made: WhatIf, language: str) -> dict[str, Any]:
    """What is written of two runs in one language; sentences and numbers as their report has them.

    Every day and every delivery stands there: it is for those who may look at the folder.
    """
    from holdfast.page.maps import ground
    from holdfast.show.catalogue import Catalogue
    from holdfast.show.changes import changes, window_name
    from holdfast.show.headline import headline
    from holdfast.show.sections import certainty
    from holdfast.show.sections.unfolds import darkest_month, month_name
    from holdfast.show.sides import Story
    from holdfast.show.voice import Voice

    words = Catalogue.of(language).of_scenario(made.b.scenario)
    story = Story.of(made, words, public=False)
    said, voice = headline(story, words), Voice.of(words)
    return {
        "headline": said.sentence,
        "lead": said.lead,
        "caution": said.caution,
        "notes": [voice.write(note) for note in made.notes if note.fields.get("count") != 0],
        "futures": story.futures,
        "first": story.dates[0].isoformat(),
        "sides": _sides(story, words),
        "windows": [
            {
                "name": window_name(window, story, words),
                "table": dataclasses.asdict(changes(story, words, window)),
            }
            for window in _windows(story)
        ],
        "difference": _figure(certainty.difference(story, words)),
        "country": ground(story, words),
        "spans": _spans(story, words),
        "darkest": month_name(darkest_month(story, story.fork)[0], words),
        "plans": _plans(made, voice),
    }


def _windows(story: Story) -> Sequence[Any]:
    """All the reported time, then its winters where there are several."""
    whole, winters = story.windows[-1], story.windows[:-1]
    return [whole, *(winters if len(winters) > 1 else ())]


def _sides(story: Story, words: Catalogue) -> list[dict[str, Any]]:
    """Of each side its name, its signature, its hours and what it adds costs."""
    from holdfast.show import reductions
    from holdfast.show.costed import costs
    from holdfast.show.sections.unfolds import RASTER_DAYS
    from holdfast.show.sides import DAILY
    from holdfast.show.theme import step

    window, numbers = story.windows[-1], words.numbers
    found = [side.estimate(DAILY, window) for side in story.sides]
    gap = story.difference(DAILY, window).estimate
    levels = numbers.levels(
        [(each.mean, each.standard_error) for each in found], gap.mean, gap.standard_error
    )
    made = []
    for side, each, level, cost in zip(story.sides, found, levels, costs(story), strict=False):
        smooth = reductions.moving(side.hours, RASTER_DAYS)
        steps = step(reductions.tenths(smooth, ROWS)).tolist()
        days = numbers.number(each.mean / HOURS_IN_DAY, 2)
        made.append(
            {
                "label": side.label,
                "steps": ["".join(map(str, row)) for row in steps],
                "days": words.say("page.days", value=days),
                "hours": words.say("page.hours_error", hours=level),
                "cost": _cost(cost, words),
            }
        )
    return made


def _cost(made: tuple[float, float, float], words: Catalogue) -> str:
    """Say what a side adds costs, with the range of its prices."""
    stated, low, high = made
    if not any(made):
        return words.say("page_compare.no_cost")
    cost = words.numbers.number(stated)
    if low == high:
        return words.say("page_compare.cost", cost=cost)
    return words.say(
        "page_compare.cost_range", cost=cost, span=words.numbers.span(low, high, digits=3)
    )


def _figure(section: Section) -> dict[str, Any]:
    """A section of the report: its title, its drawings by width, and its numbers."""
    assert section.drawing is not None
    assert section.numbers is not None
    return {
        "title": section.title,
        "measure": section.measure,
        "sizes": section.drawing.sizes,
        "numbers": {
            "summary": section.numbers.summary,
            "head": section.numbers.head,
            "rows": section.numbers.rows,
        },
        "notes": list(section.notes),
    }


def _spans(story: Story, words: Catalogue) -> list[dict[str, Any]]:
    """Where it is dark on both sides: in all, in each winter, in each month."""
    from holdfast.show.changes import window_name
    from holdfast.show.sections.places import names
    from holdfast.show.sections.unfolds import month_name, months

    spans = [
        (window_name(window, story, words), _place(window, story)) for window in _windows(story)
    ]
    spans += [(month_name(month, words), days) for month, days in months(story.dates)]
    sides = [_by_region(side, [days for _, days in spans]) for side in story.sides]
    named = names(story)
    return [
        {"name": name, **_span(story, [side[place] for side in sides], named, words)}
        for place, (name, _) in enumerate(spans)
    ]


def _place(window: Any, story: Story) -> slice:
    return slice(story.position(window.first), story.position(window.last) + 1)


def _by_region(side: Side, spans: Sequence[slice]) -> list[Array]:
    """(F, R) hours without power a person and day of each span of reported days."""
    from holdfast.show.sides import DAILY

    parts: list[list[Array]] = [[] for _ in spans]
    for values, _ in side.parts(DAILY):
        for made, days in zip(parts, spans, strict=True):
            made.append(values[:, days].mean(axis=1))
    return [np.concatenate(made) for made in parts]


def _span(
    story: Story, hours: Sequence[Array], named: Sequence[str], words: Catalogue
) -> Mapping[str, Any]:
    """Of one span what the maps show, and the same as numbers with what lies between."""
    from holdfast.outcome.statistics import difference
    from holdfast.show.changes import NOTHING, verdict_words
    from holdfast.show.headline import verdict_key
    from holdfast.show.theme import decimals, step

    pair, numbers = story.shown.outcome.pair, words.numbers
    means = [side.mean(axis=0) for side in hours]
    places = decimals(np.array(means))
    shown = [np.round(each, places) for each in means]
    found = [difference(hours[0][:, r], hours[1][:, r], pair, "less") for r in range(len(named))]
    apart = [
        numbers.plus_minus(each.estimate.mean, each.estimate.standard_error, sign=True)
        if each.changed
        else NOTHING
        for each in found
    ]
    texts = [
        [words.say("regions.hours", hours=numbers.fixed(float(v), places)) for v in each]
        for each in shown
    ]
    told = [r for r, each in enumerate(found) if verdict_key(each) == "told"]
    most = max(told, key=lambda r: abs(found[r].estimate.mean), default=None)
    finding = words.say("page_compare.none_apart")
    if most is not None:
        key = "gains" if found[most].estimate.mean < 0 else "loses"
        finding = words.say(f"page_compare.{key}", region=named[most], hours=apart[most])
    return {
        "finding": finding,
        "dark": ["".join(map(str, step(each).tolist())) for each in shown],
        "values": texts,
        "rows": [
            [named[r], texts[0][r], texts[1][r], apart[r], verdict_words(found[r], words)]
            for r in np.argsort(-means[0], kind="stable").tolist()
        ],
    }


def _plans(made: WhatIf, voice: Any) -> dict[str, list[str]]:
    """What is delivered on one side alone, and on both: each by itself, packages too."""
    from holdfast.questions.deliveries import changes, described

    a, b = made.a.scenario, made.b.scenario
    added, removed = changes(a, b)
    apart = {row["id"] for row in added}
    both = [
        {column: value for column, value in row.items() if value}
        for row in b.table("deliveries").rows()
        if row["id"] not in apart
    ]
    return {
        name: [voice.write(said) for row in rows for said in described(scenario, [row])]
        for name, scenario, rows in (("a", a, removed), ("b", b, added), ("both", b, both))
    }
