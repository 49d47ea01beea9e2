"""What stands on the screen that compares: which runs can be, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from holdfast.page.card import Card
from holdfast.page.desk import Desk
from holdfast.page.screens.said import called
from holdfast.page.screens.scenarios import shared
from holdfast.page.shelf import Lived
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.thumbnail import thumbnail


@dataclass(frozen=True, slots=True)
class Offered:
    """What a run can be compared with, and why not with others."""

    paired: tuple[tuple[str, str], ...]
    """(name, how it is shown)."""
    refused: tuple[tuple[str, str], ...]
    """(name, every reason why not)."""


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side as its own winter."""

    name: str
    label: str
    told: str
    """Days without power, their hours with the error, and what it adds costs."""
    svg: str


def choices(runs: Sequence[Lived], words: Catalogue) -> list[tuple[str, str]]:
    """Runs as they are chosen among: (name, how it is shown)."""
    return [
        (run.name, " · ".join((run.name, called(run, words), _futures(run, words)))) for run in runs
    ]


def _futures(run: Lived, words: Catalogue) -> str:
    return words.say("top.futures", count=run.futures)


def begun(desk: Desk, runs: Sequence[Lived]) -> tuple[str, str]:
    """The two runs that are proposed: the latest that is not of its scenario as it stands, against
    one of the same futures that is; else the latest two.
    """
    digests = {kept.name: desk.shelf.judged(kept.name).digest for kept in desk.shelf.scenarios()}
    stand = [run for run in runs if run.digest == digests.get(run.of)]
    for other in runs:
        for run in stand if other not in stand else ():
            if (run.of, run.futures, run.seed) == (other.of, other.futures, other.seed):
                return run.name, other.name
    return runs[1].name, runs[0].name


def offered(desk: Desk, name: str, words: Catalogue) -> Offered:
    """What a run can be compared with. Waits. Raises Missing, Refused, Broken."""
    run = desk.shelf.run(name)
    others = [each for each in desk.shelf.runs() if each.name != name]
    why = desk.views.why_not(run, others)
    paired = [each for each in others if not why[each.name]]
    refused = [(each.name, why[each.name]) for each in others if why[each.name]]
    return Offered(tuple(choices(paired, words)), tuple(refused))


def pair(desk: Desk, a: str, b: str, words: Catalogue) -> Mapping[str, Any] | str | None:
    """What lies between two runs, in the language of the reader; None while it is counted, a text
    if it cannot be. Raises Missing, Refused."""
    found = desk.views.pair(desk.shelf.run(a), desk.shelf.run(b))
    if found is None or isinstance(found, str):
        return found
    told: Mapping[str, Any] = found[words.language]
    return told


def sides(found: Mapping[str, Any], names: Sequence[str], words: Catalogue) -> list[SideShown]:
    """Both sides, each as its own winter."""
    return [
        SideShown(
            name,
            side["label"],
            " · ".join((side["days"], side["hours"], side["cost"])),
            thumbnail(side["steps"], words.say("page_compare.signature", label=side["label"])),
        )
        for name, side in zip(names, found["sides"], strict=True)
    ]


def months(found: Mapping[str, Any], words: Catalogue) -> tuple[tuple[str, float], ...]:
    """The months over the winters of both sides."""
    steps = tuple(found["sides"][0]["steps"])
    first = date.fromisoformat(found["first"])
    return shared([Card("", "", first, steps, (0.0, 0.0), 0.0, 0.0)], words)


def darkest(found: Mapping[str, Any]) -> int:
    """The place of the darkest month among the spans of time."""
    names = [span["name"] for span in found["spans"]]
    return names.index(found["darkest"])


def way(a: str, b: str = "") -> str:
    """The address of a comparison; without B, of the choice of one."""
    other = f"&b={quote(b, safe='')}" if b else ""
    return f"/compare?a={quote(a, safe='')}{other}"
