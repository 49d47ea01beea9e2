"""What stands on the screen that explains: which futures there are, and one of them day by day."""

from __future__ import annotations

import html
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from holdfast.page.desk import Desk
from holdfast.page.shelf import Lived
from holdfast.page.views import Ranking
from holdfast.questions.refused import Refused
from holdfast.show.catalogue import Catalogue

PLACES = {
    "middle": 0.5,
    "darkest": 1.0,
    "brightest": 0.0,
    "at_10": 0.1,
    "at_25": 0.25,
    "at_75": 0.75,
    "at_90": 0.9,
}
"""Futures by their place among all, 0 the brightest and 1 the darkest, by the word that asks."""
TALL = 100.0
"""Height of the strip, in units of its drawing."""
SPARK = (200.0, 46.0)
"""Width and height of the course of a stock."""
LARGEST_FUTURE = 10**9
NOTHING = "–"
"""Stands at a step of which there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which future of which run is to be explained, and which of its days."""

    run: str
    which: str
    """One of PLACES, or "number"."""
    future: int | None
    day: date | None
    wrong: str = ""
    """Why what was asked for is no future."""


def asked(query: Mapping[str, str], words: Catalogue) -> Asked:
    """What a query asks for: `run`, and `future` or `which`, and `day`."""
    which, future, wrong = query.get("which", ""), None, ""
    text = query.get("future", "").strip()
    if text and which in ("", "number"):
        which = "number"
        try:
            future = int(text)
        except ValueError:
            wrong = words.say("page_explain.no_number", text=text[:20])
        if future is not None and not 0 <= future <= LARGEST_FUTURE:
            future, wrong = None, words.say("page_explain.no_number", text=text[:20])
    if which not in (*PLACES, "number") or (which == "number" and future is None and not wrong):
        which = "middle"
    return Asked(query.get("run", ""), which, future, _day(query.get("day", "")), wrong)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def chosen(wanted: Asked, ranking: Ranking) -> int:
    """The number of the future that is asked for. Raises Refused if the run does not hold it."""
    if wanted.wrong:
        raise Refused(wanted.wrong)
    if wanted.future is None:
        return ranking.at(PLACES[wanted.which])
    ranking.refuse_absent(wanted.future)
    return wanted.future


def told(desk: Desk, run: Lived, wanted: Asked, words: Catalogue) -> Mapping[str, Any]:
    """A future of a run, day by day. Waits. Raises Refused, Missing, Broken."""
    future = chosen(wanted, desk.views.ranking(run))
    return desk.views.future(run, future, words.language)


def which(words: Catalogue) -> Sequence[tuple[str, str]]:
    """The futures that can be asked for: (value, text)."""
    say = words.say
    named = [(key, say(f"page_explain.{key}")) for key in ("middle", "darkest", "brightest")]
    between = [
        (key, say(f"page_explain.at_{key.removeprefix('at_')}"))
        for key in PLACES
        if key.startswith("at_")
    ]
    return [*named, *between, ("number", say("page_explain.by_number"))]


def title(found: Mapping[str, Any], words: Catalogue) -> str:
    """The heading: the future, and its place among the others where it has a name."""
    rank, futures = found["rank"], found["futures"]
    key = "title"
    if rank == 1:
        key = "title_darkest"
    elif rank == futures:
        key = "title_brightest"
    elif found["future"] == found["middle"]:
        key = "title_middle"
    return words.say(f"page_explain.{key}", future=str(found["future"]), count=futures)


def place(found: Mapping[str, Any], day: date | None) -> int:
    """The place of a day among those of a future; the worst of them if none is asked for."""
    if day is not None:
        at = (day - date.fromisoformat(found["first"])).days
        if 0 <= at < len(found["dates"]):
            return at
    hours = found["hours"][found["reported"] :]
    return int(found["reported"] + max(range(len(hours)), key=hours.__getitem__))


def iso(found: Mapping[str, Any], at: int) -> str:
    """The date of a place, as a query has it."""
    return (date.fromisoformat(found["first"]) + timedelta(days=at)).isoformat()


def way(run: str, future: int, day: str = "") -> str:
    """The address of a future, and of one of its days."""
    at = f"&day={day}" if day else ""
    return f"/explain?run={quote(run, safe='')}&future={future}{at}"


def source(run: str, future: int, language: str) -> str:
    """Where all days of a future are served for the slider."""
    return f"/api/runs/{quote(run, safe='')}/futures/{future}/days?language={language}"


def command(run: str, future: int) -> str:
    """How the same is told at a terminal, in the folder that is served."""
    return f"holdfast explain {shlex.quote(run)} {future} --days"


def strip(found: Mapping[str, Any], words: Catalogue) -> str:
    """Draw all days: a bar a day, raids as triangles above, winters shaded, months below."""
    count = len(found["hours"])
    label = html.escape(words.say("page_explain.strip"), quote=True)
    shades = "".join(
        f'<path fill="var(--faint)" d="M{first} 0h{end - first}v{TALL:g}h-{end - first}z"/>'
        for first, end in found["winters"]
    )
    lines = "".join(f'<path class="rule" d="M0 {y:g}h{count}"/>' for y in (0, TALL / 2, TALL))
    bars = "".join(
        f"M{day + 0.08:.2f} {TALL:g}v-{TALL * hours / found['top']:.2f}h.84v"
        f"{TALL * hours / found['top']:.2f}z"
        for day, hours in enumerate(found["hours"])
        if hours > 0
    )
    return (
        f'<div class="raids" aria-hidden="true">{_raids(found, count)}</div>'
        f'<svg role="img" aria-label="{label}" preserveAspectRatio="none" '
        f'viewBox="0 0 {count} {TALL:g}">{shades}{lines}<path class="bars" d="{bars}"/></svg>'
        f"{_levels(found, words)}{_months(found, count)}"
    )


def _raids(found: Mapping[str, Any], count: int) -> str:
    most = max((launched for _, launched in found["raids"]), default=1)
    return "".join(
        f'<i style="left:{100 * (day + 0.5) / count:.3f}%;'
        f'opacity:{0.35 + 0.65 * launched / most:.2f}"></i>'
        for day, launched in found["raids"]
    )


def _levels(found: Mapping[str, Any], words: Catalogue) -> str:
    top = found["top"]
    said = [
        html.escape(words.say("regions.hours", hours=words.numbers.exact(level)))
        for level in (top, top / 2)
    ]
    return (
        f'<span class="level" style="top:0">{said[0]}</span>'
        f'<span class="level" style="top:50%">{said[1]}</span>'
    )


def _months(found: Mapping[str, Any], count: int) -> str:
    return "".join(
        f'<div class="months {size}" aria-hidden="true">'
        + "".join(
            f'<i style="left:{100 * at / count:.3f}%">{html.escape(name)}</i>'
            for at, name in found["months"][size]
        )
        + "</div>"
        for size in ("wide", "narrow")
    )


def course(held: Sequence[float]) -> list[str]:
    """The corners of the course of a stock, a day each, from nothing to the most there was."""
    width, tall = SPARK
    most, last = max(held) or 1.0, max(len(held) - 1, 1)
    return [
        f"{2 + (width - 4) * day / last:.1f},{tall - 3 - (tall - 7) * max(value, 0) / most:.1f}"
        for day, value in enumerate(held)
    ]


def spark(corners: Sequence[str], at: int) -> str:
    """Draw the course of a stock: whole up to a day, dotted after."""
    width, tall = SPARK
    x, _, y = corners[at].partition(",")
    return (
        f'<svg class="spark" aria-hidden="true" viewBox="0 0 {width:g} {tall:g}">'
        f'<path class="base" d="M0 {tall - 1:g}h{width:g}"/>'
        f'<polyline class="after" points="{" ".join(corners)}"/>'
        f'<polyline class="before" points="{" ".join(corners[: at + 1])}"/>'
        f'<circle r="4" cx="{x}" cy="{y}"/></svg>'
    )
