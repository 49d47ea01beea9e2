"""What the processes of the page do: a kind a function, from what is asked to what came of it.

A further kind of job is a function here and its line in TASKS; libraries are loaded within it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page import tasks_run
from holdfast.page.errors import Missing
from holdfast.page.place import Place
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf

if TYPE_CHECKING:
    pass

Asked = Mapping[str, Any]


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
    "run": tasks_run.run,
    "so_far": tasks_run.so_far,
    "card": tasks_run.card,
    "report": report,
    "adopt": adopt,
    "export": export,
    "numbers": numbers,
}
"""Functions by their kinds."""
