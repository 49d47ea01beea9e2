"""The screen that explains, laid out: one future, a slider through its days, map and steps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import Request
from nicegui import run, ui

from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.maps import drawn as country
from holdfast.page.scale import key_of_scale
from holdfast.page.screens import explain as content
from holdfast.page.screens.explain import Asked
from holdfast.page.screens.said import called
from holdfast.page.shelf import Lived
from holdfast.page.views import Views
from holdfast.page.who import ASK
from holdfast.page.widgets import Dialog, Notice, attempt, button, drawn, field, link, script, tag
from holdfast.show.catalogue import Catalogue

LOOK = 0.7
"""Seconds after which it is looked whether a future was lived again."""
SOON = 0.01
"""Seconds after which what takes its time is begun, once the screen is there."""
BY_NUMBER = "(event) => { event.target.form.elements.which.value = 'number'; }"
"""Who gives a number asks by it."""
SCRIPT = (files("holdfast.page.screens") / "explain.js").read_text(encoding="utf-8")


class Laid:
    """One future before one reader."""

    def __init__(self, door: Door, reader: Reader, lived: Lived, asked: Asked) -> None:
        self.desk, self.reader, self.words = door.desk, reader, reader.words
        self.run, self.asked = lived, asked

    @property
    def views(self) -> Views:
        """What is kept of futures."""
        return self.desk.views

    async def build(self, runs: Sequence[Lived]) -> None:
        """Say what comes, and have it told once the screen is there."""
        script(SCRIPT, self.reader.nonce)
        self.place = tag("div")
        with self.place:
            tag("h1", self.words.say("page_explain.choose"))
            tag("p", self.words.say("page_explain.telling"), "lead", role="status")
        self.notice = Notice()
        say = self.words.say
        self.another = Dialog(say("page_explain.another"), say("page.dismiss"))
        with self.another.body:
            _choose(runs, self.run, self.asked, self.words)
        ui.timer(SOON, self.tell, once=True)

    async def tell(self) -> None:
        """Have the future told, and lay it out."""
        act = partial(content.told, self.desk, self.run, self.asked, self.words)
        found = await attempt(act, self.notice)
        self.place.clear()
        with self.place:
            if found is None:
                tag("h1", self.words.say("page_explain.choose"))
                tag("p", self.words.say("page_explain.not_told"), "wrongly")
                button(self.words.say("page_explain.another"), self.another.open)
                return
            self._future(found)
        self.future = int(found["future"])
        name, language = self.run.name, self.words.language
        source = content.source(name, self.future, language)
        way = content.way(name, self.future)
        ui.run_javascript(f"holdfastDays({json.dumps(source)}, {json.dumps(way)})")
        known = await run.io_bound(self.views.known, self.run, self.future)
        if known or self.reader.who.may(ASK):
            await self.look()
            self.timer = ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look whether the same came of it when it was lived again."""
        say = self.words.say
        act = partial(self.views.replayed, self.run, self.future)
        found = await attempt(act, self.notice)
        if found is None:
            self.again.set_text(say("page_explain.again"))
            return
        if hasattr(self, "timer"):
            self.timer.cancel()
        wrong = isinstance(found, str)
        said = f"{say('page_explain.differs')} {found}" if wrong else say("page_explain.same")
        self.again.set_text(said)
        self.again.classes(add="wrongly" if wrong else "")

    def _future(self, found: Mapping[str, Any]) -> None:
        say, at = self.words.say, content.place(found, self.asked.day)
        with tag("div", "", "future", id="future"):
            with tag("div", "", "headline"):
                with tag("div"):
                    tag("h1", content.title(found, self.words))
                    tag("p", f"{self.run.name}. {say('page_explain.lead')}", "lead")
                with tag("div", "", "acts"):
                    button(say("page_explain.another"), self.another.open)
                    tag("button", say("page_explain.back"), "button back", type="button")
                    tag("button", say("page_explain.next"), "button first next", type="button")
            self._strip(found, at)
            with tag("div", "", "day-of"):
                self._map(found, at)
                self._steps(found, at)
                self._stocks(found, at)
            with tag("div", "", "below"):
                self._tables(found)
                self._about(found)

    def _strip(self, found: Mapping[str, Any], at: int) -> None:
        say = self.words.say
        winters = f" {say('page_explain.winters')}" if found["winters"] else ""
        tag("p", f"{say('page_explain.strip')}.{winters}", "measure")
        with tag("div", "", "strip"):
            drawn(content.strip(found, self.words), "drawing")
            share = 100 * (at + 0.5) / len(found["dates"])
            tag("span", "", "marker", style=f"left:{share:.3f}%")
        tag("input", "", "slider", type="range", min=0, max=len(found["dates"]) - 1, step=1,
            value=at, aria_label=say("page_explain.day"),
            aria_valuetext=found["dates"][at])  # fmt: skip
        with tag("details", "", "days"):
            tag("summary", say("form.numbers"))
            with tag("div", "", "scroll", tabindex="0"), tag("table", "", "num"):
                _heads([say(f"page_explain.{key}") for key in ("date", "hours", "launched")])
                tag("tbody")

    def _map(self, found: Mapping[str, Any], at: int) -> None:
        say = self.words.say
        with tag("section", "", "where"):
            with tag("h2", aria_live="polite"):
                tag("span", found["dates"][at], "date")
            tag("p", say("page_explain.of_day"), "measure")
            tag("p", say("page_explain.warm_up"), "warm", hidden=at >= found["reported"])
            label = say("page_explain.map")
            drawn(country(found["country"], found["dark"][at], found["texts"][at], label))
            with tag("div", "", "scale"):
                drawn(key_of_scale(self.words))

    def _steps(self, found: Mapping[str, Any], at: int) -> None:
        say = self.words.say
        with tag("section", "", "order"):
            tag("h3", say("page_explain.order"))
            with tag("dl", "", "steps"):
                for step in found["steps"]:
                    with tag("div", "", "step"):
                        tag("dt", step["name"], f"of-{step['token']}")
                        tag("dd", step["days"][at] or content.NOTHING)

    def _stocks(self, found: Mapping[str, Any], at: int) -> None:
        if not found["stocks"]:
            return
        with tag("section", "", "what-is-left"):
            tag("h3", self.words.say("page_explain.stocks"))
            with tag("div", "", "lefts"):
                for stock in found["stocks"]:
                    with tag("div", "", "left"):
                        tag("p", stock["said"][at])
                        drawn(content.spark(content.course(stock["held"]), at))

    def _tables(self, found: Mapping[str, Any]) -> None:
        say = self.words.say
        if not found["spells"]:
            tag("p", say("page_explain.no_spells"), "lead")
            return
        for key, columns in (
            ("spells", ("spell", "dark_days", "hours", "worst_day", "worst_region", "happened")),
            ("worst", ("date", "hours", "of_schedule", "worst_region", "happened")),
        ):
            with tag("section"):
                tag("h2", say(f"page_explain.{key}"))
                heads = [say(f"page_explain.{column}") for column in columns]
                with tag("table", "", "told-days"):
                    _heads(heads)
                    with tag("tbody"):
                        for row in found[key]:
                            self._row(row, heads, found)

    def _row(self, row: Mapping[str, Any], heads: Sequence[str], found: Mapping[str, Any]) -> None:
        day, texts = row["day"], row["text"]
        to = content.way(self.run.name, found["future"], content.iso(found, day))
        with tag("tr"):
            with tag("th", scope="row"):
                link(texts[0], to, data_day=day)
            for head, text in zip(heads[1:], texts[1:], strict=True):
                tag("td", text, data_h=head)

    def _about(self, found: Mapping[str, Any]) -> None:
        say = self.words.say
        with tag("section"):
            tag("h2", say("page_explain.about"))
            with tag("ul"):
                for line in found["lines"]:
                    tag("li", line)
            tag("p", found["drawn"]["title"], "measure")
            with tag("ul"):
                for line in found["drawn"]["lines"]:
                    tag("li", line)
            self.again = tag("p", "", "again", role="status")
            tag("p", say("page_explain.command"), "measure")
            with tag("p", "", "at-terminal"):
                tag("code", content.command(self.run.name, found["future"]), "command")
                tag("button", say("page_explain.copy"), "button quiet copy", type="button",
                    data_done=say("page_explain.copied"))  # fmt: skip


def _heads(heads: Sequence[str]) -> None:
    with tag("thead"), tag("tr"):
        for head in heads:
            tag("th", head, scope="col")


def _choose(runs: Sequence[Lived], shown: Lived | None, wanted: Asked, words: Catalogue) -> None:
    """Ask for a run and a future of it; the answer is another address."""
    say = words.say
    with tag("form", "", "form", action="/explain", method="get"):
        among = [(each.name, _told(each, words)) for each in runs]
        field(say("page_explain.run"), "run", among=among, value=(shown or runs[0]).name)
        field(say("page_explain.which"), "which", among=content.which(words), value=wanted.which)
        number = field(say("page_explain.number"), "future", type="number", min=0, step=1,
                       max=content.LARGEST_FUTURE, value=wanted.future)  # fmt: skip
        number.on("input", js_handler=BY_NUMBER)
        with tag("div", "", "send"):
            tag("button", say("page_explain.show"), "button first", type="submit")


def _told(each: Lived, words: Catalogue) -> str:
    return f"{each.name} · {called(each, words)}"


def screens(door: Door) -> None:
    """One future of a run; without a run, which there are."""

    @door.opens("/explain", "explain")
    async def explain(reader: Reader, request: Request) -> None:
        words = reader.words
        wanted = content.asked(request.query_params, words)
        runs = await run.io_bound(door.desk.shelf.runs) or []
        found = next((each for each in runs if each.name == wanted.run), None)
        if found is not None:
            await Laid(door, reader, found, wanted).build(runs)
            return
        missing = words.say("page.missing", name=wanted.run) if wanted.run else ""
        tag("h1", missing or words.say("page_explain.choose"))
        tag("p", words.say("page_explain.choose_lead" if runs else "page.no_run"), "lead")
        if runs:
            with tag("section", "", "panel"):
                _choose(runs, None, wanted, words)
