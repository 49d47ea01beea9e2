"""The screen of edits, laid out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.drafts import Act, Changed, Draft, Meanwhile, table_named
from holdfast.page.edits import STAGES, Preview
from holdfast.page.errors import Broken, Faulty, Missing, Superseded
from holdfast.page.frame import Reader
from holdfast.page.merging import MINE, THEIRS
from holdfast.page.records import Sheet, block
from holdfast.page.screens import edit as content
from holdfast.page.screens.said import called
from holdfast.page.who import CHANGE
from holdfast.page.widgets import Dialog, Notice, attempt, button, drawn, field, form, link, tag
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import Schema
from holdfast.scenario.settings import FILE
from holdfast.show.figures.thumbnail import thumbnail

EASY = 0.4
"""Seconds without a further edit after which the preview begins."""
LOOK = 2.0
"""Seconds after which it is looked whether the draft was edited elsewhere."""
MOST_CLASHES = 12
SOURCE = ("id", "outlet", "published", "speaker", "statement", "address")
SCRIPT = files("holdfast.page.screens").joinpath("edit.js").read_text(encoding="utf-8")


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader, scenario: str, table: str) -> None:
        self.desk, self.edits, self.drafts = desk, desk.edits, desk.edits.drafts
        self.words, self.scenario, self.table = reader.words, scenario, table
        self.who, self.may = reader.who.name, reader.who.may(CHANGE)
        self.file = content.file_of(table)
        self.grid: ui.aggrid | None = None
        self.shown: list[dict[str, str | int]] = []
        self.columns: list[content.Shown] = []
        self.lines: dict[str, content.Line] = {}
        self.places: dict[str, TextElement] = {}
        self.asked = 0

    @property
    def schema(self) -> Schema | None:
        """Of the table; None of scenario.toml."""
        return None if self.table == FILE else table_named(self.table)

    # ---- laying out ----------------------------------------------------------------------------

    async def build(self, draft: Draft, faults: list[Fault], title: str) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        self.draft, self.faults = draft, faults
        ui.add_head_html(f"<script>{SCRIPT}</script>")
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", self.file)
                with tag("p", "", "lead"):
                    tag("span", f"{title}. ")
                    told = self.schema.doc if self.schema else say("page_edit.settings")
                    tag("span", told, lang="en" if self.schema else None)
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
                    self._table(self.schema)
                self.below = tag("div", "", "edit-below")
            self.panel = tag("section", "", "edit-panel", aria_label=say("page_edit.does"))
        self.dialog = Dialog(say("page_edit.sources"), say("page.dismiss"))
        self._around()
        self._panel(say("page_edit.no_edit") if not draft.changed else say("page_edit.counting"))
        ui.run_javascript("holdfastEdit.here()")
        ui.timer(LOOK, self.look)
        ui.timer(0.1, self.settle, once=True)

    def _acts(self) -> None:
        say = self.words.say
        with tag("div", "", "acts"):
            self.undoing = button(say("page_edit.undo"), partial(self.step, "undo"))
            self.redoing = button(say("page_edit.redo"), partial(self.step, "redo"))
            self.dropping = button(say("page_edit.discard"), self.discard)
            button(say("page_edit.save_as"), self.ask_name)
            self.saving = button(say("page_edit.save"), self.save, "first")

    def _table(self, schema: Schema) -> None:
        self.shown = content.rows(self.draft, schema)
        self.columns = content.columns(self.draft, schema)
        self.around = tag("div")
        with self.around:
            tools = tag("div", "", "edit-tools")
            self.grid = ui.aggrid(self._options(), auto_size_columns=False)
        with tools:
            self._tools(self.grid.id)
        if self.may:
            self._heard(self.grid, self.grid.id)

    def _tools(self, grid: int) -> None:
        say = self.words.say
        with tag("div", "", "field edit-find"):
            tag("label", say("page_edit.find"), for_="edit-find")
            find = tag("input", type="search", id="edit-find", placeholder=say("page_edit.find"))
            find.on("input", js_handler=f"(e) => holdfastEdit.filter({grid}, e.target.value)")
        acts = {"add": self.add, "copy": self.copy, "delete": self.delete} if self.may else {}
        for key, act in (acts | {"source": self.open_source}).items():
            made = tag("button", say(f"page_edit.row_{key}"), "button", type="button")
            made.on("click", _given(act), js_handler=f"() => emit(holdfastEdit.chosen({grid}))")
        button(say("page_edit.csv"), self.export)
        if self.may:
            bring = tag("input", "", "unseen", type="file", id="edit-file", tabindex="-1",
                        accept=".csv,text/csv", aria_label=say("page_edit.import"))  # fmt: skip
            bring.on("change", _given(self.bring), js_handler="(e) => holdfastEdit.file(e, emit)")
            pick = tag("button", say("page_edit.import"), "button", type="button")
            pick.on("click", js_handler="() => document.getElementById('edit-file').click()")

    def _heard(self, grid: ui.aggrid, here: int) -> None:
        """What is done in the grid."""
        grid.on("cellValueChanged", _given(self.typed), ["data", "colId", "oldValue", "newValue"])
        for name, act, call in (
            ("paste", self.paste, f"(e) => holdfastEdit.paste({here}, e, emit)"),
            ("keydown", self.step, "(e) => holdfastEdit.keys(e, emit)"),
            ("source", self.open_source, "(e) => emit({rows: [e.detail.row], here: e.detail.row})"),
        ):
            self.around.on(name, _given(act), js_handler=call)
        self.around.on("copy", js_handler=f"(e) => holdfastEdit.copy({here}, e)")

    def _options(self) -> dict[str, Any]:
        say = self.words.say
        row = {
            "field": content.ROW, "headerName": say("page_edit.row"), "pinned": "left",
            "width": 76, "editable": False, "cellClass": "num",
            ":cellRenderer": "(p) => holdfastEdit.cell(p)",
            ":tooltipValueGetter": "(p) => holdfastEdit.told(p)",
        }  # fmt: skip
        return {
            "columnDefs": [row, *map(self._column, self.columns)],
            "rowData": self.shown,
            ":getRowId": "(p) => String(p.data._row)",
            "defaultColDef": {
                "sortable": False, "suppressMovable": True, "resizable": True,
                "cellDataType": False, "editable": self.may,
                "suppressHeaderMenuButton": True,
            },
            "rowSelection": {"mode": "multiRow", "checkboxes": self.may, "headerCheckbox": False},
            "selectionColumnDef": {
                "headerName": "✓",
                "headerTooltip": say("page_edit.pick"),
                "pinned": "left",
                "width": 46,
            },
            "suppressFieldDotNotation": True,
            "stopEditingWhenCellsLoseFocus": True,
            "enterNavigatesVerticallyAfterEdit": True,
            "suppressDragLeaveHidesColumns": True,
            "animateRows": False,
            "tooltipShowDelay": 300,
            "localeText": {"noRowsToShow": say("page_edit.no_rows")},
        }  # fmt: skip

    def _column(self, each: content.Shown) -> dict[str, Any]:
        return {
            "field": each.name, "headerName": each.title, "headerTooltip": each.told,
            "width": each.width, "cellClass": each.kind,
            ":cellRenderer": "(p) => holdfastEdit.cell(p)",
            ":tooltipValueGetter": "(p) => holdfastEdit.told(p)",
            ":cellEditor": "holdfastEdit.Editor",
            "cellEditorParams": {
                "among": each.among, "strict": each.strict, "instead": each.default,
            },
            "context": {"sources": each.kind == "sources"},
        }  # fmt: skip

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
            await self.settle()

    def _cells(self) -> None:
        if self.schema is None:
            text = self.draft.texts.get(FILE, "")
            ui.run_javascript(f"document.getElementById('edit-toml').value = {json.dumps(text)}")
            return
        if self.grid is None:
            return
        before, after = self.shown, content.rows(self.draft, self.schema)
        columns = content.columns(self.draft, self.schema)
        names = [each.name for each in columns]
        if names != [each.name for each in self.columns]:
            self.columns = columns
            self.grid.run_grid_method("setGridOption", "columnDefs", self._options()["columnDefs"])
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
        word = self.words.say("page_edit.undo")
        return word, word, partial(self.step, "undo")

    def _numbers(self, chosen: Mapping[str, Any]) -> list[int]:
        numbers = sorted(int(each) for each in chosen.get("rows", ()))
        if not numbers:
            self.notice.wrong([self.words.say("page_edit.choose")])
        return numbers

    # ---- saving --------------------------------------------------------------------------------

    async def save(self) -> None:
        """Let the draft be the scenario."""
        say = self.words.say
        if not self.draft.changed:
            return

        def saved() -> Draft | Changed:
            try:
                return self.drafts.save(self.scenario, self.who)
            except Meanwhile as error:
                return error.changed

        made = await attempt(saved, self.notice)
        if isinstance(made, Changed):
            self._meet(made)
        elif made is not None:
            await self.show(made, [])
            self.notice.say(say("page_edit.saved", name=self.scenario))

    def _meet(self, changed: Changed) -> None:
        """Say who changed what meanwhile, and let the reader choose."""
        say = self.words.say
        self.meeting.clear()
        with self.meeting, tag("section", "", "panel", aria_label=say("page_edit.meanwhile")):
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
        if await self.act(partial(self.drafts.rebase, self.scenario, self.who, prefer)):
            self.meeting.clear()
            self.notice.say(self.words.say("page_edit.rebased"))

    def ask_name(self) -> None:
        """Ask for the name of a new scenario."""
        say = self.words.say
        self.dialog.body.clear()
        with self.dialog.body, form(self.save_as):
            field(say("page.new_name"), "name", required=True, maxlength=120,
                  value=f"{self.scenario}-2")  # fmt: skip
            tag("button", say("page_edit.save_as"), "button first", type="submit")
        self.dialog.open()

    async def save_as(self, given: Mapping[str, str]) -> None:
        """A new scenario of the draft."""
        self.dialog.close()
        name = await attempt(
            partial(self.drafts.save_as, self.scenario, self.who, given.get("name", "")),
            self.notice,
        )
        if name is not None:
            self.notice.say(self.words.say("page_edit.saved_as", name=name))

    # ---- sources -------------------------------------------------------------------------------

    async def open_source(self, chosen: Mapping[str, Any]) -> None:
        """Tell the sources of a row, and let one be added."""
        assert self.schema is not None
        say, here = self.words.say, chosen.get("here")
        column = self.schema.common("source")
        row = next((each for each in self.shown if each[content.ROW] == here), None)
        if row is None:
            self.notice.wrong([say("page_edit.choose")])
            return
        text = str(row.get(column, ""))
        known = content.values(self.draft, "sources.csv", "id")
        self.dialog.body.clear()
        with self.dialog.body:
            self._sources(text, str(row.get(self.schema.common("as_of"), "")))
            if not self.may:
                self.dialog.open()
                return
            with form(partial(self.add_source, int(str(here)), column, text)):
                field(say("page_edit.source_choose"), "chosen",
                      among=[("", "–"), *((each, each) for each in known)])  # fmt: skip
                tag("button", say("page_edit.source_add"), "button", type="submit")
            with tag("details"):
                tag("summary", say("page_edit.source_new"))
                with form(partial(self.add_source, int(str(here)), column, text)):
                    for name in SOURCE:
                        field(name, name, required=name in ("id", "outlet"), maxlength=2000)
                    tag("button", say("page_edit.source_new"), "button", type="submit")
        self.dialog.open()

    def _sources(self, text: str, known: str) -> None:
        say = self.words.say
        found = content.sources(self.draft, text)
        if not found:
            tag("p", say("page_edit.source_none"), "lead")
        if known:
            tag("p", f"as_of {known}", "lead")
        for each in found:
            tag("h3", each.id)
            if not each.facts:
                tag("p", say("page_edit.source_lost"), "wrongly")
            with tag("dl", "", "edit-sources"):
                for name, told in each.facts:
                    tag("dt", name)
                    with tag("dd"):
                        if name == "address" and each.link:
                            link(told, each.link, rel="noreferrer noopener", target="_blank")
                        else:
                            tag("span", told)

    async def add_source(
        self, number: int, column: str, text: str, given: Mapping[str, str]
    ) -> None:
        """Name a source in a row; one that is new becomes a row of sources.csv in the same step."""
        assert self.schema is not None
        self.dialog.close()
        schema, name = self.schema, given.get("chosen", "") or given.get("id", "").strip()
        if not name:
            return
        named = ";".join(dict.fromkeys([*filter(None, text.split(";")), name]))
        acts: dict[str, Act] = {}
        if "id" in given:
            table = table_named("sources")
            values = {each: given.get(each, "").strip() for each in SOURCE}
            acts[table.file] = lambda sheet: sheet.inserted(table, len(sheet.records) + 1, [values])
        if schema.name != "sources":
            acts[self.file] = lambda sheet: sheet.edited(schema, [(number, column, named)])
        await self.edit(acts)

    # ---- preview -------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Say what the draft does, on few futures and then on more; a later edit takes it back."""
        say = self.words.say
        self.asked += 1
        mine, draft = self.asked, self.draft
        if self.faults:
            self._panel(say("page_edit.faults_first"))
            return
        self._panel(say("page_edit.counting") if draft.changed else say("page_edit.no_edit"))
        await asyncio.sleep(EASY)
        language = self.words.language
        for stage in STAGES if draft.changed else ():
            if mine != self.asked:
                return
            made = await self._tried(partial(self.edits.preview, draft, stage, language))
            if made is None or mine != self.asked:
                return
            self._told(made, draft)
        if mine == self.asked:
            lines = await self._tried(partial(self.edits.remarks, draft, language))
            if lines and mine == self.asked:
                with self.panel, tag("details"):
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
            self._panel(*wrong)
        return made

    def _panel(self, *lines: str) -> None:
        self.panel.clear()
        with self.panel:
            tag("h2", self.words.say("page_edit.does"))
            with tag("div", role="status"):
                for line in lines:
                    tag("p", line)

    def _told(self, made: Preview, draft: Draft) -> None:
        say, numbers = self.words.say, self.words.numbers
        self.panel.clear()
        with self.panel:
            tag("h2", say("page_edit.does"))
            rest = STAGES[-1] - made.futures
            tag("p", say("page_edit.futures", count=made.futures), "lead")
            with tag("div", role="status"):
                tag("p", say("page.hours_error", hours=numbers.plus_minus(*made.hours, sign=True)),
                    "figure")  # fmt: skip
                tag("p", say("page_edit.hours", verdict=made.verdict))
                value = numbers.plus_minus(*made.suffering, sign=True)
                tag("p", say("page_edit.suffering", value=value))
            drawn(thumbnail(made.steps, say("page.signature", name=self.scenario)))
            tag("p", say("page_edit.saved_level", hours=numbers.plus_minus(*made.saved)))
            tag("p", say("page_edit.files", files=", ".join(draft.changed)), "lead")
            if rest > 0:
                tag("p", say("page_edit.more", count=rest), "lead")


def _given(act: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """Call with what the browser has sent."""

    async def heard(event: Any) -> None:
        await act(event.args)

    return heard


def screens(door: Door) -> None:
    """The screen before a reader; `scenario`, `table` and a cell of the query are opened."""

    @door.opens("/edit", "edit")
    async def lay(reader: Reader, request: Request) -> None:
        query, say = request.query_params, reader.words.say
        name, table = query.get("scenario", ""), query.get("table", "")
        desk = door.desk
        if not name:
            await _choose(desk, reader)
            return

        def begun() -> tuple[Draft, list[Fault], str] | str:
            try:
                kept = desk.shelf.scenario(name)
                if table and table != FILE:
                    table_named(table)
                draft = desk.edits.drafts.of(name, reader.who.name)
                return draft, desk.edits.drafts.faults(draft), called(kept, reader.words)
            except (Missing, Refused) as error:
                return str(error)

        found = await run.io_bound(begun)
        if found is None or isinstance(found, str):
            tag("h1", say("page.edit"))
            tag("p", found or "", "wrongly")
            return
        draft, faults, title = found
        laid = Laid(desk, reader, name, table or _first(draft, faults))
        await laid.build(draft, faults, title)
        if query.get("row", "").isdecimal():
            laid.go(int(query["row"]), query.get("column", ""))


def _first(draft: Draft, faults: list[Fault]) -> str:
    """The table that is opened of itself: the first with a fault, else the first."""
    tables = content.lines(draft, faults)
    return next((each.name for each in tables if each.faults), tables[1].name)


async def _choose(desk: Desk, reader: Reader) -> None:
    say = reader.words.say
    tag("h1", say("page_edit.title"))
    kept = await run.io_bound(desk.shelf.scenarios) or []
    tag("p", say("page_edit.which") if kept else say("page.none_here"), "lead")
    with tag("ul", "", "list"):
        for each in kept:
            with tag("li"):
                link(f"{called(each, reader.words)} · {each.name}",
                     f"/edit?scenario={quote(each.name, safe='')}")  # fmt: skip
