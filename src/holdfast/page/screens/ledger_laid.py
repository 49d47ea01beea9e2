"""The screen of the ledger, laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import ui

from holdfast.ledger.gifts import WITHDRAWN
from holdfast.ledger.schema import POSITION, STAGES
from holdfast.ledger.store import Appended
from holdfast.page.book import Checked, State
from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Missing
from holdfast.page.frame import Reader
from holdfast.page.screens import ledger as content
from holdfast.page.screens.grid import Grid, Head
from holdfast.page.screens.ledger import Line, stage_said
from holdfast.page.screens.ledger_drawn import course
from holdfast.page.screens.ledger_enter import Entering, Name
from holdfast.page.screens.ledger_hand import Handing
from holdfast.page.screens.ledger_import import Importing
from holdfast.page.screens.said import moment
from holdfast.page.who import CHANGE, ENTER
from holdfast.page.widgets import Dialog, Notice, attempt, button, drawn, field, link, tag
from holdfast.questions.refused import Refused

LOOK = 3.0
"""Seconds after which it is looked whether somebody has entered something."""
SOON = 0.1
MOVES = 0.4
"""Seconds between two looks at how far the check of the chain is."""
FILTER = "(event) => emit(Object.fromEntries(new FormData(event.target.form || event.target)))"
STOP = "(event) => event.preventDefault()"
WIDTHS = {"name": 84, "stage": 112, "partner": 104, "item": 150, "quantity": 108, "arrived": 84,
          "used": 98, "said": 112, "due": 112, "late": 140, "source": 110}  # fmt: skip
GROWS = {"item": 3, "source": 2}


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        self.desk, self.reader, self.words = desk, reader, reader.words
        self.state: State | None = None
        self.busy = False
        self.asked: Mapping[str, str] = {}
        self.grid: Grid | None = None
        self.partners: tuple[str, ...] = ()
        self.name = Name(reader)

    def build(self) -> None:
        """Lay it out, and keep looking."""
        say, may = self.words.say, self.reader.who.may
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", say("page.ledger"))
                tag("p", say("page_ledger.lead"), "lead")
            self.acts = tag("div", "", "acts")
        self.notice = Notice()
        self.entering = Entering(self.desk, self.reader, self.name, self.entered)
        self.importing = Importing(self.reader, self.name, self.imported)
        self.opened = Dialog(say("page_ledger.history"), say("page.dismiss"), "wide")
        if may(CHANGE):
            self.handing = Handing(self.desk, self.reader, self.handed)
        self.chain, self.filters, self.place = tag("div", "", "chain"), tag("div"), tag("div")
        self.count = tag("p", "", "facts-line", role="status")
        with self.chain:
            tag("p", say("page_ledger.checking"), role="status")
        self.looking = ui.timer(LOOK, self.look, immediate=False)
        # a long ledger takes its time: the screen is there before it is read
        ui.timer(SOON, self.look, once=True)
        ui.timer(SOON, self.name.remembered, once=True)

    async def look(self) -> None:
        """Look at the ledger; only what is other than it was is laid out anew."""
        if self.busy:
            return
        self.busy = True
        try:
            await self._look()
        finally:
            self.busy = False

    async def _look(self) -> None:

        def act() -> State | str:
            try:
                return self.desk.book.state().seen(self.reader.who)
            except Missing as error:
                return str(error)

        found = await attempt(act, self.notice)
        if found is None:
            # it was said why; the same would be said again and again
            self.looking.deactivate()
            await self.verify(again=True)
        elif isinstance(found, str):
            if not self.place.default_slot.children:
                self.chain.clear()
                self._begin()
        elif self.state is None:
            self.state = found
            self._acts()
            self._table(found)
            self._filters(found)
            ui.timer(SOON, self.verify, once=True)
        elif self.state.head != found.head:
            self.state = found
            await self.show()
            self._filters(found)
            await self.verify()

    async def show(self, given: Mapping[str, str] | None = None) -> None:
        """Show the items of help that are asked for."""
        self.asked = self.asked if given is None else given
        rows = await attempt(self._rows, self.notice)
        if rows is None or self.grid is None:
            return
        self.grid.show(rows)
        self._counted(rows)

    def _rows(self) -> list[dict[str, Any]]:
        day = self.asked.get("as_of", "")
        try:
            found = self.desk.book.as_of(date.fromisoformat(day) if day else None).seen(
                self.reader.who
            )
        except ValueError:
            raise Refused(f"'{day[:20]}' is no day as YYYY-MM-DD") from None
        kept = content.narrowed(
            found.gifts,
            self.asked.get("partner"),
            self.asked.get("stage"),
            self.asked.get("text", ""),
        )
        return [content.row(one, self.words) for one in kept]

    async def again(self) -> None:
        """Compute the whole chain again."""
        await self.verify(again=True)

    async def verify(self, again: bool = False) -> None:
        """Say what the check of the chain found; made `again`, or as long as nothing was entered
        the last one."""
        say = self.words.say
        self.chain.clear()
        so_far = [0, 1]
        with self.chain:
            tag("p", say("page_ledger.checking"), role="status")
            bar = tag("progress", max=1, value="0", aria_label=say("page_ledger.checking"))

        def tell(done: int, total: int) -> None:
            so_far[:] = done, max(total, 1)

        def show() -> None:
            bar.props["value"] = f"{so_far[0] / so_far[1]:.3f}"

        def act() -> Checked:
            return self.desk.book.checked(again, tell)

        moving = ui.timer(MOVES, show)
        made = await attempt(act, self.notice)
        moving.cancel()
        self.chain.clear()
        if made is None:
            return
        found, entries = made.found, self.state.entries if self.state else ()
        with self.chain:
            with tag("p", "", "" if found.whole else "wrongly", role="status"):
                tag("span", say("page_ledger.named", name=self.desk.book.shown))
                tag("span", content.unbroken(found, entries, self.words))
                when = moment(made.when, self.words)
                tag("span", say("page_ledger.checked", when=when))
            if found.entries:
                with tag("p", "", "facts-line"):
                    tag("span", say("page_ledger.head"))
                    tag("code", found.head)
                    tag("span", say("page_ledger.head_told"))
            if found.backdated:
                late = ", ".join(f"L{number}" for number in found.backdated)
                told = say("terminal.ledger_backdated", count=len(found.backdated), entries=late)
                tag("p", told, "facts-line")
            button(say("page_ledger.verify"), self.again, "quiet")

    # ---- acts ----------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Begin a ledger."""

        def act() -> bool:
            self.desk.book.begin()
            return True

        if await attempt(act, self.notice):
            self.place.clear()
            await self.look()

    async def entered(self, made: Appended) -> None:
        """Say what was entered."""
        await self.look()
        self._said([one.number for one in made.new], [one.number for one in made.known])

    async def imported(self, made: Mapping[str, Any]) -> None:
        """Say what came of a workbook."""
        await self.look()
        self._said([one["number"] for one in made["new"]], made["known"])

    async def handed(self, name: str, lines: Sequence[str]) -> None:
        """Say what scenario was made."""
        say = self.words.say
        self.notice.say(say("page_ledger.handed", name=name))
        with self.notice.more():
            link(say("page.run_named", name=name), f"/run?scenario={quote(name, safe='')}")
            for line in lines:
                tag("p", line, "facts-line")

    def _said(self, new: Sequence[int], known: Sequence[int]) -> None:
        say = self.words.say
        told = [say("terminal.ledger_entered", count=len(new))]
        if 0 < len(new) <= 6:
            told[0] += f" ({', '.join(f'L{number}' for number in new)})"
        if known:
            told.append(say("page_ledger.known", count=len(known)))
        self.notice.say(". ".join(told) + ".")

    async def history(self, number: Any) -> None:
        """Show all that was entered of an item of help."""
        found = await attempt(lambda: self.desk.book.state().seen(self.reader.who), self.notice)
        if found is None or not isinstance(number, int):
            return
        gift = await attempt(partial(found.gift, number), self.notice)
        if gift is None:
            return
        say, words = self.words.say, self.words
        self.opened.body.clear()
        with self.opened.body:
            parts = (gift.partner, content.promised(gift, words), gift.item, gift.region)
            told = ", ".join(filter(None, parts))
            tag("p", f"{say('page_ledger.named', name=gift.name)} {told}", "lead")
            with tag("p", "", "facts-line"):
                said = [stage_said(gift.stage, words)]
                said += [content.late(gift, words)] if gift.late is not None else []
                tag("span", " · ".join(said))
            if svg := course(gift, found.now, words):
                drawn(svg)
                tag("p", say("page_ledger.course_key"), "facts-line")
            with tag("ol", "", "entries"):
                for line in content.history(gift, words):
                    self._line(line)
            if self.reader.who.may(ENTER, gift.partner) and gift.stage != WITHDRAWN:
                self._next(gift.stage, gift.name, [one.name for one in gift.entries])
        self.opened.open()

    def _line(self, line: Line) -> None:
        with tag("li", "", "corrects" if line.correction else ""):
            with tag("p"):
                tag("b", f"{line.number} {line.kind}")
                tag("span", f" {line.said}")
            if line.fields:
                with tag("dl", "", "facts"):
                    for label, text in line.fields:
                        with tag("div"):
                            tag("dt", label)
                            tag("dd", text)
            if line.note:
                tag("p", line.note)
            told = [self.words.say("page_ledger.from", source=line.source), line.written]
            tag("p", " · ".join(filter(None, (*told, line.corrected))), "facts-line")

    def _next(self, stage: str, name: str, entries: Sequence[str]) -> None:
        """Ways on: the next stage, and a correction."""
        say = self.words.say

        async def go(kind: str, of: str) -> None:
            self.opened.close()
            await self.entering.open({"kind": kind, "of": of})

        with tag("div", "", "acts"):
            at = STAGES.index(stage) + 1 if stage in STAGES else len(STAGES)
            if at < len(STAGES):
                told = stage_said(STAGES[at], self.words)
                button(say("page_ledger.next", stage=told), partial(go, STAGES[at], entries[-1]))
            button(say("page_ledger.correct"), partial(go, "correction", name))

    # ---- parts ---------------------------------------------------------------------------------

    def _acts(self) -> None:
        say, may = self.words.say, self.reader.who.may
        self.acts.clear()
        with self.acts:
            if may(ENTER):
                button(say("page_ledger.enter"), self.entering.open, "first")
                button(say("page_ledger.import"), self.importing.open)
            for form in ("xlsx", "csv"):
                link(say(f"page_ledger.export_{form}"), f"/api/ledger/export?form={form}", "button",
                     download=True)  # fmt: skip
            if may(CHANGE):
                button(say("page_ledger.hand_over"), self.handing.open)

    def _begin(self) -> None:
        say = self.words.say
        self.place.clear()
        with self.place:
            tag("p", say("page_ledger.none", place=self.desk.book.shown), "lead")
            if self.reader.who.may(CHANGE):
                button(say("page_ledger.begin"), self.begin, "first")

    def _filters(self, found: State) -> None:
        partners = tuple(sorted({one.partner for one in found.gifts} - {""}))
        if partners == self.partners and self.filters.default_slot.children:
            return
        self.partners = partners
        say = self.words.say
        self.filters.clear()
        with self.filters, tag("form", "", "form filters", role="search") as asking:
            field(say("page_ledger.head_partner"), "partner",
                  among=[("", say("page_ledger.all")), *((one, one) for one in partners)],
                  value=self.asked.get("partner", ""))  # fmt: skip
            stages = [(one, stage_said(one, self.words)) for one in (*STAGES, POSITION, WITHDRAWN)]
            field(say("page_ledger.head_stage"), "stage",
                  among=[("", say("page_ledger.all")), *stages],
                  value=self.asked.get("stage", ""))  # fmt: skip
            field(say("page_ledger.search"), "text", type="search", maxlength=200,
                  value=self.asked.get("text", ""))  # fmt: skip
            field(say("page_ledger.as_of"), "as_of", type="date", value=self.asked.get("as_of", ""))

            async def chosen(event: Any) -> None:
                await self.show({str(key): str(value) for key, value in event.args.items()})

            asking.on("input", chosen, js_handler=FILTER, throttle=0.3, leading_events=False)
            asking.on("submit", js_handler=STOP)

    def _table(self, found: State) -> None:
        say = self.words.say
        heads = [
            Head(
                name,
                say(f"page_ledger.head_{name}"),
                WIDTHS[name],
                name in content.NUMBERS,
                name in (*content.NUMBERS, *content.DAYS, "stage"),
                GROWS.get(name, 1),
            )
            for name in content.HEADS
        ]
        rows = [content.row(one, self.words) for one in found.gifts]
        self.place.clear()
        with self.place:
            self.grid = Grid(say("page_ledger.table"), heads, rows, self.words, self.history)
        self._counted(rows)

    def _counted(self, rows: Sequence[object]) -> None:
        self.count.set_text(self.words.say("page_ledger.counted", count=len(rows)))


def screens(door: Door) -> None:
    """The screen of the ledger."""

    @door.opens("/ledger", "ledger")
    async def lay(reader: Reader, _: Request) -> None:
        Laid(door.desk, reader).build()
