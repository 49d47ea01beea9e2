"""The screen of runs, laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import quote

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.desk import MOST_FUTURES, MOST_WORKERS, Desk, processors
from holdfast.page.door import Door
from holdfast.page.errors import Unsound
from holdfast.page.frame import Reader
from holdfast.page.jobs import Job
from holdfast.page.screens import run as content
from holdfast.page.screens.run import JobRow, Queued
from holdfast.page.who import ADMINISTER, WHOLE
from holdfast.page.widgets import Notice, attempt, button, field, form, link, looked, tag

LOOK = 1.0
"""Seconds after which the queue is looked at again."""


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader, scenario: str) -> None:
        self.desk, self.words, self.scenario = desk, reader.words, scenario
        self.who = reader.who
        self.shown: tuple[object, ...] | None = None
        self.bars: dict[int, tuple[TextElement, TextElement]] = {}

    async def build(self) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        tag("h1", say("page.run_title"))
        tag("p", say("page.run_lead"), "lead")
        self.notice = Notice()
        among = await run.io_bound(content.choices, self.desk, self.words) or []
        with tag("section", "", "panel", aria_label=say("page.run_title")):
            if among:
                self._form(among)
            else:
                tag("p", say("page.none_here"), "lead")
        self.place = tag("div")
        await self.look()
        ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look at the queue; bars move where they are, and only another state lays out anew."""
        found = await looked(partial(content.queue, self.desk, self.words), self.notice)
        if found is None:
            return
        form = tuple((each.id, each.state, each.acts) for each in (*found.open, *found.ended))
        if form != self.shown:
            self.shown = form
            self.place.clear()
            self.bars.clear()
            with self.place:
                self._queue(found)
        for each in found.open:
            if each.id in self.bars and each.share is not None:
                bar, text = self.bars[each.id]
                bar.props["value"] = f"{each.share:.4f}"
                text.set_text(each.progress)

    async def start(self, given: Mapping[str, str]) -> None:
        """Queue what the form asks."""

        cluster = given.get("cluster", "").strip() if self.who.may(ADMINISTER) else ""

        def act() -> Job:
            try:
                return self.desk.start_run(
                    given.get("scenario", ""),
                    content.whole(given.get("futures", ""), MOST_FUTURES),
                    self._workers(given),
                    content.seed(given.get("seed", "")),
                    content.day(given.get("as_of", "")),
                    given.get("name", "").strip() or None,
                    cluster or None,
                    self.who.name,
                )
            except Unsound as error:
                raise error.told(self.who.may(WHOLE)) from None

        if await attempt(act, self.notice) is not None:
            self.notice.clear()
        await self.look()

    def _workers(self, given: Mapping[str, str]) -> int | None:
        """Processes that are asked for; on a cluster the number that stands there by itself says
        nothing."""
        text = given.get("workers", "")
        if given.get("cluster", "").strip() and text == str(processors()):
            return None
        return content.whole(text, MOST_WORKERS) if text else None

    async def act(self, kind: str, number: int) -> None:
        """Pause a job, let it go on, or cancel it."""
        await attempt(partial(self.desk.act, number, self.who, kind), self.notice)
        await self.look()

    def _form(self, among: Sequence[tuple[str, str]]) -> None:
        say = self.words.say
        count = processors()
        with form(self.start):
            field(say("page.choose_scenario"), "scenario", among=among,
                  value=self.scenario or among[0][0])  # fmt: skip
            field(say("page.futures"), "futures", say("page.futures_told"), type="number", min=1,
                  max=MOST_FUTURES, step=1, value=200, required=True)  # fmt: skip
            field(say("page.workers"), "workers", say("page.workers_told", count=count),
                  type="number", min=1, max=MOST_WORKERS, step=1, value=count)  # fmt: skip
            field(say("page.run_name"), "name", say("page.run_name_told"), maxlength=120)
            with tag("details", "", "further"):
                tag("summary", say("page_live.further"))
                with tag("div", "", "form"):
                    field(say("page_live.seed"), "seed", say("page_live.seed_told"), type="number",
                          min=0, max=content.LARGEST_SEED, step=1)  # fmt: skip
                    field(say("page_live.as_of"), "as_of", say("page_live.as_of_told"),
                          type="date")  # fmt: skip
                    if self.who.may(ADMINISTER):
                        field(say("page_live.cluster"), "cluster", say("page_live.cluster_told"),
                              placeholder="tcp://10.0.0.1:8786", maxlength=300)  # fmt: skip
            with tag("div", "", "send"):
                tag("button", say("page.start"), "button first", type="submit")

    def _queue(self, found: Queued) -> None:
        say = self.words.say
        tag("h2", say("page.queue"))
        if not found.open:
            tag("p", say("page.queue_none"), "lead")
        self._rows(found.open)
        if found.ended:
            tag("h2", say("page.ended"))
            self._rows(found.ended)

    def _rows(self, rows: tuple[JobRow, ...]) -> None:
        if not rows:
            return
        with tag("ul", "", "jobs"):
            for each in rows:
                with tag("li"):
                    self._row(each)

    def _row(self, each: JobRow) -> None:
        say = self.words.say
        with tag("p"):
            if each.watched:
                link(each.called, f"/run/{each.id}", "named")
            else:
                tag("b", each.called)
            tag("span", f" {each.told}")
        with tag("div", "", "acts"):
            for kind in each.acts if self.who.acts_on(each.by) else ():
                button(say(f"page.{kind}"), partial(self.act, kind, each.id),
                       aria_label=say(f"page.{kind}_named", name=each.name))  # fmt: skip
            if each.finished:
                link(say("page.report"), f"/report/{quote(each.name, safe='')}", "button",
                     aria_label=say("page.open_report", name=each.name))  # fmt: skip
        if each.share is not None:
            bar = tag("progress", "", "whole", max=1, value=f"{each.share:.4f}",
                      aria_label=say("page.progress_of", name=each.name))  # fmt: skip
            self.bars[each.id] = bar, tag("p", each.progress, "lead whole")
        for line in each.said.splitlines() if self.who.may(WHOLE) else ():
            tag("p", line, "wrongly whole")


def screens(door: Door) -> None:
    """The screen before a reader; `scenario` of the query is chosen beforehand."""

    @door.opens("/run", "run")
    async def lay(reader: Reader, request: Request) -> None:
        await Laid(door.desk, reader, request.query_params.get("scenario", "")).build()
