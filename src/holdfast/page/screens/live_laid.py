"""The screen of one run that is under way, laid out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

from fastapi import Request
from nicegui import run, ui

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Missing
from holdfast.page.frame import Reader
from holdfast.page.progress import Drawn
from holdfast.page.screens import live as content
from holdfast.page.screens.live import Live
from holdfast.page.who import WHOLE
from holdfast.page.widgets import Notice, attempt, button, drawn, link, tag

LOOK = 1.0
"""Seconds after which it is looked at again."""


class Laid:
    """One run before one reader."""

    def __init__(self, desk: Desk, reader: Reader, number: int) -> None:
        self.desk, self.words, self.number = desk, reader.words, number
        self.who, self.whole = reader.who, reader.who.may(WHOLE)
        self.acts: tuple[object, ...] | None = None
        self.shown: Live | None = None
        self.figures: Drawn | None = None

    async def build(self) -> None:
        """Lay it out, and keep looking until it has ended."""
        say = self.words.say
        with tag("div", "", "headline"):
            with tag("div"):
                self.title = tag("h1")
                tag("p", say("page_live.lead"), "lead")
            self.buttons = tag("div", "", "acts")
        self.notice = Notice()
        self.bar = tag("progress", "", "live-bar", max=1, aria_label=say("page_live.bar"))
        self.told = tag("p", "", "lead")
        self.wrong = tag("div")
        self.place = tag("div")
        self.timer = ui.timer(LOOK, self.look)
        await self.look()

    async def look(self) -> None:
        """Look at it; figures come as they are drawn, and only what changed is laid out anew."""
        found = await run.io_bound(content.live, self.desk, self.number, self.words)
        if found is None:
            return
        self._head(found)
        drawn_of = self.figures.futures if self.figures is not None else 0
        known = self.shown is not None and self.shown.futures == found.futures
        if not known or drawn_of != found.futures:
            await self._figures(found)
            self.place.clear()
            with self.place:
                self._known(found)
        self.shown = found
        if not found.alive:
            self.timer.cancel()

    async def act(self, kind: str) -> None:
        """Pause it, let it go on, end it with what is finished, or cancel it."""
        await attempt(partial(self.desk.act, self.number, self.who, kind), self.notice)
        await self.look()

    def _head(self, found: Live) -> None:
        job = found.job
        self.title.set_text(found.title)
        self.told.set_text(job.progress)
        share = 1.0 if job.finished else job.share or 0.0
        if self.bar.props.get("value") != f"{share:.4f}":
            self.bar.props["value"] = f"{share:.4f}"
        state = job.acts, found.can_shorten, job.finished, job.said
        if state == self.acts:
            return
        self.acts = state
        say = self.words.say
        self.buttons.clear()
        with self.buttons:
            may = self.who.acts_on(job.by)
            for kind in job.acts if may else ():
                button(say(f"page.{kind}"), partial(self.act, kind))
            if found.can_shorten and may:
                button(say("page_live.shorten"), partial(self.act, "shorten"), "first")
            if job.finished:
                link(say("page.report"), f"/report/{quote(job.name, safe='')}", "button first")
        self.wrong.clear()
        with self.wrong:
            for line in job.said.splitlines() if self.whole else ():
                tag("p", line, "wrongly")

    async def _figures(self, found: Live) -> None:
        if found.futures:
            job = self.desk.job(self.number).job
            made = await run.io_bound(self.desk.watch.drawn, job, self.words.language)
            self.figures = made or self.figures

    def _known(self, found: Live) -> None:
        say = self.words.say
        if not found.futures:
            if found.alive:
                tag("p", say("page_live.nothing"), "lead")
            return
        if self.figures is not None:
            with tag("div", "", "live-figures"):
                with tag("section", "", "panel"):
                    tag("h2", say("page_live.settling_title", mean=found.mean))
                    tag("p", say("page_live.settling"), "facts-line")
                    _at_both(self.figures.settling)
                with tag("section", "", "panel"):
                    tag("h2", say("page_live.fan"))
                    tag("p", say("page_live.fan_note"), "facts-line")
                    _at_both(self.figures.fan)
        with tag("div", "", "wide"), tag("table", "", "known"):
            with tag("thead"), tag("tr"):
                tag("th", say("page_live.so_far", count=found.futures), scope="col")
                for key in ("mean", "median", "worse"):
                    tag("th", say(f"page_live.{key}"), scope="col")
            with tag("tbody"):
                for each in found.lines:
                    with tag("tr"):
                        with tag("th", scope="row"):
                            tag("span", each.name)
                            tag("small", each.unit)
                        tag("td", each.mean, "sure")
                        tag("td", each.median)
                        tag("td", each.worse)
        tag("p", say("page_live.survived", count=found.survived), "facts-line")


def _at_both(sizes: Sequence[str]) -> None:
    """A figure for a desk and for a phone, of which the style sheet shows one."""
    for svg, where in zip(sizes, ("at-desk", "at-phone"), strict=True):
        drawn(svg, where)


def screens(door: Door) -> None:
    """One run of the queue, by its number."""

    @door.opens("/run/{number}", "run")
    async def lay(reader: Reader, request: Request) -> None:
        text = request.path_params["number"]
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
        try:
            door.desk.job(number)
        except Missing as error:
            tag("h1", str(error))
            link(reader.words.say("page.queue"), "/run", "button")
            return
        await Laid(door.desk, reader, number).build()
