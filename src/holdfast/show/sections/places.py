"""Where it is dark: a tile for each region, and how each region's winters unfold."""

from __future__ import annotations

import numpy as np

from holdfast.outcome.statistics import difference, estimate
from holdfast.show import reductions, theme
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import regions as figure
from holdfast.show.headline import verdict_key
from holdfast.show.reductions import Array
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sections.unfolds import FAN_DAYS, darkest_month, month_name, scale
from holdfast.show.sides import Story

MILLION = 1e6


def names(story: Story) -> list[str]:
    """Give the names of the regions in the order of the arrays."""
    table = story.scenario.table("regions")
    by_id = dict(zip(table.text("id"), map(story.words.own, table.text("name")), strict=True))
    return [by_id[str(region)] for region in story.shown.outcome.data["region"].values]


def order(story: Story) -> list[int]:
    """Give the regions darkest first, by the first side's mean over the reported time."""
    return [int(r) for r in np.argsort(-story.baseline.by_region.mean(axis=(0, 1)), kind="stable")]


def _hours(story: Story, days: slice) -> list[Array]:
    """Give hours a day by region in these days, mean over futures, for each side."""
    return [side.by_region[:, days].mean(axis=(0, 1)) for side in story.sides]


def _title(story: Story, month: str, hours: list[Array], words: Catalogue) -> str:
    """Name the darkest region, and the one that gains most where that is told apart."""
    named = names(story)
    dark = named[int(hours[0].argmax())]
    if story.paired:
        before, after = (side.by_region.sum(axis=1) for side in story.sides)
        gains = (before - after).mean(axis=0)
        most = int(gains.argmax())
        found = difference(before[:, most], after[:, most], story.shown.outcome.pair, "less")
        if verdict_key(found) == "told" and gains[most] > 0:
            key = "places.title_same" if named[most] == dark else "places.title_other"
            return words.say(key, dark=dark, month=month, most=named[most], name=story.named)
    return words.say("places.title", dark=dark, month=month)


def tiles(story: Story, words: Catalogue) -> Section:
    """Draw a tile for each region in the darkest month."""
    date, days = darkest_month(story, story.fork)
    month = month_name(date, words)
    hours = _hours(story, days)
    ranked = [int(r) for r in np.argsort(-hours[0], kind="stable")]
    named = names(story)
    title = _title(story, month, hours, words)
    decimals = theme.decimals(np.array(hours))
    measure = words.say("places.measure", month=month)
    view = figure.Tiles(
        [named[r] for r in ranked],
        [
            (side.label, month, values[ranked])
            for side, values in zip(story.sides, hours, strict=True)
        ],
        decimals,
    )
    return Section(
        identity="tiles",
        title=title,
        measure=measure,
        drawing=Drawing.of("tiles", title, measure, lambda width: figure.tiles(view, width, words)),
        scale=scale(words, "tiles"),
        numbers=_by_side(story, ranked, hours, (month, decimals), words),
    )


def _by_side(
    story: Story, ranked: list[int], hours: list[Array], shown: tuple[str, int], words: Catalogue
) -> Numbers:
    """Give the values of the tiles as a table."""
    month, decimals = shown
    head = (words.say("form.region"), *(f"{side.label}, {month}" for side in story.sides))
    named = names(story)
    lines = tuple(
        (
            named[r],
            *(
                words.say("regions.hours", hours=words.numbers.fixed(float(each[r]), decimals))
                for each in hours
            ),
        )
        for r in ranked
    )
    return Numbers(words.say("form.numbers"), head, lines)


def multiples(story: Story, words: Catalogue) -> Section:
    """Draw a small panel for each region, darkest first."""
    ranked, named = order(story), names(story)
    people = story.shown.outcome.people.mean(axis=0) / MILLION
    bands = []
    for r in ranked:
        curves = [side.by_region[:, :, r] for side in story.sides]
        smooth = [
            reductions.by_week(c) if story.public else reductions.moving(c, FAN_DAYS)
            for c in curves
        ]
        bands.append([(reductions.bands(curve), curve.mean(axis=0)) for curve in smooth])
    title = words.say("places.each")
    headings = [
        (named[r], words.say("places.people", people=words.numbers.number(people[r], 2)))
        for r in ranked
    ]
    view = figure.Multiples(story.dates, headings, bands, [side.token for side in story.sides])
    measure = words.say("places.each_measure_public" if story.public else "places.each_measure")
    return Section(
        identity="regions",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "regions", title, measure, lambda width: figure.multiples(view, width, words)
        ),
        keys=[
            Key(side.token, side.label, "dash" if side.token == "none" else "")
            for side in story.sides
        ]
        if story.paired
        else [],
        numbers=_by_window(story, ranked, words),
        numbered=False,
    )


def _by_window(story: Story, ranked: list[int], words: Catalogue) -> Numbers:
    """Give hours without power per person by region, each side, with the paired difference."""
    head = [words.say("form.region"), *(side.label for side in story.sides)]
    if story.paired:
        head.append(words.say("changes.difference"))
    lines = []
    totals = [side.by_region.sum(axis=1) for side in story.sides]
    pair = story.shown.outcome.pair
    for r in ranked:
        line = [names(story)[r]]
        for side in totals:
            line.append(_written(side[:, r], pair, words, sign=False))
        if story.paired:
            line.append(_written(totals[1][:, r] - totals[0][:, r], pair, words, sign=True))
        lines.append(tuple(line))
    return Numbers(words.say("places.numbers"), tuple(head), tuple(lines))


def _written(values: Array, pair: Array, words: Catalogue, sign: bool) -> str:
    made = estimate(values, pair)
    return words.numbers.plus_minus(made.mean, made.standard_error, sign)
