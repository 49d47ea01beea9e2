"""The screen of edits, laid out."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from nicegui import run

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.drafts import Draft, table_named
from holdfast.page.errors import Missing
from holdfast.page.frame import Reader
from holdfast.page.screens import edit as content
from holdfast.page.screens.edit_screen import Laid
from holdfast.page.screens.said import called
from holdfast.page.widgets import link, tag
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import Fault
from holdfast.scenario.settings import FILE


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
    """The table that is opened of itself: the first with a fault, else what is pledged."""
    tables = content.lines(draft, faults)
    begin = next((each.name for each in tables if each.name == "deliveries" and each.rows), "")
    return next((each.name for each in tables if each.faults), begin or tables[1].name)


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
