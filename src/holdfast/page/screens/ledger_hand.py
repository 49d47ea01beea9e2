"""From the ledger to a scenario: which one, under what new name, as known when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date

from nicegui import run

from holdfast.page.desk import Desk
from holdfast.page.frame import Reader
from holdfast.page.screens.run import choices
from holdfast.page.widgets import Dialog, Notice, attempt, field, form, tag
from holdfast.questions.refused import Refused

Done = Callable[[str, Sequence[str]], Awaitable[None]]


class Handing:
    """The dialog of one reader."""

    def __init__(self, desk: Desk, reader: Reader, done: Done) -> None:
        self.desk, self.words, self.done = desk, reader.words, done
        say = self.words.say
        self.dialog = Dialog(say("page_ledger.hand_over"), say("page.dismiss"))
        with self.dialog.body:
            tag("p", say("page_ledger.hand_over_told"), "lead")
            self.notice = Notice()
            self.place = tag("div")

    async def open(self) -> None:
        """Ask for the scenario."""
        say = self.words.say
        among = await run.io_bound(choices, self.desk, self.words) or []
        self.place.clear()
        self.notice.clear()
        with self.place:
            if not among:
                tag("p", say("page.none_here"), "lead")
            else:
                with form(self.send):
                    field(say("page_ledger.onto"), "onto", among=list(among), value=among[0][0])
                    field(say("page.new_name"), "name", required=True, maxlength=120,
                          value=f"{among[0][0]}-ledger")  # fmt: skip
                    field(say("page_ledger.as_of"), "as_of", say("page_ledger.as_of_told"),
                          type="date")  # fmt: skip
                    field(say("page_ledger.prefer"), "prefer", say("page_ledger.prefer_told"),
                          maxlength=500)  # fmt: skip
                    with tag("div", "", "send"):
                        tag("button", say("page_ledger.make"), "button first", type="submit")
        self.dialog.open()

    async def send(self, given: Mapping[str, str]) -> None:
        """Make the scenario, or say why not."""

        def act() -> tuple[str, Sequence[str]]:
            kept, _, lines = self.desk.book.hand_over(
                given.get("onto", ""),
                given.get("name", ""),
                day(given.get("as_of", "")),
                given.get("prefer", "").replace(",", " ").split(),
            )
            return kept.name, lines

        self.notice.clear()
        made = await attempt(act, self.notice)
        if made is not None:
            self.dialog.close()
            await self.done(*made)


def day(text: str) -> date | None:
    """A day that is typed; None where it is left blank. Raises Refused."""
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise Refused(f"'{text[:20]}' is no day as YYYY-MM-DD") from None
