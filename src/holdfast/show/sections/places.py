"""Where it is dark: a map or a tile for each region, and how each region's winters unfold."""

from __future__ import annotations

import numpy as np

from holdfast.outcome.statistics import difference, estimate
from holdfast.show import reductions, theme
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import land
from holdfast.show.figures import regions as figure
from holdfast.show.figures.canvas import Canvas
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
    """Give the regions darkest first, by the first side's hours over the reported time."""
    hours = story.baseline.total_by_region.mean(axis=0)
    return [int(r) for r in np.argsort(-hours, kind="stable")]


def _hours(story: Story, days: slice) -> list[Array]:
    """Give hours a day by region in these days, mean over futures, for each side."""
    return [side.mean_by_region[days].mean(axis=0) for side in story.sides]


def _title(story: Story, month: str, hours: list[Array], words: Catalogue) -> str:
    """Name the darkest region, and the one that gains most where that is told apart."""
    named = names(story)
    dark = named[int(hours[0].argmax())]
    if story.paired:
        before, after = (side.total_by_region for side in story.sides)
        gains = (before - after).mean(axis=0)
        most = int(gains.argmax())
        found = difference(before[:, most], after[:, most], story.shown.outcome.pair, "less")
        if verdict_key(found) == "told" and gains[most] > 0:
            key = "places.title_same" if named[most] == dark else "places.title_other"
            return words.say(key, dark=dark, month=month, most=named[most], name=story.named)
    return words.say("places.title", dark=dark, month=month)


def outlines(story: Story) -> dict[str, Array]:
    """Give the outline (P, 2) of each region by its id; of a country without a map none.

    A map is drawn only where every region has one.
    """
    table, ids = story.scenario.table("outlines"), story.shown.outcome.data["region"].values
    region, point = np.array(table.text("region")), table.number("point")
    corners = np.stack([table.number("x"), table.number("y")], axis=1)
    found = {}
    for name in map(str, ids):
        own = np.flatnonzero(region == name)
        found[name] = corners[own[np.argsort(point[own], kind="stable")]]
    return found if all(len(outline) > 2 for outline in found.values()) else {}


def tiles(story: Story, words: Catalogue) -> Section:
    """Draw each region in the darkest month: on the map if there is one, else as a tile."""
    date, days = darkest_month(story, story.fork)
    month = month_name(date, words)
    hours = _hours(story, days)
    ranked = [int(r) for r in np.argsort(-hours[0], kind="stable")]
    named = names(story)
    title = _title(story, month, hours, words)
    decimals = theme.decimals(np.array(hours))
    shapes = list(outlines(story).values())
    measure = words.say("places.measure_map" if shapes else "places.measure", month=month)
    view = figure.Tiles(
        [named[r] for r in ranked],
        [
            (side.label, month, values[ranked])
            for side, values in zip(story.sides, hours, strict=True)
        ],
        decimals,
    )

    def draw(width: float) -> Canvas:
        on_map = land.maps(view, [shapes[r] for r in ranked], width, words) if shapes else None
        return on_map or figure.tiles(view, width, words)

    return Section(
        identity="tiles",
        title=title,
        measure=measure,
        drawing=Drawing.of("tiles", title, measure, draw),
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
        bands.append([_fan(side.of_region(r), story.public) for side in story.sides])
    title = words.say("places.each")
    totals = story.baseline.total_by_region.mean(axis=0)
    headings = [
        (
            named[r],
            words.say(
                "places.people",
                people=words.numbers.number(people[r], 2),
                hours=words.numbers.number(float(totals[r])),
            ),
        )
        for r in ranked
    ]
    view = figure.Multiples(story.dates, headings, bands, [side.token for side in story.sides])
    measure = words.say(
        "places.each_measure_public" if story.public else "places.each_measure",
        label=story.baseline.phrase,
    )
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


def _fan(hours: Array, public: bool) -> tuple[Array, Array]:
    """Give the levels of a region's fan and its mean, from hours (future, day)."""
    smooth = reductions.by_week(hours) if public else reductions.moving(hours, FAN_DAYS)
    return reductions.bands(smooth), smooth.mean(axis=0)


def _by_window(story: Story, ranked: list[int], words: Catalogue) -> Numbers:
    """Give hours without power per person by region, each side, with the paired difference."""
    head = [words.say("form.region"), *(side.label for side in story.sides)]
    if story.paired:
        head.append(words.say("changes.difference"))
    lines = []
    totals = [side.total_by_region for side in story.sides]
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
