"""Tells the sources of a row, and names further ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from holdfast.page.drafts import Act, table_named
from holdfast.page.screens import edit as content
from holdfast.page.widgets import field, form, link, tag

if TYPE_CHECKING:
    from holdfast.page.screens.edit_screen import Laid

SOURCE = ("id", "outlet", "published", "speaker", "statement", "address")


class Sources:
    """Tells the sources of a row, and names further ones."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid

    async def open_source(self, chosen: Mapping[str, Any]) -> None:
        """Tell the sources of a row, and let one be added."""
        assert self.laid.schema is not None
        say, here = self.laid.words.say, chosen.get("here")
        column = self.laid.schema.common("source")
        row = next((each for each in self.laid.shown if each[content.ROW] == here), None)
        if row is None:
            self.laid.notice.wrong([say("page_edit.choose")])
            return
        text = str(row.get(column, ""))
        known = content.values(self.laid.draft, "sources.csv", "id")
        self.laid.dialog.body.clear()
        with self.laid.dialog.body:
            self._sources(text, str(row.get(self.laid.schema.common("as_of"), "")))
            if not self.laid.may:
                self.laid.dialog.open()
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
        self.laid.dialog.open()

    def _sources(self, text: str, known: str) -> None:
        say = self.laid.words.say
        found = content.sources(self.laid.draft, text)
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
        assert self.laid.schema is not None
        self.laid.dialog.close()
        schema, name = self.laid.schema, given.get("chosen", "") or given.get("id", "").strip()
        if not name:
            return
        named = ";".join(dict.fromkeys([*filter(None, text.split(";")), name]))
        acts: dict[str, Act] = {}
        if "id" in given:
            table = table_named("sources")
            values = {each: given.get(each, "").strip() for each in SOURCE}
            acts[table.file] = lambda sheet: sheet.inserted(table, len(sheet.records) + 1, [values])
        if schema.name != "sources":
            acts[self.laid.file] = lambda sheet: sheet.edited(schema, [(number, column, named)])
        await self.laid.edit(acts)
