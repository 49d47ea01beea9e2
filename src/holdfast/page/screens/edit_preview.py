"""Says what a draft does on common futures."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import run, ui

from holdfast.page.drafts import Draft
from holdfast.page.edits import Preview
from holdfast.page.errors import Broken, Faulty, Missing, Superseded
from holdfast.page.widgets import drawn, tag
from holdfast.questions.refused import Refused
from holdfast.show.figures.thumbnail import thumbnail

if TYPE_CHECKING:
    from holdfast.page.screens.edit_screen import Laid

EASY = 0.4
"""Seconds without a further edit after which the preview begins."""
LOOK = 0.3
"""Seconds after which it is looked how far it is."""


class Trying:
    """Says what a draft does on common futures."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.whose = secrets.token_hex(4)
        self._far: tuple[int, int] = (0, 1)
        """How much is done of how much."""

    async def settle(self) -> None:
        """Say what the draft does; a later edit takes it back.

        While nothing is edited the saved version is lived, so that the first edit waits for itself
        alone.
        """
        say, edits, language = self.laid.words.say, self.laid.edits, self.laid.words.language
        self.laid.asked += 1
        mine, draft = self.laid.asked, self.laid.draft
        if self.laid.faults:
            self.panel(say("page_edit.faults_first"))
            return
        if draft.changed:
            self._trying()
        else:
            self.panel(say("page_edit.no_edit"))
        await asyncio.sleep(EASY)
        if mine != self.laid.asked:
            return
        if draft.changed:
            tell = partial(self._tell, mine)
            made = await self._tried(partial(edits.preview, draft, language, self.whose, tell=tell))
            if made is None or mine != self.laid.asked:
                return
            self._told(made, draft)
        else:
            await self._tried(partial(edits.ahead, draft, self.whose))
        if mine == self.laid.asked:
            lines = await self._tried(partial(edits.remarks, draft, language, self.whose))
            if lines and mine == self.laid.asked:
                with self.laid.panel, tag("details"):
                    tag("summary", say("page_edit.remarks", count=len(lines)))
                    for line in lines:
                        tag("p", line)

    def _trying(self) -> None:
        """Say that it is tried, and how far that is."""
        say = self.laid.words.say
        self._far = 0, 1
        self.panel(say("page_edit.counting"))
        with self.laid.panel:
            bar = tag("progress", "", "", max=1, value="0", aria_label=say("page_edit.progress"))

            def look() -> None:
                bar.props["value"] = f"{self._far[0] / max(self._far[1], 1):.3f}"

            ui.timer(LOOK, look)

    def _tell(self, mine: int, done: int, total: int, left: float | None) -> None:
        if mine == self.laid.asked:
            self._far = done, total

    async def _tried(self, act: Callable[[], Any]) -> Any:
        """What it gives; None if it was taken back, or could not be and that is said."""

        def quietly() -> tuple[Any, list[str]]:
            try:
                return act(), []
            except Superseded:
                return None, []
            except Faulty as error:
                return None, error.lines
            except (Refused, Missing, Broken) as error:
                return None, [str(error)]

        made, wrong = await run.io_bound(quietly) or (None, [])
        if wrong:
            self.panel(*wrong)
        return made

    def panel(self, *lines: str) -> None:
        """Say something in place of what the draft does."""
        self.laid.panel.clear()
        with self.laid.panel:
            tag("h2", self.laid.words.say("page_edit.does"))
            with tag("div", role="status"):
                for line in lines:
                    tag("p", line)

    def _told(self, made: Preview, draft: Draft) -> None:
        say, numbers = self.laid.words.say, self.laid.words.numbers
        self.laid.panel.clear()
        with self.laid.panel:
            tag("h2", say("page_edit.does"))
            tag("p", say("page_edit.futures", count=made.futures), "lead")
            with tag("div", role="status"):
                tag("p", say("page.hours_error", hours=numbers.plus_minus(*made.hours, sign=True)),
                    "figure")  # fmt: skip
                tag("p", say("page_edit.hours", verdict=made.verdict))
                value = numbers.plus_minus(*made.suffering, sign=True)
                tag("p", say("page_edit.suffering", value=value))
            drawn(thumbnail(made.steps, say("page.signature", name=self.laid.scenario)))
            tag("p", say("page_edit.saved_level", hours=numbers.plus_minus(*made.saved)))
            tag("p", say("page_edit.files", files=", ".join(draft.changed)), "lead")
