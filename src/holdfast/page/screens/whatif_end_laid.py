"""The end of the screen of what if, laid out: a command that answers the same, B as a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from holdfast.page import whatif
from holdfast.page.screens import whatif as content
from holdfast.page.screens import whatif_hand as hand
from holdfast.page.widgets import attempt, field, form, tag

if TYPE_CHECKING:
    from holdfast.page.screens.whatif_laid import Laid


class Ending:
    """What can be done with both sides as they are."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid

    def build(self) -> None:
        """The command and the form."""
        say = self.laid.words.say
        with tag("section", "", "panel", aria_label=say("page_whatif.command")):
            tag("h2", say("page_whatif.command"))
            tag("p", say("page_whatif.command_told"), "facts-line")
            with tag("div", "", "wf-command"):
                self.command = tag("code", self._command(), tabindex="0")
                copy = tag("button", say("page_whatif.copy"), "button", type="button")
                copy.on("click", js_handler=hand.copies(self.command.id))
            tag("h2", say("page_whatif.write"))
            with form(self._write):
                field(say("page_whatif.write_name"), "name", say("page_whatif.write_told"),
                      maxlength=120, required=True)  # fmt: skip
                with tag("div", "", "send"):
                    tag("button", say("page_whatif.write"), "button", type="submit")

    def show(self) -> None:
        """Both sides as they are now: in the command, and in the address, by which they are found
        again."""
        self.command.set_text(self._command())
        way = content.way(self.laid.name, self.laid.base.name, self.laid.addressed)
        ui.navigate.history.replace(way)

    def _command(self) -> str:
        return whatif.command(self.laid.name, self.laid.base.name, *self.laid.sides.texts)

    async def _write(self, given: Mapping[str, str]) -> None:
        laid, name = self.laid, given.get("name", "").strip()
        act = partial(laid.desk.whatif.queue, laid.name, laid.base, laid.sides.texts,
                      whatif.FUTURES, name)  # fmt: skip
        if name and await attempt(act, laid.notice) is not None:
            laid.notice.say(laid.words.say("page_whatif.written", name=name))
