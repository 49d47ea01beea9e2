"""The form of a question, laid out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page import questions
from holdfast.page.desk import Desk
from holdfast.page.frame import Reader
from holdfast.page.screens import ask as content
from holdfast.page.screens import ask_form, ask_sent
from holdfast.page.screens.ask_form import DAY, MONEY, ONE, SOME, TICK, Field, Form
from holdfast.page.screens.said import time_left
from holdfast.page.widgets import Notice, attempt, field, form, link, tag
from holdfast.questions.refused import Refused

TO_FIRST = "document.querySelector('main [aria-invalid=true]')?.focus()"
CHOSEN = """(event) => emit({
  chosen: event.target.value, given: Object.fromEntries(new FormData(event.target.form)),
})"""
"""What is chosen, and what stands in the form by then."""


class Asking:
    """The form of one question."""

    def __init__(self, desk: Desk, reader: Reader, question: str, chosen: str) -> None:
        self.desk, self.words, self.who = desk, reader.words, reader.who
        self.question, self.chosen = question, chosen
        self.laid: dict[str, tuple[list[TextElement], TextElement]] = {}
        self.labels: dict[str, str] = {}

    async def build(self) -> None:
        """Lay it out."""
        say = self.words.say
        with tag("p", "", "above"):
            link(say("page_ask.back"), "/ask")
        tag("h1", say(f"page_ask.q_{self.question}"))
        command = content.COMMANDS.get(self.question, self.question)
        tag("p", say(f"page_ask.lead_{self.question}"), "lead")
        tag("p", say("page_ask.command", command=f"holdfast {command}"), "facts-line spaced")
        self.notice = Notice()
        found = await run.io_bound(self._form)
        if found is None:
            return
        if not found.of:
            tag("p", found.lacks, "lead")
            return
        self.chosen = found.chosen
        with tag("section", "", "panel", aria_label=say(f"page_ask.q_{self.question}")), \
                form(self.send, "asking"):  # fmt: skip
            subject = ask_form.subject_of(self.question)
            label, told = (say(f"page_ask.{part}_{subject}") for part in ("field", "told"))
            self.subject = field(label, subject, told, found.of, value=found.chosen)
            self.subject.on("change", self.choose, js_handler=CHOSEN)
            self.place = tag("div", "", "whole asking")
            with self.place:
                self._fields(found)

    def _form(self) -> Form:
        return ask_form.form(self.desk, self.question, self.chosen, self.who, self.words)

    async def choose(self, event: Any) -> None:
        """Lay out the fields for another scenario or run; what is filled in already stays."""
        chosen = str(event.args["chosen"])
        if chosen == self.chosen:
            return
        self.chosen = self.subject.props["value"] = chosen
        given = {str(name): str(value) for name, value in event.args["given"].items()}
        found = await run.io_bound(self._form)
        if found is None:
            return
        self.notice.clear()
        self.place.clear()
        with self.place:
            self._fields(ask_form.kept(found, given))

    def _fields(self, found: Form) -> None:
        say = self.words.say
        self.laid.clear()
        if found.lacks:
            for line in found.lacks.splitlines():
                tag("p", line, "wrongly whole")
            return
        for one in found.fields:
            self._field(one)
        if found.more:
            with tag("details", "", "whole more") as self.more:
                tag("summary", say("page_ask.more"))
                with tag("div", "", "form"):
                    for one in found.more:
                        self._field(one)
        with tag("div", "", "whole"):
            tag("button", say("page_ask.ask"), "button first", type="submit")
            if found.seconds is not None:
                time = time_left(found.seconds, self.words)
                tag("p", say("page_ask.took", time=time), "facts-line")

    def _field(self, one: Field) -> None:
        """A field, and below it the place where it is said what is wrong with it."""
        self.labels[one.name] = one.label
        if one.kind in (SOME, MONEY):
            self._set(one)
            return
        if one.kind == TICK:
            with tag("div", "", "field"):
                with tag("label", "", "tick"):
                    made = tag("input", type="checkbox", name=one.name, checked=bool(one.value))
                    tag("span", one.label)
                hint = tag("small", one.told)
                hint.props["id"] = f"told-{made.id}"
                made.props["aria-describedby"] = f"told-{made.id}"
                self._wrong_of(one.name, [made])
            return
        if one.kind == ONE:
            made = field(one.label, one.name, one.told, one.among, value=one.value)
        else:
            kind = "date" if one.kind == DAY else "text"
            made = field(one.label, one.name, one.told, value=one.value, type=kind,
                         inputmode=None if one.kind == DAY else "decimal",
                         autocomplete="off")  # fmt: skip
        home = made.parent_slot
        assert home is not None
        with home.parent:
            self._wrong_of(one.name, [made])

    def _set(self, one: Field) -> None:
        """Fields under one name: things to be ticked, or an amount by kind."""
        inputs, amounts = [], dict(one.amounts)
        with tag("fieldset", "", "field set"):
            tag("legend", one.label)
            tag("small", one.told)
            with tag("div", "", "kinds" if one.kind == MONEY else "ticks"):
                for value, text in one.among:
                    if one.kind == MONEY:
                        inputs.append(field(text, f"{one.name}:{value}", type="text",
                                            value=amounts.get(value, ""),
                                            inputmode="decimal", autocomplete="off"))  # fmt: skip
                        continue
                    with tag("label", "", "tick"):
                        inputs.append(tag("input", type="checkbox", name=f"{one.name}:{value}",
                                          checked=value in one.ticked))  # fmt: skip
                        tag("span", text)
            self._wrong_of(one.name, inputs)

    def _wrong_of(self, name: str, inputs: list[TextElement]) -> None:
        said = tag("small", "", "wrongly fault")
        said.props["id"] = f"wrong-{said.id}"
        said.set_visibility(False)
        self.laid[name] = inputs, said

    async def send(self, given: Mapping[str, str]) -> None:
        """Ask what the form says; what is wrong is said by field, all at once."""
        act = partial(ask_sent.ask, self.desk, self.question, given, self.who)
        found = await tried(act, self.notice)
        if found is None:
            return
        answer, wrong = found
        if answer is not None:
            ui.navigate.to(f"/answer/{answer.id}")
            return
        self._tell(wrong, given)

    def _tell(self, wrong: list[tuple[str, str]], given: Mapping[str, str]) -> None:
        """Say what is wrong above all fields, and each thing beside what it is about."""
        by_field: dict[str, list[tuple[str, str]]] = {}
        for name, text in wrong:
            whole = ask_sent.whole_of(name)
            by_field.setdefault(whole if whole in self.laid else "", []).append((name, text))
        for name, (inputs, said) in self.laid.items():
            faults = by_field.get(name, [])
            said.set_text("; ".join(self._said(part, text, short=True) for part, text in faults))
            said.set_visibility(bool(faults))
            parts = {part for part, _ in faults}
            for made in inputs:
                if made.props.get("type") != "checkbox":
                    made.props["value"] = given.get(str(made.props["name"]), "")
                mark(made, str(said.props["id"]), bool(parts & {name, str(made.props["name"])}))
        self.notice.wrong([self._said(part, text) for part, text in wrong])
        if by_field.keys() & set(ask_form.FIELDS[self.question][1]):
            self.more.props["open"] = True
        ui.run_javascript(TO_FIRST)

    def _said(self, name: str, text: str, short: bool = False) -> str:
        """What is wrong, under the words of its field; `short` where that is beside it."""
        whole, _, kind = name.partition(":")
        labels = [] if short else [self.labels[whole]] if whole in self.labels else []
        labels += [self.words.say(f"page_ask.budget_{kind}")] if kind else []
        for label in reversed(labels):
            text = self.words.say("page_ask.fault", label=label, text=text)
        return text


def mark(made: TextElement, said: str, wrong: bool) -> None:
    """Let a field be known as wrong, or not, by those who hear what is `said` of it."""
    told = [each for each in str(made.props.get("aria-describedby", "")).split() if each != said]
    made.props.pop("aria-invalid", None)
    if wrong:
        made.props["aria-invalid"] = "true"
        told.append(said)
    made.props["aria-describedby"] = " ".join(told)


async def tried(act: Any, notice: Notice) -> Any:
    """What an act gives; None where it was refused, also for who asks, and said."""

    def allowed() -> Any:
        try:
            return act()
        except questions.NotYours as error:
            raise Refused(str(error)) from None

    return await attempt(allowed, notice)
