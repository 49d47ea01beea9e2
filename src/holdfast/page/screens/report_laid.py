"""The screen of reports, laid out."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from fastapi import Request
from nicegui import run, ui

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.screens import report as content
from holdfast.page.screens.filing import Filing
from holdfast.page.screens.report import Report
from holdfast.page.who import WHOLE
from holdfast.page.widgets import Notice, attempt, button, link, tag

LOOK = 0.5
"""Seconds after which it is looked whether the report is drawn."""
LIKE_PAGE = """(event) => {
  const sheet = event.target, inner = sheet.contentDocument?.documentElement;
  const root = document.documentElement;
  if (!inner) return;
  if (root.dataset.theme) inner.dataset.theme = root.dataset.theme;
  inner.style.overflow = 'hidden';
  const body = sheet.contentDocument.body;
  Object.assign(body.style, {margin: 0, paddingInline: 0, maxWidth: '1080px'});
  const fit = () => { sheet.style.height = `${Math.ceil(inner.offsetHeight) + 2}px`; };
  new sheet.contentWindow.ResizeObserver(fit).observe(inner);
  fit();
}"""
"""The report within the page has the colours of the page, and is as high as it is long, within the
margins of the page: it scrolls with it."""


class Laid:
    """The report of a run before one reader."""

    def __init__(self, desk: Desk, reader: Reader, name: str, public: bool) -> None:
        self.whole = reader.who.may(WHOLE)
        self.public = public or not self.whole
        self.desk, self.words, self.name, self.reader = desk, reader.words, name, reader
        self.shown: Report | None = None

    async def build(self) -> None:
        """Lay it out, and look until it is drawn."""
        say, path = self.words.say, quote(self.name, safe="")
        source = content.source(self.name, self.public, self.words.language)
        eyes = "-public" if self.public else ""
        with tag("div", "", "headline"):
            tag("h1", self.name)
            with tag("div", "", "acts"):
                for key, public, to in (
                    ("whole", False, f"/report/{path}"),
                    ("public", True, f"/report/{path}?public=1"),
                ):
                    if not self.whole and not public:
                        continue
                    here = "true" if public == self.public else None
                    link(say(f"page.{key}"), to, "button", aria_current=here)
                self.own = tag("div", "", "acts")
        with tag("details", "", "filing"):
            tag("summary", say("page_file.brief"))
            tag("p", say("page_file.brief_lead"), "facts-line")
            Filing(self.desk, self.reader, self.name).build()
        self.notice = Notice()
        self.place = tag("div")
        with self.own:
            link(say("page.download"), source, "button",
                 download=f"{self.name}{eyes}-{self.words.language}.html")  # fmt: skip
            link(say("page.alone"), source, "button", target="_blank")
            if self.whole:
                link(say("page.numbers"),
                     f"/api/runs/{path}/workbook?language={self.words.language}", "button",
                     download=True)  # fmt: skip
        await self.look()
        self.timer = ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look whether it is drawn."""
        act = partial(content.report, self.desk, self.name, self.public, self.words)
        found = await attempt(act, self.notice)
        if found is None or found == self.shown:
            return
        self.shown = found
        self.place.clear()
        self.own.set_visibility(bool(found.source))
        say = self.words.say
        with self.place:
            if found.source:
                sheet = tag("iframe", "", "sheet", src=found.source,
                            title=say("page.reading", name=self.name))  # fmt: skip
                sheet.on("load", js_handler=LIKE_PAGE)
            elif found.wrong:
                tag("p", say("page.not_drawn"), "wrongly")
                if self.whole:
                    tag("p", found.wrong)
                button(say("page.again"), self.again)
            else:
                tag("p", say("page.drawing"), "lead", role="status")

    async def again(self) -> None:
        """Try to draw it once more."""

        def act() -> None:
            found = self.desk.shelf.run(self.name)
            self.desk.draw_again(found, self.words.language, self.public)

        await attempt(act, self.notice)
        await self.look()


def screens(door: Door) -> None:
    """The reports there are, and one of them, whole or `public`."""
    desk = door.desk

    @door.opens("/report", "report")
    async def choice(reader: Reader, _: Request) -> None:
        await _choice(desk, reader)

    @door.opens("/report/{name}", "report")
    async def report(reader: Reader, request: Request) -> None:
        name = request.path_params["name"]
        if name not in {run.name for run in desk.shelf.runs()}:
            tag("h1", reader.words.say("page.missing", name=name))
            await _choice(desk, reader, headed=False)
            return
        await Laid(desk, reader, name, bool(request.query_params.get("public"))).build()


async def _choice(desk: Desk, reader: Reader, headed: bool = True) -> None:
    """The runs of which there are reports."""
    words = reader.words
    found = await run.io_bound(content.choices, desk, words) or ()
    if headed:
        tag("h1", words.say("page.choose_run"))
    if not found:
        tag("p", words.say("page.no_run"), "lead")
    with tag("ul", "", "list"):
        for each in found:
            with tag("li"):
                link(each.name, f"/report/{quote(each.name, safe='')}")
                tag("p", each.told, "facts-line")
