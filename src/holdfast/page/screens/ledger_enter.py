"""The form by which an entry is made: a kind, its fields, and every fault beside its field."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.ledger.schema import CLEARED, CORRECTION, columns, kinds
from holdfast.ledger.store import Appended
from holdfast.page.book import WHO, Unfit
from holdfast.page.desk import Desk
from holdfast.page.frame import Reader
from holdfast.page.screens.ledger import Choices, choices, fields_of, needs, stage_said
from holdfast.page.widgets import Dialog, Notice, attempt, field, form, tag
from holdfast.scenario import Fault

LISTED = {"partner": "partners", "item": "items", "source": "sources"}
"""Fields that are typed with what is known already at hand."""
DATES = ("date", "due")
KEY = "holdfast_enters"
"""Under which a tab of a browser keeps who enters; gone with the tab."""
ANSWERS = 60.0
"""Seconds in which a browser answers, a busy one too."""
REMEMBER = f"""(event) => {{
  sessionStorage.setItem('{KEY}', event.target.value);
  emit(event.target.value);
}}"""
CHOSEN = "(event) => emit(Object.fromEntries(new FormData(event.target.form)))"
"""Another kind is chosen: what is typed so far goes along."""


class Name:
    """Who enters, where nobody is logged in: asked once in a tab of a browser."""

    def __init__(self, reader: Reader) -> None:
        self.known = reader.who.name
        self.fixed = bool(self.known)
        self.text = self.known or os.environ.get(WHO, "")

    async def remembered(self) -> None:
        """What this tab was told before."""
        if not self.fixed:
            kept = await ui.run_javascript(f"sessionStorage.getItem('{KEY}')", timeout=ANSWERS)
            self.text = str(kept) if kept else self.text

    def field(self, words: Any) -> None:
        """Its field in a form, or who it is."""
        if self.fixed:
            tag("p", words.say("page_ledger.enters", who=self.text), "facts-line")
            return
        label, told = words.say("page_ledger.who"), words.say("page_ledger.who_told")
        made = field(label, "by", told, value=self.text, required=True, maxlength=200,
                     autocomplete="name")  # fmt: skip
        made.on("change", lambda event: self.told(str(event.args)), js_handler=REMEMBER)

    def told(self, text: str) -> None:
        """Take a name that was typed."""
        if not self.fixed and text.strip():
            self.text = text.strip()


class Entering:
    """The dialog of one reader."""

    def __init__(
        self, desk: Desk, reader: Reader, name: Name, done: Callable[[Appended], Awaitable[None]]
    ) -> None:
        self.desk, self.reader, self.words, self.name = desk, reader, reader.words, name
        self.done = done
        say = self.words.say
        self.dialog = Dialog(say("page_ledger.enter"), say("page.dismiss"), "wide")
        self.inputs: dict[str, tuple[TextElement, TextElement]] = {}
        with self.dialog.body:
            self.notice = Notice()
            self.place = tag("div")

    async def open(self, texts: Mapping[str, str] | None = None) -> None:
        """Ask for an entry; `texts` stand in the form beforehand."""
        await self._lay(texts or {"kind": "offer"})
        self.dialog.open()

    async def _lay(self, texts: Mapping[str, str]) -> None:
        def look() -> Choices:
            return choices(self.desk, self.desk.book.state().seen(self.reader.who), self.reader.who)

        known = await attempt(look, self.notice)
        if known is None:
            return
        kind = texts.get("kind", "offer")
        kind = kind if kind in kinds() else "offer"
        self.place.clear()
        self.inputs.clear()
        with self.place:
            for what in LISTED.values():
                with tag("datalist", id=f"known-{what}"):
                    for text in getattr(known, what):
                        tag("option", value=text)
            with tag("datalist", id="known-follows"):
                for name, told in known.follows[kind]:
                    tag("option", told, value=name)
            with form(self.send, "entry"):
                self._kind(kind)
                for name in fields_of(kind):
                    self._field(kind, name, texts.get(name, ""))
                self.name.field(self.words)
                with tag("div", "", "send"):
                    tag("button", self.words.say("page_ledger.send"), "button first", type="submit")

    def _kind(self, kind: str) -> None:
        say = self.words.say
        among = [(name, stage_said(name, self.words)) for name in kinds()]
        made = field(say("page_ledger.field_kind"), "kind", say(f"page_ledger.kind_{kind}"), among,
                     value=kind)  # fmt: skip
        made.on("change", lambda event: self._lay(event.args), js_handler=CHOSEN)

    def _field(self, kind: str, name: str, text: str) -> None:
        say, spec, who = self.words.say, columns()[name], self.reader.who
        told, must = say(f"page_ledger.told_{name}"), needs(kind, name)
        label = say(f"page_ledger.field_{name}")
        given: dict[str, Any] = {"value": text, "aria_required": "true" if must else None}
        if name == "partner" and who.partner:
            made = field(label, name, told, among=[(who.partner, who.partner)], value=who.partner)
        elif spec.type == "choice":
            among = [("", say("page_ledger.blank")), *((one, one) for one in spec.allowed)]
            if kind == CORRECTION and name != "withdrawn":
                among.append((CLEARED, say("page_ledger.cleared")))
            made = field(label, name, told, among=among, **given)
        elif name in DATES and kind != CORRECTION:
            made = field(
                label, name, told, type="date", min="1900-01-01", max="2200-12-31", **given
            )
        else:
            listed = LISTED.get(name) or ("follows" if name == "of" else "")
            mode = "decimal" if spec.type == "number" else None
            made = field(label, name, told, list=f"known-{listed}" if listed else None,
                         inputmode=mode, maxlength=2000, autocomplete="off", **given)  # fmt: skip
        home = made.parent_slot.parent if made.parent_slot else None
        assert home is not None
        if must:
            home.classes("must")
        with home:
            wrong = tag("small", "", "wrongly")
        wrong.props["id"] = f"wrong-{made.id}"
        made.props["aria-describedby"] = f"told-{made.id} wrong-{made.id}"
        self.inputs[name] = made, wrong

    async def send(self, given: Mapping[str, str]) -> None:
        """Enter what the form says; what is wrong is said beside its field, and above them all."""
        self.name.told(given.get("by", ""))
        texts = {name: given.get(name, "") for name in columns()}
        self.notice.clear()
        for made, wrong in self.inputs.values():
            wrong.set_text("")
            made.props.pop("aria-invalid", None)
            made.update()

        def act() -> tuple[Appended | None, Sequence[Fault]]:
            row = self.desk.book.typed(texts)
            try:
                return self.desk.book.enter([row], self.name.text, self.reader.who), ()
            except Unfit as error:
                return None, error.faults

        came = await attempt(act, self.notice)
        if came is None:
            return
        made_, faults = came
        if made_ is None:
            self._wrong(faults)
            return
        self.dialog.close()
        await self.done(made_)

    def _wrong(self, faults: Sequence[Fault]) -> None:
        first = None
        for fault in faults:
            found = self.inputs.get(fault.column or "")
            if found is not None:
                made, wrong = found
                said = f"'{fault.value}' {fault.message}" if fault.value else fault.message
                wrong.set_text(" ".join(filter(None, (wrong.text, said))))
                made.props["aria-invalid"] = "true"
                made.update()
                first = first or made
        self.notice.wrong([str(fault) for fault in faults])
        if first is not None:
            ui.run_javascript(f"document.getElementById({json.dumps(first.props['id'])}).focus()")
