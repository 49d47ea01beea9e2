"""The screen that asks what the sheets of a workbook are, laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Missing
from holdfast.page.frame import Reader
from holdfast.page.imports import Waiting
from holdfast.page.screens import bringing as content
from holdfast.page.screens.bringing import LEFT_OUT, Sheet
from holdfast.page.who import CHANGE
from holdfast.page.widgets import Notice, attempt, button, field, form, link, tag


class Laid:
    """A workbook that waits, before one reader."""

    def __init__(self, desk: Desk, reader: Reader, waiting: Waiting) -> None:
        self.desk, self.words, self.waiting = desk, reader.words, waiting
        self.shown = content.sheets(waiting)
        self.places: list[TextElement] = []

    async def build(self) -> None:
        """Lay it out."""
        say = self.words.say
        tag("h1", say("page_book.title", called=self.waiting.called))
        tag("p", say("page_book.lead"), "lead")
        self.notice = Notice()
        among = await run.io_bound(self.desk.shelf.scenarios) or []
        with form(self.made, "sheets"):
            with tag("section", "", "panel form"):
                field(say("page.new_name"), "name", required=True, maxlength=120,
                      value=self.waiting.name)  # fmt: skip
                others = [
                    ("", say("page_book.nothing")),
                    *((each.name, each.name) for each in among),
                ]
                field(say("page_book.onto"), "onto", say("page_book.onto_told"), others, value="")
            for place, each in enumerate(self.shown):
                self._sheet(place, each)
            if self.waiting.settings:
                self._settings()
            with tag("div", "", "acts"):
                tag("button", say("page_book.make"), "button first", type="submit")
                button(say("page_book.drop"), self.drop)

    async def made(self, given: Mapping[str, str]) -> None:
        """Make the scenario, or say what is not decided."""
        mapping = content.mapping(self.shown, given)
        token, name = self.waiting.token, given.get("name", "").strip()
        act = partial(self.desk.imports.adopt, token, name, mapping, given.get("onto") or None)
        if await attempt(act, self.notice) is not None:
            ui.navigate.to("/")

    async def drop(self) -> None:
        """Let the workbook go."""
        await attempt(partial(self.desk.imports.drop, self.waiting.token), self.notice)
        ui.navigate.to("/")

    async def table(self, place: int, event: Any) -> None:
        """Guess the columns of a sheet anew: it is said which table it holds."""
        table, was = str(event.args), self.shown[place]
        found: Mapping[str, Any] | None = None
        if table and table != LEFT_OUT:
            act = partial(self.desk.imports.as_table, self.waiting.token, was.name, table)
            found = await attempt(act, self.notice)
            if found is None:
                return
            self.shown[place] = content.sheet(found)
        self.places[place].clear()
        if found is not None:
            with self.places[place]:
                self._columns(place, self.shown[place])

    def _sheet(self, place: int, each: Sheet) -> None:
        say = self.words.say
        with tag("section", "", "panel", aria_label=say("page_book.sheet", name=each.name)):
            tag("h2", say("page_book.sheet", name=each.name))
            with tag("div", "", "form"):
                among = [("", say("page_book.undecided")), (LEFT_OUT, say("page_book.left_out"))]
                among += [(name, name) for name in content.tables()]
                chosen = field(say("page_book.table"), f"table-{place}", each.why, among,
                               value=each.table)  # fmt: skip
                chosen.on("change", partial(self.table, place),
                          js_handler="(event) => emit(event.target.value)")  # fmt: skip
                field(say("page_book.header"), f"header-{place}", type="number", min=1, step=1,
                      value=each.header)  # fmt: skip
            self.places.append(tag("div"))
            with self.places[-1]:
                if each.table:
                    self._columns(place, each)

    def _columns(self, place: int, each: Sheet) -> None:
        say = self.words.say
        names = content.columns_of(each.table)
        with tag("div", "", "wide"), tag("table", "", "mapping"):
            with tag("thead"), tag("tr"):
                for key in ("column", "holds", "becomes", "times", "why"):
                    tag("th", say(f"page_book.{key}"), scope="col")
            with tag("tbody"):
                for n, one in enumerate(each.columns):
                    with tag("tr", "", "wrongly" if one.unclear else ""):
                        tag("th", f"{one.source} · {one.header}", scope="row")
                        tag("td", one.samples, "soft")
                        with tag("td"):
                            self._choice(f"to-{place}-{n}", one.header, one.to, names)
                        with tag("td"):
                            tag(
                                "input",
                                name=f"factor-{place}-{n}",
                                value=one.factor,
                                inputmode="decimal",
                                maxlength=40,
                                aria_label=say("page_book.times_named", name=one.header),
                            )
                        tag("td", one.why, "soft")
        if each.missing:
            tag("p", say("page_book.needed"), "wrongly needed")
            with tag("div", "", "form constants"):
                for name in each.missing:
                    told = content.meaning(each.table, name, self.words)
                    field(name, f"constant-{place}-{name}", told, maxlength=1000)

    def _choice(self, name: str, header: str, chosen: str, names: Sequence[str]) -> None:
        say = self.words.say
        among = [("", say("page_book.undecided")), (LEFT_OUT, say("page_book.left_out"))]
        made = tag("select", name=name, aria_label=say("page_book.becomes_named", name=header))
        with made:
            for value, text in (*among, *((each, each) for each in names)):
                tag("option", text, value=value, selected=value == chosen)

    def _settings(self) -> None:
        say = self.words.say
        with tag("section", "", "panel"):
            label = tag("label", say("page_book.settings"))
            tag("p", say("page_book.settings_told"), "facts-line")
            box = tag("textarea", self.waiting.settings, "toml", name="settings", rows=12,
                      spellcheck="false")  # fmt: skip
            box.props["id"] = label.props["for"] = f"field-{box.id}"


def screens(door: Door) -> None:
    """A workbook that waits, by its token."""

    @door.opens("/import/{token}", "scenarios")
    async def lay(reader: Reader, request: Request) -> None:
        try:
            waiting = door.desk.imports.waiting(request.path_params["token"])
        except Missing as error:
            tag("h1", str(error))
            link(reader.words.say("page.scenarios"), "/", "button")
            return
        if reader.who.may(CHANGE):
            await Laid(door.desk, reader, waiting).build()
