"""The report: one HTML file that holds its fonts, figures and numbers, and asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.whatif import WhatIf
from holdfast.show import theme
from holdfast.show.catalogue import ENGLISH, FOREIGN, NATIVE, Catalogue, unmarked
from holdfast.show.fitting import headline_size
from holdfast.show.headline import headline
from holdfast.show.section import Section
from holdfast.show.sections import basis, certainty, judged, places, plan, shelves, unfolds
from holdfast.show.sides import Story, scenario_of
from holdfast.whole import put_file

TOGGLE = (
    "const button=document.querySelector('.top button');"
    "button.hidden=false;"
    "button.onclick=()=>{const root=document.documentElement,"
    "dark=root.dataset.theme?root.dataset.theme==='dark':"
    "matchMedia('(prefers-color-scheme:dark)').matches;"
    "root.dataset.theme=dark?'light':'dark'};"
    "if(matchMedia('(max-width:720px)').matches)"
    "document.querySelectorAll('.fold').forEach(part=>{part.open=false});"
)
"""The only script: it turns the page from light to dark and back, and on a phone it folds what is
secondary under its finding."""


def report(
    answer: Outcome | WhatIf,
    path: str | os.PathLike[str],
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
) -> Path:
    """Write the report of a run or of a comparison, and give its path.

    `hindcast` is what `holdfast.hindcast` returned. `public` leaves out what a public report must
    not hold: dated deliveries of military help, days finer than a week, names beside caveats.
    The file is written under a temporary name beside its place and then renamed. Raises ValueError
    for a language that there is not.
    """
    page = render(answer, language, public, hindcast)
    target = Path(path)
    put_file(target, page)
    return target


def render(
    answer: Outcome | WhatIf,
    language: str = "en",
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
) -> str:
    """Give the report as text; see `report`."""
    words = Catalogue.of(language, marking=True).of_scenario(scenario_of(answer))
    story = Story.of(answer, words, public)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = (files("holdfast.show") / "template.html.j2").read_text(encoding="utf-8")
    head = headline(story, words)
    page = environment.from_string(source).render(
        say=words.say,
        language=language,
        policy=policy(),
        toggle=TOGGLE,
        style=theme.style_sheet(),
        head=head,
        top=_top(story, words),
        winter=unfolds.signature(story, words),
        sections=sections(story, words, hindcast),
        basis=basis.basis(story, words, hindcast),
        version=story.shown.outcome.version,
        title=words.own(story.scenario.settings.title),
        paper=f"{headline_size(unmarked(head.sentence)):g}",
    )
    return _said(page)


def _said(page: str) -> str:
    """Turn the marks around foreign words into `lang`; within tags and the title they go."""
    whole = re.compile(r"<title>.*?</title>|<[^>]*>", re.DOTALL)
    page = whole.sub(lambda found: unmarked(found[0]), page)
    return page.replace(FOREIGN, f'<span lang="{ENGLISH}">').replace(NATIVE, "</span>")


def sections(story: Story, words: Catalogue, hindcast: pd.DataFrame | None) -> list[Section]:
    """Assemble the sections in their order."""
    made: list[Section | None] = [
        unfolds.fan(story, words, plan.marks(story, words)),
        certainty.table(story, words),
        certainty.difference(story, words) if story.paired else None,
        places.tiles(story, words),
        places.multiples(story, words),
        shelves.stocks(story, words),
        plan.timeline(story, words),
        judged.hindcast(story, hindcast, words) if hindcast is not None else None,
    ]
    return [section for section in made if section is not None]


def policy() -> str:
    """Give the content policy: nothing is loaded, and no script runs but the one named here."""
    script = base64.b64encode(hashlib.sha256(TOGGLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


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
