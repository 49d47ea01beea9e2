"""The screen of what if, laid out: deliveries that a hand moves, and what that changes."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page import whatif
from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Broken, Faulty, Missing, Superseded, Taken
from holdfast.page.frame import Reader
from holdfast.page.jobs import DONE, QUEUED, RUNNING
from holdfast.page.screens import whatif as content
from holdfast.page.screens import whatif_hand as hand
from holdfast.page.screens.whatif import Axis, Row, Sides
from holdfast.page.shelf import Lived
from holdfast.page.whatif import Added, Moved, Plan
from holdfast.page.who import ASK
from holdfast.page.widgets import Notice, attempt, button, drawn, field, form, link, tag
from holdfast.questions.refused import Refused

LOOK = 1.0
"""Seconds after which a base that is being run is looked at again."""
SOON = 0.25
"""Seconds after which it is looked how far an answer is."""


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader, scenario: str, base: str) -> None:
        self.desk, self.words, self.who = desk, reader.words, reader.who
        self.name, self.wanted = scenario, base
        self.whose = secrets.token_hex(8)
        self.sides = Sides()
        self.rows: dict[str, _Line] = {}
        self.far: tuple[int, int] = (0, 1)
        self.asked = 0

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
        elif self.wanted or found:
            base = await attempt(
                partial(self.desk.whatif.base, self.name, self.wanted or None), self.notice
            )
            if base is not None:
                await self._begin(base)
        else:
            await self._offer()

    # ---- a base --------------------------------------------------------------------------------

    def _choice(self, among: Any, found: list[Lived]) -> None:
        say = self.words.say

        async def chosen(given: Mapping[str, str]) -> None:
            scenario, base = given.get("scenario", ""), given.get("base", "")
            same = f"&base={quote(base)}" if base and scenario == self.name else ""
            ui.navigate.to(f"/whatif?scenario={quote(scenario)}{same}")

        with form(chosen, "wf-choice"):
            field(say("page_whatif.scenario"), "scenario", among=among, value=self.name)
            if found:
                field(say("page_whatif.base"), "base", among=content.bases(found, self.words),
                      value=self.wanted or self.desk.whatif.base(self.name).name)  # fmt: skip
            with tag("div", "", "send"):
                tag("button", say("page_whatif.choose"), "button", type="submit")

    async def _offer(self) -> None:
        """Say that no run fits, and how one is made."""
        say = self.words.say
        with self.place, tag("section", "", "panel", aria_label=say("page_whatif.base")):
            tag("p", say("page_whatif.no_base"))
            self.making = tag("div", role="status")
            with self.making:
                tag("p", say("page_whatif.no_base_told", count=whatif.FUTURES), "lead")
            if self.who.may(ASK):
                self.make = button(say("page_whatif.make_base", count=whatif.FUTURES), self._make,
                                   "first")  # fmt: skip
        self.bar: TextElement | None = None
        self.coming: int | None = None
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
        if self.who.may(ASK):
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
            ui.navigate.to(f"/whatif?scenario={quote(self.name)}&base={quote(each.job.name)}")
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
        self.axis = Axis.of(found, self.words)
        may = self.who.may(ASK)
        with self.place:
            with tag("section", "", "wf-sides", aria_label=say("page_whatif.difference")):
                self._sides(may)
            with tag("section", "", "wf-plan", aria_label=say("page_whatif.deliveries")):
                tag("h2", say("page_whatif.deliveries"))
                tag("p", say("page_whatif.deliveries_told"), "lead")
                self._months()
                self.list = tag("ul", "", "wf-rows")
                if count := whatif.known_count(found):
                    day = self.words.numbers.day(found.as_of or self.axis.first, year=True)
                    tag("p", say("page_whatif.known", count=count, day=day), "facts-line")
            if may:
                self._add()
            with tag("section", "", "wf-answer", id="answer", aria_label=say("page_whatif.answer")):
                tag("h2", say("page_whatif.answer"))
                self.answer = tag("div", "", "wf-told")
            if may:
                self._end()
            with tag("div", "", "wf-bar", role="status"):
                self.line = tag("p", say("page_whatif.opening"))
                self.way = link(say("page_whatif.whole"), "#answer", "button quiet")
                self.far_bar = tag("progress", "", "", max=1, value="0",
                                   aria_label=say("page_whatif.progress"))  # fmt: skip
        self.far_bar.set_visibility(False)
        self.way.set_visibility(False)
        await self._draw()
        self._nothing()
        self.timer = ui.timer(SOON, self._far, active=False)
        ui.timer(0.01, self._open, once=True)

    async def _open(self) -> None:
        """Have the base in memory before the first question."""
        act = partial(self.desk.whatif.open, self.base)
        try:
            await run.io_bound(act)
        except Superseded:
            pass  # somebody else opens the same
        except (Broken, Faulty, Missing) as error:
            self.notice.wrong([str(error)])
        if not self.asked:
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
            button(say("page_whatif.reset"), partial(self._change, Plan()))
            button(say("page_whatif.keep_a"), self._keep)
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
        keys = [_key(row) for row in found]
        if keys != list(self.rows):
            self.list.clear()
            self.rows.clear()
            with self.list:
                partner = None
                for row in found:
                    if row.given.partner != partner:
                        partner = row.given.partner
                        tag("li", self._own(partner), "wf-partner")
                    self.rows[_key(row)] = _Line(self, row)
                if not found:
                    tag("li", self.words.say("page_whatif.no_deliveries"), "lead")
        for row in found:
            self.rows[_key(row)].show(row)
        if self.who.may(ASK):
            for each, can in zip((self.undo, self.redo), self.sides.can, strict=True):
                each.props["disabled"] = not can
                each.update()

    def _own(self, text: str) -> str:
        return self.words.of_scenario(self.scenario).own(text)

    # ---- changes -------------------------------------------------------------------------------

    async def _change(self, b: Plan) -> None:
        """Side B becomes another; what is wrong with it is said, and nothing changes."""
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
        await self._changed()

    async def _set_a(self, a: Plan) -> None:
        self.sides.change(self.sides.b, a)
        await self._changed()

    async def _keep(self) -> None:
        await self._set_a(self.sides.b)

    async def _step(self, which: str) -> None:
        getattr(self.sides, which)()
        self.notice.clear()
        await self._changed()

    async def _changed(self) -> None:
        await self._draw()
        await self._ask()

    async def moved(self, line: _Line, day: dt.date | None = None, quantity: str = "") -> None:
        """A hand has moved a delivery, or typed another day or quantity."""
        given, plan = line.row.given, self.sides.b
        if given.kind == "added":
            old = plan.added[int(given.key)]
            new = Added(old.partner, old.item, quantity or old.quantity, day or old.day, old.region)
            await self._change(plan.with_added(int(given.key), new))
            return
        was = plan.of(given.key)
        pledged = given.pledged or (given.quantity, given.day)
        new_day = day if day is not None else was.day
        new_quantity = quantity or was.quantity
        if new_quantity is not None and _number(new_quantity) == _number(pledged[0]):
            new_quantity = None
        kept = None if new_day == pledged[1] else new_day
        await self._change(plan.with_moved(Moved(given.key, new_quantity, kept)))

    async def take_out(self, line: _Line) -> None:
        """Take a delivery out of side B, or put it back as pledged."""
        given, plan = line.row.given, self.sides.b
        if given.kind == "added":
            await self._change(plan.with_added(int(given.key), None))
        elif given.kind in ("moved", "gone"):
            await self._change(plan.with_moved(Moved(given.key)))
        else:
            await self._change(plan.with_moved(Moved(given.key, "0")))

    def _add(self) -> None:
        """Forms to add an item of the catalogue, or a package."""
        say, numbers = self.words.say, self.words.numbers
        unit = f"{self.scenario.settings.currency} million"
        offered = whatif.catalogue(self.scenario)
        self.offered = {each.id: each.givers for each in offered}
        givers = whatif.partners(self.scenario)
        items = [
            (each.id, say("page_whatif.add_priced", item=self._own(each.name),
                          price=numbers.exact(each.price), unit=self._own(unit), lead=each.lead))
            for each in offered
        ]  # fmt: skip
        first, last = self.axis.first.isoformat(), self.axis.last.isoformat()
        with tag("section", "", "panel", aria_label=say("page_whatif.add")):
            tag("h2", say("page_whatif.add"))
            if items and givers:
                with form(self._added, "wf-add"):
                    chosen = field(say("page_whatif.add_item"), "item", among=items,
                                   value=items[0][0])  # fmt: skip
                    self.givers = field(say("page_whatif.add_partner"), "partner",
                                        among=[givers[0]], value=givers[0][0])  # fmt: skip
                    field(say("page_whatif.quantity"), "quantity", value="1", required=True,
                          inputmode="decimal", maxlength=12)  # fmt: skip
                    field(say("page_whatif.day"), "day", say("page_whatif.add_day_told"),
                          type="date", min=first, max=last)  # fmt: skip
                    with tag("div", "", "send"):
                        tag("button", say("page_whatif.add_do"), "button first", type="submit")
                chosen.on("change", lambda event: self._givers(str(event.args)),
                          js_handler=hand.VALUE)  # fmt: skip
                self._givers(items[0][0])
            if packs := whatif.packages(self.scenario):
                with form(self._packaged, "wf-add"):
                    field(say("page_whatif.package"), "package",
                          among=[(name, name) for name in packs], value=packs[0])  # fmt: skip
                    with tag("div", "", "send"):
                        tag("button", say("page_whatif.add_package"), "button", type="submit")

    def _givers(self, item: str) -> None:
        """Who may give an item: first who has offered or pledged it."""
        able = dict(whatif.partners(self.scenario))
        first = [name for name in self.offered.get(item, ()) if name in able]
        self.givers.clear()
        with self.givers:
            for name in dict.fromkeys((*first, *able)):
                tag("option", self._own(able[name]), value=name, selected=name == first[0]
                    if first else None)  # fmt: skip

    async def _added(self, given: Mapping[str, str]) -> None:
        item, typed = given.get("item", ""), given.get("day", "")
        try:
            day = dt.date.fromisoformat(typed) if typed else whatif.due(self.scenario, item)
        except ValueError:
            self.notice.wrong([f"'{typed[:20]}' is no day"])
            return
        new = Added(given.get("partner", ""), item, given.get("quantity", "").strip(), day)
        plan = self.sides.b
        await self._change(Plan(plan.moved, (*plan.added, new), plan.packages))

    async def _packaged(self, given: Mapping[str, str]) -> None:
        plan = self.sides.b
        some = (*plan.packages, given.get("package", ""))
        await self._change(Plan(plan.moved, plan.added, some))

    def _end(self) -> None:
        """The command that answers the same, and side B as a run."""
        say = self.words.say
        with tag("section", "", "panel", aria_label=say("page_whatif.command")):
            tag("h2", say("page_whatif.command"))
            with tag("div", "", "wf-command"):
                self.command = tag("code", "", tabindex="0")
                copy = tag("button", say("page_whatif.copy"), "button", type="button")
                copy.on("click", js_handler=hand.copies(self.command.id))
            tag("h2", say("page_whatif.write"))
            with form(self._write):
                field(say("page_whatif.write_name"), "name", say("page_whatif.write_told"),
                      maxlength=120, required=True)  # fmt: skip
                with tag("div", "", "send"):
                    tag("button", say("page_whatif.write"), "button", type="submit")
        self._command()

    def _command(self) -> None:
        a, b = self.sides.a.texts, self.sides.b.texts
        self.command.set_text(whatif.command(self.name, self.base.name, a, b))

    async def _write(self, given: Mapping[str, str]) -> None:
        name, sides = given.get("name", "").strip(), (self.sides.a.texts, self.sides.b.texts)
        act = partial(self.desk.whatif.queue, self.name, self.base, sides, whatif.FUTURES, name)
        if name and await attempt(act, self.notice) is not None:
            self.notice.say(self.words.say("page_whatif.written", name=name))

    # ---- answers -------------------------------------------------------------------------------

    def _nothing(self) -> None:
        self.answer.clear()
        with self.answer:
            tag("p", self.words.say("page_whatif.nothing"), "lead")

    async def _ask(self) -> None:
        """Ask what the change changes; whatever was asked before is taken back."""
        say = self.words.say
        if self.who.may(ASK):
            self._command()
        self.asked += 1
        mine, sides = self.asked, (self.sides.a.texts, self.sides.b.texts)
        self.far = 0, 1
        self.line.set_text(say("page_whatif.asking_plain"))
        self.far_bar.set_visibility(True)
        self.way.set_visibility(False)
        self.timer.activate()

        def tell(done: int, total: int, left: float | None) -> None:
            if mine == self.asked:
                self.far = done, total

        act = partial(self.desk.whatif.ask, self.name, self.base, sides, self.whose,
                      self.words.language, tell)  # fmt: skip
        try:
            made = await run.io_bound(act)
        except Superseded:
            return
        except (Faulty, Broken, Missing, Taken, Refused) as error:
            if mine == self.asked:
                self._over("")
                self.notice.wrong(error.lines if isinstance(error, Faulty) else [str(error)])
            return
        if mine == self.asked and made is not None:
            shown = made["shown"]
            seconds = self.words.numbers.number(made["seconds"], 2)
            took = say("page_whatif.took", count=shown["futures"], seconds=seconds)
            whole = shown["windows"][0]["rows"]
            text = say("page_whatif.same")
            if whole:
                row = whole[0]
                text = f"{row['name']}: {row['value']} {row['unit']}, {row['verdict']} ({took})"
            for place, told in zip(self.told_sides, shown["sides"], strict=True):
                place.set_text(told)
            self._told(shown)
            self._over(text)

    async def _far(self) -> None:
        done, total = self.far
        self.far_bar.props["value"] = f"{done / max(total, 1):.3f}"

    def _over(self, text: str) -> None:
        self.timer.deactivate()
        self.far_bar.set_visibility(False)
        self.line.set_text(text)
        self.way.set_visibility(bool(text))

    def _told(self, shown: Mapping[str, Any]) -> None:
        """The answer: sentences, rows by window, two signatures and the difference drawn."""
        say = self.words.say
        self.answer.clear()
        with self.answer:
            tag("p", shown["headline"], "wf-headline")
            with tag("div", "", "wf-two"):
                with tag("div"):
                    for name, hours, drawing in content.thumbnails(shown, self.words):
                        tag("p", f"{name}, {hours}", "facts-line")
                        drawn(drawing)
                    with tag("details"):
                        tag("summary", say("page_whatif.sentences"))
                        for text in shown["closing"]:
                            tag("p", text, "facts-line")
                with tag("div"):
                    for size in ("p", "n"):
                        if size in shown["figure"]:
                            drawn(shown["figure"][size], f"wf-{size}")
                    tag("p", shown["measure"], "facts-line")
            with tag("table", "", "wf-table", data_answer=str(self.asked)):
                self._table(shown)
            if shown["notes"]:
                tag("h3", say("page_whatif.notes"))
                for text in shown["notes"]:
                    tag("p", text, "facts-line")

    def _table(self, shown: Mapping[str, Any]) -> None:
        """A row a metric, a column a window."""
        say, windows = self.words.say, shown["windows"]
        tag("caption", say("page_whatif.difference"))
        with tag("thead"), tag("tr"):
            tag("th", say("page_whatif.head_metric"), scope="col")
            for window in windows:
                tag("th", window["name"], scope="col")
        with tag("tbody"):
            for rows in zip(*(window["rows"] for window in windows), strict=True):
                with tag("tr"):
                    self._named(rows[0])
                    for window, row in zip(windows, rows, strict=True):
                        self._cell(row, window["name"])
            cost = shown["cost"]
            with tag("tr"):
                self._named({"name": say("page_whatif.cost"), "unit": cost["unit"]})
                told = {"verdict": say("page_whatif.as_priced"), "told": False}
                self._cell({**cost, **told}, windows[0]["name"])
                for _ in windows[1:]:
                    tag("td")

    def _named(self, row: Mapping[str, Any]) -> None:
        with tag("th", scope="row"):
            tag("span", row["name"])
            tag("small", row["unit"])

    def _cell(self, row: Mapping[str, Any], head: str) -> None:
        """Mean with its error, 95 % interval, verdict."""
        with tag("td", "", "wf-strong" if row["told"] else "", data_h=head):
            value = row["value"]
            if row["interval"]:
                interval = row["interval"]
                value = self.words.say("page_whatif.in_words", value=value, interval=interval)
            tag("span", value)
            tag("small", row["verdict"])


class _Line:
    """One delivery on the screen."""

    def __init__(self, laid: Laid, row: Row) -> None:
        self.laid, self.row = laid, row
        say, given = laid.words.say, row.given
        named = {"what": row.what, "partner": laid._own(given.partner)}
        axis, may = laid.axis, laid.who.may(ASK) and given.kind != "packaged"
        self.place = tag("li", "", "wf-row")
        with self.place:
            with tag("div", "", "wf-what"):
                self.what = tag("span", row.what)
                self.note = tag("small", row.note)
            with tag("div", "", "wf-track"):
                self.bar = tag(
                    "div", "", f"wf-hand {given.token}",
                    **(hand.slider(axis.days, axis.first, say("page_whatif.slider", **named))
                       if may else {"aria_hidden": "true"}),
                )  # fmt: skip
                with self.bar:
                    self.parts = [tag("span", "", f"wf-{part}") for part in ("pale", "dark")]
                    self.diamond = tag("span", "", "wf-diamond")
                    tag("span", "", "wf-said")
            with tag("div", "", "wf-fields"):
                if may:
                    self._fields(named)
                else:
                    day = laid.words.numbers.day(given.day, year=True)
                    tag("span", day, "facts-line")
        if may:
            self.bar.on("pointerdown", self._dropped, js_handler=hand.DRAG)
            self.bar.on("keydown", self._dropped, js_handler=hand.KEYS)
        self.may = may

    def _fields(self, named: Mapping[str, str]) -> None:
        say, axis = self.laid.words.say, self.laid.axis
        self.day = tag("input", "", "", type="date", min=axis.first.isoformat(),
                       max=axis.last.isoformat(), required=True,
                       aria_label=say("page_whatif.day_of", **named))  # fmt: skip
        self.day.on("change", self._typed_day, js_handler=hand.VALUE)
        self.quantity = tag("input", "", "", inputmode="decimal", maxlength=12, size=6,
                            aria_label=say("page_whatif.quantity_of", **named))  # fmt: skip
        self.quantity.on("change", self._typed_quantity, js_handler=hand.VALUE)
        self.out = button("", partial(self.laid.take_out, self), "quiet")

    def show(self, row: Row) -> None:
        """As it is now."""
        self.row, say = row, self.laid.words.say
        given, days = row.given, self.laid.axis.days
        self.what.set_text(row.what)
        self.note.set_text(row.note)
        begin = min(row.pale[0], row.dark[0])
        end = max(row.dark[0] + row.dark[1], begin + 1 / days)
        wide = end - begin
        self.bar.style(f"left:{100 * begin:.3f}%;width:{100 * wide:.3f}%")
        for span, (at, length) in zip(self.parts, (row.pale, row.dark), strict=True):
            span.style(f"left:{100 * (at - begin) / wide:.3f}%;width:{100 * length / wide:.3f}%")
        self.diamond.set_visibility(row.diamond is not None)
        for kind in ("pledged", "moved", "gone", "added", "packaged"):
            self.place.classes(**({"add": f"wf-is-{kind}"} if kind == given.kind
                                  else {"remove": f"wf-is-{kind}"}))  # fmt: skip
        if not self.may:
            return
        named = {"what": row.what, "partner": self.laid._own(given.partner)}
        self.bar.props["aria-valuenow"] = row.place
        self.bar.props["aria-valuetext"] = self.laid.words.numbers.day(given.day, year=True)
        self.bar.props["aria-label"] = say("page_whatif.slider", **named)
        self.bar.props["aria-disabled"] = "true" if given.kind == "gone" else "false"
        self.bar.update()
        self._set(self.day, given.day.isoformat(), given.kind == "gone")
        self._set(self.quantity, _plain(given.quantity), given.kind == "gone")
        back = given.kind in ("moved", "gone")
        self.out.set_text(say("page_whatif.back" if back else "page_whatif.remove"))
        key = "page_whatif.back_of" if back else "page_whatif.remove_of"
        self.out.props["aria-label"] = say(key, **named)
        self.out.update()

    def again(self) -> None:
        """What a hand or a reader set, and was refused, is as it was."""
        if self.may:
            place = 100 * min(self.row.pale[0], self.row.dark[0])
            ui.run_javascript(hand.puts_back(self.bar.id, place, self.row.place))
            ui.run_javascript(hand.sets(self.day.id, self.row.given.day.isoformat()))
            ui.run_javascript(hand.sets(self.quantity.id, _plain(self.row.given.quantity)))

    def _set(self, element: TextElement, value: str, disabled: bool) -> None:
        """Another value in a field, also where somebody has typed."""
        before = element.props.get("^value"), element.props.get("disabled")
        if before == (value, disabled):
            return
        element.props["^value"], element.props["disabled"] = value, disabled
        element.update()
        if before[0] is not None:
            ui.run_javascript(hand.sets(element.id, value))

    async def _dropped(self, event: Any) -> None:
        if self.row.given.kind == "gone":
            return
        days = int(event.args)
        await self.laid.moved(self, self.laid.axis.first + dt.timedelta(days=days))

    async def _typed_day(self, event: Any) -> None:
        try:
            day = dt.date.fromisoformat(str(event.args))
        except ValueError:
            self.again()
            return
        await self.laid.moved(self, day)

    async def _typed_quantity(self, event: Any) -> None:
        text = str(event.args).strip()
        if text and text != _plain(self.row.given.quantity):
            await self.laid.moved(self, None, text)


def _key(row: Row) -> str:
    group = row.given.kind if row.given.kind in ("added", "packaged") else "plan"
    return f"{group} {row.given.key}"


def _plain(quantity: str) -> str:
    return f"{float(quantity):.12g}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def screens(door: Door) -> None:
    """The screen before a reader; `scenario` and `base` of the query are chosen beforehand."""

    @door.opens("/whatif", "whatif")
    async def lay(reader: Reader, request: Request) -> None:
        asked = request.query_params
        laid = Laid(door.desk, reader, asked.get("scenario", ""), asked.get("base", ""))
        await laid.build()
