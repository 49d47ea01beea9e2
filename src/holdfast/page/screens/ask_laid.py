"""The screens of questions, laid out: the nine, the form of one, and an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page import frame, questions
from holdfast.page.answers import Answer, Listed
from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.errors import Missing
from holdfast.page.frame import Reader
from holdfast.page.jobs import DONE, FAILED, RUNNING
from holdfast.page.screens import ask as content
from holdfast.page.screens.ask import Row
from holdfast.page.screens.ask_form_laid import Asking, tried
from holdfast.page.screens.report_laid import LIKE_PAGE
from holdfast.page.widgets import Notice, button, link, tag

LOOK = 1.0
"""Seconds after which it is looked how far answers are."""
COPY = """async (event) => {
  const words = document.getElementById('command');
  getSelection().selectAllChildren(words);
  if (navigator.clipboard) await navigator.clipboard.writeText(words.textContent);
  emit();
}"""
"""What stands in the command is marked, and copied where the browser lets a page do that."""


class Index:
    """The nine questions, and what was answered."""

    def __init__(self, desk: Desk, reader: Reader, page: int) -> None:
        self.desk, self.words, self.who, self.page = desk, reader.words, reader.who, page
        self.shown: tuple[Any, ...] | None = None
        self.bars: dict[str, tuple[TextElement, TextElement]] = {}

    async def build(self) -> None:
        """Lay it out, and keep looking."""
        say = self.words.say
        tag("h1", say("page_ask.title"))
        tag("p", say("page_ask.lead"), "lead")
        with tag("ol", "", "nine"):
            for key, forms in content.NINE:
                self._question(key, forms)
        tag("h2", say("page_ask.beside"))
        with tag("ul", "", "nine beside"):
            for key, forms in content.BESIDE:
                self._question(key, forms)
        tag("h2", say("page_ask.answers"), id="answers")
        self.notice = Notice()
        self.place = tag("div")
        await self.look()
        ui.timer(LOOK, self.look)

    def _question(self, key: str, forms: tuple[str, ...] | Any) -> None:
        """A question, with the ways to its forms, or to the screen that answers it."""
        say = self.words.say
        offered = [one for one in forms if questions.may_offer(self.who, one)]
        way = dict(frame.SCREENS).get(key, "")
        with tag("li"):
            with tag("div"):
                tag("h2", say(f"page_ask.nine_{key}"))
                tag("p", say(f"page_ask.what_{key}"), "facts-line")
            with tag("div", "", "acts"):
                for one in offered:
                    text = say(f"page_ask.form_{one}")
                    named = say("page_ask.form_named", form=text, question=say(f"page_ask.q_{one}"))
                    link(text, f"/ask/{one}", "button", aria_label=named)
                if not forms and way:
                    text = say(f"page.{key}")
                    named = say("page_ask.form_named", form=text,
                                question=say(f"page_ask.nine_{key}"))  # fmt: skip
                    link(text, way, "button", aria_label=named)

    async def look(self) -> None:
        """Look at the answers; bars move where they are, and only what is other is laid anew."""
        found = await run.io_bound(self._found)
        if found is None:
            return
        listed, open_, done = found
        state = (listed.page, listed.pages, tuple((one.id, one.state, one.acts) for one in open_),
                 done)  # fmt: skip
        if state != self.shown:
            self.shown = state
            self.place.clear()
            self.bars.clear()
            with self.place:
                self._list(listed, (*open_, *done))
        for one in open_:
            moved(self.bars, one)

    def _found(self) -> tuple[Listed, tuple[Row, ...], tuple[Row, ...]]:
        listed = self.desk.answers.all(self.who, self.page)
        open_, done = (
            content.rows(self.who, self.words, each) for each in (listed.open, listed.done)
        )
        return listed, open_, done

    def _list(self, listed: Listed, rows: tuple[Row, ...]) -> None:
        say = self.words.say
        if not rows:
            tag("p", say("page_ask.no_answers"), "lead")
            return
        with tag("ul", "", "jobs answers"):
            for one in rows:
                with tag("li"):
                    self._row(one)
        if listed.pages > 1:
            with tag("nav", "", "acts pages", aria_label=say("page_ask.pages")):
                for number in range(1, listed.pages + 1):
                    here = "page" if number == listed.page else None
                    link(str(number), f"/ask?page={number}#answers", "button", aria_current=here)

    def _row(self, one: Row) -> None:
        say = self.words.say
        with tag("div"):
            with tag("p"):
                link(one.sentence, f"/answer/{one.id}")
                if one.state != DONE:
                    tag("span", f" {one.told}")
            tag("p", one.facts, "facts-line")
        with tag("div", "", "acts"):
            for act in one.acts:
                key, name = ("again" if act == "resume" else act), one.sentence
                button(say(f"page.{key}"), partial(self.act, act, one), "quiet",
                       aria_label=say("page_ask.act_named", act=say(f"page.{key}"),
                                      answer=name))  # fmt: skip
        progress(self.bars, one, say("page.progress_of", name=one.sentence))
        for line in one.said.splitlines():
            tag("p", line, "wrongly whole")

    async def act(self, verb: str, one: Row) -> None:
        """Cancel or resume what is on its way, or delete what is done and offer to put it back."""
        answers, say = self.desk.answers, self.words.say
        if verb != "delete":
            await tried(partial(answers.act, one.id, self.who, verb), self.notice)
            await self.look()
            return
        gone = await tried(partial(answers.delete, one.id, self.who), self.notice)
        await self.look()
        if gone is not None:
            undo = say("page.undo"), say("page.undo_named", name=one.sentence)
            self.notice.say(say("page_ask.deleted"), (*undo, partial(self.restore, one.id)))

    async def restore(self, mark: str) -> None:
        """Put an answer back."""
        back = await tried(partial(self.desk.answers.restore, mark, self.who), self.notice)
        await self.look()
        if back is not None:
            self.notice.say(self.words.say("page_ask.restored"))


class Reading:
    """One answer before one reader."""

    def __init__(self, desk: Desk, reader: Reader, mark: str, public: bool) -> None:
        self.desk, self.words, self.who = desk, reader.words, reader.who
        self.mark, self.public = mark, public
        self.shown: tuple[Any, ...] | None = None
        self.bars: dict[str, tuple[TextElement, TextElement]] = {}

    async def build(self, first: Answer) -> None:
        """Lay it out, and look until it is there."""
        say = self.words.say
        with tag("p", "", "above"):
            link(say("page_ask.back"), "/ask")
        tag("h1", say(f"page_ask.q_{first.question}"))
        self.notice = Notice()
        self.place = tag("div")
        await self.look()
        if self.shown is None or self.shown[1] != DONE:
            self.timer = ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look how far it is; what is there stays as it is."""
        found = await tried(partial(self.desk.answers.get, self.mark, self.who), self.notice)
        if found is None:
            self.place.clear()
            self._stop()
            return
        row = content.row(found, self.who, self.words, headed=True)
        state = (row.id, row.state, row.acts)
        if state != self.shown:
            self.shown = state
            old = found.state == DONE and bool(
                await run.io_bound(content.changed, self.desk, found)
            )
            self.place.clear()
            self.bars.clear()
            with self.place:
                tag("p", row.facts, "facts-line")
                if found.state == DONE:
                    self._answer(found, old)
                else:
                    self._waiting(row)
        if found.state == DONE:
            self._stop()
        moved(self.bars, row)

    def _stop(self) -> None:
        if hasattr(self, "timer"):
            self.timer.deactivate()

    def _waiting(self, row: Row) -> None:
        say = self.words.say
        with tag("div", "", "panel"):
            told = say("page_ask.waiting", state=row.told)
            if row.state == FAILED:
                told = say("page_ask.failed")
            tag("p", told, "lead", role="status")
            progress(self.bars, row, say("page.progress_of", name=row.sentence))
            for line in row.said.splitlines():
                tag("p", line, "wrongly")
            with tag("div", "", "acts"):
                for act in row.acts:
                    key = "again" if act == "resume" else act
                    button(say(f"page.{key}"), partial(self.act, act))

    def _answer(self, found: Answer, old: bool) -> None:
        """The page of the answer, ways to it, and the command that does the same."""
        words, say = self.words, self.words.say
        whole = questions.may_see_whole(self.who, found.whose)
        public = (self.public or not whole) and found.public
        source = f"/api/answers/{found.id}/page?language={words.language}"
        source += "&public=true" if public else ""
        if old:
            tag("p", say("page_ask.changed"), "wrongly")
        with tag("div", "", "acts answered"):
            if found.public and whole:
                for key, to in (("whole", ""), ("public", "?public=1")):
                    here = "true" if (key == "public") == public else None
                    link(say(f"page.{key}"), f"/answer/{found.id}{to}", "button",
                         aria_current=here)  # fmt: skip
            stem = f"{found.of}-{found.question}{'-public' if public else ''}"
            link(say("page.download"), source, "button",
                 download=f"{stem}-{words.language}.html")  # fmt: skip
            link(say("page.alone"), source, "button", target="_blank")
            if found.commands.get(words.language):
                link(say("page_ask.same"), "#command", "button")
            if whole:
                link(say("page_ask.json"), f"/api/answers/{found.id}", "button",
                     download=f"{found.of}-{found.question}.json")  # fmt: skip
        if self.public and not found.public:
            tag("p", say("page_ask.not_public"), "wrongly")
        question = say(f"page_ask.q_{found.question}")
        sheet = tag("iframe", "", "sheet", src=source,
                    title=say("page_ask.reading", question=question))  # fmt: skip
        sheet.on("load", js_handler=LIKE_PAGE)
        commands = found.commands.get(words.language, ())
        with tag("section", "", "same", aria_label=say("page_ask.same")):
            tag("h2", say("page_ask.same"))
            tag("p", found.again.get(words.language, ""), "facts-line")
            if not commands:
                return
            tag("pre", "\n".join(commands), id="command", tabindex="0",
                aria_label=say("page_ask.same"))  # fmt: skip
            copying = tag("button", say("page_ask.copy"), "button", type="button")
            copying.on("click", lambda _: self.notice.say(say("page_ask.copied")),
                       js_handler=COPY)  # fmt: skip

    async def act(self, verb: str) -> None:
        """Cancel it, or let it go on."""
        await tried(partial(self.desk.answers.act, self.mark, self.who, verb), self.notice)
        if verb == "cancel":
            ui.navigate.to("/ask#answers")
        else:
            await self.look()


# ---- parts ---------------------------------------------------------------------------------------


def progress(bars: dict[str, tuple[TextElement, TextElement]], one: Row, label: str) -> None:
    """A bar of what is running, which moves where it is."""
    if one.state != RUNNING:
        return
    bar = tag("progress", "", "whole", max=1, value=f"{one.share or 0:.4f}", aria_label=label)
    bars[one.id] = bar, tag("p", one.progress, "lead whole")


def moved(bars: Mapping[str, tuple[TextElement, TextElement]], one: Row) -> None:
    """Move a bar."""
    if one.id in bars:
        bar, text = bars[one.id]
        bar.props["value"] = f"{one.share or 0:.4f}"
        text.set_text(one.progress)


def screens(door: Door) -> None:
    """The nine questions, the form of each, and an answer."""
    desk = door.desk

    @door.opens("/ask", "ask")
    async def index(reader: Reader, request: Request) -> None:
        page = request.query_params.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        await Index(desk, reader, number).build()

    @door.opens("/ask/{question}", "ask")
    async def asking(reader: Reader, request: Request) -> None:
        question = request.path_params["question"]
        chosen = request.query_params.get("of", "")
        if question in questions.QUESTIONS and questions.may_offer(reader.who, question):
            await Asking(desk, reader, question, chosen).build()
            return
        _nothing(reader, "no_question")

    @door.opens("/answer/{mark}", "ask")
    async def reading(reader: Reader, request: Request) -> None:
        mark, public = request.path_params["mark"], bool(request.query_params.get("public"))
        try:
            found = await run.io_bound(desk.answers.get, mark, reader.who)
        except Missing:
            found = None
        if found is None:
            _nothing(reader, "no_answer")
            return
        await Reading(desk, reader, mark, public).build(found)


def _nothing(reader: Reader, key: str) -> None:
    tag("h1", reader.words.say(f"page_ask.{key}"))
    link(reader.words.say("page_ask.back"), "/ask")
