"""The headline: computed from the arrays, and plainer where they do not tell two sides apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import LEAST_PAIRS, Difference, trifling
from holdfast.outcome.windows import Window
from holdfast.questions.judging import rivals_of
from holdfast.show.catalogue import Catalogue
from holdfast.show.costed import costs
from holdfast.show.numbers import DIGITS
from holdfast.show.of_futures import counted
from holdfast.show.sides import DAILY, Story
from holdfast.show.verdicts import rare

HOURS_IN_DAY = 24.0
LEAST_DAYS = 2.0
"""Days under which a headline speaks of hours."""
LEAST_APART = 2 * HOURS_IN_DAY
"""Hours between two sides under which both are given in hours, that their difference is seen."""
TOLD, LEANS, RARE = "told apart", "leans", "rare"
SUFFERING, COLD, COLD_IN_ALL = "suffering", "cold_hours", "person_hours_cold"
ALL, MOST = 0.95, 0.5
"""Shares of a change of suffering from which all of it, and most, is said to be in the cold."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence at the top, the paragraph under it, and its caution."""

    sentence: str
    lead: str
    caution: str


def spoken(values: tuple[float, ...], words: Catalogue) -> tuple[str, ...]:
    """Write hours in the unit that fits them, alike for all; the last carries it.

    Days where all are long enough and lie at least two days apart, else hours, or minutes where
    none is an hour.
    """
    apart = max(values) - min(values)
    counts, unit = [round(value) for value in values], "hours"
    if min(values) >= LEAST_DAYS * HOURS_IN_DAY and (len(values) == 1 or apart >= LEAST_APART):
        counts, unit = [round(value / HOURS_IN_DAY) for value in values], "days"
    elif max(values) < 1:
        counts, unit = [round(60 * value) for value in values], "minutes"
    last = words.say(f"headline.{unit}", count=counts[-1])
    return *(words.numbers.fixed(count) for count in counts[:-1]), last


def alike(first: str, second: str) -> bool:
    """Tell whether two spoken amounts are the same, the second of which carries its unit."""
    return second.startswith((f"{first} ", f"{first}\u00a0"))


def verdict_key(found: Difference) -> str:
    """Give the last part of the key of the verdict's message."""
    if found.changed == 0:
        return "none"
    if found.verdict.startswith(RARE):
        return "rare"
    return {TOLD: "told", LEANS: "leans"}.get(found.verdict, "not_told")


def sentence(story: Story, words: Catalogue) -> str:
    """Give the headline: of one side what it suffers, of two what the second changes."""
    window = story.windows[-1]
    means = [side.estimate(DAILY, window).mean for side in story.sides]
    if not story.paired:
        (amount,) = spoken((means[0],), words)
        return words.say("headline.alone", label=story.shown.label, amount=amount)
    found = story.difference(DAILY, window)
    verdict = verdict_key(found)
    before, after = spoken((means[0], means[1]), words)
    if (verdict != "told" or alike(before, after)) and (heat := _heat(story, words)):
        return heat
    if verdict == "rare":
        key = rare("headline.rare", found.changed)
        return words.say(key, name=story.named, count=found.changed, futures=story.futures)
    if verdict in ("none", "not_told") or alike(before, after):
        key = "none" if verdict == "none" else "not_told" if verdict != "told" else "little"
        (amount,) = spoken((means[0],), words)
        return words.say(f"headline.{key}", name=story.named, amount=amount, futures=story.futures)
    direction = "less" if means[1] < means[0] else "more"
    return words.say(
        f"headline.{verdict}_{direction}",
        name=story.named,
        before=before,
        after=after,
        futures=story.futures,
    )


def _heat(story: Story, words: Catalogue) -> str:
    """Give the headline by suffering, else by the cold, where these are told apart; else blank.

    Where hours without power are told apart too, by too little to be seen, only of a change that
    is for the most part in the cold.
    """
    window = story.windows[-1]
    power, whole, cold = (story.difference(name, window) for name in (DAILY, SUFFERING, COLD))
    told = [name for name in (SUFFERING, COLD) if _worth_telling(story, name)]
    little = verdict_key(power) == "told" and _in_the_cold(story) < MOST
    if not cold.changed or not told or little:
        return ""
    said = {"name": story.named, "power": _power(story, words)}
    if SUFFERING in told:
        share = _in_the_cold(story)
        saved = whole.estimate.mean
        part = "all" if share >= ALL else "most" if share >= MOST else "none"
        return words.say(
            f"headline.suffering_{'less' if saved < 0 else 'more'}",
            saved=words.numbers.number(abs(saved), 2),
            part=words.say(f"headline.part_{part}"),
            count=_shown(abs(saved)),
            **said,
        )
    (amount,) = spoken((abs(cold.estimate.mean),), words)
    direction = "less" if cold.estimate.mean < 0 else "more"
    return words.say(f"headline.cold_{direction}", amount=amount, **said)


def _worth_telling(story: Story, metric: str) -> bool:
    """Tell whether a change in all is told apart, and no trifle of what it is a change of."""
    window = story.windows[-1]
    found, base = story.difference(metric, window), story.baseline.estimate(metric, window).mean
    return verdict_key(found) == "told" and not trifling(found, base)


def _in_the_cold(story: Story) -> float:
    """Give the share of a change of suffering that is in the cold, 0 where that is not told."""
    window = story.windows[-1]
    whole, cold = (story.difference(name, window) for name in (SUFFERING, COLD_IN_ALL))
    if {verdict_key(whole), verdict_key(cold)} != {"told"}:
        return 0.0
    weighted = story.scenario.settings.weights.cold.value * cold.estimate.mean
    return 1 - abs(whole.estimate.mean - weighted) / abs(whole.estimate.mean)


def _power(story: Story, words: Catalogue) -> str:
    """Say what hours without power do beside a change in the cold."""
    window = story.windows[-1]
    found, futures = story.difference(DAILY, window), story.futures
    verdict = verdict_key(found)
    if verdict == "rare":
        key = rare("headline.power_rare", found.changed)
        return words.say(key, count=found.changed, futures=futures)
    if verdict == "leans":
        (amount,) = spoken((abs(found.estimate.mean),), words)
        key = "less" if found.estimate.mean < 0 else "more"
        return words.say(f"headline.power_leans_{key}", amount=amount, futures=futures)
    return words.say(f"headline.power_{verdict}", futures=futures)


def lead(story: Story, words: Catalogue) -> str:
    """Give the paragraph: futures, people, span, means with errors, winters, rival models."""
    numbers, window = words.numbers, story.windows[-1]
    people = float(story.shown.outcome.people.sum(axis=1).mean()) / 1e6
    means = _means(story, window, words)
    first, last = story.dates[0], story.dates[-1]
    parts = [
        words.say(
            "lead.pair" if story.paired else "lead.alone",
            count=story.futures,
            people=words.say("lead.people", count=_shown(people), people=numbers.number(people)),
            start=numbers.day(first, year=True, short=False),
            end=numbers.day(last, year=True, short=False),
            a=words.hours(means[0]),
            b=means[-1],
            label=story.baseline.phrase,
            other=story.shown.phrase,
        )
    ]
    if len(story.windows) > 1:
        parts.append(_winters(story, words))
    if story.paired:
        parts += _suffering(story, words)
        parts += _cost(story, words)
        parts += _rivals(story, words)
    return " ".join(parts)


def _suffering(story: Story, words: Catalogue) -> list[str]:
    """Give the change of suffering and of the cold where the headline is about them."""
    if not _heat(story, words):
        return []
    window, said = story.windows[-1], []
    for name in (SUFFERING, COLD):
        made = story.difference(name, window).estimate
        said.append(words.numbers.plus_minus(made.mean, made.standard_error, sign=True))
    weight = words.numbers.exact(story.scenario.settings.weights.cold.value)
    return [words.say("lead.suffering", value=said[0], cold=words.hours(said[1]), weight=weight)]


def _shown(value: float) -> float:
    """Give a number as it is written, which decides between singular and plural."""
    return float(f"{value:.{DIGITS}g}")


def caution(story: Story, words: Catalogue) -> str:
    """Say in how many futures people lose more than the first side's mean all the same."""
    window = story.windows[-1]
    days = max(1, round(story.baseline.estimate(DAILY, window).mean / HOURS_IN_DAY))
    shares = [
        float(np.mean(side.metric(DAILY, window) > days * HOURS_IN_DAY)) for side in story.sides
    ]
    counts, of = counted(shares, story.futures, words)
    key = "lead.caution_pair" if story.paired else "lead.caution"
    return words.say(
        key,
        count=counts[-1],
        of=of,
        days=words.say("headline.days", count=days),
        before=counts[0],
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )


def headline(story: Story, words: Catalogue) -> Headline:
    """Give headline, lead and caution of a report."""
    said = caution(story, words)
    if story.unlike:
        unlike = words.say("lead.unlike", what=", ".join(story.unlike))
        said = f"{unlike} {said}"
    return Headline(sentence(story, words), lead(story, words), said)


def _means(story: Story, window: Window, words: Catalogue) -> list[str]:
    """Write the hours of each side, with digits enough to see what lies between two."""
    found = [side.estimate(DAILY, window) for side in story.sides]
    levels = [(made.mean, made.standard_error) for made in found]
    if not story.paired:
        return [words.numbers.plus_minus(*made) for made in levels]
    moved = story.difference(DAILY, window).estimate
    return words.numbers.levels(levels, moved.mean, moved.standard_error)


def _winters(story: Story, words: Catalogue) -> str:
    """Give the change, or the hours, of each winter."""
    parts = []
    for window in story.windows[:-1]:
        if story.paired:
            made, sign = story.difference(DAILY, window).estimate, True
        else:
            made, sign = story.shown.estimate(DAILY, window), False
        value = words.numbers.plus_minus(made.mean, made.standard_error, sign)
        name = winter_name(window.first, words)
        parts.append(words.say("lead.winter", value=words.hours(value), winter=name))
    key = "lead.winters_pair" if story.paired else "lead.winters"
    return words.say(key, parts=words.in_a_row(parts))


def winter_name(first: dt.date, words: Catalogue) -> str:
    """Name the winter that a window begins in by its two years."""
    year = first.year if first.month >= 7 else first.year - 1
    return words.say("form.winter", first=str(year), second=f"{(year + 1) % 100:02d}")


def _cost(story: Story, words: Catalogue) -> list[str]:
    """Give what the second plan costs more than the first, where it does, with its range."""
    stated, low, high = costs(story)[-1]
    if stated <= 0:
        return []
    numbers = words.numbers
    key = "lead.cost" if low == high else "lead.cost_range"
    span = numbers.span(low, high, digits=3)
    return [words.say(key, cost=numbers.number(stated, 3), span=span, count=stated)]


def _rivals(story: Story, words: Catalogue) -> list[str]:
    """Give the change under each rival model of air defence, where more than one was drawn."""
    drawn = np.asarray(story.shown.outcome.data["rival"].values, dtype=str)
    models = [model for model in RIVALS if (drawn == model).any()]
    if len(models) < 2:
        return []
    said, few = [], 0
    for model in models:
        made = story.difference(DAILY, story.windows[-1], drawn == model).estimate
        name = words.say(f"rival.{model}")
        if made.pairs < LEAST_PAIRS:
            few += 1
            said.append(words.say("lead.rival_few", model=name, count=made.n))
        else:
            value = words.hours(words.numbers.plus_minus(made.mean, made.standard_error, sign=True))
            said.append(words.say("lead.rival", value=value, model=name, count=made.n))
    if few == len(models):
        return [words.say("lead.rivals_few")]
    key = "lead.rivals" if len(rivals_of(story.scenario)) == 2 else "lead.rivals_more"
    return [words.say(key, parts=words.in_a_row(said))]
