"""The report: one HTML file that holds its fonts, figures and numbers, and asks for nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.refused import Refused
from holdfast.questions.whatif import WhatIf
from holdfast.show.answers.teller import PAGE
from holdfast.show.catalogue import Catalogue, unmarked
from holdfast.show.fitting import headline_size
from holdfast.show.headline import headline
from holdfast.show.html import filled
from holdfast.show.section import Section
from holdfast.show.sections import (
    basis,
    certainty,
    fleets,
    gas,
    homes,
    judged,
    places,
    plan,
    shelves,
    stances,
    unfolds,
)
from holdfast.show.sides import Story, scenario_of
from holdfast.whole import put_file

if TYPE_CHECKING:
    from holdfast.questions.validate.dossier import Dossier
    from holdfast.show.answers.kinds import Answer


def report(
    answer: Outcome | WhatIf | Answer | Dossier,
    path: str | os.PathLike[str],
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
) -> Path:
    """Write the report of a run, of a comparison, of another answer or a dossier; give its path.

    Of an answer of `risk`, `stocks`, `value`, `slip`, `plan`, `depot` or `break_even` it is one
    page. `hindcast` is what `holdfast.hindcast` returned. `public` leaves out what a public report
    must not hold: dated deliveries of military help, days finer than a week, names beside caveats.
    The file is written under a temporary name beside its place and then renamed. Raises ValueError
    for a language that there is not and for a hindcast with an answer that has none, Refused for a
    public page of what is not public.
    """
    target = Path(path)
    page = render(answer, language, public, hindcast, str(target))
    put_file(target, page)
    return target


def render(
    answer: Outcome | WhatIf | Answer | Dossier,
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
    file: str = PAGE,
) -> str:
    """Give the report as text; see `report`. The page of an answer names its own `file`."""
    if not isinstance(answer, (Outcome, WhatIf)):
        return _other(answer, language, public, hindcast, file)
    words = Catalogue.of(language, marking=True).of_scenario(scenario_of(answer))
    story = Story.of(answer, words, public)
    head = headline(story, words)
    return filled(
        "template.html.j2",
        words,
        head=head,
        top=_top(story, words),
        winter=unfolds.signature(story, words),
        sections=sections(story, words, hindcast),
        basis=basis.basis(story, words, hindcast),
        version=story.shown.outcome.version,
        title=words.own(story.scenario.settings.title),
        paper=f"{headline_size(unmarked(head.sentence)):g}",
    )


def _other(
    answer: Answer | Dossier, language: str, public: bool, hindcast: pd.DataFrame | None, file: str
) -> str:
    """The page of another answer or a dossier, which load more than the report of a run needs."""
    from holdfast.questions.validate.dossier import Dossier
    from holdfast.show.answers.render import render as render_answer
    from holdfast.show.dossier import page as dossier

    if isinstance(answer, Dossier):
        if public:
            raise Refused("a dossier holds what is not for all eyes: it has no public page")
        return dossier.render(answer, language)
    if hindcast is not None:
        raise ValueError("a hindcast stands in the report of a run or of a comparison alone")
    return render_answer(answer, language, public, file)


def sections(story: Story, words: Catalogue, hindcast: pd.DataFrame | None) -> list[Section]:
    """Assemble the sections in their order."""
    made: list[Section | None] = [
        unfolds.fan(story, words, plan.marks(story, words)),
        certainty.table(story, words),
        certainty.difference(story, words) if story.paired else None,
        places.tiles(story, words),
        places.multiples(story, words),
        shelves.stocks(story, words),
        fleets.fleets(story, words),
        gas.gas(story, words),
        homes.homes(story, words),
        homes.groups(story, words),
        plan.timeline(story, words),
        stances.stances(story, words),
        judged.hindcast(story, hindcast, words) if hindcast is not None else None,
    ]
    return [section for section in made if section is not None]


def _top(story: Story, words: Catalogue) -> list[str]:
    """Write the line above the headline: what was run, and by which seed and scenario."""
    outcome, scenario = story.shown.outcome, story.scenario
    entries: list[tuple[str, dict[str, Any]]] = [
        ("top.futures", {"count": story.futures}),
        ("top.days", {"count": len(story.dates)}),
        ("top.seed", {"seed": str(outcome.seed)}),
        ("top.digest", {"digest": story.baseline.outcome.scenario.digest}),
    ]
    if scenario.as_of is not None:
        day = words.numbers.day(scenario.as_of, year=True, short=False)
        entries.append(("top.as_of", {"day": day}))
        if scenario.learnt_later:
            entries.append(("top.later", {"count": len(scenario.learnt_later)}))
    if story.public:
        entries.append(("top.public", {}))
    return [
        words.own(scenario.settings.title),
        *(words.say(key, **fields) for key, fields in entries),
    ]
