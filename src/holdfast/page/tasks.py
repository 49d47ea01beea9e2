"""What the processes of the page do: a kind a function, from what is asked to what came of it.

A further kind of job is a function here and its line in TASKS; libraries are loaded within it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from holdfast.page import tasks_book, tasks_edit, tasks_ledger, tasks_run, tasks_views, tasks_whatif
from holdfast.page.errors import Missing
from holdfast.page.place import Place
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf
from holdfast.page.tasks_answer import answer

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


TASKS: Mapping[str, Callable[[Asked, Teller], dict[str, Any]]] = {
    "run": tasks_run.run,
    "so_far": tasks_run.so_far,
    "card": tasks_run.card,
    "answer": answer,
    "report": report,
    "adopt": tasks_book.adopt,
    "proposed": tasks_book.proposed,
    "as_table": tasks_book.as_table,
    "export": tasks_book.export,
    "numbers": tasks_book.numbers,
    **tasks_edit.TASKS,
    **tasks_ledger.TASKS,
    **tasks_views.TASKS,
    **tasks_whatif.TASKS,
}
"""Functions by their kinds."""
