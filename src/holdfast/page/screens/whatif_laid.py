"""The screen of what if, laid out: deliveries that a hand moves, and what that changes."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import run, ui
from starlette.datastructures import QueryParams

from holdfast.page import whatif, whatif_drawn
from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Broken, Faulty, Missing, Superseded, Taken
from holdfast.page.frame import Reader
from holdfast.page.screens import whatif as content
from holdfast.page.screens.whatif import Axis, Sides
from holdfast.page.screens.whatif_add_laid import Adding
from holdfast.page.screens.whatif_answer_laid import told as answer_laid
from holdfast.page.screens.whatif_base_laid import Offer
from holdfast.page.screens.whatif_end_laid import Ending
from holdfast.page.screens.whatif_rows_laid import Line, key_of
from holdfast.page.shelf import Lived
from holdfast.page.whatif import Plan
from holdfast.page.who import ASK
from holdfast.page.widgets import Notice, attempt, button, field, form, link, tag
from holdfast.questions.refused import Refused

LINE = ("name", "value", "unit", "verdict")
LEFT = 1.0
"""Seconds after which one who is cut off has left for all others."""
SOON = 0.25
"""Seconds after which it is looked how far an answer is."""


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader, asked: QueryParams) -> None:
        self.desk, self.words, self.who = desk, reader.words, reader.who
        self.name, self.wanted = asked.get("scenario", ""), asked.get("base", "")
        self.addressed = asked.getlist("a"), asked.getlist("b")
        """What both sides change, as the address has it."""
        self.whose = secrets.token_hex(8)
        self.sides = Sides()
        self.turn = asyncio.Lock()
        """One change is made after the other, each of what the one before has left."""
        self.rows: dict[str, Line] = {}
        self.far: tuple[int, int] = (0, 1)
        self.early: Mapping[str, Any] | None = None
        """What has come of the first days, to be laid out."""
        self.asked = 0
        self.let_go = False
        """What was asked last was taken back, since nobody was there to be answered."""

    async def build(self) -> None:
        """Lay it out: the choice of a base, then all that can be asked of it."""
        say = self.words.say
        tag("h1", say("page.whatif"))
        tag("p", say("page_whatif.lead"), "lead")
        self.notice = Notice()
        among = await run.io_bound(content.scenarios, self.desk, self.words) or []
        if not among:
            tag("p", say("page_whatif.none"), "lead")
            return
        self.name = self.name if self.name in dict(among) else among[0][0]
        found = await attempt(partial(self.desk.whatif.bases, self.name), self.notice)
        self._choice(among, found or [])
        self.place = tag("div", "", "wf")
        if found is None:
            with self.place:
                tag("p", say("page_whatif.faulty"), "lead")
            return
        if self.wanted and self.wanted not in {run.name for run in found}:
            self.notice.wrong([say("page_whatif.stale_base", name=self.wanted)])
            self.wanted = ""
        if not found:
            offer = Offer(self.desk, self.words, self.name, self.notice, self.addressed)
            with self.place:
                await offer.build(self.who.may(ASK))
            return
        base = await attempt(
            partial(self.desk.whatif.base, self.name, self.wanted or None), self.notice
        )
        if base is not None:
            await self._begin(base)

    # ---- a base --------------------------------------------------------------------------------

    def _choice(self, among: Any, found: list[Lived]) -> None:
        say = self.words.say

        async def chosen(given: Mapping[str, str]) -> None:
            scenario, base = given.get("scenario", ""), given.get("base", "")
            same = scenario == self.name
            ui.navigate.to(content.way(scenario, base, self.addressed) if same else
                           content.way(scenario))  # fmt: skip

        with form(chosen, "wf-choice"):
            field(say("page_whatif.scenario"), "scenario", among=among, value=self.name)
            if found:
                field(say("page_whatif.base"), "base", among=content.bases(found, self.words),
                      value=self.wanted or self.desk.whatif.base(self.name).name)  # fmt: skip
            with tag("div", "", "send"):
                tag("button", say("page_whatif.choose"), "button", type="submit")

    # ---- all that is asked of a base -----------------------------------------------------------

    async def _begin(self, base: Lived) -> None:
        say = self.words.say
        if base.futures > whatif.MOST:
            self.notice.wrong([say("page_whatif.too_large", name=base.name, count=whatif.MOST)])
            return
        found = await attempt(partial(self.desk.whatif.scenario, self.name, base), self.notice)
        if found is None:
            return
        self.base, self.scenario = base, found
        act = partial(content.sides, found, self.addressed)
        self.sides = await attempt(act, self.notice) or self.sides
        self.axis = Axis.of(found, self.words)
        may = self.who.may(ASK)
        with self.place:
            with tag("section", "", "wf-sides", aria_label=say("page_whatif.difference")):
                self._sides(may)
            with tag("section", "", "wf-plan", aria_label=say("page_whatif.deliveries")):
                tag("h2", say("page_whatif.deliveries"))
                tag("p", say("page_whatif.deliveries_told"), "lead")
                with tag("p", "", "facts-line wf-key"):
                    for token in ("power", "gas", "defence", "money"):
                        tag("span", say(f"page_whatif.kind_{token}"), token)
                self._months()
                self.list = tag("ul", "", "wf-rows")
                if count := whatif_drawn.known_count(found):
                    day = self.words.numbers.day(found.as_of or self.axis.first, year=True)
                    tag("p", say("page_whatif.known", count=count, day=day), "facts-line")
            if may:
                Adding(self).build()
            with tag("section", "", "wf-answer", id="answer", aria_label=say("page_whatif.answer")):
                tag("h2", say("page_whatif.answer"))
                self.answer = tag("div", "", "wf-told")
            if may:
                self.ending = Ending(self)
                self.ending.build()
            with tag("div", "", "wf-bar", role="status"):
                self.line = tag("p", say("page_whatif.opening"))
                self.way = link(say("page_whatif.whole"), "#answer", "button quiet")
                self.far_bar = tag("progress", "", "", max=1, value="0",
                                   aria_label=say("page_whatif.progress"))  # fmt: skip
        self.far_bar.set_visibility(False)
        self.way.set_visibility(False)
        await (self._show() if any(self.sides.texts) else self._draw())
        self._nothing()
        self.timer = ui.timer(SOON, self._far, active=False)
        self.client = ui.context.client
        self.client.on_disconnect(self._away)
        self.client.on_connect(self._back)
        self.client.on_delete(partial(self.desk.standby.take_back, self.whose))
        ui.timer(0.01, self._open, once=True)

    async def _away(self) -> None:
        """Nobody is kept waiting by the question of one who has left."""
        await asyncio.sleep(LEFT)
        if not self.client.has_socket_connection:
            self.desk.standby.take_back(self.whose)

    async def _back(self) -> None:
        """Whoever was only cut off has it answered all the same."""
        if self.let_go:
            self.let_go = False
            await self._ask()

    async def _open(self) -> None:
        """Have the base in memory before the first question."""
        try:
            await run.io_bound(self.desk.whatif.open, self.base)
        except Superseded:
            pass  # somebody else opens the same
        except (Broken, Faulty, Missing) as error:
            self.notice.wrong([str(error)])
        if not self.asked and any(self.sides.texts) and self.who.may(ASK):
            await self._ask()  # what the address asks
        elif not self.asked:
            self.line.set_text(self.words.say("page_whatif.nothing"))

    def _sides(self, may: bool) -> None:
        say = self.words.say
        self.told_sides = []
        with tag("dl"):
            for side in ("side_a", "side_b"):
                tag("dt", say(f"page_whatif.{side}"))
                self.told_sides.append(tag("dd", say("page_whatif.as_pledged")))
        if not may:
            return
        with tag("div", "", "acts"):
            self.undo = button(say("page_whatif.undo"), partial(self._step, "undo"))
            self.redo = button(say("page_whatif.redo"), partial(self._step, "redo"))
            button(say("page_whatif.reset"), partial(self.change, lambda _: Plan()))
            button(say("page_whatif.keep_a"), partial(self._set_a, None))
            button(say("page_whatif.drop_a"), partial(self._set_a, Plan()))

    def _months(self) -> None:
        with tag("div", "", "wf-head", aria_hidden="true"), tag("div", "", "wf-months"):
            for share, text in self.axis.months:
                tag("i", text).style(f"left:{100 * share:.3f}%")

    async def _draw(self) -> None:
        """Deliveries as they are now: those that are there move, others come and go."""
        act = partial(content.rows, self.scenario, self.sides.b, self.axis, self.words)
        found = await attempt(act, self.notice)
        if found is None:
            return
        keys = [key_of(row) for row in found]
        if keys != list(self.rows):
            self.list.clear()
            self.rows.clear()
            with self.list:
                partner = None
                for row in found:
                    if row.given.partner != partner:
                        partner = row.given.partner
                        tag("li", self.own(partner), "wf-partner")
                    self.rows[key_of(row)] = Line(self, row)
                if not found:
                    tag("li", self.words.say("page_whatif.no_deliveries"), "lead")
        for row in found:
            self.rows[key_of(row)].show(row)
        if self.who.may(ASK):
            for each, can in zip((self.undo, self.redo), self.sides.can, strict=True):
                each.props["disabled"] = not can
                each.update()

    def own(self, text: str) -> str:
        """What the scenario says, in the language of the reader."""
        return self.words.of_scenario(self.scenario).own(text)

    # ---- changes -------------------------------------------------------------------------------

    async def change(self, made: Callable[[Plan], Plan]) -> None:
        """Side B becomes what is made of it; what is wrong is said, and then nothing changes."""
        async with self.turn:
            b = made(self.sides.b)
            checked = await attempt(
                lambda: whatif.both(self.scenario, (self.sides.a.texts, b.texts)), self.notice
            )
            if checked is None:
                await self._draw()
                for line in self.rows.values():
                    line.again()
                return
            self.notice.clear()
            self.sides.change(b)
            await self._show()
        await self._ask()

    async def _set_a(self, a: Plan | None) -> None:
        """Side A becomes another, or what side B is."""
        async with self.turn:
            self.sides.change(self.sides.b, self.sides.b if a is None else a)
            await self._show()
        await self._ask()

    async def _step(self, which: str) -> None:
        async with self.turn:
            getattr(self.sides, which)()
            self.notice.clear()
            await self._show()
        await self._ask()

    async def _show(self) -> None:
        """Both sides as they are now, in words and on the axis."""
        self.line.set_text(self.words.say("page_whatif.asking_plain"))
        act = partial(whatif.said, self.scenario, self.sides.texts, self.words.language)
        said = await attempt(act, self.notice)
        for place, text in zip(self.told_sides, said or (), strict=False):
            place.set_text(text)
        await self._draw()

    async def moved(self, line: Line, day: dt.date | None = None, quantity: str = "") -> None:
        """A hand has moved a delivery, or typed another day or quantity."""
        await self.change(lambda plan: line.moved(plan, day, quantity))

    async def take_out(self, line: Line) -> None:
        """Take a delivery out of side B, or put it back as pledged."""
        await self.change(line.taken_out)

    # ---- answers -------------------------------------------------------------------------------

    def _nothing(self, why: str = "page_whatif.nothing") -> None:
        self.answer.clear()
        with self.answer:
            tag("p", self.words.say(why), "lead")

    async def _ask(self) -> None:
        """Ask what the change changes; whatever was asked before is taken back."""
        say = self.words.say
        self.asked += 1
        self.let_go = False
        mine, sides = self.asked, self.sides.texts
        self.addressed = sides
        self.ending.show()
        self.far, self.early = (0, 1), None
        if mine == 1:
            self._nothing("page_whatif.asking_plain")
        self.line.set_text(say("page_whatif.asking_plain"))
        self.far_bar.set_visibility(True)
        self.way.set_visibility(False)
        self.timer.activate()

        def tell(done: int, total: int, left: float | None) -> None:
            if mine == self.asked:
                self.far = done, total

        def early(came: Mapping[str, Any]) -> None:
            if mine == self.asked:
                self.early = came

        act = partial(self.desk.whatif.ask, self.name, self.base, sides, self.whose,
                      self.words.language, tell, early)  # fmt: skip
        try:
            made = await run.io_bound(act)
        except Superseded:
            self.let_go = mine == self.asked
            if self.let_go and self.client.has_socket_connection:
                await self._back()
            return
        except (Faulty, Broken, Missing, Taken, Refused) as error:
            if mine == self.asked:
                self._over("")
                self.answer.clear()  # also a first one: the rest of it does not come
                self.notice.wrong(error.lines if isinstance(error, Faulty) else [str(error)])
            return
        if mine == self.asked and made is not None:
            self._over(self._told(made))

    def _told(self, made: Mapping[str, Any], early: bool = False) -> str:
        """Lay an answer out; it in one line."""
        shown, say = made["shown"], self.words.say
        for place, text in zip(self.told_sides, shown["sides"], strict=True):
            place.set_text(text)
        self.answer.clear()
        with self.answer:
            answer_laid(shown, self.words, self.asked, early)
        if not (whole := shown["windows"][0]["rows"]):
            return say("page_whatif.same")
        row, numbers = whole[0], self.words.numbers
        told = say("page_whatif.line", **{key: row[key] for key in LINE})
        took = say("page_whatif.took", count=shown["futures"],
                   seconds=numbers.number(made["seconds"], 2))  # fmt: skip
        if early:
            day = numbers.day(dt.date.fromisoformat(shown["last"]), year=True)
            return say("page_whatif.early_line", day=day, told=told, took=took)
        return f"{told} ({took})"

    async def _far(self) -> None:
        done, total = self.far
        self.far_bar.props["value"] = f"{done / max(total, 1):.3f}"
        if (came := self.early) is not None:
            self.early = None
            self.line.set_text(self._told(came, early=True))
            self.way.set_visibility(True)

    def _over(self, text: str) -> None:
        self.timer.deactivate()
        self.early = None
        self.far_bar.set_visibility(False)
        self.line.set_text(text)
        self.way.set_visibility(bool(text))


def screens(door: Door) -> None:
    """The screen before a reader; `scenario` and `base` of the query are chosen beforehand."""

    @door.opens("/whatif", "whatif")
    async def lay(reader: Reader, request: Request) -> None:
        await Laid(door.desk, reader, request.query_params).build()
