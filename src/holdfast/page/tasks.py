"""What the processes of the page do: a kind a function, from what is asked to what came of it.

A further kind of job is a function here and its line in TASKS; libraries are loaded within it.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page import tasks_edit
from holdfast.page.errors import Missing
from holdfast.page.place import Place
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf
from holdfast.whole import put_file

if TYPE_CHECKING:
    from holdfast.outcome import Outcome

Asked = Mapping[str, Any]
PATIENCE = 20.0
"""Seconds to wait for a process of a server that was killed to let go of the same run."""
EASY = 0.2
"""Seconds between two tries."""


def run(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Simulate the scenario `of` as it stood when `token` was asked; goes on with what is kept.

    It is written to `name`, of `futures`, by `workers`, with `seed` and `as_of`.
    """
    from holdfast.campaign.keep import Busy
    from holdfast.questions.run import run as ask
    from holdfast.scenario import read_scenario

    place, until = Place(Path(asked["root"])), time.monotonic() + PATIENCE
    as_of = date.fromisoformat(asked["as_of"]) if asked["as_of"] else None
    read = read_scenario(place.asked / asked["token"] / "scenario", as_of)
    read = dataclasses.replace(read, path=str(place.of(asked["of"])))
    futures, out = asked["futures"], place.of(asked["name"])
    whole = futures * read.settings.days

    def progress(done: int, total: int) -> None:
        tell.before = whole - total
        tell(done, total)

    while True:
        try:
            made = ask(read, futures, asked["seed"], asked["workers"], out, True, progress)
            break
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(EASY)
    _card(made, place.card(Shelf(place).run(out.name).mark))
    return {}


def card(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What the list shows of a `run`."""
    from holdfast.outcome import Outcome

    place = Place(Path(asked["root"]))
    try:
        file = place.card(Shelf(place).run(asked["run"]).mark)
    except Missing:
        return {}  # it was deleted meanwhile; it is asked for again should it come back
    _card(Outcome.load(place.of(asked["run"])), file)
    return {}


def _card(made: Outcome, file: Path) -> None:
    from holdfast.page.card import card_of

    put_file(file, json.dumps(card_of(made)))


def report(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The report of a `run` in a `language`, `public` or whole."""
    from holdfast.outcome import Outcome
    from holdfast.show.report import report as write

    place, language, public = Place(Path(asked["root"])), asked["language"], asked["public"]
    try:
        file = place.report(Shelf(place).run(asked["run"]).mark, language, public)
    except Missing:
        return {}
    write(Outcome.load(place.of(asked["run"])), file, language, public)
    return {}


def adopt(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The scenario of a workbook: `book`, `called` as its owner calls it, `out`, a new folder."""
    from holdfast.adopt.book import read_book
    from holdfast.adopt.fault import refused
    from holdfast.adopt.workbook import adopt_workbook, is_exact

    if not is_exact(read_book(asked["book"])):
        raise refused(
            asked["called"],
            "its sheets have other names than the tables: `holdfast adopt workbook` proposes which "
            "is which",
        )
    made = adopt_workbook(asked["book"], asked["out"])
    return {"rows": dict(made.rows), "lines": list(made.lines)}


def export(asked: Asked, tell: Teller) -> dict[str, Any]:
    """A scenario as a workbook: `scenario`, `out`, a new file."""
    from holdfast.adopt.export import export_scenario
    from holdfast.scenario import read_scenario

    return {"lines": export_scenario(read_scenario(asked["scenario"]), asked["out"])}


def numbers(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The numbers of a run as a workbook: `run`, `out`, a new file, `language`."""
    from holdfast.outcome import Outcome
    from holdfast.show.workbook import write

    write(Outcome.load(asked["run"]), Path(asked["out"]), None, None, asked["language"])
    return {}


TASKS: Mapping[str, Callable[[Asked, Teller], dict[str, Any]]] = {
    "run": run,
    "card": card,
    "report": report,
    "adopt": adopt,
    "export": export,
    "numbers": numbers,
    **tasks_edit.TASKS,
}
"""Functions by their kinds."""
