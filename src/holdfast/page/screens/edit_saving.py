"""Lets a draft be the scenario, or another, and meets what others saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nicegui import ui

from holdfast.page.drafts import Changed, Draft, Meanwhile
from holdfast.page.merging import MINE, THEIRS
from holdfast.page.widgets import attempt, button, field, form, tag

if TYPE_CHECKING:
    from holdfast.page.screens.edit_screen import Laid

MOST_CLASHES = 12


class Saving:
    """Lets a draft be the scenario, or another, and meets what others saved."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid

    async def save(self) -> None:
        """Let the draft be the scenario."""
        await self._saved()

    async def save_and_run(self) -> None:
        """The same, and on to where a run of it is begun."""
        if not self.laid.faults and await self._saved():
            ui.navigate.to(f"/run?{urlencode({'scenario': self.laid.scenario})}")

    async def _saved(self) -> bool:
        """Whether the scenario is what the draft is."""
        say = self.laid.words.say

        def saved() -> Draft | Changed:
            try:
                return self.laid.drafts.save(self.laid.scenario, self.laid.who)
            except Meanwhile as error:
                return error.changed

        async with self.laid.turn:  # what is being typed comes first
            draft = self.laid.drafts.latest(self.laid.scenario, self.laid.who) or self.laid.draft
            if not draft.changed:
                return not self.laid.faults
            made = await attempt(saved, self.laid.notice)
        if isinstance(made, Changed):
            self._meet(made)
        elif made is not None:
            await self.laid.show(made, [])
            self.laid.notice.say(say("page_edit.saved", name=self.laid.scenario))
        return isinstance(made, Draft)

    def _meet(self, changed: Changed) -> None:
        """Say who changed what meanwhile, and let the reader choose."""
        say = self.laid.words.say
        self.laid.meeting.clear()
        with self.laid.meeting, tag("section", "", "panel", aria_label=say("page_edit.meanwhile")):
            tag("h2", say("page_edit.meanwhile"))
            with tag("ul", "", "list"):
                for file, count in changed.files.items():
                    who = changed.who.get(file)
                    by = say("page_edit.unknown") if who is None else who or say("page_edit.here")
                    tag("li", say("page_edit.changed_by", file=file, who=by, count=count))
            if changed.clashes:
                tag("p", say("page_edit.clashes", count=len(changed.clashes)), "wrongly")
                with tag("ul", "", "list"):
                    for each in changed.clashes[:MOST_CLASHES]:
                        where = ", ".join(filter(None, (each.file, each.where, each.column)))
                        tag("li", say("page_edit.clash", where=where, mine=each.mine or "–",
                                      theirs=each.theirs or "–"))  # fmt: skip
            with tag("div", "", "acts"):
                if changed.clashes:
                    button(say("page_edit.keep_mine"), partial(self.rebase, MINE))
                    button(say("page_edit.keep_theirs"), partial(self.rebase, THEIRS))
                else:
                    button(say("page_edit.rebase"), partial(self.rebase, ""), "first")

    async def rebase(self, prefer: str) -> None:
        """Take in what others have saved."""
        if await self.laid.act(
            partial(self.laid.drafts.rebase, self.laid.scenario, self.laid.who, prefer)
        ):
            self.laid.meeting.clear()
            self.laid.notice.say(self.laid.words.say("page_edit.rebased"))

    def ask_name(self) -> None:
        """Ask for the name of a new scenario."""
        say = self.laid.words.say
        self.laid.dialog.body.clear()
        with self.laid.dialog.body, form(self.save_as):
            field(say("page.new_name"), "name", required=True, maxlength=120,
                  value=f"{self.laid.scenario}-2")  # fmt: skip
            tag("button", say("page_edit.save_as"), "button first", type="submit")
        self.laid.dialog.open()

    async def save_as(self, given: Mapping[str, str]) -> None:
        """A new scenario of the draft."""
        self.laid.dialog.close()
        name = await attempt(
            partial(
                self.laid.drafts.save_as, self.laid.scenario, self.laid.who, given.get("name", "")
            ),
            self.laid.notice,
        )
        if name is not None:
            self.laid.notice.say(self.laid.words.say("page_edit.saved_as", name=name))
