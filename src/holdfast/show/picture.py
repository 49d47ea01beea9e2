"""One figure of the report as a file of its own: with its finding, its key and where it is from."""

from __future__ import annotations

import base64
import difflib
import html
import os
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.whatif import WhatIf
from holdfast.show.answers.kinds import Answer
from holdfast.show.answers.render import drawn
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import inline
from holdfast.show.figures.surround import foot, head
from holdfast.show.section import SIZES, Section
from holdfast.show.sections import certainty, fleets, gas, judged, places, plan, shelves, unfolds
from holdfast.show.sides import Story, scenario_of
from holdfast.show.theme import LIGHT, WIDTHS
from holdfast.whole import put_file

MARGIN, GAP = 20.0, 14.0
FIGURES = (
    "winter", "fan", "difference", "tiles", "regions", "stocks", "readiness", "gas",
    "timeline", "hindcast",
)  # fmt: skip
"""The figures by the names that they have in the report."""
_HEIGHT = re.compile(r'<svg[^>]* height="(\d+)"')
_TOKEN = re.compile(r"var\(--(\w+)\)")


def figure(
    answer: Outcome | WhatIf | Answer,
    name: str,
    path: str | os.PathLike[str],
    language: str = "en",
    width: int = WIDTHS[1],
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
) -> Path:
    """Write one figure of the report as an SVG of its own, and give its path.

    `name` is one of `FIGURES` (of another answer, of its page), `width` one of 1080, 720 and 350
    pixels, the widths at which the report draws. The figure stands under the sentence that it
    shows, in light colours, with its key, its notes, and scenario, futures, seed and version.
    `hindcast`, `language` and `public` are as for the report. What stood at `path` is replaced; the
    same answer gives the same bytes. Raises ValueError for a name, a width, a language or a suffix
    that there is not, and where the answer holds nothing to draw.
    """
    target = Path(path)
    if target.suffix.lower() != ".svg":
        raise ValueError(f"{target} ends in {target.suffix or 'nothing'!r}; a figure ends in .svg")
    put_file(target, picture(answer, name, language, width, public, hindcast).encode("utf-8"))
    return target


def picture(
    answer: Outcome | WhatIf | Answer,
    name: str,
    language: str = "en",
    width: int = WIDTHS[1],
    public: bool = False,
    hindcast: pd.DataFrame | None = None,
) -> str:
    """One figure as the text of an SVG; see `figure`."""
    if not isinstance(answer, (Outcome, WhatIf)):
        return _of_answer(answer, name, language, width, public, hindcast)
    _refuse_name(name, FIGURES)
    if width not in WIDTHS:
        raise ValueError(f"no figure is {width} wide; the widths are {_listed(WIDTHS)}")
    words = Catalogue.of(language).of_scenario(scenario_of(answer))
    story = Story.of(answer, words, public)
    section = _section(story, name, hindcast, words)
    return _composed(section, width, _origin(story, words))


def _of_answer(
    answer: Answer,
    name: str,
    language: str,
    width: int,
    public: bool,
    hindcast: pd.DataFrame | None,
) -> str:
    """One figure of the page of an answer."""
    if hindcast is not None:
        raise ValueError("a hindcast is drawn of a run or of a comparison alone")
    page, origin = drawn(answer, language, public)
    found = {section.identity: section for section in page.sections}
    _refuse_name(name, tuple(found))
    if width not in WIDTHS:
        raise ValueError(f"no figure is {width} wide; the widths are {_listed(WIDTHS)}")
    return _composed(found[name], width, origin)


def _refuse_name(name: str, known: tuple[str, ...]) -> None:
    """Raise ValueError for a name that is none of those known."""
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; the nearest is {near[0]}" if near else ""
        raise ValueError(f"no figure {name!r}{hint} (one of {', '.join(known)})")


def _section(story: Story, name: str, hindcast: pd.DataFrame | None, words: Catalogue) -> Section:
    """The part of the report that holds the figure; ValueError where there is nothing to draw."""
    if name == "difference" and not story.paired:
        raise ValueError("a difference is drawn of a comparison; this answer is one run")
    if name == "hindcast" and hindcast is None:
        raise ValueError("the hindcast is drawn of what holdfast.hindcast gives: hindcast=...")
    made: Mapping[str, Callable[[], Section | None]] = {
        "winter": lambda: unfolds.signature(story, words),
        "fan": lambda: unfolds.fan(story, words, plan.marks(story, words)),
        "difference": lambda: certainty.difference(story, words),
        "tiles": lambda: places.tiles(story, words),
        "regions": lambda: places.multiples(story, words),
        "stocks": lambda: shelves.stocks(story, words),
        "readiness": lambda: fleets.fleets(story, words),
        "gas": lambda: gas.gas(story, words),
        "timeline": lambda: plan.timeline(story, words),
        "hindcast": lambda: None if hindcast is None else judged.hindcast(story, hindcast, words),
    }
    section = made[name]()
    if section is None:
        raise ValueError(f"nothing to draw: this answer has no {name}")
    return section


def _origin(story: Story, words: Catalogue) -> str:
    """Where the figure is from: scenario, futures, seed, version."""
    outcome = story.shown.outcome
    return ", ".join(
        (
            words.own(story.scenario.settings.title),
            words.say("top.futures", count=story.futures),
            words.say("top.seed", seed=str(outcome.seed)),
            f"Holdfast {outcome.version}",
        )
    )


def _composed(section: Section, width: int, origin: str) -> str:
    """Set head, scale, drawing and foot one under the other on a ground of their own."""
    assert section.drawing is not None
    drawing = dict(section.drawing.sizes)[SIZES[WIDTHS.index(width)]]
    ends = [
        inline(draw, f"{section.identity}-{place}", "", "")
        for place, draw in (
            ("head", lambda: head(section.title, section.measure, section.keys, width)),
            (
                "foot",
                lambda: foot(
                    [(each.mark, each.text) for each in section.caveats],
                    [*section.notes, origin],
                    width,
                ),
            ),
        )
    ]
    parts = [ends[0], *([section.scale] if section.scale else []), drawing, ends[1]]
    y, placed = MARGIN, []
    for part in parts:
        placed.append(part.replace("<svg ", f'<svg x="{MARGIN:.0f}" y="{y:.0f}" ', 1))
        y += _height(part) + GAP
    whole = width + 2 * MARGIN
    label = html.escape(section.title, quote=True)
    made = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" '
        f'width="{whole:.0f}" height="{y + MARGIN - GAP:.0f}" '
        f'viewBox="0 0 {whole:.0f} {y + MARGIN - GAP:.0f}"><title>{label}</title>'
        f"<style>{_face()}</style>"
        f'<rect width="100%" height="100%" fill="var(--ground)"/>' + "\n".join(placed) + "</svg>\n"
    )
    return _TOKEN.sub(lambda found: LIGHT[found[1]], made)


def _height(svg: str) -> float:
    found = _HEIGHT.search(svg)
    assert found is not None
    return float(found[1])


def _face() -> str:
    """The CSS that carries the face of the texts inside the file."""
    path = files("holdfast.show") / "fonts" / "source-sans-3-latin-wght-normal.woff2"
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return (
        "@font-face{font-family:'Source Sans 3';font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _listed(values: tuple[int, ...]) -> str:
    *first, last = map(str, values)
    return f"{', '.join(first)} and {last}"
