"""The screen of edits before one reader."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.desk import Desk
from holdfast.page.drafts import Act, Draft, table_named
from holdfast.page.frame import Reader
from holdfast.page.records import Sheet, block
from holdfast.page.screens import edit as content
from holdfast.page.screens.edit_grid import Grid
from holdfast.page.screens.edit_preview import Trying
from holdfast.page.screens.edit_saving import Saving
from holdfast.page.screens.edit_sources import Sources
from holdfast.page.who import CHANGE
from holdfast.page.widgets import (
    Dialog,
    Notice,
    attempt,
    button,
    link,
    script,
    tag,
)
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import Schema
from holdfast.scenario.settings import FILE

LOOK = 2.0
"""Seconds after which it is looked whether the draft was edited elsewhere."""
SCRIPT = files("holdfast.page.screens").joinpath("edit.js").read_text(encoding="utf-8")


class Laid:
    """The screen before one reader."""

    around: TextElement
    """What stands around the grid, and hears what the browser says of it."""

    def __init__(self, desk: Desk, reader: Reader, scenario: str, table: str) -> None:
        self.desk, self.edits, self.drafts = desk, desk.edits, desk.edits.drafts
        self.words, self.scenario, self.table = reader.words, scenario, table
        self.nonce = reader.nonce
        self.who, self.may = reader.who.name, reader.who.may(CHANGE)
        self.file = content.file_of(table)
        self.grid: ui.aggrid | None = None
        self.shown: list[dict[str, str | int]] = []
        self.columns: list[content.Shown] = []
        self.lines: dict[str, content.Line] = {}
        self.places: dict[str, TextElement] = {}
        self.asked = 0
        self.turn = asyncio.Lock()
        """One step after the other, in the order in which a hand has made them."""
        self.gridded = Grid(self)
        self.keeping = Saving(self)
        self.sources = Sources(self)
        self.trying = Trying(self)

    @property
    def schema(self) -> Schema | None:
        """Of the table; None of scenario.toml."""
        return None if self.table == FILE else table_named(self.table)

    # ---- laying out ----------------------------------------------------------------------------

    async def build(self, draft: Draft, faults: list[Fault], title: str) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        self.draft, self.faults = draft, faults
        script(SCRIPT, self.nonce)
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", self.file)
                with tag("p", "", "lead"):
                    tag("span", f"{title}. ")
                    tag("span", self.words.meaning(self.schema) if self.schema else
                        say("page_edit.settings"))  # fmt: skip
            if self.may:
                self._acts()
        self.notice = Notice()
        self.meeting = tag("div")
        with tag("div", "", "edit"):
            with tag("nav", aria_label=say("page_edit.tables")):
                self.list = tag("ul", "", "edit-tables", tabindex="0",
                                aria_label=say("page_edit.tables"))  # fmt: skip
            with tag("section", aria_label=self.file):
                if self.schema is None:
                    self._settings()
                else:
                    self.gridded.table(self.schema)
                self.below = tag("div", "", "edit-below")
            self.panel = tag("section", "", "edit-panel", aria_label=say("page_edit.does"))
        self.dialog = Dialog(say("page_edit.sources"), say("page.dismiss"))
        self._around()
        self.trying.panel(
            say("page_edit.no_edit") if not draft.changed else say("page_edit.counting")
        )
        if self.may:
            ui.on("edit_step", lambda sent: self.step(str(sent.args)))
            ui.run_javascript("holdfastEdit.listen()")
        ui.run_javascript("holdfastEdit.here()")
        ui.timer(LOOK, self.look)
        ui.timer(0.1, self.trying.settle, once=True)
        ui.context.client.on_delete(lambda: self.edits.take_back(self.draft, self.trying.whose))

    def _acts(self) -> None:
        say = self.words.say
        with tag("div", "", "acts"):
            self.undoing = button(say("page_edit.undo"), partial(self.step, "undo"))
            self.redoing = button(say("page_edit.redo"), partial(self.step, "redo"))
            self.dropping = button(say("page_edit.discard"), self.discard)
            button(say("page_edit.save_as"), self.keeping.ask_name)
            self.saving = button(say("page_edit.save"), self.keeping.save)
            self.running = button(say("page_edit.save_run"), self.keeping.save_and_run, "first")

    def _settings(self) -> None:
        say = self.words.say
        with tag("div", "", "edit-toml"):
            tag("label", say("page_edit.settings_label"), "unseen", for_="edit-toml")
            text = self.draft.texts.get(FILE, "")
            self.box = tag("textarea", id="edit-toml", spellcheck="false", rows="24",
                           readonly=not self.may)  # fmt: skip
            self.box.props["value"] = text
        if self.may:
            self.box.on("change", lambda event: self.settle_text(event.args),
                        js_handler="(e) => emit(e.target.value)")  # fmt: skip

    def _listed(self) -> None:
        """The list of tables: only lines that changed are laid out anew."""
        for each in content.lines(self.draft, self.faults):
            if self.lines.get(each.name) == each:
                continue
            self.lines[each.name] = each
            if each.name not in self.places:
                to = "/edit?" + urlencode({"scenario": self.scenario, "table": each.name})
                here = "page" if each.name == self.table else None
                with self.list, tag("li"):
                    self.places[each.name] = tag("a", href=to, aria_current=here)
            self.places[each.name].clear()
            with self.places[each.name]:
                self._line(each)

    def _line(self, each: content.Line) -> None:
        tag("span", f"{each.name}{' •' if each.changed else ''}")
        if each.faults:
            label = self.words.say("page_edit.faults", count=each.faults)
            with tag("span", "", "wrongly", title=label):
                tag("span", f"{each.faults}", aria_hidden="true")
                tag("span", label, "unseen")
        elif each.name != FILE:
            tag("span", self.words.numbers.fixed(each.rows) if each.rows else "–")

    def _around(self) -> None:
        """The list of tables and of faults, and which buttons can be pressed."""
        self._listed()
        if self.may:
            for made, able in (
                (self.undoing, self.draft.at > 0),
                (self.redoing, self.draft.at < len(self.draft.steps)),
                (self.dropping, bool(self.draft.changed)),
                (self.saving, bool(self.draft.changed) and not self.faults),
                (self.running, not self.faults),
            ):
                made.props["aria-disabled"] = "false" if able else "true"
        self.below.clear()
        with self.below:
            self._faults()
        if self.grid is not None:
            found = json.dumps(content.marks(self.faults, self.file))
            ui.run_javascript(f"holdfastEdit.show({self.grid.id}, {found})")

    def _faults(self) -> None:
        say = self.words.say
        if not self.faults:
            tag("p", say("page_edit.no_fault"), "lead")
            return
        tag("p", say("page_edit.faulty", count=len(self.faults)), "wrongly", role="status")
        with tag("ul", "", "faults edit-faults"):
            for each in content.wrong(self.faults, self.file):
                with tag("li"):
                    if each.table == self.table and self.grid is not None and each.row:
                        button(each.text, partial(self.go, each.row, each.column))
                    elif each.table and each.table != self.table:
                        query = {"scenario": self.scenario, "table": each.table}
                        query |= {"row": str(each.row or ""), "column": each.column}
                        link(each.text, f"/edit?{urlencode(query)}")
                    else:
                        tag("span", each.text)
        if (more := len(self.faults) - content.MOST_FAULTS) > 0:
            tag("p", say("page.more_faults", count=more), "lead")

    def go(self, row: int, column: str) -> None:
        """Let a cell be in view and chosen."""
        if self.grid is not None:
            ui.run_javascript(f"holdfastEdit.go({self.grid.id}, {row}, {json.dumps(column)})")

    # ---- edits ---------------------------------------------------------------------------------

    async def act(self, how: Callable[[], Draft]) -> bool:
        """Do something with the draft and show what came of it; whether it was done."""

        def both() -> tuple[Draft, list[Fault]]:
            draft = how()
            return draft, self.drafts.faults(draft)

        with self.panel:  # what was pressed may be gone by now
            async with self.turn:
                made = await attempt(both, self.notice)
            latest = self.drafts.latest(self.scenario, self.who)
            if made is not None and (latest is None or latest.mark == made[0].mark):
                await self.show(*made)  # else a later step is on its way to be shown
        return made is not None

    async def edit(self, acts: Mapping[str, Act]) -> bool:
        """One step."""
        self.notice.clear()
        return await self.act(partial(self.drafts.edit, self.scenario, self.who, acts))

    async def show(self, draft: Draft, faults: list[Fault]) -> None:
        """Let what has changed be seen; the rest stays as it is."""
        moved = draft.mark != self.draft.mark or draft.base != self.draft.base
        self.draft, self.faults = draft, faults
        self._cells()
        self._around()
        if moved:
            await self.trying.settle()

    def _cells(self) -> None:
        if self.schema is None:
            text = self.draft.texts.get(FILE, "")
            ui.run_javascript(f"document.getElementById('edit-toml').value = {json.dumps(text)}")
            return
        if self.grid is None:
            return
        before, after = self.shown, content.rows(self.draft, self.schema)
        columns = content.columns(self.draft, self.schema, self.words)
        names = [each.name for each in columns]
        if names != [each.name for each in self.columns]:
            self.columns = columns
            self.grid.run_grid_method(
                "setGridOption", "columnDefs", self.gridded.options()["columnDefs"]
            )
        self.shown = after
        here = self.grid.id
        if [row[content.ROW] for row in before] != [row[content.ROW] for row in after]:
            ui.run_javascript(f"holdfastEdit.rows({here}, {json.dumps(after)})")
        elif fresh := [new for old, new in zip(before, after, strict=True) if old != new]:
            ui.run_javascript(f"holdfastEdit.update({here}, {json.dumps(fresh)})")

    async def look(self) -> None:
        """See whether the draft was edited elsewhere."""
        latest = self.drafts.latest(self.scenario, self.who)
        if latest is not None and latest is not self.draft and latest.mark != self.draft.mark:
            await self.act(lambda: latest)

    async def typed(self, given: Mapping[str, Any]) -> None:
        """A cell was edited; nothing is done if it no longer is what the reader saw."""
        assert self.schema is not None
        number, column = int(given["data"][content.ROW]), str(given["colId"])
        old, new = str(given.get("oldValue") or ""), str(given.get("newValue") or "")
        schema, moved = self.schema, self.words.say("page_edit.moved")

        def act(sheet: Sheet) -> Sheet:
            if number > len(sheet.records) or sheet.cell(number, column) != old:
                raise Refused(moved)
            return sheet.edited(schema, [(number, column, new)])

        for row in self.shown:
            if row[content.ROW] == number:
                row[column] = new  # as the browser has it already
        if not await self.edit({self.file: act}):
            self.shown = []
            await self.act(partial(self.drafts.of, self.scenario, self.who))

    async def settle_text(self, text: str) -> None:
        """scenario.toml was edited."""
        await self.edit({FILE: lambda _: Sheet.of(str(text))})

    async def add(self, chosen: Mapping[str, Any]) -> None:
        """A blank row below the chosen one, or at the end."""
        assert self.schema is not None
        schema, here = self.schema, chosen.get("here")
        last = max((int(row[content.ROW]) for row in self.shown), default=1)
        at = int(here) + 1 if here else last + 1
        key = schema.key[0] if schema.key else next(iter(schema.columns))
        names = {row.get(key) for row in self.shown}
        number = 1
        while f"new-{number}" in names:
            number += 1
        # a row without a single cell is none
        await self.edit(
            {self.file: lambda sheet: sheet.inserted(schema, at, [{key: f"new-{number}"}])}
        )
        self.go(at, key)

    async def copy(self, chosen: Mapping[str, Any]) -> None:
        """The chosen rows once more, each below itself."""
        if not (numbers := self._numbers(chosen)):
            return
        await self.edit({self.file: lambda sheet: sheet.copied(numbers)})
        self.go(numbers[-1] + len(numbers), "")

    async def delete(self, chosen: Mapping[str, Any]) -> None:
        """Without the chosen rows."""
        if not (numbers := self._numbers(chosen)):
            return
        if await self.edit({self.file: lambda sheet: sheet.without(numbers)}):
            self.notice.say(self.words.say("page_edit.deleted", count=len(numbers)), self._back())

    async def paste(self, given: Mapping[str, Any]) -> None:
        """A block of cells from a spreadsheet; what goes beyond the last row becomes rows."""
        assert self.schema is not None
        schema, columns = self.schema, [str(each) for each in given["columns"]]
        numbers, cells = [int(each) for each in given["rows"]], block(str(given["text"]))
        changes = [
            (number, column, cell)
            for number, row in zip(numbers, cells, strict=False)
            for column, cell in zip(columns, row, strict=False)
        ]
        more = [dict(zip(columns, row, strict=False)) for row in cells[len(numbers) :] if any(row)]

        def act(sheet: Sheet) -> Sheet:
            made = sheet.edited(schema, changes)
            return made.inserted(schema, len(made.records) + 1, more) if more else made

        if await self.edit({self.file: act}):
            count = len(changes) + sum(map(len, more))
            lost = sum(max(len(row) - len(columns), 0) for row in cells)
            said = self.words.say("page_edit.pasted", count=count)
            if lost:
                said += " " + self.words.say("page_edit.lost", count=lost)
            self.notice.say(said, self._back())

    async def bring(self, given: Mapping[str, Any]) -> None:
        """A file in place of the table."""
        if "large" in given:
            self.notice.wrong([self.words.say("page_edit.too_large", name=given["large"])])
            return
        text = str(given["text"])
        if await self.edit({self.file: lambda _: Sheet.of(text)}):
            self.notice.say(self.words.say("page_edit.brought", name=given["name"]), self._back())

    def export(self) -> None:
        """The file of the table as it stands in the draft."""
        text = self.draft.texts.get(self.file, "")
        ui.download.content(text.encode(), self.file.replace("/", "-"), "text/csv")
        if count := content.reckoned(self.draft, self.file):
            self.notice.say(self.words.say("page_edit.formulas", count=count))

    async def step(self, which: str) -> None:
        """Take a step back, or do it again."""
        if which in ("undo", "redo"):
            self.notice.clear()
            await self.act(partial(getattr(self.drafts, which), self.scenario, self.who))

    async def discard(self) -> None:
        """Forget the draft; it can be had back."""
        say = self.words.say
        if self.draft.changed and await self.act(
            partial(self.drafts.discard, self.scenario, self.who)
        ):
            self.meeting.clear()
            again = say("page_edit.regain"), say("page_edit.regain"), self.regain
            self.notice.say(say("page_edit.discarded"), again)

    async def regain(self) -> None:
        """Have the forgotten draft back."""
        self.notice.clear()
        await self.act(partial(self.drafts.regain, self.scenario, self.who))

    def _back(self) -> tuple[str, str, Any]:
        say = self.words.say
        return say("page_edit.undo"), say("page_edit.undo_last"), partial(self.step, "undo")

    def _numbers(self, chosen: Mapping[str, Any]) -> list[int]:
        numbers = sorted(int(each) for each in chosen.get("rows", ()))
        if not numbers:
            self.notice.wrong([self.words.say("page_edit.choose")])
        return numbers
