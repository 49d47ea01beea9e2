"""The screen of sources, laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import run, ui

from holdfast.page.desk import Desk
from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.screens import sources as content
from holdfast.page.screens.grid import Grid, Head
from holdfast.page.screens.run import choices
from holdfast.page.screens.sources import MOST_ROWS, STEP, Asked
from holdfast.page.testimony import DEFAULTS, SAID, Row, Statement, Testimony
from holdfast.page.widgets import Dialog, Notice, attempt, button, field, link, tag

FILTER = "(event) => emit(Object.fromEntries(new FormData(event.target.form || event.target)))"
SOON = 0.05
STOP = "(event) => event.preventDefault()"
GO = "(event) => { location.href = '/sources?scenario=' + encodeURIComponent(event.target.value); }"
WIDTHS = {"published": 112, "outlet": 150, "speaker": 130, "statement": 240, "rows": 92,
          "status": 118, "seen": 130}  # fmt: skip
GROWS = {"statement": 4, "outlet": 2, "speaker": 2}


class Laid:
    """The screen before one reader."""

    def __init__(self, desk: Desk, reader: Reader, name: str, found: Testimony) -> None:
        self.desk, self.words, self.name, self.found = desk, reader.words, name, found
        self.before = self.after = STEP
        self.said = Asked()

    def build(self, notice: Notice) -> None:
        """Lay it out."""
        say, found = self.words.say, self.found
        self.notice = notice
        tag("p", content.total(found, self.words), "lead")
        if found.freeze is not None:
            told = say("page_sources.freeze", day=self.words.numbers.day(found.freeze, year=True))
            tag("p", told, "facts-line")
        with tag("div", "", "acts"):
            path = quote(self.name, safe="")
            for form in ("xlsx", "csv"):
                link(say(f"page_ledger.export_{form}"),
                     f"/api/scenarios/{path}/sources?form={form}&language={self.words.language}",
                     "button", download=True)  # fmt: skip
        self.opened = Dialog(say("page_sources.rests"), say("page.dismiss"), "wide")
        with tag("section", "", "group", aria_label=say("page_sources.who")):
            self._sources()
        with tag("section", "", "group", aria_label=say("page_sources.statements")):
            self._statements()
        with tag("section", "", "group", aria_label=say("page_sources.figures")):
            self._figures()

    # ---- sources -------------------------------------------------------------------------------

    def _sources(self) -> None:
        say = self.words.say
        tag("h2", say("page_sources.who"))
        statuses = [(one or "NONE", told) for one, told in content.ways(self.words)]
        self._filters(self._chosen, [("kind", say("page_sources.head_status"), statuses)])
        rows = content.sources(self.found, Asked(), self.words)
        heads = [
            Head(name, say(f"page_sources.head_{name}"), WIDTHS[name], name == "rows",
                 name == "rows", GROWS.get(name, 1))
            for name in content.HEADS
            if name != "seen" or self.found.freeze is not None
        ]  # fmt: skip
        self.grid = Grid(say("page_sources.who"), heads, rows, self.words, self.open)
        self.count = tag("p", say("basis.sources", count=len(rows)), "facts-line", role="status")

    async def _chosen(self, asked: Asked) -> None:
        rows = content.sources(self.found, asked, self.words)
        self.grid.show(rows)
        self.count.set_text(self.words.say("basis.sources", count=len(rows)))

    async def open(self, number: Any) -> None:
        """Show a source whole, and what rests on it."""
        if not isinstance(number, int) or not 0 < number <= len(self.found.sources):
            return
        one, rows = content.resting(self.found, number)
        say, words = self.words.say, self.words
        self.opened.body.clear()
        with self.opened.body:
            parts = (one.speaker, one.outlet, one.published)
            told = ", ".join(filter(None, (content.plain(part, words) for part in parts)))
            tag("p", content.plain(one.statement, words), "lead")
            tag("p", told)
            if one.address.strip(" -"):
                # as a text: the page opens no other host
                tag("p", one.address, "address")
            seen = content.seen_said(one.later, self.found.freeze, words)
            known = (one.id, content.status_said(one.status, words), seen)
            tag("p", " · ".join(filter(None, known)), "facts-line")
            with tag("ul", "", "tables"):
                for table, count in one.tables:
                    with tag("li"):
                        self._to_table(table)
                        tag("span", say("page_sources.rows", count=count))
            self._rows(rows)
        self.opened.open()

    # ---- statements ----------------------------------------------------------------------------

    def _statements(self) -> None:
        say = self.words.say
        tag("h2", say("page_sources.statements"))
        if not self.found.statements:
            tag("p", say("page_sources.nobody"), "lead")
            return
        kinds = [(kind, say(f"page_sources.kind_{kind}")) for kind in SAID]
        self._filters(
            self._heard,
            [("actor", say("page_sources.head_actor"), content.actors(self.found, self.words)),
             ("kind", say("page_sources.head_kind"), kinds)],
        )  # fmt: skip
        self.heard = tag("p", "", "facts-line", role="status")
        self.spoken = tag("div")
        self._speak()

    async def _heard(self, asked: Asked) -> None:
        self.said, self.before, self.after = asked, STEP, STEP
        self._speak()

    def _more(self, earlier: bool) -> None:
        if earlier:
            self.before += 2 * STEP
        else:
            self.after += 2 * STEP
        self._speak()

    def _speak(self) -> None:
        """Lay out what was said around the scenario's day, or from the first on."""
        say = self.words.say
        found = content.statements(self.found, self.said)
        self.heard.set_text(say("page_sources.heard", count=len(found)))
        self.spoken.clear()
        cut, first, last = content.around(found, self.found.freeze, self.before, self.after)
        with self.spoken:
            if first:
                button(say("page_sources.earlier", count=first), partial(self._more, True))
            with tag("ol", "", "statements"):
                for at, one in enumerate(found[first:last], start=first):
                    if at == cut and self.found.freeze is not None:
                        self._freeze()
                    self._statement(one)
                if last == cut and self.found.freeze is not None:
                    self._freeze()
            if rest := len(found) - last:
                button(say("page_sources.later", count=rest), partial(self._more, False))

    def _freeze(self) -> None:
        assert self.found.freeze is not None
        day = self.words.numbers.day(self.found.freeze, year=True)
        with tag("li", "", "freeze"):
            tag("b", self.words.say("page_sources.frozen", day=day))

    def _statement(self, one: Statement) -> None:
        words, say = self.words, self.words.say
        with tag("li", "", "later" if one.later else ""):
            tag("time", words.numbers.day(one.day, year=True), datetime=one.day.isoformat())
            with tag("p"):
                tag("b", words.own(one.name) if one.name else "")
                tag("span", f" {content.act_said(one, words)}")
                if one.to:
                    to = say("page_sources.of", to=one.to)
                    tag("span", f" ({to})")
            with tag("div"):
                tag("p", content.plain(one.text, words))
                about = content.plain(one.about, words)
                told = (about, ", ".join(one.sources), content.status_said(one.status, words))
                later = say("page_sources.after") if one.later else ""
                tag("p", " · ".join(filter(None, (*told, later))), "facts-line")

    # ---- figures -------------------------------------------------------------------------------

    def _figures(self) -> None:
        say, words = self.words.say, self.words
        tag("h2", say("page_sources.figures"))
        tag("p", say("page_sources.figures_told"), "lead")
        ways = content.ways(words)
        heads = [told for _, told in ways]
        heads += [say(f"page_sources.head_{name}") for name in ("bare", "range", "later")]
        with tag("table", "", "figures"):
            with tag("thead"), tag("tr"):
                tag("th", say("page_sources.head_table"), scope="col")
                for told in heads:
                    tag("th", told, scope="col")
            with tag("tbody"):
                for one in self.found.known:
                    with tag("tr"):
                        with tag("th", scope="row"):
                            self._to_table(one.table)
                        for at, (status, told) in enumerate(ways):
                            rows = partial(self.found.of_table, one.table, status)
                            self._number(one.by[at], told, one.table, rows)
                        bare = partial(self.found.of_table, one.table, None, True)
                        self._number(one.unsourced, heads[-3], one.table, bare)
                        for count, told in ((one.ranged, heads[-2]), (one.later, heads[-1])):
                            tag("td", words.numbers.fixed(count) if count else "", data_h=told)

    def _number(self, count: int, told: str, table: str, rows: Any) -> None:
        with tag("td", data_h=told):
            if count:
                label = f"{content.table_said(table, self.words)}, {told}: {count}"
                act = partial(self.list_rows, told, table, rows)
                button(self.words.numbers.fixed(count), act, "quiet", aria_label=label)

    async def list_rows(self, told: str, table: str, rows: Any) -> None:
        """Show rows of a table."""
        self.opened.body.clear()
        with self.opened.body:
            with tag("p", "", "lead"):
                self._to_table(table)
                tag("span", f" · {told}")
            self._rows(rows())
        self.opened.open()

    def _rows(self, rows: Sequence[Row]) -> None:
        say, words = self.words.say, self.words
        names = ("table", "line", "key", "status", "source", "note")
        with tag("div", "", "scrolls", tabindex="0", role="region",
                 aria_label=say("page_sources.rests")), tag("table", "", "resting"):  # fmt: skip
            with tag("thead"), tag("tr"):
                for name in names:
                    tag("th", say(f"page_sources.head_{name}"), scope="col")
            with tag("tbody"):
                for row in rows[:MOST_ROWS]:
                    with tag("tr"):
                        tag("td", content.table_said(row.table, words))
                        tag("td", str(row.line))
                        tag("th", row.key, scope="row")
                        tag("td", content.status_said(row.status, words))
                        tag("td", "; ".join(row.sources))
                        tag("td", words.own(row.note))
        if len(rows) > MOST_ROWS:
            tag("p", say("page.more_faults", count=len(rows) - MOST_ROWS), "facts-line")

    # ---- parts ---------------------------------------------------------------------------------

    def _to_table(self, table: str) -> None:
        told = content.table_said(table, self.words)
        if table == DEFAULTS:
            tag("span", told)
        else:
            to = f"/edit?scenario={quote(self.name, safe='')}&table={quote(table, safe='')}"
            link(told, to)

    def _filters(
        self, act: Any, chosen: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    ) -> None:
        say = self.words.say
        with tag("form", "", "form filters", role="search") as asking:
            field(say("page_ledger.search"), "text", type="search", maxlength=200)
            for name, label, among in chosen:
                field(label, name, among=[("", say("page_ledger.all")), *among], value="")
            for name in ("first", "last"):
                field(say(f"page_sources.{name}"), name, type="date")
            if self.found.freeze is not None:
                seen = [(one, say(f"page_sources.{one}")) for one in ("before", "after")]
                field(say("page_sources.head_seen"), "seen",
                      among=[("", say("page_ledger.all")), *seen], value="")  # fmt: skip

            async def changed(event: Any) -> None:
                given: Mapping[str, Any] = event.args
                await act(Asked(**{
                    name: str(given.get(name, ""))[:200]
                    for name in ("text", "actor", "kind", "first", "last", "seen")
                }))  # fmt: skip

            asking.on("input", changed, js_handler=FILTER, throttle=0.3, leading_events=False)
            asking.on("submit", js_handler=STOP)


def screens(door: Door) -> None:
    """The sources of `scenario` of the query, or of the first there is."""
    desk = door.desk

    @door.opens("/sources", "sources")
    async def lay(reader: Reader, request: Request) -> None:
        say = reader.words.say
        among = await run.io_bound(choices, desk, reader.words) or []
        name = request.query_params.get("scenario", "") or (among[0][0] if among else "")
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", say("page_sources.title"))
            if among:
                with tag("form", "", "chooses"):
                    chosen = field(say("page.choose_scenario"), "scenario", among=list(among),
                                   value=name)  # fmt: skip
                    chosen.on("change", js_handler=GO)
        notice = Notice()
        if not among:
            tag("p", say("page.none_here"), "lead")
            return
        place = tag("div")
        with place:
            tag("p", say("page_sources.reading"), "lead", role="status")

        async def lay_out() -> None:
            found = await attempt(partial(content.read, desk, name), notice)
            place.clear()
            if found is not None:
                with place:
                    Laid(desk, reader, name, found).build(notice)

        ui.timer(SOON, lay_out, once=True)
