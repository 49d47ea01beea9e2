"""The grid of a table, and what stands above it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from holdfast.page.screens import edit as content
from holdfast.page.widgets import button, tag
from holdfast.scenario.schema import Schema

if TYPE_CHECKING:
    from holdfast.page.screens.edit_screen import Laid

AT_A_DESK = "window.innerWidth > 860 ? 'left' : null"
"""A column that is kept in view, where there is room for it."""


class Grid:
    """The grid of a table, and what stands above it."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid

    def table(self, schema: Schema) -> None:
        """Lay a table out."""
        self.laid.shown = content.rows(self.laid.draft, schema)
        self.laid.columns = content.columns(self.laid.draft, schema, self.laid.words)
        self.laid.around = tag("div")
        with self.laid.around:
            tools = tag("div", "", "edit-tools")
            self.laid.grid = ui.aggrid(self.options(), auto_size_columns=False)
        with tools:
            self._tools(self.laid.grid.id)
        if self.laid.may:
            self._heard(self.laid.grid, self.laid.grid.id)

    def _tools(self, grid: int) -> None:
        say = self.laid.words.say
        with tag("div", "", "field edit-find"):
            tag("label", say("page_edit.find"), for_="edit-find")
            find = tag("input", type="search", id="edit-find", placeholder=say("page_edit.find"))
            find.on("input", js_handler=f"(e) => holdfastEdit.filter({grid}, e.target.value)")
        acts = (
            {"add": self.laid.add, "copy": self.laid.copy, "delete": self.laid.delete}
            if self.laid.may
            else {}
        )
        for key, act in (acts | {"source": self.laid.sources.open_source}).items():
            made = tag("button", say(f"page_edit.row_{key}"), "button", type="button")
            made.on("click", _given(act), js_handler=f"() => emit(holdfastEdit.chosen({grid}))")
        button(say("page_edit.csv"), self.laid.export)
        if self.laid.may:
            bring = tag("input", "", "unseen", type="file", id="edit-file", tabindex="-1",
                        accept=".csv,text/csv", aria_label=say("page_edit.import"))  # fmt: skip
            bring.on(
                "change", _given(self.laid.bring), js_handler="(e) => holdfastEdit.file(e, emit)"
            )
            pick = tag("button", say("page_edit.import"), "button", type="button")
            pick.on("click", js_handler="() => document.getElementById('edit-file').click()")

    def _heard(self, grid: ui.aggrid, here: int) -> None:
        """What is done in the grid."""
        grid.on(
            "cellValueChanged", _given(self.laid.typed), ["data", "colId", "oldValue", "newValue"]
        )
        for name, act, call in (
            ("paste", self.laid.paste, f"(e) => holdfastEdit.paste({here}, e, emit)"),
            (
                "source",
                self.laid.sources.open_source,
                "(e) => emit({rows: [e.detail.row], here: e.detail.row})",
            ),
        ):
            self.laid.around.on(name, _given(act), js_handler=call)
        self.laid.around.on("copy", js_handler=f"(e) => holdfastEdit.copy({here}, e)")

    def options(self) -> dict[str, Any]:
        """What AG Grid is told of the table."""
        say = self.laid.words.say
        row = {
            "field": content.ROW, "headerName": say("page_edit.row"), "pinned": "left",
            "width": 58, "editable": False, "cellClass": "cell-num",
            ":cellRenderer": "(p) => holdfastEdit.cell(p)",
            ":tooltipValueGetter": "(p) => holdfastEdit.told(p)",
        }  # fmt: skip
        return {
            "columnDefs": [row, *map(self._column, self.laid.columns)],
            "rowData": self.laid.shown,
            ":getRowId": "(p) => String(p.data._row)",
            "defaultColDef": {
                "sortable": False, "suppressMovable": True, "resizable": True,
                "cellDataType": False, "editable": self.laid.may,
                "suppressHeaderMenuButton": True, "wrapHeaderText": True,
                "autoHeaderHeight": True,
            },
            "rowSelection": {
                "mode": "multiRow",
                "checkboxes": self.laid.may,
                "headerCheckbox": False,
            },
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
            "width": each.width, "cellClass": f"cell-{each.kind}",
            ":cellRenderer": "(p) => holdfastEdit.cell(p)",
            ":tooltipValueGetter": "(p) => holdfastEdit.told(p)",
            ":cellEditor": "holdfastEdit.Editor",
            "cellEditorParams": {
                "among": each.among, "strict": each.strict, "instead": each.default,
            },
            "context": {"sources": each.kind == "sources"},
            **({":pinned": AT_A_DESK} if self._names_rows(each.name) else {}),
        }  # fmt: skip

    def _names_rows(self, name: str) -> bool:
        """Whether a column, the first, is the key by which rows are known: it stays in view."""
        schema = self.laid.schema
        return schema is not None and schema.key == (name,) == (self.laid.columns[0].name,)


def _given(act: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """Call with what the browser has sent."""

    async def heard(event: Any) -> None:
        await act(event.args)

    return heard
