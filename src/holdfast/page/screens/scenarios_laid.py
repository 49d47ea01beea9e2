"""The screen of scenarios, laid out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.scale import key_of_scale, line_of_months
from holdfast.page.screens import scenarios
from holdfast.page.screens.scenarios import Group, RunRow, Screen
from holdfast.page.who import ASK, CHANGE, WHOLE
from holdfast.page.widgets import (
    Dialog,
    Notice,
    attempt,
    button,
    drawn,
    field,
    form,
    link,
    looked,
    tag,
)
from holdfast.show.catalogue import Catalogue

LOOK = 2.0
"""Seconds after which the folder is looked at again."""
UPLOAD = """async (event) => {
  event.preventDefault();
  const form = event.target, book = form.elements.book.files[0];
  const query = new URLSearchParams({name: form.elements.name.value, called: book.name});
  const came = await fetch(`/api/imports?${query}`, {method: 'POST', body: book});
  const said = await came.json().catch(() => ({detail: came.statusText}));
  emit({ok: came.ok, said: said, name: form.elements.name.value});
}"""


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        self.desk, self.words = desk, reader.words
        self.changes, self.asks = reader.who.may(CHANGE), reader.who.may(ASK)
        self.whole = reader.who.may(WHOLE)
        self.groups: dict[str, tuple[Group, TextElement]] = {}
        self.gone: tuple[object, bool] | None = None

    async def build(self) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", say("page.scenarios"))
                tag("p", say("page.lead"), "lead")
            if self.changes:
                with tag("div", "", "acts"):
                    button(say("page.import"), lambda: self.importing.open())
        if self.changes:
            self.importing = self._importing()
            self.copying = Dialog(say("page.copy"), say("page.dismiss"))
        self.notice = Notice()
        self.place, self.below = tag("div"), tag("div")
        await self.look()
        with tag("div", "", "scale"):
            drawn(key_of_scale(self.words))
        ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look at the folder, and lay out anew what is other than it was, and nothing else.

        Whoever is about to press a button elsewhere finds it where it was.
        """
        found = await looked(partial(scenarios.screen, self.desk, self.words), self.notice)
        if found is None:
            return
        for name in self.groups.keys() - {each.name for each in found.groups}:
            self.groups.pop(name)[1].delete()
        for place, each in enumerate(found.groups):
            self._lay(each, place)
        if (found.trash, not found.groups) != self.gone:
            self.gone = found.trash, not found.groups
            self.below.clear()
            with self.below:
                self._below(found)

    def _lay(self, each: Group, place: int) -> None:
        """Let a group stand at its place among the others, as it now is."""
        shown, home = self.groups.get(each.name, (None, None))
        if home is None:
            with self.place:
                home = tag("div").move(target_index=place)
        if shown != each:
            self.groups[each.name] = each, home
            home.clear()
            with home:
                self._group(each)

    # ---- acts ----------------------------------------------------------------------------------

    async def delete(self, name: str) -> None:
        """Put a scenario or a run into the trash, and offer to put it back."""
        gone = await attempt(partial(self.desk.delete, name), self.notice)
        if gone is not None:
            await self.look()
            say = self.words.say
            undo = (say("page.undo"), say("page.undo_named", name=name))
            self.notice.say(
                say("page.deleted", name=name), (*undo, partial(self.restore, gone.token))
            )

    async def restore(self, token: str) -> None:
        """Put something back."""
        name = await attempt(partial(self.desk.trash.restore, token), self.notice)
        await self.look()
        if name is not None:
            self.notice.say(self.words.say("page.restored", name=name))

    async def copied(self, name: str, given: Mapping[str, str]) -> None:
        """Copy a scenario."""
        self.copying.close()
        made = await attempt(
            partial(self.desk.shelf.copy, name, given.get("name", "")), self.notice
        )
        await self.look()
        if made is not None:
            self.notice.say(self.words.say("page.copied", name=made.name, of=name))

    async def imported(self, event: Any) -> None:
        """Say what came of a workbook; if its sheets have other names, ask what they are."""
        self.importing.close()
        said = event.args["said"]
        if not event.args["ok"]:
            detail = said.get("detail", "")
            lines = detail if isinstance(detail, list) else [detail]
            self.notice.wrong([each if isinstance(each, str) else str(each) for each in lines])
            return
        if not said["exact"]:
            ui.navigate.to(f"/import/{said['token']}")
            return
        act = partial(self.desk.imports.adopt, said["token"], said["name"], None)
        made = await attempt(act, self.notice)
        if made is None:
            await attempt(partial(self.desk.imports.drop, said["token"]), self.notice)
            return
        await self.look()
        count = len(made["rows"])
        self.notice.say(self.words.say("page.imported", name=said["name"], count=count))

    def copy(self, name: str) -> None:
        """Ask for the name of a copy."""
        say = self.words.say
        self.copying.body.clear()
        with self.copying.body, form(partial(self.copied, name)):
            field(say("page.new_name"), "name", required=True, maxlength=120, value=f"{name}-2")
            tag("button", say("page.copy_named", name=name), "button first", type="submit")
        self.copying.open()

    # ---- parts ---------------------------------------------------------------------------------

    def _importing(self) -> Dialog:
        say = self.words.say
        made = Dialog(say("page.import"), say("page.dismiss"))
        with made.body:
            tag("p", say("page.import_told"), "lead")
            with tag("form", "", "form") as asking:
                field(say("page.book"), "book", type="file", accept=".xlsx", required=True)
                field(say("page.new_name"), "name", required=True, maxlength=120)
                tag("button", say("page.import"), "button first", type="submit")
            asking.on("submit", self.imported, js_handler=UPLOAD)
        return made

    def _group(self, each: Group) -> None:
        say = self.words.say
        with tag(
            "section", "", "group", aria_label=" · ".join(filter(None, (each.title, each.name)))
        ):
            with tag("div", "", "headline"):
                with tag("div"):
                    tag("h2", each.title)
                    tag("p", each.facts, "facts-line")
                if each.name:
                    self._acts(each)
            if each.faults:
                tag("p", each.faulty, "wrongly")
                if self.whole:
                    with tag("ul", "", "faults"):
                        for fault in each.faults:
                            tag("li", fault)
                if each.more and self.whole:
                    tag("p", each.more, "lead")
            if each.runs:
                self._runs(each)
            elif not each.faults:
                tag("p", say("page.never_run"), "lead")

    def _acts(self, each: Group) -> None:
        say, path = self.words.say, quote(each.name, safe="")
        with tag("div", "", "acts"):
            if self.whole:
                link(say("page_edit.open"), f"/edit?scenario={path}", "button",
                     aria_label=say("page_edit.open_named", name=each.name))  # fmt: skip
            if not each.faults and self.asks:
                link(say("page.run_it"), f"/run?scenario={path}", "button",
                     aria_label=say("page.run_named", name=each.name))  # fmt: skip
            for key, act in (("copy", self.copy), ("delete", self.delete)):
                if key == "delete" and not each.faults and self.whole:
                    link(say("page.export"), f"/api/scenarios/{path}/workbook", "button",
                         download=True,
                         aria_label=say("page.export_named", name=each.name))  # fmt: skip
                if self.changes:
                    label = say(f"page.{key}_named", name=each.name)
                    button(say(f"page.{key}"), partial(act, each.name), aria_label=label)

    def _runs(self, each: Group) -> None:
        say = self.words.say
        with tag("table", "", "runs"):
            with tag("thead"), tag("tr"):
                tag("th", say("page.head_run"), scope="col")
                with tag("th", "", "day", scope="col"):
                    if each.months:
                        drawn(line_of_months(each.months, say("page.head_days")))
                    else:
                        tag("span", say("page.head_days"))
                for key in ("hours", "survival", "futures"):
                    tag("th", say(f"page.head_{key}"), scope="col")
                if self.changes:
                    with tag("th", "", "last", scope="col"):
                        tag("span", say("page.delete"), "unseen")
            with tag("tbody"):
                for one in each.runs:
                    self._run(one, self.words)

    def _run(self, one: RunRow, words: Catalogue) -> None:
        say = words.say
        with tag("tr"):
            with tag("th", scope="row"):
                link(one.name, f"/report/{quote(one.name, safe='')}")
                for text in (one.headline, *one.notes):
                    if text:
                        tag("small", text)
            with tag("td", "", "day"):
                if one.svg:
                    drawn(one.svg)
                else:
                    tag("span", one.waiting or one.wrong, "wrongly" if one.wrong else "waiting")
            with tag("td", data_h=say("page.head_hours")):
                tag("b", one.days)
                tag("small", one.error)
            tag("td", one.survival, data_h=say("page.head_survival"))
            with tag("td", data_h=say("page.head_futures")):
                tag("span", one.futures)
                tag("small", one.made)
            if self.changes:
                with tag("td", "", "last"):
                    button(say("page.delete"), partial(self.delete, one.name), "quiet",
                           aria_label=say("page.delete_named", name=one.name))  # fmt: skip

    def _below(self, found: Screen) -> None:
        """What stands below all scenarios, or in their place: the trash."""
        say = self.words.say
        if not found.groups:
            tag("p", say("page.none_here"), "lead")
        if not found.trash or not self.changes:
            return
        with tag("details", "", "trash"):
            tag("summary", say("page.trash", count=len(found.trash)))
            with tag("ul"):
                for token, name in found.trash:
                    with tag("li"):
                        tag("span", name)
                        button(say("page.put_back"), partial(self.restore, token), "quiet",
                               aria_label=say("page.undo_named", name=name))  # fmt: skip


def screens(door: Door) -> None:
    """The first screen."""

    @door.opens("/", "scenarios")
    async def lay(reader: Reader, _: Request) -> None:
        await Laid(door.desk, reader).build()
