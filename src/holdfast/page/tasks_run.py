"""The processes of runs: to simulate one and tell what is known so far, and to draw that."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.page.errors import Missing
from holdfast.page.place import Place
from holdfast.page.progress import FILE, SoFar
from holdfast.page.runner import Teller
from holdfast.page.shelf import Shelf
from holdfast.show.catalogue import Catalogue
from holdfast.whole import put_file

if TYPE_CHECKING:
    from holdfast.campaign.ensemble import UnderWay
    from holdfast.outcome import Outcome
    from holdfast.show.figures.canvas import Canvas

Asked = Mapping[str, Any]
PATIENCE = 20.0
"""Seconds to wait for a process of a server that was killed to let go of the same run."""
EASY = 0.2
"""Seconds between two tries."""
WIDTHS = (560, 310)
"""Pixels of a figure of a run under way, at a desk and on a phone."""


def run(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Simulate the scenario `of` as it stood when `token` was asked; goes on with what is kept.

    It is written to `name`, of `futures`, by `workers` or a `cluster`, with `seed` and `as_of`.
    What is `short` is not simulated further: it becomes a run of the futures that are finished.
    """
    from holdfast.campaign.ensemble import UnderWay
    from holdfast.questions.run import run as ask
    from holdfast.scenario import read_scenario

    place = Place(Path(asked["root"]))
    as_of = date.fromisoformat(asked["as_of"]) if asked["as_of"] else None
    home = place.asked / asked["token"]
    read = read_scenario(home / "scenario", as_of)
    read = dataclasses.replace(read, path=str(place.of(asked["of"])))
    futures, out = asked["futures"], place.of(asked["name"])
    under_way, whole = UnderWay(read, futures, asked["seed"], out), futures * read.settings.days
    telling = Telling(under_way, home / FILE)

    def progress(done: int, total: int) -> None:
        tell.before = whole - total
        tell(done, total)
        telling.look()

    def simulated() -> Outcome:
        return ask(read, futures, asked["seed"], asked["workers"], out, True, progress,
                   cluster=asked.get("cluster"))  # fmt: skip

    made = _patiently((lambda: _shortened(under_way, out)) if asked.get("short") else simulated)
    write_card(made, place.card(Shelf(place).run(out.name).mark))
    return {"futures": len(made.futures)}


def _shortened(under_way: UnderWay, out: Path) -> Outcome:
    """A run of what is finished. Raises Refused if nothing is."""
    from holdfast.outcome import Outcome, store
    from holdfast.questions.refused import Refused

    if store.is_outcome(out):  # it was just written when its process was ended
        return Outcome.load(out)
    made = under_way.shortened()
    if made is None:
        raise Refused("no batch of futures is finished yet: let it go on, or cancel it")
    return made


def _patiently(live: Callable[[], Outcome]) -> Outcome:
    """What it gives once a process of a server that was killed has let go of the same run."""
    from holdfast.campaign.keep import Busy

    until = time.monotonic() + PATIENCE
    while True:
        try:
            return live()
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(EASY)


class Telling:
    """Writes down what is known so far of a run under way, as its batches come."""

    def __init__(self, under_way: UnderWay, file: Path) -> None:
        from holdfast.page.so_far import SoFar as Known

        self._under_way, self._file, self._known = under_way, file, Known()

    def look(self) -> None:
        """See whether there are more batches than were told of."""
        before = self._known.known
        if self._under_way.finished() == len(before):
            return
        for number, part in self._under_way.parts(before):
            self._known.add(number, part)
        told = self._known.told()
        if told is not None:
            put_file(self._file, json.dumps(told))


def so_far(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Figures of the run `token` under way in a `language`, `futures` of which are asked for."""
    import numpy as np

    from holdfast.show.figures import fan, settling
    from holdfast.show.figures.canvas import inline

    found = SoFar.model_validate_json(
        (Place(Path(asked["root"])).asked / asked["token"] / FILE).read_bytes()
    )
    words = Catalogue.of(asked["language"])
    counts, means, lows, highs = (np.array(each) for each in zip(*found.points, strict=True))
    view = settling.Settling(
        counts.tolist(), means, (lows, highs), max(asked["futures"], found.futures), "power"
    )
    days = [found.first + timedelta(days=day) for day in range(len(found.mean))]
    note = words.say("top.futures", count=found.drawn)
    panel = fan.Panel("", note, np.array(found.bands), np.array(found.mean), "power")

    def drawn(name: str, draw: Callable[[float], Canvas]) -> list[str]:
        title, told = words.say(f"page_live.{name}"), words.say(f"page_live.told_{name}")
        return [
            inline(partial(draw, width), f"{name}-{asked['token']}-{width}", title, told)
            for width in WIDTHS
        ]

    return {
        "futures": found.futures,
        "settling": drawn("settling", lambda width: settling.draw(view, width, words)),
        "fan": drawn("fan", lambda width: fan.draw(fan.Fan(days, [panel]), width, words)),
    }


def card(asked: Asked, tell: Teller) -> dict[str, Any]:
    """What the list shows of a `run`."""
    from holdfast.outcome import Outcome

    place = Place(Path(asked["root"]))
    try:
        file = place.card(Shelf(place).run(asked["run"]).mark)
    except Missing:
        return {}  # it was deleted meanwhile; it is asked for again should it come back
    write_card(Outcome.load(place.of(asked["run"])), file)
    return {}


def write_card(made: Outcome, file: Path) -> None:
    """Write what the list shows of a run."""
    from holdfast.page.card import card_of

    put_file(file, json.dumps(card_of(made)))
