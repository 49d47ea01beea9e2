"""What the processes of the page do for the screen of what if.

A process that stays keeps the bases that were asked about, each with the sides it has lived, and
its workers.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page.place import Place
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf

if TYPE_CHECKING:
    from holdfast.campaign.pool import Standing
    from holdfast.questions.answering import Answering
    from holdfast.questions.whatif import WhatIf

Asked = Mapping[str, Any]
OPEN = 2
"""Bases that are kept in memory."""
_bases: dict[tuple[str, str], Answering] = {}
"""By folder and by the mark of the run, the last asked one last."""
_crew: list[Standing] = []


def whatif_open(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Have the run `base` in memory, and workers that have begun."""
    _opened(Place(Path(asked["root"])), asked["base"])
    return {}


def whatif_ask(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What `b` changes against `a`, of the run `base` of the scenario `of` as it stands.

    With a `language` also as the screen shows it, and then first by an earlier day where much is to
    be lived.
    """
    from holdfast.questions.answers_json import answer_of
    from holdfast.questions.whatif import refuse_foreign
    from holdfast.scenario import read_scenario

    began, place = time.monotonic(), Place(Path(asked["root"]))
    found = _opened(place, asked["base"])
    refuse_foreign(found.base, read_scenario(place.of(asked["of"]), found.base.scenario.as_of))
    language = asked.get("language")
    if not language:
        return {"told": answer_of(found.ask(asked["a"], asked["b"], tell)), **_took(began)}
    from holdfast.page.answered import answered

    def early(made: WhatIf) -> None:
        tell.say({"early": {"shown": answered(made, language, early=True), **_took(began)}})

    made = found.ask(asked["a"], asked["b"], tell, early)
    return {"told": answer_of(made), "shown": answered(made, language), **_took(began)}


def _took(began: float) -> dict[str, float]:
    """Seconds since it was asked."""
    return {"seconds": time.monotonic() - began}


def whatif_run(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Side `b` against `a` of the scenario as it stood when `token` was asked, by `workers`.

    The run `base` may be left out: then `futures` are lived from the first day. With a `name` side
    B is written to it as a run. What is answered is kept for whoever asks.
    """
    import json

    from holdfast.outcome import Outcome
    from holdfast.page.tasks_run import write_card
    from holdfast.questions.answers_json import answer_of
    from holdfast.questions.whatif import whatif
    from holdfast.scenario import read_scenario
    from holdfast.whole import put_file

    place = Place(Path(asked["root"]))
    base = None if asked["base"] is None else Outcome.load(place.of(asked["base"]))
    as_of = None if base is None else base.scenario.as_of
    read = read_scenario(place.asked / asked["token"] / "scenario", as_of)
    read = dataclasses.replace(read, path=str(place.of(asked["of"])))
    out = place.of(asked["name"]) if asked["write"] else None
    futures = asked["futures"] if base is None else None
    made = whatif(
        read, asked["a"], asked["b"], futures, asked["seed"], asked["workers"], base,
        progress=tell, out=out, resume=out is not None,
    )  # fmt: skip
    put_file(place.answer(asked["token"]), json.dumps(answer_of(made)))
    if out is not None:
        write_card(made.b, place.card(Shelf(place).run(out.name).mark))
    return {}


def _opened(place: Place, base: str) -> Answering:
    """A base in memory, with workers that have begun."""
    from holdfast.campaign.pool import Standing
    from holdfast.outcome import Outcome
    from holdfast.questions.answering import Answering

    key = str(place.root), Shelf(place).run(base).mark
    found = _bases.pop(key, None)
    if found is None:
        if not _crew:
            _crew.append(Standing())
        while len(_bases) >= OPEN:
            del _bases[next(iter(_bases))]
        found = Answering(Outcome.load(place.of(base)), _crew[0])
        found.warm()
    _bases[key] = found
    return found


TASKS = {"whatif_open": whatif_open, "whatif_ask": whatif_ask, "whatif_run": whatif_run}
