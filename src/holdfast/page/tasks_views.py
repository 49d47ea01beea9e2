"""What processes do for the screens Compare and Explain, and for what is handed on as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page import kept
from holdfast.page.errors import Missing
from holdfast.page.place import Place
from holdfast.page.shelf import Lived, Shelf
from holdfast.whole import put_file

if TYPE_CHECKING:
    from holdfast.outcome import Outcome
    from holdfast.page.runner import Teller
    from holdfast.questions.whatif import WhatIf

Asked = Mapping[str, Any]
_last: dict[tuple[Path, str], Any] = {}
"""The run that was read last: who looks at one of its futures looks at others."""


def _found(asked: Asked, key: str = "run") -> tuple[Place, Lived] | None:
    """The run that is asked for; None if it was deleted meanwhile."""
    place = Place(Path(asked["root"]))
    try:
        return place, Shelf(place).run(asked[key])
    except Missing:
        return None


def _outcome(place: Place, run: Lived) -> Outcome:
    from holdfast.outcome import Outcome

    key = (place.of(run.name), run.mark)
    if key not in _last:
        _last.clear()
        _last[key] = Outcome.load(key[0])
    found: Outcome = _last[key]
    return found


def ranking(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The futures of a `run` by how dark they are."""
    from holdfast.page.days import ranked

    if (found := _found(asked)) is not None:
        place, run = found
        told = {"by_hours": ranked(_outcome(place, run))}
        put_file(kept.ranking_file(place, run.mark), json.dumps(told))
    return {}


def future(asked: Asked, tell: Teller) -> dict[str, Any]:
    """A `future` of a `run` day by day, in a `language`."""
    from holdfast.page.days import written

    if (found := _found(asked)) is not None:
        (place, run), future, language = found, asked["future"], asked["language"]
        told = written(_outcome(place, run), future, language)
        file = kept.future_file(place, run.mark, future, language)
        put_file(file, json.dumps(told, ensure_ascii=False))
    return {}


def replay(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Live a `future` of a `run` again, and write what `explain --json` gives of it."""
    from holdfast.questions.answers_json import explained
    from holdfast.questions.explain import explain

    if (found := _found(asked)) is not None:
        place, run = found
        outcome = _outcome(place, run)
        table = explain(outcome, asked["future"], workers=1, progress=tell)
        told = explained(outcome, asked["future"], table)
        file = kept.replay_file(place, run.mark, asked["future"])
        put_file(file, json.dumps(told, ensure_ascii=False, allow_nan=False))
    return {}


def pairing(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What another run must have alike with a `run`."""
    from holdfast.questions.compare import pairing as facts_of

    if (found := _found(asked)) is not None:
        place, run = found
        made = facts_of(_outcome(place, run))
        first, count = made.futures[0], len(made.futures)
        in_a_row = made.futures == tuple(range(first, first + count))
        told = {
            "name": made.name, "facts": made.facts, "span": [first, count],
            "futures": None if in_a_row else made.futures,
        }  # fmt: skip
        put_file(kept.pairing_file(place, run.mark), json.dumps(told))
    return {}


def pair(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What lies between a `run` and the one it is set `against`."""
    from holdfast.page.pair import written
    from holdfast.questions.answers_json import compared
    from holdfast.show.catalogue import LANGUAGES

    b, a = _found(asked), _found(asked, "against")
    if a is None or b is None:
        return {}
    place = a[0]
    made = _between(place, a[1], b[1])
    told = {language: written(made, language) for language in LANGUAGES} | {"json": compared(made)}
    file = kept.pair_file(place, a[1].mark, b[1].mark)
    put_file(file, json.dumps(told, ensure_ascii=False, allow_nan=False))
    return {}


def _between(place: Place, a: Lived, b: Lived) -> WhatIf:
    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import between

    return between(Outcome.load(place.of(a.name)), Outcome.load(place.of(b.name)))


def hand(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The report or the brief of a `run`, `against` another or alone, to a `file` of the page."""
    from holdfast.outcome import Outcome
    from holdfast.show.brief import brief
    from holdfast.show.report import report

    found = _found(asked)
    other = _found(asked, "against") if asked["against"] else None
    if found is None or (asked["against"] and other is None):
        return {}
    place, run = found
    answer: Outcome | WhatIf = (
        Outcome.load(place.of(run.name)) if other is None else _between(place, other[1], run)
    )
    file, language, public = place.root / asked["file"], asked["language"], asked["public"]
    if asked["form"] == "html":
        report(answer, file, language, public)
    else:
        brief(answer, file, language, public, None, _worths(answer, public, tell))
    return {}


def _worths(answer: Outcome | WhatIf, public: bool, tell: Teller) -> Any:
    """What the rows of a brief are worth: simulated, or taken from beside the run."""
    from holdfast.questions.worth_kept import place, worth_of
    from holdfast.show.brief import deliveries, valued

    run = valued(answer)
    return worth_of(run, deliveries(answer, public), None, tell, place(run))


TASKS = {
    "ranking": ranking,
    "future": future,
    "replay": replay,
    "pairing": pairing,
    "pair": pair,
    "hand": hand,
}
"""Functions by their kinds."""
