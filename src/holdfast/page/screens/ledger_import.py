"""A workbook comes into the ledger: what its headings stand for is proposed and confirmed, every
slip is told by sheet, row and heading, and then all rows are entered or none.

The file stays in the browser, which sends it at each step: nothing of it is kept between.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.ledger.mapping import LEFT_OUT
from holdfast.ledger.schema import columns, kinds
from holdfast.page.frame import Reader
from holdfast.page.screens.ledger import stage_said
from holdfast.page.screens.ledger_enter import Name
from holdfast.page.widgets import MOST_LINES, Dialog, Notice, button, field, form, tag

SEND = """(async () => {
  const file = document.getElementById(%(box)s).files[0];
  if (!file) return {ok: false, said: {detail: %(none)s}};
  const query = new URLSearchParams(%(query)s);
  query.set('called', file.name);
  const came = await fetch(`%(path)s?${query}`, {method: 'POST', body: file});
  return {ok: came.ok, said: await came.json().catch(() => ({detail: came.statusText}))};
})()"""
PATIENCE = 300.0
"""Seconds that a workbook may take."""
MOST_NEW = 8
"""New entries that are shown beforehand."""
CHOSEN = "(event) => emit(event.target.value)"


class Importing:
    """The dialog of one reader."""

    def __init__(
        self, reader: Reader, name: Name, done: Callable[[Mapping[str, Any]], Awaitable[None]]
    ) -> None:
        self.words, self.name, self.done = reader.words, name, done
        self.sheets: list[dict[str, Any]] = []
        self.chosen = 0
        self.query: dict[str, str] = {}
        say = self.words.say
        self.dialog = Dialog(say("page_ledger.import"), say("page.dismiss"), "wide")
        with self.dialog.body:
            tag("p", say("page_ledger.import_told"), "lead")
            with form(self.look):
                self.box = field(say("page_ledger.file"), "book", type="file",
                                 accept=".xlsx,.csv", required=True)  # fmt: skip
                with tag("div", "", "send"):
                    tag("button", say("page_ledger.look"), "button first", type="submit")
            self.notice = Notice()
            self.place, self.below = tag("div"), tag("div")

    def open(self) -> None:
        """Ask for a file."""
        for place in (self.place, self.below):
            place.clear()
        self.notice.clear()
        self.dialog.open()

    async def look(self, _: Mapping[str, str]) -> None:
        """See what stands in the file, and propose what its headings mean."""
        self.place.clear()
        self.below.clear()
        said = await self._sent("/api/ledger/look", {})
        if said is None:
            return
        self.sheets = said["sheets"]
        sizes = [sum(bool(one["field"]) for one in sheet["columns"]) for sheet in self.sheets]
        self.chosen = sizes.index(max(sizes)) if sizes else 0
        self._mapping()

    async def check(self, given: Mapping[str, str]) -> None:
        """Say what the rows would come to."""
        self.below.clear()
        self.name.told(given.get("by", ""))
        told = mapping(self.sheets[self.chosen], given, len(self.sheets) > 1)
        self.query = {"mapping": json.dumps(told), "who": self.name.text}
        said = await self._sent("/api/ledger/import", {**self.query, "dry": "true"})
        if said is not None:
            self._outcome(said)

    async def enter(self) -> None:
        """Enter all of them."""
        said = await self._sent("/api/ledger/import", self.query)
        if said is not None:
            self.dialog.close()
            await self.done(said)

    async def _sent(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any] | None:
        """What the interface says to the file; None where it was refused and said."""
        self.notice.say(self.words.say("page_ledger.reading"))
        code = SEND % {
            "box": json.dumps(self.box.props["id"]), "path": path, "query": json.dumps(query),
            "none": json.dumps(self.words.say("page_ledger.no_file")),
        }  # fmt: skip
        came = await ui.run_javascript(f"return await {code}", timeout=PATIENCE)
        self.notice.clear()
        if came["ok"]:
            found: Mapping[str, Any] = came["said"]
            return found
        detail = came["said"].get("detail", "")
        lines = [str(line) for line in (detail if isinstance(detail, list) else [detail])]
        rest = len(lines) - MOST_LINES
        more = [self.words.say("page.more_faults", count=rest)] if rest > 0 else []
        self.notice.wrong([*lines[:MOST_LINES], *more])
        return None

    # ---- parts ---------------------------------------------------------------------------------

    def _mapping(self) -> None:
        say, sheet = self.words.say, self.sheets[self.chosen]
        self.place.clear()
        with self.place, form(self.check, "mapping"):
            if len(self.sheets) > 1:
                among = [(str(at), one["title"]) for at, one in enumerate(self.sheets)]
                made = field(say("page_ledger.sheet"), "sheet", among=among,
                             value=str(self.chosen))  # fmt: skip
                made.on("change", lambda event: self._other(event.args), js_handler=CHOSEN)
            told = say("page_ledger.rows", count=sheet["rows"], row=str(sheet["header"]))
            tag("p", told, "facts-line wide")
            with tag("table", "", "mapped wide"):
                with tag("thead"), tag("tr"):
                    for told in ("page_ledger.heading", "page_ledger.sample",
                                 "page_ledger.stands_for"):  # fmt: skip
                        tag("th", say(told), scope="col")
                with tag("tbody"):
                    for at, one in enumerate(sheet["columns"]):
                        self._column(at, one)
            for at, (word, kind) in enumerate(sheet["kinds"].items()):
                among = [("", say("page_ledger.as_it_is"))]
                among += [(name, stage_said(name, self.words)) for name in kinds()]
                field(say("page_ledger.means", word=word), f"kind-{at}", among=among, value=kind)
            fields = {one["field"] for one in sheet["columns"]}
            if "kind" not in fields:
                among = [(name, stage_said(name, self.words)) for name in kinds()]
                field(say("page_ledger.every_kind"), "every-kind",
                      among=[("", say("page_ledger.blank")), *among], value="")  # fmt: skip
            if "source" not in fields:
                field(say("page_ledger.every_source"), "every-source",
                      say("page_ledger.told_source"), maxlength=64)  # fmt: skip
            self.name.field(self.words)
            with tag("div", "", "send"):
                tag("button", say("page_ledger.check"), "button first", type="submit")

    def _column(self, at: int, one: Mapping[str, str]) -> None:
        say = self.words.say
        with tag("tr"):
            tag("th", one["heading"], scope="row")
            tag("td", one["sample"])
            with tag("td", "", "field"):
                made: TextElement = tag(
                    "select", name=f"column-{at}",
                    aria_label=say("page_ledger.stands_for_named", heading=one["heading"]),
                )  # fmt: skip
                with made:
                    tag("option", say("page_ledger.left_out"), value=LEFT_OUT,
                        selected=one["field"] in ("", LEFT_OUT))  # fmt: skip
                    for name in columns():
                        tag("option", say(f"page_ledger.field_{name}"), value=name,
                            selected=name == one["field"])  # fmt: skip

    def _other(self, text: str) -> None:
        self.chosen = int(text) if text.isdecimal() and int(text) < len(self.sheets) else 0
        self.below.clear()
        self._mapping()

    def _outcome(self, said: Mapping[str, Any]) -> None:
        say, new, known = self.words.say, said["new"], said["known"]
        self.below.clear()
        with self.below, tag("div", "", "outcome", role="status"):
            tag("p", say("page_ledger.would_add", count=len(new)))
            if known:
                tag("p", say("page_ledger.known", count=len(known)), "facts-line")
            with tag("ul", "", "list"):
                for one in new[:MOST_NEW]:
                    fields = one["fields"]
                    kind = stage_said(fields["kind"], self.words)
                    rest = [fields[name] for name in columns() if name in fields and name != "kind"]
                    named = say("page_ledger.named", name=kind)
                    tag("li", f"{named} {', '.join(rest)}")
            if len(new) > MOST_NEW:
                tag("p", say("page.more_faults", count=len(new) - MOST_NEW), "facts-line")
            if new:
                button(say("page_ledger.enter_them", count=len(new)), self.enter, "first")


def mapping(sheet: Mapping[str, Any], given: Mapping[str, str], several: bool) -> dict[str, Any]:
    """What a form says of a sheet, as the reader of sheets takes it."""
    named = {
        one["heading"]: given.get(f"column-{at}", LEFT_OUT)
        for at, one in enumerate(sheet["columns"])
    }
    words = {word: given.get(f"kind-{at}", "") for at, word in enumerate(sheet["kinds"])}
    constants = {
        name: given[f"every-{name}"].strip()
        for name in ("kind", "source")
        if given.get(f"every-{name}", "").strip() and name not in named.values()
    }
    told = {word: kind for word, kind in words.items() if kind}
    return {
        "sheet": sheet["title"] if several else "",
        "header": sheet["header"],
        "columns": named,
        "constants": constants,
        "values": {"kind": told} if told and "kind" in named.values() else {},
    }
