"""What the answer rests on: floors and weights, assumptions, what is read and what remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.metrics import DAYS_IN_A_ROW, LEAST_HOURS, short_days
from holdfast.outcome.windows import Window
from holdfast.scenario import Scenario
from holdfast.show.again import recipe
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import SURVIVALS
from holdfast.show.due import every
from holdfast.show.left_out import left_out
from holdfast.show.of_futures import counted
from holdfast.show.sections.assumed import STATUSES, Assumption, Ranking, ranking
from holdfast.show.sections.places import names
from holdfast.show.sides import DAILY, Side, Story
from holdfast.show.sources import Source, listed, named

__all__ = ["MAIN", "Assumption", "Basis", "basis", "counts"]

MAIN = 10
"""Assumptions on the page; the others can be opened."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that stands beside the figures."""

    about: str
    """What the scenario is about, in its own words; blank where it is not said or public."""
    floors: tuple[str, ...]
    by_region: str
    """In how many futures the floor of hours holds, region by region."""
    weights: tuple[str, ...]
    main: tuple[Assumption, ...]
    others: tuple[Assumption, ...]
    ranged: bool
    """Whether any assumption has a range."""
    order: str
    """By what the assumptions are ranked."""
    counts: str
    later: str
    left_out: tuple[str, ...]
    read: tuple[str, ...]
    """How numbers are to be read, by one of the page."""
    sources: tuple[Source, ...]
    commands: tuple[str, ...]
    again: str
    """Where the commands are to be given, and what they leave out."""


def counts(scenario: Scenario) -> dict[str, int]:
    """Count the rows of all tables by how they are known, and those drawn from a range."""
    found = dict.fromkeys((*STATUSES, "range"), 0)
    for table in scenario.visible.values():
        for status in table.text(table.schema.common("status")):
            if status in found:
                found[status] += 1
        ranged = [name for name in table.columns if name.endswith("_low")]
        found["range"] += sum(bool(text) for name in ranged for text in table.text(name))
    return found


def rows_known(scenario: Scenario, words: Catalogue) -> str:
    """Say how many rows of the tables are known how, and how many values come from a range."""
    found = counts(scenario)
    rows = words.say(
        "basis.counts", read=found["READ"], memory=found["MEMORY"], estimate=found["ESTIMATE"]
    )
    ranged = words.say("basis.ranged", count=found["range"])
    if not found["range"]:
        ranged = words.say("basis.ranged_none")
    return f"{rows} {ranged}"


def _floors(story: Story, words: Catalogue) -> tuple[str, ...]:
    """Say what survival asks for and how often it is met, and what is cut last."""
    window = story.windows[-1]
    shares = [side.estimate("survival", window).mean for side in story.sides]
    counts, of = counted(shares, story.futures, words)
    key = "basis.survival_pair" if story.paired else "basis.survival"
    first = words.say(
        key,
        hours=words.numbers.exact(LEAST_HOURS),
        days=words.numbers.exact(DAYS_IN_A_ROW),
        count=counts[-1],
        of=of,
        before=counts[0],
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )
    parts = _parts(story, words)
    shares_kept = story.scenario.table("power/demand").number("protected_share") * 100
    if not len(shares_kept):
        return first, parts
    low, high = float(shares_kept.min()), float(shares_kept.max())
    span = words.numbers.number(low, 2) if low == high else words.numbers.span(low, high)
    return first, parts, words.say("basis.protected", share=span)


def _parts(story: Story, words: Catalogue) -> str:
    """Say how often each part of the floor holds: service, grid, stocks."""
    window, sides = story.windows[-1], story.sides
    shares = {
        words.say(f"metric.{part}.name"): [side.estimate(part, window).mean for side in sides]
        for part in SURVIVALS
    }
    parts, of = _each(shares, story, words)
    return words.say(
        "basis.parts_pair" if story.paired else "basis.parts",
        of=of,
        parts=parts,
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )


def _by_region(story: Story, words: Catalogue) -> str:
    """Say for each region in how many futures it never falls under the floor of hours."""
    held = np.array([_held(side, story.windows[-1]) for side in story.sides])
    parts, of = _each(dict(zip(names(story), held.T.tolist(), strict=True)), story, words)
    return words.say(
        "basis.regions_pair" if story.paired else "basis.regions",
        hours=words.numbers.exact(LEAST_HOURS),
        days=words.numbers.exact(DAYS_IN_A_ROW),
        of=of,
        parts=parts,
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )


def _each(shares: Mapping[str, Sequence[float]], story: Story, words: Catalogue) -> tuple[str, str]:
    """Write the shares of futures of each side by name, and of how many futures they are."""
    flat = [share for some in shares.values() for share in some]
    counts, of = counted(flat, story.futures, words)
    key, wide = "basis.part_pair" if story.paired else "basis.part", len(story.sides)
    said = [
        words.say(key, name=name, before=counts[wide * place], held=counts[wide * place + wide - 1])
        for place, name in enumerate(shares)
    ]
    return words.say("form.joint").join(said), of


def _held(side: Side, window: Window) -> Array:
    """(R,) share of futures in which a region never sees too many short days in a row."""
    days = window.among(side.outcome.data["day"].values)
    parts = [
        short_days(part[DAILY].values[:, days]) < DAYS_IN_A_ROW for part in side.outcome.read(DAILY)
    ]
    return np.asarray(np.concatenate(parts).mean(axis=0))


def _weights(scenario: Scenario, words: Catalogue) -> tuple[str, ...]:
    cold = scenario.settings.weights.cold
    return (
        words.say(
            "basis.cold",
            degrees=words.numbers.exact(scenario.known("people.cold_threshold")),
            weight=words.numbers.exact(cold.value),
            source=words.own(cold.source.rstrip(".")),
        ),
        words.say("basis.alike"),
    )


def _sources(story: Story) -> list[Source]:
    """List all sources; for a public report those alone that its deliveries cite."""
    if not story.public:
        return listed(story.scenario, story.words)
    rows = (each.row.get("source", "") for each in every(story))
    cited = {n for ids in rows for n in named(ids, story.scenario)}
    return listed(story.scenario, story.words, cited)


def _order(found: Ranking, words: Catalogue) -> str:
    """Say by what the assumptions are ranked, and what chance alone would give."""
    if not found.by_influence:
        return words.say("basis.by_width", count=found.pairs)
    return words.say("basis.by_influence", count=found.pairs, bar=words.numbers.fixed(found.bar, 2))


def read_error(story: Story, words: Catalogue) -> str:
    """Say what a standard error is, by hours as the lead gives them: those with an error, if any.

    The side shown goes first; an error that rounds away is not written beside its mean.
    """
    made = [side.estimate(DAILY, story.windows[-1]) for side in reversed(story.sides)]
    written = [words.numbers.plus_minus(each.mean, each.standard_error) for each in made]
    example = next((text for text in written if "±" in text), written[0])
    return words.say("basis.read_error", futures=story.futures, example=example)


def read(story: Story, words: Catalogue) -> dict[str, str]:
    """Say how numbers are to be read: an error, how much futures differ, a verdict."""
    return {
        "error": read_error(story, words),
        "spread": words.say("basis.read_spread"),
        "verdict": words.say("basis.read_verdict"),
    }


def _levels(hindcast: pd.DataFrame | None, words: Catalogue) -> tuple[str, ...]:
    """Say how far levels may be believed, where no hindcast shows it."""
    return (words.say("left_out.levels"),) if hindcast is None else ()


def basis(story: Story, words: Catalogue, hindcast: pd.DataFrame | None = None) -> Basis:
    """Gather what stands beside the figures."""
    scenario = story.scenario
    ranked = ranking(story, words)
    again = recipe(story, words, hindcast)
    later = ""
    if scenario.as_of is not None and scenario.learnt_later:
        later = words.say(
            "basis.later",
            count=len(scenario.learnt_later),
            day=words.numbers.day(scenario.as_of, year=True, short=False),
        )
    return Basis(
        about="" if story.public else words.own(" ".join(scenario.settings.description.split())),
        floors=_floors(story, words),
        by_region=_by_region(story, words),
        weights=_weights(scenario, words),
        main=ranked.rows[:MAIN],
        others=ranked.rows[MAIN:],
        ranged=ranked.ranged,
        order=_order(ranked, words),
        counts=rows_known(scenario, words),
        later=later,
        left_out=(*_levels(hindcast, words), *left_out(scenario, words)),
        read=tuple(read(story, words).values()),
        sources=tuple(_sources(story)),
        commands=again.commands,
        again=again.note,
    )
