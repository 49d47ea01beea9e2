"""Where no run fits to ask what if of: how one is made, and how far it is."""

from __future__ import annotations

from functools import partial

from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page import whatif
from holdfast.page.desk import Desk
from holdfast.page.jobs import DONE, QUEUED, RUNNING
from holdfast.page.screens import whatif as content
from holdfast.page.whatif import Texts
from holdfast.page.widgets import Notice, attempt, button, tag
from holdfast.show.catalogue import Catalogue

LOOK = 1.0
"""Seconds after which a base that is being run is looked at again."""


class Offer:
    """What stands there until there is a base."""

    def __init__(
        self, desk: Desk, words: Catalogue, name: str, notice: Notice, addressed: Texts
    ) -> None:
        self.desk, self.words, self.name, self.notice = desk, words, name, notice
        self.addressed = addressed
        self.make: TextElement | None = None
        self.bar: TextElement | None = None
        self.coming: int | None = None

    async def build(self, may: bool) -> None:
        """Say that no run fits, and how one is made."""
        say = self.words.say
        with tag("section", "", "panel", aria_label=say("page_whatif.base")):
            tag("p", say("page_whatif.no_base"))
            self.making = tag("div", role="status")
            with self.making:
                tag("p", say("page_whatif.no_base_told", count=whatif.FUTURES), "lead")
            if may:
                self.make = button(say("page_whatif.make_base", count=whatif.FUTURES), self._make,
                                   "first")  # fmt: skip
        under_way = await run.io_bound(content.coming, self.desk, self.name)
        if under_way is not None:
            self.coming = under_way.job.id
            self._hide()
        ui.timer(LOOK, self._look)

    async def _make(self) -> None:
        job = await attempt(partial(self.desk.whatif.make_base, self.name), self.notice)
        if job is not None:
            self.coming = job.id
            self._hide()
            await self._look()

    def _hide(self) -> None:
        if self.make is not None:
            self.make.set_visibility(False)

    async def _look(self) -> None:
        """See how far a base is that is being run, and go on with it once it is there."""
        if self.coming is None:
            return
        say, each = self.words.say, await run.io_bound(self.desk.job, self.coming)
        if each is None:
            return
        if each.job.state == DONE:
            self.coming = None
            ui.navigate.to(content.way(self.name, each.job.name, self.addressed))
            return
        if each.job.state == RUNNING:
            text = say("page_whatif.making_base", name=each.job.name, lived=each.lived,
                       futures=each.futures)  # fmt: skip
        elif each.job.state == QUEUED:
            text = say("page_whatif.queued_base", name=each.job.name)
        else:
            state = say(f"page.state_{each.job.state}")
            text = say("page_whatif.stopped_base", name=each.job.name, state=state)
        if self.bar is None:
            self.making.clear()
            with self.making:
                self.told = tag("p", text, "lead")
                self.bar = tag("progress", "", "", max=1, value="0",
                               aria_label=say("page.progress_of", name=each.job.name))  # fmt: skip
        self.told.set_text(text)
        self.bar.props["value"] = f"{each.job.done / max(each.job.total, 1):.4f}"
