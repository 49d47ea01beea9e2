"""A table of many rows: sorted by values, read as texts, and opened by mouse or Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from holdfast.page.widgets import tag
from holdfast.show.catalogue import Catalogue

PAGE = 25
"""Rows on one page of a table."""
LOCALE = ("page", "to", "of", "noRowsToShow", "firstPage", "previousPage", "nextPage", "lastPage",
          "pageSizeSelectorLabel", "ariaPageSizeSelectorLabel")  # fmt: skip
"""Texts of the library that a reader meets; each is a message."""
ROW_HEIGHT, HEAD_HEIGHT = 40, 44


@dataclass(frozen=True, slots=True)
class Head:
    """One column: the name of its value, what it is called, how wide it is at least."""

    name: str
    text: str
    width: int = 110
    right: bool = False
    told: bool = False
    """What is shown stands beside the value, under its name and `_told`."""
    grow: int = 1


class Grid:
    """A table before one reader; `number` of a row is its identity."""

    def __init__(
        self,
        label: str,
        heads: Sequence[Head],
        rows: Sequence[Mapping[str, Any]],
        words: Catalogue,
        opened: Callable[[Any], Any] | None = None,
    ) -> None:
        options: dict[str, Any] = {
            "columnDefs": [_column(one) for one in heads],
            "rowData": list(rows),
            "defaultColDef": {"sortable": True, "resizable": True, "suppressMovable": True},
            "domLayout": "autoHeight",
            "rowHeight": ROW_HEIGHT,
            "headerHeight": HEAD_HEIGHT,
            "pagination": True,
            "paginationPageSize": PAGE,
            "paginationPageSizeSelector": False,
            "suppressPaginationPanel": len(rows) <= PAGE,
            "enableCellTextSelection": True,
            "animateRows": False,
            ":getRowId": "params => String(params.data.number)",
            "localeText": {key: words.say(f"page_grid.{key}") for key in LOCALE},
        }
        self._box = tag("div", "", "many", aria_label=label, role="group")
        event = f"opened_{self._box.id}"
        if opened is not None:
            # a button in the first cell would be one more stop for each row
            options[":onRowClicked"] = f"p => emitEvent('{event}', p.data.number)"
            options[":onCellKeyDown"] = (
                f"p => {{ if (p.event.key === 'Enter') emitEvent('{event}', p.data.number); }}"
            )
            ui.on(event, lambda sent: opened(sent.args))
        with self._box:
            self.grid = ui.aggrid(options, theme="quartz", auto_size_columns=False)
        self.grid.classes("opens" if opened is not None else "")
        self._rows = list(rows)

    def show(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show other rows; who reads keeps their place."""
        found = list(rows)
        if found == self._rows:
            return
        self._rows = found
        self.grid.run_grid_method("setGridOption", "rowData", found)
        self.grid.run_grid_method("setGridOption", "suppressPaginationPanel", len(found) <= PAGE)


def _column(one: Head) -> dict[str, Any]:
    made: dict[str, Any] = {
        "field": one.name,
        "headerName": one.text,
        "minWidth": one.width,
        "flex": one.grow,
        "tooltipField": f"{one.name}_told" if one.told else one.name,
    }
    if one.right:
        made |= {"type": "rightAligned"}
    if one.told:
        made[":valueFormatter"] = f"p => p.data ? p.data['{one.name}_told'] : ''"
    return made
