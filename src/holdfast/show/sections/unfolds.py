"""How the winters unfold: the raster under the headline, and the fan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from holdfast.outcome.statistics import difference
from holdfast.outcome.windows import months as reported_months
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures import fan as fan_figure
from holdfast.show.figures import raster as raster_figure
from holdfast.show.figures.canvas import inline
from holdfast.show.headline import HOURS_IN_DAY, verdict_key
from holdfast.show.reductions import Array
from holdfast.show.section import Drawing, Numbers, Section
from holdfast.show.sides import DAILY, Story
from holdfast.show.theme import CUTS

RASTER_DAYS, FAN_DAYS = 3, 7
LEAST_DAYS_OF_MONTH = 15
"""Reported days that make a month worth naming."""


def months(dates: list[dt.date]) -> Iterator[tuple[dt.date, slice]]:
    """Give the first of each month that is reported for long enough, and its days."""
    for first, days in reported_months(dates):
        if days.stop - days.start >= LEAST_DAYS_OF_MONTH or len(dates) < LEAST_DAYS_OF_MONTH:
            yield first, days


def month_name(date: dt.date, words: Catalogue, short: bool = False) -> str:
    """Name a month and its year."""
    names = words.numbers.months_short if short else words.numbers.months
    return f"{names[date.month - 1]} {date.year}"


def darkest_month(story: Story, after: dt.date | None = None) -> tuple[dt.date, slice]:
    """Give the month, of those from a day on, that is darkest on the first side.

    Where no month is that late, all of them are looked at.
    """
    hours = story.baseline.hours.mean(axis=0)
    known = list(months(story.dates))
    late = [month for month in known if after is not None and month[0] >= after]
    return max(late or known, key=lambda month: float(hours[month[1]].mean()))


def signature(story: Story, words: Catalogue) -> Section:
    """Draw the raster of each side, the signature of the run."""
    rows = []
    for side in story.sides:
        hours = side.hours
        smooth = (
            reductions.by_week(hours) if story.public else reductions.moving(hours, RASTER_DAYS)
        )
        mean = side.estimate(DAILY, story.windows[-1]).mean / HOURS_IN_DAY
        note = words.say("raster.note", days=words.numbers.number(mean, 2))
        rows.append(raster_figure.Row(side.label, note, reductions.tenths(smooth)))
    view = raster_figure.Raster(story.dates, rows, _change(story, words))
    title = words.say("raster.title_public" if story.public else "raster.title")
    measure = words.say("raster.measure_public" if story.public else "raster.measure")
    if story.paired:
        measure += " " + words.say(
            "raster.measure_change", other=story.shown.phrase, label=story.baseline.phrase
        )
    return Section(
        identity="winter",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "winter", title, measure, lambda width: raster_figure.draw(view, width, words)
        ),
        scale=scale(words, "winter"),
        numbers=_tenths_by_month(story, rows, words),
        numbered=False,
    )


def _change(story: Story, words: Catalogue) -> raster_figure.Change | None:
    """Give what lies between two sides, day by day: the mean over all futures."""
    if not story.paired:
        return None
    apart = (story.shown.hours - story.baseline.hours).mean(axis=0)
    smooth = reductions.by_week(apart) if story.public else reductions.moving(apart, FAN_DAYS)
    made = story.difference(DAILY, story.windows[-1]).estimate
    note = words.say(
        "raster.change_note",
        hours=words.numbers.plus_minus(made.mean, made.standard_error, sign=True),
    )
    return raster_figure.Change(words.say("raster.change"), note, smooth)


def scale(words: Catalogue, identity: str, cuts: Sequence[float] = CUTS) -> str:
    """Draw the key of the scale from lit to dark."""
    told = ", ".join(words.numbers.exact(cut) for cut in cuts)
    return inline(
        lambda: raster_figure.key(words, cuts),
        f"{identity}-key",
        words.say("raster.key"),
        words.say("raster.key_told", cuts=told),
    )


def _tenths_by_month(story: Story, rows: list[raster_figure.Row], words: Catalogue) -> Numbers:
    head = [words.say("form.month")]
    for row in rows:
        head += [words.say(f"raster.{which}", side=row.name) for which in ("dark", "middle", "lit")]
    if story.paired:
        head.append(words.say("raster.change_month"))
    lines = []
    for date, days in months(story.dates):
        line = [month_name(date, words)]
        for row in rows:
            means = row.tenths[:, days].mean(axis=1)
            chosen = (means[0], means[4:6].mean(), means[-1])
            line += [words.numbers.least(float(value)) for value in chosen]
        if story.paired:
            apart = story.shown.hours[:, days] - story.baseline.hours[:, days]
            line.append(words.numbers.least(float(apart.mean()), sign=True))
        lines.append(tuple(line))
    return Numbers(words.say("form.numbers_month"), tuple(head), tuple(lines))


Marks = tuple[Sequence[tuple[int, str]], str]
"""Days with names above a panel, and what is said of those that are not named."""


def fan(story: Story, words: Catalogue, marks: Sequence[Marks] = ()) -> Section:
    """Draw the fan of each side, and name the month that is darkest."""
    panels: list[fan_figure.Panel] = []
    levels: list[tuple[Array, Array]] = []
    date, days, _ = _compared_month(story)
    unmarked: Marks = ((), "")
    above = [*marks, *[unmarked] * (len(story.sides) - len(marks))]
    for side, (named, more) in zip(story.sides, above, strict=True):
        smooth = reductions.moving(side.hours, FAN_DAYS)
        if story.public:
            smooth = reductions.by_week(side.hours)
        bands = reductions.bands(smooth)
        made = side.estimate(DAILY, story.windows[-1])
        note = words.say(
            "fan.note",
            hours=words.numbers.plus_minus(made.mean, made.standard_error),
            end=words.numbers.day(story.dates[-1], year=True),
            day=words.numbers.fixed(float(side.hours[:, days].mean()), 1),
            month=month_name(date, words, short=True),
        )
        panels.append(
            fan_figure.Panel(side.label, note, bands, smooth.mean(axis=0), side.token, named, more)
        )
        levels.append((bands, smooth.mean(axis=0)))
    view = fan_figure.Fan(story.dates, panels)
    title = _fan_title(story, words)
    measure = shaded(
        words.say("fan.measure_public" if story.public else "fan.measure"), story, words
    )
    return Section(
        identity="fan",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "fan", title, measure, lambda width: fan_figure.draw(view, width, words)
        ),
        numbers=_bands_by_week(story, levels, words),
        notes=[words.say(_shared(story))],
    )


def shaded(measure: str, story: Story, words: Catalogue) -> str:
    """Give what a drawing of the days measures, with its shaded winters where there are any."""
    drawn = calendar.shaded(story.dates)
    return words.say("form.shaded", text=measure) if drawn else measure


def _compared_month(story: Story) -> tuple[dt.date, slice, bool]:
    """Give the darkest month after two plans part, if what they differ in it is told apart.

    Else, and of one side, the darkest month of all, and False.
    """
    if story.paired:
        date, days = darkest_month(story, story.fork)
        a, b = (side.hours[:, days].mean(axis=1) for side in story.sides)
        found = difference(a, b, story.shown.outcome.pair, "less")
        seen = round(float(a.mean()), 1) != round(float(b.mean()), 1)
        if seen and verdict_key(found) == "told":
            return date, days, True
    return *darkest_month(story), False


def _fan_title(story: Story, words: Catalogue) -> str:
    """Name the month to look at, and what the second side changes in it if that is told apart."""
    date, days, told = _compared_month(story)
    hours = [words.numbers.fixed(float(side.hours[:, days].mean()), 1) for side in story.sides]
    key = "fan.title_pair" if told else "fan.title"
    month = month_name(date, words)
    return words.say(
        key,
        month=month,
        a=hours[0] if told else words.hours(hours[0]),
        b=words.hours(hours[-1]),
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )


def _bands_by_week(story: Story, levels: list[tuple[Array, Array]], words: Catalogue) -> Numbers:
    head = [words.say("form.week_to")]
    for side in story.sides:
        head += [
            words.say("fan.level", side=side.label, level=name)
            for name in ("5 %", words.say("form.median"), words.say("form.mean"), "95 %")
        ]
    lines = []
    for start in range(0, len(story.dates), 7):
        end = min(start + 7, len(story.dates))
        line = [words.numbers.day(story.dates[end - 1], year=True)]
        for bands, mean in levels:
            shown = (bands[0], bands[2], mean, bands[4])
            line += [words.numbers.least(float(each[start:end].mean())) for each in shown]
        lines.append(tuple(line))
    return Numbers(words.say("form.numbers_week"), tuple(head), tuple(lines))


def _shared(story: Story) -> str:
    """What two sides have in common in each future: the key of a message."""
    if not story.paired:
        return "fan.alone"
    return "fan.unlike" if story.unlike else "fan.same"
