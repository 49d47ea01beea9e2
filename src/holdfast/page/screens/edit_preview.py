"""Says what a draft does, on few futures and then on more."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import run

from holdfast.page.drafts import Draft
from holdfast.page.edits import STAGES, Preview
from holdfast.page.errors import Broken, Faulty, Missing, Superseded
from holdfast.page.widgets import drawn, tag
from holdfast.questions.refused import Refused
from holdfast.show.figures.thumbnail import thumbnail

if TYPE_CHECKING:
    from holdfast.page.screens.edit_screen import Laid

EASY = 0.4
"""Seconds without a further edit after which the preview begins."""


class Trying:
    """Says what a draft does, on few futures and then on more."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.whose = secrets.token_hex(4)

    async def settle(self) -> None:
        """Say what the draft does, on few futures and then on more; a later edit takes it back."""
        say = self.laid.words.say
        self.laid.asked += 1
        mine, draft = self.laid.asked, self.laid.draft
        if self.laid.faults:
            self.panel(say("page_edit.faults_first"))
            return
        self.panel(say("page_edit.counting") if draft.changed else say("page_edit.no_edit"))
        await asyncio.sleep(EASY)
        language = self.laid.words.language
        for stage in STAGES if draft.changed else ():
            if mine != self.laid.asked:
                return
            made = await self._tried(
                partial(self.laid.edits.preview, draft, stage, language, self.whose)
            )
            if made is None or mine != self.laid.asked:
                return
            self._told(made, draft)
        if mine == self.laid.asked:
            lines = await self._tried(partial(self.laid.edits.remarks, draft, language, self.whose))
            if lines and mine == self.laid.asked:
                with self.laid.panel, tag("details"):
                    tag("summary", say("page_edit.remarks", count=len(lines)))
                    for line in lines:
                        tag("p", line)

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
            rest = STAGES[-1] - made.futures
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
            if rest > 0:
                tag("p", say("page_edit.more", count=rest), "lead")
