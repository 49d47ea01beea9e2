"""A run, or one against another, as one file: the form that asks for it, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from nicegui import ui

from holdfast.page.desk import Desk
from holdfast.page.frame import Reader
from holdfast.page.handed import BRIEF, FORMS, REPORT, Paper
from holdfast.page.sheet import OWN_NAMES
from holdfast.page.who import ASK, WHOLE
from holdfast.page.widgets import Notice, attempt, button, field, form, link, tag
from holdfast.show.catalogue import LANGUAGES

LOOK = 0.5
"""Seconds after which it is looked whether a file is made."""


def source(paper: Paper) -> str:
    """Where a file is served."""
    run = quote(paper.run.name, safe="")
    query = f"language={paper.language}{'&public=true' if paper.public else ''}"
    if paper.against is not None:
        against = quote(paper.against.name, safe="")
        return f"/api/runs/{against}/against/{run}/report?form={paper.form}&{query}"
    kind = "brief" if paper.form == BRIEF else "report"
    return f"/api/runs/{run}/{kind}?{query}"


def paper(desk: Desk, run: str, against: str, given: Mapping[str, str], reader: Reader) -> Paper:
    """What a form asks for, as far as this reader may have it. Raises Missing, Refused."""
    form, spoken = given.get("form", ""), given.get("language", "")
    return Paper(
        desk.shelf.run(run),
        desk.shelf.run(against) if against else None,
        BRIEF if form == BRIEF and reader.who.may(ASK) else REPORT,
        spoken if spoken in LANGUAGES else reader.words.language,
        given.get("eyes") == "public" or not reader.who.may(WHOLE),
    )


class Filing:
    """The form before one reader; `against` is the run beside which another is shown."""

    def __init__(self, desk: Desk, reader: Reader, run: str, against: str = "") -> None:
        self.desk, self.reader, self.words = desk, reader, reader.words
        self.run, self.against = run, against
        self.paper: Paper | None = None
        self.shown: object = None

    def build(self) -> None:
        """Lay it out."""
        say, who = self.words.say, self.reader.who
        forms = FORMS if who.may(ASK) else (REPORT,)
        eyes = ("whole", "public") if who.may(WHOLE) else ("public",)
        with form(self.hand):
            field(say("page_file.form"), "form",
                  among=[(each, say(f"page_file.form_{each}")) for each in forms],
                  value=REPORT if self.against else forms[-1])  # fmt: skip
            field(say("page_file.eyes"), "eyes",
                  among=[(each, say(f"page.{each}")) for each in eyes], value=eyes[0])  # fmt: skip
            field(say("page_file.in_language"), "language", value=self.words.language,
                  among=[(each, OWN_NAMES[each]) for each in LANGUAGES])  # fmt: skip
            with tag("div", "", "send"):
                tag("button", say("page_file.make"), "button first", type="submit")
        self.made = tag("div", "", "handed", role="status")
        self.wrong, self.looking = Notice(), tag("div")

    async def hand(self, given: Mapping[str, str]) -> None:
        """Have a file made."""
        act = partial(paper, self.desk, self.run, self.against, given, self.reader)
        asked = await attempt(act, self.wrong)
        if asked is not None:
            await self._follow(asked)

    async def _follow(self, asked: Paper) -> None:
        """Look for a file until it is there; no more for one that was asked for before."""
        self.paper, self.shown = asked, object()
        self.looking.clear()
        with self.looking:
            ui.timer(LOOK, partial(self._look_for, asked))
        await self._look_for(asked)

    async def _look_for(self, asked: Paper) -> None:
        """Look whether the file that was asked for last is there."""
        if asked is not self.paper:
            return
        found = await attempt(partial(self.desk.handed.get, asked), self.wrong)
        if found == self.shown:
            return
        self.shown, say = found, self.words.say
        if found is not None:
            self.looking.clear()
        self.made.clear()
        with self.made:
            if found is None:
                tag("p", say("page_file.making" if asked.form == REPORT else
                             "page_file.making_pdf"), "lead")  # fmt: skip
            elif isinstance(found, str):
                tag("p", say("page_file.not_made"), "wrongly")
                tag("p", found, lang="en")
                button(say("page.again"), partial(self._try, asked))
            else:
                link(say("page_file.made", name=asked.called), source(asked), "button",
                     download=asked.called)  # fmt: skip

    async def _try(self, asked: Paper) -> None:
        await attempt(partial(self.desk.handed.again, asked), self.wrong)
        await self._follow(asked)
